"""Shared text by school: how much of a school's plans stands in other schools' plans, and in whose."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from jiaoyan_nlp.tables import rows_of
from jiaoyan_nlp.text.spans import merged

if TYPE_CHECKING:
    import pandas as pd

_LETTERS = re.compile(r"[^\W_]")


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


def shares(tables: dict[str, pd.DataFrame], texts: dict[str, str]) -> list[SchoolShare]:
    """One row a school, the largest share first. Only passages shared with another school count."""
    owners = owners_of(tables["plans"])
    spans: dict[str, dict[str, list[tuple[int, int]]]] = defaultdict(lambda: defaultdict(list))
    partners: dict[str, set[str]] = defaultdict(set)
    families: dict[str, set[str]] = defaultdict(set)
    for family, rows in tables["reuse"].groupby("family_id", sort=True):
        held = [(owners[r.file, r.plan], r) for r in rows_of(rows)]
        others = {owner for owner, _ in held}
        if len(others) < 2:
            continue
        for owner, r in held:
            spans[owner][r.file].append((r.start, r.end))
            partners[owner] |= others - {owner}
            families[owner].add(str(family))
    out = []
    for name, held_plans in tables["plans"].assign(owner=list(owners.values())).groupby("owner", sort=True):
        school = str(name)
        letters = sum(_letters(texts[r.file], r.start, r.end) for r in rows_of(held_plans))
        shared = sum(_letters(texts[f], s, e) for f, each in spans[school].items() for s, e in merged(each))
        out.append(SchoolShare(school, len(held_plans), letters, shared, len(partners[school]), len(families[school])))
    return sorted(out, key=lambda s: (-s.share, s.school))


def between(tables: dict[str, pd.DataFrame]) -> dict[tuple[str, str], int]:
    """Letters that each two schools share, both orders: the sum over families of the lengths of their exemplars."""
    owners = owners_of(tables["plans"])
    lengths: dict[str, int] = dict(zip(tables["families"]["family_id"], tables["families"]["length"], strict=True))
    out: dict[tuple[str, str], int] = defaultdict(int)
    for family, rows in tables["reuse"].groupby("family_id", sort=True):
        found = sorted({owners[r.file, r.plan] for r in rows_of(rows)})
        for a in found:
            for b in found:
                if a != b:
                    out[a, b] += lengths[str(family)]
    return dict(out)


def _letters(text: str, start: int, end: int) -> int:
    return len(_LETTERS.findall(text, start, end))
