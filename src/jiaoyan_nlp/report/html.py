"""`report.html`: one page, offline, in Chinese with an English switch, for reading and for print."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from jinja2 import Environment, PackageLoader

from jiaoyan_nlp import __version__
from jiaoyan_nlp.report import between, completeness, families, leftovers, promises, schools, words
from jiaoyan_nlp.report.bilingual import number, say
from jiaoyan_nlp.report.evidence import Evidence, evidence
from jiaoyan_nlp.report.first import percent, statements
from jiaoyan_nlp.report.naming import Plans
from jiaoyan_nlp.report.settings import DEFAULT, Settings
from jiaoyan_nlp.tables import records_of

if TYPE_CHECKING:
    import pandas as pd

MOST_WITHIN = 3_000_000
"""Characters of evidence that the page holds itself; of more it has files beside it."""
MOST_PROBLEMS = 300
SCRIPTS = ("language", "tables", "data", "difference", "views")

Tables = dict[str, "pd.DataFrame"]


@dataclass(frozen=True)
class Page:
    """The page, and the files beside it that hold its evidence: their paths and what is in them."""

    html: str
    beside: dict[str, str] = field(default_factory=dict)


def render(
    tables: Tables,
    texts: dict[str, str],
    name: str,
    settings: Settings = DEFAULT,
    decisions: Mapping[str, Any] | None = None,
    most_within: int = MOST_WITHIN,
) -> Page:
    """The page of a corpus called `name`.

    Args:
        settings: with which the corpus was made.
        decisions: what a reviewer decided, by family.
        most_within: characters of evidence up to which the page is one file.
    """
    plans = Plans(tables["plans"], tables["sharing"])
    lines = families.lines(tables["families"], decisions or {})
    held = evidence(tables, texts, plans, lines)
    is_within = held.size <= most_within
    page = _environment().get_template("page.html.j2").render(
        name=name, version=__version__, words=words, parts=schools.PARTS, settings=settings,
        evidence=held, is_within=is_within, **_chapters(tables, texts, plans, lines, settings.most_families),
    )  # fmt: skip
    return Page(page, {} if is_within else _beside(held))


def _environment() -> Environment:
    environment = Environment(loader=PackageLoader("jiaoyan_nlp.report"), autoescape=True, trim_blocks=True, lstrip_blocks=True)
    environment.filters |= {"percent": percent, "count": number, "year": words.year, "plain": lambda x: f"{x:g}"}
    environment.globals |= {"say": say, "scripts": SCRIPTS, "read": lambda name: environment.loader.get_source(environment, name)[0]}  # type: ignore[union-attr]
    return environment


def _beside(held: Evidence) -> dict[str, str]:
    return {f"evidence/{number:04}.js": f"jiaoyan.receive({number},{chunk});\n" for number, chunk in enumerate(held.chunks)}


def _chapters(tables: Tables, texts: dict[str, str], plans: Plans, lines: list[families.Line], most_lines: int) -> dict[str, Any]:
    """What the chapters of the page show, by name, in their order."""
    across = [line for line in lines if line.scope == words.SCOPE["across"]]
    shared_by = schools.families_of_schools(tables, plans)
    pairs = between.pairs(tables, shared_by, {line.id: line.number for line in lines})
    groups = leftovers.leftovers(tables["findings"], texts, plans)
    compared, same = promises.distributions(tables["indicators"], plans), promises.same_sets(tables["indicators"], plans)
    covered = completeness.coverage(tables["plans"], plans)
    return {
        "overview": _overview(tables), "problems": records_of(tables["problems"]), "first": statements(groups, pairs, across, same, compared, covered),
        "schools": schools.school_rows(tables, plans), "across": across, "inner": [line for line in lines if line.scope != words.SCOPE["across"]],
        "cards": families.cards(tables, plans, across), "references": families.references(across), "pairs": pairs, "matrix": between.matrix(tables),
        "groups": groups, "distributions": compared, "same_sets": same, "coverages": covered,
        "checkable": completeness.checkable(tables["specificity"], plans),
        "most": {
            "problems": MOST_PROBLEMS, "lines": most_lines, "pairs": between.MOST_PAIRS, "leftovers": leftovers.MOST, "sets": promises.MOST_SETS,
            "indicators": promises.MOST_INDICATORS, "counts": completeness.MOST_COUNTS, "plans": completeness.MOST_PLANS,
        },
    }  # fmt: skip


def _overview(tables: Tables) -> dict[str, Any]:
    """What was read, in numbers."""
    plans = tables["plans"]
    years = sorted(int(y) for y in plans["year"].dropna().unique())
    return {
        "files": len(tables["sources"]),
        "plans": int((plans["kind"] == "plan").sum()),
        "summaries": int((plans["kind"] == "summary").sum()),
        "schools": plans.loc[plans["school"] != "", "school"].nunique(),
        "unknown": int((plans["school"] == "").sum()),
        "years": [years[0], years[-1]] if years else [],
        "letters": int(tables["sharing"]["letters"].sum()),
        "commitments": int((tables["commitments"]["class"] == "commitment").sum()),
    }
