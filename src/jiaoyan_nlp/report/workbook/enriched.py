"""What the workbook adds to the tables for a reader: whose plan it is, where words stand, which schools hold a passage, what the reviewer decided."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Mapping
from typing import TYPE_CHECKING

from jiaoyan_nlp.tables import rows_of

if TYPE_CHECKING:
    import pandas as pd

    from jiaoyan_nlp.report.decisions import Decision

MOST_HOLDERS = 60


def enriched(name: str, tables: Mapping[str, pd.DataFrame], decisions: Mapping[str, Decision]) -> pd.DataFrame:
    """A table with the columns that `meanings.ADDED` names."""
    table = tables[name]
    if name in ("findings", "commitments", "vague"):
        schools = {(r.file, r.plan): r.school for r in rows_of(tables["plans"])}
        table = table.assign(school=[schools.get(key, "") for key in zip(table["file"], table["plan"], strict=True)])
    if name == "findings":
        table = table.assign(context=_contexts(table, tables["passages"]))
    if name == "families":
        holders = _holders(tables)
        held = [decisions.get(key) for key in table["family_id"]]
        table = table.assign(
            holders=[holders.get(key, "") for key in table["family_id"]],
            verdict=[d.verdict if d else "" for d in held],
            note=[d.note if d else "" for d in held],
        )
    return table


def _contexts(findings: pd.DataFrame, passages: pd.DataFrame) -> list[str]:
    """Of each finding the passage that it stands in: the last that begins at or before it."""
    files = set(findings["file"])
    held: dict[str, list[tuple[int, int, str]]] = defaultdict(list)
    for r in rows_of(passages[passages["file"].isin(files)]):
        held[r.file].append((r.start, r.end, r.text))
    out = []
    for r in rows_of(findings):
        at = held[r.file]
        place = bisect_right(at, r.start, key=lambda p: p[0]) - 1
        out.append(at[place][2] if place >= 0 and r.start < at[place][1] else "")
    return out


def _holders(tables: Mapping[str, pd.DataFrame]) -> dict[str, str]:
    """Of each family the schools that hold it (files where the school is not known), in the order of its copies."""
    owners = {(r.file, r.plan): r.owner for r in rows_of(tables["sharing"])}
    held: dict[str, dict[str, None]] = defaultdict(dict)
    for r in rows_of(tables["reuse"]):
        held[r.family_id][owners.get((r.file, r.plan)) or r.school or r.file] = None
    return {key: "、".join(list(names)[:MOST_HOLDERS]) + (f"等 {len(names)} 处" if len(names) > MOST_HOLDERS else "") for key, names in held.items()}
