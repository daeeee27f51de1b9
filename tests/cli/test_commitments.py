"""The options of `jiaoyan commitments`: by indicator, by strength, all classes, vague wording."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from support_cli import ok, records, refused, written

from jiaoyan_nlp.cli.commitments import COLUMNS, STRENGTHS, VAGUE

PLAN = """示例县第一小学语文教研组工作计划
一、主要工作
组内现有教师12人。
每学期组织研讨X次。
鼓励教师每学期读专著2本。
每位教师每学期写教学反思3篇。
每位教师必须上公开课2节。
每位教师每学期听课不少于20节,其中跨学科听课6节。
不定期检查教案。
优秀率从65%提高到75%。
二、保障措施
学校安排教研经费。
"""
BY_DEGREE = {"open": "X次", "soft": "2本", "plain": "3篇", "duty": "2节", "bound": "不少于20节"}
"""An amount of each degree."""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return written(tmp_path_factory.mktemp("commitments"), {"示例县第一小学/2022.txt": PLAN})


def rows(folder: Path, *options: str) -> list[dict[str, Any]]:
    return records(ok("commitments", folder, "--format", "jsonl", "--jobs", "1", *options))


def texts(folder: Path, *options: str) -> list[str]:
    return [row["text"] for row in rows(folder, *options)]


def test_strength_indicator_rate_baseline_and_part(folder: Path) -> None:
    found = {row["text"]: row for row in rows(folder)}
    assert all(tuple(row) == COLUMNS for row in found.values())
    assert {degree: text for degree, text in BY_DEGREE.items() if found[text]["strength"] == degree} == BY_DEGREE
    assert {text: row["indicator"] for text, row in found.items()} == {
        "X次": "research_activities", "2本": "reading", "3篇": "reflections", "2节": "open_lessons", "不少于20节": "lesson_observation",
        "6节": "lesson_observation", "75%": "excellence_rate",
    }  # fmt: skip
    assert [(found[text]["rate"], found[text]["rate_factor"]) for text in ("3篇", "2节", "X次")] == [(3, 1), (None, None), (None, None)]
    assert (found["75%"]["baseline"], found["3篇"]["baseline"]) == (65, None)
    assert (found["6节"]["part_of"], found["不少于20节"]["part_of"]) == (found["不少于20节"]["start"], None)


@pytest.mark.parametrize("least", STRENGTHS)
def test_at_least_so_firm(folder: Path, least: str) -> None:
    wanted = STRENGTHS[STRENGTHS.index(least) :]
    assert texts(folder, "--min-strength", least) == [row["text"] for row in rows(folder) if row["strength"] in wanted]
    assert {degree for degree, text in BY_DEGREE.items() if text in texts(folder, "--min-strength", least)} == set(wanted)


@pytest.mark.parametrize("name", ["lesson_observation", "听课"])
def test_of_one_indicator(folder: Path, name: str) -> None:
    assert texts(folder, "--indicator", name) == ["不少于20节", "6节"]


def test_of_several_indicators_and_so_firm(folder: Path) -> None:
    assert texts(folder, "--indicator", "听课", "--indicator", "教学反思") == ["3篇", "不少于20节", "6节"]
    assert texts(folder, "--indicator", "听课", "--indicator", "教学反思", "--min-strength", "bound") == ["不少于20节"]


def test_all_classes_have_no_strength_but_commitments(folder: Path) -> None:
    found = rows(folder, "--all-classes")
    assert {"12人": "fact", "65%": "fact"}.items() <= {row["text"]: row["class"] for row in found}.items()
    assert all((row["strength"] == "") == (row["class"] != "commitment") for row in found)
    assert [row["text"] for row in rows(folder, "--all-classes", "--indicator", "优秀率")] == ["65%", "75%"]


def test_vague_wording_instead(folder: Path) -> None:
    [row] = rows(folder, "--vague")
    assert tuple(row) == VAGUE
    assert (row["text"], row["kind"], row["label"], row["sentence"]) == ("不定期", "frequency", "tasks", "不定期检查教案。")
    assert PLAN[row["start"] : row["end"]] == "不定期"


WRONG = [
    (["--vague", "--all-classes"], "--vague"), (["--vague", "--indicator", "听课"], "--vague"), (["--vague", "--min-strength", "duty"], "--vague"),
    (["--all-classes", "--min-strength", "duty"], "--all-classes"), (["--min-strength", "vague"], "--min-strength"), (["--indicator", "喝茶"], "喝茶"),
]  # fmt: skip


@pytest.mark.parametrize(("options", "named"), WRONG, ids=[" ".join(options) for options, _ in WRONG])
def test_wrong_usage_is_told(folder: Path, options: list[str], named: str) -> None:
    assert named in refused("commitments", folder, *options, code=2)
