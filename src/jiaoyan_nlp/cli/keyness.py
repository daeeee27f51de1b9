"""`jiaoyan keyness PATH… --target KEY=VALUE`: which words some plans have more often than others do."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import click

from jiaoyan_nlp.cli import asking, options
from jiaoyan_nlp.cli.language import _
from jiaoyan_nlp.cli.output import print_records
from jiaoyan_nlp.cli.run import finish

if TYPE_CHECKING:
    import pandas as pd

    from jiaoyan_nlp.engine.part import Part
    from jiaoyan_nlp.language.tokens import Tokens

Values = Mapping[str, Any]
Ask = Callable[["Tokens", "Tokens"], "pd.DataFrame"]


def _values(ctx: click.Context, param: click.Parameter, given: tuple[str, ...]) -> Values:
    """`year=2022,2023` and `school=…` as names and values; a name may come more than once."""
    from jiaoyan_nlp.engine.part import known_values

    held: dict[str, list[Any]] = {}
    for words in given:
        name, found, value = words.partition("=")
        values = [each.strip() for each in value.replace("，", ",").split(",")]
        if not found or not all(values) or (name == "year" and not all(map(str.isdecimal, values))):
            raise click.BadParameter(_("{words} is not KEY=VALUE, as year=2023 or section=goals").format(words=words))
        held.setdefault(name, []).extend(map(int, values) if name == "year" else values)
    try:
        return known_values(held)
    except KeyError as error:
        raise click.BadParameter(_("There is no {name}.").format(name=error.args[0])) from error


@click.command("keyness", help=_("Tell which words some plans have more often than others: both tests, corrected for their number, and how much more often."))
@options.paths
@click.option(
    "--target", multiple=True, metavar="KEY=VALUE", callback=_values,
    help=_("The plans or sections asked about: section, school, level, year, school_year, subject, kind. Several values with commas; may be repeated."),
)  # fmt: skip
@click.option("--against", multiple=True, metavar="KEY=VALUE", callback=_values, help=_("What they are compared with (default: all the rest)."))
@asking.selecting
@click.option("--by", "split", type=click.Choice(asking.SPLITS), help=_("With --target: compare within each of these apart; else each with all others."))
@click.option("--least", type=click.IntRange(1), default=5, show_default=True, metavar="N", help=_("Only words that occur so often."))
@click.option("--plans", type=click.IntRange(1), default=2, show_default=True, metavar="N", help=_("Only words that stand in so many plans."))
@click.option("--max-q", type=click.FloatRange(0, 1), default=1, metavar="Q", help=_("Only words that both tests find with a q up to this, such as 0.05."))
@click.option(
    "--correction", type=click.Choice(["bh", "holm"]), default="bh", show_default=True,
    help=_("For the number of words: bh bounds the share of false finds (Benjamini and Hochberg), holm the chance of any."),
)  # fmt: skip
@click.option(
    "--unit", type=click.Choice(["plan", "school"]), default="plan", show_default=True,
    help=_("What is one witness to a word: a plan, or a school with all its plans."),
)  # fmt: skip
@click.option("--all-words", is_flag=True, help=_("Stop words too."))
@options.model
@options.shared
def command(
    paths: tuple[str, ...], target: Values, against: Values, split: str | None, least: int, plans: int, max_q: float, correction: str, unit: str,
    all_words: bool, form: str | None, output: str | None, quiet: bool, jobs: int | None,
) -> None:  # fmt: skip
    from jiaoyan_nlp.language.keyness import COLUMNS, UNITS, keyness
    from jiaoyan_nlp.language.significance import CORRECTIONS
    from jiaoyan_nlp.text.words import stop_words

    if not target and (against or not split):
        raise click.UsageError(_("Say what is asked about: --target KEY=VALUE, or --by NAME for each value against the others."))

    method, dealt, left_out = CORRECTIONS[CORRECTIONS.index(correction)], UNITS[UNITS.index(unit)], () if all_words else stop_words()

    def ask(one: Tokens, two: Tokens) -> pd.DataFrame:
        told = keyness(one, two, least_count=least, least_documents=plans, unit=dealt, correction=method, leave_out=left_out)
        return told[(told["q"] <= max_q) & (told["q_plans"] <= max_q)]

    part = asking.part_asked(paths, jobs, quiet)
    print_records(_answers(part, target, against, split, ask), asking.columns_of(split, COLUMNS), form, output)
    finish()


def _answers(part: Part, target: Values, against: Values, split: str | None, ask: Ask) -> Iterator[Mapping[str, Any]]:
    """The rows of the answer. Shared text is counted once on either side apart: counted once on both it would be typical of one of them."""
    from jiaoyan_nlp.language.distinct import distinct
    from jiaoyan_nlp.language.keyness import sides
    from jiaoyan_nlp.tables import records_of

    def asked(tokens: Tokens, target: Values) -> pd.DataFrame:
        one, two = sides(tokens, target, against)
        return ask(*((distinct(each, part.corpus.reuse) for each in (one, two)) if part.without_shared else (one, two)))

    tokens = replace(part, without_shared=False).words(words=asking.own_words())
    if target or split is None:
        groups = tokens.groups(asking.column(split)) if split else [(None, tokens)]
        yield from asking.answers(groups, split, lambda group: asked(group, target))
        return
    name = asking.column(split)
    for value, _group in tokens.groups(name):
        yield from ({split: value, **record} for record in records_of(asked(tokens, {name: value})))
