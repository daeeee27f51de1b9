"""Hostile folders, files that change, workers that die, through the pool and the command line: nothing waited for, nothing else harmed."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from support_hostile import (
    FORKED,
    OLE,
    PLAN,
    jiaoyan,
    odt_lines,
    outcomes,
    put,
    set_out,
    text_document,
    zip_of,
)  # fmt: skip

from jiaoyan_nlp.corpus import files
from jiaoyan_nlp.engine import limits, local
from jiaoyan_nlp.engine.analysis import Analysis, analyse_files
from jiaoyan_nlp.engine.local import analyse_all, folder_jobs

pytestmark = FORKED


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return set_out(tmp_path)


# --- folders -----------------------------------------------------------------------------------------------------------------------


def test_what_is_no_file_is_told_and_never_waited_for(folder: Path) -> None:
    os.mkfifo(folder / "管道.txt")
    os.mkfifo(folder / "没有后缀的管道")
    (folder / "设备.txt").symlink_to("/dev/zero")
    put(folder, "像文件.docx/计划.txt", PLAN.encode())
    assert outcomes(folder) == {"管道.txt": ["no_file"], "设备.txt": ["no_file"], "像文件.docx/计划.txt": []}


def test_links_in_circles(folder: Path) -> None:
    (folder / "圈").symlink_to(folder)
    (folder / "圈.txt").symlink_to(folder)
    (folder / "自己.txt").symlink_to("自己.txt")
    (folder / "甲.txt").symlink_to("乙.txt")
    (folder / "乙.txt").symlink_to("甲.txt")
    (folder / "断.txt").symlink_to("无.txt")
    assert outcomes(folder) == {"自己.txt": ["unreadable"], "甲.txt": ["unreadable"], "乙.txt": ["unreadable"], "断.txt": ["missing"]}


def test_folders_nested_without_end(folder: Path) -> None:
    """Three hundred deep; and so deep that a path cannot name what lies there."""
    put(folder, "d/" * 300 + "计划.txt", PLAN.encode())
    at = os.open(folder, os.O_RDONLY)
    for _ in range(100):
        os.mkdir("e" * 50, dir_fd=at)
        below = os.open("e" * 50, os.O_RDONLY, dir_fd=at)
        os.close(at)
        at = below
    os.close(at)
    told = outcomes(folder)
    assert told.pop("d/" * 300 + "计划.txt") == []
    [(name, reasons)] = told.items()
    assert set(name.split("/")) == {"e" * 50} and reasons == ["unreadable"]


NAMES = [
    "换\n行.txt",
    "控\x1b[31m制\x07.txt",
    "a" * 251 + ".txt",
    "空 格 .txt",
    "引'\"号.txt",
    "-n.txt",
    "%s{0}.txt",
    "*?[.txt",
]
IN_BYTES = {
    b"\xc4\xe3\xba\xc3.txt": "你好.txt",
    "乙校".encode("gb18030") + "/计划.txt".encode(): "乙校/计划.txt",
    "丙校/".encode() + "计划𠮷.txt".encode("gb18030"): "丙校/计划𠮷.txt",
    "换\n行.txt".encode("gb18030"): "\\udcbb\\udcbb\n\\udcd0\\udcd0.txt",  # the name of another file
    b"\xff\xfe.txt": "\\udcff\\udcfe.txt",
}
"""Names that are no UTF-8, as Windows writes them, and what they are called."""


def test_names(folder: Path) -> None:
    for name in (*NAMES, *map(os.fsdecode, IN_BYTES)):
        put(folder, name, PLAN.encode())
    assert outcomes(folder) == {name: [] for name in (*NAMES, *IN_BYTES.values())}
    assert all(name.encode() for name in outcomes(folder))


def test_two_thousand_tiny_files(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every file comes out once, in order, and few are ever under way at once."""
    for i in range(2_000):
        put(folder, f"{i:04}.txt", b"")
    assert outcomes(folder) == {f"{i:04}.txt": ["empty"] for i in range(2_000)}


def test_a_text_of_hundreds_of_megabytes_is_refused_unread(folder: Path) -> None:
    with (folder / "大.txt").open("wb") as file:
        file.truncate(files.MOST_BYTES + 1)
    start = time.perf_counter()
    assert outcomes(folder) == {"大.txt": ["too_large"]}
    assert time.perf_counter() - start < 2


def _vanish(path: Path) -> None:
    path.unlink()


def _grow(path: Path) -> None:
    with path.open("ab") as file:
        file.truncate(files.MOST_BYTES + 1)


def _shrink(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:300])


def _become_folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


def _become_pipe(path: Path) -> None:
    path.unlink()
    os.mkfifo(path)


# what happens to a text file and to an archive between listing and reading, and what is told of each
CHANGES: list[tuple[Callable[[Path], None], str, str]] = [
    (_vanish, "missing", "missing"),
    (_grow, "too_large", "damaged_zip"),
    (_shrink, "", "damaged_zip"),
    (_become_folder, "is_folder", "missing"),
    (_become_pipe, "no_file", "missing"),
]


