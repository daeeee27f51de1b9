"""Gold carried over to what a reader made of a file: the non-space characters of both texts, aligned."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from rapidfuzz.distance import Levenshtein

from mutations.record import Record, Row, Way, carried


class Aligned(NamedTuple):
    """A record over the text that was read; offsets of plan characters lost (in the record's text) and of characters gained (in the text read)."""

    record: Record
    lost: list[int]
    gained: list[int]


def aligned(record: Record, text: str) -> Aligned:
    """Carry the record's gold over to `text`. A character in another's place takes its label; one too many is noise.

    Lines that repeat the record's header or footer, page numbers aside, are noise wherever they stand and count as neither.
    """
    margins = [row for row in record.planted if row["reason"] in _MARGINS]
    repeated = list(_repeated(record, text))
    old = _ink(record.text, margins)
    new = _ink(text, repeated)
    to: list[int | None] = [None] * len(record.text)
    changed: set[int] = set()
    gained: list[int] = []
    for block in Levenshtein.opcodes("".join(record.text[i] for i in old), "".join(text[i] for i in new)):
        ours, theirs = old[block.src_start : block.src_end], new[block.dest_start : block.dest_end]
        if block.tag in ("equal", "replace"):
            for i, j in zip(ours, theirs, strict=True):
                to[i] = j
        if block.tag == "replace":
            changed.update(ours)
        if block.tag in ("insert", "replace"):
            gained += theirs
    placed = {j for j in to if j is not None}
    noise = {i for r in record.sections if r["label"] == "noise" for i in range(r["start"], r["end"])}
    lost = [i for i in old if (to[i] is None or i in changed) and i not in noise]
    inserted = [*repeated, *_runs([j for j in gained if j not in placed], text)]
    return Aligned(carried(record, text, _way(to, len(text)), inserted), lost, gained)


_MARGINS = ("header", "footer")


def _repeated(record: Record, text: str) -> Iterator[Row]:
    """Lines of a text that say what a header or footer of the record says, on whatever page."""
    words = {re.sub(r"\d+", "0", record.text[row["start"] : row["end"]]): row["reason"] for row in record.planted if row["reason"] in _MARGINS}
    for line in re.finditer(r"[^\r\n]+", text):
        if reason := words.get(re.sub(r"\d+", "0", line[0].strip())):
            yield {"start": line.start(), "end": line.end(), "label": "noise", "heading": 0, "reason": reason}


def _ink(text: str, without: Sequence[Row]) -> list[int]:
    out = {i for row in without for i in range(row["start"], row["end"])}
    return [i for i, letter in enumerate(text) if not letter.isspace() and i not in out]


def _way(to: list[int | None], size: int) -> Way:
    """Starts lead to the next character that is still there, ends behind the last one before."""
    starts, ends = [size] * (len(to) + 1), [0] * (len(to) + 1)
    for i in range(len(to) - 1, -1, -1):
        held = to[i]
        starts[i] = starts[i + 1] if held is None else held
    for i, held in enumerate(to):
        ends[i + 1] = ends[i] if held is None else held + 1
    return Way(starts, ends)


def _runs(offsets: list[int], text: str) -> list[Row]:
    """Neighbouring offsets, white space between them left out of account, as stretches of noise."""
    cuts = [0, *(i + 1 for i, (a, b) in enumerate(pairwise(offsets)) if text[a + 1 : b].strip()), len(offsets)]
    spans = [(offsets[a], offsets[b - 1] + 1) for a, b in pairwise(cuts) if a < b]
    return [{"start": a, "end": b, "label": "noise", "heading": 0, "reason": "gained"} for a, b in spans]
