"""Labelled passages: the files that hold them, as gold annotation or as a table that somebody corrected."""

from __future__ import annotations

import csv
import io
import json
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path, PurePosixPath
from typing import Any

from jiaoyan_nlp.corpus.decoding import decode
from jiaoyan_nlp.corpus.files import content, files_under
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
        sources: the folder that the files lie in. The folder that holds a file is taken for its school.

    Raises:
        GoldError: a label that there is not, a file that is not there, offsets that lie outside it, no labels at all.
        ReadError: labels or a source that cannot be read.
    """
    files = [(path, path.relative_to(sources).parts) for path in files_under([sources])]
    if labels.is_dir():
        files = [(path, (path.stem,)) for path, _ in files]
    rows_of = dict(_gold(labels) if labels.is_dir() else _table(labels))
    if not rows_of:
        raise GoldError(str(labels), "no_labels")
    for name, rows in sorted(rows_of.items()):
        path = _named(PurePosixPath(name).parts, files)
        if path is None:
            raise GoldError(str(labels), "labels_no_source", name)
        source = read(path)
        if any(not 0 <= row["start"] < row["end"] <= len(source.text) for row in rows):
            raise GoldError(str(labels), "labels_outside", name)
        yield Labelled(source, rows, path.parent.relative_to(sources).as_posix())


def _named(name: tuple[str, ...], files: Sequence[tuple[Path, tuple[str, ...]]]) -> Path | None:
    """The file that a name means, which may say more or less of the folders around it than `files` do; None where none or several fit."""
    found = sorted((abs(len(own) - len(name)), path) for path, own in files if own[-len(name) :] == name[-len(own) :])
    return found[0][1] if found and (len(found) == 1 or found[0][0] < found[1][0]) else None


def _gold(folder: Path) -> Iterator[tuple[str, list[Row]]]:
    for path in sorted(folder.glob(f"*{SUFFIX}")):
        yield path.name.removesuffix(SUFFIX), [_row(path, number, row) for number, row in _json_lines(path)]


def _table(path: Path) -> Iterator[tuple[str, list[Row]]]:
    """The rows of a table by file."""
    found: dict[str, list[Row]] = defaultdict(list)
    for number, row in _csv(path) if path.suffix.lower() == ".csv" else _json_lines(path):
        if not row.get("file"):
            raise GoldError(str(path), "labels_no_file", str(number))
        found[row["file"]].append(_row(path, number, row))
    return iter(found.items())


def _csv(path: Path) -> Iterator[tuple[int, Row]]:
    """The rows of a table with the lines that they end on; empty rows, as spreadsheets leave them, are passed over."""
    rows = csv.DictReader(io.StringIO(_text(path), newline=""))
    try:
        yield from ((rows.line_num, row) for row in rows if any(row.values()))
    except csv.Error as error:
        raise GoldError(str(path), "labels_row", str(rows.line_num)) from error


def _json_lines(path: Path) -> Iterator[tuple[int, Row]]:
    for number, line in enumerate(_text(path).split("\n"), 1):
        if line.strip():
            try:
                yield number, dict(json.loads(line))
            except (TypeError, ValueError) as error:
                raise GoldError(str(path), "labels_row", str(number)) from error


def _text(path: Path) -> str:
    """The text of a file of labels; spreadsheets save tables in the encoding of the office."""
    return decode(content(path), str(path)).text


def _row(path: Path, number: int, row: Mapping[str, Any]) -> Row:
    """A row with its label in English and its numbers as numbers."""
    label = label_named(str(row.get("label", "")).strip())
    try:
        start, end, heading = (int(row.get(name) or 0) for name in ("start", "end", "heading"))
    except (OverflowError, TypeError, ValueError) as error:
        raise GoldError(str(path), "labels_number", str(number)) from error
    if label is None:
        raise GoldError(str(path), "labels_unknown", f"{number}: {row.get('label') or ''}")
    return {"start": start, "end": end, "label": label, "heading": heading}
