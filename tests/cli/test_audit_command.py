"""`jiaoyan audit`: what it is told by options and by audit.toml, what it tells as it goes, and what it remembers."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path
from typing import Any

import duckdb
import pytest
from support_cli import refused, run, written

from jiaoyan_nlp.progress import STAGES, steps
from jiaoyan_nlp.report.decisions import read_decisions

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
    assert list(dict.fromkeys(line["stage"] for line in lines)) == list(STAGES)
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


# --- settings ----------------------------------------------------------------------------------------------------------------------


def audit(folder: Path, out: Path, *more: str | Path, code: int = 0) -> str:
    """Audit in one process; what it says on standard error."""
    done = run("audit", folder, "-o", out, "--jobs", "1", *more)
    assert done.exit_code == code, done.stderr
    return done.stderr


def table(out: Path, name: str) -> list[dict[str, Any]]:
    with duckdb.connect() as connection:
        return connection.sql(f"select * from '{out}/tables/{name}.parquet'").df().to_dict("records")


def test_a_folder_is_audited_with_the_settings_in_it_unless_others_are_named(folder: Path, tmp_path: Path) -> None:
    (folder / "audit.toml").write_text('[leave_out]\nfiles = ["示例县第二小学"]\n', encoding="utf-8")
    (tmp_path / "另外.toml").write_text("", encoding="utf-8")
    audit(folder, tmp_path / "a", "-q")
    audit(folder, tmp_path / "b", "-q", "--settings", tmp_path / "另外.toml")
    assert [len(table(tmp_path / out, "plans")) for out in "ab"] == [1, 2]


def test_settings_are_told_in_the_report(folder: Path, tmp_path: Path) -> None:
    (folder / "audit.toml").write_text('[leave_out]\nfiles = ["草稿/*.docx"]\n', encoding="utf-8")
    audit(folder, tmp_path / "out", "-q")
    assert "草稿/*.docx" in (tmp_path / "out" / "report.html").read_text(encoding="utf-8")


def test_references_of_the_command_line(folder: Path, tmp_path: Path) -> None:
    written(tmp_path / "范文", {"范文.txt": f"教研组工作计划\n一、主要工作\n{TASKS}\n"})
    audit(folder, tmp_path / "out", "-q", "--reference", f"template={tmp_path / '范文'}")
    assert all(row["template"] > 40 and row["shared"] == 0 for row in table(tmp_path / "out", "sharing"))


def test_faulty_settings_end_the_run_with_all_that_is_wrong(folder: Path, tmp_path: Path) -> None:
    (folder / "audit.toml").write_text("[lengths]\nrun = 99\n[references]\npolicy = ['没有的文件夹']\n", encoding="utf-8")
    said = refused("audit", folder, "-o", tmp_path / "out", code=1)
    assert "lengths.run" in said and "没有的文件夹" in said and "audit.toml" in said
    assert not (tmp_path / "out").exists()


def test_a_settings_file_to_fill_in_is_written_once(folder: Path) -> None:
    assert "audit.toml" in audit_init(folder, 0)
    before = (folder / "audit.toml").read_bytes()
    assert "audit.toml" in audit_init(folder, 1)
    assert (folder / "audit.toml").read_bytes() == before


def audit_init(folder: Path, code: int) -> str:
    done = run("audit", "--init", folder)
    assert done.exit_code == code
    return done.stderr


@pytest.mark.parametrize("arguments", [["audit"], ["audit", "."], ["audit", "-o", "x"], ["audit", ".", "-o", "x", "--reference", "policy=没有"]])
def test_wrong_usage(arguments: list[str]) -> None:
    refused(*arguments, code=2)


# --- decisions ---------------------------------------------------------------------------------------------------------------------

VERDICT = "各校共用，正常"


def decided(out: Path) -> dict[str, str]:
    return {key: said.verdict for key, said in read_decisions(out / "decisions.csv").items()}


def decide_all(out: Path) -> None:
    """Write a verdict on every passage, as Excel on a Chinese machine saves it."""
    lines = (out / "decisions.csv").read_text(encoding="utf-8-sig").splitlines()
    told = [lines[0], *(line.replace(",,", f",{VERDICT},", 1) for line in lines[1:])]
    (out / "decisions.csv").write_bytes("\r\n".join(told).replace(",", "\t").encode("gb18030"))


def test_a_verdict_is_kept_when_plans_are_added_and_shown_in_page_and_workbook(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    audit(folder, out, "-q")
    decide_all(out)
    assert list(decided(out).values()) == [VERDICT] and VERDICT not in (out / "report.html").read_text(encoding="utf-8")
    for school in ("第三小学", "第四小学"):
        written(folder, {f"示例县{school}/2023年计划.txt": f"教研组工作计划\n一、主要工作\n{TASKS}\n二、备注\n本计划由{school}制定。\n"})
        audit(folder, out, "-q")
        assert VERDICT in decided(out).values()
    assert {row["family_id"]: row["members"] for row in table(out, "families")}[next(iter(decided(out)))] == 4
    assert VERDICT in (out / "report.html").read_text(encoding="utf-8")
    with zipfile.ZipFile(out / "report.xlsx") as book:
        assert any(VERDICT in book.read(name).decode() for name in book.namelist() if name.endswith(".xml"))


def test_a_verdict_keeps_its_number_when_another_copy_joins(folder: Path, tmp_path: Path) -> None:
    written(folder, {"示例县第三小学/2023年计划.txt": f"教研组工作计划\n一、主要工作\n{TASKS}\n二、备注\n食堂每周公布一次菜单。\n"})
    audit(folder, tmp_path / "a", "-q")
    written(folder, {"示例县第四小学/2023年计划.txt": f"教研组工作计划\n一、主要工作\n{TASKS}\n二、备注\n门卫登记来访的家长。\n"})
    audit(folder, tmp_path / "b", "-q")
    [a], [b] = (table(tmp_path / out, "families") for out in "ab")
    assert (a["members"], b["members"]) == (3, 4) and a["exemplar"] == b["exemplar"] and a["family_id"] == b["family_id"]


def test_a_report_is_written_though_decisions_cannot_be_read(folder: Path, tmp_path: Path) -> None:
    written(tmp_path / "out", {"decisions.csv": "不是表格"})
    said = audit(folder, tmp_path / "out", "-q", code=3)
    assert "decisions.damaged.csv" in said
    assert (tmp_path / "out" / "report.html").exists() and (tmp_path / "out" / "decisions.damaged.csv").read_text(encoding="utf-8") == "不是表格"


def test_a_report_in_the_folder_of_plans_is_no_plan_at_the_next_run(folder: Path) -> None:
    audit(folder, folder, "-q")
    decide_all(folder)
    audit(folder, folder, "-q")
    assert len(table(folder, "sources")) == len(PLANS) and set(decided(folder).values()) == {VERDICT}
