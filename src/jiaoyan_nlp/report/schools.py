"""Shared text by school: how much of a school's plans stands in other schools' plans, and in whose."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from jiaoyan_nlp.tables import rows_of

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, slots=True)
class SchoolShare:
    """One school's (or, where it is not known, one file's) shared text, in letters without punctuation."""

    school: str
    plans: int
    letters: int
    shared: int
    partners: int
    families: int

    @property
    def share(self) -> float:
        return self.shared / self.letters if self.letters else 0.0


def owners_of(plans: pd.DataFrame) -> dict[tuple[str, int], str]:
    """Who a plan is of: the school, or the file where the school is not known."""
    return {(r.file, r.plan): r.school or r.file for r in rows_of(plans)}


def shares(tables: dict[str, pd.DataFrame]) -> list[SchoolShare]:
    """One row a school, the largest share first. Only passages shared with another school count."""
    owners = owners_of(tables["plans"])
    across = set(tables["families"].loc[tables["families"]["scope"] == "across", "family_id"])
    families: dict[str, set[str]] = defaultdict(set)
    for r in rows_of(tables["reuse"]):
        if r.family_id in across:
            families[owners[r.file, r.plan]].add(r.family_id)
    partners = Counter(tables["between"]["school"])
    held = tables["sharing"]
    owner = held["school"].where(held["school"] != "", held["file"])
    totals = held.assign(owner=owner).groupby("owner").agg(plans=("file", "size"), letters=("letters", "sum"), shared=("shared", "sum"))
    out = [SchoolShare(r.owner, r.plans, r.letters, r.shared, partners[r.owner], len(families[r.owner])) for r in rows_of(totals.reset_index())]
    return sorted(out, key=lambda s: (-s.share, s.school))


def between(tables: dict[str, pd.DataFrame]) -> dict[tuple[str, str], int]:
    """Letters of the first school's plans that stand in the second's."""
    return {(r.school, r.other): int(r.shared) for r in rows_of(tables["between"])}
