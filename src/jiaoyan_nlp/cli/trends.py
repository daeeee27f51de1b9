"""`jiaoyan trends PATH…`: how terms, or promises, come and go over the years."""

from __future__ import annotations

import click

from jiaoyan_nlp.cli import asking, options
from jiaoyan_nlp.cli.language import _
from jiaoyan_nlp.cli.output import print_records
from jiaoyan_nlp.cli.run import finish


@click.command("trends", help=_("Tell how terms (--term), promises (--indicator) or all words go with the years, and how sure that is."))
@options.paths
@click.option("--term", "terms", multiple=True, metavar="TERM", help=_("A word or phrase. May be repeated."))
@options.indicators
@click.option("--slopes", is_flag=True, help=_("A line for each term or promise: whether it rises or falls; of all words always."))
@click.option("--by", type=click.Choice(["year", "school_year"]), default="year", show_default=True, help=_("Which years."))
@click.option("--least", type=click.IntRange(1), default=5, show_default=True, metavar="N", help=_("Of all words only those that so many plans have."))
@asking.selecting
@options.model
@options.shared
def command(
    paths: tuple[str, ...],
    terms: tuple[str, ...],
    codes: set[str],
    slopes: bool,
    by: str,
    least: int,
    form: str | None,
    output: str | None,
    quiet: bool,
    jobs: int | None,
) -> None:
    from jiaoyan_nlp.language import promise_trends, trends
    from jiaoyan_nlp.tables import records_of
    from jiaoyan_nlp.text.words import stop_words

    if terms and codes:
        raise click.UsageError(_("--term and --indicator cannot be asked together."))
    if codes:
        part = asking.part_asked(paths, jobs, quiet)
        promised = part.table("indicators")
        chosen = promised[promised["indicator"].isin(codes)]
        answer = (promise_trends.slopes if slopes else promise_trends.by_year)(chosen, part.plans, by=by)
    else:
        words = asking.words_asked(paths, jobs, quiet)
        yearly = terms and not slopes
        answer = trends.by_year(words, terms, by=by) if yearly else trends.slopes(words, terms or None, by=by, least_plans=least, leave_out=stop_words())
    print_records(records_of(answer), tuple(answer.columns), form, output)
    finish()
