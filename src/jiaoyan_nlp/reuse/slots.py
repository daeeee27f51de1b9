"""Slots: the places of a family where its members differ in a name, place, person, year, date, number or subject only.

A family with slots is a form that schools filled in: what fills a slot is compared with what is known of each plan (`leftovers`).
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from operator import itemgetter
from typing import NamedTuple

from jiaoyan_nlp.reuse.edits import Edit
from jiaoyan_nlp.reuse.families import Family, Member
from jiaoyan_nlp.reuse.ink import Ink
from jiaoyan_nlp.reuse.names import SLOTS
from jiaoyan_nlp.reuse.passages import Run

_WORDS = ("school", "place", "person", "subject")
_SHORTEST = 2


class Filler(NamedTuple):
    """What one member has in a slot: the letters [start, end) of the plan at this place in the list of inks.

    A name ends at a stop, though letters alone go on behind it (效率,示例县第一小学).
    """

    plan: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Slot:
    """One place of a family that members fill differently.

    Attributes:
        kind: one of `names.SLOTS`.
        start, end: its place in the letters of the exemplar's plan.
        fillers: in the order of the family's members; those are left out whose copy does not reach there or says something
            else there than a name of this kind.
    """

    kind: str
    start: int
    end: int
    fillers: tuple[Filler, ...]


def find_slots(inks: Sequence[Ink], family: Family) -> list[Slot]:
    """The slots of a family in the order of the exemplar's text; none where no member differs in a name.

    The work is linear in the members' edits and in slots times members.
    """
    exemplar = family.exemplar
    places = _apart(edit for m in family.members for edit in m.edits if edit.kind in SLOTS)
    if not places:
        return []
    letters = inks[exemplar.plan].text
    columns: list[list[Filler]] = [[] for _ in places]
    for m in family.members:
        for at, filler in _fillers(m, exemplar, places, letters, inks[m.plan].text):
            columns[at].append(_unbroken(inks[m.plan], filler) if places[at].kind in _WORDS else filler)
    held = zip(places, columns, strict=True)
    return [Slot(place.kind, place.a_start + exemplar.start, place.a_end + exemplar.start, tuple(fillers)) for place, fillers in held]


def _apart(changes: Iterable[Edit]) -> list[Edit]:
    """Of edits that overlap in the exemplar the widest, in order; of two as wide the kind that counts first."""
    distinct = {(e.a_start, e.a_end, e.kind): e for e in changes}
    out: list[Edit] = []
    for edit in sorted(distinct.values(), key=lambda e: (e.a_start, -e.a_end, SLOTS.index(e.kind))):
        if not out or out[-1].a_end <= edit.a_start:
            out.append(edit)
        elif edit.a_end - edit.a_start > out[-1].a_end - out[-1].a_start:
            out[-1] = edit
    return out


def _fillers(m: Member, exemplar: Member, places: Sequence[Edit], letters: str, own: str) -> Iterator[tuple[int, Filler]]:
    """(number of the slot, its filler) of one member."""
    changed = [e for e in m.edits if e.kind in SLOTS]
    next_one = 0
    for at, place in enumerate(places):
        while next_one < len(changed) and changed[next_one].a_end <= place.a_start:
            next_one += 1
        start, end = place.a_start + exemplar.start, place.a_end + exemplar.start
        if next_one < len(changed) and changed[next_one].a_start < place.a_end:
            yield at, _changed(m, changed[next_one], place)
        elif (same := _unchanged(m, exemplar, start, end)) and own[same.start : same.end] == letters[start:end]:
            yield at, same


def _unbroken(ink: Ink, f: Filler) -> Filler:
    """The longest part of a name that stands in one piece in the source; the name itself where none is a name (李 明)."""
    if ink.offsets[f.end - 1] - ink.offsets[f.start] < f.end - f.start:
        return f
    cuts = [f.start, *(at for at in range(f.start + 1, f.end) if ink.offsets[at] - ink.offsets[at - 1] > 1), f.end]
    start, end = max(pairwise(cuts), key=lambda part: part[1] - part[0])
    return Filler(f.plan, start, end) if end - start >= _SHORTEST else f


def _changed(m: Member, edit: Edit, place: Edit) -> Filler:
    """What an edit has put there; what of a wider place lies outside the edit is the same in both."""
    before, behind = max(0, edit.a_start - place.a_start), max(0, place.a_end - edit.a_end)
    return Filler(m.plan, max(m.start, m.start + edit.b_start - before), min(m.end, m.start + edit.b_end + behind))


def _unchanged(m: Member, exemplar: Member, start: int, end: int) -> Filler | None:
    """What stands against [start, end) of the exemplar's plan in the runs; None where the first or the last letter lies in none."""
    if not m.edits:
        return Filler(m.plan, start - exemplar.start + m.start, end - exemplar.start + m.start)
    low, high = _image(m.runs, start), _image(m.runs, end - 1)
    return None if low is None or high is None else Filler(m.plan, low, high + 1)


def _image(runs: Sequence[Run], place: int) -> int | None:
    """Where a letter of the exemplar's plan stands in the member's."""
    at = bisect_right(runs, place, key=itemgetter(0)) - 1
    return place - runs[at].a + runs[at].b if at >= 0 and place < runs[at].a + runs[at].length else None
