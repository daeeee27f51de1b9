"""Rows of the tables of shared text, from what `reuse` found."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from jiaoyan_nlp.engine.analysis import Row
from jiaoyan_nlp.reuse.dating import Period, earliest
from jiaoyan_nlp.reuse.families import Family, Member
from jiaoyan_nlp.reuse.ink import Ink
from jiaoyan_nlp.reuse.references import Origin
from jiaoyan_nlp.reuse.sharing import Sharing

Texts = Mapping[str, str]


def family_row(family: Family, inks: Sequence[Ink], texts: Texts, periods: Sequence[Period | None], origin: Origin | None) -> Row:
    """A row of the table `families`; `periods` are those of the plans, `origin` is the reference that it comes from."""
    owners = {inks[m.plan].owner for m in family.members}
    first = earliest([periods[m.plan] for m in family.members]) if len(owners) > 1 else None
    exemplar = family.exemplar
    return {
        "family_id": family.family_id, "length": family.length, "members": len(family.members), "schools": len(owners),
        "kind": family.kind, "scope": family.scope, "reference": f"{origin.kind}:{origin.file}" if origin else "",
        "earliest": inks[family.members[first].plan].file if first is not None else "",
        "exemplar": exemplar.span.quote(texts[inks[exemplar.plan].file]),
    }  # fmt: skip


def member_rows(family: Family, inks: Sequence[Ink], texts: Texts) -> Iterator[Row]:
    """Rows of the table `reuse`: the copies of one family."""
    for m in family.members:
        ink = inks[m.plan]
        yield {
            "family_id": family.family_id, "file": ink.file, "plan": ink.plan, "start": m.span.start, "end": m.span.end,
            "school": ink.school, "kind": m.kind, "similarity": m.similarity,
            "edits": json.dumps(_edits(family.exemplar, m, inks, texts), ensure_ascii=False), "text": m.span.quote(texts[ink.file]),
        }  # fmt: skip


def _edits(exemplar: Member, m: Member, inks: Sequence[Ink], texts: Texts) -> list[dict[str, Any]]:
    """What a copy has otherwise than the exemplar, in the words of both sources, with places in the copy's source."""
    out = []
    for e in m.edits:
        there = _words(inks[exemplar.plan], texts, exemplar.start + e.a_start, exemplar.start + e.a_end)
        here = _words(inks[m.plan], texts, m.start + e.b_start, m.start + e.b_end)
        out.append({"kind": e.kind, "exemplar": there[0], "copy": here[0], "start": here[1], "end": here[2]})
    return out


def _words(ink: Ink, texts: Texts, start: int, end: int) -> tuple[str, int, int]:
    if start == end:
        at = int(ink.offsets[start]) if start < len(ink.offsets) else int(ink.offsets[-1]) + 1
        return "", at, at
    span = ink.span(start, end)
    return span.quote(texts[ink.file]), *span


def plan_rows(found: Sharing, inks: Sequence[Ink]) -> Iterator[Row]:
    """Rows of the table `sharing`: where each plan's letters stand besides."""
    for ink, parts in zip(inks, found.parts, strict=True):
        yield {
            "file": ink.file, "plan": ink.plan, "school": ink.school, "owner": ink.owner, "letters": parts.letters, **parts._asdict(),
            "share": parts.shared / parts.letters if parts.letters else None,
        }  # fmt: skip


def school_rows(found: Sharing) -> Iterator[Row]:
    """Rows of the table `between`: how much of each school's plans stands in each other's."""
    totals = [0] * len(found.owners)
    for owner, parts in zip(found.owner_of, found.parts, strict=True):
        totals[owner] += parts.letters
    matrix = found.between.tocoo()
    for row, column, shared in sorted(zip(*(each.tolist() for each in matrix.coords), matrix.data.tolist(), strict=True)):
        yield {"school": found.owners[row], "other": found.owners[column], "letters": totals[row], "shared": shared, "share": shared / totals[row]}
