"""Merged passages: a paragraph that holds copies of several passages which do not stand together elsewhere."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

import numpy as np

from jiaoyan_nlp.reuse.edits import KINDS
from jiaoyan_nlp.reuse.families import Family
from jiaoyan_nlp.reuse.ink import Ink

Paragraph = tuple[int, int]


def with_merged(families: Sequence[Family], inks: Sequence[Ink]) -> list[Family]:
    """The families, copies that share their paragraph with a copy of something else told as merged."""
    paragraphs = [[_paragraph(inks[m.plan], m.plan, m.start, m.end) for m in family.members] for family in families]
    held: dict[Paragraph, list[tuple[int, int, int]]] = defaultdict(list)
    for number, (family, places) in enumerate(zip(families, paragraphs, strict=True)):
        for m, place in zip(family.members, places, strict=True):
            if place:
                held[place].append((m.start, m.end, number))
    merged = {(number, place) for place, pieces in held.items() for number in _from_elsewhere(sorted(pieces), place, paragraphs)}
    return [_told(f, [(number, place) in merged for place in paragraphs[number]]) for number, f in enumerate(families)]


def _paragraph(ink: Ink, plan: int, start: int, end: int) -> Paragraph | None:
    """The paragraph that a stretch lies in; None where it lies in several."""
    first, last = np.searchsorted(ink.breaks, (start, end - 1), side="right").tolist()
    return (plan, first) if first == last and len(ink.breaks) else None


def _from_elsewhere(pieces: Sequence[tuple[int, int, int]], place: Paragraph, paragraphs: Sequence[Sequence[Paragraph | None]]) -> Iterator[int]:
    """Families of neighbours in a paragraph that stand in no other paragraph together."""
    for (_, end, number), (start, _, other) in pairwise(pieces):
        together = ({p for p in paragraphs[number] if p} & {p for p in paragraphs[other] if p}) - {place}
        if end <= start and number != other and not together:
            yield from (number, other)


def _told(family: Family, is_merged: Sequence[bool]) -> Family:
    if not any(is_merged):
        return family
    changed = [is_merged[0] or each for each in is_merged]
    members = [replace(m, kind="merged") if now and m.kind in ("verbatim", "names", "edited") else m for m, now in zip(family.members, changed, strict=True)]
    return replace(family, members=tuple(members), kind=max((m.kind for m in members[1:]), key=KINDS.index))
