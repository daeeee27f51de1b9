"""The year and term of a plan from all clues: the first year that is named, and the most exact term that agrees with it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from jiaoyan_nlp.corpus.metadata.clues import STATED, Clue
from jiaoyan_nlp.corpus.metadata.schoolyear import HALVES, Period, explicit_period, period_of, term_of_month
from jiaoyan_nlp.corpus.metadata.signature import without_dates


class Found(NamedTuple):
    """A period, and where its year and its term were found; empty where they were not."""

    period: Period
    year: str = ""
    term: str = ""


def weigh(clues: Sequence[Clue], date: str, kind: str) -> Found:
    """Year and term together.

    Args:
        clues: the more trusted first.
        date: of the plan, in the form of ISO 8601; it decides where no clue names a year, and what 上学期 of a calendar year means.
        kind: plan (dated as a term begins) or summary (dated as it ends).
    """
    asked = (clue for clue in clues if not (date and clue.place == "front"))  # its own date tells more than an anthology's title
    said = [(clue.place, period) for clue in asked if (period := _named(clue)) != Period()]
    year = next(((place, p) for place, p in said if p.year is not None), ("", Period()))
    found = _with_term(Found(year[1], *year[:1]), said)
    found = _by_date(found, clues, date, kind) if date else found
    if found.period.term:
        return found
    whole = next((place for place, p in said if p.term), "")
    return Found(found.period._replace(term="year"), found.year, whole) if whole else found


def _named(clue: Clue) -> Period:
    if clue.place == "text":
        return explicit_period(clue.text)
    return Period() if clue.place == "foot" else period_of(clue.says("period") or without_dates(clue.text))


def _with_term(first: Found, said: Sequence[tuple[str, Period]]) -> Found:
    """The first year with its term; else with the term of a later clue that names the same time, or a term alone."""
    best, place, _ = first
    for where, p in said:
        if p.term in HALVES and where in STATED and p.year is None:
            return Found(best._replace(term=p.term), place, where)
    if best.term in HALVES:
        return Found(best, place, place)
    for where, p in _sharper(best, said):
        if p.year is None:
            return Found(best._replace(term=p.term), place, where)
        if place in STATED and p.year != best.year:
            return Found(best._replace(term=p.term), place, where)
        return Found(p, place if p.year == best.year else where, where)
    return Found(best, place, place if best.term else "")


def _sharper(best: Period, said: Sequence[tuple[str, Period]]) -> Iterator[tuple[str, Period]]:
    return ((where, p) for where, p in said if p.term in HALVES and (p.year is None or p.is_within(best)))


def _by_date(found: Found, clues: Sequence[Clue], date: str, kind: str) -> Found:
    """What the date adds: the year where none is named, and the term where the text speaks of a term and names none."""
    period, place, where = found
    year, month = int(date[:4]), int(date[5:7])
    half = term_of_month(month, kind)
    if period.loose and half:
        return Found(period._replace(term=half), place, "date")
    if period.term not in HALVES and half and period.year in (None, year) and any("学期" in c.text for c in clues) and period.term != "year":
        period, where = period._replace(term=half), "date"
    if period.year is None:
        ended = month <= 2 and (period.term == "autumn" or kind == "summary")
        period, place = period._replace(year=year - ended), "date"
    return Found(period, place, where)
