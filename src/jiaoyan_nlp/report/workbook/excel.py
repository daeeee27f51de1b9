"""`report.xlsx`: a sheet a table, made to be read, sorted, filtered and printed; links lead from a row to what it speaks of."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jiaoyan_nlp.report import words
from jiaoyan_nlp.report.workbook import codes
from jiaoyan_nlp.report.workbook.contents import COLUMNS, CONTENTS, write_columns, write_contents
from jiaoyan_nlp.report.workbook.enriched import enriched
from jiaoyan_nlp.report.workbook.layout import PERCENT, PLAIN, SHEETS, columns, folded, heading, width
from jiaoyan_nlp.report.workbook.links import MOST_LINKS, Links
from jiaoyan_nlp.tables import TABLES

if TYPE_CHECKING:
    import pandas as pd

    from jiaoyan_nlp.report.decisions import Decision

MOST_ROWS = 100_000
"""Rows of a table that its sheet holds, what an office computer opens in good time (Excel takes 1,048,576); the Parquet tables hold all."""
_OPTIONS = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
_TIMELESS = datetime.datetime(2000, 1, 1)
_NAME = "教研计划文本分析"
_TOP = {"valign": "top"}
_FORMATS: dict[str, dict[str, Any]] = {
    "title": {"bold": True, "font_size": 16, "valign": "vcenter"},
    "head": {"bold": True, "bg_color": "#DCE6F1", "border": 1, "text_wrap": True, "valign": "vcenter"},
    "text": {**_TOP, "text_wrap": True},
    "number": {**_TOP, "num_format": "#,##0"},
    "plain": {**_TOP, "num_format": "0"},
    "amount": {**_TOP, "num_format": "General"},
    "percent": {**_TOP, "num_format": "0.0%"},
    "link": {**_TOP, "font_color": "#0B5394", "underline": 1},
}
_STRONG, _MILD, _LOW = {"bold": True, "bg_color": "#FCE4D6"}, {"bg_color": "#FFF2CC"}, {"bold": True, "bg_color": "#DDEBF7"}
_MARKED: dict[tuple[str, str], dict[str, dict[str, Any]]] = {
    ("findings", "kind"): {zh: _STRONG if code.startswith("other_") and code != "other_year" else _MILD for code, zh in words.FINDING.items()},
    ("indicators", "far"): {codes.FAR["high"]: _STRONG, codes.FAR["low"]: _LOW},
    ("commitments", "placeholder"): {"是": _STRONG},
}
"""Values whose cells are shaded, by table and column; the word alone says it too, so that nothing is lost in black and white."""
_BARS = {"type": "data_bar", "bar_solid": True, "bar_color": "#B4C7DC", "min_type": "num", "min_value": 0, "max_type": "num", "max_value": 1}


def write_excel(tables: Mapping[str, pd.DataFrame], path: Path, decisions: Mapping[str, Decision] | None = None) -> None:
    """Write all tables into one workbook. The same tables and decisions give the same bytes: no time of making is kept.

    Args:
        decisions: what a reviewer decided of families, by their identifier.

    Raises:
        OSError: the file cannot be written.
    """
    import xlsxwriter

    with xlsxwriter.Workbook(str(path), _OPTIONS) as book:
        book.set_properties({"title": _NAME, "created": _TIMELESS})
        formats = {name: book.add_format(look) for name, look in _FORMATS.items()}
        for name in (CONTENTS, COLUMNS):
            sheet = book.add_worksheet(name)
            _printed(sheet)
            write_contents(sheet, tables, MOST_ROWS, formats) if name == CONTENTS else write_columns(sheet, formats)
        links = Links(tables, MOST_ROWS)
        for name in SHEETS:
            _sheet(book, name, enriched(name, tables, decisions or {}), links, formats)


def _sheet(book: Any, name: str, table: pd.DataFrame, links: Links, formats: Mapping[str, Any]) -> None:
    from xlsxwriter.utility import xl_col_to_name

    from jiaoyan_nlp.report.workbook.rows import LINE, Look, TableSheet, lines, rows_of_sheet

    sheet = book.add_worksheet(words.TABLES[name], TableSheet)
    held = columns(name)
    table = table[list(held)].head(MOST_ROWS)
    letters = [xl_col_to_name(place) for place in range(len(held))]
    sheet.set_row(0, LINE * max(lines(heading(name, column), width(name, column)) for column in held))
    looks = []
    for place, column in enumerate(held):
        kind = "link" if column in SHEETS[name].linked else _format(name, column)
        look = formats[kind]
        hidden = place >= folded(name)
        sheet.set_column(place, place, width(name, column), look, {"level": 1, "hidden": True} if hidden else {})
        sheet.write_string(0, place, heading(name, column), formats["head"])
        looks.append(Look(look._get_xf_index(), width(name, column), kind == "text" and not hidden, codes.shown(name, column)))
    if folded(name) < len(held):
        sheet.set_column(len(held), len(held), None, None, {"collapsed": True})  # the column behind bears the ＋
    sheet.add_rows(rows_of_sheet(table, looks, letters), len(table))
    for column, to in SHEETS[name].linked.items():
        letter, targets = letters[held.index(column)], links.to(to, table, column)
        sheet.add_links([(f"{letter}{row}", place) for row, place in enumerate(targets, 2) if place][: MOST_LINKS // len(SHEETS[name].linked)])
    _marked(book, sheet, name, held, len(table))
    sheet.freeze_panes(1, SHEETS[name].frozen)
    sheet.autofilter(0, 0, max(1, len(table)), len(held) - 1)
    _printed(sheet)


def _format(table: str, column: str) -> str:
    """The name of the format of a column."""
    kind = next((c.type for c in TABLES[table] if c.name == column), "str")
    if kind in ("str", "bool"):
        return "text"
    if column in PERCENT:
        return "percent"
    return "plain" if column in PLAIN else "amount" if kind.lower().startswith("float") else "number"


def _marked(book: Any, sheet: Any, name: str, held: tuple[str, ...], rows: int) -> None:
    """Bars behind shares, shades behind what a reader looks for."""
    for place, column in enumerate(held):
        where = (1, place, max(1, rows), place)
        if column in ("share", "similarity"):
            sheet.conditional_format(*where, _BARS)
        for value, look in _MARKED.get((name, column), {}).items():
            sheet.conditional_format(*where, {"type": "cell", "criteria": "==", "value": f'"{value}"', "format": book.add_format(look)})


def _printed(sheet: Any) -> None:
    """A4 across, as wide as the sheet, its head on every page."""
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    sheet.hide_gridlines(0)
    sheet.set_footer(f"&L&A&C第 &P 页，共 &N 页&R{_NAME}")
