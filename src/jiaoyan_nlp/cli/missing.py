"""`jiaoyan missing PATH…`: which of the expected sections each plan lacks, by school and year."""

from __future__ import annotations

import click

from jiaoyan_nlp.cli import options
from jiaoyan_nlp.cli.language import _
from jiaoyan_nlp.cli.output import print_records
from jiaoyan_nlp.cli.run import analyses, finish

COLUMNS = ("school", "school_year", "year", "kind", "title", "missing", "missing_zh", "file", "plan")
COUNTED = ("school", "school_year", "kind", "plans", "label", "label_zh", "lacking", "files")


@click.command("missing", help=_("Show which of the expected sections each plan and summary lacks, by school and year."))
@options.paths
@click.option("--count", is_flag=True, help=_("Count by school, school year and section instead, with the files."))
@options.model
@options.shared
def command(paths: tuple[str, ...], count: bool, form: str | None, output: str | None, quiet: bool, jobs: int | None) -> None:
    from jiaoyan_nlp.language.coverage import counted, lacking

    plans = lacking(row for analysis in analyses(paths, jobs, quiet) for row in analysis.plans)
    if count:
        print_records(counted(plans), COUNTED, form, output)
    else:
        print_records(({c: row[c] for c in COLUMNS} for row in plans), COLUMNS, form, output)
    finish()
