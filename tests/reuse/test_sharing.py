"""Who shares with whom, which copy is the earliest, what is merged, and which phrases are the trade's: each against what was planted."""

from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiaoyan_nlp.reuse.dating import Period, earliest, is_earlier, period_of
from jiaoyan_nlp.reuse.families import find_families
from jiaoyan_nlp.reuse.ink import Ink, ink_of_text
from jiaoyan_nlp.reuse.merging import with_merged
from jiaoyan_nlp.reuse.sharing import sharing
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
    assert found.letters == (100, 60, 50, 50)
    assert found.shared == (40, 40, 40, 0)
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
    assert found.shared == (100, 100, 40)
    assert matrix[of("甲"), of("乙")] == 100 and matrix[of("甲"), of("丙")] == matrix[of("丙"), of("甲")] == 40


def test_own_plans_of_another_year_do_not_count() -> None:
    run = own(60, 0)
    held = [plan("2022.txt", "甲", run), plan("2023.txt", "甲", run), plan("b", "乙", own(60, 3))]
    assert sharing(held, find_families(held)).shared == (0, 0, 0)


def test_nobody_shares_nothing() -> None:
    assert sharing([], []).owners == ()
    lonely = [plan("a", "甲", own(60, 0))]
    assert sharing(lonely, find_families(lonely)).shared == (0,)


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
