"""`jiaoyan commitments PATH…`: what was promised in numbers, one record an amount."""

from __future__ import annotations

import click

from jiaoyan_nlp.cli import options
from jiaoyan_nlp.cli.language import _
from jiaoyan_nlp.cli.output import print_records
from jiaoyan_nlp.cli.run import analyses, finish

COLUMNS = (
    "file", "plan", "start", "end", "text", "class", "actor", "each", "item", "comparator", "min", "max", "unit", "change", "per",
    "placeholder", "label", "sentence_start", "sentence_end",
)  # fmt: skip


@click.command("commitments", help=_("List the quantitative commitments: who is to do how much of what, how often."))
@options.paths
@click.option("--all-classes", is_flag=True, help=_("Achievements, facts and qualifiers too."))
@options.shared
def command(paths: tuple[str, ...], all_classes: bool, form: str | None, output: str | None, quiet: bool, jobs: int | None) -> None:
    rows = ({c: row[c] for c in COLUMNS} for a in analyses(paths, jobs, quiet) for row in a.commitments if all_classes or row["class"] == "commitment")
    print_records(rows, COLUMNS, form, output)
    finish()
