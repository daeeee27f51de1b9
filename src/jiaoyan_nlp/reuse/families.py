"""Families: passages that stand in several plans, each as one exemplar with every member aligned to it.

Grouped, not paired: plans are aligned with the centres that they are linked to (`links`), so the work is linear in the members
of a family, and a template in most of a district's schools costs no more than its copies. Members are joined to an exemplar by a
verified alignment, never through another member.
"""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np

from jiaoyan_nlp.reuse.alignment import Aligned, aligned
from jiaoyan_nlp.reuse.edits import KINDS, Edit, edits, kind_of_copy, similarity
from jiaoyan_nlp.reuse.ink import Ink
from jiaoyan_nlp.reuse.passages import Options, Passage, Run
from jiaoyan_nlp.text.spans import Span

SAME_SPAN = 0.6
COVERED = 0.6
SHORTEST_COPY = 0.3
SAME_STRETCH = 0.8


@dataclass(frozen=True, slots=True)
class Member:
    """One copy of a passage.

    Attributes:
        plan: place of its plan in the list of inks.
        start, end: its stretch of the plan's letters; `span` is the same in the source.
        similarity: to the exemplar, 0 to 1.
        kind: how it stands to the exemplar (`edits.KINDS`); the exemplar is `exemplar`.
        runs: letters that it shares with the exemplar, as places in the exemplar's plan and in its own.
        edits: what differs, as places in the letters of the exemplar and of the copy.
    """

    plan: int
    start: int
    end: int
    span: Span
    similarity: float
    kind: str
    runs: tuple[Run, ...]
    edits: tuple[Edit, ...] = ()


@dataclass(frozen=True, slots=True)
class Family:
    """A passage that stands in several plans.

    Attributes:
        family_id: made from the exemplar's letters (`_id`), so that it stays when copies join.
        members: the exemplar first, then the others by file, plan and place.
        kind: the strongest change among the members.
        scope: across schools, within one school, or within one file.
    """

    family_id: str
    members: tuple[Member, ...]
    kind: str
    scope: str

    @property
    def exemplar(self) -> Member:
        return self.members[0]

    @property
    def length(self) -> int:
        """Letters of the exemplar."""
        return self.exemplar.end - self.exemplar.start


def find_families(inks: Sequence[Ink], options: Options | None = None, found: Aligned | None = None) -> list[Family]:
    """All families among the plans, those with most text in most plans first, whatever the order of `inks`.

    `found` saves aligning the plans again.
    """
    found = aligned(inks, options or Options()) if found is None else found
    by_centre: dict[int, list[tuple[int, Passage]]] = defaultdict(list)
    for (centre, member), passages in found.items():
        by_centre[centre] += [(member, p) for p in passages]
    families = [family for centre, copies in by_centre.items() for family in _families_of(inks, centre, copies)]
    return _numbered(_distinct(sorted(families, key=lambda f: (-len(f.members) * f.length, f.family_id, [(inks[m.plan].file, m.span) for m in f.members]))))


def _families_of(inks: Sequence[Ink], centre: int, copies: Sequence[tuple[int, Passage]]) -> Iterator[Family]:
    """The families whose exemplar stands in one plan."""
    for start, end, held in _stretches(copies):
        members = [Member(centre, start, end, inks[centre].span(start, end), 1.0, "exemplar", (Run(start, start, end - start),))]
        yield _family(inks, [*members, *(_member(inks, centre, m, start, end, p) for m, p in held)])


def _stretches(copies: Sequence[tuple[int, Passage]]) -> Iterator[tuple[int, int, list[tuple[int, Passage]]]]:
    """The distinct stretches of a centre that others share with it, the longest first, each with those that hold most of it."""
    starts, ends = np.array([p.a_start for _, p in copies]), np.array([p.a_end for _, p in copies])
    lengths = ends - starts
    left = np.ones(len(copies), bool)
    for row in np.lexsort((starts, -lengths)).tolist():
        if not left[row]:
            continue
        start, end = int(starts[row]), int(ends[row])
        common = (np.minimum(ends, end) - np.maximum(starts, start)).clip(min=0)
        left &= common < SAME_SPAN * np.maximum(lengths, end - start)
        held = [copies[i] for i in np.flatnonzero(common >= COVERED * (end - start)).tolist()]
        yield start, end, [(m, p) for m, p in held if _reaches(p, start, end)]


