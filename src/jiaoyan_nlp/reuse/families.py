"""Families: passages that stand in several plans, each as one exemplar with every member aligned to it.

Grouped, not paired: plans that share a run are linked as stars (`shingles.linked_pairs`) and aligned along the links only, so
the work is linear in the members of a family, and a template in most of a district's schools costs no more than its copies.
Members are joined to an exemplar by a verified alignment, never through another member.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from jiaoyan_nlp.reuse.alignment import Options, Passage, align
from jiaoyan_nlp.reuse.edits import kind_of_copy, similarity
from jiaoyan_nlp.reuse.ink import Ink
from jiaoyan_nlp.reuse.reworded import Reworded, reworded
from jiaoyan_nlp.reuse.shingles import all_pairs, linked_pairs
from jiaoyan_nlp.text.spans import Span

SAME_SPAN = 0.6
COVERED = 0.6
SHORTEST_COPY = 0.3
SAME_STRETCH = 0.8


@dataclass(frozen=True, slots=True)
class Member:
    """One copy: which plan (place in the list of inks), its source span, its letters, and how it stands to the exemplar."""

    plan: int
    span: Span
    letters: str
    similarity: float
    kind: str


@dataclass(frozen=True, slots=True)
class Family:
    """A passage that stands in several plans.

    Attributes:
        family_id: eight hexadecimal digits made from the exemplar's letters and members.
        members: the exemplar first, then the others in the order of the inks.
        kind: the strongest change among the members: verbatim, names, edited or spun.
        scope: across schools, within one school, or within one file.
    """

    family_id: str
    members: tuple[Member, ...]
    kind: str
    scope: str

    @property
    def exemplar(self) -> Member:
        return self.members[0]


@dataclass(frozen=True, slots=True)
class Pair:
    """Two copies of one passage in two plans."""

    a: int
    b: int
    a_span: Span
    b_span: Span
    kind: str
    scope: str
    similarity: float
    family: str


def find_families(inks: Sequence[Ink], options: Options | None = None, likely: Reworded | None = None) -> list[Family]:
    """All families among the plans, the longest with most members first. The order of `inks` decides only ties.

    `likely` saves looking for rewordings again.
    """
    options = options or Options()
    texts = [ink.text for ink in inks]
    aligned: dict[int, list[tuple[int, Passage]]] = defaultdict(list)
    for a, b in linked_pairs(texts, options.guarantee):
        aligned[a] += [(b, passage) for passage in align(texts[a], texts[b], options)]
    centres = frozenset(aligned)
    for (a, b), passages in (reworded(texts) if likely is None else likely).items():
        centre, member = (b, a) if b in centres and a not in centres else (a, b)
        turned = [p.flipped() for p in passages] if centre == b else passages
        held = [p for m, p in aligned.get(centre, []) if m == member]
        aligned[centre] += [(member, p) for p in _new(turned, held)]
    found = [family for a in sorted(aligned) for family in _families_of(inks, a, aligned[a])]
    return _distinct(sorted(found, key=lambda f: (-len(f.members) * len(f.exemplar.letters), f.family_id)))


def _distinct(families: list[Family]) -> list[Family]:
    """Without the families that say nothing new: each of their members lies in a member of one larger family."""
    kept: list[Family] = []
    by_plan: dict[int, list[tuple[int, Span]]] = defaultdict(list)
    for family in families:
        over = [{at for at, span in by_plan[m.plan] if span.overlap(m.span) >= SAME_STRETCH * m.span.length} for m in family.members]
        if set.intersection(*over):
            continue
        for m in family.members:
            by_plan[m.plan].append((len(kept), m.span))
        kept.append(family)
    return kept


def _new(found: list[Passage], held: list[Passage]) -> list[Passage]:
    """The passages that hardly overlap one that is already held."""
    return [
        p
        for p in found
        if not any(
            _overlap(p.a_start, p.a_end, h.a_start, h.a_end) > 0.3 * (p.a_end - p.a_start)
            or _overlap(p.b_start, p.b_end, h.b_start, h.b_end) > 0.3 * (p.b_end - p.b_start)
            for h in held
        )
    ]


def _families_of(inks: Sequence[Ink], a: int, aligned: list[tuple[int, Passage]]) -> Iterator[Family]:
    """The families whose exemplar stands in plan a: one for each distinct stretch that others share with it."""
    stretches: list[tuple[int, int]] = []
    for _, p in sorted(aligned, key=lambda bp: (-(bp[1].a_end - bp[1].a_start), bp[1].a_start)):
        if not any(_overlap(p.a_start, p.a_end, *s) >= SAME_SPAN * max(p.a_end - p.a_start, s[1] - s[0]) for s in stretches):
            stretches.append((p.a_start, p.a_end))
    for start, end in stretches:
        letters = inks[a].text[start:end]
        members = [Member(a, inks[a].span(start, end), letters, 1.0, "exemplar")]
        for b, p in sorted(aligned, key=lambda bp: (bp[0], bp[1].b_start)):
            at = p.to_b(start, end)
            if _overlap(p.a_start, p.a_end, start, end) >= COVERED * (end - start) and at[1] - at[0] >= SHORTEST_COPY * (end - start):
                members.append(_member(inks[b], b, letters, *at))
        if len(members) > 1:
            yield _family(inks, members)


def _member(ink: Ink, plan: int, exemplar: str, start: int, end: int) -> Member:
    letters = ink.text[start:end]
    return Member(plan, ink.span(start, end), letters, round(similarity(exemplar, letters), 4), kind_of_copy(exemplar, letters))


def _family(inks: Sequence[Ink], members: list[Member]) -> Family:
    order = ["exemplar", "verbatim", "names", "edited", "spun"]
    kind = max((m.kind for m in members[1:]), key=order.index)
    scopes = {scope_of(inks[members[0].plan], inks[m.plan]) for m in members[1:]}
    scope = next(s for s in ("across", "school", "file") if s in scopes)
    name = "\0".join([members[0].letters, *(f"{inks[m.plan].file}\0{m.span.start}" for m in members)])
    return Family(hashlib.sha256(name.encode("utf-8", "surrogatepass")).hexdigest()[:8], tuple(members), kind, scope)


def scope_of(a: Ink, b: Ink) -> str:
    """file: two plans of one file; school: of one school; across: of different schools, or of schools not known."""
    if a.file == b.file:
        return "file"
    return "school" if a.school and a.school == b.school else "across"


def _overlap(a: int, b: int, c: int, d: int) -> int:
    return max(0, min(b, d) - max(a, c))


def find_pairs(inks: Sequence[Ink], families: Sequence[Family], options: Options | None = None, likely: Reworded | None = None) -> Iterator[Pair]:
    """Every two plans that share passages, with the passages, each pair of passages once; `families` name them."""
    options = options or Options()
    texts = [ink.text for ink in inks]
    likely = reworded(texts) if likely is None else likely
    names = _names(families)
    for a, b in sorted({*all_pairs(texts, options.guarantee), *likely}):
        exact = align(texts[a], texts[b], options)
        for p in sorted([*exact, *_new(likely.get((a, b), []), exact)], key=lambda p: (p.a_start, p.b_start)):
            ta, tb = texts[a][p.a_start : p.a_end], texts[b][p.b_start : p.b_end]
            a_span, b_span = inks[a].span(p.a_start, p.a_end), inks[b].span(p.b_start, p.b_end)
            family = _name_of(names, a, a_span, b, b_span)
            yield Pair(a, b, a_span, b_span, kind_of_copy(ta, tb), scope_of(inks[a], inks[b]), round(similarity(ta, tb), 4), family)


Names = dict[int, list[tuple[str, Span]]]


def _names(families: Sequence[Family]) -> Names:
    """The members of families by plan."""
    out: Names = defaultdict(list)
    for family in families:
        for m in family.members:
            out[m.plan].append((family.family_id, m.span))
    return out


def _name_of(names: Names, a: int, a_span: Span, b: int, b_span: Span) -> str:
    """The family that holds most of both passages; empty where none holds both."""
    of_a = {name: a_span.overlap(span) for name, span in names.get(a, [])}
    both = {name: of_a[name] + b_span.overlap(span) for name, span in names.get(b, []) if of_a.get(name) and b_span.overlap(span)}
    return max(both, key=lambda name: (both[name], name), default="")
