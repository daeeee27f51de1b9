"""Records to standard output or a file, in any of the forms; always UTF-8, whatever the locale."""

from __future__ import annotations

import contextlib
import csv
import io
import json
import os
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, BinaryIO

import click

from jiaoyan_nlp.cli.language import _

Record = Mapping[str, Any]
WIDEST_CELL = 60
RIGHT = "left"
"""The column that ends where the next begins: what stands to the left of a concordance's key."""


def print_records(records: Iterable[Record], columns: Sequence[str], form: str | None, output: str | None) -> None:
    """Print records; `form` None means a table on a terminal and jsonl elsewhere."""
    with _target(output) as stream:
        chosen = form or ("table" if output is None and sys.stdout.isatty() else "jsonl")
        if chosen == "table":
            _table(records, columns, stream)
            return
        writer = {"json": _json, "jsonl": _jsonl, "csv": _delimited(","), "tsv": _delimited("\t")}[chosen]
        if chosen == "csv" and output is not None:
            stream.write(b"\xef\xbb\xbf")  # without the mark, Excel takes UTF-8 for the local code page
        for piece in writer(records, columns):
            stream.write(piece.encode("utf-8", "replace"))


def print_text(pieces: Iterable[str], output: str | None) -> None:
    """Print pieces of text as they are, an empty line between two of them."""
    with _target(output) as stream:
        for number, piece in enumerate(pieces):
            stream.write((("\n" if number else "") + piece).encode("utf-8", "replace"))


@contextlib.contextmanager
def _target(output: str | None) -> Iterator[BinaryIO]:
    if output is None:
        try:
            yield sys.stdout.buffer
            sys.stdout.buffer.flush()
        except BrokenPipeError as error:  # the reader has seen enough (… | head): end quietly
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            raise click.exceptions.Exit(0) from error
        return
    target = Path(output)
    direct = target.exists() and not target.is_file()  # a device
    # written beside and renamed: the folder that is read may be the one that is written to
    beside = target if direct else target.with_name(f".{target.name}.part")
    try:
        with beside.open("wb") as file:
            yield file
        if not direct:
            beside.replace(target)
    except OSError as error:
        raise click.ClickException(_("Cannot write {file}: {why}").format(file=output, why=error.strerror)) from error
    finally:
        if not direct:
            with contextlib.suppress(OSError):
                beside.unlink()


def _json(records: Iterable[Record], columns: Sequence[str]) -> Iterator[str]:
    yield json.dumps(list(records), ensure_ascii=False, indent=1) + "\n"


def _jsonl(records: Iterable[Record], columns: Sequence[str]) -> Iterator[str]:
    for record in records:
        yield json.dumps(record, ensure_ascii=False) + "\n"


def _delimited(mark: str) -> Any:
    def write(records: Iterable[Record], columns: Sequence[str]) -> Iterator[str]:
        line = io.StringIO()
        writer = csv.writer(line, delimiter=mark, lineterminator="\n")
        for row in [list(columns), *([_flat(r.get(c)) for c in columns] for r in records)]:
            writer.writerow(row)
            yield line.getvalue()
            line.seek(0)
            line.truncate()

    return write


def _flat(value: Any) -> Any:
    return json.dumps(value, ensure_ascii=False) if isinstance(value, dict | list) else value


def _table(records: Iterable[Record], columns: Sequence[str], stream: BinaryIO) -> None:
    """An aligned table; on a terminal as wide as it is, elsewhere as wide as it needs."""
    from rich.console import Console
    from rich.table import Table

    table = Table(show_lines=False, box=None, pad_edge=False)
    for column in columns:
        table.add_column(column, overflow="fold", max_width=WIDEST_CELL, justify="right" if column == RIGHT else "left")
    for record in records:
        table.add_row(*(_cell(record.get(column)) for column in columns))
    terminal = sys.stdout.isatty() and stream is sys.stdout.buffer
    buffer = io.StringIO()
    console = Console(file=buffer, width=None if terminal else len(columns) * (WIDEST_CELL + 2), markup=False, highlight=False, force_terminal=False)
    console.print(table)
    stream.write(buffer.getvalue().encode("utf-8", "replace"))


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, dict):
        return " ".join(str(v) for v in value.values())
    return " ".join(str(value).split())
