"""`jiaoyan`: the group of commands. A command's module is imported when it is called, so that --help answers at once."""

from __future__ import annotations

import sys
from importlib import import_module
from typing import Any

import click

from jiaoyan_nlp import __version__
from jiaoyan_nlp.cli import language
from jiaoyan_nlp.cli.language import _
from jiaoyan_nlp.errors import JiaoyanError

COMMANDS = (
    "text",
    "plans",
    "sections",
    "missing",
    "commitments",
    "indicators",
    "duplicates",
    "compare",
    "audit",
    "serve",
    "corpus",
    "train",
    "evaluate",
    "terms",
    "keyness",
    "concordance",
    "collocations",
    "trends",
    "topics",
    "echo",
    "near",
    "readability",
    "discover",
    "export",
)


class Commands(click.Group):
    """A group that knows its commands by name and imports each when asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = import_module(f"jiaoyan_nlp.cli.{cmd_name}").command
        return command

    def invoke(self, ctx: click.Context) -> Any:
        """Run a command; an error that it foresaw ends it with its sentence."""
        try:
            return super().invoke(ctx)
        except JiaoyanError as error:
            place = f"{error.path}: " if error.path else ""
            raise click.ClickException(place + error.sentence(language.current())) from error


def group() -> click.Group:
    """The group with its help in the language that was chosen."""
    return Commands(
        name="jiaoyan",
        help=_("Read the work plans and summaries that Chinese schools write about teaching research."),
        epilog=_("Exit codes: 0 all was read; 3 some files had problems; 4 a section required is lacking; 2 wrong usage; 1 failed."),
        context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
        params=[
            click.Option(["--version"], is_flag=True, expose_value=False, is_eager=True, callback=_show_version, help=_("Show the version and exit.")),
            click.Option(["--lang"], type=click.Choice(["zh", "en"]), expose_value=False, help=_("Language of messages (default: the locale's).")),
        ],
    )


def _show_version(ctx: click.Context, param: click.Parameter, value: bool) -> None:
    if value:
        click.echo(f"jiaoyan {__version__}")
        ctx.exit()


def main() -> None:
    """Entry point of the `jiaoyan` command."""
    language.choose(sys.argv[1:])
    try:
        code = group().main(standalone_mode=False, prog_name="jiaoyan")
    except click.exceptions.Abort:
        click.echo(_("Stopped."), err=True)
        code = 1
    except click.ClickException as error:
        error.show()
        code = error.exit_code
    sys.exit(code if isinstance(code, int) else 0)
