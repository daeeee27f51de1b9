"""Alignment of two plans: the passages that they share, found from common short runs, chained and joined across small edits."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from jiaoyan_nlp.reuse.shingles import shingles
from jiaoyan_nlp.text.spans import Span, merged

MOST_SEEDS = 64


class Run(NamedTuple):
    """The letters a[a:a+length] and b[b:b+length] are the same."""

    a: int
    b: int
    length: int


@dataclass(frozen=True, slots=True)
class Options:
    """How passages are told apart from chance; lengths in letters.

    Attributes:
        guarantee: every shared run of this length is found.
        seed: length of the common runs from which an alignment is built.
        gap: shared runs closer than this, on both sides, are one passage.
        shortest: the least number of letters in a passage.
        particular: a passage holds a run of this length, or twice `guarantee` of shared letters: below, it is the trade's
            language (in five files from five sites runs of 16 were shared by none, of 12 by three).
        density: least share of a passage's letters that are the same.
    """

    guarantee: int = 13
    seed: int = 6
    gap: int = 36
    shortest: int = 16
    particular: int = 16
    density: float = 0.5


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of plan a and one of plan b, in letters, with the runs that they share in order."""

    a_start: int
    a_end: int
    b_start: int
    b_end: int
    runs: tuple[Run, ...]

    @property
    def shared(self) -> int:
        return sum(r.length for r in self.runs)

    def flipped(self) -> Passage:
        return Passage(self.b_start, self.b_end, self.a_start, self.a_end, tuple(Run(r.b, r.a, r.length) for r in self.runs))

    def to_b(self, start: int, end: int) -> tuple[int, int]:
        """The stretch of b that stands against a[start:end], from the first shared letter in it to the last; empty if none is."""
        inside = [(max(r.a, start), min(r.a + r.length, end), r.b - r.a) for r in self.runs if r.a < end and r.a + r.length > start]
        if not inside:
            return self.b_start, self.b_start
        first, last = inside[0], inside[-1]
        return first[0] + first[2], last[1] + last[2]


def align(a: str, b: str, options: Options) -> list[Passage]:
    """The passages that two texts share, in the order of a. A passage of a can stand at several places of b."""
    runs = _runs(a, b, options.seed)
    chains = _chains(runs, options.gap)
    found = [p for chain in chains for p in _passages(chain, options)]
    return _apart(found)


def _runs(a: str, b: str, k: int) -> list[Run]:
    """Maximal common runs of at least k letters, from common shingles; a shingle that is frequent in both is left to its neighbours."""
    ha, hb = shingles(a, k), shingles(b, k)
    oa, ob = np.argsort(ha, kind="stable"), np.argsort(hb, kind="stable")
    common = np.intersect1d(ha, hb)
    if not len(common):
        return []
    la, ra = np.searchsorted(ha, common, sorter=oa), np.searchsorted(ha, common, side="right", sorter=oa)
    lb, rb = np.searchsorted(hb, common, sorter=ob), np.searchsorted(hb, common, side="right", sorter=ob)
    seeds: set[tuple[int, int]] = set()
    for i in range(len(common)):
        places_a, places_b = oa[la[i] : ra[i]].tolist(), ob[lb[i] : rb[i]].tolist()
        if len(places_a) * len(places_b) > MOST_SEEDS:  # a frequent shingle: its places in order, first with first
            seeds.update((pb - pa, pa) for pa, pb in zip(places_a, places_b, strict=False))
            continue
        for pa in places_a:
            seeds.update((pb - pa, pa) for pb in places_b)
    return _joined(a, b, sorted(seeds), k)


def _joined(a: str, b: str, seeds: list[tuple[int, int]], k: int) -> list[Run]:
    """Seeds on one diagonal that touch are one run, stretched as far as the letters agree."""
    out: list[Run] = []
    diagonal, end = None, -1
    for shift, start in seeds:
        if shift == diagonal and start + k <= end:
            continue
        if a[start : start + k] != b[start + shift : start + shift + k]:
            continue  # two runs with one hash
        first, last = start, start + k
        while first > 0 and first + shift > 0 and a[first - 1] == b[first + shift - 1]:
            first -= 1
        while last < len(a) and last + shift < len(b) and a[last] == b[last + shift]:
            last += 1
        if not (shift == diagonal and first < end):
            out.append(Run(first, first + shift, last - first))
        diagonal, end = shift, last
    return sorted(out)


def _chains(runs: list[Run], gap: int) -> list[list[Run]]:
    """Runs that follow one another on both sides within the gap, in the order of a; each joins the chain that it is most in step with."""
    chains: list[list[Run]] = []
    for run in runs:
        best = None
        for chain in reversed(chains[-40:]):
            last = chain[-1]
            da, db = run.a - (last.a + last.length), run.b - (last.b + last.length)
            if -4 <= da <= gap and -4 <= db <= gap:
                cost = abs(da - db) + max(da, db)
                if best is None or cost < best[0]:
                    best = (cost, chain, max(0, -min(da, db)))
        if best is None:
            chains.append([run])
            continue
        cut = best[2]
        if run.length > cut:
            best[1].append(Run(run.a + cut, run.b + cut, run.length - cut))
            chains.remove(best[1])
            chains.append(best[1])
    return chains


def _passages(chain: list[Run], options: Options) -> list[Passage]:
    """The passages that a chain holds: the whole of it if it is dense enough, else what its parts hold.

    A chain is cut at its widest gap, so that a long run never goes down with the thin stretch behind it.
    """
    out = []
    todo = [chain]
    while todo:
        part = todo.pop()
        first, last = part[0], part[-1]
        made = Passage(first.a, last.a + last.length, first.b, last.b + last.length, tuple(part))
        length = max(made.a_end - made.a_start, made.b_end - made.b_start)
        if made.shared < options.density * length and len(part) > 1:
            middle = len(part) / 2
            cut = max(range(1, len(part)), key=lambda i: (part[i].a - part[i - 1].a - part[i - 1].length, -abs(i - middle)))
            todo += [part[cut:], part[:cut]]
            continue
        longest = max(r.length for r in part)
        particular = longest >= options.particular or (longest >= options.guarantee - 3 and made.shared >= 2 * options.guarantee)
        if length >= options.shortest and particular:
            out.append(made)
    return out


def _apart(found: list[Passage]) -> list[Passage]:
    """Of passages that claim the same letters the one that shares most stays; passages set into one another both stay."""
    kept: list[Passage] = []
    a_taken: list[Span] = []
    b_taken: list[Span] = []
    for each in sorted(found, key=lambda p: (-p.shared, p.a_start, p.b_start)):
        a_runs = [(r.a, r.a + r.length) for r in each.runs]
        b_runs = [(r.b, r.b + r.length) for r in each.runs]
        if max(_common(a_runs, a_taken), _common(b_runs, b_taken)) > 0.5 * each.shared:
            continue
        kept.append(each)
        a_taken, b_taken = merged([*a_taken, *a_runs]), merged([*b_taken, *b_runs])
    return sorted(kept, key=lambda p: (p.a_start, p.b_start))


def _common(spans: list[tuple[int, int]], taken: Sequence[tuple[int, int]]) -> int:
    """Letters of the spans that are taken; `taken` is sorted and has no overlaps."""
    total = 0
    for start, end in spans:
        at = max(0, bisect_right(taken, (start, start)) - 1)
        while at < len(taken) and taken[at][0] < end:
            total += max(0, min(end, taken[at][1]) - max(start, taken[at][0]))
            at += 1
    return total
