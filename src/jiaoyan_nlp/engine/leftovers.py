"""Rows of the tables of slots and of findings, from what `reuse` found."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from jiaoyan_nlp.corpus.metadata.fields import Metadata
from jiaoyan_nlp.engine.analysis import Row
from jiaoyan_nlp.reuse.families import Family
from jiaoyan_nlp.reuse.ink import Ink
from jiaoyan_nlp.reuse.leftovers import Leftover, find_other_schools, find_strange_fillers
from jiaoyan_nlp.reuse.own import is_same_school
from jiaoyan_nlp.reuse.slots import Slot

Slots = Sequence[tuple[Family, list[Slot]]]
Texts = Mapping[str, str]

_KNOWN = ("school", "district", "year", "school_year", "subject", "author")


def slot_rows(slots: Slots, inks: Sequence[Ink], texts: Texts) -> Iterator[Row]:
    """Rows of the table `slots`."""
    for family, held in slots:
        for number, slot in enumerate(held, 1):
            for f in slot.fillers:
                told = {"family_id": family.family_id, "slot": number, "kind": slot.kind, "school": inks[f.plan].school}
                yield told | _place(inks[f.plan], f.start, f.end, "filler", texts)


def leftover_rows(slots: Slots, inks: Sequence[Ink], plans: Iterable[Row], texts: Texts, together: Mapping[str, Sequence[str]]) -> Iterator[Row]:
    """Rows of the table `findings` for what is told by looking across files.

    Args:
        plans: the rows of the table of plans.
        together: schools that count as one, by the group's name (`Ink.group`): what they have of each other is no finding.
    """
    by_place = {(row["file"], row["plan"]): Metadata(**{name: row[name] for name in _KNOWN}) for row in plans}
    known = [by_place[ink.file, ink.plan] for ink in inks]
    across = (slot for family, held in slots if family.scope == "across" for slot in held)
    for found in (*find_other_schools(inks), *find_strange_fillers(inks, across, known)):
        if not _is_of_group(found, inks[found.plan], together.get(inks[found.plan].group, ())):
            told = {"kind": found.kind, "evidence": found.evidence, "owner": found.owner}
            yield told | _place(inks[found.plan], found.start, found.end, "text", texts)


def _is_of_group(found: Leftover, ink: Ink, schools: Sequence[str]) -> bool:
    """Whether what was found is, or can be, of one of these schools."""
    name = ink.text[found.start : found.end]
    return found.owner in schools or (found.kind == "other_school" and any(is_same_school(name, school.lower()) for school in schools))


def _place(ink: Ink, start: int, end: int, words: str, texts: Texts) -> Row:
    span = ink.span(start, end)
    return {"file": ink.file, "plan": ink.plan, "start": span.start, "end": span.end, words: span.quote(texts[ink.file])}
