"""`jiaoyan duplicates` and `jiaoyan compare`: what plans share, as records and side by side."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from support_cli import ok, records, refused, run, written

SHARED = "每次研讨之前主备教师把要解决的难处写在卡片上贴到办公室的白板旁,其余的人各自补上一条课堂里看到的证据"
RUN = "把旧课表钉在门后当作提醒牌"
"""Thirteen letters."""
PLAN = "{school}语文教研组工作计划\n一、主要工作\n{first}\n{own}\n"
FIRST = "体育组把跳绳和跑操排进大课间,雨天改在室内做操,器材由各班委员领取归还。"
SECOND = "美术室每周三向全校开放,颜料由总务处按人头发放,作品挂满楼道两侧的展板。"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    a = PLAN.format(school="示例县第一小学", first=f"{SHARED}。", own=FIRST)
    b = PLAN.format(school="示例县第二小学", first=f"{SHARED.replace('卡片', '便签')}。", own=SECOND)
    return written(tmp_path / "材料", {"示例县第一小学/2022年计划.txt": a, "示例县第二小学/2023年计划.txt": b})


@pytest.fixture
def with_short_run(tmp_path: Path) -> Path:
    a = PLAN.format(school="示例县第一小学", first=FIRST, own=f"门卫{RUN}早已习惯。")
    b = PLAN.format(school="示例县第二小学", first=SECOND, own=f"组长{RUN}逢人便讲。")
    return written(tmp_path / "短", {"示例县第一小学/2022年计划.txt": a, "示例县第二小学/2023年计划.txt": b})


@pytest.mark.parametrize(("options", "found"), [((), 0), (("--min-run", "13"), 1), (("--min-run", "8"), 1), (("--min-run", "14"), 0)])
def test_a_run_as_long_as_asked_for_is_told(with_short_run: Path, options: tuple[str, ...], found: int) -> None:
    told = records(ok("duplicates", with_short_run, *options))
    assert len(told) == found
    assert all(RUN in record[side]["text"] for record in told for side in ("a", "b"))


@pytest.mark.parametrize("wrong", ["3", "61", "x"])
def test_a_length_that_makes_no_sense_is_wrong_usage(folder: Path, wrong: str) -> None:
    refused("duplicates", folder, "--min-run", wrong, code=2)


def test_families_tell_edits_and_the_earliest_copy(folder: Path) -> None:
    [family] = records(ok("duplicates", folder, "--families"))
    assert family["earliest"] == "示例县第一小学/2022年计划.txt"
    [edited] = [copy for copy in family["copies"] if copy["kind"] != "exemplar"]
    assert [(e["exemplar"], e["copy"]) for e in edited["edits"]] in ([("卡片", "便签")], [("便签", "卡片")])
    text = (folder / edited["file"]).read_text(encoding="utf-8")
    assert all(text[e["start"] : e["end"]] == e["copy"] for e in edited["edits"])


def test_families_tell_the_reference_that_they_come_from(folder: Path, tmp_path: Path) -> None:
    policy = written(tmp_path / "文件", {"通知.txt": f"关于研讨的通知\n{SHARED}。\n"})
    [family] = records(ok("duplicates", folder, "--families", "--reference", f"policy={policy}"))
    assert family["reference"] == "policy:通知.txt"


def test_compare_tells_what_two_files_share(folder: Path) -> None:
    a, b = sorted(folder.rglob("*.txt"))
    [record] = records(ok("compare", a, b))
    assert [record[side]["file"] for side in ("a", "b")] == [a.as_posix(), b.as_posix()]
    for side, path in (("a", a), ("b", b)):
        assert path.read_text(encoding="utf-8")[record[side]["start"] : record[side]["end"]] == record[side]["text"]
    assert [(e["a"], e["b"]) for e in record["edits"]] == [("卡片", "便签")]
    [turned] = records(ok("compare", b, a))
    assert (turned["a"], turned["b"]) == (record["b"], record["a"])


def test_compare_shows_both_sides_with_the_differences_in_brackets(folder: Path) -> None:
    a, b = sorted(folder.rglob("*.txt"))
    shown = "".join(ok("compare", a, b, "--format", "table").split())
    assert "〔卡片〕" in shown and "〔便签〕" in shown
    assert run("compare", a, a, "--format", "table").exit_code == 0


def test_compare_says_when_nothing_is_shared(folder: Path, tmp_path: Path) -> None:
    other = written(tmp_path / "别", {"总结.txt": f"示例县第三小学工作总结\n一、做法\n{SECOND}\n"}) / "总结.txt"
    a = min(folder.rglob("*.txt"))
    assert ok("compare", a, other) == ""
    assert len(ok("compare", a, other, "--format", "table").splitlines()) == 1
    assert json.loads(ok("compare", a, other, "--format", "json")) == []


def test_compare_goes_on_where_a_file_cannot_be_read(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "坏.docx").write_bytes(b"PK\x03\x04nothing")
    done = run("compare", min(folder.rglob("*.txt")), tmp_path / "坏.docx")
    assert done.exit_code == 3 and "坏.docx" in done.stderr and done.stdout == ""
