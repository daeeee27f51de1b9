"""Options and arguments that the commands share."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from jiaoyan_nlp.cli.language import _

if TYPE_CHECKING:
    from jiaoyan_nlp.report.settings import Reference

F = TypeVar("F", bound=Callable[..., Any])

FORMATS = ("table", "json", "jsonl", "csv", "tsv")


def shared(function: F) -> F:
    """--format, -o, --lang, --quiet, --jobs, --text-column: every command that prints records takes them."""
    for option in reversed(
        (
            form,
            output,
            lang,
            quiet,
            jobs,
            text_column,
        )
    ):
        function = option(function)
    return function


form = click.option("--format", "form", type=click.Choice(FORMATS), help=_("Form of the output (default: table on a terminal, jsonl elsewhere)."))
output = click.option("-o", "--output", type=click.Path(dir_okay=False, writable=True), help=_("Write to a file instead of standard output."))
lang = click.option("--lang", type=click.Choice(["zh", "en"]), expose_value=False, help=_("Language of messages (default: the locale's)."))
quiet = click.option("-q", "--quiet", is_flag=True, help=_("No progress and no remarks on standard error."))
jobs = click.option("--jobs", type=click.IntRange(1), metavar="N", help=_("Number of processes (default: one a processor)."))


class Place(click.Path):
    """A file or folder that exists, or a member of a zip archive that does (`计划.zip/数学组.docx`)."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        from jiaoyan_nlp.corpus.files import exists

        if ".zip" in str(value).lower() and exists(str(value)):
            return value
        return super().convert(value, param, ctx)


def _keep_text_column(ctx: click.Context, param: click.Parameter, value: str) -> None:
    ctx.meta["text_column"] = value


text_column = click.option(
    "--text-column", default="", metavar="NAME", expose_value=False, callback=_keep_text_column,
    help=_("Column of spreadsheets that holds the plans, one a row (default: recognised)."),
)  # fmt: skip


def _keep_model(ctx: click.Context, param: click.Parameter, value: str | None) -> None:
    ctx.meta["model"] = value or ""


model = click.option(
    "--model", metavar="FOLDER", expose_value=False, callback=_keep_model, type=click.Path(exists=True, file_okay=False),
    help=_("A section model of your own, made by jiaoyan train."),
)  # fmt: skip


def _codes(ctx: click.Context, param: click.Parameter, names: tuple[str, ...]) -> set[str]:
    from jiaoyan_nlp.commitments.indicators import indicator_named, indicators

    found = {name: indicator_named(name) for name in names}
    if unknown := next((name for name, indicator in found.items() if indicator is None), None):
        known = ", ".join(f"{each.code} {each.zh}" for each in indicators())
        raise click.BadParameter(_("There is no indicator {name}. Known are: {known}").format(name=unknown, known=known))
    return {indicator.code for indicator in found.values() if indicator}


indicators = click.option(
    "--indicator", "codes", multiple=True, metavar="NAME", callback=_codes,
    help=_("Only what counts this: a code such as lesson_observation, or its Chinese name. May be repeated."),
)  # fmt: skip


def _references(ctx: click.Context, param: click.Parameter, given: tuple[str, ...]) -> list[Reference]:
    from jiaoyan_nlp.report.settings import Reference

    out = []
    for words in given:
        kind, found, place = words.partition("=")
        if not found or not kind or not Path(place).is_dir():
            raise click.BadParameter(_("{words} is not KIND=FOLDER with a folder that exists").format(words=words))
        out.append(Reference(kind, place, place))
    return out


references = click.option(
    "--reference", "references", multiple=True, metavar="KIND=FOLDER", callback=_references,
    help=_("Texts that passages may come from, such as policy=FOLDER or template=FOLDER. May be repeated."),
)  # fmt: skip
paths = click.argument("paths", nargs=-1, required=True, metavar="PATH…", type=Place(exists=True, allow_dash=True))
folder = click.argument("folder", metavar="FOLDER", type=Place(exists=True, file_okay=False))
