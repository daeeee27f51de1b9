"""Links: every run that two texts share is held by both from one centre, letter by letter, however common it is."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from jiaoyan_nlp.reuse import fingerprints, links
from jiaoyan_nlp.reuse.fingerprints import Stack, Winnowing
from jiaoyan_nlp.reuse.links import Runs, shared_runs

GRID = [Winnowing(k, w) for k in (1, 2, 3, 5) for w in (1, 2, 4)]
HASHED = fingerprints.hashed


def runs_of(texts: Sequence[str], winnowing: Winnowing, prior: Sequence[float] | None = None) -> tuple[Stack, Runs]:
    stack = Stack.of(texts)
    before = None if prior is None else np.array([*prior, 0.0])
    return stack, shared_runs(stack, stack.fingerprints(winnowing), winnowing.k, before, winnowing.guarantee)


def rows(stack: Stack, runs: Runs) -> list[tuple[int, int, int, int, int]]:
    """(centre, member, place in the centre, place in the member, length)."""
    a, b = runs.a - stack.starts[runs.centre], runs.b - stack.starts[runs.member]
    return list(zip(runs.centre.tolist(), runs.member.tolist(), a.tolist(), b.tolist(), runs.length.tolist(), strict=True))


def lost(texts: Sequence[str], winnowing: Winnowing) -> list[tuple[int, int, str]]:
    """Brute force: the runs of k + w - 1 letters that two texts share and do not both hold from the same place of one centre."""
    t = winnowing.guarantee
    stack, runs = runs_of(texts, winnowing)
    held: dict[tuple[int, str], dict[tuple[int, int], bool]] = defaultdict(dict)
    for n, text in enumerate(texts):
        for at in range(len(text) - t + 1):
            held[n, text[at : at + t]][n, at] = True
    for centre, member, a, _, length in rows(stack, runs):
        for at in range(a, a + length - t + 1):
            held[member, texts[centre][at : at + t]][centre, at] = True
    out = []
    for i, j in combinations(range(len(texts)), 2):
        both = {texts[i][at : at + t] for at in range(len(texts[i]) - t + 1)} & {texts[j][at : at + t] for at in range(len(texts[j]) - t + 1)}
        out += [(i, j, run) for run in sorted(both) if not held[i, run].keys() & held[j, run].keys()]
    return out


@st.composite
def woven(draw: st.DrawFn) -> list[str]:
    """Texts made of a few pieces that many of them hold, often more than once, here and there with a letter changed."""
    alphabet = draw(st.sampled_from(["甲乙", "甲乙丙丁", "甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳"]))
    pieces = draw(st.lists(st.text(alphabet, min_size=1, max_size=12), min_size=1, max_size=4))
    texts = ["".join(draw(st.lists(st.sampled_from(pieces), max_size=6))) for _ in range(draw(st.integers(2, 6)))]
    return [edited(text, draw(st.lists(st.tuples(st.integers(0, 71), st.sampled_from(alphabet)), max_size=3))) for text in texts]


def edited(text: str, changes: Sequence[tuple[int, str]]) -> str:
    for at, letter in changes:
        text = text[:at] + letter + text[at + 1 :]
    return text


@pytest.mark.parametrize("winnowing", GRID, ids=str)
@given(texts=woven())
@settings(max_examples=60)
def test_every_shared_run_is_held_by_both_from_one_centre(winnowing: Winnowing, texts: list[str]) -> None:
    assert lost(texts, winnowing) == []


@pytest.mark.parametrize("bits", [0, 2, 3])
@given(texts=woven())
@settings(max_examples=60)
def test_runs_of_other_letters_with_the_same_hash_change_nothing_that_is_promised(bits: int, texts: list[str]) -> None:
    def few(letters: Sequence[NDArray[np.uint32]]) -> NDArray[np.uint64]:
        return HASHED(letters) >> np.uint64(64 - bits) << np.uint64(60) if bits else HASHED(letters) * np.uint64(0)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(fingerprints, "hashed", few)
        patch.setattr(links, "hashed", few)
        for winnowing in (Winnowing(1, 1), Winnowing(3, 1), Winnowing(3, 4), Winnowing(5, 2)):
            assert lost(texts, winnowing) == []


@pytest.mark.parametrize("winnowing", [Winnowing(3, 1), Winnowing(3, 4)], ids=str)
@given(texts=woven())
def test_runs_are_equal_and_maximal_and_each_stands_once(winnowing: Winnowing, texts: list[str]) -> None:
    found = rows(*runs_of(texts, winnowing))
    assert len(set(found)) == len(found)
    for centre, member, a, b, length in found:
        x, y = texts[centre], texts[member]
        assert centre != member and length >= winnowing.k
        assert x[a : a + length] == y[b : b + length] and a + length <= len(x) and b + length <= len(y)
        assert not a or not b or x[a - 1] != y[b - 1]
        assert a + length == len(x) or b + length == len(y) or x[a + length] != y[b + length]
    assert found == sorted(found, key=lambda row: (row[0], row[1], row[3], row[2]))


def test_the_centre_of_a_fingerprint_that_goes_on_in_other_letters_hides_nothing() -> None:
    """The weightier text holds each eight letters of a run of thirteen, never the run: the two that share it are linked."""
    run = "天地玄黄宇宙洪荒日月盈昃辰"
    pieces = [run[at : at + 8] for at in range(6)]
    heavy = "甲".join(pieces)
    texts = [heavy, "乙" + run + "丙", "丁" + run + "戊", heavy + "己"]
    assert lost(texts, Winnowing(8, 6)) == []


@pytest.mark.parametrize("copies", [2, 3, 60])
def test_a_run_in_all_texts_costs_one_link_a_copy(copies: int) -> None:
    template = "".join(chr(0x4E00 + 7 * i) for i in range(80))
    texts = [template + chr(0x3400 + i) * 3 for i in range(copies)]
    stack, runs = runs_of(texts, Winnowing(8, 6))
    assert [(centre, a, b, length) for centre, _, a, b, length in rows(stack, runs)] == [(0, 0, 0, 80)] * (copies - 1)


@given(woven(), st.integers(0, 5))
def test_who_is_a_centre_already_is_asked_first(texts: list[str], nth: int) -> None:
    """A text that comes before all others is a centre of all that it holds and member of none."""
    first = nth % len(texts)
    _, runs = runs_of(texts, Winnowing(3, 4), [float("inf") if n == first else 0.0 for n in range(len(texts))])
    assert first not in runs.member.tolist()


@pytest.mark.parametrize("texts", [[], [""], ["", ""], ["甲"], ["甲乙丙丁", "戊己庚辛"], ["甲乙丙" * 9]])
def test_nothing_shared_no_runs(texts: list[str]) -> None:
    assert len(runs_of(texts, Winnowing(3, 2))[1]) == 0


@pytest.mark.parametrize(("times", "linked"), [(1, 1), (3, 3), (30, links.MOST_PLACES)])
def test_a_run_that_stands_often_in_a_centre_is_linked_to_few_of_its_places(times: int, linked: int) -> None:
    run = "天地玄黄宇宙洪荒日月盈昃辰宿列张"
    texts = ["".join(run + chr(0x3400 + i) for i in range(times)), "甲" + run + "乙"]
    stack, runs = runs_of(texts, Winnowing(8, 6), [1.0, 0.0])
    assert [row[:2] + row[3:] for row in rows(stack, runs)] == [(0, 1, 1, len(run))] * linked