@pytest.mark.parametrize(("change", "of_text", "of_archive"), CHANGES)
def test_files_that_change_between_listing_and_reading(folder: Path, change: Callable[[Path], None], of_text: str, of_archive: str) -> None:
    put(folder, "变.txt", (PLAN * 3).encode())
    put(folder, "变.zip", zip_of({f"{i}.txt": PLAN * 3 for i in range(9)}, zipfile.ZIP_STORED))
    jobs = folder_jobs(folder)
    files._archive.cache_clear()
    change(folder / "变.txt")
    change(folder / "变.zip")
    told = outcomes(folder, jobs)
    assert told.pop("变.txt") == ([of_text] if of_text else [])
    assert told == {f"变.zip/{i}.txt": [of_archive] for i in range(9)}


# --- workers -----------------------------------------------------------------------------------------------------------------------


def test_a_worker_that_takes_too_much_memory(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def hungry(tasks: list[tuple[str, str]], *rest: object) -> list[Analysis]:
        held = bytearray(3 << 30) if tasks[0][1] == "饿.txt" else b""
        return [] if held else analyse_files(tasks, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(local, "analyse_files", hungry)
    monkeypatch.setattr(limits, "MOST_MEMORY", 3 << 30)
    put(folder, "饿.txt", PLAN.encode())
    assert outcomes(folder) == {"饿.txt": ["worker_died"]}


def test_an_analysis_that_cannot_be_sent(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def strange(tasks: list[tuple[str, str]], *rest: object) -> list[Analysis]:
        found = analyse_files(tasks, *rest)  # type: ignore[arg-type]
        return [Analysis(a.file, inks=[lambda: 0]) if a.file == "怪.txt" else a for a in found]  # type: ignore[list-item]

    monkeypatch.setattr(local, "analyse_files", strange)
    put(folder, "怪.txt", PLAN.encode())
    assert outcomes(folder) == {"怪.txt": ["internal"]}


def test_time_is_bounded_also_without_workers(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def slow(tasks: list[tuple[str, str]], *rest: object) -> list[Analysis]:
        time.sleep(30 if tasks[0][1] == "慢.txt" else 0)
        return analyse_files(tasks, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(local, "analyse_files", slow)
    monkeypatch.setattr(limits, "_SECONDS", 1)
    put(folder, "慢.txt", PLAN.encode())
    assert [[p["reason"] for p in a.problems] for a in analyse_all(folder_jobs(folder), 1)] == [[], ["too_slow"]]


# --- by the command line -----------------------------------------------------------------------------------------------------------


def test_interrupted_from_the_keyboard(folder: Path) -> None:
    """Ctrl-C reaches the command and its workers alike."""
    for i in range(1_200):  # so many that the first line comes long before the last
        put(folder, f"{i}.txt", PLAN.encode() * 20)
    command = [sys.executable, "-m", "jiaoyan_nlp", "plans", str(folder), "--format", "jsonl", "--jobs", "2"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True, encoding="utf-8") as run:
        assert run.stdout is not None and json.loads(run.stdout.readline())["plan"] == 1
        for _ in range(3):  # a busy machine may lose the first: whoever waits presses again
            os.killpg(run.pid, signal.SIGINT)
            with contextlib.suppress(subprocess.TimeoutExpired):
                _, told = run.communicate(timeout=15)
                break
    assert run.returncode == 1
    assert "Traceback" not in told and len(told.splitlines()) <= 2


@pytest.mark.parametrize("name", ["x" * 300 + ".zip", "包.zip/" + "x/" * 3_000 + "计划.txt", "好.txt/计划.zip"])
def test_a_path_that_cannot_be(folder: Path, name: str) -> None:
    run = jiaoyan("plans", name, cwd=folder)
    assert run.returncode == 2 and "Traceback" not in run.stderr


def test_a_folder_that_may_not_be_listed(folder: Path, tmp_path: Path) -> None:
    dropped = "-dac_override,-dac_read_search"
    before = ("setpriv", f"--bounding-set={dropped}", f"--inh-caps={dropped}") if os.geteuid() == 0 else ()
    if before and subprocess.run([*before, "true"], capture_output=True, check=False).returncode:
        pytest.skip("runs as root, and setpriv cannot drop the right to read everything")
    put(folder, "关/计划.txt", PLAN.encode())
    (folder / "关").chmod(0)
    run = jiaoyan("plans", folder, "--format", "jsonl", before=before, cwd=tmp_path)
    (folder / "关").chmod(0o700)
    assert run.returncode == 3
    assert [Path(json.loads(line)["file"]).name for line in run.stdout.splitlines()] == ["好.txt"]
    [told] = run.stderr.splitlines()
    assert "关: " in told and "权限" in told


def test_old_files_are_seen_as_such_by_their_first_bytes(tmp_path: Path) -> None:
    """They must share a start of LibreOffice; the first bytes of an .odt file are those of any archive."""
    put(tmp_path, "a.odt", text_document(odt_lines(PLAN * 50)))
    put(tmp_path, "b.doc", OLE)
    put(tmp_path, "包.zip", zip_of({"c.odt": text_document(odt_lines(PLAN * 50))}, zipfile.ZIP_STORED))
    assert list(local.tasks_of(folder_jobs(tmp_path))) == [[0, 1, 2]]
