"""Line ends that a converter put in the middle of paragraphs are hidden, all others stay."""

from __future__ import annotations

import re
import textwrap

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jiaoyan_nlp.corpus.document import take_apart
from jiaoyan_nlp.corpus.wraps import columns, hidden_line_ends
from jiaoyan_nlp.text.source import Source

PARAGRAPHS = [
    "柳河小学语文组教研工作计划",
    "新学期里,语文组要把每一次活动都落到课堂上。全组教师在暑期走访了四个年级的课堂,收集了十二个问题,并订出下面的计划。",
    "一、工作目标",
    "1、每位教师每学期听课不少于15节,其中跨学科听课不少于3节,评课记录完整,课后当面交换意见,并在两天之内把意见写进记录本。",
    "2、期末合格率达到98%以上。",
    "二、主要措施",
    "每两周集中研讨一次,主讲人提前三天把材料发到组里;研讨时先看课例,再议问题,最后由组长归纳成三条以内的改进建议,下一次研讨从检查这些建议的落实情况开始。",
]


def by_letters(width: int) -> str:
    return "\n".join("\n".join(textwrap.wrap(p, width, break_long_words=True)) for p in PARAGRAPHS)


def by_columns(width: int) -> str:
    out = ""
    for paragraph in PARAGRAPHS:
        line = ""
        for letter in paragraph:
            if columns(line + letter) > width:
                out += f"{line}\n"
                line = ""
            line += letter
        out += f"{line}\n"
    return out


def shown(text: str) -> list[str]:
    view = take_apart(Source(text)).view.text
    return [line.strip() for line in view.split("\n") if line.strip()]


@pytest.mark.parametrize("text", [by_letters(20), by_letters(26), by_columns(40), by_columns(56)], ids=["20 letters", "26 letters", "40 columns", "56 columns"])
def test_a_wrapped_text_gets_its_paragraphs_back(text: str) -> None:
    assert shown(text) == PARAGRAPHS


def test_a_text_that_is_not_wrapped_stays() -> None:
    assert shown("\n".join(PARAGRAPHS)) == PARAGRAPHS


# a list whose lines are alike in length, a poem, a table: line ends that their author meant
MEANT = [
    "\n".join(f"{n}、每位教师每月写教学反思一篇并上交。" for n in range(1, 10)),
    "\n".join(["春风化雨润无声。", "三尺讲台写人生。", "同研共进求实效。", "立德树人见真情。"] * 3),
    "\n".join(f"第{n}周\t集体备课\t林老师" for n in "一二三四五六七八九"),
    "\n".join(f"{m}月:组织一次研讨,写好记录。" for m in "九十三四五六"),
]


@pytest.mark.parametrize("text", MEANT)
def test_line_ends_that_were_meant_stay(text: str) -> None:
    assert list(hidden_line_ends(text, lambda _start, _end: False)) == []


def test_a_page_number_inside_a_sentence_breaks_no_paragraph() -> None:
    start, end = PARAGRAPHS[1][:25], PARAGRAPHS[1][25:]  # 全组教｜师
    assert shown("\n".join([PARAGRAPHS[0], start, "- 3 -", end, *PARAGRAPHS[2:]])) == PARAGRAPHS


def test_a_page_number_below_a_heading_joins_nothing() -> None:
    assert shown("\n".join([*PARAGRAPHS[:3], "- 3 -", *PARAGRAPHS[3:]])) == PARAGRAPHS


@settings(deadline=None, derandomize=True, database=None)
@given(st.text("一二三、。,计划课师\n \t1", max_size=300), st.booleans())
def test_only_white_space_is_ever_hidden(text: str, cut: bool) -> None:
    for start, end in hidden_line_ends(text, lambda _start, _end: cut):
        assert text[start:end]
        assert re.fullmatch(r"\s+", text[start:end])
