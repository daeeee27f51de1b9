"""Quantity expressions of a document with class and frame, in source offsets."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from jiaoyan_nlp.commitments.articles import is_article
from jiaoyan_nlp.commitments.choice import choice_model, choose
from jiaoyan_nlp.commitments.context import Context
from jiaoyan_nlp.commitments.evidence import amount_candidates, is_in_figures
from jiaoyan_nlp.commitments.expressions import Expression, Number
from jiaoyan_nlp.commitments.frames import frame_of
from jiaoyan_nlp.commitments.indicators import actor_kind, indicator_of, rate_of
from jiaoyan_nlp.commitments.occurrences import Occurrence, occurrences
from jiaoyan_nlp.commitments.strength import strength_of
from jiaoyan_nlp.corpus.document import Document, Outlined
from jiaoyan_nlp.corpus.outline.blocks import Block
from jiaoyan_nlp.sections.labelling import Labelled, label_document
from jiaoyan_nlp.text.view import View


@dataclass(frozen=True, slots=True)
class Commitment:
    """One quantity expression; offsets into the source text.

    Attributes:
        plan: number of the plan in its file, from 1.
        text: the source text of the expression.
        class_: commitment, achievement, fact or qualifier; the other fields are those of `ANNOTATION` for a commitment
            and are filled for every class as far as the text tells.
        label: section label of the passage.
        decided_by: the rule that says the class too; `model` where the rules say another.
        sentence_start, sentence_end: the sentence around it.
        strength: of a commitment how firmly it is promised (`strength.STRENGTHS`), else empty.
        indicator: code of what is counted (`indicators`), actor_kind: code of who is bound; empty where none fits.
        rate: what a commitment comes to in a semester, rate_factor: the constant it was made with; None where it has no rate.
        baseline: where a change starts from (从65%提高到75%: 65), in the same unit; None where none is told.
        part_of: the start of the amount that this one is a part of (其中), None where it is none.
    """

    plan: int
    start: int
    end: int
    text: str
    class_: str
    actor: str | None
    each: bool
    item: str | None
    comparator: str
    min: Number
    max: Number
    unit: str | None
    change: str
    per: str
    placeholder: bool
    label: str
    decided_by: str
    sentence_start: int
    sentence_end: int
    strength: str = ""
    indicator: str = ""
    actor_kind: str = ""
    rate: float | None = None
    rate_factor: float | None = None
    baseline: Number = None
    part_of: int | None = None


def commitments(document: Document, labelled: Sequence[Sequence[Labelled]] | None = None) -> list[Commitment]:
    """All quantity expressions of a document, of every class, in text order; `labelled` saves labelling its blocks again."""
    found: list[Commitment] = []
    document, labelled = without_spaces(document, labelled or label_document(document))
    for number, (plan, blocks) in enumerate(zip(document.plans, labelled, strict=True), 1):
        for place in range(len(blocks)):
            found += _linked([(_commitment(document, number, e, c), c) for e, c in amounts(document.view.text, plan, blocks, place)])
    return sorted(found, key=lambda q: (q.start, q.end))


def _linked(found: Sequence[tuple[Commitment, Context]]) -> Iterator[Commitment]:
    """The amounts of a block, each with the one that it starts from or is a part of in its sentence."""
    for place, (each, context) in enumerate(found):
        earlier = [(other, c) for other, c in found[:place] if other.sentence_start == each.sentence_start]
        whole = _whole(each, context, earlier)
        last = earlier[-1][0] if earlier else None
        start = last.min if last and last.decided_by == "baseline" and last.unit == each.unit else None
        yield replace(each, baseline=start, part_of=whole)


def _whole(each: Commitment, context: Context, earlier: Sequence[tuple[Commitment, Context]]) -> int | None:
    """The start of the amount that one is a part of: the last of its unit before 其中."""
    at = context.before.rfind("其中")
    wholes = [other.start for other, c in earlier if other.unit == each.unit and len(c.before) < at]
    return wholes[-1] if at >= 0 and wholes else None


def as_written(words: str, view: View, source: str, near: int) -> str:
    """Words of the view in the source's own characters, as they stand nearest to a place: 学时 is 學時 in a text in Traditional script.

    Widths stay folded (% for ％), and noise stays out. This alone searches for words again: no span goes with them, since rules put them together
    from several places (headings joined, an owner or 个 left out, quotation marks and verbs stripped). What is looked up is but how
    their letters are written, which any place that holds them tells.
    """
    behind = view.text.find(words, near)
    before = view.text.rfind(words, 0, near)
    places = [at for at in (behind, before) if at >= 0]
    if not places:
        return words
    at = min(places, key=lambda place: abs(place - near))
    own = [source[place] for place in view.offsets[at : at + len(words)].tolist()]
    return "".join(letter if letter >= "\u2e80" and not "\uff00" <= letter <= "\uffef" else folded for letter, folded in zip(own, words, strict=True))


# A single space with no digit on both of its sides: what a converter leaves of a line's end, and typists between words.
_LOOSE = re.compile(r"(?<=[^\s\d]) (?=\S)|(?<=\d) (?=[^\s\d])")


def without_spaces(document: Document, labelled: Sequence[Sequence[Labelled]]) -> tuple[Document, list[list[Labelled]]]:
    """The document as if its single spaces were not there, so that 不 少于 16 节 reads like 不少于16节; offsets still lead back."""
    text = document.view.text
    keep = np.ones(len(text), dtype=bool)
    keep[[m.start() for m in _LOOSE.finditer(text)]] = False
    if keep.all():
        return document, [list(blocks) for blocks in labelled]
    at = np.concatenate(([0], np.cumsum(keep)))

    def moved(block: Block) -> Block:
        start = int(at[block.start])
        mark = block.mark and block.mark._replace(length=int(at[block.start + block.mark.length]) - start)
        return replace(block, start=start, end=int(at[block.end]), mark=mark)

    plans = tuple(
        replace(p, start=int(at[p.start]), end=int(at[p.end]), title_end=int(at[p.title_end]), blocks=tuple(moved(b) for b in p.blocks)) for p in document.plans
    )
    moved_labels = [[each._replace(block=moved(each.block)) for each in blocks] for blocks in labelled]
    return replace(document, view=document.view.keep(keep), plans=plans), moved_labels


def amounts(text: str, plan: Outlined, labelled: Sequence[Labelled], place: int) -> Iterator[Occurrence]:
    """The occurrences of a block that are amounts; of numbers in figures all, since what is none was told by its form."""
    weights = choice_model().weights["amount"]
    for e, c in occurrences(text, plan, labelled, place):
        if is_in_figures(e, text) or (not is_article(e, text, c) and choose(weights, amount_candidates(e, c, text))):
            yield e, c


def _commitment(document: Document, number: int, e: Expression, c: Context) -> Commitment:
    view = document.view
    span, sentence = view.span(e.start, e.end), view.span(c.sentence.start, c.sentence.end)
    frame = frame_of(e, c)
    promised = frame.class_ == "commitment"
    rate = rate_of(e, c, frame) if promised else None

    def written(words: str | None) -> str | None:
        return words and as_written(words, view, document.source.text, e.start)

    return Commitment(
        number, span.start, span.end, span.quote(document.source.text), frame.class_, written(frame.actor), frame.each, written(frame.item),
        frame.comparator, frame.low, frame.high, written(e.unit), frame.change, frame.per, e.placeholder, c.label, frame.decided_by,
        sentence.start, sentence.end, strength_of(e, c, frame.comparator) if promised else "", indicator_of(e, c, frame.item),
        actor_kind(frame.actor), *(rate or (None, None)),
    )  # fmt: skip
