"""`jiaoyan concordance TERM PATH…`: every occurrence of a term with what stands around it."""

from __future__ import annotations

import click

from jiaoyan_nlp.cli import asking, options
from jiaoyan_nlp.cli.language import _
from jiaoyan_nlp.cli.output import print_records
from jiaoyan_nlp.cli.run import finish


@click.command("concordance", help=_("Show every occurrence of a term with what stands around it, and its place in the source."))
@click.argument("term", metavar="TERM")
@options.paths
@asking.selecting
@click.option("--regex", is_flag=True, help=_("TERM is a regular expression, looked for in each passage."))
@click.option("--width", type=click.IntRange(0), default=30, show_default=True, metavar="N", help=_("Characters shown on either side."))
@click.option("--sort", type=click.Choice(["corpus", "left", "right"]), default="corpus", show_default=True, help=_("Sort by place, or by the words around."))
@click.option("--sample", type=click.IntRange(1), metavar="N", help=_("Only so many lines, drawn at random; the same files give the same lines."))
@click.option("--limit", type=click.IntRange(1), metavar="N", help=_("Only the first lines."))
@options.model
@options.shared
def command(
    term: str, paths: tuple[str, ...], regex: bool, width: int, sort: str, sample: int | None, limit: int | None,
    form: str | None, output: str | None, quiet: bool, jobs: int | None,
) -> None:  # fmt: skip
    from jiaoyan_nlp.language.concordance import COLUMNS, SORTS, concordance
    from jiaoyan_nlp.tables import records_of

    asking.check_pattern(term if regex else "")
    tokens = asking.words_asked(paths, jobs, quiet)
    lines = concordance(tokens, term, regex=regex, width=width, sort=SORTS[SORTS.index(sort)], sample=sample)
    print_records(records_of(lines.head(limit) if limit else lines), COLUMNS, form, output)
    finish()
