"""An audit in a process of its own: how it ends, what it says, and that nothing is left of one that was stopped."""

from __future__ import annotations

from pathlib import Path

import pytest
from support_serve import is_alive, stand_in, until

from jiaoyan_nlp.errors import REASONS, Reason
from jiaoyan_nlp.serve.jobs import Job, State

SENTENCE = Reason(*["文件夹里没有可以读取的文件：材料\n请换一个文件夹"] * 2)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("一小/计划.txt", "二小/计划.txt"):
        (tmp_path / "材料" / name).parent.mkdir(parents=True)
        (tmp_path / "材料" / name).write_text("计划", "utf-8")
    (tmp_path / "scratch").mkdir()
    return tmp_path / "材料"


def begun(folder: Path, mode: str, seconds: float = 0) -> Job:
    report = folder.with_name("report")
    return Job(stand_in(mode, seconds)(folder, report, "zh"), report, folder.with_name("scratch"), folder.parent)


@pytest.mark.parametrize(
    ("mode", "state", "message"),
    [
        ("good", "done", None),
        ("partly", "partly", None),
        ("sentence", "failed", SENTENCE),
        ("crash", "failed", REASONS["audit_died"]),
        ("killed", "failed", REASONS["audit_died"]),
        ("silent", "failed", REASONS["audit_died"]),
    ],
)
def test_how_it_ends(folder: Path, mode: str, state: State, message: Reason | None) -> None:
    job = begun(folder, mode)
    job.wait(30)
    told = job.progress()
    assert (told["state"], told["message"]) == (state, message and message._asdict())
    assert told["files"] == 2
    assert job.report.exists() == (state in ("done", "partly")), "what is half written is removed"
    job.cancel()
    assert job.state == state, "what has ended stays as it is"


def test_its_progress(folder: Path) -> None:
    job = begun(folder, "good", 0.1)
    seen = []
    while job.state == "running":
        told = job.progress()
        if told["stage"] and seen[-1:] != [(told["stage"], told["done"], told["of"])]:
            seen.append((told["stage"], told["done"], told["of"]))
    order = [(stage, done, of) for stage, of in (("read", 2), ("compare", 4), ("tables", 1), ("write", 1)) for done in range(of + 1)]
    assert len(seen) > 5 and seen == [step for step in order if step in seen]


def test_it_keeps_its_temporary_files_where_it_is_told(folder: Path) -> None:
    begun(folder, "good").wait(30)
    assert [path.name for path in folder.with_name("scratch").iterdir()] == ["half-way"]


def test_cancelling_ends_all_that_it_has_started(folder: Path) -> None:
    job = begun(folder, "forever")
    child = job.report / "child"
    until(lambda: child.exists() and child.read_text() != "")
    pid = int(child.read_text())
    assert is_alive(pid) and is_alive(job.pid)
    job.cancel()
    assert job.state == "cancelled" and job.progress()["message"] is None
    until(lambda: not is_alive(pid) and not is_alive(job.pid))
    assert not job.report.exists()


def test_lines_that_are_no_progress_are_no_progress(folder: Path) -> None:
    lines = [
        "[1]",
        "3",
        "null",
        '{"stage": "read"}',
        '{"stage": "read", "done": "x", "of": 2}',
        '{"stage": "other", "done": 1, "of": 2}',
        "{",
        '{"stage": ["read"]}',
    ]
    code = f"import sys; print(*{lines!r}, sep='\\n', file=sys.stderr); sys.exit(1)"
    job = Job([stand_in()(folder, folder, "zh")[0], "-c", code], folder.with_name("report"), folder.with_name("scratch"), folder.parent)
    job.wait(30)
    assert job.state == "failed" and job.progress()["stage"] == ""
