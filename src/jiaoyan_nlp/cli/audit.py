"""`jiaoyan audit FOLDER -o OUT`: the report."""

from __future__ import annotations

from pathlib import Path

import click

from jiaoyan_nlp.cli import options
from jiaoyan_nlp.cli.language import _
from jiaoyan_nlp.cli.run import finish, opened, own_name, reading, tell
from jiaoyan_nlp.cli.stages import FORMS, stages


@click.command(
    "audit",
    short_help=_("Audit a folder of plans and write a report."),
    help=_("Audit a folder of plans: OUT/report.html, OUT/report.xlsx, OUT/tables/*.parquet."),
)
@options.folder
@click.option(
    "-o", "--output", required=True, metavar="OUT", type=click.Path(file_okay=False), help=_("Folder for the report; it is made where it does not exist.")
)
@click.option(
    "--progress",
    type=click.Choice(FORMS),
    default=FORMS[0],
    show_default=True,
    help=_("How progress is told on standard error: a bar where that is a terminal, or a line of JSON a step for other programs."),
)
@options.lang
@options.quiet
@options.jobs
@options.text_column
def command(folder: str, output: str, progress: str, quiet: bool, jobs: int | None) -> None:
    from jiaoyan_nlp.engine.auditing import load_audited
    from jiaoyan_nlp.engine.store import is_store
    from jiaoyan_nlp.report.audit import write_report
    from jiaoyan_nlp.tables import records_of

    with stages(progress, quiet) as stage:
        corpus = load_audited(opened(folder) if is_store(folder) else folder, workers=jobs, reading=reading(), stage=stage)
        tell(records_of(corpus.problems))
        if not corpus.analyses:
            raise click.ClickException(_("The folder holds no file that can be read: {folder}").format(folder=folder))
        try:
            page = write_report(corpus, Path(output), name=own_name(folder), stage=stage)
        except OSError as error:
            raise click.ClickException(_("Cannot write {file}: {why}").format(file=error.filename or output, why=error.strerror)) from error
    if not quiet:
        counts = {"files": len(corpus.sources), "plans": len(corpus.plans), "problems": len(corpus.problems)}
        click.echo(_("Read {files} files with {plans} plans; {problems} problems.").format(**counts), err=True)
        click.echo(_("The report is {page}; open it in a browser.").format(page=page), err=True)
    finish()
