"""What a person should look at in single plans: names, places, subjects and years of others, and blanks left open."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from markupsafe import Markup

from jiaoyan_nlp.report import words
from jiaoyan_nlp.report.bilingual import Said
from jiaoyan_nlp.report.marked import in_context
from jiaoyan_nlp.report.naming import Plan, Plans
from jiaoyan_nlp.tables import rows_of
from jiaoyan_nlp.text.spans import Span

if TYPE_CHECKING:
    import pandas as pd

MOST = 200


@dataclass(frozen=True, slots=True)
class Leftover:
    """A finding: the plan (None where it stands in no plan), the place, its words in their line, what they were compared with, whose they are."""

    file: str
    plan: Plan | None
    start: int
    text: str
    context: Markup
    evidence: str
    owner: str


@dataclass(frozen=True, slots=True)
class Group:
    """The findings of one kind: how many there are, in how many plans, and the first of them."""

    kind: str
    name: Said
    note: Said
    compared: Said | None
    count: int
    plans: int
    rows: list[Leftover]

    @property
    def is_owned(self) -> bool:
        return any(row.owner for row in self.rows)


def leftovers(table: pd.DataFrame, texts: dict[str, str], plans: Plans) -> list[Group]:
    """Findings by kind, those that tell most first; kinds without any have no rows."""
    out = []
    for kind, name in words.FINDING.items():
        rows = table[table["kind"] == kind]
        shown = [
            Leftover(r.file, plans.get(r.file, r.plan), r.start, r.text, in_context(texts[r.file], Span(r.start, r.end)), r.evidence, r.owner)
            for r in rows_of(rows.head(MOST))
        ]
        held = len(rows[["file", "plan"]].drop_duplicates())
        out.append(Group(kind, name, words.FINDING_NOTE[kind], words.FINDING_EVIDENCE.get(kind) if kind != "other_school" else None, len(rows), held, shown))
    return out
