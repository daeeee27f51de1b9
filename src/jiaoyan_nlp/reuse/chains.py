"""Chains: shared runs that follow one another in step on both sides, made into passages.

A chain is brought into one order, its holes and ends are aligned letter by letter, and it is cut where nothing is shared.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import Levenshtein

from jiaoyan_nlp.reuse.links import Places, Runs

IN_STEP = 80
"""Two runs may lie this far apart if they are about as far apart on the other side: what lies between was edited."""
_DRIFT = 8
_AHEAD = 8
_OVERLAP = 6
_SIGHT = 60
_NEAR = 13
_STEP = 5
_DENSE = 0.6
_LEAST_BLOCK = 2
_EDIT = 0.6
_DROP = 12.0


class Run(NamedTuple):
    """The letters a[a:a+length] and b[b:b+length] are the same, or are when words that are exchanged are folded."""

    a: int
    b: int
    length: int


@dataclass(frozen=True, slots=True)
class Options:
    """How passages are told apart from chance; lengths in letters.

    Attributes:
        min_run: every shared run of this length is found.
        gap: parts of a passage lie no farther apart than this, on both sides.
        shortest: least length of a passage.
        particular: a passage holds a run of this length in one paragraph, or twice `min_run` of shared letters around a run that
            is nearly so long, or three times: below, it is the trade's language (in five files from five sites runs of 16 were
            shared by none, of 12 by three).
        density: least share of a passage's letters that are the same.
        over_paragraphs: whether a run that goes on over the end of a paragraph counts as one.
    """

    min_run: int = 13
    gap: int = 36
    shortest: int = 16
    particular: int = 16
    density: float = 0.5
    over_paragraphs: bool = False

    @classmethod
    def for_runs_of(cls, t: int) -> Options:
        """Every shared run of t letters is a passage.

        But for those of which a part stands aside in a plan that holds them (`Ink.aside`), or stands twice in one of the plans.
        """
        return cls(min_run=t, shortest=t, particular=t, over_paragraphs=True)


class Passage(NamedTuple):
    """A stretch of text a and one of text b, in letters.

    Attributes:
        runs: the runs that they share, in the order of a.
        shared: the letters of these.
    """

    a_start: int
    a_end: int
    b_start: int
    b_end: int
    runs: tuple[Run, ...]
    shared: int

    @classmethod
    def of(cls, runs: Iterable[Run]) -> Passage:
        """The passage around some runs."""
        held = tuple(sorted(runs))
        b, b_ends = [r[1] for r in held], [r[1] + r[2] for r in held]
        return cls(held[0][0], max([r[0] + r[2] for r in held]), min(b), max(b_ends), held, sum([r[2] for r in held]))

    @property
    def length(self) -> int:
        """Letters of the longer side."""
        return max(self.a_end - self.a_start, self.b_end - self.b_start)

    def flipped(self) -> Passage:
        return Passage.of([Run(r.b, r.a, r.length) for r in self.runs])

    def to_b(self, start: int, end: int) -> tuple[int, int]:
        """The stretch of b that stands against a[start:end], from the first shared letter in it to the last; empty if none is."""
        inside = [(max(r.a, start) + r.b - r.a, min(r.a + r.length, end) + r.b - r.a) for r in self.runs if r.a < end and r.a + r.length > start]
        if not inside:
            return self.b_start, self.b_start
        return min(s for s, _ in inside), max(e for _, e in inside)


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
        near = (np.minimum(da, db) >= -_OVERLAP) & ((far <= gap) | ((far <= IN_STEP) & (np.abs(da - db) <= _DRIFT)))
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


def passages_of(a: str, b: str, chain: Sequence[Run], options: Options) -> list[Passage]:
    """The passages of a chain of runs between two texts; none where it is too short or too thin."""
    out: list[Passage] = []
    for part in _in_order(sorted(chain)):
        out += _dense(_filled(a, b, _stretched(a, b, part)), options)
    return out


def _in_order(chain: list[Run]) -> Iterator[list[Run]]:
    """The chain as parts that run forwards on both sides: the heaviest first, then what is left."""
    while chain:
        best = _heaviest(chain)
        yield _apart(best)
        taken = set(best)
        chain = [run for run in chain if run not in taken]


def _heaviest(chain: list[Run]) -> list[Run]:
    """The runs in order on both sides that hold the most letters."""
    if all(p.b + p.length - q.b <= _OVERLAP and p.a + p.length - q.a <= _OVERLAP and p.b < q.b for p, q in pairwise(chain)):
        return chain
    weights, before = [run.length for run in chain], [-1] * len(chain)
    for j, q in enumerate(chain):
        for i in range(max(0, j - 60), j):
            p = chain[i]
            if p.a < q.a and p.b < q.b and p.a + p.length - q.a <= _OVERLAP and p.b + p.length - q.b <= _OVERLAP and weights[i] + q.length > weights[j]:
                weights[j], before[j] = weights[i] + q.length, i
    at, out = max(range(len(chain)), key=lambda i: (weights[i], -i)), []
    while at >= 0:
        out.append(chain[at])
        at = before[at]
    return out[::-1]


def _apart(chain: Sequence[Run]) -> list[Run]:
    """Runs that do not overlap: of two that do the longer stays whole."""
    out: list[Run] = []
    for run in chain:
        while out and (cut := max(out[-1].a + out[-1].length - run.a, out[-1].b + out[-1].length - run.b)) > 0:
            last = out[-1]
            if last.length >= run.length:
                run = Run(run.a + cut, run.b + cut, run.length - cut)
                break
            out.pop()
            if last.length > cut:
                out.append(last._replace(length=last.length - cut))
        if run.length > 0:
            out.append(run)
    return out


def _stretched(a: str, b: str, part: list[Run]) -> list[Run]:
    """The runs with those beyond the first and the last of them that edits part from them."""
    last, first = part[-1], part[0]
    ahead = _reach(a, b, last.a + last.length, last.b + last.length)
    back = _reach(a[: first.a][::-1], b[: first.b][::-1], 0, 0) if first.a and first.b else []
    before = [Run(first.a - r.a - r.length, first.b - r.b - r.length, r.length) for r in reversed(back)]
    return [*before, *part, *ahead]


def _reach(a: str, b: str, i: int, j: int) -> list[Run]:
    """Runs from a[i:] and b[j:] on, as far as more is shared than edited (in the manner of an x-drop extension)."""
    out: list[Run] = []
    while True:
        x, y = a[i : i + _SIGHT], b[j : j + _SIGHT]
        if not any(x[n : n + 3] in y[:16] for n in range(10)):
            return out
        found = _best_start(x, y)
        if not found:
            return out
        out += [Run(i + r.a, j + r.b, r.length) for r in found]
        i, j = out[-1].a + out[-1].length, out[-1].b + out[-1].length


def _best_start(x: str, y: str) -> list[Run]:
    score = best = 0.0
    runs: list[Run] = []
    kept = 0
    for op in Levenshtein.opcodes(x, y):
        length = op.src_end - op.src_start
        if op.tag != "equal":
            score -= _EDIT * max(length, op.dest_end - op.dest_start)
        elif length >= _LEAST_BLOCK:
            runs.append(Run(op.src_start, op.dest_start, length))
            score += length
            if score > best:
                best, kept = score, len(runs)
        if score < best - _DROP:
            break
    return runs[:kept]


def _filled(a: str, b: str, part: list[Run]) -> list[Run]:
    """The runs with those in the holes between them."""
    out = part[:1]
    for p, q in pairwise(part):
        i, j = p.a + p.length, p.b + p.length
        if i < q.a and j < q.b and (q.a - i > 1 or q.b - j > 1):
            found = Levenshtein.opcodes(a[i : q.a], b[j : q.b])
            out += [Run(i + o.src_start, j + o.dest_start, n) for o in found if o.tag == "equal" and (n := o.src_end - o.src_start) >= _LEAST_BLOCK]
        out.append(q)
    return out


def _dense(part: list[Run], options: Options) -> Iterator[Passage]:
    """The passages that runs in order hold: all of them if they are dense enough, else what their parts hold.

    They are cut at the widest hole, so that a long run never goes down with the thin stretch behind it.
    """
    todo = [part]
    while todo:
        held = todo.pop()
        made = Passage.of(held)
        holes = [max(q.a - p.a - p.length, q.b - p.b - p.length) for p, q in pairwise(held)]
        if holes and (made.shared < options.density * made.length or max(holes) > options.gap):
            middle = len(held) / 2
            cut = max(range(len(holes)), key=lambda i: (holes[i], -abs(i + 1 - middle))) + 1
            todo += [held[cut:], held[:cut]]
        elif made.length >= options.shortest:
            yield made
