"""`report.html`: one self-contained page, offline, in Chinese, for reading and for print."""

from __future__ import annotations

from importlib.resources import files
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from jinja2 import Environment

from jiaoyan_nlp import __version__
from jiaoyan_nlp.language.coverage import counted, lacking, year_of
from jiaoyan_nlp.report import words
from jiaoyan_nlp.report.marked import in_context, side_by_side
from jiaoyan_nlp.report.schools import between, owners_of, shares
from jiaoyan_nlp.sections.labels import EXPECTED, LABELS
from jiaoyan_nlp.tables import records_of, rows_of
from jiaoyan_nlp.text.spans import Span

if TYPE_CHECKING:
    import pandas as pd

MOST_FAMILIES = 150
MOST_COPIES = 12
MOST_COMPARED = 3_000
MOST_IN_MATRIX = 24
MOST_FINDINGS = 500

Tables = dict[str, "pd.DataFrame"]


def render(tables: Tables, texts: dict[str, str], name: str) -> str:
    """The page as a string."""
    environment = Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True)
    environment.filters["percent"] = lambda x: f"{100 * x:.1f}%"
    environment.filters["count"] = lambda n: f"{n:,}"
    environment.filters["year"] = words.year
    template = environment.from_string(_read("report.html.j2"))
    schools = shares(tables)
    return template.render(
        name=name, version=__version__, css=_read("report.css"), script=_read("report.js"), words=words, labels=LABELS,
        overview=_overview(tables), findings=_findings(tables, texts), schools=schools, matrix=_matrix(tables, [s.school for s in schools]),
        families=_families(tables), inner=_inner(tables), commitments=_commitments(tables), coverage=_coverage(tables),
        problems=records_of(tables["problems"]),
    )  # fmt: skip


def _read(name: str) -> str:
    return files("jiaoyan_nlp.report").joinpath("templates", name).read_text(encoding="utf-8")


def _overview(tables: Tables) -> dict[str, Any]:
    across = tables["families"][tables["families"]["scope"] == "across"]
    kinds = tables["findings"]["kind"].value_counts()
    return {
        "files": len(tables["sources"]),
        "plans": int((tables["plans"]["kind"] == "plan").sum()),
        "summaries": int((tables["plans"]["kind"] == "summary").sum()),
        "schools": tables["plans"].loc[tables["plans"]["school"] != "", "school"].nunique(),
        "years": sorted(int(y) for y in tables["plans"]["year"].dropna().unique()),
        "families": len(across),
        "widest": int(across["schools"].max()) if len(across) else 0,
        "commitments": int((tables["commitments"]["class"] == "commitment").sum()),
        "findings": {kind: int(kinds.get(kind, 0)) for kind in words.FINDING},
        "problems": len(tables["problems"]),
    }


def _findings(tables: Tables, texts: dict[str, str]) -> list[dict[str, Any]]:
    """Findings by kind, those that tell most first, each in its line of text."""
    out = []
    for kind in words.FINDING:
        rows = tables["findings"][tables["findings"]["kind"] == kind]
        shown = [
            {"file": r.file, "evidence": r.evidence, "owner": r.owner, "context": in_context(texts[r.file], Span(r.start, r.end))}
            for r in rows_of(rows.head(MOST_FINDINGS))
        ]
        out.append({
            "name": words.FINDING[kind], "note": words.FINDING_NOTE[kind], "evidence": words.FINDING_EVIDENCE.get(kind, ""),
            "owned": any(row["owner"] for row in shown), "rows": shown, "count": len(rows),
        })  # fmt: skip
    return out


def _matrix(tables: Tables, schools: list[str]) -> dict[str, Any] | None:
    """Letters shared by each two schools, as a table with shades; None for one school, or more than a page holds."""
    shared = between(tables)
    held = [s for s in schools if any(a == s for a, _ in shared)]
    if not 2 <= len(held) <= MOST_IN_MATRIX:
        return None
    most = max(shared.values())
    cells = {a: [{"n": shared.get((a, b), 0), "shade": round(shared.get((a, b), 0) / most, 2), "self": a == b} for b in held] for a in held}
    return {"schools": held, "cells": cells}


