"""`jiaoyan topics PATH…`: what the plans are about, with how coherent and how stable each topic is."""

from __future__ import annotations

import click

from jiaoyan_nlp.cli import asking, options
from jiaoyan_nlp.cli.language import _
from jiaoyan_nlp.cli.output import print_records
from jiaoyan_nlp.cli.run import finish


@click.command("topics", help=_("Find topics: words that occur together, how coherent each topic is, and whether other seeds find it again."))
@options.paths
@click.option(
    "--topics", "numbers", multiple=True, type=click.IntRange(2, 200), default=(10,), show_default=True, metavar="K",
    help=_("How many topics. May be repeated: then the numbers are compared."),
)  # fmt: skip
@click.option("--of", type=click.Choice(["plan", "passage"]), default="plan", show_default=True, help=_("What a topic is looked for in."))
@click.option("--documents", is_flag=True, help=_("A line for each plan or passage, with its share of each topic."))
@click.option("--years", is_flag=True, help=_("The share of each topic, year by year."))
@asking.selecting
@options.model
@options.shared
def command(
    paths: tuple[str, ...],
    numbers: tuple[int, ...],
    of: str,
    documents: bool,
    years: bool,
    form: str | None,
    output: str | None,
    quiet: bool,
    jobs: int | None,
) -> None:
    try:
        import gensim  # noqa: F401 - what finds topics imports it only when it begins
    except ImportError as error:
        raise click.ClickException(_("This needs gensim: pip install 'jiaoyan-nlp[topics]'")) from error
    from jiaoyan_nlp.language.topics import bags_of, compared, topics_of
    from jiaoyan_nlp.tables import records_of
    from jiaoyan_nlp.text.words import stop_words

    if documents + years + (len(numbers) > 1) > 1:
        raise click.UsageError(_("--documents and --years cannot be asked together, nor of several numbers of topics."))
    tokens = asking.words_asked(paths, jobs, quiet)
    bags = bags_of(tokens, of={"plan": "document"}.get(of, of), stop_words=stop_words())
    if len(numbers) > 1:
        answer = compared(bags, numbers)
    else:
        told = topics_of(bags, numbers[0])
        answer = told.documents(tokens) if documents else told.by_year(tokens) if years else told.table()
    print_records(records_of(answer), tuple(answer.columns), form, output)
    finish()
