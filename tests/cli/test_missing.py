"""`jiaoyan missing`: what each plan lacks, and how many of a school's plans of a year lack it; all numbers by hand."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from support_cli import ok, records, run, written

from jiaoyan_nlp.cli.missing import COLUMNS, COUNTED
from jiaoyan_nlp.language.coverage import counted, lacking
from jiaoyan_nlp.sections.labels import EXPECTED, LABELS

SECTIONS = {
    "guiding": "指导思想\n以课堂为根,以学生为本。",
    "goals": "工作目标\n每位教师上一节研讨课。",
    "tasks": "主要工作\n各备课组在单元开始之前先读教材,再说思路。",
    "measures": "具体措施\n每周集体备课一次。",
    "schedule": "活动安排\n九月:制订计划。",
    "safeguards": "组织领导\n校长任组长,教导主任任副组长。",
    "assessment": "考核评价\n每月查一次记录。",
    "work_done": "工作回顾\n全组开展了十次集体备课。",
    "problems": "存在的问题\n青年教师上课机会偏少。",
    "outlook": "今后努力方向\n多给青年教师机会。",
}


def text(title: str, *labels: str) -> str:
    return f"{title}\n" + "".join(f"{number}、{SECTIONS[label]}\n" for number, label in zip("一二三四五六七", labels, strict=False))


MANIFEST = """文件,学校,学年
一小/语文.txt,示例县第一小学,2023-2024
一小/数学.txt,示例县第一小学,2023-2024
一小/旧 英语.txt,示例县第一小学,2022-2023
二小/总结.txt,示例县第二小学,2023-2024
"""
FILES = {
    "manifest.csv": MANIFEST,
    "一小/语文.txt": text("语文教研组工作计划", "guiding", "goals", "tasks", "measures", "schedule", "safeguards", "assessment"),
    "一小/数学.txt": text("数学教研组工作计划", "guiding", "tasks", "measures", "schedule", "assessment"),
    "一小/旧 英语.txt": text("英语教研组工作计划", "goals", "tasks", "schedule"),
    "二小/总结.txt": text("数学教研组工作总结", "work_done", "outlook"),
}
# school, school year, file, what it lacks: the years of a school from the first to the last
LACKING = [
    ("示例县第一小学", "2022-2023学年", "一小/旧 英语.txt", ["guiding", "measures", "safeguards", "assessment"]),
    ("示例县第一小学", "2023-2024学年", "一小/数学.txt", ["goals", "safeguards"]),
    ("示例县第一小学", "2023-2024学年", "一小/语文.txt", []),
    ("示例县第二小学", "2023-2024学年", "二小/总结.txt", ["problems"]),
]
# of the first school's two plans of 2023-2024
TWO_PLANS = {"goals": (1, "一小/数学.txt"), "safeguards": (1, "一小/数学.txt")}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("LANGUAGE", "en")
    monkeypatch.chdir(written(tmp_path, FILES))
    return Path()


def test_what_each_plan_lacks_by_school_and_year(folder: Path) -> None:
    rows = records(ok("missing", folder, "--jobs", "1"))
    assert [(r["school"], r["school_year"], r["file"], r["missing"].split()) for r in rows] == sorted(LACKING)
    for row in rows:
        assert tuple(row) == COLUMNS
        assert row["missing_zh"] == "、".join(LABELS[label] for label in row["missing"].split())
    assert [r["kind"] for r in rows] == ["plan", "plan", "plan", "summary"]


def test_counts(folder: Path) -> None:
    rows = records(ok("missing", folder, "--count", "--jobs", "1"))
    assert all(tuple(row) == COUNTED and row["label_zh"] == LABELS[row["label"]] for row in rows)
    groups = [(r["school"], r["school_year"], r["kind"]) for r in rows]
    assert groups == sorted(groups)
    assert len(rows) == 2 * len(EXPECTED["plan"]) + len(EXPECTED["summary"]), "also the sections that none lacks have a row"
    two = {r["label"]: (r["plans"], r["lacking"], r["files"]) for r in rows if r["school"] == "示例县第一小学" and r["school_year"] == "2023-2024学年"}
    assert two == {label: (2, *TWO_PLANS.get(label, (0, ""))) for label in EXPECTED["plan"]}
    one = {r["label"] for r in rows if r["school_year"] == "2022-2023学年" and (r["plans"], r["lacking"], r["files"]) == (1, 1, "一小/旧 英语.txt")}
    assert one == {"guiding", "measures", "safeguards", "assessment"}
    assert [(r["label"], r["lacking"]) for r in rows if r["kind"] == "summary"] == [("work_done", 0), ("problems", 1), ("outlook", 0)]


@pytest.mark.parametrize("options", [[], ["--count"]], ids=["per plan", "counted"])
def test_every_form_holds_the_same_records(folder: Path, options: list[str]) -> None:
    expected = records(ok("missing", folder, *options, "--jobs", "1"))
    assert json.loads(ok("missing", folder, *options, "--format", "json", "--jobs", "1")) == expected
    for form, mark in (("csv", ","), ("tsv", "\t")):
        rows = list(csv.DictReader(io.StringIO(ok("missing", folder, *options, "--format", form, "--jobs", "1")), delimiter=mark))
        assert rows == [{name: str(value) for name, value in row.items()} for row in expected]
    table = ok("missing", folder, *options, "--format", "table", "--jobs", "1").splitlines()
    assert table[0].split() == list(expected[0]) and len(table) == len(expected) + 1


def test_a_plan_of_a_pipe(folder: Path) -> None:
    [row] = records(ok("missing", "-", stdin=FILES["二小/总结.txt"].encode()))
    assert (row["file"], row["missing"]) == ("-", "problems")


def test_a_broken_file_is_told_and_counts_nowhere(folder: Path) -> None:
    before = ok("missing", folder, "--count", "--jobs", "1")
    (folder / "一小" / "坏.txt").write_bytes(b"")
    done = run("missing", folder, "--count", "--jobs", "1")
    assert (done.exit_code, done.stdout) == (3, before)
    assert "坏.txt" in done.stderr


# --- the numbers themselves -----------------------------------------------------------------------------------------------------------


def plan(file: str, school: str = "", school_year: str = "", year: int | None = None, missing: str = "", number: int = 1) -> dict[str, object]:
    return {"file": file, "plan": number, "school": school, "school_year": school_year, "year": year, "kind": "summary", "missing": missing}


def test_plans_of_no_known_school_year_stand_under_their_year() -> None:
    plans = [plan("丙", "一小", "2024-2025学年", 2024), plan("乙", "一小", "", 2023), plan("甲", "一小", "2022-2023学年", 2022), plan("丁", "一小")]
    assert [row["file"] for row in lacking(plans)] == ["丁", "甲", "乙", "丙"]
    years = [row["school_year"] for row in counted(plans)]
    assert list(dict.fromkeys(years)) == ["", "2022-2023学年", "2023", "2024-2025学年"]
    assert len(years) == 4 * len(EXPECTED["summary"])


def test_two_plans_of_one_file_count_twice_and_name_it_once() -> None:
    plans = [plan("集", missing="problems outlook"), plan("集", missing="outlook", number=2), plan("另", missing="outlook")]
    assert {row["label"]: (row["plans"], row["lacking"], row["files"]) for row in counted(plans)} == {
        "work_done": (3, 0, ""),
        "problems": (3, 1, "集"),
        "outlook": (3, 3, "另; 集"),
    }


def test_of_no_plans_there_is_nothing_to_tell() -> None:
    assert lacking([]) == counted([]) == []
