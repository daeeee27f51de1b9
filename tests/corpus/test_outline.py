"""Outline: headings, items, paragraphs and rows with their levels, and the properties of every outline."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jiaoyan_nlp.corpus.outline.blocks import Block
from jiaoyan_nlp.corpus.outline.outlining import outline

LONG = "各备课组在单元开始之前先读教材,再说思路,把重点和难点写在共用的文档里,由主讲人综合。"

# Lines of the expected outline: H1 and H2 headings, I items, P paragraphs, R rows; the texts joined by line breaks or, where a
# line begins with +, glued to the line before
CASES: dict[str, list[tuple[str, str]]] = {
    "headings on their own lines": [
        ("H1", "一、指导思想"),
        ("P", "以课堂为根,以学生为本。"),
        ("H1", "二、工作目标"),
        ("I", "1、每人上一节研讨课。"),
        ("I", "2、每人写一篇反思。"),
        ("H1", "三、具体措施"),
        ("H2", "(一)抓好备课"),
        ("P", LONG),
        ("H2", "(二)抓好评课"),
        ("P", LONG),
    ],
    "run-in heading with a colon": [
        ("H1", "一、指导思想:"),
        ("P", "+20xx年上半年,我们以课堂为根,把每一节课上好,让学生都有收获。"),
        ("H1", "二、工作目标:"),
        ("P", "+让每位教师都有成长,让每次教研都有结果,把经验留下来。"),
    ],
    "run-in heading with a full stop": [
        ("H1", "一、抓好备课。"),
        ("P", "+" + LONG),
        ("H1", "二、抓好评课。"),
        ("P", "+" + LONG),
    ],
    "numbered lines above paragraphs of their own": [
        ("H1", "一、具体措施"),
        ("H2", "1、自主学习"),
        ("P", LONG),
        ("H2", "2、同伴互助"),
        ("P", LONG),
    ],
    "leads that run into their text are items": [
        ("H1", "一、具体措施"),
        ("I", "1、自主学习:每位教师读一本书,写一篇心得,在组内讲一次。"),
        ("I", "2、加强教研组建设。结合本组的长处,每月定一个话题,人人说话。"),
    ],
    "nothing below level two is a heading": [
        ("H1", "一、具体措施"),
        ("H2", "(一)校内研修"),
        ("I", "1、集体备课"),
        ("P", LONG),
        ("I", "2、听课评课"),
        ("P", LONG),
    ],
    "circled items": [("H1", "一、具体措施"), ("H2", "1、听课"), ("I", "①推门课不提前通知。"), ("I", "②研讨课提前一周通知。")],
    "text before and behind": [("P", "为把教研做实,特制定本计划。"), ("H1", "一、工作目标"), ("P", "让每节课都有收获。")],
    "levels by first appearance, not by kind": [
        ("H1", "1、工作目标"),
        ("P", LONG),
        ("H1", "2、具体措施"),
        ("P", LONG),
    ],
    "rows of a table": [("H1", "一、活动安排"), ("R", "时间\t内容\t负责人"), ("R", "九月\t集体备课\t林老师"), ("H1", "二、保障"), ("P", "每月检查一次。")],
    "months": [("H1", "一、活动安排"), ("H2", "九月:"), ("I", "1、制订计划。"), ("I", "2、整理教材。"), ("H2", "十月:"), ("I", "1、集体备课。")],
    "chapters": [("H1", "第一部分 工作目标"), ("P", "让每节课都有收获。"), ("H1", "第二部分 工作措施"), ("P", "每周备课。")],
    "a space behind the numeral and a lost numeral": [("H1", "一 、指导思想"), ("P", "以课堂为根。"), ("H1", "、工作目标"), ("P", "让每节课都有收获。")],
    "plain paragraphs only": [("P", "本学期我们把课上好。"), ("P", "我们也把书读好。")],
    "bullets": [("H1", "一、工作目标"), ("I", "· 上好每一节课。"), ("I", "· 读好每一本书。")],
    "Markdown": [("H1", "# 工作目标"), ("P", "让每节课都有收获。"), ("H1", "# 具体措施"), ("P", "每周备课。")],
    "glued line": [
        ("P", "为把教研做实,我们定下这份打算,请各组照着去做,做完以后写下得失。"),
        ("H1", "+一、工作目标"),
        ("P", "+" + LONG),
        ("H1", "+二、具体措施"),
        ("I", "+1、每周备课一次,由主讲人先说,再由大家来改,最后定稿。"),
        ("I", "+2、每月评课一次,先说长处,再说短处,最后说怎么改才好。"),
        ("H1", "+三、活动安排"),
        (
            "P",
            "+九月备课,十月磨课,十一月评课,十二月写案例,到一月交总结,各组按时间完成,做得好的向全校介绍自己的办法,做得慢的由组长帮助,期末把各组的记录放在一起看一遍,把好的留下来,把不好的改过来,新的一年再往前走一步。",
        ),
    ],
}


def text_of(case: list[tuple[str, str]]) -> str:
    return "".join(("" if words.startswith("+") or i == 0 else "\n") + words.removeprefix("+") for i, (_, words) in enumerate(case))


def told(text: str, blocks: list[Block]) -> list[tuple[str, str]]:
    letters = {"heading": "H", "item": "I", "paragraph": "P", "row": "R"}
    return [(letters[b.kind] + (str(b.level) if b.level else ""), text[b.start : b.end]) for b in blocks]


@pytest.mark.parametrize("name", CASES)
def test_cases(name: str) -> None:
    text = text_of(CASES[name])
    assert told(text, outline(text, 0, len(text))) == [(kind, words.removeprefix("+")) for kind, words in CASES[name]]


def test_windows_line_breaks_change_nothing() -> None:
    text = text_of(CASES["headings on their own lines"])
    windows = text.replace("\n", "\r\n")
    assert told(windows, outline(windows, 0, len(windows))) == told(text, outline(text, 0, len(text)))


def test_the_words_of_a_heading_are_without_mark_and_stop() -> None:
    text = "一、指导思想:以课堂为根,把每一节课上好,让学生都有收获。\n(一)抓好备课。\n" + LONG
    assert [b.words for b in outline(text, 0, len(text)) if b.kind == "heading"] == ["指导思想", "抓好备课"]


def test_parents_are_the_headings_above_top_first() -> None:
    text = text_of(CASES["headings on their own lines"])
    blocks = outline(text, 0, len(text))
    paths = [[blocks[at].words for at in b.parents] for b in blocks]
    assert paths == [[], ["指导思想"], [], ["工作目标"], ["工作目标"], [], ["具体措施"], ["具体措施", "抓好备课"], ["具体措施"], ["具体措施", "抓好评课"]]


def test_a_style_of_the_file_makes_a_heading() -> None:
    text = f"我们的来路\n{LONG}\n再往前走\n{LONG}"
    styled = {0: 1, text.index("再往前走"): 1}
    headings = [text[b.start : b.end] for b in outline(text, 0, len(text), styled) if b.kind == "heading"]
    assert headings == ["我们的来路", "再往前走"]


STYLED: dict[str, tuple[list[tuple[int, str]], list[str]]] = {
    "levels nest headings without marks": (
        [(1, "我们的来路"), (2, "先说学校"), (0, LONG), (2, "再说老师"), (0, LONG), (1, "往前走"), (0, LONG)],
        ["H1", "H2", "H2", "H1"],
    ),
    "levels are ranks": ([(2, "我们的来路"), (4, "先说学校"), (0, LONG), (2, "往前走"), (0, LONG)], ["H1", "H2", "H1"]),
    "levels beat the order of marks": (
        [(1, "学校概况"), (2, "一、校史"), (0, LONG), (2, "二、教师"), (0, LONG), (1, "努力方向"), (0, LONG)],
        ["H1", "H2", "H2", "H1"],
    ),
    "one kind of mark with two styles: marks decide": (
        [(1, "一、校史"), (0, LONG), (2, "二、教师"), (0, LONG), (1, "三、方向"), (0, LONG)],
        ["H1", "H1", "H1"],
    ),
    "one style for all: marks decide": ([(1, "一、措施"), (1, "(一)备课"), (0, LONG), (1, "(二)评课"), (0, LONG)], ["H1", "H2", "H2"]),
    "a third level is no heading": ([(1, "学校概况"), (2, "一、校史"), (3, "旧事"), (0, LONG), (1, "努力方向"), (0, LONG)], ["H1", "H2", "H1"]),
}


@pytest.mark.parametrize("name", STYLED)
def test_levels_of_styles_nest_headings_where_they_are_consistent(name: str) -> None:
    lines, expected = STYLED[name]
    text = "\n".join(words for _, words in lines)
    starts = itertools.accumulate((len(words) + 1 for _, words in lines), initial=0)
    styled = {at: level for at, (level, _) in zip(starts, lines, strict=False) if level}
    assert [f"H{b.level}" for b in outline(text, 0, len(text), styled) if b.kind == "heading"] == expected


def test_only_the_stretch_asked_for() -> None:
    text = "松涛小学教研计划\n一、工作目标\n上好课。\n后面的话"
    start, end = text.index("一"), text.index("后面")
    assert "".join(text[b.start : b.end] for b in outline(text, start, end)) == "一、工作目标上好课。"


@pytest.mark.parametrize("text", ["", "\n\r\n \u3000"])
def test_no_ink_no_blocks(text: str) -> None:
    assert outline(text, 0, len(text)) == []


PIECES = st.sampled_from(
    [
        "一、",
        "二、",
        "十一、",
        "(一)",
        "(二)",
        "1、",
        "2.",
        "①",
        "第一,",
        "第一部分",
        "# ",
        "· ",
        "指导思想",
        "工作目标",
        "加强学习",
        "九月:",
        "每人一节。",
        LONG,
        ":",
        "。",
        ",",
        "\n",
        "\n",
        "\r\n",
        " ",
        "\u3000",
        "\t",
        "、",
        "松涛小学 2023年9月1日",
        "【附】",
        "a",
    ]
)


@settings(deadline=None, derandomize=True, database=None, max_examples=300)
@given(st.lists(PIECES, max_size=30).map("".join), st.booleans())
def test_every_outline(text: str, glue: bool) -> None:
    text = text.replace("\n", "").replace("\r", "") if glue else text
    blocks = outline(text, 0, len(text))
    assert "".join("".join(text[b.start : b.end].split()) for b in blocks) == "".join(text.split())
    assert all(b.start <= b.end for b in blocks)
    assert all(a.end <= b.start for a, b in itertools.pairwise(blocks))
    for place, block in enumerate(blocks):
        assert block.kind in ("heading", "item", "paragraph", "row")
        assert (block.kind == "heading") == (block.level in (1, 2)) == bool(block.words)
        assert all(at < place and blocks[at].kind == "heading" for at in block.parents)
        levels = [blocks[at].level for at in block.parents]
        assert levels == list(range(1, len(levels) + 1))
        if block.kind == "heading":
            assert block.level == len(block.parents) + 1


def test_no_block_is_empty() -> None:
    text = "(一)第一部分一、"
    assert all(text[b.start : b.end].strip() for b in outline(text, 0, len(text)))
