"""Shared passages on the page: every one in a line, the largest with their text, their copies and what the copies fill in otherwise."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from jiaoyan_nlp.report import words
from jiaoyan_nlp.report.bilingual import Said
from jiaoyan_nlp.report.marked import side_by_side
from jiaoyan_nlp.report.naming import Plan, Plans
from jiaoyan_nlp.tables import rows_of

if TYPE_CHECKING:
    import pandas as pd

MOST_LINES = 400
MOST_CARDS = 12
MOST_COPIES = 12
MOST_LETTERS = 600
"""Characters of a passage that a card shows; all of it stands in the passage's own view."""
OPENING = 60


@dataclass(frozen=True, slots=True)
class Line:
    """A shared passage in one line; `number` is how the page calls it, `at` its place among all passages."""

    at: int
    id: str
    length: int
    members: int
    schools: int
    kind: Said
    scope: Said
    reference: tuple[Said | str, str]
    earliest: str
    opening: str
    verdict: str
    note: str

    @property
    def number(self) -> int:
        return self.at + 1


@dataclass(frozen=True, slots=True)
class Copy:
    """A copy: the plan it stands in, how it differs from the exemplar, and how much of the exemplar's letters it keeps."""

    at: int
    plan: Plan
    kind: Said
    code: str
    similarity: float
    text: str


@dataclass(frozen=True, slots=True)
class SlotLine:
    """What copies fill in at one place: each filler with the schools that have it, the most frequent first."""

    kind: Said
    fillers: list[tuple[str, list[str]]]


@dataclass(frozen=True, slots=True)
class Card:
    """A large passage with its text, its copies (the exemplar first), its slots, and the exemplar beside the copy of another school that is most like it."""

    line: Line
    text: str
    copies: list[Copy]
    left_out: int
    kinds: list[tuple[Said, int]]
    slots: list[SlotLine]
    pair: tuple[Copy, Copy] | None
    left: Markup
    right: Markup


def lines(table: pd.DataFrame, decisions: Mapping[str, Any]) -> list[Line]:
    """All shared passages in the order of the table: those with most text in most plans first."""
    out = []
    for at, r in enumerate(rows_of(table)):
        said = decisions.get(r.family_id)
        out.append(
            Line(
                at, r.family_id, r.length, r.members, r.schools, words.KIND_OF_COPY[r.kind], words.SCOPE[r.scope], words.reference(r.reference), r.earliest,
                opening(r.exemplar), said.verdict if said else "", said.note if said else "",
            )
        )  # fmt: skip
    return out


def opening(text: str, most: int = OPENING) -> str:
    """The beginning of a passage on one line."""
    flat = " ".join(text.split())
    return flat if len(flat) <= most else f"{flat[:most]}…"


def cards(tables: dict[str, pd.DataFrame], plans: Plans, held: Iterable[Line], most: int = MOST_CARDS) -> list[Card]:
    """The largest passages across schools that come from no known reference."""
    chosen = {line.id: line for line in [line for line in held if line.scope == words.SCOPE["across"] and not line.reference[1]][:most]}
    copies: dict[str, list[Copy]] = defaultdict(list)
    for r in rows_of(tables["reuse"][tables["reuse"]["family_id"].isin(list(chosen))]):
        copies[r.family_id].append(Copy(len(copies[r.family_id]), plans[r.file, r.plan], words.KIND_OF_COPY[r.kind], r.kind, r.similarity, r.text))
    slots = _slots(tables["slots"], plans, set(chosen))
    return [_card(line, copies[key], slots.get(key, [])) for key, line in chosen.items()]


def _card(line: Line, copies: list[Copy], slots: list[SlotLine]) -> Card:
    exemplar, *others = copies
    elsewhere = [c for c in others if c.plan.owner != exemplar.plan.owner] or others
    other = max(elsewhere, key=lambda c: (c.similarity, -c.at), default=None)
    left, right = side_by_side(_shown(exemplar.text), _shown(other.text)) if other else (Markup(), Markup())
    return Card(
        line,
        _shown(exemplar.text),
        copies[:MOST_COPIES],
        max(0, len(copies) - MOST_COPIES),
        _kinds(others),
        slots,
        (exemplar, other) if other else None,
        left,
        right,
    )


def _kinds(copies: list[Copy]) -> list[tuple[Said, int]]:
    """How many copies are changed in which way, the least change first."""
    counts = Counter(c.code for c in copies)
    return [(said, counts[code]) for code, said in words.KIND_OF_COPY.items() if counts[code]]


def _shown(text: str) -> str:
    return text if len(text) <= MOST_LETTERS else f"{text[:MOST_LETTERS]}…"


def _slots(table: pd.DataFrame, plans: Plans, chosen: set[str]) -> dict[str, list[SlotLine]]:
    """Per family its slots where not all copies have the same."""
    held: dict[tuple[str, int], dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    kinds: dict[tuple[str, int], str] = {}
    for r in rows_of(table):
        if r.family_id in chosen:
            kinds[r.family_id, r.slot] = r.kind
            held[r.family_id, r.slot][r.filler].append(plans[r.file, r.plan].school)
    out: dict[str, list[SlotLine]] = defaultdict(list)
    for (family, slot), fillers in held.items():
        if len(fillers) > 1:
            most = sorted(fillers.items(), key=lambda each: (-len(each[1]), each[0]))
            out[family].append(SlotLine(words.SLOT[kinds[family, slot]], [(filler, sorted(set(schools))) for filler, schools in most]))
    return out


def references(held: Iterable[Line]) -> list[dict[str, Any]]:
    """The reference files that passages come from, with how many passages each."""
    counts: dict[tuple[Said | str, str], int] = defaultdict(int)
    for line in held:
        if line.reference[1]:
            counts[line.reference] += 1
    return [{"kind": kind, "file": file, "passages": n} for (kind, file), n in sorted(counts.items(), key=lambda each: (-each[1], each[0][1]))]
