"""Passages: every character that is no white space in exactly one record, noise cut out of what it stands in."""

from __future__ import annotations

import itertools

from hypothesis import given, settings
from hypothesis import strategies as st

from jiaoyan_nlp.corpus.document import take_apart
from jiaoyan_nlp.sections.labels import LABELS
from jiaoyan_nlp.sections.passages import PATH_SEPARATOR, Passage, passages
from jiaoyan_nlp.text.source import Source

PROPERTY = settings(deadline=None, derandomize=True, database=None)

TITLES = [
    "松涛小学2023年教研工作计划",
    "教研组工作总结",
    "教研组工作计划(通用3篇)",
    "教研组工作计划 篇1",
    "教研组工作计划 篇2",
    "【第三篇】",
    "第二篇:校本研修计划",
    "松涛小学教导处",
    "2023年9月1日",
]
HEADINGS = [
    "一、指导思想",
    "二、工作目标:",
    "三、加强理论学习",
    "(一)每月安排",
    "（二）听課評課",
    "1、自主学习",
    "第一部分 情况",
    "九月:",
    "、主要措施",
    "一、",
    "【附】",
    "## 安排",
]
TEXTS = [
    "以课堂为根,以学生为本。",
    "1、每人上一节研讨课。2、每人写一篇反思。",
    "①推门听课。②当面反馈。",
    "时间\t内容\t负责人",
    "总之,我们会把教研做实。",
    "二、具体措施1、每周备课,由主讲人先说课,再由大家修改。2、每月评课,先说长处,再说短处。",
    "\u3000\u3000各組按時參加",
    "a",
]
NOISE = [
    "第3页 共9页",
    "&nbsp;",
    "- 2 -",
    "www.example.com/a",
    "为您推荐",
    "评论(0)",
    "\u200b",
    "1/9",
    "2/9",
    "3/9",
    "(好用范文网)",
    "首页 > 计划",
    "天天范文",
    "来源:网络",
    "参考资料，少熬夜！",
    "------",
]
BREAKS = ["\n", "\n", "\n", "\r\n", "\n\n", "", " ", "\u3000", "\r", "\x0b", "\x0c", "\u2028", "\x85"]
TEXT = st.lists(
    st.tuples(st.one_of(*(st.sampled_from(heap) for heap in (TITLES, HEADINGS, TEXTS, NOISE))), st.sampled_from(BREAKS)),
    max_size=25,
).map(lambda pairs: "".join(a + b for a, b in pairs))


def read(text: str) -> list[Passage]:
    return passages(take_apart(Source(text)))


def check_cover(text: str, found: list[Passage]) -> None:
    owners = [0] * len(text)
    for each in found:
        for i in range(each.start, each.end):
            owners[i] += 1
    wrong = [(i, c, owners[i]) for i, c in enumerate(text) if not c.isspace() and owners[i] != 1]
    assert not wrong, wrong[:10]


@settings(PROPERTY, max_examples=400)
@given(TEXT)
def test_every_character_lies_in_exactly_one_passage(text: str) -> None:
    found = read(text)
    check_cover(text, found)
    for each in found:
        words = text[each.start : each.end]
        assert words == words.strip() != ""
        assert each.label in LABELS
        assert (each.label == "noise") == (each.kind == "noise")
        assert (each.kind == "heading") == (each.heading > 0)
        assert 0 < each.confidence <= 1
        assert each.decided_by
    assert all(a.end <= b.start for a, b in itertools.pairwise(found))
    assert all(a.plan <= b.plan for a, b in itertools.pairwise(found))


@settings(PROPERTY, max_examples=150)
@given(st.text(max_size=60))
def test_any_text_at_all_is_covered(text: str) -> None:
    check_cover(text, read(text))


@settings(PROPERTY, max_examples=50)
@given(TEXT)
def test_same_text_same_passages(text: str) -> None:
    assert read(text) == read(text)


TITLE = "松涛小学2023年教研工作计划\n"


def told(text: str) -> list[tuple[str, str]]:
    return [(p.label, text[p.start : p.end]) for p in read(text)]


def test_noise_inside_a_passage_splits_it_and_the_passage_goes_on() -> None:
    text = TITLE + "一、工作目标\n让每节课都第3页 共9页有收获,让每位教师&nbsp;都有成长。\n"
    assert told(text)[1:] == [
        ("goals", "一、工作目标"),
        ("goals", "让每节课都"),
        ("noise", "第3页 共9页"),
        ("goals", "有收获,让每位教师"),
        ("noise", "&nbsp;"),
        ("goals", "都有成长。"),
    ]


def test_noise_inside_a_heading_leaves_one_heading() -> None:
    text = TITLE + "一、工作第3页 共9页目标\n让每节课都有收获。\n二、具体措施\n每周备课。\n"
    found = read(text)
    assert [text[p.start : p.end] for p in found if p.kind == "heading"] == ["一、工作", "二、具体措施"]
    assert [p.label for p in found if p.start > text.index("一") - 1 and p.end <= text.index("二")] == ["goals", "noise", "goals", "goals"]


def test_noise_between_the_halves_of_a_word_does_not_hide_the_heading() -> None:
    text = TITLE + "一、指导\u200b思想\n以课堂为根。\n"
    assert [label for label, _ in told(text)[1:]] == ["guiding", "noise", "guiding", "guiding"]


def test_noise_says_its_reason() -> None:
    text = TITLE + "一、工作目标\n上好课&nbsp;读好书,第3页 共9页写好字。\n"
    assert [p.decided_by for p in read(text) if p.label == "noise"] == ["entity", "page"]


def test_heading_paths_top_first() -> None:
    text = TITLE + "一、具体措施\n(一)抓好备课\n每周集体备课。\n(二)抓好评课\n每月评课。\n二、工作保障\n专人负责。\n"
    paths = {text[p.start : p.end]: p.heading_path for p in read(text)}
    assert paths["每周集体备课。"] == PATH_SEPARATOR.join(["具体措施", "抓好备课"])
    assert paths["(二)抓好评课"] == "具体措施"
    assert paths["专人负责。"] == "工作保障"
    assert paths["二、工作保障"] == ""


def test_a_text_of_noise_alone_is_noise_alone() -> None:
    assert told("&nbsp;") == [("noise", "&nbsp;")]


def test_an_empty_text_has_no_passage() -> None:
    assert read("") == []


def test_traditional_text_is_quoted_as_it_stands() -> None:
    text = "松濤小學2023年教研工作計劃\n一、工作目標\n讓每節課都有收穫。\n二、具體措施\n每週備課。\n"
    assert told(text) == [
        ("title", text.split("\n")[0]),
        ("goals", "一、工作目標"),
        ("goals", "讓每節課都有收穫。"),
        ("measures", "二、具體措施"),
        ("measures", "每週備課。"),
    ]
