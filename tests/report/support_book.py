"""Reads a workbook back: its cells as a spreadsheet program understands them, and its parts as XML."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from python_calamine import CalamineWorkbook

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


class Book:
    """A workbook that was written."""

    def __init__(self, path: Path) -> None:
        held = CalamineWorkbook.from_path(str(path))
        self.names = held.sheet_names
        self.rows: dict[str, list[list[Any]]] = {name: held.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in self.names}
        with zipfile.ZipFile(path) as book:
            self.parts = {name: book.read(name) for name in book.namelist()}

    def table(self, name: str) -> list[dict[str, Any]]:
        """The rows of a sheet by the headings of its columns; an empty cell is an empty text."""
        head, *rows = self.rows[name]
        return [dict(zip(head, row, strict=True)) for row in rows]

    def xml(self, name: str) -> ElementTree.Element:
        """The XML of a sheet."""
        return ElementTree.fromstring(self.parts[f"xl/worksheets/sheet{self.names.index(name) + 1}.xml"])

    def links(self, name: str) -> dict[str, str]:
        """Cell → place in the workbook of the links of a sheet."""
        return {each.attrib["ref"]: each.attrib["location"] for each in self.xml(name).iter(f"{MAIN}hyperlink")}

    def at(self, place: str) -> dict[str, Any]:
        """The row that a place of the form 'sheet'!A5 leads to."""
        found = re.fullmatch(r"'([^']+)'!A(\d+)", place)
        assert found
        return self.table(found[1])[int(found[2]) - 2]
