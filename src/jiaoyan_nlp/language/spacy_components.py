"""For spaCy: a pipeline component that marks the sections of a plan as spans of its document.

No Chinese model is needed: `spacy.blank("zh", config={"nlp": {"tokenizer": {"segmenter": "jieba"}}})` gives words, and
`nlp.add_pipe("jiaoyan_sections")` adds the sections. The component is found by its entry point; nothing need be imported.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import TYPE_CHECKING

from spacy.language import Language

from jiaoyan_nlp.corpus.document import take_apart
from jiaoyan_nlp.sections.labelling import label_document
from jiaoyan_nlp.sections.passages import Passage, passages
from jiaoyan_nlp.text.source import Source

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span

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
        doc.spans[self.key] = list(self._spans(doc, found))
        return doc

    def _spans(self, doc: Doc, found: Iterable[Passage]) -> Iterator[Span]:
        for (plan, label), run in groupby(found, key=lambda passage: (passage.plan, passage.label)):
            held = list(run)
            span = doc.char_span(held[0].start, held[-1].end, label=label, span_id=str(plan), alignment_mode="expand")
            if span is not None:
                yield span


@Language.factory("jiaoyan_sections", default_config={"key": "sections", "model": ""})
def make_sections(nlp: Language, name: str, key: str, model: str) -> SectionMarker:
    """The component: `key` of `doc.spans`, `model` the folder of a section model of one's own (empty: the package's)."""
    return SectionMarker(key, model)
