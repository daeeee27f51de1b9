"""Folding: words of one class become the same letters, longest first; nothing else changes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiaoyan_nlp.reuse.fingerprints import codes
from jiaoyan_nlp.reuse.synonyms import Folding, are_synonyms, exchangeable, folding, folding_with


def folded(text: str, by: Folding) -> str:
    return by.fold(codes(text)).tobytes().decode("utf-32-le", "surrogatepass")


def slowly(text: str, classes: Mapping[str, str]) -> str:
    """Brute force: longer words first, then from the left, no letter in two words."""
    out, taken = list(text), [False] * len(text)
    for length in sorted({len(word) for word in classes}, reverse=True):
        for at in range(len(text) - length + 1):
            word = text[at : at + length]
            if word in classes and not any(taken[at : at + length]):
                out[at : at + length] = classes[word]
                taken[at : at + length] = [True] * length
    return "".join(out)


@st.composite
def lexicons(draw: st.DrawFn) -> dict[str, str]:
    """Classes of words of one length over few letters, so that words overlap and hold one another."""
    found: dict[str, str] = {}
    for length in range(1, 5):
        words = draw(st.lists(st.text("甲乙丙丁", min_size=length, max_size=length), unique=True, max_size=5))
        found |= {word: words[at // 2 * 2] for at, word in enumerate(words)}
    return found


@given(lexicons().filter(bool), st.text("甲乙丙丁戊𠮷", max_size=40))
def test_folding_is_what_looking_at_each_place_gives(classes: dict[str, str], text: str) -> None:
    assert folded(text, Folding.by(classes)) == slowly(text, classes)


WORDS = sorted(exchangeable())
PROSE = st.lists(st.one_of(st.sampled_from(WORDS), st.text("的一二3是了𠮷a", max_size=3)), max_size=12).map("".join)


@given(PROSE)
def test_length_is_kept_and_the_letters_that_came_in_do_not_change(text: str) -> None:
    letters = codes(text).copy()
    before = letters.copy()
    assert len(folding().fold(letters)) == len(text)
    assert (letters == before).all()


@given(st.lists(st.text("甲乙丙𠮷𪚥", max_size=6), max_size=6).map("".join))
def test_letters_of_no_word_stay_and_so_do_those_outside_the_basic_plane(text: str) -> None:
    assert folded(text, folding()) == text


@pytest.mark.parametrize("shift", [0x10000, 0x20000])
def test_a_letter_outside_the_basic_plane_is_not_its_lower_half(shift: int) -> None:
    word = WORDS[0]
    high = "".join(chr(ord(letter) + shift) for letter in word)
    assert folded(high, folding()) == high


def test_each_word_alone_becomes_the_first_of_its_class_and_folding_that_changes_nothing() -> None:
    firsts = exchangeable()
    wrong = [(word, folded(word, folding())) for word, first in firsts.items() if folded(word, folding()) != first]
    assert wrong == []
    assert [first for first in set(firsts.values()) if folded(first, folding()) != first] == []


@given(st.lists(st.sampled_from(WORDS), min_size=1, max_size=6))
def test_a_text_and_its_copy_with_words_exchanged_fold_alike(words: list[str]) -> None:
    """Between letters that begin and end no word."""
    first = exchangeable()
    one, other = "㐀".join(words), "㐀".join(first[word] for word in words)
    assert folded(one, folding()) == folded(other, folding())


LONGEST_FIRST = [
    ({"教研": "备课", "教研活动": "听课活动"}, "教研活动", "听课活动"),
    ({"甲乙": "丙丁", "乙丙": "戊己"}, "甲乙丙", "丙丁丙"),
    ({"甲甲": "乙乙"}, "甲甲甲", "乙乙甲"),
    ({"甲": "乙", "甲丙": "丁丁"}, "甲甲丙", "乙丁丁"),
    ({"甲": "乙"}, "", ""),
]


@pytest.mark.parametrize(("classes", "text", "out"), LONGEST_FIRST)
def test_longer_words_first_then_from_the_left(classes: dict[str, str], text: str, out: str) -> None:
    assert folded(text, Folding.by(classes)) == out


@given(st.text("甲乙", max_size=30), st.integers(0, 29))
def test_a_word_does_not_reach_over_a_0(text: str, at: int) -> None:
    by = Folding.by({"甲乙": "丙丁", "乙甲甲": "戊己庚"})
    before, behind = text[:at], text[at:]
    assert folded(f"{before}\0{behind}", by) == f"{folded(before, by)}\0{folded(behind, by)}"


SYNONYMS = [("集体", "群众", True), ("能力", "潜力", True), ("提高", "提升", True), ("教师", "学生", False), ("集体", "集体", False), ("甲乙", "丙丁", False)]


@pytest.mark.parametrize(("a", "b", "are"), SYNONYMS)
def test_are_synonyms(a: str, b: str, are: bool) -> None:
    assert are_synonyms(a, b) is are_synonyms(b, a) is are


NEW = ["竹园", "松林", "荷塘", "柳岸"]  # words of no class


@pytest.mark.parametrize(
    ("pairs", "alike", "apart"),
    [
        ([], [], [("竹园", "松林")]),
        ([("竹园", "松林")], [("竹园", "松林")], [("竹园", "荷塘")]),
        ([("竹园", "松林"), ("荷塘", "松林")], [("竹园", "荷塘")], [("竹园", "柳岸")]),
        ([("竹园", "集体")], [("竹园", "群众"), ("集体", "群众")], [("竹园", "松林")]),
        ([("竹园", "集体"), ("竹园", "能力")], [("潜力", "群众")], [("潜力", "松林")]),
        ([("竹园", "松树林")], [], [("竹园", "松树林"[:2])]),
    ],
)
def test_what_a_corpus_exchanges_joins_the_classes(pairs: Iterable[tuple[str, str]], alike: list[tuple[str, str]], apart: list[tuple[str, str]]) -> None:
    by = folding_with(pairs)
    assert all(folded(a, by) == folded(b, by) for a, b in alike)
    assert all(folded(a, by) != folded(b, by) for a, b in apart)


@given(st.lists(st.tuples(st.sampled_from([*NEW, *WORDS[:400]]), st.sampled_from([*NEW, *WORDS[:400]])), max_size=8), st.randoms(use_true_random=False))
def test_both_words_of_an_exchanged_pair_fold_alike_in_any_order(pairs: list[tuple[str, str]], chance: object) -> None:
    by = folding_with(pairs)
    mixed = list(pairs)
    chance.shuffle(mixed)  # type: ignore[attr-defined]
    other = folding_with(mixed)
    for a, b in pairs:
        if len(a) == len(b):
            assert folded(a, by) == folded(b, by) == folded(a, other)


def test_subjects_and_numerals_are_exchangeable_but_no_synonyms() -> None:
    assert folded("语文听课12节", folding()) == folded("数学听课八七节", folding())
    assert not are_synonyms("语文", "数学")
    assert np.array_equal(folding().fold(codes("")), codes(""))
