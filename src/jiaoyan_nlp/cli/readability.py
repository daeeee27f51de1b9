"""`jiaoyan readability PATH…`: how long the sentences of each plan are, how varied its words, how much of it can be checked."""

from __future__ import annotations

import click

from jiaoyan_nlp.cli import asking, options
from jiaoyan_nlp.cli.language import _
from jiaoyan_nlp.cli.output import print_records
from jiaoyan_nlp.cli.run import finish


@click.command("readability", help=_("A line for each plan: the length of sentences, the variety of words, set phrases, how much can be checked."))
@options.paths
@asking.selecting
@options.model
@options.shared
def command(paths: tuple[str, ...], form: str | None, output: str | None, quiet: bool, jobs: int | None) -> None:
    from jiaoyan_nlp.language.readability import COLUMNS, readability
    from jiaoyan_nlp.tables import records_of
    from jiaoyan_nlp.text.words import stop_words

    part = asking.part_asked(paths, jobs, quiet)
    words = part.words(words=click.get_current_context().meta.get("words", ""))
    print_records(records_of(readability(words, part.corpus.specificity, function_words=stop_words())), COLUMNS, form, output)
    finish()
