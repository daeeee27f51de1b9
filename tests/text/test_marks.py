"""Numbering marks: kind, number and length of what opens a heading or an item."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jiaoyan_nlp.text.folding import fold
from jiaoyan_nlp.text.marks import KINDS, mark_at

# text → (kind, number, the mark itself)
MARKS: dict[str, tuple[str, int, str]] = {
    "一、指导思想": ("chinese", 1, "一、"),
    "十二、附则": ("chinese", 12, "十二、"),
    "二 、工作目标": ("chinese", 2, "二 、"),
    "三.主要措施": ("chinese", 3, "三."),
    "四,工作安排": ("chinese", 4, "四,"),
    "五 工作安排": ("chinese", 5, "五 "),
    "、工作目标": ("lost", 0, "、"),
    "(一)加强学习": ("bracketed", 1, "(一)"),
    "( 二 )加强学习": ("bracketed", 2, "( 二 )"),
    "(十一)、加强学习": ("bracketed", 11, "(十一)、"),
    "第一部分 指导思想": ("chapter", 1, "第一部分"),
    "第二章 目标": ("chapter", 2, "第二章"),
    "第三板块:活动": ("chapter", 3, "第三板块:"),
    "第一,抓常规": ("ordinal", 1, "第一,"),
    "1、抓常规": ("decimal", 1, "1、"),
    "12.抓常规": ("decimal", 12, "12."),
    "3,抓常规": ("decimal", 3, "3,"),
    "1.2 抓常规": ("decimal_path", 2, "1.2 "),
    "(1)抓常规": ("enclosed", 1, "(1)"),
    "2)抓常规": ("enclosed", 2, "2)"),
    "①抓常规": ("circled", 1, "①"),
    "⑳抓常规": ("circled", 20, "⑳"),
    "⑴抓常规": ("circled", 1, "⑴"),
    "⑿抓常规": ("circled", 12, "⑿"),
    "⒊抓常规": ("circled", 3, "⒊"),
    "b、抓常规": ("letter", 2, "b、"),
    "丙、保障措施": ("stem", 3, "丙、"),
    "乙 工作目标": ("stem", 2, "乙 "),
    "## 抓常规": ("hash", 0, "## "),
    "· 抓常规": ("bullet", 0, "· "),
    "★抓常规": ("bullet", 0, "★"),
}
NO_MARKS = [
    "",
    "抓常规",
    "2023年秋季",
    "20节公开课",
    "3.5万元",
    "1.5倍",
    "2.5小时",
    "98.5%的学生",
    "1:30开会",
    "一线教师",
    "一年级语文",
    "三位一体",
    "第一周",
    "第二学期",
    "(教研组)",
    "-5%",
    "--",
]


@pytest.mark.parametrize(("text", "expected"), MARKS.items())
def test_a_mark_is_told_by_kind_number_and_length(text: str, expected: tuple[str, int, str]) -> None:
    mark = mark_at(text)
    assert mark is not None
    assert (mark.kind, mark.number, text[: mark.length].rstrip()) == (expected[0], expected[1], expected[2].rstrip())


@pytest.mark.parametrize("text", NO_MARKS)
def test_amounts_dates_and_words_are_no_marks(text: str) -> None:
    assert mark_at(text) is None


def test_every_kind_has_a_case() -> None:
    assert {kind for kind, _, _ in MARKS.values()} == set(KINDS)


@pytest.mark.parametrize("text", ["１、抓常规", "（一）抓常规", "一．抓常规", "（２）抓常规", "１）抓常规"])
def test_full_width_marks_are_marks_once_folded(text: str) -> None:
    assert mark_at(fold(text)) is not None


@settings(deadline=None, derandomize=True, database=None)
@given(st.sampled_from(sorted(MARKS)), st.text(alphabet="教研组, 1、", max_size=6))
def test_a_mark_is_found_at_the_place_asked_for(text: str, before: str) -> None:
    assert mark_at(before + text, len(before)) == mark_at(text)
