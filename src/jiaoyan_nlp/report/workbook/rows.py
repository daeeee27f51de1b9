"""The rows of a sheet as XML, written as they are: no text can become a formula or markup, and what was written is what is read back.

A call of XlsxWriter for every cell takes most of the time of a large report, and in its sheets that are not kept in memory a text that begins
with <r> and ends with </r> is taken for markup, `_x0041_x0042_` for an escape. So the rows below the head are made here, by ECMA-376 part 1, 18.3.1.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from xlsxwriter.worksheet import Worksheet

if TYPE_CHECKING:
    import pandas as pd

LONGEST_CELL = 32_767
"""What a cell of Excel holds, in UTF-16 units."""
MOST_LINES = 8
"""Lines of text that a row is at most high: the rest of a long cell is there, out of sight."""
LINE = 15
"""Height of a line, in points."""
_CHUNK = 5_000
_SPECIAL = re.compile(r"[&<>\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]|_(?=x[0-9a-fA-F]{4}_)")
_MARKUP = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}


class Look(NamedTuple):
    """How the cells of a column are written: number of the format, width in digits, whether they may take several lines, what is shown instead of a code."""

    format: int
    width: int
    wrapped: bool
    shown: Callable[[str], str] | None


class TableSheet(Worksheet):  # type: ignore[misc]  # XlsxWriter has no types
    """A worksheet to which rows are added as XML, and links to places in the workbook as pairs of cell and target."""

    def __init__(self) -> None:
        super().__init__()
        self._internal: list[tuple[str, str]] = []

    def add_rows(self, rows: Iterable[str], last_row: int) -> None:
        """Add finished rows below the head; `last_row` is the number of the last, from 0."""
        self._write_single_row(1)
        self.row_data_fh.writelines(rows)
        self._check_dimensions(last_row, 0)

    def add_links(self, links: Iterable[tuple[str, str]]) -> None:
        """Make cells (A2) lead to places ('计划与总结'!A5), both of our making."""
        self._internal += links

    def _write_hyperlinks(self) -> None:
        if self._internal:
            self._xml_start_tag("hyperlinks")
            for cell, place in self._internal:
                self._xml_empty_tag("hyperlink", [("ref", cell), ("location", place)])
            self._xml_end_tag("hyperlinks")


def rows_of_sheet(table: pd.DataFrame, looks: Sequence[Look], letters: Sequence[str]) -> Iterator[str]:
    """The rows of a table, the first of them row 2; cells without a value are left out."""
    for begin in range(0, len(table), _CHUNK):
        part = table.iloc[begin : begin + _CHUNK]
        columns = [_values(part.iloc[:, place], look) for place, look in enumerate(looks)]
        heights = _heights(columns, looks)
        cells = [_cells(values, look) for values, look in zip(columns, looks, strict=True)]
        for r, (height, *row) in enumerate(zip(heights, *cells, strict=True), begin + 2):
            yield f'<row r="{r}"{height}>{"".join([f"""<c r="{at}{r}" {cell}""" for at, cell in zip(letters, row, strict=True) if cell])}</row>'


def _values(column: pd.Series[Any], look: Look) -> list[Any]:
    """What is shown of each value: a text, a number, or None."""
    values: list[Any] = column.astype(object).where(column.notna(), None).tolist()
    if column.dtype == bool:
        return ["是" if value else None for value in values]
    if look.shown is None:
        return values
    made: dict[Any, str] = {value: look.shown(value) for value in set(values) if value}
    return [made.get(value) for value in values]


def lines(text: str, width: int) -> int:
    """How many lines a text takes in a column, at most `MOST_LINES`; a Chinese character is as wide as two digits and a little more."""
    if 2 * len(text) < width and "\n" not in text:
        return 1
    return min(MOST_LINES, sum(1 + len(line.encode("gb18030", "replace")) * 21 // (20 * width) for line in text[: 2 * MOST_LINES * width].split("\n")))


def _heights(columns: Sequence[Sequence[Any]], looks: Sequence[Look]) -> list[str]:
    """The attribute of each row that says how high it is; it is fixed where not all of a text can be seen."""
    most = [1] * max(map(len, columns))
    for values, look in zip(columns, looks, strict=True):
        if look.wrapped:
            most = [max(n, lines(v, look.width)) if isinstance(v, str) else n for n, v in zip(most, values, strict=True)]
    said = ["", "", *(f' ht="{LINE * n}"' for n in range(2, MOST_LINES)), f' ht="{LINE * MOST_LINES}" customHeight="1"']
    return [said[n] for n in most]


def _cells(values: Sequence[Any], look: Look) -> list[str]:
    """Each value as the end of its cell's XML, behind its place; empty where there is no value. Texts that come again are made once."""
    texts = {v: _text(v, look.format) for v in values if isinstance(v, str)}
    return [texts[v] if isinstance(v, str) else "" if v is None else f's="{look.format}"><v>{v!r}</v></c>' for v in values]


def _text(text: str, style: int) -> str:
    return f's="{style}" t="inlineStr"><is><t xml:space="preserve">{escaped(text)}</t></is></c>' if text else ""


def escaped(text: str) -> str:
    """A text as the XML of a cell: cut to what a cell holds, what XML forbids as _xHHHH_, what is no character at all (half a surrogate
    pair, U+FFFE, U+FFFF) as U+FFFD."""
    return _SPECIAL.sub(_escape, fitting(text))


def _escape(found: re.Match[str]) -> str:
    character = found[0]
    is_none = "\ud800" <= character <= "\udfff" or character in "\ufffe\uffff"
    return _MARKUP.get(character) or ("\ufffd" if is_none else f"_x{ord(character):04X}_")


def fitting(text: str) -> str:
    """The text, or as much of it as a cell holds, with … behind it; no character is cut in two."""
    if 2 * len(text) <= LONGEST_CELL:
        return text
    units = text.encode("utf-16-le", "surrogatepass")
    return text if len(units) <= 2 * LONGEST_CELL else units[: 2 * LONGEST_CELL - 2].decode("utf-16-le", "ignore") + "…"
