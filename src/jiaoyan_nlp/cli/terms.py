"""`jiaoyan terms PATH…`: how often words occur, and how evenly over the plans."""

from __future__ import annotations

import click

from jiaoyan_nlp.cli import asking, options
from jiaoyan_nlp.cli.language import _
from jiaoyan_nlp.cli.output import print_records
from jiaoyan_nlp.cli.run import finish


@click.command("terms", help=_("Count words: how often, in how many plans, how evenly (dispersion 0 even to 1)."))
@options.paths
@asking.selecting
@asking.split
@click.option("--least", type=click.IntRange(1), default=2, show_default=True, metavar="N", help=_("Only words that occur so often."))
@options.model
@options.shared
def command(paths: tuple[str, ...], split: str | None, least: int, form: str | None, output: str | None, quiet: bool, jobs: int | None) -> None:
    from jiaoyan_nlp.language.frequency import COLUMNS, frequencies

    tokens = asking.part_asked(paths, jobs, quiet).words()
    rows = asking.answers(tokens, split, lambda group: frequencies(group, least_count=least))
    print_records(rows, asking.columns_of(split, COLUMNS), form, output)
    finish()
