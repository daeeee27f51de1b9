"""The audit report: `report.html`, `report.xlsx` and `tables/*.parquet` in one folder."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from jiaoyan_nlp.progress import Stage, steps
from jiaoyan_nlp.report.excel import write_excel
from jiaoyan_nlp.report.html import render
from jiaoyan_nlp.tables import write_parquet

if TYPE_CHECKING:
    from jiaoyan_nlp.engine.corpus import Corpus


def write_report(corpus: Corpus, folder: Path, name: str, stage: Stage | None = None) -> Path:
    """Write the report of a corpus into `folder`, made where it does not exist; returns the page's path.

    The same corpus gives the same bytes. `stage` hears how far the stages `compare`, `tables` and `write` have come.

    Raises:
        OSError: the folder cannot be written.
    """
    (folder / "tables").mkdir(parents=True, exist_ok=True)
    tables = corpus.tables(stage)
    page = folder / "report.html"
    parts: tuple[Callable[[], object], ...] = (
        lambda: write_parquet(tables, str(folder / "tables")),
        lambda: write_excel(tables, folder / "report.xlsx"),
        lambda: page.write_text(render(tables, corpus.texts, name), encoding="utf-8", newline="\n"),
    )
    for write in steps("write", parts, len(parts), stage):
        write()
    return page
