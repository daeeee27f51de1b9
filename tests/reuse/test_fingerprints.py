"""Fingerprints: whatever two texts share in k + w - 1 letters has one fingerprint in both; they are few."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiaoyan_nlp.reuse.fingerprints import STANDARD, Fingerprints, Stack, Winnowing, codes, fingerprints, hashes, winnowed

SETTINGS = st.builds(Winnowing, st.integers(1, 10), st.integers(1, 9))
TEXTS = st.one_of(st.text("甲乙", max_size=60), st.text("甲乙丙丁戊", max_size=60), st.text(max_size=60).map(lambda text: text.replace("\0", "")))
LETTERS = st.characters(exclude_characters="\0")


def kept_at(text: str, winnowing: Winnowing) -> set[int]:
    return set(winnowed(codes(text), winnowing).places.tolist())


@given(TEXTS, TEXTS, TEXTS, TEXTS, SETTINGS, st.data())
def test_a_shared_run_has_one_fingerprint_in_both_texts(a: str, b: str, c: str, d: str, winnowing: Winnowing, data: st.DataObject) -> None:
    alphabet = st.one_of(st.sampled_from("甲乙"), st.sampled_from("甲乙丙丁戊己庚辛"), LETTERS)
    run = data.draw(st.text(alphabet, min_size=winnowing.guarantee, max_size=winnowing.guarantee))
    steps = range(winnowing.w)
    here, there = kept_at(a + run + b, winnowing), kept_at(c + run + d, winnowing)
    assert any(len(a) + step in here and len(c) + step in there for step in steps)


@given(TEXTS, SETTINGS)
def test_what_is_kept_is_the_least_of_a_window_and_nothing_else(text: str, winnowing: Winnowing) -> None:
    hashed = hashes(codes(text), winnowing.k).tolist()
    windows = [hashed[i : i + winnowing.w] for i in range(len(hashed) - winnowing.w + 1)]
    least = {i + at for i, window in enumerate(windows) for at, each in enumerate(window) if each == min(window)}
    found = winnowed(codes(text), winnowing)
    assert found.places.tolist() == sorted(least)
    assert found.hashes.tolist() == [hashed[place] for place in sorted(least)]


@given(TEXTS, st.integers(1, 12))
def test_the_same_run_has_the_same_hash_and_each_run_has_one(text: str, k: int) -> None:
    hashed = hashes(codes(text), k).tolist()
    assert len(hashed) == max(0, len(text) - k + 1)
    by_run = {text[i : i + k]: each for i, each in enumerate(hashed)}
    assert hashed == [by_run[text[i : i + k]] for i in range(len(hashed))]
    assert len(set(by_run.values())) == len(by_run)


@given(st.lists(TEXTS, max_size=4), SETTINGS)
def test_a_run_over_a_0_is_none(texts: list[str], winnowing: Winnowing) -> None:
    """A 0 stands behind each text of a stack: what is kept of the whole lies in the texts, and every run that two of them share is kept still."""
    whole = "\0".join(texts)
    places = kept_at(whole, winnowing)
    assert all("\0" not in whole[place : place + winnowing.k] for place in places)
    start = 0
    for text in texts:
        inner = {start + place for place in kept_at(text, winnowing)}
        assert inner <= places
        start += len(text) + 1


@pytest.mark.parametrize("winnowing", [Winnowing(k, w) for k in (5, 8) for w in (1, 2, 4, 6, 9)], ids=str)
def test_of_w_runs_two_in_w_plus_one_are_kept(winnowing: Winnowing) -> None:
    """The expected density of winnowing on random text."""
    text = np.random.default_rng(7).integers(0x4E00, 0x9FFF, 40_000).astype(np.uint32)
    assert len(winnowed(text, winnowing).places) / len(text) == pytest.approx(2 / (winnowing.w + 1), rel=0.03)


@pytest.mark.parametrize("t", range(1, 40))
def test_settings_for_runs_of_t_letters_guarantee_just_them(t: int) -> None:
    k, w = winnowing = Winnowing.for_runs_of(t)
    assert winnowing.guarantee == t and k >= 1 and w >= 1


def test_the_standard_is_what_is_documented() -> None:
    assert (STANDARD, STANDARD.guarantee, Winnowing.for_runs_of(13)) == (Winnowing(8, 6), 13, STANDARD)


def as_lists(found: Fingerprints) -> tuple[list[int], list[int]]:
    return found.hashes.tolist(), found.places.tolist()


@given(st.lists(TEXTS, max_size=5), SETTINGS)
def test_a_stack_has_each_text_and_its_fingerprints(texts: list[str], winnowing: Winnowing) -> None:
    stack = Stack.of(texts)
    bounds = list(pairwise(stack.starts.tolist()))
    assert ["".join(map(chr, stack.codes[s : e - 1])) for s, e in bounds] == texts
    assert all(stack.codes[e - 1] == 0 for _, e in bounds)
    assert [as_lists(f) for f in stack.fingerprints(winnowing)] == [as_lists(winnowed(codes(text), winnowing)) for text in texts]
    assert stack.owner(np.arange(stack.starts[-1])).tolist() == [n for n, (s, e) in enumerate(bounds) for _ in range(s, e)]
    assert [as_lists(fingerprints(text)) for text in texts] == [as_lists(f) for f in stack.fingerprints(STANDARD)]


def test_letters_outside_the_basic_plane_and_halves_of_pairs_are_letters() -> None:
    text = "𠮷野家" + "\ud800" + "教研" * 10
    assert codes(text).tolist() == [ord(letter) for letter in text]
    assert len(fingerprints(text).places) > 0
