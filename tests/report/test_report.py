"""The audit report of a small folder: self-contained, escaped, the same bytes each time, and it accuses nobody."""

from __future__ import annotations

import hashlib
from pathlib import Path

import duckdb
import pytest

from jiaoyan_nlp.engine.corpus import load_corpus
from jiaoyan_nlp.report.audit import write_report
from jiaoyan_nlp.tables import TABLES

pytestmark = pytest.mark.filterwarnings("ignore:This process .* is multi-threaded:DeprecationWarning")  # fork, Python 3.12 and 3.13


def test_all_files_of_the_report_are_there(report: Path) -> None:
    names = {p.relative_to(report).as_posix() for p in report.rglob("*") if p.is_file()}
    assert names == {"report.html", "report.xlsx", "decisions.csv", *(f"tables/{name}.parquet" for name in TABLES)}


@pytest.mark.parametrize("word", ["抄袭", "剽窃", "造假", "copied", "copying", "plagiar", "cheat", "作弊", "雷同"])
def test_page_accuses_nobody(page: str, word: str) -> None:
    assert word not in page.lower()


# --- the tables ---------------------------------------------------------------------------------------------------------------------


def test_parquet_tables_have_the_documented_columns(report: Path, folder: Path) -> None:
    frames = load_corpus(folder, workers=1).tables()
    for name, columns in TABLES.items():
        rows = duckdb.sql(f"SELECT * FROM '{report}/tables/{name}.parquet'")
        assert rows.columns == [c.name for c in columns]
        assert len(rows.fetchall()) == len(frames[name])


def digests(out: Path) -> dict[str, str]:
    return {p.relative_to(out).as_posix(): hashlib.sha256(p.read_bytes()).hexdigest() for p in sorted(out.rglob("*")) if p.is_file()}


def test_two_runs_give_the_same_bytes(folder: Path, report: Path, tmp_path: Path) -> None:
    write_report(load_corpus(folder, workers=2), tmp_path / "again", folder.name)
    assert digests(tmp_path / "again") == digests(report)
