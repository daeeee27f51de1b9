"""Where the links of the workbook lead: rows of sheets, found by their numbers; no text of a plan is ever part of a target."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from itertools import repeat
from typing import TYPE_CHECKING, Any

from jiaoyan_nlp.report import words

if TYPE_CHECKING:
    import pandas as pd

MOST_LINKS = 65_530
"""Links that Excel takes on a sheet."""


class Links:
    """The rows that links lead to. A row is a number as Excel shows it: the head is row 1."""

    def __init__(self, tables: Mapping[str, pd.DataFrame], most_rows: int) -> None:
        self._tables, self._most = tables, most_rows

    def _first_rows(self, table: str, *columns: str) -> dict[Any, int]:
        """Of each key its first row within the sheet."""
        held = self._tables[table].head(self._most)
        out: dict[Any, int] = {}
        for number, key in enumerate(zip(*(held[c].tolist() for c in columns), strict=True), 2):
            out.setdefault(key, number)
        return out

    @cached_property
    def _plans(self) -> dict[Any, int]:
        return {**{(file, 0): row for (file,), row in self._first_rows("plans", "file").items()}, **self._first_rows("plans", "file", "plan")}

    @cached_property
    def _keyed(self) -> dict[str, dict[Any, int]]:
        return {"sources": self._first_rows("sources", "file"), **{name: self._first_rows(name, "family_id") for name in ("families", "reuse")}}

    def to(self, sheet: str, table: pd.DataFrame, column: str) -> list[str]:
        """The target of each row of a table as a place in the workbook ('计划与总结'!A5), empty where there is none.

        Args:
            sheet: the table whose sheet the links lead to: `plans` by file and plan, others by the value of the column.
        """
        if sheet == "plans":
            found = map(self._plans.get, zip(table["file"], table["plan"] if "plan" in table else repeat(0), strict=False))
        else:
            found = map(self._keyed[sheet].get, zip(table[column], strict=True))
        return [target(sheet, row) if row else "" for row in found]


def target(table: str, row: int) -> str:
    """A place in the workbook."""
    return f"'{words.TABLES[table]}'!A{row}"
