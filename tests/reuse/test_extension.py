"""Chains: what a chain of runs holds, passages that are dense and real, chains that others tell."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiaoyan_nlp.reuse.extension import passages_of
from jiaoyan_nlp.reuse.passages import Options, Passage, Run


def fresh(n: int, at: int) -> str:
    return "".join(chr(0x4E00 + at + i) for i in range(n))


def shared_runs(a: str, b: str, least: int) -> list[Run]:
    """Brute force: the runs of `least` letters and more that cannot go on."""
    out = []
    for i in range(len(a)):
        for j in range(len(b)):
            if a[i] == b[j] and (not i or not j or a[i - 1] != b[j - 1]):
                n = 0
                while i + n < len(a) and j + n < len(b) and a[i + n] == b[j + n]:
                    n += 1
                if n >= least:
                    out.append(Run(i, j, n))
    return out


OPTIONS = Options(min_run=4, gap=8, shortest=5, particular=5, density=0.5)
TEXTS = st.text("甲丙戊庚壬", max_size=40)


@given(TEXTS, TEXTS, TEXTS)
def test_passages_are_dense_long_and_of_equal_letters(a: str, b: str, common: str) -> None:
    x, y = a + common + b, b + common + a
    runs = shared_runs(x, y, 4)
    for p in passages_of(x, y, runs, OPTIONS) if runs else []:
        assert p.length >= OPTIONS.shortest and p.shared >= OPTIONS.density * p.length
        assert all(x[r.a : r.a + r.length] == y[r.b : r.b + r.length] for r in p.runs)
        ends = [(r.a + r.length, r.b + r.length) for r in p.runs]
        starts = [(r.a, r.b) for r in p.runs[1:]]
        assert all(e[0] <= s[0] <= e[0] + OPTIONS.gap and e[1] <= s[1] <= e[1] + OPTIONS.gap for e, s in zip(ends, starts, strict=False))


@given(TEXTS, TEXTS, st.integers(6, 30))
def test_the_longest_run_is_never_lost(a: str, b: str, n: int) -> None:
    """Letters of its own between any others."""
    run = fresh(n, 0x100)
    x, y = a + run + b, b + run + a
    held = [p for p in passages_of(x, y, shared_runs(x, y, 4), OPTIONS) if run in x[p.a_start : p.a_end] and run in y[p.b_start : p.b_end]]
    assert held  # a chain of the same letters in other places may hold it too: `alignment.whole` keeps one


OVERLAPS = [
    ("the longer run behind stays whole", [Run(0, 0, 5), Run(5, 1, 8)], "ABCDEBCDEFGHI", "ABCDEFGHI", Run(5, 1, 8)),
    ("the longer run before stays whole", [Run(0, 0, 9), Run(9, 7, 4)], "ABCDEFGHIHIJK", "ABCDEFGHIJK", Run(0, 0, 9)),
]


@pytest.mark.parametrize(("runs", "a", "b", "stays"), [case[1:] for case in OVERLAPS], ids=[case[0] for case in OVERLAPS])
def test_of_two_runs_that_overlap(runs: list[Run], a: str, b: str, stays: Run) -> None:
    [p] = passages_of(a, b, runs, Options.for_runs_of(8))
    assert stays in p.runs
    assert sum(r.length for r in p.runs) <= len(b)


def test_letters_that_edits_part_from_a_chain_join_it() -> None:
    parts = [fresh(n, 100 * at) for at, n in enumerate((12, 20, 9, 7))]
    a, b = "甲".join(parts), "乙丙".join(parts)
    [p] = passages_of(a, b, [Run(13, 14, 20)], Options())
    assert (p.a_start, p.a_end, p.b_start, p.b_end) == (0, len(a), 0, len(b)) and p.shared == 48


def test_a_long_run_does_not_go_down_with_a_thin_stretch() -> None:
    run = fresh(20, 0)
    shorts = [fresh(5, 1_000 + 10 * n) for n in range(6)]
    a = run + "".join(fresh(25, 2_000 + 30 * n) + short for n, short in enumerate(shorts))
    b = run + "".join(fresh(25, 3_000 + 30 * n) + short for n, short in enumerate(shorts))
    [p] = passages_of(a, b, [Run(0, 0, 20), *(Run(45 + 30 * n, 45 + 30 * n, 5) for n in range(6))], Options())
    assert (p.a_start, p.a_end) == (0, 20)


@pytest.mark.parametrize("t", range(8, 17))
def test_options_for_runs_of_t_letters(t: int) -> None:
    options = Options.for_runs_of(t)
    assert options.min_run == options.shortest == options.particular == t and options.over_paragraphs


RUNS = st.lists(st.builds(Run, st.integers(0, 50), st.integers(0, 50), st.integers(1, 20)), min_size=1, max_size=6)


@given(RUNS)
def test_a_passage_is_the_bounds_of_its_runs_and_flips(runs: list[Run]) -> None:
    p = Passage.of(runs)
    assert (p.a_start, p.b_start) == (min(r.a for r in runs), min(r.b for r in runs))
    assert (p.a_end, p.b_end) == (max(r.a + r.length for r in runs), max(r.b + r.length for r in runs))
    assert p.length == max(p.a_end - p.a_start, p.b_end - p.b_start) and p.shared == sum(r.length for r in runs)
    assert Passage.of(reversed(runs)) == p == p.flipped().flipped()
    assert (p.flipped().a_start, p.flipped().a_end) == (p.b_start, p.b_end)
