"""Fixtures of the store's tests."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import duckdb
import pytest
from support_store import plan, put

from jiaoyan_nlp.engine import building, local
from jiaoyan_nlp.engine.analysis import Analysis


@pytest.fixture(scope="module")
def one_database() -> Iterator[None]:
    """Starting DuckDB anew takes longer than all that these tests ask of it."""
    with duckdb.connect(":memory:", config={"threads": "1"}) as database, pytest.MonkeyPatch.context() as patch:
        patch.setattr(duckdb, "connect", lambda *_, **__: database.cursor())
        yield


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return put(tmp_path / "材料", {f"示例县第{s}小学/{y}年计划.txt": plan(n) for n, s in enumerate("一二三", 20) for y in (2022, 2023)})


@pytest.fixture
def target(tmp_path: Path) -> Path:
    return tmp_path / "库"


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """A segment is full with three small files."""
    monkeypatch.setattr(building, "SEGMENT", 3 * building.FILE)


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the files that are analysed from now on."""
    names: list[str] = []
    whole = building.analyse_all

    def watched(jobs: Sequence[local.Job], *rest: Any) -> Iterator[Analysis]:
        names.extend(job.name for job in jobs)
        return whole(jobs, *rest)

    monkeypatch.setattr(building, "analyse_all", watched)
    return names
