"""Labelled passages: the files that hold them, as gold annotation or as a table that somebody corrected."""

from __future__ import annotations

import csv
import json
from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path, PurePosixPath
from typing import Any

from jiaoyan_nlp.corpus.files import files_under
from jiaoyan_nlp.corpus.readers import read
from jiaoyan_nlp.errors import GoldError
from jiaoyan_nlp.sections.labels import label_named
from jiaoyan_nlp.sections.training import Labelled

Row = dict[str, Any]

SUFFIX = ".sections.jsonl"


def labelled_files(labels: Path, sources: Path) -> Iterator[Labelled]:
    """The sources that have labels, in the order of their names.

    Args:
        labels: a folder of gold files STEM.sections.jsonl; or a table (.csv, .jsonl) with the columns file, start, end, label and, if
            there is one, heading: what `jiaoyan sections FOLDER --format csv` prints, its labels corrected. Labels may be Chinese.
        sources: the folder that the files lie in. Its first folders are taken for the schools.

    Raises:
        GoldError: a label that there is not, a file that is not there, offsets that lie outside it, no labels at all.
        ReadError: a source that cannot be read.
    """
    held = {path.stem: path for path in files_under([sources])}
    rows_of = dict(_gold(labels) if labels.is_dir() else _table(labels))
    if not rows_of:
        raise GoldError(str(labels), "no_gold")
    for name, rows in sorted(rows_of.items()):
        path = held.get(PurePosixPath(name).stem if labels.is_file() else name)
        if path is None:
            raise GoldError(str(labels), "bad_gold", f"{sources} 里没有 {name}")
        source = read(path)
        if any(not 0 <= row["start"] < row["end"] <= len(source.text) for row in rows):
            raise GoldError(str(labels), "bad_gold", f"{name}：位置超出原文")
        yield Labelled(source, rows, path.parent.relative_to(sources).as_posix())


def _gold(folder: Path) -> Iterator[tuple[str, list[Row]]]:
    for path in sorted(folder.glob(f"*{SUFFIX}")):
        yield path.name.removesuffix(SUFFIX), [_row(path, number, row) for number, row in _json_lines(path)]


def _table(path: Path) -> Iterator[tuple[str, list[Row]]]:
    """The rows of a table by file."""
    found: dict[str, list[Row]] = defaultdict(list)
    for number, row in _csv(path) if path.suffix.lower() == ".csv" else _json_lines(path):
        if not row.get("file"):
            raise GoldError(str(path), "bad_gold", f"第 {number} 行没有 file")
        found[row["file"]].append(_row(path, number, row))
    return iter(found.items())


def _csv(path: Path) -> Iterator[tuple[int, Row]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        yield from enumerate(csv.DictReader(file), 2)


def _json_lines(path: Path) -> Iterator[tuple[int, Row]]:
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if line.strip():
            try:
                yield number, json.loads(line)
            except ValueError as error:
                raise GoldError(str(path), "bad_gold", f"第 {number} 行不是 JSON") from error


def _row(path: Path, number: int, row: Mapping[str, Any]) -> Row:
    """A row with its label in English and its numbers as numbers."""
    label = label_named(str(row.get("label", "")).strip())
    try:
        start, end, heading = (int(row.get(name) or 0) for name in ("start", "end", "heading"))
    except ValueError as error:
        raise GoldError(str(path), "bad_gold", f"第 {number} 行的 start、end 或 heading 不是数字") from error
    if label is None:
        raise GoldError(str(path), "bad_gold", f"第 {number} 行的标签“{row.get('label', '')}”不存在")
    return {"start": start, "end": end, "label": label, "heading": heading}
