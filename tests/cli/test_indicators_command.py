"""`jiaoyan indicators`: schools laid side by side, summed up or one by one."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from support_cli import ok, records, refused, written

from jiaoyan_nlp import load_corpus
from jiaoyan_nlp.cli.indicators import BY_SCHOOL, SUMMED_UP
from jiaoyan_nlp.commitments.indicators import indicators
from jiaoyan_nlp.tables import records_of

PLAN = "示例县第{school}小学语文教研组工作计划\n({year}学年第一学期)\n一、主要工作\n每位教师每学期听课{lessons}节,写教学反思{reflections}篇。\n"
SCHOOLS = "一二三四五六"
"""Six schools: all promise 20 lessons and 3 reflections in 2022-2023, but the sixth 60 lessons; the first promised 15 the year before."""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    files = {f"示例县第{s}小学/2022.txt": PLAN.format(school=s, year="2022-2023", lessons=60 if s == "六" else 20, reflections=3) for s in SCHOOLS}
    files["示例县第一小学/2021.txt"] = PLAN.format(school="一", year="2021-2022", lessons=15, reflections=3)
    return written(tmp_path_factory.mktemp("indicators"), files)


def rows(folder: Path, *options: str) -> list[dict[str, Any]]:
    return records(ok("indicators", folder, "--format", "jsonl", "--jobs", "1", *options))


def test_a_line_for_each_indicator_and_year_the_most_schools_first(folder: Path) -> None:
    found = rows(folder)
    assert [(r["indicator"], r["year_of"], r["schools"]) for r in found] == [
        ("lesson_observation", "2022-2023", 6), ("reflections", "2022-2023", 6), ("lesson_observation", "2021-2022", 1), ("reflections", "2021-2022", 1),
    ]  # fmt: skip
    assert all(tuple(r) == SUMMED_UP for r in found)
    assert found[0] == {
        "indicator": "lesson_observation", "indicator_zh": "听课", "actor_kind": "teacher", "measure": "节/学期", "year_of": "2022-2023", "schools": 6,
        "lowest": 20, "lower": 20, "median": 20, "upper": 20, "highest": 60, "far_low": "", "far_high": "示例县第六小学", "most_common": "20节", "same": 5,
    }  # fmt: skip


@pytest.mark.parametrize("name", ["lesson_observation", "听课"])
def test_one_indicator_by_code_or_chinese_name(folder: Path, name: str) -> None:
    assert {r["indicator"] for r in rows(folder, "--indicator", name)} == {"lesson_observation"}


def test_several_indicators(folder: Path) -> None:
    assert rows(folder, "--indicator", "听课", "--indicator", "教学反思") == rows(folder)


def test_a_line_for_each_school(folder: Path) -> None:
    found = rows(folder, "--schools", "--indicator", "听课")
    assert all(tuple(r) == BY_SCHOOL for r in found)
    told = {(r["school"], r["year_of"]): (r["value"], r["far"], r["before"], r["same"]) for r in found}
    assert len(told) == len(found)
    assert told == {
        ("示例县第一小学", "2021-2022"): (15, "", None, 1),
        ("示例县第一小学", "2022-2023"): (20, "", 15, 5),
        **{(f"示例县第{s}小学", "2022-2023"): (20, "", None, 5) for s in "二三四五"},
        ("示例县第六小学", "2022-2023"): (60, "high", None, 1),
    }


def test_offsets_of_a_line_lead_back_to_the_amount(folder: Path) -> None:
    for r in rows(folder, "--schools"):
        text = (folder / r["file"]).read_text(encoding="utf-8")
        assert text[r["start"] : r["end"]] == r["text"]


def test_only_who_is_far_out_or_who_changed(folder: Path) -> None:
    assert [(r["school"], r["value"], r["far"]) for r in rows(folder, "--schools", "--far")] == [("示例县第六小学", 60, "high")]
    assert [(r["school"], r["value"], r["before"]) for r in rows(folder, "--schools", "--changed")] == [("示例县第一小学", 20, 15)]
    assert rows(folder, "--schools", "--far", "--changed") == []


def test_the_table_of_a_corpus_says_the_same(folder: Path) -> None:
    table = records_of(load_corpus(folder, workers=1).indicators)
    assert [{name: row[name] for name in BY_SCHOOL if name != "file"} for row in table] == [
        {name: row[name] for name in BY_SCHOOL if name != "file"} for row in rows(folder, "--schools")
    ]


def test_wrong_usage(folder: Path) -> None:
    for option in ("--far", "--changed"):
        assert "--schools" in refused("indicators", folder, option, code=2)
    told = refused("indicators", folder, "--indicator", "喝茶", code=2)
    assert "喝茶" in told and all(each.code in told and each.zh in told for each in indicators())