def _families(tables: Tables) -> dict[str, Any]:
    """Families across schools, with each copy beside the exemplar and the differences marked."""
    owners = owners_of(tables["plans"])
    years = {(r.file, r.plan): int(r.year) for r in rows_of(tables["plans"].dropna(subset=["year"]))}
    across = tables["families"][tables["families"]["scope"] == "across"]
    copies = {str(key): rows for key, rows in tables["reuse"].groupby("family_id")}
    out = []
    for number, family in enumerate(rows_of(across.head(MOST_FAMILIES)), 1):
        rows = [
            {
                "file": r.file,
                "plan": r.plan,
                "owner": owners[r.file, r.plan],
                "year": years.get((r.file, r.plan)),
                "kind": r.kind,
                "similarity": r.similarity,
                "text": r.text,
            }
            for r in rows_of(copies[family.family_id])
        ]
        exemplar, others = rows[0], rows[1:]
        for copy in others[:MOST_COPIES]:
            copy["left"], copy["right"] = _compared(exemplar["text"], copy["text"])
        out.append({
            "number": number, "id": family.family_id, "length": family.length, "members": family.members, "schools": family.schools,
            "kind": family.kind, "exemplar": exemplar, "copies": others[:MOST_COPIES], "left_out": max(0, len(others) - MOST_COPIES),
        })  # fmt: skip
    return {"rows": out, "left_out": max(0, len(across) - MOST_FAMILIES)}


def _compared(a: str, b: str) -> tuple[Any, Any]:
    """Very long passages are compared in their first part only; the page says so by an ellipsis."""
    if max(len(a), len(b)) > MOST_COMPARED:
        a, b = f"{a[:MOST_COMPARED]}…", f"{b[:MOST_COMPARED]}…"
    return side_by_side(a, b)


def _inner(tables: Tables) -> list[dict[str, Any]]:
    """Text shared within one school or one file, in a line each: told, but no finding."""
    inner = tables["families"][tables["families"]["scope"] != "across"].head(MOST_FAMILIES)
    places = {str(key): [f"{r.file} 第{r.plan}篇" for r in rows_of(rows)] for key, rows in tables["reuse"].groupby("family_id")}
    return [
        {"length": r.length, "scope": words.SCOPE[r.scope], "places": places[r.family_id], "text": " ".join(r.exemplar[:80].split())} for r in rows_of(inner)
    ]


def _commitments(tables: Tables) -> list[dict[str, Any]]:
    """What each school promised in numbers, school by school."""
    owners = owners_of(tables["plans"])
    held = tables["commitments"][tables["commitments"]["class"] == "commitment"]
    by_school: dict[str, list[dict[str, Any]]] = {}
    for r in rows_of(held):
        by_school.setdefault(owners[r.file, r.plan], []).append({
            "item": r.item, "amount": r.text, "per": words.PER[r.per], "actor": r.actor, "label": LABELS[r.label],
            "open": r.placeholder, "sentence": " ".join(r.sentence.split()), "file": r.file,
        })  # fmt: skip
    return [{"school": school, "rows": rows} for school, rows in sorted(by_school.items())]


def _coverage(tables: Tables) -> list[dict[str, Any]]:
    """Which of the expected sections plans and summaries have: counted by school and school year, then one by one."""
    out = []
    for kind, expected in EXPECTED.items():
        plans = [plan for plan in records_of(tables["plans"]) if plan["kind"] == kind]
        counts = [
            {"school": school, "year": year, "plans": number, "lacking": [row["lacking"] for row in rows]}
            for (school, year, number), rows in groupby(counted(plans), key=itemgetter("school", "school_year", "plans"))
        ]
        rows = [{**plan, "year": year_of(plan), "has": [label not in plan["missing"].split() for label in expected]} for plan in lacking(plans)]
        if plans:
            out.append({"kind": words.KIND_OF_PLAN[kind], "labels": [LABELS[label] for label in expected], "counts": counts, "rows": rows})
    return out
