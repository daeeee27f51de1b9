"""Families and pairs: every long shared run is told, whatever its frequency; the order of the plans changes nothing."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jiaoyan_nlp.corpus.document import take_apart
from jiaoyan_nlp.reuse.alignment import aligned
from jiaoyan_nlp.reuse.families import Family, Member, find_families, scope_of
from jiaoyan_nlp.reuse.ink import Ink, inks
from jiaoyan_nlp.reuse.pairs import Pair, find_pairs
from jiaoyan_nlp.reuse.passages import Options
from jiaoyan_nlp.reuse.references import find_origins, origin_of
from jiaoyan_nlp.text.source import Source
from jiaoyan_nlp.text.spans import Span

OPTIONS = Options()
SURE = max(OPTIONS.particular, OPTIONS.shortest)


def ink(file: str, text: str, school: str = "", plan: int = 1) -> Ink:
    return Ink(file, plan, school, text, np.arange(len(text), dtype=np.int32))


def as_inks(texts: Sequence[str]) -> list[Ink]:
    return [ink(f"{i}.txt", text, f"第{i}小学") for i, text in enumerate(texts)]


def pairs_of(held: Sequence[Ink]) -> list[Pair]:
    found = aligned(held, OPTIONS)
    return list(find_pairs(held, found, find_families(held, OPTIONS, found)))


def letters_of(held: Sequence[Ink], member: Member) -> str:
    return held[member.plan].text[member.start : member.end]


def fresh(n: int, at: int) -> str:
    """n letters that stand nowhere else, given different `at`."""
    return "".join(chr(0x4E00 + (at + i) % 20_000) for i in range(n))


@st.composite
def planted(draw: st.DrawFn) -> list[str]:
    """Texts, each with some of a few long runs once, between letters of its own."""
    runs = [fresh(draw(st.integers(SURE, 70)), 100 * i) for i in range(draw(st.integers(1, 4)))]
    texts, at = [], 1_000
    for _ in range(draw(st.integers(2, 6))):
        text = ""
        for run in draw(st.lists(st.sampled_from(runs), unique=True, max_size=len(runs))):
            text += fresh(gap := draw(st.integers(OPTIONS.gap + 1, 70)), at) + run
            at += gap
        texts.append(text + fresh(5, at))
        at += 5
    return texts


def lost_runs(texts: Sequence[str], length: int) -> list[tuple[int, int, str]]:
    """Brute force: the runs of this length that two texts share and that lie in no pair of the two."""
    told: dict[tuple[int, int], list[str]] = {}
    for p in pairs_of(as_inks(texts)):
        told.setdefault((p.a, p.b), []).append(texts[p.a][p.a_span.start : p.a_span.end])
    lost = []
    for i, j in combinations(range(len(texts)), 2):
        runs = {texts[i][at : at + length] for at in range(len(texts[i]) - length + 1)}
        lost += [(i, j, run) for run in sorted(runs) if run in texts[j] and not any(run in stretch for stretch in told.get((i, j), []))]
    return lost


@given(planted())
@settings(deadline=None)
def test_every_long_shared_run_lies_in_a_pair(texts: list[str]) -> None:
    assert lost_runs(texts, SURE) == []


@given(planted())
@settings(deadline=None)
def test_every_long_shared_run_lies_in_a_family(texts: list[str]) -> None:
    """Of each two texts that share a run, each is a member of a family that holds it."""
    held = as_inks(texts)
    families = find_families(held)
    for i, j in combinations(range(len(texts)), 2):
        shared = {texts[i][at : at + SURE] for at in range(len(texts[i]) - SURE + 1) if texts[i][at : at + SURE] in texts[j]}
        for run in shared:
            for plan in (i, j):
                assert any(plan in {m.plan for m in f.members} and run in letters_of(held, f.exemplar) for f in families)


@given(planted())
@settings(deadline=None)
def test_what_is_told_is_there(texts: list[str]) -> None:
    held = as_inks(texts)
    for p in pairs_of(held):
        a, b = p.a_span.quote(texts[p.a]), p.b_span.quote(texts[p.b])
        assert p.a != p.b
        assert (p.kind == "verbatim") == (a == b) == (p.similarity == 1.0)
    for f in find_families(held):
        assert len(f.members) >= 2
        for m in f.members:
            assert texts[m.plan][m.start : m.end] == m.span.quote(texts[m.plan])


def by_file(held: Sequence[Ink], pairs: Sequence[Pair]) -> set[frozenset[tuple[str, Span]]]:
    return {frozenset(((held[p.a].file, p.a_span), (held[p.b].file, p.b_span))) for p in pairs}


@given(planted(), st.randoms(use_true_random=False))
@settings(deadline=None)
def test_order_of_the_plans_changes_nothing_but_the_order_of_results(texts: list[str], random: object) -> None:
    held = as_inks(texts)
    mixed = list(held)
    random.shuffle(mixed)  # type: ignore[attr-defined]
    assert by_file(mixed, pairs_of(mixed)) == by_file(held, pairs_of(held))


@given(planted())
@settings(deadline=None)
def test_same_plans_give_the_same_families(texts: list[str]) -> None:
    assert find_families(as_inks(texts)) == find_families(as_inks(texts))


@pytest.mark.parametrize("copies", [2, 3, 40])
def test_a_template_is_one_family_however_common(copies: int) -> None:
    """A run in all of the plans is told like one in two of them."""
    template = fresh(60, 0)
    texts = [template + fresh(80, 1_000 + 100 * i) for i in range(copies)]
    held = as_inks(texts)
    [family] = find_families(held)
    assert sorted(m.plan for m in family.members) == list(range(copies))
    assert {letters_of(held, m) for m in family.members} == {template}
    assert len(pairs_of(as_inks(texts))) == copies * (copies - 1) // 2


def test_longest_and_widest_family_first() -> None:
    short, long = fresh(30, 0), fresh(90, 100)
    texts = [short + fresh(60, 1_000), fresh(60, 2_000) + short, long + fresh(60, 3_000), fresh(60, 4_000) + long]
    held = as_inks(texts)
    assert [letters_of(held, f.exemplar) for f in find_families(held)] == [long, short]


def test_repetition_within_one_plan_is_no_reuse() -> None:
    run = fresh(60, 0)
    assert find_families([ink("a.txt", run + fresh(80, 1_000) + run), ink("b.txt", fresh(200, 5_000))]) == []


def test_no_plans_no_families() -> None:
    assert find_families([]) == [] == find_families([ink("a.txt", "")]) == find_families([ink("a.txt", fresh(60, 0))])


def test_two_partial_copies_of_a_third_plan_are_paired() -> None:
    whole = fresh(50, 0)
    texts = [fresh(5, 1_000) + whole[:35] + fresh(20, 1_100), fresh(5, 2_000) + whole[15:] + fresh(20, 2_100), whole + fresh(5, 3_000)]
    assert lost_runs(texts, SURE) == []


# --- scopes and kinds ------------------------------------------------------------------------------------------------------------

SCOPES = [
    (("a.txt", "第一小学"), ("b.txt", "第二小学"), "across"),
    (("a.txt", "第一小学"), ("b.txt", "第一小学"), "school"),
    (("a.txt", "第一小学"), ("a.txt", "第一小学"), "file"),
    (("a.txt", ""), ("b.txt", ""), "across"),
    (("a.txt", ""), ("b.txt", "第一小学"), "across"),
    (("a.txt", ""), ("a.txt", ""), "file"),
]


@pytest.mark.parametrize(("a", "b", "scope"), SCOPES)
def test_scope(a: tuple[str, str], b: tuple[str, str], scope: str) -> None:
    run = fresh(40, 0)
    held = [ink(a[0], run + fresh(50, 1_000), a[1], 1), ink(b[0], fresh(50, 2_000) + run, b[1], 2)]
    assert scope_of(*held) == scope_of(held[1], held[0]) == scope
    assert [f.scope for f in find_families(held)] == [scope]
    assert [p.scope for p in pairs_of(held)] == [scope]


def test_a_family_across_schools_is_across_even_with_members_of_one_school() -> None:
    run = fresh(40, 0)
    held = [ink("a.txt", run + fresh(50, 1_000), "甲小学"), ink("b.txt", run + fresh(50, 2_000), "甲小学"), ink("c.txt", run + fresh(50, 3_000), "乙小学")]
    assert [f.scope for f in find_families(held)] == ["across"]


BODY = (
    "一、主要工作\n为了让每一次研讨都有准备、有收获,清河小学语文教研组每学期组织集体备课12次,要求每位教师带着问题来、带着办法走,会后三天之内把修改过的教案交到教研组存档,"
    "由组长逐份阅读并写出具体的意见。\n"
)
OTHER = "一、工作目标\n体育组把阳光大课间排进课表,跳绳和跑操轮流进行,雨天改在室内做徒手操,器材由各班体育委员负责领取和归还。\n"


def plan_inks(*plans: tuple[str, str, str]) -> list[Ink]:
    """Inks of plans given as (file, school, body)."""
    out = []
    for file, school, body in plans:
        document = take_apart(Source(f"{school}教研组工作计划\n{body}", file))
        out += inks(document, [school] * len(document.plans))
    return out


EDITS = [
    ("verbatim", BODY),
    ("verbatim", BODY.replace(",", "，").replace("12", "１２").replace("、", "")),
    ("names", BODY.replace("清河小学", "南湖小学")),
    ("names", BODY.replace("12次", "8次")),
    ("edited", BODY.replace("三天之内", "一周左右")),
]


@pytest.mark.parametrize(("kind", "body"), EDITS)
def test_kind_of_a_copy_in_another_plan(kind: str, body: str) -> None:
    held = plan_inks(("a.txt", "清河小学", BODY), ("b.txt", "南湖小学", body), ("c.txt", "东城小学", OTHER))
    [family] = find_families(held)
    [pair] = pairs_of(held)
    assert (family.kind, pair.kind) == (kind, kind)
    assert {held[m.plan].file for m in family.members} == {"a.txt", "b.txt"}
    assert family.exemplar.kind == "exemplar" and family.exemplar.similarity == 1.0


def test_pairs_quote_the_source() -> None:
    held = plan_inks(("a.txt", "清河小学", BODY), ("b.txt", "南湖小学", "一、工作思路\n" + BODY))
    sources = ["清河小学教研组工作计划\n" + BODY, "南湖小学教研组工作计划\n一、工作思路\n" + BODY]
    [p] = pairs_of(held)
    assert p.a_span.quote(sources[p.a]).endswith("写出具体的意见") and p.b_span.quote(sources[p.b]).endswith("写出具体的意见")


def test_title_marks_and_punctuation_are_no_ink() -> None:
    [held] = plan_inks(("a.txt", "清河小学", "一、主要工作\n1、听课(每周)。\n2、评课:ＡＢＣ!\n"))
    assert held.text == "主要工作听课每周评课abc"
    assert len(held.offsets) == len(held.text) and (np.diff(held.offsets) > 0).all()


def test_template_with_other_names_is_one_family_of_kind_names() -> None:
    schools = ["清河小学", "南湖小学", "东城小学", "西关小学"]
    held = plan_inks(*((f"{i}.txt", s, BODY.replace("清河小学", s)) for i, s in enumerate(schools)))
    found = find_families(held)
    assert [f.kind for f in found] == ["names"]
    assert sorted(m.plan for m in found[0].members) == [0, 1, 2, 3]


# --- references -------------------------------------------------------------------------------------------------------------------


def test_origin_is_the_reference_that_holds_the_passage() -> None:
    policy, template = fresh(60, 0), fresh(50, 200)
    held = as_inks([fresh(40, 1_000) + policy + fresh(60, 1_100), policy + fresh(60, 2_000) + template, fresh(90, 3_000)])
    references = [("policy", ink("通知.txt", fresh(30, 5_000) + policy)), ("template", ink("范文.txt", template + fresh(30, 6_000)))]
    origins = find_origins(held, references)
    assert sorted(origins) == [0, 1]
    assert [(o.kind, o.file, o.span.quote(held[0].text)) for o in origins[0]] == [("policy", "通知.txt", policy)]
    assert {(o.kind, o.file, o.span.quote(held[1].text)) for o in origins[1]} == {("policy", "通知.txt", policy), ("template", "范文.txt", template)}


def test_every_plan_that_quotes_a_reference_is_told_also_where_the_plans_share_more() -> None:
    """The star's centre may be another plan than the reference."""
    policy, more = fresh(40, 0), fresh(90, 200)
    held = as_inks([policy + more + fresh(20, 1_000), policy + more + fresh(20, 2_000), fresh(20, 3_000) + policy])
    origins = find_origins(held, [("policy", ink("通知.txt", policy))])
    assert {place: [o.span.quote(held[place].text) for o in found] for place, found in origins.items()} == {i: [policy] for i in range(3)}


def test_nothing_comes_from_a_reference_that_shares_nothing() -> None:
    assert dict(find_origins(as_inks([fresh(60, 0)]), [("policy", ink("通知.txt", fresh(60, 900)))])) == {}
    assert dict(find_origins([], [("policy", ink("通知.txt", fresh(60, 900)))])) == {}


def test_origin_of_a_passage_covers_at_least_four_fifths() -> None:
    held = as_inks([fresh(100, 0)])
    found = find_origins(held, [("policy", ink("通知.txt", fresh(100, 0)[:80]))])[0]
    assert origin_of(Span(0, 100), found) is found[0]
    assert origin_of(Span(0, 101), found) is None
    assert origin_of(Span(0, 10), found) is found[0]
    assert origin_of(Span(0, 100), []) is None


def family_sizes(families: Sequence[Family]) -> list[int]:
    return [len(f.members) for f in families]


def test_members_of_a_family_stand_in_the_order_of_the_plans_behind_the_exemplar() -> None:
    run = fresh(60, 0)
    families = find_families(as_inks([run + fresh(50, 1_000 + 100 * i) for i in range(5)]))
    assert family_sizes(families) == [5]
    places = [m.plan for m in families[0].members]
    assert places[1:] == sorted(places[1:])
