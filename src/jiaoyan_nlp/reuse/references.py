"""References: where a shared passage comes from, told by folders of policy documents or of templates from the web."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from jiaoyan_nlp.reuse.alignment import Options, align
from jiaoyan_nlp.reuse.ink import Ink
from jiaoyan_nlp.reuse.shingles import linked_pairs
from jiaoyan_nlp.text.spans import Span

MOSTLY = 0.8


@dataclass(frozen=True, slots=True)
class Origin:
    """A stretch of a plan, in source offsets, that stands in a reference too: of which kind, in which file."""

    span: Span
    kind: str
    file: str


def find_origins(inks: Sequence[Ink], references: Sequence[tuple[str, Ink]], options: Options | None = None) -> dict[int, list[Origin]]:
    """Of each ink (by its place) the stretches that stand in one of the references, given as (kind, ink)."""
    options = options or Options()
    out: dict[int, list[Origin]] = defaultdict(list)
    for kind, reference in references:
        texts = [reference.text, *(ink.text for ink in inks)]
        # links run to the centre of a star, so all that are linked with one another may hold the reference's text
        for place in sorted({p - 1 for pair in linked_pairs(texts, options.guarantee) for p in pair} - {-1}):
            for p in align(reference.text, inks[place].text, options):
                out[place].append(Origin(inks[place].span(p.b_start, p.b_end), kind, reference.file))
    return out


def origin_of(span: Span, origins: Sequence[Origin]) -> Origin | None:
    """The origin that covers most of a span, if it covers at least four fifths of it."""
    best = max(origins, key=lambda o: o.span.overlap(span), default=None)
    return best if best and best.span.overlap(span) >= MOSTLY * span.length else None
