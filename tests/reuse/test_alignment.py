"""Alignment of two texts: what is common is found, joined across small edits, and never more than is there."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jiaoyan_nlp.reuse import alignment
from jiaoyan_nlp.reuse.ink import ink_of_text
from jiaoyan_nlp.reuse.passages import Options, Passage, Run

OPTIONS = Options()
SURE = max(OPTIONS.particular, OPTIONS.shortest)
"""A shared run of this length is a passage of its own."""


def align(a: str, b: str, options: Options) -> list[Passage]:
    return alignment.align(ink_of_text("a.txt", a), ink_of_text("b.txt", b), options)


SMALL = st.text(alphabet="甲丙戊庚壬", max_size=80)


def fresh(start: int = 0xAC00) -> Iterator[str]:
    """Letters that stand nowhere else; of a script in which no two are variants of one another."""
    code = start
    while True:
        yield chr(code)
        code += 1


def take(letters: Iterator[str], n: int) -> str:
    return "".join(next(letters) for _ in range(n))


@given(SMALL, SMALL)
def test_passages_hold_runs_that_are_really_common(a: str, b: str) -> None:
    options = Options(min_run=8, gap=6, shortest=6, particular=8, density=0.5)
    for p in align(a, b, options):
        assert 0 <= p.a_start < p.a_end <= len(a) and 0 <= p.b_start < p.b_end <= len(b)
        assert (min(r.a for r in p.runs), min(r.b for r in p.runs)) == (p.a_start, p.b_start)
        assert (max(r.a + r.length for r in p.runs), max(r.b + r.length for r in p.runs)) == (p.a_end, p.b_end)
        for run in p.runs:
            assert run.length > 0
            assert a[run.a : run.a + run.length] == b[run.b : run.b + run.length]
        for first, second in pairwise(p.runs):
            assert first.a + first.length <= second.a
        assert p.shared <= min(p.a_end - p.a_start, p.b_end - p.b_start)


@given(SMALL, SMALL)
def test_passages_are_long_and_particular_enough(a: str, b: str) -> None:
    for p in align(a, b, OPTIONS):
        length = max(p.a_end - p.a_start, p.b_end - p.b_start)
        assert length >= OPTIONS.shortest
        assert p.shared >= OPTIONS.density * length
        assert max(r.length for r in p.runs) >= OPTIONS.particular or p.shared >= 2 * OPTIONS.min_run


@given(SMALL)
def test_what_nothing_is_shared_with_has_no_passages(a: str) -> None:
    assert align(a, take(fresh(), 60), OPTIONS) == []
    assert align(a, "", OPTIONS) == align("", a, OPTIONS) == []


@given(st.integers(SURE, 80), st.integers(0, 60), st.integers(0, 60), st.integers(0, 60), st.integers(0, 60))
def test_one_common_run_is_found_to_the_letter(n: int, a_before: int, a_behind: int, b_before: int, b_behind: int) -> None:
    letters = fresh()
    run = take(letters, n)
    a = take(letters, a_before) + run + take(letters, a_behind)
    b = take(letters, b_before) + run + take(letters, b_behind)
    [p] = align(a, b, OPTIONS)
    assert (p.a_start, p.a_end, p.b_start, p.b_end) == (a_before, a_before + n, b_before, b_before + n)
    assert p.runs == (Run(a_before, b_before, n),)


@given(st.lists(st.integers(SURE, 50), min_size=1, max_size=5), st.integers(OPTIONS.gap + 5, 90))
def test_runs_far_apart_are_passages_of_their_own(lengths: list[int], gap: int) -> None:
    """Behind a gap wider than `options.gap` on both sides a new passage begins."""
    letters = fresh()
    runs = [take(letters, n) for n in lengths]
    a = ink_of_text("a.txt", "\n".join(run + "\n" + take(letters, gap) for run in runs))
    b = ink_of_text("b.txt", "\n".join(take(letters, gap) + "\n" + run for run in runs))
    folded = [ink_of_text("", run).text for run in runs]
    assert [a.text[p.a_start : p.a_end] for p in alignment.align(a, b, OPTIONS)] == folded
    assert [b.text[p.b_start : p.b_end] for p in alignment.align(a, b, OPTIONS)] == folded


@given(st.integers(20, 60), st.integers(20, 60), st.integers(0, 6), st.integers(0, 6))
@settings(deadline=None)
def test_a_small_edit_does_not_break_a_passage(left: int, right: int, removed: int, added: int) -> None:
    letters = fresh()
    first, second = take(letters, left), take(letters, right)
    a = first + take(letters, removed) + second
    b = first + take(letters, added) + second
    [p] = align(a, b, OPTIONS)
    assert (p.a_start, p.a_end, p.b_start, p.b_end) == (0, len(a), 0, len(b))
    assert p.shared == left + right


def test_a_run_too_short_to_be_particular_is_the_trade_language() -> None:
    letters = fresh()
    phrase = take(letters, OPTIONS.min_run - 1)
    assert align(take(letters, 40) + phrase, phrase + take(letters, 40), OPTIONS) == []


@given(st.integers(SURE, 60), st.integers(0, 40))
def test_both_orders_find_the_same(n: int, filler: int) -> None:
    letters = fresh()
    first, second = take(letters, n), take(letters, n + 7)
    a = first + take(letters, 50) + second + take(letters, filler)
    b = take(letters, filler) + first + take(letters, 60) + second
    assert [p.flipped() for p in align(b, a, OPTIONS)] == align(a, b, OPTIONS)


@given(st.integers(1, 60), st.data())
def test_a_place_in_a_run_leads_to_its_place_in_the_copy(n: int, data: st.DataObject) -> None:
    p = Passage.of([Run(10, 200, n)])
    start = data.draw(st.integers(10, 9 + n))
    end = data.draw(st.integers(start + 1, 10 + n))
    assert p.to_b(start, end) == (start + 190, end + 190)


def test_places_outside_a_passage_lead_to_its_edges() -> None:
    p = Passage.of([Run(10, 100, 20), Run(35, 130, 15)])
    assert p.to_b(0, 80) == (100, 145)
    assert p.to_b(12, 40) == (102, 135)
    assert p.flipped().flipped() == p


# --- what the guarantee promises -----------------------------------------------------------------------------------------------


def covers(a: str, b: str, run: str) -> bool:
    return any(run in a[p.a_start : p.a_end] and run in b[p.b_start : p.b_end] for p in align(a, b, OPTIONS))


def test_a_run_is_not_lost_by_a_short_neighbour() -> None:
    letters = fresh()
    run, short = take(letters, 20), take(letters, 6)
    a, b = run + take(letters, 30) + short, run + take(letters, 30) + short
    assert covers(a, b, run)


def test_reordered_sentences_are_all_found() -> None:
    letters = fresh()
    x, y, z = (take(letters, 25) for _ in range(3))
    a, b = x + y + z, y + x + z
    assert all(covers(a, b, sentence) for sentence in (x, y, z))


@pytest.mark.parametrize("n", [16, 17])
def test_a_run_of_sixteen_letters_is_particular(n: int) -> None:
    letters = fresh()
    run = take(letters, n)
    assert covers(take(letters, 30) + run, run + take(letters, 30), run)


# --- long chains ----------------------------------------------------------------------------------------------------------------


def test_a_sentence_that_both_texts_repeat_often_is_found() -> None:
    sentence = "".join(chr(0x4E00 + 7 * i) for i in range(30))
    a = "".join(sentence + chr(0x6000 + i) * 40 for i in range(9))
    b = "".join(sentence + chr(0x7000 + i) * 40 for i in range(9))
    assert len(align(a, b, Options())) >= 1


def test_a_thin_chain_of_any_length_is_cut_without_recursion() -> None:
    a = "".join("".join(chr(0x4E00 + 6 * i + j) for j in range(6)) + chr(0x3400) * 14 for i in range(1500))
    b = "".join("".join(chr(0x4E00 + 6 * i + j) for j in range(6)) + chr(0x3401) * 14 for i in range(1500))
    assert align(a, b, Options()) == []


def test_a_stretch_between_two_runs_stands_against_nothing() -> None:
    p = Passage.of([Run(0, 0, 20), Run(40, 40, 20)])
    start, end = p.to_b(22, 38)
    assert start == end
