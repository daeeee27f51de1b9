"""`jiaoyan sections PATH…`: every passage with the section it belongs to, or only the sections asked for."""

from __future__ import annotations

import click

from jiaoyan_nlp.cli import options
from jiaoyan_nlp.cli.language import _
from jiaoyan_nlp.cli.output import print_records
from jiaoyan_nlp.cli.run import analyses, finish
from jiaoyan_nlp.sections.labels import LABELS, label_named

COLUMNS = ("file", "plan", "start", "end", "kind", "heading", "label", "label_zh", "confidence", "heading_path", "text")


@click.command("sections", help=_("Label every passage with the section it belongs to."))
@options.paths
@click.option(
    "--section", "sections", multiple=True, metavar="NAME", help=_("Only this section: a label (goals) or its Chinese name (工作目标). May be repeated.")
)
@options.shared
def command(paths: tuple[str, ...], sections: tuple[str, ...], form: str | None, output: str | None, quiet: bool, jobs: int | None) -> None:
    wanted = {_label(name) for name in sections}
    rows = ({c: row[c] for c in COLUMNS} for a in analyses(paths, jobs, quiet) for row in a.passages if not wanted or row["label"] in wanted)
    print_records(rows, COLUMNS, form, output)
    finish()


def _label(name: str) -> str:
    label = label_named(name)
    if label is None:
        known = ", ".join(f"{english} {chinese}" for english, chinese in LABELS.items())
        raise click.BadParameter(_("There is no section {name}. Known are: {known}").format(name=name, known=known), param_hint="--section")
    return label
