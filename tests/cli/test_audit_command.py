"""`jiaoyan audit`: what it is told by options and by audit.toml, what it tells as it goes, and what it remembers."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from support_cli import run, written

from jiaoyan_nlp.progress import STAGES, steps

TASKS = "为了让研讨有准备、有收获,各备课组在每次活动之前要确定一个小而实的话题,由主备人提前三天把材料发给大家,活动中围绕话题逐一发言,活动之后把意见整理成文。"
PLANS = {
    "示例县第一小学/2023年语文教研组工作计划.txt": f"语文教研组工作计划\n一、主要工作\n{TASKS}\n每位教师每学期听课不少于20节。\n",
    "示例县第二小学/2023年数学教研组工作计划.txt": f"数学教研组工作计划\n一、主要工作\n{TASKS}\n二、考核\n期末由教导处检查一次。\n",
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return written(tmp_path / "材料", PLANS)


# --- progress ----------------------------------------------------------------------------------------------------------------------


def test_progress_in_lines_tells_each_stage_from_its_start_to_its_end(folder: Path, tmp_path: Path) -> None:
    done = run("audit", folder, "-o", tmp_path / "out", "--progress", "jsonl", "--jobs", "1", "-q")
    assert done.exit_code == 0, done.stderr
    *lines, last = [json.loads(line) for line in done.stderr.splitlines()]
    assert [stage for stage in dict.fromkeys(line["stage"] for line in lines)] == list(STAGES)
    for stage in STAGES:
        counts = [line["done"] for line in lines if line["stage"] == stage]
        [of] = {line["of"] for line in lines if line["stage"] == stage}
        assert counts == sorted(counts) and (counts[0], counts[-1]) == (0, of)
    assert [line for line in lines if line["stage"] == "read"][-1]["of"] == len(PLANS)
    assert last["stage"] == "done" and list(last["seconds"]) == list(STAGES) and min(last["seconds"].values()) >= 0


def test_a_step_is_told_when_the_caller_is_done_with_it() -> None:
    told: list[tuple[str, int, int] | str] = []
    for item in steps("read", "ab", 2, lambda *step: told.append(step)):
        told.append(item)
    assert told == [("read", 0, 2), "a", ("read", 1, 2), "b", ("read", 2, 2)]
    assert list(steps("read", "ab", 2, None)) == ["a", "b"]
