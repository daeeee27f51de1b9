"""For spaCy: pipeline components that mark the sections of a plan, and what it promises in numbers, as spans of its document.

No Chinese model is needed: `spacy.blank("zh", config={"nlp": {"tokenizer": {"segmenter": "jieba"}}})` gives words, and
`nlp.add_pipe("jiaoyan_sections")` adds the sections, `nlp.add_pipe("jiaoyan_commitments")` the amounts. The components are found by
their entry points; nothing need be imported.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import asdict
from itertools import groupby
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc, Span

from jiaoyan_nlp.commitments.extraction import Commitment, commitments
from jiaoyan_nlp.corpus.document import take_apart
from jiaoyan_nlp.sections.labelling import label_document
from jiaoyan_nlp.sections.passages import Passage, passages
from jiaoyan_nlp.text.source import Source

COLOURS = {
    "title": "#e8e8e8", "preamble": "#f3ead7", "guiding": "#d9c9ee", "situation": "#c9dcee", "goals": "#f7c6c6", "tasks": "#fbe3a8",
    "measures": "#cfe8b4", "schedule": "#b7e3d4", "safeguards": "#bcd0f5", "assessment": "#f5cbe6", "outcomes": "#ffd9b8",
    "work_done": "#d6e9a9", "problems": "#f2b8a8", "outlook": "#bfe6f2", "closing": "#e3ddd3", "noise": "#d0d0d0",
}  # fmt: skip
"""A colour for each label, for displacy's option `colors`."""


class SectionMarker:
    """Sets `doc.spans[key]` to the sections of a document: a span for each run of passages of one plan that have one label.

    A span's label is the section label, its `id_` the number of the plan in the document (0 for what belongs to none). Spans
    begin and end with tokens; where a section begins inside a token, the token belongs to it.
    """

    def __init__(self, key: str = "sections", model: str = "") -> None:
        self.key, self.model = key, model

    def __call__(self, doc: Doc) -> Doc:
        document = take_apart(Source(doc.text)) if doc.text.strip() else None
        found = passages(document, label_document(document, self.model)) if document else []
        doc.spans[self.key] = list(section_spans(doc, found))
        return doc


def section_spans(doc: Doc, found: Iterable[Passage]) -> Iterator[Span]:
    """A span for each run of passages of one plan that have one label; their offsets count from the document's first character."""
    for (plan, label), run in groupby(found, key=lambda passage: (passage.plan, passage.label)):
        held = list(run)
        span = doc.char_span(held[0].start, held[-1].end, label=label, span_id=str(plan), alignment_mode="expand")
        if span is not None:
            yield span


@Language.factory("jiaoyan_sections", default_config={"key": "sections", "model": ""})
def make_sections(nlp: Language, name: str, key: str, model: str) -> SectionMarker:
    """The component: `key` of `doc.spans`, `model` the folder of a section model of one's own (empty: the package's)."""
    return SectionMarker(key, model)


FRAMES = "jiaoyan_commitments"
"""The key of `doc.user_data` that holds the frames of all marked amounts, by the `id_` of their spans."""


class CommitmentMarker:
    """Sets `doc.spans[key]` to the amounts that a document promises: a span for each, its label the class.

    Both segmenters of spaCy cut amounts wrong (2 | 0 | 节; 不少 | 于 | 20 | 节): amounts are read by the character, and a span takes in every
    token that its amount touches. `span._.commitment` is the frame, with the columns of the table of commitments; its `start` and
    `end` are the exact place in `doc.text`, which also makes the span's `id_` (START-END).
    """

    def __init__(self, key: str = "commitments", model: str = "", all_classes: bool = False) -> None:
        self.key, self.model, self.all_classes = key, model, all_classes

    def __call__(self, doc: Doc) -> Doc:
        document = take_apart(Source(doc.text)) if doc.text.strip() else None
        found = commitments(document, label_document(document, self.model)) if document else []
        doc.spans[self.key] = marked(doc, [_frame(each) for each in found if self.all_classes or each.class_ == "commitment"])
        return doc


def marked(doc: Doc, frames: Iterable[dict[str, Any]]) -> list[Span]:
    """The spans of amounts, given by their frames, which are kept with the document; offsets count from its first character."""
    held = {f"{frame['start']}-{frame['end']}": frame for frame in frames}
    doc.user_data.setdefault(FRAMES, {}).update(held)
    spans = (doc.char_span(f["start"], f["end"], label=f["class"], span_id=place, alignment_mode="expand") for place, f in held.items())
    return [span for span in spans if span is not None]


def _frame(commitment: Commitment) -> dict[str, Any]:
    """The fields of a commitment by the names of the table's columns."""
    return {name.rstrip("_"): value for name, value in asdict(commitment).items()}


def _frame_of_span(span: Span) -> dict[str, Any] | None:
    """What `span._.commitment` gives: the frame of an amount that a component marked, None for any other span."""
    frame: dict[str, Any] | None = span.doc.user_data.get(FRAMES, {}).get(span.id_)
    return frame


Span.set_extension("commitment", getter=_frame_of_span, force=True)


@Language.factory("jiaoyan_commitments", default_config={"key": "commitments", "model": "", "all_classes": False})
def make_commitments(nlp: Language, name: str, key: str, model: str, all_classes: bool) -> CommitmentMarker:
    """The component: `key` of `doc.spans`, `model` the folder of a section model of one's own, `all_classes` marks facts, achievements and
    qualifiers too."""
    return CommitmentMarker(key, model, all_classes)