def _reaches(p: Passage, start: int, end: int) -> bool:
    low, high = p.to_b(start, end)
    return high - low >= SHORTEST_COPY * (end - start)


def _member(inks: Sequence[Ink], centre: int, plan: int, start: int, end: int, p: Passage) -> Member:
    """A copy, cut to the exemplar's stretch."""
    runs = p.runs if start <= p.a_start and p.a_end <= end else tuple(_cut(p.runs, start, end))
    low, high = min([r.b for r in runs]), max([r.b + r.length for r in runs])
    exemplar, copy = inks[centre].text[start:end], inks[plan].text[low:high]
    span = inks[plan].span(low, high)
    if exemplar == copy:
        return Member(plan, low, high, span, 1.0, "verbatim", runs)
    forwards = all(q.b <= r.b for q, r in pairwise(runs))
    anchors = [Run(r.a - start, r.b - low, r.length) for r in runs] if forwards else []
    changes = tuple(edits(exemplar, copy, anchors))
    kind = kind_of_copy(exemplar, copy, changes, is_reordered=not forwards)
    return Member(plan, low, high, span, round(similarity(exemplar, copy), 4), kind, runs, changes)


def _cut(runs: Sequence[Run], start: int, end: int) -> Iterator[Run]:
    """The parts of runs within a[start:end]."""
    for r in runs:
        low, high = max(r.a, start), min(r.a + r.length, end)
        if low < high:
            yield Run(low, low + r.b - r.a, high - low)


def _family(inks: Sequence[Ink], members: list[Member]) -> Family:
    kind = max((m.kind for m in members[1:]), key=KINDS.index)
    scopes = {scope_of(inks[members[0].plan], inks[m.plan]) for m in members[1:]}
    scope = next(s for s in ("across", "school", "file") if s in scopes)
    exemplar = members[0]
    return Family(_id(inks[exemplar.plan].text[exemplar.start : exemplar.end]), tuple(members), kind, scope)


def _id(letters: str) -> str:
    """The letter f, by which no spreadsheet takes it for a number, and eight hexadecimal digits of the SHA-256 of an exemplar's letters."""
    return f"f{hashlib.sha256(letters.encode('utf-8', 'surrogatepass')).hexdigest()[:8]}"


def _numbered(families: Iterable[Family]) -> list[Family]:
    """The families, those with the identifier of one before them told apart by a number."""
    seen = Counter[str]()
    out = []
    for family in families:
        seen[family.family_id] += 1
        again = seen[family.family_id]
        out.append(family if again == 1 else replace(family, family_id=f"{family.family_id}-{again}"))
    return out


def scope_of(a: Ink, b: Ink) -> str:
    """file: two plans of one file; school: of one school or group of schools; across: of different ones, or of schools not known."""
    if a.file == b.file:
        return "file"
    return "school" if a.owner == b.owner else "across"


def _distinct(families: Sequence[Family]) -> list[Family]:
    """Without the families that say nothing new: each of their members lies in a member of one larger family."""
    kept: list[Family] = []
    by_plan: dict[int, list[tuple[int, int, int]]] = defaultdict(list)
    for family in families:
        over: set[int] | None = None
        for m in family.members:
            least = SAME_STRETCH * (m.end - m.start)
            inside = {at for at, start, end in by_plan[m.plan] if min(end, m.end) - max(start, m.start) >= least}
            over = inside if over is None else over & inside
            if not over:
                break
        if over:
            continue
        for m in family.members:
            by_plan[m.plan].append((len(kept), m.start, m.end))
        kept.append(family)
    return kept
