"""Concordance: lines lead back to their source, in the order asked for, and the same sample each time."""

from __future__ import annotations

import json
from pathlib import Path
from typing import get_args

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st
from support_words import made

from jiaoyan_nlp.cli.main import group
from jiaoyan_nlp.language.concordance import COLUMNS, SORTS, Sort, concordance
from jiaoyan_nlp.language.occurrences import occurrences
from jiaoyan_nlp.language.tokens import Tokens

DEMO = Path(__file__).parents[2] / "corpus" / "demo"


@pytest.fixture
def tokens() -> Tokens:
    return made(
        [[["每位", "教师", "听课", "二十节"]], [["安排", "听课", "一次"], ["多", "听课"]], [["推门", "聽課", "甲"]]],
        school=["示例县第一小学", "示例县第二小学", ""], year=[2021, 2022, None], label=["goals", "tasks", "tasks"],
    )  # fmt: skip


def test_a_line_has_the_text_on_either_side_within_its_passage(tokens: Tokens) -> None:
    lines = concordance(tokens, "听课", width=3)
    assert list(lines.columns) == list(COLUMNS)
    expected = [["位教师", "听课", "二十节"], ["安排", "听课", "一次。"], ["次。多", "听课", "。"], ["推门", "聽課", "甲。"]]
    assert lines[["left", "key", "right"]].values.tolist() == expected
    assert lines[["file", "plan", "school", "year", "label", "start", "end"]].values.tolist()[1] == ["001.txt", 1, "示例县第二小学", 2022, "tasks", 2, 4]
    assert concordance(tokens, "听课", width=0)[["left", "right"]].eq("").all(axis=None)


def test_lines_are_sorted_outwards_from_the_key(tokens: Tokens) -> None:
    tokens = made([[["丙", "乙", "听课", "子", "丑"]], [["甲", "丁", "听课", "子", "卯"]], [["丁", "丁", "听课", "亥"]], [["乙", "丁", "听课", "辰"]]])
    assert "".join(concordance(tokens, "听课", sort="left")["left"].str[0]) == "丁乙甲丙"  # code points: 丁 < 乙 (next to the key), then 丁 < 乙 < 甲
    assert concordance(tokens, "听课", sort="right")["right"].tolist() == ["亥。", "子丑。", "子卯。", "辰。"]


def test_a_sample_is_drawn_once_for_all(tokens: Tokens) -> None:
    many = made([[["甲", "听课"]] * 5] * 8)
    first, again, other = (concordance(many, "听课", sample=7, seed=seed) for seed in (1, 1, 2))
    assert first.equals(again) and not first.equals(other)
    assert len(first) == 7 and not first.duplicated(["file", "start"]).any()
    assert first[["file", "start"]].values.tolist() == sorted(first[["file", "start"]].values.tolist())
    assert concordance(many, "听课", sample=1000).equals(concordance(many, "听课"))


def test_of_no_term_there_are_no_lines(tokens: Tokens) -> None:
    for held, term in ((tokens, "没有"), (tokens, ""), (made([]), "听课")):
        for sort in SORTS:
            assert concordance(held, term, sort=sort, sample=3).shape == (0, len(COLUMNS))


WORDS = st.lists(st.lists(st.lists(st.sampled_from(["教", "研", "教研", "聽課", "听", "课"]), min_size=1), min_size=1, max_size=3), min_size=1, max_size=3)


@given(WORDS, st.sampled_from(["教", "教研", "听课", "研教"]), st.sampled_from(get_args(Sort)), st.integers(0, 5))
def test_a_line_is_one_stretch_of_the_source(plans: list[list[list[str]]], term: str, sort: Sort, width: int) -> None:
    tokens = made(plans)
    lines = concordance(tokens, term, sort=sort, width=width)
    assert len(lines) == len(occurrences(tokens, term))
    for r in lines.itertuples():
        text = tokens.texts[r.file]
        assert text[r.start : r.end] == r.key and text[max(0, r.start - width) : r.end + width] == r.left + r.key + r.right


def told(*arguments: str | Path) -> list[dict[str, object]]:
    run = CliRunner().invoke(group(), ["concordance", *map(str, arguments), "--jobs", "1", "--format", "jsonl"])
    assert run.exit_code == 0, run.output
    return [json.loads(line) for line in run.stdout.splitlines()]


def test_the_command(tmp_path: Path) -> None:
    for number, year in enumerate((2021, 2022)):
        text = f"语文教研组工作计划\n一、工作目标\n每位教师听课{year}节。\n二、主要工作\n组织聽課活动。\n"
        (tmp_path / f"{year}年示例县第{number + 1}小学语文教研组工作计划.txt").write_text(text, encoding="utf-8")
    rows = told("听课", tmp_path)
    assert [tuple(row) for row in rows] == [COLUMNS] * 4
    assert [(row["key"], row["label"], row["year"]) for row in rows[:2]] == [("听课", "goals", 2021), ("聽課", "tasks", 2021)]
    assert {row["key"] for row in told("听课", tmp_path, "--section", "工作目标", "--year", "2022")} == {"听课"}
    assert len(told("听课", tmp_path, "--limit", "1")) == len(told("听课", tmp_path, "--sample", "1")) == 1
    assert [row["key"] for row in told("每.教师", tmp_path, "--regex", "--sort", "right")] == ["每位教师"] * 2
    assert told("没有", tmp_path) == []


def test_a_pattern_that_is_none_is_wrong_usage() -> None:
    run = CliRunner().invoke(group(), ["concordance", "听(课", str(DEMO), "--regex"])
    assert run.exit_code == 2 and "听(课" in run.output and "Traceback" not in run.output
