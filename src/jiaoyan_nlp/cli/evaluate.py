"""`jiaoyan evaluate GOLD SOURCES`: all figures against gold annotation."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

from jiaoyan_nlp.cli import language, options
from jiaoyan_nlp.cli.language import _
from jiaoyan_nlp.cli.output import print_records
from jiaoyan_nlp.errors import JiaoyanError

COLUMNS = ("measure", "figure", "value")


@click.command("evaluate", help=_("Measure the outputs against gold annotation: GOLD holds STEM.sections.jsonl and so on, SOURCES the files."))
@click.argument("gold", type=click.Path(exists=True, file_okay=False))
@click.argument("sources", type=click.Path(exists=True, file_okay=False))
@click.option("--labels", is_flag=True, help=_("F1 of each section label too."))
@options.shared
def command(gold: str, sources: str, labels: bool, form: str | None, output: str | None, quiet: bool, jobs: int | None) -> None:
    from jiaoyan_nlp.evaluation.run import evaluate

    try:
        found = evaluate(Path(gold), Path(sources))
    except JiaoyanError as error:
        raise click.ClickException(f"{error.path}: {error.sentence(language.current())}") from error
    print_records(_records(found.figures, found.labels if labels else {}), COLUMNS, form, output)


def _records(figures: dict[str, dict[str, float]], labels: dict[str, float]) -> Iterator[dict[str, Any]]:
    for measure, values in figures.items():
        for figure, value in values.items():
            yield {"measure": measure, "figure": figure, "value": round(value, 4)}
    for label, value in labels.items():
        yield {"measure": "label", "figure": label, "value": round(value, 4)}
