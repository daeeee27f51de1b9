"""Which sections plans lack, and how much of what they say could be checked later."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING

from jiaoyan_nlp.language.coverage import counted, lacking, year_of
from jiaoyan_nlp.report import words
from jiaoyan_nlp.report.bilingual import Said
from jiaoyan_nlp.report.naming import Plan, Plans
from jiaoyan_nlp.sections.labels import EXPECTED
from jiaoyan_nlp.tables import records_of, rows_of

if TYPE_CHECKING:
    import pandas as pd

MOST_COUNTS = 400
MOST_PLANS = 300


@dataclass(frozen=True, slots=True)
class Counted:
    """Of a school's plans in one school year how many lack each section."""

    school: str
    year: str
    plans: int
    lacking: list[int]


@dataclass(frozen=True, slots=True)
class Coverage:
    """The sections expected of plans or of summaries: counted by school and year, and plan by plan which are there."""

    code: str
    kind: Said
    labels: list[Said]
    counts: list[Counted]
    plans: list[tuple[Plan, str, list[bool]]]


def coverage(table: pd.DataFrame, plans: Plans) -> list[Coverage]:
    """Plans, then summaries; a kind of which there is none is left out."""
    out = []
    for kind, expected in EXPECTED.items():
        held = [row for row in records_of(table) if row["kind"] == kind]
        counts = [
            Counted(school, year, number, [row["lacking"] for row in rows])
            for (school, year, number), rows in groupby(counted(held), key=itemgetter("school", "school_year", "plans"))
        ]
        rows = [(plans[row["file"], row["plan"]], year_of(row), [label not in row["missing"].split() for label in expected]) for row in lacking(held)]
        if held:
            out.append(Coverage(kind, words.KIND_OF_PLAN[kind], [words.LABEL[label] for label in expected], counts, rows))
    return out


@dataclass(frozen=True, slots=True)
class Checkable:
    """Of the sentences in which a school's plans say what is to be done: those with an amount or a date, and those only vague."""

    school: str
    plans: int
    sentences: int
    quantified: int
    dated: int
    checkable: int
    vague: int

    @property
    def share(self) -> float:
        return self.checkable / self.sentences if self.sentences else 0.0


def checkable(table: pd.DataFrame, plans: Plans) -> list[Checkable]:
    """One row a school, by name."""
    held: dict[str, Counter[str]] = defaultdict(Counter)
    names = ("sentences", "quantified", "dated", "checkable", "vague")
    for r in rows_of(table):
        held[plans[r.file, r.plan].school].update({"plans": 1, **{name: getattr(r, name) for name in names}})
    return [Checkable(school, n["plans"], *(n[name] for name in names)) for school, n in sorted(held.items())]
