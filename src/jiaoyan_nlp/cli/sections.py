"""`jiaoyan sections PATH…`: every passage with the section it belongs to; or only some sections, their text, the outline."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import TYPE_CHECKING

import click

from jiaoyan_nlp.cli import language, options
from jiaoyan_nlp.cli.language import _
from jiaoyan_nlp.cli.output import print_records, print_text
from jiaoyan_nlp.cli.run import analyses, finish, printable

if TYPE_CHECKING:
    from jiaoyan_nlp.engine.analysis import Analysis

COLUMNS = ("file", "plan", "start", "end", "kind", "heading", "label", "label_zh", "confidence", "heading_path", "text")
LACKING = 4
"""Exit code where --require finds a section lacking."""


@click.command("sections", help=_("Label every passage with the section it belongs to."))
@options.paths
@click.option(
    "--section",
    "sections",
    multiple=True,
    metavar="NAME",
    help=_("Only this section: a label (goals), its Chinese name (工作目标) or a usual heading. May be repeated."),
)
@click.option("--text", "as_text", is_flag=True, help=_("Print the text of the passages and nothing else."))
@click.option("--outline", is_flag=True, help=_("Print the headings as a tree, each with its section."))
@click.option("--require", is_flag=True, help=_("End with 4 where a plan lacks a section that --section names."))
@options.model
@options.shared
def command(
    paths: tuple[str, ...],
    sections: tuple[str, ...],
    as_text: bool,
    outline: bool,
    require: bool,
    form: str | None,
    output: str | None,
    quiet: bool,
    jobs: int | None,
) -> None:
    if as_text + outline + (form is not None) > 1:
        raise click.UsageError(_("--text, --outline and --format exclude each other."))
    if require and not sections:
        raise click.UsageError(_("--require needs --section."))
    wanted = list(dict.fromkeys(map(_label, sections)))
    found = _telling(analyses(paths, jobs, quiet), wanted, quiet, require)
    if as_text:
        print_text(_texts(found, wanted), output)
    elif outline:
        print_text((tree for analysis in found if (tree := _tree(analysis, wanted))), output)
    else:
        rows = ({c: row[c] for c in COLUMNS} for a in found for row in a.passages if not wanted or row["label"] in wanted)
        print_records(rows, COLUMNS, form, output)
    finish()


def _telling(found: Iterator[Analysis], wanted: Collection[str], quiet: bool, require: bool) -> Iterator[Analysis]:
    """The analyses, each after it was told what its plans lack of the sections wanted."""
    from jiaoyan_nlp.sections.labels import LABELS

    for analysis in found:
        for plan in analysis.plans:
            has = {row["label"] for row in analysis.passages if row["plan"] == plan["plan"]}
            lacking = [label for label in wanted if label not in has]
            if lacking and not quiet:
                words = _("{file}, plan {number}: has no section {names}.") if len(analysis.plans) > 1 else _("{file}: has no section {names}.")
                names = "、".join(LABELS[n] for n in lacking) if language.current() == "zh" else ", ".join(lacking)
                click.echo(words.format(file=printable(analysis.file), number=plan["plan"], names=names), err=True)
            if lacking and require:
                click.get_current_context().meta.setdefault("exit", LACKING)
        yield analysis


def _texts(found: Iterator[Analysis], wanted: Collection[str]) -> Iterator[str]:
    from jiaoyan_nlp.sections.labels import LABELS
    from jiaoyan_nlp.sections.selection import section_text

    for analysis in found:
        if text := section_text(analysis.passages, wanted or LABELS.keys() - {"noise"}):
            yield text + "\n"


def _tree(analysis: Analysis, wanted: Collection[str]) -> str:
    """The outlines of a file's plans, a heading a line, indented as they nest."""
    from jiaoyan_nlp.sections.labels import LABELS
    from jiaoyan_nlp.sections.selection import outline_lines

    lines = []
    for plan in analysis.plans:
        for depth, words, label in outline_lines(plan, analysis.passages):
            if depth == 0:
                lines.append(words)
            elif not wanted or label in wanted:
                lines.append(f"{'  ' * depth}{words}  [{label} {LABELS[label]}]")
    return "".join(f"{line}\n" for line in lines)


def _label(name: str) -> str:
    from jiaoyan_nlp.sections.labels import LABELS, label_named

    label = label_named(name)
    if label is None:
        known = ", ".join(f"{english} {chinese}" for english, chinese in LABELS.items())
        raise click.BadParameter(_("There is no section {name}. Known are: {known}").format(name=name, known=known), param_hint="--section")
    return label
