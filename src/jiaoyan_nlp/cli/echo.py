"""`jiaoyan echo PATH… --policy FOLDER`: what of superior documents the plans take over, how fast, how literally."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from jiaoyan_nlp.cli import asking, options
from jiaoyan_nlp.cli.language import _
from jiaoyan_nlp.cli.output import print_records
from jiaoyan_nlp.cli.run import finish, read_corpus

if TYPE_CHECKING:
    import pandas as pd

    from jiaoyan_nlp.engine.corpus import Corpus
    from jiaoyan_nlp.engine.part import Part


@click.command("echo", help=_("Tell which phrases of policies came into the plans: when, in how many, word for word or reworded."))
@options.paths
@click.option("--policy", required=True, metavar="FOLDER", type=options.Place(exists=True, file_okay=False), help=_("Folder of the policy texts."))
@click.option("--years", "by_year", is_flag=True, help=_("How many plans have each phrase, year by year."))
@click.option("--sentences", "by_sentence", is_flag=True, help=_("Every sentence of the policies, with the plans that quote or reword it."))
@click.option("--least", type=click.IntRange(1), default=3, show_default=True, metavar="N", help=_("Only phrases that so many plans have."))
@asking.selecting
@options.model
@options.shared
def command(
    paths: tuple[str, ...],
    policy: str,
    by_year: bool,
    by_sentence: bool,
    least: int,
    form: str | None,
    output: str | None,
    quiet: bool,
    jobs: int | None,
) -> None:
    from jiaoyan_nlp.tables import records_of

    if by_year and by_sentence:
        raise click.UsageError(_("--years and --sentences cannot be asked together."))
    part, policies = asking.part_asked(paths, jobs, quiet), read_corpus(policy, jobs, quiet)
    answer = _sentences(part, policies) if by_sentence else _phrases(part, policies, least, by_year, quiet)
    print_records(records_of(answer), tuple(answer.columns), form, output)
    finish()


def _phrases(part: Part, policies: Corpus, least: int, by_year: bool, quiet: bool) -> pd.DataFrame:
    from jiaoyan_nlp.language.echo import echoes, policy_years
    from jiaoyan_nlp.language.trends import by_year as trend
    from jiaoyan_nlp.text.words import stop_words

    own = click.get_current_context().meta.get("words", "")
    plans, words = part.words(words=own), policies.tokens(words=own)
    for file in sorted(set(policies.plans["file"]) - set(policy_years(words, plans))) if not quiet else ():
        click.echo(_("{file}: its year is unknown, or no plan is of a year before it; what is new with it cannot be told.").format(file=file), err=True)
    told = echoes(plans, words, least_plans=least, stop_words=stop_words())
    if not by_year:
        return told
    years = trend(plans, told["phrase"]).rename(columns={"term": "phrase"})
    return told[["phrase", "policy", "policy_year"]].merge(years, on="phrase")


def _sentences(part: Part, policies: Corpus) -> pd.DataFrame:
    from jiaoyan_nlp.language.quoting import quoted_sentences

    chosen = set(zip(part.plans["file"], part.plans["plan"], strict=True))
    inks = [ink for ink in part.corpus.inks if (ink.file, ink.plan) in chosen]
    return quoted_sentences(inks, part.plans, policies.inks, policies.plans, policies.texts, part.corpus.options)
