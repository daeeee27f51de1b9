"""`jiaoyan trends`: terms, promises or all words by the year, through the command."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from jiaoyan_nlp.cli.main import group


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("trends")
    for year, term in ((2020, "听课"), (2021, "研讨"), (2023, "研讨")):
        (root / f"{year}年语文教研组工作计划.txt").write_text(
            f"语文教研组工作计划\n一、工作目标\n开展{term}活动。\n二、主要工作\n每位教师每学期听课{year - 2000}节。\n", encoding="utf-8"
        )
    return root


def asked(*arguments: object, code: int = 0) -> list[dict[str, Any]]:
    run = CliRunner().invoke(group(), ["trends", *map(str, arguments), "--jobs", "1", "--format", "jsonl"])
    assert run.exit_code == code, run.output
    return [json.loads(line) for line in run.stdout.splitlines()] if not code else []


def test_terms_promises_and_all_words(folder: Path) -> None:
    assert [(r["year"], r["plans"], r["count"]) for r in asked(folder, "--term", "研讨")] == [("2020", 1, 0), ("2021", 1, 1), ("2022", 0, None), ("2023", 1, 1)]
    assert [r["count"] for r in asked(folder, "--term", "听课", "--section", "goals") if r["plans"]] == [1, 0, 0]
    assert [(r["year"], r["median"]) for r in asked(folder, "--indicator", "听课")] == [("2020", 20), ("2021", 21), ("2022", None), ("2023", 23)]
    assert [r["slope"] for r in asked(folder, "--indicator", "听课", "--slopes")] == [1]
    assert [r["term"] for r in asked(folder, "--term", "研讨", "--slopes")] == ["研讨"]
    assert "研讨" in {r["term"] for r in asked(folder, "--least", 2)}


def test_terms_and_promises_together_are_wrong_usage(folder: Path) -> None:
    asked(folder, "--term", "研讨", "--indicator", "听课", code=2)
