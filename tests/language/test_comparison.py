"""Promises of many schools laid side by side: distributions by hand and against numpy, far out, changed, shared by many."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiaoyan_nlp.language.comparison import FENCE, NEAR, compared, summed_up
from jiaoyan_nlp.tables import TABLES, frame

Row = dict[str, Any]


def plan(file: str, school: str, school_year: str = "2022-2023学年第一学期", year: int | None = 2022, number: int = 1) -> Row:
    return {"file": file, "plan": number, "school": school, "school_year": school_year, "year": year}


def promise(file: str, value: float = 20, **fields: Any) -> Row:
    """A row of the table of commitments: so many lessons observed in a semester."""
    row = {
        "file": file, "plan": 1, "start": 10, "end": 15, "text": f"{value:g}节", "class": "commitment", "indicator": "lesson_observation",
        "actor_kind": "teacher", "comparator": "eq", "min": value, "max": value, "unit": "节", "change": "none", "per": "semester", "strength": "plain",
        "rate": value,
    }  # fmt: skip
    return row | fields


def schools(values: list[float], **fields: Any) -> tuple[list[Row], list[Row]]:
    """Commitments and plans of as many schools as there are values."""
    names = [f"第{n}小学" for n in range(len(values))]
    return [promise(f"{n}.txt", v, **fields) for n, v in zip(names, values, strict=True)], [plan(f"{n}.txt", n) for n in names]


def far(values: list[float]) -> list[str]:
    rows = compared(*schools(values))
    return [row["far"] for row in sorted(rows, key=lambda row: int(row["school"][1:-2]))]


def test_quartiles_by_hand() -> None:
    rows = compared(*schools([10, 15, 20, 20, 30]))
    assert {(row["lower"], row["median"], row["upper"], row["schools"]) for row in rows} == {(15, 20, 20, 5)}
    [summary] = summed_up(rows)
    assert (summary["lowest"], summary["highest"], summary["most_common"], summary["same"]) == (10, 30, "20节", 2)


@given(st.lists(st.integers(1, 200), min_size=1, max_size=30))
def test_quartiles_and_fences_are_those_of_numpy(values: list[int]) -> None:
    rows = compared(*schools([float(v) for v in values]))
    low, middle, high = np.percentile(values, [25, 50, 75])
    for row in rows:
        assert (row["lower"], row["median"], row["upper"]) == pytest.approx((low, middle, high))
        reach = FENCE * (row["upper"] - row["lower"])
        outside = row["value"] < row["lower"] - reach or row["value"] > row["upper"] + reach
        told = len(values) >= 5 and abs(row["value"] - row["median"]) > NEAR * row["median"] and outside
        assert row["far"] == (("low" if row["value"] < row["median"] else "high") if told else "")


FAR: list[tuple[str, list[float], list[str]]] = [
    ("one high", [20, 20, 20, 20, 20, 60], ["", "", "", "", "", "high"]),
    ("one low", [20, 20, 20, 20, 20, 5], ["", "", "", "", "", "low"]),
    ("a little more is no finding though all others agree", [20, 20, 20, 20, 20, 24], [""] * 6),
    ("just over a quarter more is one", [20, 20, 20, 20, 20, 26], ["", "", "", "", "", "high"]),
    ("where schools differ much, nobody is far out", [5, 10, 15, 20, 25, 30], [""] * 6),
    ("four schools are too few", [20, 20, 20, 60], [""] * 4),
    ("five are enough", [20, 20, 20, 20, 60], ["", "", "", "", "high"]),
]


@pytest.mark.parametrize(("values", "expected"), [case[1:] for case in FAR], ids=[case[0] for case in FAR])
def test_far_out(values: list[float], expected: list[str]) -> None:
    assert far(values) == expected


def test_a_school_counts_once_with_its_highest_promise_of_the_year() -> None:
    files = [(f"{n}.txt", f"第{n}小学") for n in range(4)] + [("语文.txt", "第九小学"), ("数学.txt", "第九小学"), ("英语.txt", "第九小学")]
    rows = compared([promise(file, 30.0 if file == "数学.txt" else 20.0) for file, _ in files], [plan(*each) for each in files])
    assert {(row["schools"], row["median"], row["upper"]) for row in rows} == {(5, 20, 20)}
    assert len(rows) == 7
    assert [row["file"] for row in rows if row["far"]] == ["数学.txt"]
    assert {row["same"] for row in rows if row["value"] == 20} == {5}


def test_without_a_known_school_a_file_stands_for_itself() -> None:
    rows = compared([promise("甲.txt"), promise("乙.txt")], [plan("甲.txt", ""), plan("乙.txt", "")])
    assert [row["school"] for row in rows] == ["乙.txt", "甲.txt"]
    assert {row["schools"] for row in rows} == {2}


def test_the_very_same_amount_in_many_schools() -> None:
    commitments, plans = schools([20.0] * 40 + [20.0] + [25.0])
    commitments[40] |= {"comparator": "ge", "max": None, "text": "不少于20节"}
    rows = compared(commitments, plans)
    assert sorted(row["same"] for row in rows) == [1, 1] + [40] * 40
    [summary] = summed_up(rows)
    assert (summary["most_common"], summary["same"]) == ("20节", 40)


# --- what is compared with what -------------------------------------------------------------------------------------------------------

APART: list[tuple[str, Row]] = [
    ("another indicator", {"indicator": "open_lessons"}),
    ("another kind of actor", {"actor_kind": "group_leader"}),
    ("a unit that counts something else", {"unit": "天"}),
    ("an amount without a rate", {"rate": None, "per": "plan"}),
]


@pytest.mark.parametrize("fields", [case[1] for case in APART], ids=[case[0] for case in APART])
def test_unlike_is_not_compared(fields: Row) -> None:
    rows = compared([promise("甲.txt"), promise("乙.txt", **fields)], [plan("甲.txt", "甲"), plan("乙.txt", "乙")])
    assert [row["schools"] for row in rows] == [1, 1]
    assert len(summed_up(rows)) == 2


ALIKE: list[tuple[str, Row]] = [
    ("a unit that counts the same thing", {"unit": "次"}),
    ("the same by the year", {"per": "year", "min": 40, "max": 40}),
    ("a lower bound", {"comparator": "ge", "max": None}),
]


@pytest.mark.parametrize("fields", [case[1] for case in ALIKE], ids=[case[0] for case in ALIKE])
def test_like_is_compared(fields: Row) -> None:
    rows = compared([promise("甲.txt"), promise("乙.txt", **fields)], [plan("甲.txt", "甲"), plan("乙.txt", "乙")])
    assert [(row["schools"], row["value"], row["measure"]) for row in rows] == [(2, 20, "节/学期")] * 2


def test_what_the_measure_says() -> None:
    rows = compared([promise("甲.txt"), promise("乙.txt", rate=None, per="plan", unit="次")], [plan("甲.txt", "甲"), plan("乙.txt", "乙")])
    assert sorted((row["file"], row["measure"]) for row in rows) == [("乙.txt", "节"), ("甲.txt", "节/学期")]


NOT_COMPARED: list[tuple[str, Row]] = [
    ("no commitment", {"class": "fact"}),
    ("no indicator", {"indicator": ""}),
    ("an amount of change", {"change": "increase"}),
    ("left open", {"min": None, "max": None, "rate": None}),
]


@pytest.mark.parametrize("fields", [case[1] for case in NOT_COMPARED], ids=[case[0] for case in NOT_COMPARED])
def test_what_is_no_promise_of_a_number_is_left_out(fields: Row) -> None:
    assert compared([promise("甲.txt", **fields)], [plan("甲.txt", "甲")]) == []


def test_of_several_in_one_plan_the_highest_counts_and_of_equal_ones_the_first() -> None:
    commitments = [promise("甲.txt", 6.0, start=50), promise("甲.txt", 20.0, start=30, text="二十节"), promise("甲.txt", 20.0, start=90)]
    [row] = compared(commitments, [plan("甲.txt", "甲")])
    assert (row["value"], row["start"], row["text"]) == (20, 30, "二十节")


def test_an_upper_bound_is_compared_by_its_bound() -> None:
    [row] = compared([promise("甲.txt", min=None, max=60, rate=None, unit="分钟", indicator="homework")], [plan("甲.txt", "甲")])
    assert (row["value"], row["measure"]) == (60, "分钟")


# --- years ----------------------------------------------------------------------------------------------------------------------------


def by_year(promised: dict[tuple[str, str], float]) -> dict[tuple[str, str], float | None]:
    """The value before, by school and school year."""
    plans = [plan(f"{school}{year}.txt", school, f"{year}学年第一学期" if year else "", int(year[:4]) if year else None) for school, year in promised]
    rows = compared([promise(f"{school}{year}.txt", value) for (school, year), value in promised.items()], plans)
    return {(row["school"], row["year_of"]): row["before"] for row in rows}


def test_who_changed_and_from_what() -> None:
    before = by_year({("甲", "2021-2022"): 15, ("甲", "2022-2023"): 20, ("甲", "2023-2024"): 20, ("乙", "2022-2023"): 18})
    assert before == {("甲", "2021-2022"): None, ("甲", "2022-2023"): 15, ("甲", "2023-2024"): 20, ("乙", "2022-2023"): None}


def test_a_year_without_a_promise_is_passed_over() -> None:
    assert by_year({("甲", "2020-2021"): 12, ("甲", "2023-2024"): 20})["甲", "2023-2024"] == 12


def test_an_unknown_year_is_neither_before_nor_after() -> None:
    assert set(by_year({("甲", ""): 12, ("甲", "2023-2024"): 20}).values()) == {None}


def test_years_are_distributions_of_their_own_and_both_terms_are_one_year() -> None:
    plans = [plan("甲.txt", "甲"), plan("乙.txt", "乙", "2022-2023学年第二学期", 2022), plan("丙.txt", "丙", "2021-2022学年第一学期", 2021)]
    rows = compared([promise(each["file"]) for each in plans], plans)
    assert {row["school"]: (row["year_of"], row["schools"]) for row in rows} == {
        "甲": ("2022-2023", 2), "乙": ("2022-2023", 2), "丙": ("2021-2022", 1),
    }  # fmt: skip


def test_where_only_a_calendar_year_is_known_it_is_compared_in_that() -> None:
    [row] = compared([promise("甲.txt")], [plan("甲.txt", "甲", "", 2022)])
    assert row["year_of"] == "2022"


# --- rows -----------------------------------------------------------------------------------------------------------------------------

PROMISES = st.builds(
    promise,
    st.sampled_from(["a.txt", "b.txt", "c.txt", "d.txt", "e.txt", "f.txt"]),
    st.sampled_from([10.0, 20.0, 30.0]),
    start=st.integers(0, 5),
    unit=st.sampled_from(["节", "次", "天"]),
    actor_kind=st.sampled_from(["teacher", ""]),
    comparator=st.sampled_from(["eq", "ge"]),
)
PLANS = [
    plan(f"{name}.txt", school, f"{year}-{year + 1}学年第一学期", year)
    for name, school, year in zip("abcdef", "甲乙丙甲乙丙", [2021] * 3 + [2022] * 3, strict=True)
]


@given(st.lists(PROMISES, max_size=20, unique_by=lambda p: (p["file"], p["start"])), st.randoms(use_true_random=False))
def test_the_order_of_rows_changes_nothing(commitments: list[Row], random: Any) -> None:
    rows = compared(commitments, PLANS)
    shuffled, plans = list(commitments), list(PLANS)
    random.shuffle(shuffled)
    random.shuffle(plans)
    assert compared(shuffled, plans) == rows
    mixed = list(rows)
    random.shuffle(mixed)
    assert summed_up(mixed) == summed_up(rows)


def test_rows_are_those_of_the_table() -> None:
    commitments, plans = schools([10.0, 20.0])
    table = frame("indicators", compared(commitments, plans))
    assert list(table.columns) == [column.name for column in TABLES["indicators"]]
    assert len(table) == 2


def test_nothing_gives_nothing() -> None:
    assert compared([], []) == [] and summed_up([]) == []
