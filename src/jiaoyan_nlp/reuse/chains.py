"""Chains: shared runs that follow one another in step on both sides, and which of them are worth aligning.

All chains of a district are worked on at once, as arrays.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from jiaoyan_nlp.reuse.links import Places, Runs
from jiaoyan_nlp.reuse.passages import OVERLAP, Options

IN_STEP = 80
"""Two runs may lie this far apart if they are about as far apart on the other side: what lies between was edited."""
_DRIFT = 8
"""How much farther apart on one side such runs may be."""
_AHEAD = 8
"""Runs behind a run that are asked whether they go on with it; those between are other copies of the same letters."""
_NEAR = 13
"""Letters at the end of a lone run in which a copy shows that it goes on."""
_STEP = 5
"""How far the two sides may be out of step there."""
_DENSE = 0.6
"""Share of a stretch's letters that are the same where a centre may speak for others."""


@dataclass(frozen=True, slots=True, eq=False)
class Chains:
    """Runs in chains, the rows of a chain together; of each chain its first row (`edges`), its texts, its bounds and its longest run."""

    runs: Runs
    edges: Places
    centre: Places
    member: Places
    a_start: Places
    a_end: Places
    b_start: Places
    b_end: Places
    longest: Places

    @classmethod
    def of(cls, runs: Runs, gap: int) -> Chains:
        """Each run in the chain of the runs that are near it on both sides."""
        chain = _connected(runs, gap)
        order = np.argsort(chain, kind="stable")
        runs, edges = runs.only(order), np.flatnonzero(np.diff(chain[order], prepend=-1))
        least, most = np.minimum.reduceat, np.maximum.reduceat
        return cls(
            runs, edges, runs.centre[edges], runs.member[edges], least(runs.a, edges), most(runs.a + runs.length, edges),
            least(runs.b, edges), most(runs.b + runs.length, edges), most(runs.length, edges),
        )  # fmt: skip

    def only(self, wanted: NDArray[np.bool_]) -> Chains:
        """Some of the chains."""
        sizes = np.diff(self.edges, append=len(self.runs))
        edges = np.cumsum(sizes[wanted]) - sizes[wanted]
        rest = (self.centre, self.member, self.a_start, self.a_end, self.b_start, self.b_end, self.longest)
        return Chains(self.runs.only(np.repeat(wanted, sizes)), edges, *(each[wanted] for each in rest))


def _connected(runs: Runs, gap: int) -> Places:
    """The number of each run's chain."""
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    links = [np.empty((2, 0), np.int64)]
    for ahead in range(1, min(_AHEAD, len(runs) - 1) + 1):
        i, j = np.arange(len(runs) - ahead), np.arange(ahead, len(runs))
        da, db = runs.a[j] - runs.a[i] - runs.length[i], runs.b[j] - runs.b[i] - runs.length[i]
        far = np.maximum(da, db)
        near = (np.minimum(da, db) >= -OVERLAP) & ((far <= gap) | ((far <= IN_STEP) & (np.abs(da - db) <= _DRIFT)))
        near &= (runs.centre[i] == runs.centre[j]) & (runs.member[i] == runs.member[j])
        links.append(np.stack((i[near], j[near])))
    i, j = np.concatenate(links, axis=1)
    graph = coo_array((np.ones(len(i), bool), (i, j)), shape=(len(runs), len(runs)))
    found: Places = connected_components(graph, directed=False)[1]
    return found


def needed(chains: Chains, letters: int, options: Options) -> NDArray[np.bool_]:
    """Which chains tell something that others do not.

    Where a centre was edited, the plans that kept the letters there are linked to another. Such a chain is left out if its two
    texts both stand, at the same place, in dense boxes of one centre that more is linked to: what it fills there is a hole. A run
    that alone makes a passage is left out only if what both share in these boxes makes one, and if no other plan holds it.
    """
    boxes = _boxes(chains, options.gap)
    weight = np.bincount(chains.runs.centre, weights=chains.runs.length)
    held = np.full(letters, -1, dtype=np.int32)
    starts, ends = boxes.b_start.tolist(), boxes.b_end.tolist()
    for box in np.lexsort((boxes.centre, weight[boxes.centre])).tolist():  # the best last, painted over the others
        held[starts[box] : ends[box]] = box
    a_mid, b_mid = (chains.a_start + chains.a_end) // 2, (chains.b_start + chains.b_end) // 2
    of_a, of_b = held[a_mid], held[b_mid]
    inside = (of_a >= 0) & (of_b >= 0)
    inside[inside] = boxes.centre[of_a[inside]] == boxes.centre[of_b[inside]]
    inside &= chains.centre != np.where(of_b >= 0, boxes.centre[of_b] if len(boxes.centre) else -1, -1)
    for place, by in ((chains.b_start, of_b), (chains.b_end - 1, of_b), (chains.a_start, of_a), (chains.a_end - 1, of_a)):
        inside &= held[place] == by
    told: NDArray[np.bool_] = ~inside
    rows = np.flatnonzero(inside)
    x, y = boxes.only(of_a[rows]), boxes.only(of_b[rows])
    is_apart = np.abs(x.a_start + a_mid[rows] - x.b_start - (y.a_start + b_mid[rows] - y.b_start)) > IN_STEP
    common = x.shared + y.shared - (np.maximum(x.a_end, y.a_end) - np.minimum(x.a_start, y.a_start))  # at least so many letters
    told[rows] = is_apart | ((chains.longest[rows] >= options.particular) & (common < 3 * options.min_run))
    told[rows] |= _share_places(chains, rows, np.flatnonzero(told), options.particular)
    return told


