"""Spreadsheets: one plan a row with its metadata, or a plan laid out in cells."""

from __future__ import annotations

import io
from typing import Any

import pytest
import xlsxwriter
from support_corpus import check_source

from jiaoyan_nlp.corpus.document import take_apart
from jiaoyan_nlp.corpus.readers import Reading, read_bytes
from jiaoyan_nlp.errors import ReadError

LONG = "一、工作目标\n每位教师每学期听课不少于20节。\n二、主要措施\n" + "每周集中研讨一次，主讲人提前把材料发到组里。" * 6
SHORT = "一、工作目标\n每人上课两节。"


def workbook(*sheets: list[tuple[Any, ...]]) -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        for rows in sheets:
            sheet = book.add_worksheet()
            for at, row in enumerate(rows):
                sheet.write_row(at, 0, row)
    return out.getvalue()


# name → sheets, the column asked for, (text, properties) of each plan
TABLES: dict[str, tuple[list[list[tuple[Any, ...]]], str, list[tuple[str, dict[str, str]]]]] = {
    "named column": (
        [[("学校", "正文"), ("甲小学", SHORT), ("乙小学", LONG)]], "",
        [(SHORT, {"学校": "甲小学"}), (LONG, {"学校": "乙小学"})],
    ),
    "a title": ([[("标题", "年份", "内容"), ("数学组计划", 2023, SHORT)]], "", [(f"数学组计划\n{SHORT}", {"标题": "数学组计划", "年份": "2023"})]),
    "title that the text repeats": ([[("标题", "内容"), ("数学组计划", f"数学组计划\n{SHORT}")]], "", [(f"数学组计划\n{SHORT}", {"标题": "数学组计划"})]),
    "heading line above": ([[("全县计划汇总", ""), ("学校", "正文"), ("甲小学", SHORT)]], "", [(SHORT, {"学校": "甲小学"})]),
    "unnamed long column": ([[("学校", "材料一"), ("甲小学", LONG), ("乙小学", LONG)]], "", [(LONG, {"学校": "甲小学"}), (LONG, {"学校": "乙小学"})]),
    "column asked for": ([[("学校", "正文", "备注"), ("甲小学", LONG, SHORT)]], "备注", [(SHORT, {"学校": "甲小学", "正文": LONG})]),
    "empty rows": ([[("学校", "正文"), ("甲小学", ""), ("乙小学", SHORT)]], "", [(SHORT, {"学校": "乙小学"})]),
    "two sheets": (
        [[("学校", "正文"), ("甲小学", SHORT)], [("学校", "正文"), ("乙小学", LONG)]], "",
        [(SHORT, {"学校": "甲小学"}), (LONG, {"学校": "乙小学"})],
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", TABLES)
def test_a_plan_a_row(name: str) -> None:
    sheets, column, plans = TABLES[name]
    source = read_bytes(workbook(*sheets), "表.xlsx", Reading(column))
    check_source(source)
    assert [(source.text[m.span.start : m.span.end], dict(m.properties)) for m in source.members] == plans
    assert len(take_apart(source).plans) == len(plans)


def test_a_plan_laid_out_in_cells_is_one_plan() -> None:
    rows = [("教研活动安排表", "", ""), ("时间", "内容", "负责人"), ("第一周", "制订计划", "林老师"), ("", "", ""), ("第二周", "集体备课", "何老师")]
    source = read_bytes(workbook(rows), "表.xlsx")
    assert source.text == "教研活动安排表\n时间\t内容\t负责人\n第一周\t制订计划\t林老师\n第二周\t集体备课\t何老师"
    assert not source.members


def test_a_column_that_is_not_there() -> None:
    with pytest.raises(ReadError) as caught:
        read_bytes(workbook([("学校", "正文"), ("甲小学", SHORT)]), "表.xlsx", Reading("全文内容"))
    assert caught.value.reason == "no_column"
    assert "全文内容" in caught.value.sentence("zh")


CSV = 'school,text\n甲小学,"一、目标\n每人上课两节，写好反思。"\n'


@pytest.mark.parametrize("mark", [",", "\t", ";"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_csv_in_any_encoding_with_any_mark(mark: str, encoding: str) -> None:
    source = read_bytes(CSV.replace(",", mark).encode(encoding), "表.csv")
    assert [source.text[m.span.start : m.span.end] for m in source.members] == ["一、目标\n每人上课两节，写好反思。"]


def test_prose_with_commas_is_no_table_unless_it_says_so() -> None:
    assert read_bytes("甲,乙\n丙,丁\n".encode(), "文.txt").format == "txt"
    assert read_bytes("工作计划\n为做好本学期教研,特制定计划。\n一、目标\n".encode(), "计划.csv").text.startswith("工作计划")


@pytest.mark.parametrize("data", [b'a,b\n"' + b"x," * 1000, b"a,b\n\x00,1\n", b'"\n', b",\n" * 5000])
def test_hostile_tables(data: bytes) -> None:
    try:
        check_source(read_bytes(data, "表.csv"))
    except ReadError as error:
        assert error.reason in ("damaged_sheet", "blank", "binary")
