"""Pairs as a clerk reads them: one passage told once; headings, heads of tables and quotations alone tell nothing. What comes from references."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

import numpy as np
import pytest

from jiaoyan_nlp.corpus.document import take_apart
from jiaoyan_nlp.reuse.alignment import aligned
from jiaoyan_nlp.reuse.ink import Ink, ink_of_text, inks
from jiaoyan_nlp.reuse.pairs import Pair, find_pairs
from jiaoyan_nlp.reuse.passages import Options
from jiaoyan_nlp.reuse.references import find_origins
from jiaoyan_nlp.text.source import Source


def fresh(n: int, at: int) -> str:
    """n letters that stand nowhere else, given different `at`."""
    return "".join(chr(0x4E00 + (at + i) % 20_000) for i in range(n))


def ink(file: str, text: str) -> Ink:
    return Ink(file, 1, "", text, np.arange(len(text), dtype=np.int32))


def pairs_of(held: Sequence[Ink]) -> list[Pair]:
    return list(find_pairs(held, aligned(held, Options()), []))


def plans(*bodies: str) -> list[Ink]:
    out = []
    for number, body in enumerate(bodies):
        document = take_apart(Source(f"语文教研组工作计划\n{body}", f"{number}.txt"))
        out += inks(document, [f"第{number}小学"] * len(document.plans))
    return out


def quoted(held: Sequence[Ink], pair: Pair) -> tuple[str, str]:
    """The letters of both passages."""
    return tuple(
        "".join(letter for letter, at in zip(held[n].text, held[n].offsets.tolist(), strict=True) if span.start <= at < span.end)
        for n, span in ((pair.a, pair.a_span), (pair.b, pair.b_span))
    )  # type: ignore[return-value]


# --- one passage ------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("gap", [0, 1, 12, 30, 36])
def test_parts_that_lie_near_each_other_are_one_passage(gap: int) -> None:
    one, other = fresh(40, 0), fresh(40, 100)
    held = [ink("a.txt", one + fresh(gap, 1_000) + other), ink("b.txt", one + fresh(gap, 2_000) + other)]
    [pair] = pairs_of(held)
    assert pair.a_span.length == pair.b_span.length == 80 + gap


def test_parts_that_lie_far_apart_are_two() -> None:
    one, other = fresh(40, 0), fresh(40, 100)
    held = [ink("a.txt", one + fresh(200, 1_000) + other), ink("b.txt", one + fresh(200, 2_000) + other)]
    held = [Ink(i.file, 1, "", i.text, i.offsets, np.array([0, 40, 240], np.int32)) for i in held]
    assert [(p.a_span.length, p.b_span.length) for p in pairs_of(held)] == [(40, 40), (40, 40)]


SENTENCES = [
    "每周三下午第二节课后全组老师到阅览室集中研讨本单元的教学难点。",
    "备课组长提前两天把学生常见的错题整理出来发给大家先看一遍。",
    "研讨时新老教师轮流主讲,讲完之后其他人至少提出一条修改意见。",
    "会后由记录员把定下来的改动誊清,连同原稿一起放进公共文件夹。",
]
LINES = [
    ("in their order", [0, 1, 2, 3], "verbatim"),
    ("two change places", [1, 0, 2, 3], "reordered"),
    ("the last comes first", [3, 0, 1, 2], "reordered"),
    ("back to front", [3, 2, 1, 0], "reordered"),
    ("one is left out", [0, 2, 3], "edited"),
    ("another is left out", [0, 1, 3], "edited"),
]


@pytest.mark.parametrize(("order", "kind"), [case[1:] for case in LINES], ids=[case[0] for case in LINES])
def test_sentences_moved_about_or_left_out_are_one_passage(order: list[int], kind: str) -> None:
    held = [ink_of_text("a.txt", "".join(SENTENCES)), ink_of_text("b.txt", "".join(SENTENCES[n] for n in order))]
    [pair] = pairs_of(held)
    assert pair.kind == kind
    for n, letters in enumerate(quoted(held, pair)):
        assert letters == held[n].text


# --- what tells nothing -----------------------------------------------------------------------------------------------------------

OWN = [
    "一、工作目标\n{}\n本组今年把口头表达放在前面,晨读前安排五分钟演讲,人人轮到。\n",
    "一、工作目标\n{}\n我们打算用一年时间把旧练习册重新编过,删去机械抄写的题目。\n",
]
NOTHING = [
    "二、狠抓教学常规管理全面提高课堂教学质量和水平",
    "深入学习贯彻《关于进一步减轻义务教育阶段学生作业负担的意见》。",
    "牢记“教育是国之大计党之大计要办好人民满意的教育”这句话。",
    "| 周次 | 活动内容 | 主持人 | 活动地点 | 参加人员 | 备注 |",
]


@pytest.mark.parametrize("line", NOTHING)
def test_headings_heads_of_tables_and_quotations_alone_are_no_passage(line: str) -> None:
    assert pairs_of(plans(*(own.format(line) for own in OWN))) == []


SOMETHING = [
    "每位教师每学期至少上一节公开课并在组内说清楚设计的理由。",
    "深入学习《教学常规》并结合本组实际制定出每一位教师的成长目标和年度任务。",
]


@pytest.mark.parametrize("line", SOMETHING)
def test_the_same_length_in_prose_is_one(line: str) -> None:
    assert len(pairs_of(plans(*(own.format(line) for own in OWN)))) == 1


# --- through centres ----------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("first", "second", "common"), [((0, 60), (30, 90), 30), ((0, 50), (34, 90), 16), ((10, 80), (20, 70), 50), ((0, 90), (0, 90), 90)])
def test_partial_copies_of_a_third_share_what_both_hold(first: tuple[int, int], second: tuple[int, int], common: int) -> None:
    whole = fresh(90, 0)
    texts = [whole, fresh(20, 1_000) + whole[slice(*first)] + fresh(20, 1_100), fresh(20, 2_000) + whole[slice(*second)] + fresh(20, 2_100)]
    held = [ink(f"{n}.txt", text) for n, text in enumerate(texts)]
    found = {(p.a, p.b): p for p in pairs_of(held)}
    assert set(found) == set(combinations(range(3), 2))
    assert [found[1, 2].a_span.length, found[1, 2].b_span.length] == [common, common]


def test_partial_copies_that_share_nothing_are_not_paired_through_the_third() -> None:
    whole = fresh(90, 0)
    held = [ink("0.txt", whole), ink("1.txt", whole[:45] + fresh(20, 1_000)), ink("2.txt", fresh(20, 2_000) + whole[45:])]
    assert [(p.a, p.b) for p in pairs_of(held)] == [(0, 1), (0, 2)]


def test_each_pair_of_passages_stands_once_however_many_centres_tell_of_it() -> None:
    one, other = fresh(60, 0), fresh(60, 100)
    texts = [one + fresh(50, 1_000) + other, one + fresh(50, 2_000) + other, one + fresh(90, 3_000), other + fresh(90, 4_000)]
    held = [Ink(f"{n}.txt", 1, "", t, np.arange(len(t), dtype=np.int32), np.array([0, 60, 110], np.int32)) for n, t in enumerate(texts)]
    found = [(p.a, p.b, p.a_span, p.b_span) for p in pairs_of(held)]
    assert len(set(found)) == len(found)
    assert {(a, b) for a, b, *_ in found} == {(0, 1), (0, 2), (0, 3), (1, 2), (1, 3)}


# --- references -------------------------------------------------------------------------------------------------------------------


def origins(held: Sequence[Ink], references: Sequence[tuple[str, Ink]]) -> dict[int, set[tuple[str, str]]]:
    """Of each plan (file, letters) of what stands in a reference."""
    return {place: {(o.file, o.span.quote(held[place].text)) for o in found} for place, found in find_origins(held, references).items()}


POLICY, FORM, MORE = fresh(50, 0), fresh(50, 100), fresh(200, 200)


def test_a_plan_that_quotes_two_references() -> None:
    held = [ink("a.txt", POLICY + fresh(80, 1_000) + FORM), ink("b.txt", FORM + fresh(80, 2_000))]
    references = [("policy", ink("通知.txt", fresh(30, 5_000) + POLICY)), ("template", ink("范文.txt", FORM + fresh(30, 6_000)))]
    assert origins(held, references) == {0: {("通知.txt", POLICY), ("范文.txt", FORM)}, 1: {("范文.txt", FORM)}}


def test_what_a_reference_holds_is_told_where_plans_and_reference_share_more_elsewhere() -> None:
    """Two plans share much with each other, one shares another part with the reference."""
    held = [ink("a.txt", POLICY + MORE), ink("b.txt", MORE + POLICY[:30]), ink("c.txt", FORM + fresh(90, 3_000))]
    reference = ("policy", ink("通知.txt", FORM + fresh(60, 4_000) + POLICY))
    assert origins(held, [reference]) == {0: {("通知.txt", POLICY)}, 1: {("通知.txt", POLICY[:30])}, 2: {("通知.txt", FORM)}}


@pytest.mark.parametrize("longer", [0, 1])
def test_of_two_references_that_hold_the_same_the_first_given_is_told(longer: int) -> None:
    more = [fresh(300, 9_000) if n == longer else "" for n in range(2)]
    references = [("policy", ink("甲.txt", POLICY + more[0])), ("template", ink("乙.txt", POLICY + more[1]))]
    held = [ink("a.txt", fresh(40, 1_000) + POLICY), ink("b.txt", POLICY + fresh(40, 2_000) + more[longer])]
    assert list(origins(held, references)[0]) == [("甲.txt", POLICY)]


def test_an_edited_quotation_comes_from_the_reference_too() -> None:
    text = "各校要把作业管理纳入常规检查,每月公布一次各班书面作业的平均时长,对超出的班级当面提醒。"
    held = [ink_of_text("a.txt", text.replace("每月", "每学期").replace("当面", "书面"))]
    [[origin]] = find_origins(held, [("policy", ink_of_text("通知.txt", text))]).values()
    assert (origin.kind, origin.file) == ("policy", "通知.txt")
