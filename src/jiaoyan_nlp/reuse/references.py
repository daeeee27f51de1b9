"""References: where a shared passage comes from, told by folders of policy documents or of templates from the web."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from jiaoyan_nlp.reuse.alignment import aligned
from jiaoyan_nlp.reuse.ink import Ink
from jiaoyan_nlp.reuse.passages import Options
from jiaoyan_nlp.text.spans import Span

MOSTLY = 0.8


@dataclass(frozen=True, slots=True)
class Origin:
    """A stretch of a plan, in source offsets, that stands in a reference too: of which kind, in which file."""

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
            out[member - first] += [Origin(ink.span(p.b_start, p.b_end), kind, reference.file) for p in passages]
    return out


def origin_of(span: Span, origins: Sequence[Origin]) -> Origin | None:
    """The origin that covers most of a span, if it covers at least four fifths of it."""
    best = max(origins, key=lambda o: o.span.overlap(span), default=None)
    return best if best and best.span.overlap(span) >= MOSTLY * span.length else None
