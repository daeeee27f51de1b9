"""`jiaoyan export PATH… -o OUT --to FORM`: a corpus as files for other programs, with a datasheet."""

from __future__ import annotations

from pathlib import Path

import click

from jiaoyan_nlp.cli import options
from jiaoyan_nlp.cli.language import _
from jiaoyan_nlp.cli.run import finish, read_corpora, read_corpus
from jiaoyan_nlp.report.export import FORMS, NEEDED, OFFERED, write_export


@click.command(
    "export", help=_("Write a corpus as files for other programs (tables, CoNLL-U, spaCy's DocBin), with a datasheet that says what all of it means.")
)
@options.paths
@click.option("-o", "--output", metavar="OUT", required=True, type=click.Path(file_okay=False), help=_("Folder to write to; a new one, or an empty one."))
@click.option("--to", "form", type=click.Choice(FORMS), default=FORMS[0], show_default=True, help=_("Form of the files."))
@click.option("--table", "names", multiple=True, metavar="NAME", type=click.Choice(OFFERED), help=_("Only this table (csv, parquet). May be repeated."))
@click.option(
    "--redact",
    is_flag=True,
    help=_("Mask names of people, telephone, identity and card numbers, mail addresses and accounts; masked.csv says where. Look through it."),
)
@options.lang
@options.quiet
@options.jobs
@options.text_column
@options.model
def command(paths: tuple[str, ...], output: str, form: str, names: tuple[str, ...], redact: bool, quiet: bool, jobs: int | None) -> None:
    if names and form in NEEDED:
        raise click.UsageError(_("--table goes with --to csv or parquet."))
    # a folder's files are named from it on: what lies around it is no one else's business
    corpus = read_corpus(paths[0], jobs, quiet) if len(paths) == 1 and Path(paths[0]).is_dir() else read_corpora(paths, jobs, quiet)
    try:
        write_export(corpus, Path(output), form, names=names, redact=redact, options=_told(form, names, redact))
    except ImportError as error:
        raise click.ClickException(_("This form needs spaCy: pip install 'jiaoyan-nlp[spacy]'")) from error
    except OSError as error:
        raise click.ClickException(_("Cannot write {file}: {why}").format(file=error.filename or output, why=error.strerror)) from error
    if not quiet:
        click.echo(_("Wrote {folder}; datasheet.md there says what it holds.").format(folder=output), err=True)
    finish()


def _told(form: str, names: tuple[str, ...], redact: bool) -> str:
    """The options as the datasheet repeats them."""
    meta = click.get_current_context().meta
    reading = [f"--{option} {Path(meta[name]).name}" for option, name in (("text-column", "text_column"), ("model", "model")) if meta.get(name)]
    return " ".join(["--to", form, *(f"--table {name}" for name in names), *(["--redact"] if redact else []), *reading])
