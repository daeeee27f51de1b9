"""What schools promise of the same thing, laid side by side: the distribution, who is far out, who changed, and which very numbers many share.

Compared are promises of one indicator by one kind of actor in one year that are counted in the same thing (`Indicator.units`), by
their rate in a semester where they have one, else as they stand. Of several in one plan the highest counts: what stands beside it is
as a rule a part of it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from statistics import median, quantiles
from typing import Any

from jiaoyan_nlp.commitments.indicators import indicators
from jiaoyan_nlp.language.coverage import year_of

Row = dict[str, Any]

PER_SEMESTER = "/学期"
"""What a measure ends in where rates are compared."""
FEWEST = 5
"""Schools that a distribution needs before anyone in it is called far out."""
FENCE = 1.5
"""How many interquartile ranges beyond the quartiles a value is far out (Tukey 1977)."""
NEAR = 0.25
"""A value this near to the median, as a share of it, is never far out: where nearly all say 20, 21 is no finding."""


def compared(commitments: Iterable[Mapping[str, Any]], plans: Iterable[Mapping[str, Any]]) -> list[Row]:
    """Rows of the table `indicators`, from rows of the tables of commitments and plans."""
    rows = [{**row, **told} for held in _distributions(_promises(commitments, plans)) for row, told in zip(held, _placed(held), strict=True)]
    rows.sort(key=lambda r: (r["indicator"], r["actor_kind"], r["measure"], r["school"], r["year_of"], r["file"], r["plan"]))
    return [{**row, "before": before} for row, before in zip(rows, _before(rows), strict=True)]


def _distributions(rows: Iterable[Mapping[str, Any]]) -> Iterable[list[Mapping[str, Any]]]:
    """The rows that are compared with each other: of one indicator, kind of actor, measure and year."""
    groups: dict[tuple[str, ...], list[Mapping[str, Any]]] = defaultdict(list)
    for row in rows:
        groups[row["indicator"], row["actor_kind"], row["measure"], row["year_of"]].append(row)
    return groups.values()


def _promises(commitments: Iterable[Mapping[str, Any]], plans: Iterable[Mapping[str, Any]]) -> Iterator[Row]:
    """The highest promise of each plan, indicator, kind of actor and measure, with what is known of the plan."""
    known_as = {each.code: each for each in indicators()}
    best: dict[tuple[Any, ...], Row] = {}
    known = {(plan["file"], plan["plan"]): plan for plan in plans}
    for row in commitments:
        value = row["rate"] if row["rate"] is not None else row["min"] if row["min"] is not None else row["max"]
        if row["class"] != "commitment" or not row["indicator"] or row["change"] != "none" or value is None:
            continue
        plan = known[row["file"], row["plan"]]
        indicator = known_as[row["indicator"]]
        measure = indicator.measure(row["unit"]) + (PER_SEMESTER if row["rate"] is not None else "")
        key = (row["file"], row["plan"], row["indicator"], row["actor_kind"], measure)
        if key not in best or (-value, row["start"]) < (-best[key]["value"], best[key]["start"]):
            best[key] = {
                **{name: row[name] for name in ("file", "plan", "start", "end", "text", "indicator", "actor_kind", "comparator", "unit", "per", "strength")},
                "indicator_zh": indicator.zh, "school": plan["school"] or plan["file"], "school_year": plan["school_year"],
                "year": plan["year"], "year_of": year_of(plan).split("学年")[0], "measure": measure, "value": float(value),
            }  # fmt: skip
    yield from best.values()


def _placed(held: Sequence[Mapping[str, Any]]) -> Iterator[Row]:
    """Where each promise of a group stands in its distribution, a school counted once."""
    by_school: dict[str, float] = {}
    for row in held:
        by_school[row["school"]] = max(row["value"], by_school.get(row["school"], row["value"]))
    values = sorted(by_school.values())
    middle = median(values)
    low, _, high = quantiles(values, n=4, method="inclusive") if len(values) > 1 else (middle, middle, middle)
    same: dict[tuple[Any, ...], set[str]] = defaultdict(set)
    for row in held:
        same[_said(row)].add(row["school"])
    for row in held:
        yield {
            "schools": len(values), "median": middle, "lower": low, "upper": high,
            "far": _far(row["value"], values, low, middle, high), "same": len(same[_said(row)]),
        }  # fmt: skip


def _said(row: Mapping[str, Any]) -> tuple[Any, ...]:
    return row["comparator"], row["value"], row["unit"], row["per"]


def _far(value: float, values: Sequence[float], low: float, middle: float, high: float) -> str:
    if len(values) < FEWEST or abs(value - middle) <= NEAR * middle:
        return ""
    reach = FENCE * (high - low)
    return "low" if value < low - reach else "high" if value > high + reach else ""


def _before(rows: Sequence[Row]) -> list[float | None]:
    """What the same school promised in the latest year before; `rows` stand in the order of indicator, actor, measure, school, year."""
    out: list[float | None] = []
    held: dict[tuple[str, ...], list[Row]] = defaultdict(list)
    for row in rows:
        key = (row["indicator"], row["actor_kind"], row["measure"], row["school"])
        earlier = [other for other in held[key] if row["year_of"] and other["year_of"] and other["year_of"] < row["year_of"]]
        out.append(max((other["value"] for other in earlier if other["year_of"] == earlier[-1]["year_of"]), default=None) if earlier else None)
        held[key].append(row)
    return out


def summed_up(rows: Iterable[Mapping[str, Any]]) -> list[Row]:
    """Rows of the table `indicators`, one for each distribution: how many schools, its quartiles, who is far out, the number most share."""
    out = []
    for held in _distributions(rows):
        first, most = held[0], max(held, key=lambda row: (row["same"], row["value"], row["text"]))
        out.append({
            **{name: first[name] for name in ("indicator", "indicator_zh", "actor_kind", "measure", "year_of", "schools", "median", "lower", "upper")},
            "lowest": min(row["value"] for row in held), "highest": max(row["value"] for row in held),
            "far_low": _schools(held, "low"), "far_high": _schools(held, "high"), "most_common": most["text"], "same": most["same"],
        })  # fmt: skip
    return sorted(out, key=lambda row: (-row["schools"], row["indicator"], row["actor_kind"], row["measure"], row["year_of"]))


def _schools(held: Iterable[Mapping[str, Any]], far: str) -> str:
    return "; ".join(sorted({row["school"] for row in held if row["far"] == far}))
