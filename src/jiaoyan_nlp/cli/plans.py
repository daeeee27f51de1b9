"""`jiaoyan plans PATH…`: one record a plan, with its metadata."""

from __future__ import annotations

import click

from jiaoyan_nlp.cli import options
from jiaoyan_nlp.cli.language import _
from jiaoyan_nlp.cli.output import print_records
from jiaoyan_nlp.cli.run import analyses, finish

COLUMNS = ("file", "plan", "start", "end", "title", "kind", "school", "district", "level", "year", "term", "school_year", "subject", "issuer", "date", "author")


@click.command("plans", help=_("List the plans and summaries in files and folders, with school, year and subject."))
@options.paths
@options.shared
def command(paths: tuple[str, ...], form: str | None, output: str | None, quiet: bool, jobs: int | None) -> None:
    rows = ({c: row[c] for c in COLUMNS} for a in analyses(paths, jobs, quiet) for row in a.plans)
    print_records(rows, COLUMNS, form, output)
    finish()
