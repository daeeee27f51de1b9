"""References: where a shared passage comes from, told by folders of policy documents or of templates from the web."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from jiaoyan_nlp.reuse.alignment import aligned
from jiaoyan_nlp.reuse.families import Family
from jiaoyan_nlp.reuse.ink import Ink
from jiaoyan_nlp.reuse.passages import Options
from jiaoyan_nlp.text.spans import Span

POLICY = "policy"
"""The kind of references that plans are to quote; other kinds, such as template, are collections that plans are written from."""
MOSTLY = 0.8


@dataclass(frozen=True, slots=True)
class Origin:
    """A stretch of a plan that stands in a reference too.

    Attributes:
        start, end: the stretch, in the plan's letters; `span` is the same in the source.
        kind, file: of the reference.
    """

    start: int
    end: int
    span: Span
    kind: str
    file: str


def find_origins(inks: Sequence[Ink], references: Sequence[tuple[str, Ink]], options: Options | None = None) -> dict[int, list[Origin]]:
    """Of each ink (by its place) the stretches that stand in one of the references, given as (kind, ink).

    References are the centres of all that they hold; of two that hold the same the first given is told.
    """
    first = len(references)
    out: dict[int, list[Origin]] = defaultdict(list)
    if not first:
        return out
    found = aligned([*(ink for _, ink in references), *inks], options or Options(), first)
    for (centre, member), passages in sorted(found.items()):
        if centre < first <= member:
            kind, reference = references[centre]
            ink = inks[member - first]
            out[member - first] += [Origin(p.b_start, p.b_end, ink.span(p.b_start, p.b_end), kind, reference.file) for p in passages]
    return out


def origin_of_family(family: Family, origins: Mapping[int, Sequence[Origin]]) -> Origin | None:
    """Where a family comes from: the origin of its first member that has one."""
    return next((o for m in family.members if (o := origin_of(m.span, origins.get(m.plan, ())))), None)


def origin_of(span: Span, origins: Sequence[Origin]) -> Origin | None:
    """The origin that covers most of a span, if it covers at least four fifths of it."""
    best = max(origins, key=lambda o: o.span.overlap(span), default=None)
    return best if best and best.span.overlap(span) >= MOSTLY * span.length else None
