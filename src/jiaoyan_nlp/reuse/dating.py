"""Dating: which of two plans was written earlier, where both are dated and the dates tell."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple


class Period(NamedTuple):
    """The first and the last day, in ISO 8601, between which a plan was written."""

    first: str
    last: str


def period_of(plan: Mapping[str, Any]) -> Period | None:
    """When a plan (a row of the table of plans) was written: its date, else its term, else its year; None where nothing is known."""
    if date := plan["date"]:
        return Period(date, date) if len(date) == 10 else Period(f"{date}-01", f"{date}-31")
    if (year := plan["year"]) is None:
        return None
    if plan["term"] == "spring":
        return Period(f"{year}-02-01", f"{year}-07-31")
    if plan["term"] == "autumn":
        return Period(f"{year}-08-01", f"{year + 1}-01-31")
    return Period(f"{year}-08-01", f"{year + 1}-07-31") if plan["school_year"] else Period(f"{year}-01-01", f"{year}-12-31")


def is_earlier(a: Period | None, b: Period | None) -> bool:
    """Whether a lies wholly before b."""
    return a is not None and b is not None and a.last < b.first


def earliest(periods: Sequence[Period | None]) -> int | None:
    """The place of the one that lies wholly before all others; None where one is not dated, or two overlap."""
    first = min(range(len(periods)), key=lambda i: periods[i] or Period("~", "~"), default=None)
    if first is None or not all(is_earlier(periods[first], p) for i, p in enumerate(periods) if i != first):
        return None
    return first
