"""The report of a small folder, written once for the tests of this folder."""

from __future__ import annotations

from pathlib import Path

import pytest
from support_audit import BAD, PLANS

from jiaoyan_nlp.engine.corpus import load_corpus
from jiaoyan_nlp.report.audit import write_report

DEMO = Path(__file__).parents[2] / "corpus" / "demo"


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("audit") / "材料<b>&"
    for name, text in PLANS.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, encoding="utf-8")
    (root / BAD).parent.mkdir(parents=True)
    (root / BAD).write_bytes(b"PK\x03\x04 cut short")
    return root


@pytest.fixture(scope="session")
def report(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("report") / "out"
    assert write_report(load_corpus(folder, workers=1), out, folder.name) == out / "report.html"
    return out


@pytest.fixture(scope="session")
def page(report: Path) -> str:
    return (report / "report.html").read_text(encoding="utf-8")


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The report of the demonstration corpus."""
    out = tmp_path_factory.mktemp("demo") / "out"
    write_report(load_corpus(DEMO, workers=2), out, "demo")
    return out
