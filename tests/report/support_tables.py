"""Tables of a made-up corpus, built without reading a file: for tests of what is written from them."""

from __future__ import annotations

import json
from typing import Any, NamedTuple

import pandas as pd

from jiaoyan_nlp.tables import TABLES, frame

_EMPTY = {"str": "", "int": 0, "float": 0.0, "bool": False, "Int64": None, "Float64": None}


class Plan(NamedTuple):
    """A file with one plan; `text` is a line of it, which every plan of the corpus shares."""

    file: str
    school: str
    title: str
    text: str


def row(table: str, **values: Any) -> dict[str, Any]:
    """A row of a table; columns not named are empty."""
    assert set(values) <= {c.name for c in TABLES[table]}
    return {c.name: values.get(c.name, _EMPTY[c.type]) for c in TABLES[table]}


def tables_of(plans: list[Plan]) -> tuple[dict[str, pd.DataFrame], dict[str, str]]:
    """All tables, with each plan's words in every column that holds a text as written, and the source texts by file."""
    rows: dict[str, list[dict[str, Any]]] = {name: [] for name in TABLES}
    for n, p in enumerate(plans):
        at = {"file": p.file, "plan": 1, "start": len(p.title) + 1, "end": len(p.title) + 1 + len(p.text)}
        who = {"school": p.school, "year": 2023, "school_year": "2023-2024学年"}
        rows["sources"].append(row("sources", source_id=f"{n:016x}", file=p.file, format="txt", encoding="utf-8", characters=at["end"], plans=1))
        rows["plans"].append(row("plans", **{**at, "start": 0}, **who, plan_id=f"{n:016x}-1", title=p.title, kind="plan", found="school:path", missing="goals"))
        rows["passages"].append(row("passages", **at, kind="paragraph", label="tasks", label_zh="主要任务", decided_by="model", confidence=0.9, text=p.text))
        rows["commitments"].append(row(
            "commitments", **at, text=p.text, item=p.title, actor=p.school, unit=p.text[:3], comparator="ge", min=20.0, change="none", per="semester",
            label="tasks", decided_by="default", sentence_start=at["start"], sentence_end=at["end"], sentence=p.text, strength="bound",
            **{"class": "commitment"},
        ))  # fmt: skip
        rows["vague"].append(row("vague", **at, text=p.text, kind="time", label="tasks", sentence=p.text))
        rows["specificity"].append(row("specificity", file=p.file, plan=1, **who, sentences=4, quantified=1, checkable=1, share=0.25))
        rows["indicators"].append(row(
            "indicators", **at, indicator="observation", indicator_zh="听课", measure="节/学期", year_of="2023-2024", school=p.school or p.file, value=20.0,
            text=p.text, comparator="ge", unit="节", per="semester", strength="bound", schools=1, median=20.0, lower=20.0, upper=20.0, same=1,
        ))  # fmt: skip
        edits = [{"kind": "replace", "exemplar": p.text[:2], "copy": p.text[:1], "start": at["start"], "end": at["start"] + 1}] if n else []
        rows["reuse"].append(row(
            "reuse", **at, family_id="0000abcd", school=p.school, kind="edited" if n else "exemplar", similarity=0.9, text=p.text,
            edits=json.dumps(edits, ensure_ascii=False),
        ))  # fmt: skip
        rows["slots"].append(row("slots", **at, family_id="0000abcd", slot=1, kind="school", school=p.school, filler=p.text))
        rows["sharing"].append(row(
            "sharing", file=p.file, plan=1, school=p.school, owner=p.school or p.file, letters=len(p.text), shared=len(p.text), share=1.0,
        ))  # fmt: skip
        rows["findings"].append(row("findings", **at, kind="other_school", text=p.text, evidence=p.school, owner=plans[n - 1].school))
        rows["missing"].append(row("missing", **who, kind="plan", title=p.title, label="goals", label_zh="工作目标", file=p.file, plan=1))
        rows["problems"].append(row("problems", file=p.file, stage="read", reason="empty", detail=p.text, message=p.text))
        rows["stock"].append(row("stock", letters=p.text, plans=2, schools=2))
    owners = sorted({p.school or p.file for p in plans})
    rows["families"].append(row(
        "families", family_id="0000abcd", length=len(plans[0].text), members=len(plans), schools=len(owners), kind="edited", scope="across",
        reference=f"policy:{plans[0].file}", earliest=plans[0].file, exemplar=plans[0].text,
    ))  # fmt: skip
    rows["between"] += [row("between", school=a, other=b, letters=100, shared=50, share=0.5) for a in owners for b in owners if a != b]
    return {name: frame(name, held) for name, held in rows.items()}, {p.file: f"{p.title}\n{p.text}" for p in plans}
