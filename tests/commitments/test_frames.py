"""Frames: of small whole plans, every field of every commitment, as the annotation guidelines decide them."""

from __future__ import annotations

from typing import Any

import pytest

from jiaoyan_nlp.commitments.extraction import Commitment, commitments
from jiaoyan_nlp.corpus.document import take_apart
from jiaoyan_nlp.text.source import Source

TITLE = "第二小学语文教研组工作计划"
Fields = dict[str, Any]


def of(body: str) -> list[Commitment]:
    """The commitments of a plan with this body."""
    source = Source(f"{TITLE}\n{body}\n")
    found = commitments(take_apart(source))
    assert all(source.text[c.start : c.end] == c.text for c in found)
    assert all(c.sentence_start <= c.start and c.end <= c.sentence_end for c in found)
    return [c for c in found if c.class_ == "commitment"]


def check(body: str, expected: list[Fields]) -> None:
    got = of(body)
    names = [list(e) for e in expected]
    assert [{n: getattr(c, n) for n in each} for c, each in zip(got, names, strict=True)] == expected


TASKS = "一、主要工作\n"
GOALS = "一、工作目标\n"

SENTENCES: list[tuple[str, str, list[Fields]]] = [
    (
        "all fields of a plain duty",
        TASKS + "每位教师每学期听课不少于20节。",
        [{
            "text": "不少于20节", "actor": "每位教师", "each": True, "item": "听课", "comparator": "ge", "min": 20, "max": None, "unit": "节",
            "change": "none", "per": "semester", "placeholder": False, "label": "tasks", "plan": 1,
        }],
    ),
    (
        "period and actor carry in the sentence",
        TASKS + "每位教师每学期听课20节,写反思2篇,开研讨课1节。",
        [{"text": t, "actor": "每位教师", "each": True, "per": "semester"} for t in ("20节", "2篇", "1节")],
    ),
    (
        "a period does not pass a full stop",
        TASKS + "每学期听课20节。上交论文3篇。",
        [{"text": "20节", "per": "semester"}, {"text": "3篇", "per": "plan"}],
    ),
    (
        "the next paragraph is free of both",
        TASKS + "每位教师每学期听课20节。\n集中上交论文3篇。\n",
        [{"text": "20节", "actor": "每位教师", "per": "semester"}, {"text": "3篇", "actor": None, "each": False, "per": "plan"}],
    ),
    (
        "of two actors the nearer wins",
        TASKS + "教研组长每学期上示范课2节,青年教师每学期上汇报课3节。",
        [{"text": "2节", "actor": "教研组长", "item": "示范课"}, {"text": "3节", "actor": "青年教师", "item": "汇报课"}],
    ),
    (
        "of two periods the nearer wins",
        TASKS + "每学期集中学习10次,每月交流2次。",
        [{"text": "10次", "per": "semester"}, {"text": "2次", "per": "month"}],
    ),
    (
        "a period carries to the length of the same activity",
        TASKS + "每周集中学习1次,每次不少于两课时。",
        [{"text": "1次", "per": "week"}, {"text": "不少于两课时", "per": "week", "unit": "课时", "min": 2}],
    ),
    (
        "a rate takes only a period of its own",
        TASKS + "每周练习3次,及格率达到95%。",
        [{"text": "3次", "per": "week"}, {"text": "95%", "per": "plan", "item": "及格率"}],
    ),
    (
        "不少于 does not carry to the next bare amount",
        TASKS + "背诵古诗,高年级不少于三十首,中年级二十首。",
        [{"text": "不少于三十首", "comparator": "ge", "actor": "高年级"}, {"text": "二十首", "comparator": "eq", "min": 20, "max": 20, "actor": "中年级"}],
    ),
    (
        "至少 apart from its amount sets the field",
        TASKS + "每学期至少读2本专著。",
        [{"text": "2本", "comparator": "ge", "min": 2, "max": None}],
    ),
    (
        "控制在 and 突破 outside the span set the field",
        GOALS + "不及格率控制在10%。\n参与率突破90%。",
        [
            {"text": "10%", "comparator": "le", "min": None, "max": 10},
            {"text": "90%", "comparator": "gt", "min": 90, "max": None},
        ],
    ),
    (
        "change against level",
        GOALS + "优秀率提升5%,合格率提升至96%,及格率达到98%。",
        [{"text": "5%", "change": "increase"}, {"text": "96%", "change": "none"}, {"text": "98%", "change": "none"}],
    ),
    (
        "decrease",
        GOALS + "后进生比例下降3个百分点。",
        [{"text": "3个百分点", "change": "decrease", "unit": "百分点", "min": 3}],
    ),
    (
        "a penalty is a decrease",
        "一、考核评价\n无故缺席一次扣2分。",
        [{"text": "2分", "change": "decrease", "unit": "分"}],
    ),
    (
        "amounts left open",
        TASKS + "每学期组织研讨X次,培养骨干教师xx名。",
        [
            {"text": "X次", "placeholder": True, "min": None, "max": None, "unit": "次", "per": "semester"},
            {"text": "xx名", "placeholder": True, "min": None, "max": None, "unit": "名"},
        ],
    ),
    (
        "of a fused form unit and item are the noun",
        TASKS + "坚持每周一练。",
        [{"text": "一练", "unit": "练", "item": "练", "per": "week", "min": 1, "max": 1}],
    ),
    (
        "ten thousands are multiplied",
        "一、保障措施\n安排经费2万元。",
        [{"text": "2万元", "min": 20000, "max": 20000, "unit": "元"}],
    ),
    ("minutes of reading are a duty, no view count", TASKS + "每天阅读30分钟。", [{"text": "30分钟", "per": "day", "unit": "分钟"}]),
    ("the verb 写 leaves the item whole", TASKS + "每学期写教学反思2篇。", [{"text": "2篇", "item": "教学反思"}]),
    ("the item behind 人均", TASKS + "人均听课15节。", [{"text": "15节", "each": True, "item": "听课"}]),
    ("the item behind 每人", TASKS + "每人听课15节。", [{"text": "15节", "each": True, "item": "听课"}]),
    ("the item behind 人人", TASKS + "人人听课15节。", [{"text": "15节", "each": True, "item": "听课"}]),
    ("学校领导 is an actor of its own", TASKS + "学校领导听课30节。", [{"text": "30节", "actor": "学校领导"}]),
]  # fmt: skip

