"""What schools promise in numbers, laid side by side: the distribution of each indicator, who is far out, and who promises exactly the same."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from jiaoyan_nlp.report import words
from jiaoyan_nlp.report.bilingual import Said
from jiaoyan_nlp.report.naming import Plan, Plans
from jiaoyan_nlp.tables import rows_of

if TYPE_CHECKING:
    import pandas as pd

FEWEST_SCHOOLS = 2
MOST_INDICATORS = 60
FEWEST_ALIKE = 4
"""So many promises of the same amounts are a set worth naming: one or two of them many schools share by chance."""
MOST_SETS = 40
STRIP = 200
"""Width of a distribution's picture, in pixels."""


@dataclass(frozen=True, slots=True)
class Promise:
    """One school's promise: the plan, the words, its value in the measure that is compared, and its place in the text."""

    plan: Plan
    school: str
    text: str
    value: float
    start: int
    far: str


@dataclass(frozen=True, slots=True)
class Distribution:
    """The promises of one indicator by one kind of actor in one year, of all schools."""

    indicator: Said
    actor: Said
    measure: str
    year: str
    schools: int
    median: float
    lower: float
    upper: float
    same: int
    same_text: str
    promises: list[Promise]

    @property
    def far(self) -> list[Promise]:
        return [p for p in self.promises if p.far]

    def x(self, value: float) -> float:
        """Where a value lies in the picture, in pixels from its left edge."""
        low, high = min(p.value for p in self.promises), max(p.value for p in self.promises)
        return round(6 + (STRIP - 12) * (value - low) / (high - low), 1) if high > low else STRIP / 2


@dataclass(frozen=True, slots=True)
class SameSet:
    """Plans of different schools in one year that promise exactly the same amounts of the same things."""

    year: str
    amounts: list[str]
    plans: list[Plan]


def distributions(table: pd.DataFrame, plans: Plans) -> list[Distribution]:
    """The indicators that at least two schools promise in one year, those of most schools first."""
    groups: dict[tuple[str, ...], list[tuple[Promise, Any]]] = defaultdict(list)
    for r in rows_of(table[table["schools"] >= FEWEST_SCHOOLS]):
        promise = Promise(plans[r.file, r.plan], r.school, r.text, r.value, r.start, r.far)
        groups[r.indicator, r.actor_kind, r.measure, r.year_of].append((promise, r))
    out = [_distribution(held) for held in groups.values()]
    return sorted(out, key=lambda d: (-d.schools, d.indicator, d.actor, d.measure, d.year))


def _distribution(held: list[tuple[Promise, Any]]) -> Distribution:
    rows = [row for _, row in held]
    first, most = rows[0], max(rows, key=lambda r: (r.same, r.value, r.text))
    promises = sorted((p for p, _ in held), key=lambda p: (p.value, p.school, p.plan.at))
    return Distribution(
        Said(first.indicator_zh, first.indicator.replace("_", " ")), actor(first.actor_kind), first.measure, first.year_of, first.schools,
        first.median, first.lower, first.upper, most.same, most.text, promises,
    )  # fmt: skip


def actor(code: str) -> Said:
    """The name of a kind of actor."""
    return words.actors().get(code, Said(code, code)) if code else words.NOT_SAID


def same_sets(table: pd.DataFrame, plans: Plans) -> list[SameSet]:
    """Sets of at least `FEWEST_ALIKE` amounts that stand complete in plans of two schools or more in one year, the largest first."""
    by_plan: dict[tuple[str, int], dict[tuple[str, ...], str]] = defaultdict(dict)
    years: dict[tuple[str, int], str] = {}
    for r in rows_of(table):
        by_plan[r.file, r.plan][r.indicator, r.actor_kind, r.measure, str(r.value)] = f"{r.indicator_zh} {r.text}"
        years[r.file, r.plan] = r.year_of
    sets: dict[tuple[str, frozenset[tuple[str, ...]]], list[tuple[str, int]]] = defaultdict(list)
    for place, held in by_plan.items():
        if len(held) >= FEWEST_ALIKE:
            sets[years[place], frozenset(held)].append(place)
    out = [SameSet(year, [*by_plan[places[0]].values()], [plans[p] for p in places]) for (year, _), places in sets.items()]
    out = [each for each in out if len({plan.owner for plan in each.plans}) > 1]
    return sorted(out, key=lambda s: (-len(s.plans), -len(s.amounts), s.plans[0].at))
