"""`jiaoyan near TERM PATH…`: terms that stand in the same company."""

from __future__ import annotations

import click

from jiaoyan_nlp.cli import asking, options
from jiaoyan_nlp.cli.language import _
from jiaoyan_nlp.cli.output import print_records
from jiaoyan_nlp.cli.run import finish


@click.command("near", help=_("Find terms that stand in the same company as a term, by vectors learned from these plans alone."))
@click.argument("term")
@options.paths
@click.option("--most", type=click.IntRange(1), default=20, show_default=True, metavar="N", help=_("So many terms."))
@asking.selecting
@options.model
@options.shared
def command(term: str, paths: tuple[str, ...], most: int, form: str | None, output: str | None, quiet: bool, jobs: int | None) -> None:
    try:
        import gensim  # noqa: F401 - what learns vectors imports it only when it begins
    except ImportError as error:
        raise click.ClickException(_("This needs gensim: pip install 'jiaoyan-nlp[topics]'")) from error
    from jiaoyan_nlp.language.near import ENOUGH, near
    from jiaoyan_nlp.tables import records_of

    tokens = asking.words_asked(paths, jobs, quiet)
    answer = near(tokens, term, most=most)
    if len(answer) == 0:
        click.echo(_("{term} occurs too rarely to tell what is near it.").format(term=term), err=True)
    elif len(tokens) < ENOUGH and not quiet:
        click.echo(_("These plans have {words} words; below {enough} what is near is not to be trusted.").format(words=len(tokens), enough=ENOUGH), err=True)
    print_records(records_of(answer), tuple(answer.columns), form, output)
    finish()
