"""An annotated text, and the one way to change it: edits over the text that move every gold span with it.

Mutations are functions from a record to a record made of `edited`, so they compose in any order.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from random import Random
from typing import Any, NamedTuple

from manuscript import Manuscript

from jiaoyan_nlp.text.spans import gaps, trimmed

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Record:
    """A text with its gold; offsets are code points into `text`, rows are those of the gold files.

    Attributes:
        name: the file's path in its heap.
        text: the text.
        sections: rows start, end, label, heading; in text order, every non-space character in exactly one.
        plans: rows start, kind.
        quantities: rows of the amounts; None where the manuscript does not annotate them.
        planted: rows start, end, reason: what mutations put in that is nothing of the plan.
        about: what the manuscript's header says of its school, district, year.
    """

    name: str
    text: str
    sections: tuple[Row, ...]
    plans: tuple[Row, ...]
    quantities: tuple[Row, ...] | None
    planted: tuple[Row, ...] = ()
    about: tuple[tuple[str, str], ...] = ()


class Edit(NamedTuple):
    """`text` in place of [start, end).

    Without a label it belongs to what it replaces. An insertion with a label is a passage of its own; with a reason it is
    planted noise.
    """

    start: int
    end: int
    text: str
    label: str = ""
    reason: str = ""


class Way(NamedTuple):
    """Where offsets lead: what began at i begins at `starts[i]` now, what ended at i ends at `ends[i]`."""

    starts: list[int]
    ends: list[int]


def record_of(manuscript: Manuscript) -> Record:
    """The record of a manuscript as it was written."""
    quantities = tuple(manuscript.quantities()) if manuscript.has_gold else None
    about = tuple((k, manuscript.header[k]) for k in ("school", "district", "year") if k in manuscript.header)
    return Record(manuscript.file, manuscript.text, tuple(manuscript.sections()), tuple(manuscript.plans()), quantities, about=about)


def noise(at: int, text: str, reason: str) -> Edit:
    """Noise planted before the character at `at`."""
    return Edit(at, at, text, "noise", reason)


def edited(record: Record, edits: Iterable[Edit]) -> Record:
    """The record with all edits made; edits at one place keep their order.

    Raises:
        ValueError: two edits overlap, or one with a label replaces text.
    """
    size = len(record.text)
    way = Way([0] * (size + 1), [0] * (size + 1))
    out: list[str] = []
    inserted: list[Row] = []
    at = done = 0
    for edit in sorted(edits, key=lambda e: (e.start, e.end)):
        if edit.start < at or (edit.label and edit.start < edit.end):
            raise ValueError(f"edits overlap at {edit.start}: {edit.text!r}")
        out.append(_kept(record.text, at, edit.start, done, way))
        done += edit.start - at
        for i in range(edit.start, edit.end):
            way.starts[i] = done + min(i - edit.start, len(edit.text))
            way.ends[i + 1] = done + (min(i + 1 - edit.start, len(edit.text)) if i + 1 < edit.end else len(edit.text))
        if edit.label:
            inserted.append({"start": done, "end": done + len(edit.text), "label": edit.label, "heading": 0, "reason": edit.reason})
        out.append(edit.text)
        done += len(edit.text)
        at = edit.end
    out.append(_kept(record.text, at, size, done, way))
    way.starts[size] = done + size - at
    return carried(record, "".join(out), way, inserted)


def _kept(text: str, start: int, end: int, done: int, way: Way) -> str:
    """The stretch [start, end) stands unchanged from `done` on: notes where its offsets lead."""
    for i in range(start, end):
        way.starts[i] = done + i - start
        way.ends[i + 1] = done + i + 1 - start
    return text[start:end]


def carried(record: Record, text: str, way: Way, inserted: Sequence[Row]) -> Record:
    """The record's gold over a new text, in which `inserted` stretches have labels of their own."""
    sections = [piece for row in record.sections for piece in _pieces(row, text, way, inserted)]
    planted = [piece for row in record.planted for piece in _pieces(row, text, way, inserted)]
    for row in inserted:
        start, end = trimmed(text, row["start"], row["end"])
        if start < end:
            sections.append({"start": start, "end": end, "label": row["label"], "heading": row["heading"]})
            if row["reason"]:
                planted.append({"start": start, "end": end, "reason": row["reason"]})
    plans = [row | {"start": trimmed(text, way.starts[row["start"]], len(text)).start} for row in record.plans]
    quantities = None if record.quantities is None else tuple(_moved(record.quantities, text, way))
    order = lambda row: (row["start"], row["end"])
    return replace(
        record, text=text, sections=tuple(sorted(sections, key=order)), plans=tuple(plans), quantities=quantities, planted=tuple(sorted(planted, key=order))
    )


