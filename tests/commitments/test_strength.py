"""Strength: how firmly each amount of a small plan is promised, and the words that say so."""

from __future__ import annotations

import re

import pytest
from support_commitments import PLAN, promised

from jiaoyan_nlp.cli.commitments import STRENGTHS as ASKED_FOR
from jiaoyan_nlp.commitments.extraction import commitments
from jiaoyan_nlp.commitments.strength import STRENGTHS
from jiaoyan_nlp.corpus.document import take_apart
from jiaoyan_nlp.resources import lexicon
from jiaoyan_nlp.text.source import Source

# sentence, and the degree of each of its amounts in order
CASES: list[tuple[str, list[str]]] = [
    # left open, whatever stands before it
    ("每学期组织研讨X次。", ["open"]),
    ("每位教师必须听课__节。", ["open"]),
    ("力争培养骨干教师xx名。", ["open"]),
    # striven for
    ("力争优秀率达到40%。", ["soft"]),
    ("力争优秀率达到40%以上。", ["soft"]),
    ("争取发表论文3篇。", ["soft"]),
    ("鼓励教师每学期读2本专著。", ["soft"]),
    ("提倡每周练字2页。", ["soft"]),
    ("建议每位教师每月写反思2篇。", ["soft"]),
    ("希望每位教师每学期读2本书。", ["soft"]),
    ("原则上每人每学期听课20节。", ["soft"]),
    ("尽量做到每周集体备课2次。", ["soft"]),
    ("努力使及格率达到96%。", ["soft"]),
    ("力求每月教研2次。", ["soft"]),
    ("力保及格率96%。", ["soft"]),
    ("争创区级优质课2节。", ["soft"]),
    ("冲刺优秀率60%。", ["soft"]),
    ("倡导每天阅读30分钟。", ["soft"]),
    ("尽可能每周教研2次。", ["soft"]),
    ("有条件的教研组每学期教研10次。", ["soft"]),
    ("条件允许时每月外出学习2次。", ["soft"]),
    ("期望优秀率达到60%。", ["soft"]),
    ("教师可自愿上研讨课2节。", ["soft"]),
    ("教师可根据实际每月写反思2篇。", ["soft"]),
    ("今年有望发表论文3篇。", ["soft"]),
    ("教师倾向于每周教研2次。", ["soft"]),
    # plain
    ("每位教师每学期听课20节。", ["plain"]),
    ("教师每学期要听课20节。", ["plain"]),
    ("投入经费约2万元。", ["plain"]),
    # a duty
    ("每位教师必须听课20节。", ["duty"]),
    ("每位教师须听课20节。", ["duty"]),
    ("教师每学期应当听课20节。", ["duty"]),
    ("要求每位教师听课20节。", ["duty"]),
    ("学校规定每人听课20节。", ["duty"]),
    ("确保每周教研2次。", ["duty"]),
    ("保证每天阅读30分钟。", ["duty"]),
    ("各组务必每月教研2次。", ["duty"]),
    ("各校一律每周教研2次。", ["duty"]),
    ("每位教师严格执行每周备课2次。", ["duty"]),
    ("下达硬性任务听课20节。", ["duty"]),
    ("教师一定要听课20节。", ["duty"]),
    ("教师都要听课20节。", ["duty"]),
    # with a bound, a duty or none before it
    ("每位教师每学期听课不少于20节。", ["bound"]),
    ("每位教师必须听课不少于20节。", ["bound"]),
    ("至少读2本专著。", ["bound"]),
    ("书面作业控制在60分钟以内。", ["bound"]),
    ("每学期写反思2至3篇。", ["bound"]),
    ("参与率突破90%。", ["bound"]),
    # of wish and duty the nearer
    ("要求每位教师力争发表论文2篇。", ["soft"]),
    ("在力争优质的同时必须听课20节。", ["duty"]),
    # taken over in an enumeration
    ("每位教师必须听课20节,写反思3篇,读专著2本。", ["duty", "duty", "duty"]),
    ("力争优秀率达到40%以上,及格率达到96%以上。", ["soft", "soft"]),
    ("力争经过一个学期,优秀率达到40%。", ["soft"]),
    ("必须修满72学分,其中集中培训30学分、自主学习12学分。", ["duty", "duty", "duty"]),
    ("学期初统一要求:每位教师听课20节。", ["duty"]),
    # not past what ends the statement, nor by a clause that names whom or how often itself
    ("力争优秀率达到40%;听课20节。", ["soft", "plain"]),
    ("力争优秀率达到40%。听课20节。", ["soft", "plain"]),
    ("鼓励教师大胆创新,每人每学期听课20节。", ["plain"]),
    ("鼓励教师多读书,每学期读书不少于2本。", ["bound"]),
    ("教研必须落到实处,改变作风,扎根课堂,听课20节。", ["plain"]),
]

# words that hold a word of wish or duty, or use it as a noun, and promise nothing more for it
NEITHER: list[str] = [
    "适应新课程,听课20节。", "结合相应内容上研讨课2节。", "围绕应用题上研讨课2节。", "组织应急演练2次。", "按要求听课20节。", "落实新课程要求,上研讨课2节。",
    "对照课标要求上研讨课2节。", "按规定听课20节。", "提合理化建议2条。", "修改意见和建议各2条。", "设鼓励奖2名。", "学习安全须知2次。", "为希望工程捐书20本。",
    "读《给教师的建议》和专著2本。", "村委会答应资助2万元。",
]  # fmt: skip


@pytest.mark.parametrize(("sentence", "degrees"), CASES, ids=[sentence for sentence, _ in CASES])
def test_degree(sentence: str, degrees: list[str]) -> None:
    assert [c.strength for c in promised(sentence)] == degrees


@pytest.mark.parametrize("sentence", NEITHER)
def test_a_word_that_only_looks_like_wish_or_duty(sentence: str) -> None:
    assert {c.strength for c in promised(sentence)} == {"plain"}


@pytest.mark.parametrize(("lead", "degree"), [("每位教师必须做到:", "duty"), ("鼓励教师做到:", "soft"), ("教师做到:", "plain")])
def test_the_line_that_announces_a_list_says_it_of_every_item(lead: str, degree: str) -> None:
    assert [c.strength for c in promised(f"{lead}\n1、听课20节。\n2、写反思3篇。")] == [degree, degree]


def test_only_commitments_have_a_degree() -> None:
    source = Source(PLAN.format(body="组内现有教师12人,教研活动必须全员参加。35周岁以下青年教师必须听课20节。"))
    found = {c.text: (c.class_, c.strength) for c in commitments(take_apart(source))}
    assert found == {"12人": ("fact", ""), "35周岁以下": ("qualifier", ""), "20节": ("commitment", "duty")}


def test_the_degrees_that_can_be_asked_for_stand_in_the_order_of_the_scale() -> None:
    assert [degree for degree in STRENGTHS if degree != "vague"] == list(ASKED_FOR)


WORDS = [(degree, entry) for heap, degree in (("wishing", "soft"), ("binding", "duty")) for entry in lexicon("wording")[heap]]


@pytest.mark.parametrize(("degree", "entry"), WORDS)
def test_every_word_of_wish_and_duty_has_a_case(degree: str, entry: str) -> None:
    assert any(re.search(entry, sentence) for sentence, degrees in CASES if degrees == [degree])
