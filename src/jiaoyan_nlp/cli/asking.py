"""What the commands that ask questions of language have in common: which words are asked, and how the answer is split."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, TypeVar

import click

from jiaoyan_nlp.cli.language import _
from jiaoyan_nlp.cli.run import read_corpora

if TYPE_CHECKING:
    import pandas as pd

    from jiaoyan_nlp.engine.part import Part
    from jiaoyan_nlp.language.tokens import Tokens

F = TypeVar("F", bound=Callable[..., Any])
SPLITS = ("section", "school", "level", "year", "school_year", "subject", "kind")


def _keep(ctx: click.Context, param: click.Parameter, value: Any) -> None:
    if value:
        ctx.meta.setdefault("where", {})[str(param.name)] = int(value[0]) if param.name == "year" and len(value) == 1 else list(value)


def _where(name: str, help_text: str, kind: Any = None) -> Callable[[F], F]:
    return click.option(f"--{name}", multiple=True, metavar=name.upper(), type=kind, expose_value=False, callback=_keep, help=help_text)


def selecting(function: F) -> F:
    """--section, --school, --level, --year, --subject, --without-shared, --words: which words are asked."""
    for option in (
        click.option(
            "--words",
            type=click.Path(exists=True, dir_okay=False),
            expose_value=False,
            callback=_keep_words,
            help=_("A file of words that are never cut, one a line (jiaoyan discover finds some)."),
        ),
        click.option("--without-shared", is_flag=True, expose_value=False, callback=_keep_shared, help=_("Count every shared passage once.")),
        _where("subject", _("Only plans of this subject. May be repeated.")),
        _where("year", _("Only plans of this year. May be repeated."), int),
        _where("level", _("Only schools of this level, as the table of plans calls it. May be repeated.")),
        _where("school", _("Only this school. May be repeated.")),
        _where("section", _("Only this section: its label, its Chinese name or a usual heading. May be repeated.")),
    ):
        function = option(function)
    return function


def _keep_shared(ctx: click.Context, param: click.Parameter, value: bool) -> None:
    ctx.meta["without_shared"] = value


def _keep_words(ctx: click.Context, param: click.Parameter, value: str | None) -> None:
    ctx.meta["words"] = value or ""


def words_asked(paths: Iterable[str], workers: int | None, quiet: bool, *, tagged: bool = False, **values: Any) -> Tokens:
    """The words of the part that the options ask for."""
    return part_asked(paths, workers, quiet, **values).words(tagged=tagged, words=own_words())


def own_words() -> str:
    """The file of --words, or an empty string."""
    return str(click.get_current_context().meta.get("words", ""))


split = click.option("--by", "split", type=click.Choice(SPLITS), help=_("Answer for each of these apart."))


def part_asked(paths: Iterable[str], workers: int | None, quiet: bool, **values: Any) -> Part:
    """The part of the files' corpus that the options ask for, and `values` besides. Problems are told, and leave the exit code 3.

    Raises:
        click.BadParameter: there is no such section.
    """
    meta = click.get_current_context().meta
    corpus = read_corpora(list(paths), workers, quiet)
    try:
        part = corpus.where(**{**meta.get("where", {}), **values})
    except KeyError as error:
        raise click.BadParameter(_("There is no {name}.").format(name=error.args[0])) from error
    return part.distinct() if meta.get("without_shared") else part


def check_pattern(term: str) -> None:
    """See that a term asked for with --regex is a pattern, before any file is read.

    Raises:
        click.BadParameter: it is none.
    """
    from jiaoyan_nlp.language.occurrences import pattern_of

    try:
        pattern_of(term)
    except re.error as error:
        told = _("{term} is no regular expression (look at its character {place}).")
        raise click.BadParameter(told.format(term=term, place=(error.pos or 0) + 1)) from error


def groups_asked(part: Part, by: str | None, *, tagged: bool = False) -> Iterator[tuple[Any, Tokens]]:
    """The words of a part by the values of the split; without a split all of them, with no value."""
    if by is None:
        yield None, part.words(tagged=tagged, words=own_words())
    else:
        yield from part.groups(column(by), tagged=tagged, words=own_words())


def answers(groups: Iterable[tuple[Any, Tokens]], by: str | None, ask: Callable[[Tokens], pd.DataFrame]) -> Iterator[Mapping[str, Any]]:
    """The rows of the answer, for each group of the split apart: the group's value stands first, under the split's name."""
    from jiaoyan_nlp.tables import records_of

    for value, group in groups:
        yield from ({by: value, **record} if by else record for record in records_of(ask(group)))


def column(name: str) -> str:
    """What the tokens call one of `SPLITS`."""
    return {"section": "label", "kind": "plan_kind"}.get(name, name)


def columns_of(by: str | None, columns: Iterable[str]) -> tuple[str, ...]:
    """The columns of an answer: the split's first."""
    return ((by,) if by else ()) + tuple(columns)
