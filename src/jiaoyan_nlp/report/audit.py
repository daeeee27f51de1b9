"""The audit report: `report.html` with its evidence, `report.xlsx`, `decisions.csv` and `tables/*.parquet` in one folder."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from jiaoyan_nlp.progress import Stage, steps
from jiaoyan_nlp.report.decisions import NAME as DECISIONS
from jiaoyan_nlp.report.decisions import review
from jiaoyan_nlp.report.html import Page, render
from jiaoyan_nlp.report.settings import DEFAULT, Settings
from jiaoyan_nlp.report.workbook.excel import write_excel
from jiaoyan_nlp.tables import write_parquet

if TYPE_CHECKING:
    from jiaoyan_nlp.engine.corpus import Corpus

PAGE = "report.html"


def write_report(corpus: Corpus, folder: Path, name: str, settings: Settings = DEFAULT, stage: Stage | None = None) -> Path:
    """Write the report of a corpus into `folder`, made where it does not exist; returns the page's path.

    What a reviewer wrote in `decisions.csv` there is shown and kept. The same corpus, with the same decisions, gives the same bytes.

    Args:
        name: of the folder that was audited.
        settings: with which the corpus was made.
        stage: hears how far the stages `compare`, `tables` and `write` have come.

    Raises:
        OSError: the folder cannot be written.
        DecisionsError: all is written, but the reviewer's decisions could not be read, or not be brought up to date.
    """
    (folder / "tables").mkdir(parents=True, exist_ok=True)
    tables = corpus.tables(stage)
    reviewed = review(folder / DECISIONS, tables["families"])
    decided = reviewed.decided
    parts: tuple[Callable[[], object], ...] = (
        lambda: write_parquet(tables, str(folder / "tables")),
        lambda: write_excel(tables, folder / "report.xlsx", decided),
        lambda: write_page(render(tables, corpus.texts, name, settings, decided), folder),
    )
    for write in steps("write", parts, len(parts), stage):
        write()
    reviewed.save()
    return folder / PAGE


def write_page(page: Page, folder: Path) -> None:
    """Write a page and the evidence beside it; evidence of an earlier run goes."""
    for left in (folder / "evidence").glob("[0-9]*.js"):
        left.unlink()
    for path, text in page.beside.items():
        (folder / path).parent.mkdir(exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8", newline="\n")
    (folder / PAGE).write_text(page.html, encoding="utf-8", newline="\n")
