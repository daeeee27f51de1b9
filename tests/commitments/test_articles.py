"""一 as an amount and 一 as an article: the number matters, or it does not."""

from __future__ import annotations

import pytest

from jiaoyan_nlp.commitments.extraction import commitments
from jiaoyan_nlp.corpus.document import take_apart
from jiaoyan_nlp.text.source import Source

AMOUNTS: list[tuple[str, str]] = [
    # a period, an each or a comparator says that the number matters
    ("每学期开一节公开课。", "一节"),
    ("每位教师撰写一篇教学反思。", "一篇"),
    ("每人读一本教育专著。", "一本"),
    ("每月组织一次集体备课。", "一次"),
    ("每周开展一次教研活动。", "一次"),
    ("至少读一本教育专著。", "一本"),
    ("各教研组承担一个研究课题。", "一个"),
    ("每人联系一名学困生。", "一名"),
    # the verb 上, not the last one
    ("每学期上一节公开课。", "一节"),
    ("每位教师上一堂研讨课。", "一堂"),
    # an event or a product that is made once
    ("期末撰写一份学科总结。", "一份"),
    ("学期末举行一次成果展示。", "一次"),
    ("学期初上交教学计划一份。", "一份"),
]
ARTICLES: list[str] = [
    "努力建设一支教师队伍。",
    "努力打造一支业务精良的教师队伍。",
    "形成一种良好的教研氛围。",
    "这是一项长期的任务。",
    "教研是一个不断改进的过程。",
    "为学生营造一个宽松的学习环境。",
    "让每一位学生都得到发展。",
    "没有一次缺席。",
    "把课堂当作一个研究的场所。",
    "探索一条适合本校的教研路子。",
]


def words_of(sentence: str) -> list[str]:
    text = f"教研组工作计划\n一、主要工作\n{sentence}\n"
    return [c.text for c in commitments(take_apart(Source(text)))]


@pytest.mark.parametrize(("sentence", "words"), AMOUNTS, ids=[a[0] for a in AMOUNTS])
def test_counts(sentence: str, words: str) -> None:
    assert words_of(sentence) == [words]


def test_time_ahead_is_an_amount() -> None:
    assert words_of("活动提前一周通知。") == ["一周"]


@pytest.mark.parametrize("sentence", ["上一节活动的问题要反馈。", "前一次会议的要求要落实。"])
def test_the_one_before_is_no_amount(sentence: str) -> None:
    assert words_of(sentence) == []


@pytest.mark.parametrize("sentence", ARTICLES)
def test_article(sentence: str) -> None:
    assert words_of(sentence) == []


_LOST = pytest.param("努力建设两支教师队伍。", marks=pytest.mark.xfail(reason="the choice model takes 两支 for no amount", strict=True))


@pytest.mark.parametrize("sentence", [_LOST, "每校组建两支学生队伍参赛。", "探索3条适合本校的路子。"])
def test_any_other_number_counts(sentence: str) -> None:
    assert len(words_of(sentence)) == 1
