"""The evidence that the page draws its views from: the text of every plan with what was found in it, and the copies of every passage.

It is data, in chunks of JSON, each a few hundred kilobytes. Of a small corpus the page holds all chunks itself; of a large one they
are files beside it, each loaded when a view needs it. A page opened from a disk may load scripts but may not fetch data: so these
files are scripts that hand their chunk over.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from jiaoyan_nlp.report import words
from jiaoyan_nlp.report.families import Line
from jiaoyan_nlp.report.naming import Plans
from jiaoyan_nlp.tables import rows_of

if TYPE_CHECKING:
    import pandas as pd

CHUNK = 400_000
"""Characters of JSON at which a chunk is full."""
_ESCAPES = {ord("<"): "\\u003c", ord(">"): "\\u003e", ord("&"): "\\u0026", 0x2028: "\\u2028", 0x2029: "\\u2029"}


@dataclass(frozen=True, slots=True)
class Evidence:
    """The index, which the page always holds, and the chunks, as JSON.

    The index has a row a plan and a row a passage, each with the number of the chunk that holds the rest; `FIELDS` says what is in them.
    """

    index: str
    chunks: list[str]

    @property
    def size(self) -> int:
        return sum(map(len, self.chunks))


FIELDS = {
    "plans": "file, number, title, school (and group), year, kind, letters, shared, [chunk, place in it]",
    "families": "id, length, members, schools, kind, scope, reference, earliest, opening, verdict, note, [chunk, place in it]",
    "plan": "start, text, passages [start end label kind], shared [start end family copy], amounts [start end], findings [start end kind]",
    "family": "copies [plan start end kind similarity], slots [kind start end [filler copies]]",
}
"""What the rows of the index and the records of the chunks hold, in this order; `start` and `end` are places in the source text."""


def evidence(tables: dict[str, pd.DataFrame], texts: dict[str, str], plans: Plans, lines: Sequence[Line]) -> Evidence:
    """All evidence of the tables."""
    copies = _copies(tables["reuse"], plans)
    packed, at_plan = _chunked(_plan_records(tables, texts, plans, lines, copies))
    more, at_family = _chunked(_family_records(tables["slots"], plans, lines, copies), len(packed))
    shared = {(r.file, r.plan): (r.letters, r.shared) for r in rows_of(tables["sharing"])}
    index = {
        "plans": [
            [p.file, p.number, p.title, p.signed, p.year, p.kind, *shared.get((p.file, p.number), (0, 0)), chunk]
            for p, chunk in zip(plans.all, at_plan, strict=True)
        ],
        "families": [
            [x.id, x.length, x.members, x.schools, [x.kind, x.kind.en], [x.scope, x.scope.en], _reference(x), x.earliest, x.opening, x.verdict, x.note, chunk]
            for x, chunk in zip(lines, at_family, strict=True)
        ],
        "words": {
            "label": {code: [said, said.en] for code, said in words.LABEL.items()},
            "copy": {code: [said, said.en] for code, said in words.KIND_OF_COPY.items()},
            "finding": {code: [said, said.en] for code, said in words.FINDING.items()},
            "slot": {code: [said, said.en] for code, said in words.SLOT.items()},
            "plan": {code: [said, said.en] for code, said in words.KIND_OF_PLAN.items()},
        },
    }
    return Evidence(as_json(index), packed + more)


def _reference(line: Line) -> list[str]:
    kind, file = line.reference
    return [kind, getattr(kind, "en", kind), file] if file else []


def as_json(value: Any) -> str:
    """JSON that may stand in a script of a page: nothing in it can end the script or begin a comment."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).translate(_ESCAPES)


def _chunked(records: Iterable[Any], first: int = 0) -> tuple[list[str], list[list[int]]]:
    """Records in chunks, and of each record its chunk (counted from `first`) and its place there."""
    chunks: list[str] = []
    places: list[list[int]] = []
    held: list[str] = []
    for record in records:
        if sum(map(len, held)) >= CHUNK:
            chunks.append(f"[{','.join(held)}]")
            held = []
        places.append([first + len(chunks), len(held)])
        held.append(as_json(record))
    return ([*chunks, f"[{','.join(held)}]"] if held else chunks), places


def _copies(reuse: pd.DataFrame, plans: Plans) -> dict[str, list[list[Any]]]:
    out: dict[str, list[list[Any]]] = defaultdict(list)
    for r in rows_of(reuse):
        out[r.family_id].append([plans[r.file, r.plan].at, r.start, r.end, r.kind, r.similarity])
    return out


def _plan_records(
    tables: dict[str, pd.DataFrame], texts: dict[str, str], plans: Plans, lines: Sequence[Line], copies: dict[str, list[list[Any]]]
) -> Iterable[list[Any]]:
    passages, amounts, findings = (_by_plan(tables[name], plans, fields) for name, fields in _MARKED)
    shared: dict[int, list[list[int]]] = defaultdict(list)
    for line in lines:
        for number, (at, start, end, *_) in enumerate(copies[line.id]):
            shared[at].append([start, end, line.at, number])
    for plan in plans.all:
        held = passages[plan.at]
        # a site's words behind a plan are passages of it too
        start, end = min([plan.start, *(p[0] for p in held)]), max([plan.end, *(p[1] for p in held)])
        yield [start, texts[plan.file][start:end], held, sorted(shared[plan.at]), amounts[plan.at], findings[plan.at]]


_MARKED = (("passages", ("start", "end", "label", "kind")), ("commitments", ("start", "end")), ("findings", ("start", "end", "kind")))


def _by_plan(table: pd.DataFrame, plans: Plans, fields: Sequence[str]) -> dict[int, list[list[Any]]]:
    """Places of a table's rows by plan; of the amounts only those that are promised."""
    held = table[table["class"] == "commitment"] if "class" in table else table
    out: dict[int, list[list[Any]]] = defaultdict(list)
    for row in zip(*(held[name].tolist() for name in ("file", "plan", *fields)), strict=True):
        if plan := plans.get(row[0], row[1]):
            out[plan.at].append(list(row[2:]))
    return out


def _family_records(table: pd.DataFrame, plans: Plans, lines: Sequence[Line], copies: dict[str, list[list[Any]]]) -> Iterable[list[Any]]:
    slots: dict[str, dict[int, list[Any]]] = defaultdict(dict)
    for r in rows_of(table):
        # the exemplar's is the first row of a slot
        slot = slots[r.family_id].setdefault(r.slot, [r.kind, r.start, r.end, []])
        slot[3].append([r.filler, plans[r.file, r.plan].at])
    for line in lines:
        yield [copies[line.id], list(slots[line.id].values())]
