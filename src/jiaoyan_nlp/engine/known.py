"""What is known of each plan of a document: the clues that its file, its folders and its text hold, weighed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from jiaoyan_nlp.corpus.document import Document, Outlined
from jiaoyan_nlp.corpus.metadata.clues import Clue, clues_of, stated
from jiaoyan_nlp.corpus.metadata.fields import Metadata, metadata_of


def known_of(document: Document, said: Sequence[Clue] = ()) -> list[Metadata]:
    """The metadata of each plan of a document; `said` is what manifests say of its file."""
    file = [*said, *([stated("document", document.source.properties)] if len(document.plans) == 1 else [])]
    return [metadata_of([*file, *_clues(document, plan)], plan.kind) for plan in document.plans]


def with_kinds(document: Document, known: Sequence[Metadata]) -> Document:
    """The document with the kinds of plans that a manifest or the file's own columns name."""
    plans = (replace(plan, kind=m.kind or plan.kind) for plan, m in zip(document.plans, known, strict=True))
    return replace(document, plans=tuple(plans))


def _clues(document: Document, plan: Outlined) -> Iterator[Clue]:
    text, front = document.view.text, document.front
    anthology = text[front.start : front.title_end].strip() if len(document.plans) > 1 else ""
    # issuer and date stand among the title's lines as often as behind them
    yield from clues_of(document.source.path, plan.title, text[plan.start : plan.end], anthology[:200])
    at = document.view.span(plan.start, plan.end).start
    yield from (stated("member", m.properties) for m in document.source.members if m.span.start <= at < m.span.end)
