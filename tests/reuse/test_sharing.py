"""Who shares with whom, which copy is the earliest, what is merged, and which phrases are the trade's: each against what was planted."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiaoyan_nlp.reuse.dating import Period, earliest, is_earlier, period_of
from jiaoyan_nlp.reuse.families import Family, Member, find_families
from jiaoyan_nlp.reuse.ink import Ink, ink_of_text
from jiaoyan_nlp.reuse.merging import with_merged
from jiaoyan_nlp.reuse.references import Origin, find_origins, origin_of_family
from jiaoyan_nlp.reuse.sharing import Parts, sharing
from jiaoyan_nlp.reuse.stock import stock_phrases

HANGUL = 0xAC00


def own(n: int, at: int) -> str:
    """n letters that stand nowhere else, given different `at`."""
    return "".join(chr(HANGUL + (at * 60 + i) % 11_000) for i in range(n))


def plan(file: str, school: str, *paragraphs: str) -> Ink:
    return ink_of_text(file, "\n".join(paragraphs), school)


# --- sharing ---------------------------------------------------------------------------------------------------------------------


def test_letters_that_stand_elsewhere_are_counted_once() -> None:
    run = own(40, 0)
    held = [plan("a", "甲", run, own(60, 2)), plan("b", "乙", run, own(20, 4)), plan("c", "丙", own(10, 6), run), plan("d", "丁", own(50, 8))]
    found = sharing(held, find_families(held))
    assert found.owners == ("丁", "丙", "乙", "甲")
    assert [p.letters for p in found.parts] == [100, 60, 50, 50]
    assert [p.shared for p in found.parts] == [40, 40, 40, 0]
    matrix = found.between.toarray()
    for a, b in combinations(("甲", "乙", "丙"), 2):
        i, j = found.owners.index(a), found.owners.index(b)
        assert matrix[i, j] == matrix[j, i] == 40
    assert matrix[found.owners.index("丁")].sum() == 0 == matrix.diagonal().sum()


def test_what_lies_in_several_families_is_counted_once() -> None:
    """A whole that two share, a part of which a third has too."""
    whole = own(50, 0) + own(50, 1)
    held = [plan("a", "甲", whole), plan("b", "乙", whole), plan("c", "丙", whole[:40] + own(60, 5))]
    found = sharing(held, find_families(held))
    matrix = found.between.toarray()
    of = found.owners.index
    assert [p.shared for p in found.parts] == [100, 100, 40]
    assert matrix[of("甲"), of("乙")] == 100 and matrix[of("甲"), of("丙")] == matrix[of("丙"), of("甲")] == 40


def test_own_plans_of_another_year_are_repeated_and_not_shared() -> None:
    run = own(60, 0)
    held = [plan("2022.txt", "甲", run, own(20, 5)), plan("2023.txt", "甲", run), plan("b", "乙", own(60, 3))]
    assert sharing(held, find_families(held)).parts == (Parts(0, 0, 0, 60, 20), Parts(0, 0, 0, 60, 0), Parts(0, 0, 0, 0, 60))


def test_schools_of_one_group_are_one_owner() -> None:
    run = own(60, 0)
    held = [replace(plan(name, school, run), group=group) for name, school, group in (("a", "甲", "集团"), ("b", "乙", "集团"), ("c", "丙", ""))]
    together = sharing(held[:2], find_families(held[:2]))
    assert (together.owners, [p.repeated for p in together.parts], together.between.nnz) == (("集团",), [60, 60], 0)
    found = sharing(held, find_families(held))
    assert (found.owners, [p.shared for p in found.parts], found.between.toarray().tolist()) == (("丙", "集团"), [60, 60, 60], [[0, 60], [120, 0]])


def test_nobody_shares_nothing() -> None:
    assert sharing([], []).owners == ()
    lonely = [plan("a", "甲", own(60, 0))]
    assert sharing(lonely, find_families(lonely)).parts == (Parts(0, 0, 0, 0, 60),)


def test_what_comes_from_a_reference_is_no_sharing() -> None:
    """A passage quoted from a policy, one from a template, one that two schools share, one that a school has twice."""
    policy, form, both, again = (own(40, i) for i in range(4))
    held = [plan("a", "甲", policy, form, both, again), plan("b", "乙", policy, form, both), plan("c", "甲", again, own(30, 7))]
    references = [("policy", plan("通知", "", policy)), ("template", plan("范文", "", form, own(30, 8)))]
    found = sharing(held, find_families(held), find_origins(held, references))
    assert found.parts == (Parts(40, 40, 40, 40, 0), Parts(40, 40, 40, 0, 0), Parts(0, 0, 0, 40, 30))
    assert found.between.toarray().tolist() == [[0, 40], [40, 0]]


LETTERS = 24


@st.composite
def worlds(draw: st.DrawFn) -> tuple[list[Ink], list[Family], dict[int, list[Origin]]]:
    """Plans, families and origins with stretches anywhere, over one another too."""
    names = draw(st.lists(st.tuples(st.sampled_from(["a", "b", "c"]), st.sampled_from(["", "甲", "乙"])), min_size=1, max_size=5))
    inks = [replace(plan(file, school, own(LETTERS, i)), plan=i) for i, (file, school) in enumerate(names)]
    stretch = st.tuples(st.integers(0, len(inks) - 1), st.integers(0, LETTERS - 1), st.integers(1, LETTERS)).map(
        lambda s: (s[0], s[1], min(LETTERS, s[1] + s[2]))
    )
    members = st.lists(stretch.map(lambda s: Member(*s, inks[s[0]].span(*s[1:]), 1.0, "verbatim", ())), min_size=2, max_size=4)
    families = [Family(str(n), tuple(held), "verbatim", "across") for n, held in enumerate(draw(st.lists(members, max_size=4)))]
    origins: dict[int, list[Origin]] = {}
    for (at, start, end), kind in draw(st.lists(st.tuples(stretch, st.sampled_from(["policy", "template", "other"])), max_size=3)):
        origins.setdefault(at, []).append(Origin(start, end, inks[at].span(start, end), kind, "范文"))
    return inks, families, origins


def painted(inks: list[Ink], families: list[Family], origins: dict[int, list[Origin]]) -> tuple[list[Parts], dict[tuple[str, str], int]]:
    """The parts, and who shares with whom, letter by letter."""
    between: dict[tuple[str, str], int] = Counter()
    parts = []
    for at, ink in enumerate(inks):
        counts = Counter[str]()
        for place in range(len(ink.text)):
            over = [f for f in families if any(m.plan == at and m.start <= place < m.end for m in f.members)]
            quoted = {o.kind for o in origins.get(at, []) if o.start <= place < o.end} | {o.kind for f in over if (o := origin_of_family(f, origins))}
            free = [f for f in over if not origin_of_family(f, origins)]
            others = {inks[m.plan].owner for f in free for m in f.members} - {ink.owner}
            again = any(m.plan != at and inks[m.plan].owner == ink.owner for f in free for m in f.members)
            part = "policy" if "policy" in quoted else "template" if quoted else "shared" if others else "repeated" if again else "own"
            counts[part] += 1
            between.update((ink.owner, other) for other in others if not quoted)
        parts.append(Parts(*(counts[name] for name in Parts._fields)))
    return parts, between


@given(worlds())
def test_parts_and_partners_are_those_of_painting_every_letter(world: tuple[list[Ink], list[Family], dict[int, list[Origin]]]) -> None:
    found = sharing(*world)
    parts, between = painted(*world)
    assert list(found.parts) == parts
    assert [p.letters for p in found.parts] == [len(ink.text) for ink in world[0]]
    matrix = found.between.tocoo()
    rows, columns = (each.tolist() for each in matrix.coords)
    assert {(found.owners[a], found.owners[b]): n for a, b, n in zip(rows, columns, matrix.data.tolist(), strict=True)} == between


# --- dating ----------------------------------------------------------------------------------------------------------------------

PERIODS: list[tuple[dict[str, object], tuple[str, str] | None]] = [
    ({"date": "2023-02-17", "year": 2022, "term": "autumn"}, ("2023-02-17", "2023-02-17")),
    ({"date": "2023-02", "year": None}, ("2023-02-01", "2023-02-31")),
    ({"year": 2023, "term": "spring"}, ("2023-02-01", "2023-07-31")),
    ({"year": 2023, "term": "autumn"}, ("2023-08-01", "2024-01-31")),
    ({"year": 2023, "school_year": "2023-2024学年"}, ("2023-08-01", "2024-07-31")),
    ({"year": 2023}, ("2023-01-01", "2023-12-31")),
    ({"year": None}, None),
]


@pytest.mark.parametrize(("known", "period"), PERIODS)
def test_when_a_plan_was_written(known: dict[str, object], period: tuple[str, str] | None) -> None:
    assert period_of({"date": "", "term": "", "school_year": "", **known}) == period


A, B, C = Period("2021-01-01", "2021-12-31"), Period("2022-02-01", "2022-07-31"), Period("2022-01-01", "2022-12-31")


@pytest.mark.parametrize(("periods", "first"), [([B, A], 1), ([A, B, C], 0), ([B, C], None), ([A, None], None), ([A, A], None), ([], None), ([A], 0)])
def test_the_earliest_is_before_all_others_or_nobody(periods: list[Period | None], first: int | None) -> None:
    assert earliest(periods) == first


@given(st.lists(st.dates(), min_size=2, max_size=2))
def test_two_days_are_in_order_or_the_same(days: list[object]) -> None:
    a, b = (Period(str(day), str(day)) for day in days)
    assert is_earlier(a, b) + is_earlier(b, a) == (a != b)


# --- merged ----------------------------------------------------------------------------------------------------------------------


def test_a_paragraph_made_from_two_plans_is_merged() -> None:
    x, y = own(50, 0), own(50, 2)
    held = [plan("a", "甲", x, own(40, 4)), plan("b", "乙", own(40, 6), y), plan("c", "丙", own(20, 8), x + y)]
    assert {f.kind for f in with_merged(find_families(held), held)} == {"merged"}


def test_a_paragraph_copied_whole_is_not_merged() -> None:
    x, y = own(50, 0), own(50, 2)
    held = [plan("a", "甲", own(30, 4), x + own(40, 5) + y), plan("b", "乙", x + own(45, 7) + y)]
    assert "merged" not in {f.kind for f in with_merged(find_families(held), held)}


# --- stock phrases -----------------------------------------------------------------------------------------------------------------


def test_a_phrase_in_many_plans_is_stock_with_how_many_hold_it() -> None:
    phrase, passage = own(11, 0), own(60, 1)
    held = [plan(f"{i}", f"第{i}小学", own(30, 3 + 2 * i) + phrase + own(20, 4 + 2 * i), *([passage] if i < 4 else [])) for i in range(7)]
    found = {p.letters: (p.plans, p.schools) for p in stock_phrases(held, find_families(held))}
    assert found == {phrase: (7, 7)}


def test_a_phrase_of_two_plans_is_not_stock() -> None:
    phrase = own(11, 0)
    held = [plan("a", "甲", own(30, 3) + phrase), plan("b", "乙", phrase + own(30, 5)), plan("c", "丙", own(30, 7))]
    assert stock_phrases(held, find_families(held)) == []
