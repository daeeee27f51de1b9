"""Exchanges and substitutions: a word for a word, never a name or a number; told where it happens again in other words, with its direction."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from jiaoyan_nlp.reuse.alignment import aligned
from jiaoyan_nlp.reuse.edits import Edit, edits
from jiaoyan_nlp.reuse.exchanges import exchange, exchanged
from jiaoyan_nlp.reuse.families import find_families
from jiaoyan_nlp.reuse.ink import Ink, ink_of_text
from jiaoyan_nlp.reuse.passages import Options
from jiaoyan_nlp.reuse.substitutions import Substitution, substitutions


def swap(a: str, b: str) -> tuple[str, str] | None:
    [hole] = [e for e in edits(a, b) if e.kind not in ("insert", "delete")]
    found = exchange(a, b, hole)
    return found[:2] if found else None


WORDS = [
    ("不断提高教学能力和水平", "不断提高教学潜力和水平", ("能力", "潜力")),
    ("通过学习提高认识", "透过学习提高认识", ("通过", "透过")),
    ("要求教师按时上交", "要求教师准时上交", ("按时", "准时")),
    ("认真备课写好教案", "认真备课写好论文", ("教案", "论文")),
]
NO_WORDS = [
    ("每周听课三节以上", "每周听课五节以上"),
    ("每学期听课20节以上", "每学期听课15节以上"),
    ("由张志强同志负责", "由李建国同志负责"),
    ("语文教研组开展活动", "数学教研组开展活动"),
    ("示例县第一小学的教师", "示例县第二小学的教师"),
    ("从2023年秋季开始", "从2024年秋季开始"),
    ("在九月底之前", "在十月底之前"),
    ("把书包放在架上", "把abc放在架上"),
]


@pytest.mark.parametrize(("a", "b", "words"), WORDS)
def test_a_word_for_a_word(a: str, b: str, words: tuple[str, str]) -> None:
    assert swap(a, b) == words
    assert swap(b, a) == words[::-1]


@pytest.mark.parametrize(("a", "b"), NO_WORDS)
def test_names_and_numbers_are_no_words(a: str, b: str) -> None:
    assert swap(a, b) is None and swap(b, a) is None


@pytest.mark.parametrize("hole", [Edit("replace", 2, 2, 2, 4), Edit("replace", 2, 4, 2, 2), Edit("replace", 2, 7, 2, 4), Edit("replace", 2, 4, 2, 7)])
def test_what_is_put_in_left_out_or_long_is_no_word(hole: Edit) -> None:
    assert exchange("不断提高教学能力和水平", "不断提高教学潜力和水平", hole) is None


ONE = "每位教师都要制定个人的读书计划,通过多种形式的学习提高自身的业务水平和理论素养。\n"
TWO = "教研组坚持每月一次的主题沙龙,通过真实的课例引导大家思考怎样把时间还给学生。\n"
THREE = "备课时把作业设计放在前面,通过分层布置让不同程度的孩子都有适合自己的练习。\n"
NAME = "期末考试之后由每位任课老师撰写质量分析报告,在全组大会上交流并存入业务档案。\n"


def held(*texts: str) -> list[Ink]:
    return [ink_of_text(f"{n}.txt", text + chr(0x3400 + n) * 30, f"第{n}小学") for n, text in enumerate(texts)]


def told(inks: Sequence[Ink]) -> list[Substitution]:
    return substitutions(find_families(inks), inks)


def test_a_word_exchanged_between_other_words_again_is_told() -> None:
    spun = (ONE + TWO).replace("通过", "透过")
    inks = held(ONE + TWO, spun)
    assert [set(words) for words in exchanged(aligned(inks, Options()), inks)] == [{"通过", "透过"}]
    assert [({s.word, s.other}, s.copies) for s in told(inks)] == [({"通过", "透过"}, 2)]


def test_a_word_exchanged_in_one_place_is_a_slot_however_many_copies_show_it() -> None:
    inks = held(ONE, *(ONE.replace("通过", "透过") for _ in range(3)))
    assert exchanged(aligned(inks, Options()), inks) == set()
    assert told(inks) == []


@pytest.mark.parametrize(("kept", "changed"), [(4, 1), (5, 2), (6, 3)])
def test_the_word_that_most_copies_keep_is_the_first(kept: int, changed: int) -> None:
    texts = [ONE + TWO + THREE] * kept + [(ONE + TWO + THREE).replace("通过", "透过")] * changed
    [s] = told(held(*texts))
    assert (s.word, s.other) == ("通过", "透过") and s.forward > s.backward == 0
    [s] = told(held(*texts[::-1]))
    assert (s.word, s.other) == ("通过", "透过")


def test_names_filled_in_differently_are_no_substitution() -> None:
    inks = held(ONE + NAME, (ONE + NAME).replace("教师", "语文"), (ONE + NAME).replace("期末", "期中"))
    assert told(inks) == []
