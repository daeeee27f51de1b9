"""Line breaks that go lost or come in anew."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from random import Random

from jiaoyan_nlp.sections.training import headings_of
from mutations.record import Edit, Record, edited

_BREAK = re.compile(r"[\r\n]+")
_ITEM_MARK = re.compile(r"\s*(?:\d|[（(]\s*\d|[①-⑳⑴-⒇])")


def glued(record: Record, _: Random) -> Record:
    """All line breaks deleted, as collecting sites do; rows of a table are kept apart as their cells are."""
    return _without_breaks(record, lambda: True, "")


def half_glued(record: Record, chance: Random) -> Record:
    """Three in four line breaks deleted."""
    return _without_breaks(record, lambda: chance.random() < 0.75, "")


def soft(record: Record, chance: Random) -> Record:
    """Spaces of one width in place of line breaks."""
    return _without_breaks(record, lambda: True, chance.choice([" ", "  ", "\u3000", "\u3000\u3000"]))


def headless(record: Record, _: Random) -> Record:
    """Every heading deleted, with the line that it leaves empty: only the content says what a passage is for."""
    without = replace(record, sections=tuple(row for row in record.sections if not row["heading"]))
    return edited(without, [Edit(start, end, "") for start, end in headings_of(record.text, record.sections)])


def wrapped(record: Record, chance: Random) -> Record:
    """Long lines broken hard at one width, as converters of pages do; rows of tables are left alone."""
    width = chance.randint(32, 42)
    edits = [Edit(i, i, "\n") for start, end in _lines(record.text) if "\t" not in record.text[start:end] for i in range(start + width, end, width)]
    return edited(record, edits)


def _lines(text: str) -> Iterator[tuple[int, int]]:
    return (found.span() for found in re.finditer(r"[^\r\n]+", text))


def _without_breaks(record: Record, is_lost: Callable[[], bool], instead: str) -> Record:
    text = record.text
    edits = []
    for found in _BREAK.finditer(text):
        above = text[text.rfind("\n", 0, found.start()) + 1 : found.start()]
        below = text[found.end() :].partition("\n")[0]
        if is_lost():
            edits.append(Edit(*found.span(), "\t" if "\t" in above + below else instead))
    return without_run_in_items(edited(record, edits))


def without_run_in_items(record: Record) -> Record:
    """Numbered headings that no longer stand on a line of their own are items, no headings (rule of the guidelines)."""
    rows = [row | {"heading": 0} if row["heading"] and _is_item(record.text, row["start"], row["end"]) else row for row in record.sections]
    return replace(record, sections=tuple(rows))


def _is_item(text: str, start: int, end: int) -> bool:
    before, behind = text[:start].rstrip(" \u3000\t"), text[end:].lstrip(" \u3000\t")
    alone = before[-1:] in ("", "\n", "\r") and behind[:1] in ("", "\n", "\r")
    return not alone and _ITEM_MARK.match(text, start) is not None
