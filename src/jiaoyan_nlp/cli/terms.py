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
@click.option("--all-words", is_flag=True, help=_("Stop words too."))
@click.option("--tag", "tags", multiple=True, metavar="TAG", help=_("Only words that jieba tags so: n, v, a … and what begins with it. May be repeated."))
@options.model
@options.shared
def command(
    paths: tuple[str, ...],
    split: str | None,
    least: int,
    all_words: bool,
    tags: tuple[str, ...],
    form: str | None,
    output: str | None,
    quiet: bool,
    jobs: int | None,
) -> None:
    from jiaoyan_nlp.language.frequency import COLUMNS, frequencies
    from jiaoyan_nlp.text.words import stop_words

    groups = asking.groups_asked(asking.part_asked(paths, jobs, quiet), split, tagged=bool(tags))
    left_out = () if all_words else stop_words()
    rows = asking.answers(groups, split, lambda group: frequencies(group.tagged_as(tags) if tags else group, least_count=least, leave_out=left_out))
    print_records(rows, asking.columns_of(split, COLUMNS), form, output)
    finish()
