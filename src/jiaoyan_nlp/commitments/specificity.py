"""Specificity: how much of what a plan sets out to do anyone could check later, and the wording that nobody can (空话).

A sentence of a plan's tasks and measures can be checked if it holds an amount that is promised and not left open, or a point in time.
Vague wording (若干, 定期, 适时) is told apart, wherever a plan looks ahead.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from jiaoyan_nlp.commitments.extraction import Commitment
from jiaoyan_nlp.corpus.document import Document
from jiaoyan_nlp.resources import lexicon
from jiaoyan_nlp.sections.labelling import Labelled
from jiaoyan_nlp.text.sentences import sentences
from jiaoyan_nlp.text.spans import Span

AHEAD = frozenset({"goals", "tasks", "measures", "schedule", "safeguards", "assessment", "outcomes", "outlook"})
"""Sections that look ahead, where vague wording is listed."""
TO_DO = frozenset({"tasks", "measures"})
"""Sections whose sentences are counted."""
SHORTEST = 6
"""Letters that a sentence has at least; what is shorter is a label or a remnant."""


@dataclass(frozen=True, slots=True)
class Vague:
    """Vague wording, in source offsets; `kind` is amount, frequency, time or degree."""

    plan: int
    start: int
    end: int
    kind: str
    label: str
    sentence: Span


@dataclass(frozen=True, slots=True)
class Specificity:
    """Counts of a plan's sentences of tasks and measures.

    Attributes:
        sentences: all of them; quantified: with an amount that is promised; dated: with a point in time; checkable: with either.
        vague: without either, and with vague wording.
    """

    plan: int
    sentences: int
    quantified: int
    dated: int
    checkable: int
    vague: int

    @property
    def share(self) -> float | None:
        """The share that can be checked; None where there is no sentence."""
        return self.checkable / self.sentences if self.sentences else None


@cache
def _vague() -> list[tuple[str, re.Pattern[str]]]:
    return [(entry["kind"], re.compile(entry["pattern"])) for entry in lexicon("vagueness")["vague"]]


@cache
def _dated() -> re.Pattern[str]:
    return re.compile(lexicon("vagueness")["dated"]["pattern"])


def vague_stretches(text: str, start: int = 0, end: int | None = None) -> list[tuple[int, int, str]]:
    """(start, end, kind) of the vague wording in folded text, in order; of two that overlap the longer."""
    stop = len(text) if end is None else end
    found = [(m.start(), m.end(), kind) for kind, pattern in _vague() for m in pattern.finditer(text, start, stop)]
    out: list[tuple[int, int, str]] = []
    for each in sorted(found, key=lambda f: (f[0], -f[1])):
        if not out or each[0] >= out[-1][1]:
            out.append(each)
    return out


def is_dated(text: str) -> bool:
    """Whether folded text names a point in time by which, or at which, something is to be done."""
    return _dated().search(text) is not None


def vague_wording(document: Document, labelled: Sequence[Sequence[Labelled]]) -> Iterator[Vague]:
    """The vague wording of a document's plans, where they look ahead."""
    view = document.view
    for number, blocks in enumerate(labelled, 1):
        for each in blocks:
            if each.label not in AHEAD or each.block.kind == "heading":
                continue
            for sentence in sentences(view.text, each.block.start, each.block.end):
                for start, end, kind in vague_stretches(view.text, sentence.start, sentence.end):
                    span = view.span(start, end)
                    yield Vague(number, span.start, span.end, kind, each.label, view.span(sentence.start, sentence.end))


def specificity(document: Document, labelled: Sequence[Sequence[Labelled]], found: Iterable[Commitment]) -> list[Specificity]:
    """Of every plan that is no summary how many of its sentences can be checked; `found` are the document's commitments."""
    promised = sorted(c.start for c in found if c.class_ == "commitment" and not c.placeholder)
    return [
        _counted(document, number, blocks, promised)
        for number, (plan, blocks) in enumerate(zip(document.plans, labelled, strict=True), 1)
        if plan.kind == "plan"
    ]  # fmt: skip


def _counted(document: Document, number: int, blocks: Sequence[Labelled], promised: Sequence[int]) -> Specificity:
    text, held = document.view.text, []
    for each in blocks:
        if each.label in TO_DO and each.block.kind != "heading":
            for sentence in sentences(text, each.block.start, each.block.end):
                words = sentence.quote(text)
                if sum(letter.isalnum() for letter in words) >= SHORTEST:
                    span = document.view.span(sentence.start, sentence.end)
                    held.append((any(span.start <= at < span.end for at in promised), is_dated(words), bool(vague_stretches(words))))
    return Specificity(
        number, len(held), sum(q for q, _, _ in held), sum(d for _, d, _ in held), sum(q or d for q, d, _ in held),
        sum(v and not (q or d) for q, d, v in held),
    )  # fmt: skip
