"""The page's section on missing parts: counted by school and school year, then plan by plan."""

from __future__ import annotations

from typing import Any

import pytest
from support_page import cells

from jiaoyan_nlp.report.html import render
from jiaoyan_nlp.tables import TABLES, frame

# school, school year, calendar year, kind, title, what is missing; not in the order in which the page is to show them
HELD: list[tuple[str, str, int | None, str, str, str]] = [
    ("示例县第二小学", "", None, "plan", "甲", ""),
    ("示例县第二小学", "2022-2023学年第二学期", 2023, "plan", "乙", "guiding goals"),
    ("示例县第二小学", "2022-2023学年第一学期", 2022, "plan", "丙", "goals assessment"),
    ("示例县第一小学", "", 2024, "plan", "丁", "guiding goals tasks measures schedule safeguards assessment"),
    ("示例县第二小学", "2022-2023学年第二学期", 2023, "plan", "戊", "goals"),
    ("示例县第二小学", "", 2024, "plan", "壬", ""),
    ("示例县第一小学", "2023-2024学年", 2023, "summary", "己", "problems"),
    ("", "2023-2024学年", 2023, "summary", "庚<b>", ""),
    ("示例县第一小学", "2023-2024学年", 2023, "summary", "辛", "problems outlook"),
]
COUNTED = {
    "plan": [
        ["示例县第一小学", "2024年", "1", "1", "1", "1", "1", "1", "1", "1"],
        ["示例县第二小学", "不详", "1", "·", "·", "·", "·", "·", "·", "·"],
        ["示例县第二小学", "2022-2023学年 第一学期", "1", "·", "1", "·", "·", "·", "·", "1"],
        ["示例县第二小学", "2022-2023学年 第二学期", "2", "1", "2", "·", "·", "·", "·", "·"],
        ["示例县第二小学", "2024年", "1", "·", "·", "·", "·", "·", "·", "·"],
    ],
    "summary": [["不详", "2023-2024学年", "1", "·", "·", "·"], ["示例县第一小学", "2023-2024学年", "2", "·", "2", "1"]],
}
ONE_BY_ONE = {
    "plan": [
        ["示例县第一小学", "2024年", "丁 丁.txt", "—", "—", "—", "—", "—", "—", "—"],
        ["示例县第二小学", "不详", "甲 甲.txt", "✓", "✓", "✓", "✓", "✓", "✓", "✓"],
        ["示例县第二小学", "2022-2023学年 第一学期", "丙 丙.txt", "✓", "—", "✓", "✓", "✓", "✓", "—"],
        ["示例县第二小学", "2022-2023学年 第二学期", "乙 乙.txt", "—", "—", "✓", "✓", "✓", "✓", "✓"],
        ["示例县第二小学", "2022-2023学年 第二学期", "戊 戊.txt", "✓", "—", "✓", "✓", "✓", "✓", "✓"],
        ["示例县第二小学", "2024年", "壬 壬.txt", "✓", "✓", "✓", "✓", "✓", "✓", "✓"],
    ],
    "summary": [
        ["不详", "2023-2024学年", "庚<b> 庚<b>.txt", "✓", "✓", "✓"],
        ["示例县第一小学", "2023-2024学年", "己 己.txt", "✓", "—", "✓"],
        ["示例县第一小学", "2023-2024学年", "辛 辛.txt", "✓", "—", "—"],
    ],
}


def coverage_of(held: list[tuple[str, str, int | None, str, str, str]]) -> list[list[list[str]]]:
    """The tables of the page's section on missing parts, row by row without their heads, for plans with this metadata."""
    rows: list[dict[str, Any]] = []
    for school, school_year, year, kind, title, missing in held:
        known = {"file": f"{title}.txt", "plan": 1, "start": 0, "end": 1, "school": school, "school_year": school_year, "year": year}
        rows.append(dict.fromkeys((c.name for c in TABLES["plans"]), None) | known | {"kind": kind, "title": title, "missing": missing})
    tables = {name: frame(name, rows if name == "plans" else []) for name in TABLES}
    page = render(tables, {row["file"]: "文" for row in rows}, "材料").html
    found = [cells(page, f"table-{what}-{kind}") for kind in ("plan", "summary") for what in ("counts", "plans")]
    return [table for table in found if table]


def test_missing_sections_are_counted_and_listed_by_school_and_year() -> None:
    assert coverage_of(HELD) == [COUNTED["plan"], ONE_BY_ONE["plan"], COUNTED["summary"], ONE_BY_ONE["summary"]]


@pytest.mark.parametrize("kind", ["plan", "summary"])
def test_a_kind_of_which_there_is_none_has_no_table(kind: str) -> None:
    assert coverage_of([row for row in HELD if row[3] == kind]) == [COUNTED[kind], ONE_BY_ONE[kind]]