PERIODS: list[tuple[str, str]] = [
    ("每周教研2次。", "week"), ("每两周教研2次。", "biweek"), ("每月教研2次。", "month"), ("每两个月教研2次。", "bimonth"),
    ("每学期教研2次。", "semester"), ("本学期教研2次。", "semester"), ("下学期教研2次。", "semester"), ("全年教研2次。", "year"),
    ("每学年教研2次。", "year"), ("本年度教研2次。", "year"), ("新的一年,组织教研2次。", "year"), ("每单元检测2次。", "unit"),
    ("每节课提问2次。", "lesson"), ("每天朗读2次。", "day"), ("期末检测2次。", "plan"), ("学期末检测2次。", "plan"), ("教研2次。", "plan"),
]  # fmt: skip

EACH: list[tuple[str, str | None, bool]] = [
    ("每位教师每学期听课20节。", "每位教师", True),
    ("各教研组每学期听课20节。", "各教研组", True),
    ("人人听课20节。", "人人", True),
    ("每人听课20节。", "每人", True),
    ("全体教师每学期听课20节。", "全体教师", False),
    ("教研组长每学期听课20节。", "教研组长", False),
    ("青年教师每学期听课20节。", "青年教师", False),
    ("每学期听课20节。", None, False),
]

LISTS: list[tuple[str, str, list[Fields]]] = [
    (
        "a line with a colon governs every item, an item's own period wins",
        TASKS + "每学期每位教师做好三件事:\n1、听课20节。\n2、写反思2篇。\n3、每周练字4页。\n二、保障措施\n安排经费2万元。",
        [
            {"text": "20节", "actor": "每位教师", "each": True, "per": "semester"},
            {"text": "2篇", "actor": "每位教师", "each": True, "per": "semester"},
            {"text": "4页", "actor": "每位教师", "each": True, "per": "week"},
            {"text": "2万元", "actor": None, "each": False, "per": "plan"},
        ],
    ),
    (
        "an item's own actor wins",
        TASKS + "每位教师每学期完成下列任务:\n1、听课20节。\n2、教研组长听课30节。",
        [{"text": "20节", "actor": "每位教师", "each": True}, {"text": "30节", "actor": "教研组长", "each": False, "per": "semester"}],
    ),
    (
        "one item does not govern the next",
        TASKS + "1、每位教师每学期听课20节。\n2、上交论文3篇。",
        [{"text": "20节", "actor": "每位教师", "per": "semester"}, {"text": "3篇", "actor": None, "per": "plan"}],
    ),
]

