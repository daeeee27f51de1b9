"""What a reader asks of labelled passages: the text of some sections, the outline."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any

Row = Mapping[str, Any]


def section_text(passages: Sequence[Row], labels: Collection[str]) -> str:
    """The text of the passages that have one of the labels, a passage a line; of one line's passages the line as it was.

    `passages` are rows of the table of passages, of one file, in text order.
    """
    chosen = [row for row in passages if row["label"] in labels]
    pieces = [("" if i == 0 or row["cut"] == "noise" else "\n") + row["text"] for i, row in enumerate(chosen)]
    return "".join(pieces)


def outline_lines(plan: Row, passages: Sequence[Row]) -> Iterator[tuple[int, str, str]]:
    """The outline of a plan as (depth, words, label): its title, its headings, and where none stands the head of each passage.

    `plan` is a row of the table of plans, `passages` the rows of its passages. Passages that no heading governs and that follow each
    other with one label are told once.
    """
    yield 0, plan["title"] or plan["file"], plan["kind"]
    own = [row for row in passages if row["plan"] == plan["plan"] and row["kind"] not in ("title", "noise")]
    for (heading, label), rows in groupby(own, key=lambda row: ((row["heading"] and row["start"]) or bool(row["heading_path"]), row["label"])):
        first = next(rows)
        if first["heading"]:
            yield first["heading"], " ".join(first["text"].split()), label
        elif heading is False:
            words = " ".join(first["text"].split())
            yield 1, f"{words[:20].strip()}…" if len(words) > 20 else words, label
