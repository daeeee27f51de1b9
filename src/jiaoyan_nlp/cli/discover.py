"""`jiaoyan discover PATH…`: terms that the dictionary does not know, for a human to check."""

from __future__ import annotations

from pathlib import Path

import click

from jiaoyan_nlp.cli import asking, options
from jiaoyan_nlp.cli.language import _
from jiaoyan_nlp.cli.output import print_records
from jiaoyan_nlp.cli.run import finish


@click.command("discover", help=_("Find terms that the dictionary does not know: words that stand together, freely and often, shared text counted once."))
@options.paths
@asking.selecting
@click.option("--least", type=click.IntRange(2), default=5, show_default=True, metavar="N", help=_("Only terms that occur so often."))
@click.option("--lexicon", type=click.Path(dir_okay=False, writable=True), help=_("Write them as a list of words to be checked by hand, for --words."))
@options.model
@options.shared
def command(paths: tuple[str, ...], least: int, lexicon: str | None, form: str | None, output: str | None, quiet: bool, jobs: int | None) -> None:
    try:
        import gensim  # noqa: F401 - what looks for terms imports it only when it begins
    except ImportError as error:
        raise click.ClickException(_("This needs gensim: pip install 'jiaoyan-nlp[topics]'")) from error
    from jiaoyan_nlp.language.discovery import COLUMNS, as_lexicon, discovered
    from jiaoyan_nlp.tables import records_of
    from jiaoyan_nlp.text.words import stop_words

    click.get_current_context().meta["without_shared"] = True
    found = discovered(asking.words_asked(paths, jobs, quiet), least_count=least, stop=stop_words())
    if lexicon:
        _write(as_lexicon(found), Path(lexicon))
    else:
        print_records(records_of(found), COLUMNS, form, output)
    finish()


def _write(text: str, path: Path) -> None:
    try:
        path.write_text(text, encoding="utf-8", newline="\n")
    except OSError as error:
        raise click.ClickException(_("Cannot write {file}: {why}").format(file=path, why=error.strerror)) from error