TABLE = "一、工作安排\n时间\t内容\t次数\t负责人\n9月\t组织集体备课\t4\t教研组长\n10月\t开展评课,听课20节\t12\t备课组长"


def ids(rows: list[Any]) -> list[str]:
    return [r[0] for r in rows]


@pytest.mark.parametrize(("body", "expected"), [r[1:] for r in SENTENCES], ids=ids(SENTENCES))
def test_fields_in_a_sentence(body: str, expected: list[Fields]) -> None:
    check(body, expected)


@pytest.mark.parametrize(("body", "expected"), [r[1:] for r in LISTS], ids=ids(LISTS))
def test_fields_over_a_list(body: str, expected: list[Fields]) -> None:
    check(body, expected)


@pytest.mark.parametrize(("sentence", "per"), PERIODS)
def test_period(sentence: str, per: str) -> None:
    assert [c.per for c in of(TASKS + sentence)] == [per]


@pytest.mark.parametrize(("sentence", "actor", "each"), EACH)
def test_actor_and_each(sentence: str, actor: str | None, each: bool) -> None:
    [c] = of(TASKS + sentence)
    assert (c.actor, c.each) == (actor, each)


def test_column_of_who_is_responsible_gives_the_actor_and_bare_numbers_count() -> None:
    got = of(TABLE)
    assert [(c.text, c.actor) for c in got] == [("4", "教研组长"), ("20节", "备课组长"), ("12", "备课组长")]
    assert [(c.min, c.max, c.unit) for c in got] == [(4, 4, None), (20, 20, "节"), (12, 12, None)]


def test_a_person_in_the_column_of_who_is_responsible_is_the_actor() -> None:
    check("一、工作安排\n时间\t内容\t次数\t负责人\n9月\t组织集体备课\t4\t王老师", [{"text": "4", "actor": "王老师"}])


def test_span_runs_across_noise_inside_an_amount() -> None:
    """The fields are those of the clean text, the span is that of the source."""
    source = Source(f"{TITLE}\n{TASKS}每位教师每学期听课不少于2参考资料，少熬夜！0节，写反思3篇。\n")
    got = commitments(take_apart(source))
    assert [c.text for c in got] == ["不少于2参考资料，少熬夜！0节", "3篇"]
    assert (got[0].comparator, got[0].min, got[0].unit, got[0].per, got[0].actor) == ("ge", 20, "节", "semester", "每位教师")
    assert source.text[got[0].start : got[0].end] == got[0].text


def test_full_width_and_traditional_text_is_quoted_as_written() -> None:
    source = Source("第二小學語文教研組工作計劃\n一、主要工作\n每位教師每學期聽課不少於２０節。\n")
    [c] = commitments(take_apart(source))
    assert (c.text, c.comparator, c.min, c.per, c.each) == ("不少於２０節", "ge", 20, "semester", True)


def test_amounts_in_titles_and_front_matter_are_none() -> None:
    front = "教研组工作计划(精选3篇)\n这里收集了30篇范文。\n"
    text = front + "".join(f"教研组工作计划 篇{i}\n一、主要工作\n每学期听课{n}节。\n" for i, n in ((1, 20), (2, 15)))
    got = commitments(take_apart(Source(text)))
    assert [(c.plan, c.text) for c in got] == [(1, "20节"), (2, "15节")]