def _share_places(chains: Chains, rows: Places, others: Places, least: int) -> NDArray[np.bool_]:
    """Which rows hold a run of `least` letters, so many of which stand in one of the other rows at the same place of the centre."""
    others = others[chains.a_end[others] - chains.a_start[others] >= least]
    begun = np.searchsorted(np.sort(chains.a_start[others]), chains.a_end[rows] - least, side="right")
    ended = np.searchsorted(np.sort(chains.a_end[others]), chains.a_start[rows] + least)
    told: NDArray[np.bool_] = (begun > ended) & (chains.longest[rows] >= least)
    return told


class _Boxes(NamedTuple):
    """Parts of chains without a hole wider than a gap, in which most letters are the same."""

    centre: Places
    a_start: Places
    a_end: Places
    b_start: Places
    b_end: Places
    shared: Places

    def only(self, rows: Places) -> _Boxes:
        return _Boxes(*(each[rows] for each in self))


def _boxes(chains: Chains, gap: int) -> _Boxes:
    runs = chains.runs
    a_ends, b_ends = runs.a + runs.length, runs.b + runs.length
    begins = np.ones(len(runs), bool)
    begins[1:] = (runs.a[1:] - a_ends[:-1] > gap) | (runs.b[1:] - b_ends[:-1] > gap) | (runs.a[1:] < runs.a[:-1])
    begins[chains.edges] = True
    firsts = np.flatnonzero(begins)
    start, end, shared = runs.b[firsts], np.maximum.reduceat(b_ends, firsts), np.add.reduceat(runs.length, firsts)
    dense = (shared >= _DENSE * (end - start)) & (shared >= 2 * _NEAR)
    held = _Boxes(runs.centre[firsts], runs.a[firsts], np.maximum.reduceat(a_ends, firsts), start, end, shared)
    return held.only(np.flatnonzero(dense))


def promising(chains: Chains, codes: NDArray[np.uint32], shortest: int) -> NDArray[np.bool_]:
    """Which chains can be passages: not a single short run near whose ends no three letters stand on both sides."""
    single = np.diff(chains.edges, append=len(chains.runs)) == 1
    rows = np.flatnonzero(single & (chains.longest < shortest))
    out = np.ones(len(single), bool)
    for part in np.array_split(rows, max(1, len(rows) >> 16)):
        ahead = _share_three(codes, chains.a_end[part], chains.b_end[part])
        out[part] = ahead | _share_three(codes, chains.a_start[part] - _NEAR, chains.b_start[part] - _NEAR)
    return out


def _share_three(codes: NDArray[np.uint32], a: Places, b: Places) -> NDArray[np.bool_]:
    """Whether the letters from a and from b on, `_NEAR` each, share three that follow one another, in step within `_STEP`."""
    x, y = _threes(codes, a), _threes(codes, b)
    out = np.zeros(len(a), bool)
    for drift in range(-_STEP, _STEP + 1):
        out |= (x[max(0, drift) : len(x) + min(0, drift)] == y[max(0, -drift) : len(y) - max(0, drift)]).any(axis=0)
    return out


def _threes(codes: NDArray[np.uint32], at: Places) -> NDArray[np.uint64]:
    """Each three letters of the `_NEAR` from each place on, as a number: shape (`_NEAR` - 2, places)."""
    letters = np.stack([codes[(at + step).clip(0, len(codes) - 1)] for step in range(_NEAR)]).astype(np.uint64)
    return (letters[:-2] << np.uint64(42)) | (letters[1:-1] << np.uint64(21)) | letters[2:]
