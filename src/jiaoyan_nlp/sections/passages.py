"""Passages: every non-space character of a source in exactly one record, noise included, each with its label."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from jiaoyan_nlp.corpus.document import Document, Outlined
from jiaoyan_nlp.sections.labelling import Labelled, confidence, label_document
from jiaoyan_nlp.text.spans import gaps, trimmed

PATH_SEPARATOR = " / "


@dataclass(frozen=True, slots=True)
class Passage:
    """One heading, paragraph, item, table row, title line or stretch of noise; offsets into the source text.

    Attributes:
        plan: number of the plan in its file, from 1; 0 for what belongs to no plan.
        kind: title, heading, item, paragraph, row or noise.
        heading: the heading's level (1 or 2), 0 for everything else.
        label: one of the sixteen section labels.
        decided_by: the rule that gave the label; of noise its reason.
        confidence: how often that rule is right, 0 to 1.
        heading_path: the headings that govern it, top first, joined by ` / `.
        cut: what says that it begins here: line, or where lines were run together mark, count, table, model … (see `blocks.Block`); noise
            behind noise inside it; empty for titles and noise.
    """

    plan: int
    start: int
    end: int
    kind: str
    heading: int
    label: str
    decided_by: str
    confidence: float
    heading_path: str
    cut: str = ""


def passages(document: Document, labelled: Sequence[Sequence[Labelled]] | None = None) -> list[Passage]:
    """All passages of a document in text order; `labelled` saves labelling its blocks again."""
    found = [*_front(document)]
    for number, (plan, blocks) in enumerate(zip(document.plans, labelled or label_document(document), strict=True), 1):
        found += _title(document, number, plan)
        for each in blocks:
            found += _block(document, number, each, plan)
    found += _noise(document)
    return sorted(found, key=lambda p: (p.start, p.end))


def _cut(document: Document, start: int, end: int, make: Passage) -> Iterator[Passage]:
    """The passage that the view's stretch [start, end) shows, one for each piece that noise leaves of it."""
    if start >= end:
        return
    whole = document.view.span(start, end)
    first = True
    first_noise = bisect_right(document.noise, whole.start, key=lambda n: n.end)
    last_noise = bisect_left(document.noise, whole.end, key=lambda n: n.start)
    for gap in gaps(((n.start, n.end) for n in document.noise[first_noise:last_noise]), whole.start, whole.end):
        piece = trimmed(document.source.text, gap.start, gap.end)
        if piece.length:
            kind, heading = (make.kind, make.heading) if first or make.kind != "heading" else ("paragraph", 0)
            cut = make.cut if first or not make.cut else "noise"
            yield replace(make, start=piece.start, end=piece.end, kind=kind, heading=heading, cut=cut)
            first = False


def _lines(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    at = start
    for line in text[start:end].splitlines(keepends=True):
        span = trimmed(text, at, at + len(line))
        if span.length:
            yield span
        at += len(line)


def _front(document: Document) -> Iterator[Passage]:
    front, text = document.front, document.view.text
    for start, end in _lines(text, front.start, front.title_end):
        yield from _cut(document, start, end, Passage(0, 0, 0, "title", 0, "title", "title", confidence("title"), ""))
    for start, end in _lines(text, front.title_end, front.end):
        yield from _cut(document, start, end, Passage(0, 0, 0, "paragraph", 0, "preamble", "front", confidence("front"), ""))


def _title(document: Document, number: int, plan: Outlined) -> Iterator[Passage]:
    for start, end in _lines(document.view.text, plan.start, plan.title_end):
        yield from _cut(document, start, end, Passage(number, 0, 0, "title", 0, "title", "title", confidence("title"), ""))


def _block(document: Document, number: int, each: Labelled, plan: Outlined) -> Iterator[Passage]:
    block = each.block
    path = PATH_SEPARATOR.join(plan.blocks[at].words for at in block.parents)
    made = Passage(number, 0, 0, block.kind, block.level, each.label, each.decided_by, each.confidence, path, block.cut)
    yield from _cut(document, block.start, block.end, made)


def _noise(document: Document) -> Iterator[Passage]:
    ends = [document.view.span(p.start, p.end).start for p in document.plans]
    for each in document.noise:
        span = trimmed(document.source.text, each.start, each.end)
        if span.length:
            number = sum(start <= each.start for start in ends)
            yield Passage(number, span.start, span.end, "noise", 0, "noise", each.reason, confidence("noise"), "")
