"""Labels do not hang on what is no matter of them: the width of characters, watermarks, lost line breaks."""

from __future__ import annotations

import sys
from collections import Counter
from functools import cache
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[2] / "corpus"))

import mutate
from mutations.record import Record

from jiaoyan_nlp.corpus.document import take_apart
from jiaoyan_nlp.evaluation.measures import ink_before
from jiaoyan_nlp.sections.passages import Passage, passages
from jiaoyan_nlp.text.source import Source


@cache
def records() -> list[Record]:
    return [record for heap in ("demo", "dev") for record in mutate.records(heap)]


@cache
def found(text: str) -> tuple[Passage, ...]:
    return tuple(passages(take_apart(Source(text))))


def labels(record: Record) -> list[str]:
    """The label of each character that is neither space nor planted, in order."""
    label_at = {i: p.label for p in found(record.text) for i in range(p.start, p.end)}
    planted = {i for row in record.planted for i in range(row["start"], row["end"])}
    return [label_at[i] for i, letter in enumerate(record.text) if not letter.isspace() and i not in planted]


@pytest.mark.parametrize("name", ["full-width", "zero-width", "branded", "stray"])
def test_no_label_changes(name: str) -> None:
    for record in records():
        assert labels(mutate.mutated(name, [record])[0]) == labels(record), record.name


@pytest.mark.parametrize("name", ["half-width", "watermarked", "glued", "half-glued"])
def test_no_more_passages_change_than_lose_their_beginning(name: str) -> None:
    """Breaks that are gone hide where passages begin; so may an ASCII stop that reads as a mark's, and a watermark between two sentences."""
    for record in records():
        before, after = places(record), places(mutate.mutated(name, [record])[0])
        label_at = {i: label for start, end, label in after for i in range(start, end)}
        changed = sum(Counter(label_at.get(i) for i in range(start, end)).most_common(1)[0][0] != label for start, end, label in before)
        hidden = {start for start, _, _ in before} - {start for start, _, _ in after}
        assert changed <= len(hidden), record.name


def places(record: Record) -> list[tuple[int, int, str]]:
    """Start, end and label of each passage that is no noise, counted in characters that are neither spaces nor planted."""
    planted = {i for row in record.planted for i in range(row["start"], row["end"])}
    own = ink_before("".join(" " if i in planted else letter for i, letter in enumerate(record.text)))
    return [(own[p.start], own[p.end], p.label) for p in found(record.text) if p.label != "noise" and own[p.start] < own[p.end]]
