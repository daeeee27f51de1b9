"""Which of the sections that a reader expects are missing, plan by plan and counted by school and year."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from jiaoyan_nlp.sections.labels import EXPECTED, LABELS

Row = dict[str, Any]


def year_of(plan: Mapping[str, Any]) -> str:
    """The school year of a row of the table of plans; its calendar year where that is not known, and empty where neither is."""
    return plan["school_year"] or ("" if plan["year"] is None else str(plan["year"]))


def lacking(plans: Iterable[Mapping[str, Any]]) -> list[Row]:
    """Rows of the table of plans with what each lacks in Chinese (`missing_zh`), by school, year and file."""
    rows = [{**plan, "missing_zh": "、".join(LABELS[label] for label in plan["missing"].split())} for plan in plans]
    return sorted(rows, key=lambda row: (row["school"], year_of(row), row["file"], row["plan"]))


def missing_sections(plans: Iterable[Mapping[str, Any]]) -> Iterator[Row]:
    """Rows of the table `missing`: each plan's row once for each section that it lacks, with that section's `label` and `label_zh`."""
    for plan in lacking(plans):
        for label in plan["missing"].split():
            yield {**plan, "label": label, "label_zh": LABELS[label]}


def counted(plans: Iterable[Mapping[str, Any]]) -> list[Row]:
    """For each school, school year, kind and expected section: how many plans there are, how many lack it, and which files these are (joined by `; `).

    Sections that no plan lacks have a row as well, with 0. Plans whose school year is not known stand under their calendar year.
    """
    groups: dict[tuple[str, str, str], list[Mapping[str, Any]]] = defaultdict(list)
    for plan in plans:
        groups[plan["school"], year_of(plan), plan["kind"]].append(plan)
    return [
        {
            "school": school, "school_year": year, "kind": kind, "plans": len(held), "label": label, "label_zh": LABELS[label],
            "lacking": len(found := [plan for plan in held if label in plan["missing"].split()]),
            "files": "; ".join(sorted({plan["file"] for plan in found})),
        }
        for (school, year, kind), held in sorted(groups.items())
        for label in EXPECTED[kind]
    ]  # fmt: skip
