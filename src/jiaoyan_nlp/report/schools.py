"""Shared text by school: every letter of a school's plans counted once, by where else it stands."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from jiaoyan_nlp.report.bilingual import Said
from jiaoyan_nlp.report.naming import Plans
from jiaoyan_nlp.tables import rows_of

if TYPE_CHECKING:
    import pandas as pd

PARTS = {
    "shared": Said("与他校重合", "shared with other schools"),
    "template": Said("出自模板", "from a template"),
    "policy": Said("出自上级文件", "from policy"),
    "repeated": Said("本校重复", "repeated within the school"),
    "own": Said("其余", "the rest"),
}
"""Into what the letters of a school are parted."""


@dataclass(frozen=True, slots=True)
class SchoolRow:
    """The text of one school (of a group of schools, or where the school is not known of one file), in letters without punctuation.

    Attributes:
        parts: letters by the names of `PARTS`; they add up to `letters`.
        partners: other schools that it shares text with.
        families: passages that it shares with them.
    """

    school: str
    plans: int
    letters: int
    parts: dict[str, int]
    partners: int
    families: int

    def share(self, part: str) -> float:
        return self.parts[part] / self.letters if self.letters else 0.0


def school_rows(tables: dict[str, pd.DataFrame], plans: Plans) -> list[SchoolRow]:
    """One row a school, by name: the order says nothing of anyone."""
    families = families_of_schools(tables, plans)
    partners = Counter(tables["between"]["school"])
    held: dict[str, Counter[str]] = defaultdict(Counter)
    for r in rows_of(tables["sharing"]):
        held[plans[r.file, r.plan].owner].update({"plans": 1, "letters": r.letters, **{part: getattr(r, part) for part in PARTS}})
    return [
        SchoolRow(school, n["plans"], n["letters"], {part: n[part] for part in PARTS}, partners[school], len(families.get(school, ())))
        for school, n in sorted(held.items())
    ]


def families_of_schools(tables: dict[str, pd.DataFrame], plans: Plans) -> dict[str, set[str]]:
    """The families across schools that each school is in, those left out that come from policy or a template, as in `sharing` and `between`."""
    families = tables["families"]
    across = set(families.loc[(families["scope"] == "across") & (families["reference"] == ""), "family_id"])
    out: dict[str, set[str]] = defaultdict(set)
    for r in rows_of(tables["reuse"]):
        if r.family_id in across:
            out[plans[r.file, r.plan].owner].add(r.family_id)
    return out
