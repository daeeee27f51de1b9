"""manifest.csv: what the people who collected a folder's files know of them. A row names a file or a folder, its columns say the rest.

文件,学校,区县,学年,学期
示例县第一小学/语文组.docx,示例县第一小学,示例县,2021-2022,第二学期
示例县第二小学,示例县第二小学,示例县,,
"""

from __future__ import annotations

import csv
import io
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path, PurePosixPath

from jiaoyan_nlp.corpus.decoding import decode
from jiaoyan_nlp.corpus.files import content, exists
from jiaoyan_nlp.corpus.metadata.clues import Clue, field_named, said_value, stated
from jiaoyan_nlp.errors import ReadError

NAME = "manifest.csv"
Remark = tuple[str, str]
"""A key of `errors.REASONS` and what fills its blank."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """A manifest that was read.

    Attributes:
        rows: by the path that they name, below the manifest's folder (empty for the folder itself): (column, cell) pairs.
        remarks: what is wrong with it, in the order of its lines.
    """

    rows: dict[str, tuple[tuple[str, str], ...]]
    remarks: tuple[Remark, ...]


@lru_cache(maxsize=8)
def parse(data: bytes) -> Manifest:
    """Read a manifest from the bytes of a table in UTF-8, GB18030 or another of the encodings of `decoding`.

    Columns are known by their names in Chinese or English; a row or a value that makes no sense is a remark, never an error.
    """
    try:
        decoded = decode(data, NAME)
        text = decoded.text.removeprefix("\ufeff")
        mark = max(",;\t", key=text.split("\n", 1)[0].count)
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=mark)
        lines = [(reader.line_num, [cell.strip() for cell in row]) for row in reader if any(cell.strip() for cell in row)]
    except ReadError as error:
        return Manifest({}, ((error.reason, error.detail),))
    except csv.Error:
        return Manifest({}, (("damaged_sheet", ""),))
    damaged = [("undecodable", str(len(decoded.damaged)))] if decoded.damaged else []
    columns = lines[0][1] if lines else []
    if "file" not in map(field_named, columns):
        return Manifest({}, (*damaged, ("manifest_no_file", "")))
    return _of_rows(columns, lines[1:], damaged)


def clues_of_manifests(path: str, name: str) -> list[Clue]:
    """What the manifests in a file's folders say of it, the nearest first and in each the row that names the file before those of its folders.

    Args:
        path: where the file lies, also inside an archive.
        name: what the tables call it; manifests are looked for in the folders that it names, and in that in which it begins.
    """
    parts = PurePosixPath(unicodedata.normalize("NFC", name)).parts
    said = []
    for up, folder in zip(range(1, len(parts) + 1), Path(path).parents, strict=False):
        rows = _manifest_in(str(folder)).rows
        below = parts[len(parts) - up :]
        said += [rows[target] for depth in range(up, -1, -1) if (target := "/".join(below[:depth])) in rows]
    return [stated("manifest", row, depth) for depth, row in enumerate(said)]


def remarks_on(path: str) -> list[Remark]:
    """What is wrong with the manifest at a path: rows that make no sense, and rows that name no file or folder below its own."""
    folder = str(Path(path).parent)
    manifest = _manifest_in(folder)
    unknown = [("manifest_unknown", target) for target in manifest.rows if ".." in target.split("/") or not exists(f"{folder}/{target}")]
    return [*manifest.remarks, *unknown]


def _manifest_in(folder: str) -> Manifest:
    try:
        return parse(content(f"{folder}/{NAME}"))
    except ReadError as error:
        return Manifest({}, () if error.reason == "missing" else ((error.reason, error.detail),))


def _of_rows(columns: list[str], lines: list[tuple[int, list[str]]], damaged: list[Remark]) -> Manifest:
    at = [field_named(column) for column in columns].index("file")
    rows: dict[str, tuple[tuple[str, str], ...]] = {}
    remarks = damaged
    for number, cells in lines:
        if len(cells) <= at or not cells[at] or any(cells[len(columns) :]):
            remarks.append(("manifest_row", str(number)))
            continue
        said = tuple(zip(columns, cells, strict=False))
        remarks += [("manifest_value", f"{number}: {wrong}") for wrong in _wrong(said)]
        target = _target(cells[at])
        if target in rows:
            remarks.append(("manifest_twice", f"{number}: {cells[at]}"))
        rows.setdefault(target, said)
    return Manifest(rows, tuple(remarks))


def _wrong(said: tuple[tuple[str, str], ...]) -> Iterator[str]:
    for column, cell in said:
        known = field_named(column)
        if cell and known and not said_value(known, cell):
            yield f"{column}={cell}"


def _target(cell: str) -> str:
    parts = unicodedata.normalize("NFC", cell).replace("\\", "/").split("/")
    return "/".join(part for part in parts if part not in ("", "."))
