"""Slots: where the copies of a passage differ in a name only, and what each of them has there."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jiaoyan_nlp.reuse.edits import Edit
from jiaoyan_nlp.reuse.families import Family, Member, find_families
from jiaoyan_nlp.reuse.ink import Ink, ink_of_text
from jiaoyan_nlp.reuse.passages import Run
from jiaoyan_nlp.reuse.slots import find_slots
from jiaoyan_nlp.text.spans import Span

SCHOOLS = ("示例县第一小学", "示例县第二小学", "样板市新苑小学", "示例县清河镇中心小学")
Filled = tuple[str, dict[str, str]]


def slots_of(texts: Sequence[str], order: Sequence[int] = ()) -> list[Filled]:
    """(kind, words by file) of each slot of the one family that the texts make."""
    held = [ink_of_text(f"{i}.txt", texts[i]) for i in order or range(len(texts))]
    family, *others = find_families(held)
    assert not others

    def words(ink: Ink, start: int, end: int) -> str:
        return ink.span(start, end).quote(texts[int(ink.file[:-4])])

    return [(s.kind, {held[f.plan].file[0]: words(held[f.plan], f.start, f.end) for f in s.fillers}) for s in find_slots(held, family)]


def numbered(words: Sequence[str]) -> dict[str, str]:
    return {str(i): word for i, word in enumerate(words) if word}


BEFORE = "为进一步落实校本教研制度,提高课堂教学的效率,"
BEHIND = "在每次活动之前认真准备话题,活动之后把达成的意见整理成文,供大家随时查阅和补充。"
ONE = [
    ("school", "{}全体教师要", SCHOOLS),
    ("school", "{}全体教师要", (SCHOOLS[0], SCHOOLS[1], SCHOOLS[0], SCHOOLS[0])),
    ("place", "立足{}教育的实际,", ("示例县", "海棠县", "示例县")),
    ("person", "由组长{}负责,", ("李明远", "王芳华", "李明远")),
    ("year", "现对{}学年工作作如下安排,", ("2022-2023", "2023-2024", "2023-2024")),
    ("year", "现对{}年工作作如下安排,", ("2022", "2023", "2024")),
    ("date", "从{}月起", ("三", "九", "三")),
    ("number", "每人听课{}节,", ("15", "8", "15", "20")),
    ("subject", "{}教师要", ("语文", "数学", "道德与法治")),
]


@pytest.mark.parametrize(("kind", "sentence", "words"), ONE)
def test_one_slot(kind: str, sentence: str, words: Sequence[str]) -> None:
    texts = [BEFORE + sentence.format(word) + BEHIND for word in words]
    assert slots_of(texts) == [(kind, numbered(words))]


NONE = [
    ("the same name in all", ["示例县第一小学全体教师要"] * 3),
    ("no name, but other words", ["全体教师要", "每一位老师都要", "全组成员都应"]),
]


@pytest.mark.parametrize(("what", "sentences"), NONE)
def test_no_slot(what: str, sentences: Sequence[str]) -> None:
    assert slots_of([BEFORE + s + BEHIND for s in sentences]) == []


def test_a_copy_that_says_something_else_there_has_no_filler() -> None:
    sentences = ("示例县第一小学全体教师要", "示例县第二小学全体教师要", "我们大家都要")
    assert slots_of([BEFORE + s + BEHIND for s in sentences]) == [("school", numbered(SCHOOLS[:2]))]


def test_a_copy_that_does_not_reach_there_has_no_filler() -> None:
    rest = "全体教师要" + BEHIND + "每人每学期写出自己的体会和建议,期末交给教导处存档。"
    assert slots_of([BEFORE + SCHOOLS[0] + rest, BEFORE + SCHOOLS[1] + rest, rest]) == [("school", numbered(SCHOOLS[:2]))]


def test_slots_are_numbered_in_the_order_of_the_exemplar() -> None:
    rows = [("示例县第一小学", "语文", "15"), ("示例县第二小学", "数学", "15"), ("示例县第一小学", "语文", "20")]
    texts = [f"{BEFORE}{a}的{b}教师要{BEHIND}每人每学期听课不少于{c}节,并且写出自己的体会和建议。" for a, b, c in rows]
    kinds = ("school", "subject", "number")
    assert slots_of(texts) == [(kind, numbered([row[i] for row in rows])) for i, kind in enumerate(kinds)]


def made(letters: Sequence[str], edits: Sequence[tuple[Edit, ...]]) -> tuple[list[Ink], Family]:
    """A family of whole texts with these edits to the first."""
    held = [ink_of_text(f"{i}.txt", text) for i, text in enumerate(letters)]
    members = tuple(Member(i, 0, len(t), Span(0, len(t)), 1.0, "names", (Run(0, 0, len(t)),), e) for i, (t, e) in enumerate(zip(letters, edits, strict=True)))
    return held, Family("00000000", members, "names", "across")


def test_edits_that_overlap_are_one_slot_as_wide_as_the_widest() -> None:
    letters = ("请示例县第一小学参加", "请示例县第二小学参加", "请示例县第三小学参加")
    narrow, wide = Edit("school", 4, 8, 4, 8), Edit("school", 1, 8, 1, 8)
    for edits in ([(), (narrow,), (wide,)], [(), (wide,), (narrow,)]):
        held, family = made(letters, edits)
        (slot,) = find_slots(held, family)
        assert (slot.kind, slot.start, slot.end) == ("school", 1, 8)
        assert [held[f.plan].text[f.start : f.end] for f in slot.fillers] == [text[1:8] for text in letters]


KINDS = {"school": SCHOOLS, "subject": ("语文", "数学", "英语"), "year": ("2022", "2023", "2024"), "number": ("8", "15", "20")}
SENTENCES = {
    "school": "结合实际,{}全体教师要互相学习,取长补短,把心得记在本子上。",
    "subject": "每逢周三下午,{}教师集中备课,围绕难点各抒己见,最后达成一致。",
    "year": "回顾{}年的工作,既有收获又有遗憾,需要大家静下心来慢慢思考。",
    "number": "青年教师外出听课{}节,回来之后向同伴汇报,材料交给资料员保管。",
}


@given(st.data())
@settings(deadline=None, max_examples=40)
def test_what_was_filled_in_comes_back_whatever_the_order(data: st.DataObject) -> None:
    """Where copies of a form differ there is a slot, where they agree there is none, and each has what it was given."""
    kinds = data.draw(st.permutations(list(KINDS)))
    plans = data.draw(st.integers(2, 5))
    rows = [[data.draw(st.sampled_from(KINDS[kind])) for kind in kinds] for _ in range(plans)]
    texts = [BEFORE + "".join(SENTENCES[kind].format(word) for kind, word in zip(kinds, row, strict=True)) + BEHIND for row in rows]
    planted = [(kind, numbered(words)) for kind, words in zip(kinds, zip(*rows, strict=True), strict=True) if len(set(words)) > 1]
    assert slots_of(texts) == planted
    assert slots_of(texts, data.draw(st.permutations(range(plans)))) == planted
