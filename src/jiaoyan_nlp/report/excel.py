"""`report.xlsx`: a sheet a table, with filters, frozen heads, widths; no cell can become a formula or a link."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jiaoyan_nlp.report import words
from jiaoyan_nlp.tables import TABLES

if TYPE_CHECKING:
    import pandas as pd

ORDER = (
    "findings", "families", "reuse", "slots", "sharing", "between", "substitutions", "stock",
    "commitments", "indicators", "specificity", "vague", "missing", "plans", "passages", "sources", "problems",
)  # fmt: skip
LONGEST_CELL = 32_000
MOST_ROWS = 1_000_000
_WIDTHS = {
    "text": 60, "sentence": 60, "exemplar": 80, "file": 40, "title": 36, "message": 60, "heading_path": 30, "school": 22, "owner": 22, "found": 24,
    "filler": 22,
}  # fmt: skip
_OPTIONS = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
_TIMELESS = datetime.datetime(2000, 1, 1)


def write_excel(tables: dict[str, pd.DataFrame], path: Path) -> None:
    """Write all tables into one workbook. The same tables give the same bytes: no time of making is kept."""
    import xlsxwriter

    with xlsxwriter.Workbook(str(path), _OPTIONS) as book:
        book.set_properties({"title": "教研计划文本分析", "created": _TIMELESS})
        head = book.add_format({"bold": True, "bg_color": "#E8EEF4", "border": 1, "text_wrap": True, "valign": "top"})
        body = book.add_format({"valign": "top", "text_wrap": True})
        share = book.add_format({"valign": "top", "num_format": "0.0%"})
        for name in ORDER:
            _sheet(book, name, tables[name], head, body, share)


def _sheet(book: Any, name: str, table: pd.DataFrame, head: Any, body: Any, share: Any) -> None:
    sheet = book.add_worksheet(words.TABLES[name])
    columns = TABLES[name]
    for place, column in enumerate(columns):
        width = _WIDTHS.get(column.name, 9 if column.type != "str" else 14)
        sheet.set_column(place, place, width)
    for place, column in enumerate(columns):
        sheet.write_string(0, place, words.COLUMNS[column.name], head)
    for number, row in enumerate(table.head(MOST_ROWS).astype(object).itertuples(index=False), 1):
        for place, (column, value) in enumerate(zip(columns, row, strict=True)):
            _cell(sheet, number, place, column.name, value, body, share)
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, max(1, min(len(table), MOST_ROWS)), len(columns) - 1)


def _is_missing(value: Any) -> bool:
    import pandas as pd

    return value is None or bool(pd.isna(value))


def _cell(sheet: Any, row: int, place: int, name: str, value: Any, body: Any, share: Any) -> None:
    if _is_missing(value):
        sheet.write_blank(row, place, None, body)
    elif isinstance(value, bool):
        sheet.write_string(row, place, "是" if value else "", body)
    elif isinstance(value, int | float):
        sheet.write_number(row, place, value, share if name in ("similarity", "confidence", "share") else body)
    else:
        sheet.write_string(row, place, str(value)[:LONGEST_CELL], body)
