"""`jiaoyan compare A B`: what two files share, side by side."""

from __future__ import annotations

import io
import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import click

from jiaoyan_nlp.cli import language, options
from jiaoyan_nlp.cli.language import _
from jiaoyan_nlp.cli.output import print_records, print_text
from jiaoyan_nlp.cli.run import analyses, finish

if TYPE_CHECKING:
    from jiaoyan_nlp.engine.analysis import Analysis

COLUMNS = ("a", "b", "kind", "similarity", "edits")
WIDE = 120
"""Columns of the page where the output is no terminal."""
_FILE = options.Place(exists=True, dir_okay=False)


@click.command("compare", help=_("Show what two files share, side by side, with the differences marked."))
@click.argument("a", metavar="A", type=_FILE)
@click.argument("b", metavar="B", type=_FILE)
@options.shared
def command(a: str, b: str, form: str | None, output: str | None, quiet: bool, jobs: int | None) -> None:
    first, second = [*analyses((a,), jobs, quiet)], [*analyses((b,), jobs, quiet)]
    records = compared(first, second)
    if form == "table" or (form is None and output is None and sys.stdout.isatty()):
        print_text([*map(_shown, records)] or [_("The two files share no passage of 20 characters or more.") + "\n"], output)
    else:
        print_records(records, COLUMNS, form, output)
    finish()


def compared(first: list[Analysis], second: list[Analysis]) -> Iterator[dict[str, Any]]:
    """One record for each passage that plans of the first file share with plans of the second."""
    from jiaoyan_nlp.reuse.alignment import align
    from jiaoyan_nlp.reuse.pairs import pair_of
    from jiaoyan_nlp.reuse.passages import Options

    texts = [{each.file: each.text for each in side} for side in (first, second)]
    for x in (ink for each in first for ink in each.inks):
        for y in (ink for each in second for ink in each.inks):
            for passage in align(x, y, Options()):
                pair = pair_of(x, y, passage)
                yield {
                    "a": {"file": x.file, "start": pair.a_span.start, "end": pair.a_span.end, "text": pair.a_span.quote(texts[0][x.file])},
                    "b": {"file": y.file, "start": pair.b_span.start, "end": pair.b_span.end, "text": pair.b_span.quote(texts[1][y.file])},
                    "kind": pair.kind,
                    "similarity": pair.similarity,
                    "edits": [{"kind": e.kind, "a": e.a, "b": e.b} for e in pair.edits],
                }


def _shown(record: dict[str, Any]) -> str:
    """One passage as two columns of text, under a line that tells what it is."""
    from rich.console import Console
    from rich.table import Table

    from jiaoyan_nlp.report.words import KIND_OF_COPY

    terminal = sys.stdout.isatty()
    kind = KIND_OF_COPY[record["kind"]] if language.current() == "zh" else record["kind"]
    table = Table(title=f"{kind} {record['similarity']:.0%}", title_justify="left", expand=True)
    for side in ("a", "b"):
        table.add_column(f"{record[side]['file']} {record[side]['start']}-{record[side]['end']}", ratio=1, overflow="fold")
    table.add_row(*_marked(record["a"]["text"], record["b"]["text"], terminal))
    buffer = io.StringIO()
    Console(file=buffer, width=None if terminal else WIDE, force_terminal=terminal, highlight=False).print(table)
    return buffer.getvalue()


def _marked(a: str, b: str, styled: bool) -> tuple[Any, Any]:
    """Both texts with what only the one has in reverse, or in brackets 〔〕 where no style can be shown."""
    from rich.text import Text

    from jiaoyan_nlp.reuse.edits import differences

    left, right = Text(), Text()
    for kind, a_start, a_end, b_start, b_end in differences(a, b):
        for text, piece in ((left, a[a_start:a_end]), (right, b[b_start:b_end])):
            if kind == "equal" or not piece:
                text.append(piece)
            else:
                text.append(piece if styled else f"〔{piece}〕", "reverse" if styled else "")
    return left, right
