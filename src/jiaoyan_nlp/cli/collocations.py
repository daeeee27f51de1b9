"""`jiaoyan collocations [TERM] PATH…`: the words that stand near a term, or the pairs of words that stand near each other."""

from __future__ import annotations

from collections.abc import Sequence

import click

from jiaoyan_nlp.cli import asking, options
from jiaoyan_nlp.cli.language import _
from jiaoyan_nlp.cli.output import print_records
from jiaoyan_nlp.cli.run import finish

MEASURES = ("log_dice", "t", "mi", "mi3", "g2", "count")


def _parted(ctx: click.Context, param: click.Parameter, given: Sequence[str]) -> tuple[str | None, tuple[str, ...]]:
    """The term and the paths; what comes first is a path where there is such a file or folder."""
    place = options.Place(exists=True, allow_dash=True)
    term = None
    try:
        place.convert(given[0], param, ctx)
    except click.BadParameter:
        if len(given) == 1:
            raise
        term, *given = given
    return term, tuple(place.convert(each, param, ctx) for each in given)


@click.command("collocations", help=_("Tell which words stand near a term more than chance would have it; without TERM, which pairs of words do."))
@click.argument("asked", nargs=-1, required=True, metavar="[TERM] PATH…", callback=_parted)
@asking.selecting
@asking.split
@click.option("--regex", is_flag=True, help=_("TERM is a regular expression, looked for in each passage."))
@click.option("--window", type=click.IntRange(1), default=5, show_default=True, metavar="N", help=_("Words on either side that are near."))
@click.option("--within", type=click.Choice(["sentence", "clause"]), default="sentence", show_default=True, help=_("What the window does not reach out of."))
@click.option("--least", type=click.IntRange(1), default=3, show_default=True, metavar="N", help=_("Only words that stand near it so often."))
@click.option("--plans", type=click.IntRange(1), default=1, show_default=True, metavar="N", help=_("Only words that do so in so many plans."))
@click.option("--sort", type=click.Choice(MEASURES), default="log_dice", show_default=True, help=_("The measure by which the strongest come first."))
@click.option("--all-words", is_flag=True, help=_("Stop words too."))
@options.model
@options.shared
def command(
    asked: tuple[str | None, tuple[str, ...]], split: str | None, regex: bool, window: int, within: str, least: int, plans: int, sort: str,
    all_words: bool, form: str | None, output: str | None, quiet: bool, jobs: int | None,
) -> None:  # fmt: skip
    from jiaoyan_nlp.language.collocations import COLUMNS, WITHIN, collocations
    from jiaoyan_nlp.text.words import stop_words

    term, paths = asked
    asking.check_pattern(term if regex and term else "")
    left_out = () if all_words else stop_words()
    unit = WITHIN[WITHIN.index(within)]
    rows = asking.answers(
        asking.groups_asked(asking.part_asked(paths, jobs, quiet), split), split,
        lambda group: collocations(
            group, term, regex=regex, window=window, within=unit, least_count=least, least_documents=plans, leave_out=left_out
        ).sort_values(sort, ascending=False, kind="stable"),
    )  # fmt: skip
    print_records(rows, asking.columns_of(split, COLUMNS), form, output)
    finish()
