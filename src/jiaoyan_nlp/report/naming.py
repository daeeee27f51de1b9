"""Who a plan is of and what it is called on the page: the same everywhere."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from jiaoyan_nlp.report.words import year_name
from jiaoyan_nlp.tables import rows_of

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, slots=True)
class Plan:
    """A plan as the page names it.

    Attributes:
        at: its place in the list of all plans, by which the page's views call it.
        school: its school, or its file where that is not known.
        owner: who it counts as of where schools are compared: the group of schools that the settings name, else the school.
        year: its school year, else its calendar year, else empty.
    """

    at: int
    file: str
    number: int
    title: str
    school: str
    owner: str
    year: str
    kind: str
    start: int
    end: int

    @property
    def signed(self) -> str:
        """The school, with the group that it counts as where the settings name one."""
        return self.school if self.owner == self.school else f"{self.school}（{self.owner}）"

    @property
    def place(self) -> str:
        """The file, with the plan's number where it holds several."""
        return f"{self.file} 第{self.number}篇" if self.number > 1 else self.file


def _plan(at: int, r: Any, owner: str) -> Plan:
    title, school = " ".join(r.title.split()), r.school or r.file
    return Plan(at, r.file, r.plan, title, school, owner or school, r.school_year or year_name(r.year), r.kind, r.start, r.end)


class Plans:
    """All plans of the report, by file and number."""

    def __init__(self, table: pd.DataFrame, sharing: pd.DataFrame) -> None:
        owners = {(r.file, r.plan): r.owner for r in rows_of(sharing)}
        self.all = [_plan(at, r, owners.get((r.file, r.plan), "")) for at, r in enumerate(rows_of(table))]
        self._known = {(plan.file, plan.number): plan for plan in self.all}

    def __getitem__(self, place: tuple[str, int]) -> Plan:
        return self._known[place]

    def get(self, file: str, number: int) -> Plan | None:
        return self._known.get((file, number))
