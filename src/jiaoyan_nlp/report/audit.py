"""The audit report: `report.html`, `report.xlsx` and `tables/*.parquet` in one folder."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from jiaoyan_nlp.report.excel import write_excel
from jiaoyan_nlp.report.html import render
from jiaoyan_nlp.tables import write_parquet

if TYPE_CHECKING:
    from jiaoyan_nlp.engine.corpus import Corpus


def write_report(corpus: Corpus, folder: Path, name: str) -> Path:
    """Write the report of a corpus into `folder`, made where it does not exist; returns the page's path.

    The same corpus gives the same bytes.

    Raises:
        OSError: the folder cannot be written.
    """
    (folder / "tables").mkdir(parents=True, exist_ok=True)
    tables = corpus.tables()
    write_parquet(tables, str(folder / "tables"))
    write_excel(tables, folder / "report.xlsx")
    page = folder / "report.html"
    page.write_text(render(tables, corpus.texts, name), encoding="utf-8", newline="\n")
    return page
