"""`jiaoyan train`: the section model from labelled passages, the project's own and those of a district."""

from __future__ import annotations

from pathlib import Path

import click

from jiaoyan_nlp.cli import options
from jiaoyan_nlp.cli.language import _
from jiaoyan_nlp.cli.run import progress


@click.command("train", help=_("Learn the section model from labelled passages; the same passages always give the same model."))
@click.option(
    "--labels",
    nargs=2,
    multiple=True,
    type=(click.Path(exists=True), click.Path(exists=True, file_okay=False)),
    metavar="LABELS SOURCES",
    help=_("Your own labels and the folder of their files: gold annotation, or the table of `jiaoyan sections --format csv` with its column label corrected."),
)
@click.option("--own-only", is_flag=True, help=_("Learn from --labels alone, without the project's own labelled passages."))
@click.option("-o", "--output", type=click.Path(file_okay=False), required=True, metavar="FOLDER", help=_("Folder that the model is written to."))
@options.lang
@options.quiet
def command(labels: tuple[tuple[str, str], ...], own_only: bool, output: str, quiet: bool) -> None:
    try:
        import sklearn  # noqa: F401 - what trains imports it only when it begins

        from jiaoyan_nlp.evaluation.crossvalidation import FOLDS, learn
    except ImportError as error:
        raise click.ClickException(_("Training needs scikit-learn: pip install 'jiaoyan-nlp[train]'")) from error
    if own_only and not labels:
        raise click.UsageError(_("--own-only needs --labels."))
    with progress(FOLDS + 1, quiet, _("Learning"), least=1) as tick:
        learned = learn([(Path(a), Path(b)) for a, b in labels], own_only=own_only, tick=tick)
    try:
        learned.model.save(Path(output))
    except OSError as error:
        raise click.ClickException(_("Cannot write {file}: {why}").format(file=output, why=error.strerror)) from error
    if not quiet:
        click.echo(_("Learned from {files} files of {schools} schools, {passages} passages.").format(**learned.told), err=True)
    if learned.judged and not quiet:
        click.echo(_("Judged by schools that it had not seen, {share} of the characters are right.").format(**learned.told), err=True)
