"""Spreadsheets (.xlsx, .xls, .ods, .csv): a table of plans, one a row, or a plan that somebody laid out in cells.

A table of plans has a column of long texts, told by its name (正文, 内容, text …), by its length, or by the user. Its other columns
are metadata of the row's plan. Any other sheet is read as it stands: a line a row, cells kept apart by tabs.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence

from jiaoyan_nlp.corpus.decoding import decode
from jiaoyan_nlp.corpus.formats.page import Page
from jiaoyan_nlp.errors import ReadError
from jiaoyan_nlp.text.source import Source

TEXT_NAMES = ("正文", "全文", "正文内容", "计划内容", "总结内容", "计划正文", "总结正文", "text", "fulltext", "full_text")
LOOSE_NAMES = ("内容", "文本", "材料内容", "content", "body")
"""Names of columns that hold plans where their cells are long or have several lines; in a timetable 内容 is a few words."""
TITLE_NAMES = ("标题", "题目", "计划名称", "总结名称", "材料名称", "文件名称", "名称", "title", "name")
_LONG = 100
"""Letters that the median cell of an unnamed column of plans holds at least."""
MOST_ROWS = 200_000
Rows = list[list[str]]


def read_sheets(data: bytes, path: str = "-", text_column: str = "") -> Source:
    """A workbook, all its sheets in order.

    Args:
        text_column: name of the column that holds the plans; recognised where it is empty.

    Raises:
        ReadError: the workbook is damaged, encrypted or empty, or no sheet has the column named.
    """
    from python_calamine import CalamineError, CalamineWorkbook, PasswordError

    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        sheets = [[[_shown(cell) for cell in row] for row in book.get_sheet_by_name(name).to_python()] for name in book.sheet_names]
    except PasswordError as error:
        raise ReadError(path, "encrypted") from error
    except (CalamineError, ValueError, OSError) as error:
        raise ReadError(path, "damaged_sheet") from error
    return _source(sheets, path, "xlsx", "", text_column)


def read_csv(data: bytes, path: str = "-", text_column: str = "") -> Source:
    """A table as text, its cells kept apart by commas, semicolons or tabs.

    Raises:
        ReadError: the file is no text, or has no column of the name given.
    """
    decoded = decode(data, path)
    text = decoded.text.removeprefix("\ufeff")
    first = text.split("\n", 1)[0]
    mark = max(",\t;|", key=first.count)
    csv.field_size_limit(1 << 28)
    try:
        rows = [list(row) for row in csv.reader(io.StringIO(text, newline=""), delimiter=mark)]
    except csv.Error as error:
        raise ReadError(path, "damaged_sheet") from error
    return _source([rows], path, "csv", decoded.encoding, text_column)


def is_table(text: str) -> bool:
    """Whether a text called .csv or .tsv is one: its first lines have the same number of cells, and more than one."""
    rows = [row for row in csv.reader(io.StringIO(text[:20_000], newline=""), delimiter=max(",\t;|", key=text.split("\n", 1)[0].count)) if row][:5]
    return len(rows) > 1 and len(rows[0]) > 1 and len({len(row) for row in rows[:-1]}) == 1


def _shown(cell: object) -> str:
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell).replace("_x000D_", "").replace("\r\n", "\n").replace("\r", "\n")


def _source(sheets: Sequence[Rows], path: str, format_: str, encoding: str, text_column: str) -> Source:
    page = Page()
    if sum(map(len, sheets)) > MOST_ROWS:
        raise ReadError(path, "too_many_rows", str(MOST_ROWS))
    named = [(rows, found) for rows in sheets if (found := _header(rows, text_column)) is not None]
    if text_column and not named:
        raise ReadError(path, "no_column", text_column)
    for rows, (at, column) in named:
        _write_plans(page, rows, at, column)
    if not named:
        for row in (row for rows in sheets for row in rows if any(cell.strip() for cell in row)):
            page.line("\t".join(re.sub(r"\s+", " ", cell).strip() for cell in row).rstrip("\t"))
    return page.source(path, format_, encoding)


def _header(rows: Rows, text_column: str) -> tuple[int, int] | None:
    """Row of the column names, and column of the plans; None where the sheet is no table of plans."""
    named = TEXT_NAMES if not text_column else (text_column,)
    for i, row in enumerate(rows[:5]):
        names = [_name(cell) for cell in row]
        for name in (*named, *(() if text_column else LOOSE_NAMES)):
            if _name(name) in names and len(names) > 1:
                column = names.index(_name(name))
                if name in named or _holds_texts(rows[i + 1 :], column, 60):
                    return i, column
    if text_column or len(rows) < 2 or max(map(len, rows[0]), default=0) > 20:
        return None
    return next(((0, column) for column in range(max(map(len, rows))) if _holds_texts(rows[1:], column, _LONG)), None)


def _holds_texts(rows: Rows, column: int, letters: int) -> bool:
    """Whether most rows have a cell in a column, and half of these are so long or have several lines."""
    cells = [row[column] for row in rows if column < len(row) and row[column].strip()]
    long = sum(len(cell) >= letters or "\n" in cell.strip() for cell in cells)
    return bool(cells) and len(cells) * 2 >= len(rows) and long * 2 >= len(cells)


def _name(cell: str) -> str:
    return re.sub(r"[\s*:：()（）]", "", cell).lower()


def _write_plans(page: Page, rows: Rows, header: int, column: int) -> None:
    names = [_name(cell) for cell in rows[header]]
    title = next((names.index(n) for n in TITLE_NAMES if n in names), None)
    for row in rows[header + 1 :]:
        text = row[column].strip() if column < len(row) else ""
        if not text:
            continue
        start = page.length
        head = row[title].strip() if title is not None and title < len(row) else ""
        if head and not text.startswith(head):
            page.line(head)
        for line in text.split("\n"):
            page.line(line)
        page.member(start, tuple((n, v.strip()) for i, (n, v) in enumerate(zip(names, row, strict=False)) if n and v.strip() and i != column))
        page.line("")
