"""Rows of the table of sentences, from the table of passages."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from jiaoyan_nlp.tables import rows_of
from jiaoyan_nlp.text.sentences import sentences

if TYPE_CHECKING:
    import pandas as pd


def sentence_rows(passages: pd.DataFrame) -> Iterator[dict[str, Any]]:
    """Each sentence of each passage that is no noise, with its place in the source."""
    for r in rows_of(passages[passages["label"] != "noise"]):
        for span in sentences(r.text):
            told = {"file": r.file, "plan": r.plan, "start": r.start + span.start, "end": r.start + span.end}
            yield {**told, "kind": r.kind, "label": r.label, "text": span.quote(r.text)}
