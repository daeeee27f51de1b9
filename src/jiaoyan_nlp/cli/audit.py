"""`jiaoyan audit FOLDER -o OUT`: the report. `jiaoyan audit --init FOLDER`: a settings file to fill in."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from jiaoyan_nlp.cli import language, options
from jiaoyan_nlp.cli.language import _
from jiaoyan_nlp.cli.run import SOME_PROBLEMS, finish, opened, own_name, reading, tell
from jiaoyan_nlp.cli.stages import FORMS, stages
from jiaoyan_nlp.errors import DecisionsError

if TYPE_CHECKING:
    from jiaoyan_nlp.report.settings import Reference, Settings


@click.command(
    "audit",
    short_help=_("Audit a folder of plans and write a report."),
    help=_("Audit a folder of plans: OUT/report.html, OUT/report.xlsx, OUT/decisions.csv, OUT/tables/*.parquet."),
)
@click.argument("folder", metavar="FOLDER", required=False, type=options.Place(exists=True, file_okay=False))
@click.option("-o", "--output", metavar="OUT", type=click.Path(file_okay=False), help=_("Folder for the report; it is made where it does not exist."))
@click.option(
    "--settings", "file", metavar="FILE", type=click.Path(exists=True, dir_okay=False), help=_("Settings for this audit (default: audit.toml in the folder).")
)
@click.option("--init", is_flag=True, help=_("Write an audit.toml with every setting explained into FOLDER (default: here), and do nothing else."))
@options.references
@click.option(
    "--progress",
    type=click.Choice(FORMS),
    default=FORMS[0],
    help=_("How progress is told on standard error: bar (the default), where that is a terminal, or jsonl, a line of JSON a step for other programs."),
)
@options.lang
@options.quiet
@options.jobs
@options.text_column
def command(
    folder: str | None, output: str | None, file: str | None, init: bool, references: list[Reference], progress: str, quiet: bool, jobs: int | None
) -> None:  # fmt: skip
    if init:
        _init(Path(folder or "."), quiet)
        return
    if not folder:
        raise click.UsageError(_("Name the folder of plans."))
    if not output:
        raise click.UsageError(_("Name a folder for the report: -o OUT."))
    settings = _settings(folder, file).with_references(references)
    _audit(folder, Path(output), settings, progress, quiet, jobs)
    finish()


def _init(folder: Path, quiet: bool) -> None:
    """Write a settings file, over none that is there."""
    from jiaoyan_nlp.report.settings_file import NAME, written

    path = folder / NAME
    try:
        with path.open("x", encoding="utf-8", newline="\n") as file:
            file.write(written())
    except FileExistsError as error:
        raise click.ClickException(_("{file} is there already and was left as it is.").format(file=path)) from error
    except OSError as error:
        raise click.ClickException(_("Cannot write {file}: {why}").format(file=path, why=error.strerror)) from error
    if not quiet:
        click.echo(_("Wrote {file}: open it in an editor of texts and change what you need.").format(file=path), err=True)


def _settings(folder: str, file: str | None) -> Settings:
    """The settings that a file says: the one named, or the one in the folder."""
    from jiaoyan_nlp.report.settings import DEFAULT
    from jiaoyan_nlp.report.settings_file import NAME, read_settings

    own = Path(folder) / NAME
    return read_settings(file) if file else read_settings(own) if own.is_file() else DEFAULT


def _audit(folder: str, output: Path, settings: Settings, progress: str, quiet: bool, jobs: int | None) -> None:
    from jiaoyan_nlp.engine.auditing import load_audited
    from jiaoyan_nlp.engine.store import is_store
    from jiaoyan_nlp.report.audit import PAGE, write_report
    from jiaoyan_nlp.tables import records_of

    with stages(progress, quiet) as stage:
        place = opened(folder) if is_store(folder) else folder
        corpus = load_audited(place, settings, output=output, workers=jobs, reading=reading(), stage=stage)
        tell(records_of(corpus.problems))
        if not corpus.analyses:
            raise click.ClickException(_("The folder holds no file that can be read: {folder}").format(folder=folder))
        try:
            page = write_report(corpus, output, own_name(folder), settings, stage)
        except DecisionsError as error:
            page = output / PAGE
            click.echo(f"{error.path}: {error.sentence(language.current())}", err=True)
            click.get_current_context().meta["exit"] = SOME_PROBLEMS
        except OSError as error:
            raise click.ClickException(_("Cannot write {file}: {why}").format(file=error.filename or output, why=error.strerror)) from error
    if not quiet:
        counts = {"files": len(corpus.sources), "plans": len(corpus.plans), "problems": len(corpus.problems)}
        click.echo(_("Read {files} files with {plans} plans; {problems} problems.").format(**counts), err=True)
        click.echo(_("The report is {page}; open it in a browser.").format(page=page), err=True)
