"""The guarantee: two texts that share a run of t letters are connected, however common the run is."""

from __future__ import annotations

from itertools import combinations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from jiaoyan_nlp.reuse.shingles import linked_pairs, shingles

LETTERS = "教研计划课"
TEXTS = st.text(alphabet=LETTERS, max_size=40)


@st.composite
def planted(draw: st.DrawFn) -> tuple[list[str], int]:
    """Texts over a small alphabet, some of which hold one of a few planted runs, and a threshold."""
    t = draw(st.integers(3, 9))
    runs = draw(st.lists(st.text(alphabet=LETTERS, min_size=t, max_size=t + 6), min_size=1, max_size=3))
    texts = []
    for _ in range(draw(st.integers(0, 7))):
        held = draw(st.lists(st.sampled_from(runs), max_size=2))
        pieces = [piece for run in held for piece in (draw(st.text(alphabet=LETTERS, max_size=12)), run)]
        texts.append("".join([*pieces, draw(st.text(alphabet=LETTERS, max_size=12))]))
    return texts, t


def share(a: str, b: str, t: int) -> bool:
    """Brute force: whether two texts have a run of t letters in common."""
    return any(a[i : i + t] in b for i in range(len(a) - t + 1))


def components(n: int, links: list[tuple[int, int]]) -> list[int]:
    """Of each text the smallest text that it is connected with."""
    root = list(range(n))
    for _ in range(n):
        for a, b in links:
            root[a] = root[b] = min(root[a], root[b])
    return root


@given(TEXTS, st.integers(1, 12))
def test_one_hash_for_each_run_and_the_same_for_the_same_letters(text: str, k: int) -> None:
    got = shingles(text, k)
    runs = [text[i : i + k] for i in range(len(text) - k + 1)]
    assert len(got) == len(runs) and got.dtype == np.uint64
    by_run: dict[str, int] = {}
    for run, code in zip(runs, got.tolist(), strict=True):
        assert by_run.setdefault(run, code) == code
    assert len(set(by_run.values())) == len(by_run)


@given(TEXTS, TEXTS, st.integers(1, 8))
def test_hash_does_not_depend_on_where_a_run_stands(before: str, text: str, k: int) -> None:
    assert shingles(before + text, k).tolist()[len(before) :] == shingles(text, k).tolist()


@given(planted())
def test_texts_that_share_a_run_are_connected(case: tuple[list[str], int]) -> None:
    texts, t = case
    links = linked_pairs(texts, t)
    root = components(len(texts), links)
    for i, j in combinations(range(len(texts)), 2):
        if share(texts[i], texts[j], t):
            assert root[i] == root[j]


@given(planted())
def test_only_texts_that_share_a_run_are_linked(case: tuple[list[str], int]) -> None:
    texts, t = case
    for a, b in linked_pairs(texts, t):
        assert a != b and share(texts[a], texts[b], t)


@given(planted())
def test_links_are_sorted_and_said_once(case: tuple[list[str], int]) -> None:
    links = linked_pairs(*case)
    assert links == sorted(set(links))


@given(st.integers(2, 40), st.integers(0, 5))
def test_links_of_a_template_are_linear_in_its_copies(copies: int, others: int) -> None:
    template = "每位教师每学期至少上一节校级公开课并提交教学设计"
    texts = [f"{template}{chr(0x3400 + i) * 20}" for i in range(copies)] + [chr(0x4E00 + i) * 30 for i in range(others)]
    assert len(linked_pairs(texts, 13)) == copies - 1


def test_a_text_repeats_itself_without_a_link() -> None:
    assert linked_pairs(["教研组工作计划教研组工作计划教研组工作计划"], 5) == []
    assert linked_pairs([], 13) == linked_pairs([""], 13) == linked_pairs(["", ""], 13) == []
