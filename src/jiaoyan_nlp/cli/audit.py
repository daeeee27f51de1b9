"""`jiaoyan audit FOLDER -o OUT`: the report."""

from __future__ import annotations

from pathlib import Path

import click

from jiaoyan_nlp.cli import options
from jiaoyan_nlp.cli.language import _
from jiaoyan_nlp.cli.run import finish, own_name, read_corpus


@click.command(
    "audit",
    short_help=_("Audit a folder of plans and write a report."),
    help=_("Audit a folder of plans: OUT/report.html, OUT/report.xlsx, OUT/tables/*.parquet."),
)
@options.folder
@click.option(
    "-o", "--output", required=True, metavar="OUT", type=click.Path(file_okay=False), help=_("Folder for the report; it is made where it does not exist.")
)
@options.lang
@options.quiet
@options.jobs
@options.text_column
def command(folder: str, output: str, quiet: bool, jobs: int | None) -> None:
    from jiaoyan_nlp.report.audit import write_report

    corpus = read_corpus(folder, jobs, quiet)
    if not corpus.analyses:
        raise click.ClickException(_("The folder holds no file that can be read: {folder}").format(folder=folder))
    try:
        page = write_report(corpus, Path(output), name=own_name(folder))
    except OSError as error:
        raise click.ClickException(_("Cannot write {file}: {why}").format(file=error.filename or output, why=error.strerror)) from error
    if not quiet:
        counts = {"files": len(corpus.sources), "plans": len(corpus.plans), "problems": len(corpus.problems)}
        click.echo(_("Read {files} files with {plans} plans; {problems} problems.").format(**counts), err=True)
        click.echo(_("The report is {page}; open it in a browser.").format(page=page), err=True)
    finish()
