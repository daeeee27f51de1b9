"""Options and arguments that the commands share."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import click

from jiaoyan_nlp.cli.language import _

F = TypeVar("F", bound=Callable[..., Any])

FORMATS = ("table", "json", "jsonl", "csv", "tsv")


def shared(function: F) -> F:
    """--format, -o, --lang, --quiet, --jobs: every command that prints records takes them."""
    for option in reversed(
        (
            click.option("--format", "form", type=click.Choice(FORMATS), help=_("Form of the output (default: table on a terminal, jsonl elsewhere).")),
            click.option("-o", "--output", type=click.Path(dir_okay=False, writable=True), help=_("Write to a file instead of standard output.")),
            lang,
            quiet,
            jobs,
        )
    ):
        function = option(function)
    return function


lang = click.option("--lang", type=click.Choice(["zh", "en"]), expose_value=False, help=_("Language of messages (default: the locale's)."))
quiet = click.option("-q", "--quiet", is_flag=True, help=_("No progress and no remarks on standard error."))
jobs = click.option("--jobs", type=click.IntRange(1), metavar="N", help=_("Number of processes (default: one a processor)."))
paths = click.argument("paths", nargs=-1, required=True, metavar="PATH…", type=click.Path(exists=True, allow_dash=True))
folder = click.argument("folder", metavar="FOLDER", type=click.Path(exists=True, file_okay=False))