def _pieces(row: Row, text: str, way: Way, inserted: Sequence[Row]) -> Iterator[Row]:
    """What insertions leave of a span; a heading is told by its first piece."""
    start, end = way.starts[row["start"]], way.ends[row["end"]]
    first = True
    for gap in gaps(((r["start"], r["end"]) for r in inserted if r["end"] > start and r["start"] < end), start, end):
        left, right = trimmed(text, gap.start, gap.end)
        if left < right:
            yield row | {"start": left, "end": right} | ({} if first or "heading" not in row else {"heading": 0})
            first = False


def _moved(rows: Iterable[Row], text: str, way: Way) -> Iterator[Row]:
    for row in rows:
        start, end = way.starts[row["start"]], way.ends[row["end"]]
        if start < end:
            yield row | {"start": start, "end": end, "text": text[start:end]}


def joined(records: Sequence[Record], between: str = "\n") -> Record:
    """Several records as one text, `between` them; name and header of the first. Quantities only where all have them."""
    starts = [sum(len(r.text) + len(between) for r in records[:n]) for n in range(len(records))]

    def rows(of: Callable[[Record], tuple[Row, ...] | None]) -> tuple[Row, ...]:
        return tuple({k: v + at if k in ("start", "end") else v for k, v in row.items()} for r, at in zip(records, starts, strict=True) for row in of(r) or ())

    return replace(
        records[0], text=between.join(r.text for r in records), sections=rows(lambda r: r.sections), plans=rows(lambda r: r.plans),
        quantities=None if any(r.quantities is None for r in records) else rows(lambda r: r.quantities), planted=rows(lambda r: r.planted),
    )  # fmt: skip


def title_of(record: Record) -> str:
    """The line of the record's titles that names a document, else its first title; empty where it has none."""
    lines = [line.strip() for r in record.sections if r["label"] == "title" for line in record.text[r["start"] : r["end"]].splitlines()]
    return next((line for line in lines if re.search("[计計][划劃]|[总總][结結]|小[结結]|方案|要[点點]", line)), lines[0] if lines else "")


def inner_places(record: Record) -> list[int]:
    """Offsets between two characters of one passage that is neither heading, title nor noise: where a site cuts into a sentence."""
    text = record.text
    rows = (r for r in record.sections if not r["heading"] and r["label"] not in ("noise", "title"))
    return [i for r in rows for i in range(r["start"] + 1, r["end"]) if not text[i].isspace() and not text[i - 1].isspace()]


def line_starts(text: str) -> list[int]:
    """Offsets behind each line break where a line with text begins."""
    return [found.end() for found in re.finditer(r"[\r\n]+", text) if found.end() < len(text)]


def spread(places: Sequence[int], count: int, size: int, chance: Random) -> list[int]:
    """At most `count` of the places, about evenly spread over a text of `size` characters; each once, in order."""
    if not places:
        return []
    step = size / (count + 1)
    return sorted({min(places, key=lambda p: abs(p - wanted)) for wanted in (step * (k + chance.uniform(0.7, 1.3)) for k in range(count))})
