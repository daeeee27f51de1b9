"""Pairs: which passages each two plans share, told through the centres that both are aligned with."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from jiaoyan_nlp.reuse.alignment import Aligned
from jiaoyan_nlp.reuse.edits import edits, kind_of_copy, similarity
from jiaoyan_nlp.reuse.families import Family, scope_of
from jiaoyan_nlp.reuse.ink import Ink
from jiaoyan_nlp.reuse.joining import whole
from jiaoyan_nlp.reuse.passages import Options, Passage, Run
from jiaoyan_nlp.text.spans import Span


@dataclass(frozen=True, slots=True)
class Pair:
    """Two copies of one passage in two plans, given by their places in the list of inks."""

    a: int
    b: int
    a_span: Span
    b_span: Span
    kind: str
    scope: str
    similarity: float
    family: str


def find_pairs(inks: Sequence[Ink], found: Aligned, families: Sequence[Family], options: Options | None = None) -> Iterator[Pair]:
    """Every two plans that share passages, with the passages, each pair of passages once, in the order of files and plans.

    Two plans that are aligned with one centre share what both share with it at the same place. `families` give the names.
    """
    options = options or Options()
    names = _names(families)
    order = sorted(range(len(inks)), key=lambda i: (inks[i].file, inks[i].plan))
    place = {plan: i for i, plan in enumerate(order)}
    stars = {centre: _Star.of(centre, inks[centre], copies) for centre, copies in _copies(found).items()}
    stands_in = _stands_in(stars)
    for a in order:
        shared: dict[int, list[Passage]] = defaultdict(list)
        for centre, p in stands_in.get(a, []):
            for b, q in stars[centre].over(p):
                if place[b] > place[a] and (made := _through(p, q, inks[a].text, inks[b].text, options.shortest)):
                    shared[b].append(made)
        for b in sorted(shared, key=place.__getitem__):
            for p in whole(shared[b], inks[a], inks[b], options):
                yield _pair(inks, a, b, p, names)


@dataclass(frozen=True, slots=True)
class _Star:
    """A centre's copies, itself among them: plans and passages (text a is the centre), with the bounds of these in the centre."""

    copies: list[tuple[int, Passage]]
    starts: NDArray[np.int64]
    ends: NDArray[np.int64]

    @classmethod
    def of(cls, centre: int, ink: Ink, copies: list[tuple[int, Passage]]) -> _Star:
        held = [(centre, Passage.of([Run(0, 0, len(ink.text))])), *copies]
        return cls(held, np.array([p.a_start for _, p in held]), np.array([p.a_end for _, p in held]))

    def over(self, p: Passage) -> Iterator[tuple[int, Passage]]:
        """The copies that stand over the same letters of the centre as p."""
        for row in np.flatnonzero((self.starts < p.a_end) & (self.ends > p.a_start)).tolist():
            yield self.copies[row]


def _copies(found: Aligned) -> dict[int, list[tuple[int, Passage]]]:
    out: dict[int, list[tuple[int, Passage]]] = defaultdict(list)
    for (centre, member), passages in found.items():
        out[centre] += [(member, p) for p in passages]
    return out


def _stands_in(stars: dict[int, _Star]) -> dict[int, list[tuple[int, Passage]]]:
    """Of each plan the centres that it is aligned with and the passages."""
    out: dict[int, list[tuple[int, Passage]]] = defaultdict(list)
    for centre, star in stars.items():
        for plan, p in star.copies:
            out[plan].append((centre, p))
    return out


def _through(p: Passage, q: Passage, a: str, b: str, shortest: int) -> Passage | None:
    """What two copies share with the centre at the same place, as a passage of the two plans with letters a and b."""
    runs, i, j = [], 0, 0
    while i < len(p.runs) and j < len(q.runs):
        x, y = p.runs[i], q.runs[j]
        low, high = max(x.a, y.a), min(x.a + x.length, y.a + y.length)
        if low < high:
            runs.append(Run(low + x.b - x.a, low + y.b - y.a, high - low))
        if x.a + x.length <= y.a + y.length:
            i += 1
        else:
            j += 1
    if not runs:
        return None
    made = Passage.of(_stretched(runs, a, b, shortest))
    return made if made.length >= shortest else None


class Change(NamedTuple):
    """One difference between two copies: its kind (see `edits.Edit`) and the letters of each."""

    kind: str
    a: str
    b: str


class Compared(NamedTuple):
    """Two copies as spans of their sources, how they differ, and how much they have in common."""

    a_span: Span
    b_span: Span
    kind: str
    similarity: float
    edits: tuple[Change, ...]


def pair_of(a: Ink, b: Ink, p: Passage) -> Compared:
    """What a passage of two plans says."""
    ta, tb = a.text[p.a_start : p.a_end], b.text[p.b_start : p.b_end]
    changes = edits(ta, tb)
    kind = kind_of_copy(ta, tb, changes, is_reordered=any(q.b > r.b for q, r in pairwise(p.runs)))
    told = tuple(Change(e.kind, ta[e.a_start : e.a_end], tb[e.b_start : e.b_end]) for e in changes)
    return Compared(a.span(p.a_start, p.a_end), b.span(p.b_start, p.b_end), kind, round(similarity(ta, tb), 4), told)


def _stretched(runs: Sequence[Run], a: str, b: str, most: int) -> Iterator[Run]:
    """The runs as far, up to `most` letters, as a and b go on alike where the centre does not."""
    low = 0, 0
    for run, (a_high, b_high) in zip(runs, [*((r.a, r.b) for r in runs[1:]), (len(a), len(b))], strict=True):
        x, y, length = run
        least = x - most
        while x > max(low[0], least) and y > low[1] and a[x - 1] == b[y - 1]:
            x, y, length = x - 1, y - 1, length + 1
        longest = length + most
        while length < longest and x + length < a_high and y + length < b_high and a[x + length] == b[y + length]:
            length += 1
        yield Run(x, y, length)
        low = x + length, y + length


def _pair(inks: Sequence[Ink], a: int, b: int, p: Passage, names: Names) -> Pair:
    told = pair_of(inks[a], inks[b], p)
    return Pair(a, b, told.a_span, told.b_span, told.kind, scope_of(inks[a], inks[b]), told.similarity, _name_of(names, a, b, p))


Names = dict[int, list[tuple[str, int, int]]]


def _names(families: Sequence[Family]) -> Names:
    """The families that stand in each plan, with the places of their members in letters."""
    out: Names = defaultdict(list)
    for family in families:
        for m in family.members:
            out[m.plan].append((family.family_id, m.start, m.end))
    return out


def _name_of(names: Names, a: int, b: int, p: Passage) -> str:
    """The family that holds most of both passages; empty where none holds both."""
    of_a = {name: n for name, start, end in names.get(a, []) if (n := min(end, p.a_end) - max(start, p.a_start)) > 0}
    both = {name: of_a[name] + n for name, start, end in names.get(b, []) if name in of_a and (n := min(end, p.b_end) - max(start, p.b_start)) > 0}
    return max(both, key=lambda name: (both[name], name), default="")
