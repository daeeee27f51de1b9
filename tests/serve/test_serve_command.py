"""`jiaoyan serve` as it is run: its address, that it ends with nothing left, and what it says where it cannot begin."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from support_serve import is_alive, until

PLAN = "语文教研组工作计划\n一、工作目标\n优秀率达到40%以上。\n二、主要工作\n每位教师每学期听课不少于20节。\n"


@contextlib.contextmanager
def running(temporary: Path, *arguments: str) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """The command with its temporary files in a folder, and the address that it prints."""
    environment = os.environ | dict.fromkeys(("TMPDIR", "TEMP", "TMP"), str(temporary))
    command = [sys.executable, "-m", "jiaoyan_nlp", "serve", "--no-browser", *arguments]
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8") as process:
        try:
            assert process.stdout is not None
            yield process, process.stdout.readline().strip()
        finally:
            process.kill()


def ask(address: str, data: bytes | None = None) -> Any:
    with urllib.request.urlopen(urllib.request.Request(address, data=data), timeout=60) as answer:
        return json.load(answer)


def started(address: str, files: int) -> None:
    batch = f"{address}batch/{ask(f'{address}batch', b'')['id']}"
    for number in range(files):
        ask(f"{batch}/file?path=school-{number}/plan.txt", PLAN.encode())
    ask(f"{batch}/start?lang=zh", b"")


def processes_below(pid: int) -> list[int]:
    listed = subprocess.run(["ps", "-A", "-o", "pid=,ppid="], capture_output=True, text=True, check=True).stdout.split()
    parents = dict(zip(map(int, listed[::2]), map(int, listed[1::2]), strict=True))
    children = [each for each, parent in parents.items() if parent == pid]
    return children + [grand for child in children for grand in processes_below(child)]


@pytest.mark.skipif(os.name != "posix", reason="signals of POSIX")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP], ids=lambda n: signal.Signals(n).name)
def test_it_ends_with_nothing_left(tmp_path: Path, number: int) -> None:
    with running(tmp_path) as (process, address):
        started(address, 30)
        audit = processes_below(process.pid)
        assert audit and ask(f"{address}progress")["state"] == "running"
        process.send_signal(number)
        assert process.wait(30) == 0
        assert process.stderr is not None and "Traceback" not in process.stderr.read()
    until(lambda: not any(map(is_alive, audit)))
    assert not list(tmp_path.glob("jiaoyan-*"))


def test_the_real_audit_and_a_folder_where_reports_are_kept(tmp_path: Path) -> None:
    with running(tmp_path, "-o", str(tmp_path / "报告"), "--lang", "en") as (process, address):
        assert address.startswith("http://127.0.0.1:") and len(address.split("/")[3]) >= 32
        started(address, 2)
        until(lambda: ask(f"{address}progress")["state"] != "running", 120)
        told = ask(f"{address}progress")
        assert (told["state"], told["files"], told["stage"]) == ("done", 2, "write")
        process.terminate()
        process.wait(30)
    [report] = (tmp_path / "报告").iterdir()
    assert report.name == told["report"] and {"report.html", "report.xlsx", "tables"} <= {path.name for path in report.iterdir()}


def test_a_port_that_is_taken_is_told_in_words(tmp_path: Path) -> None:
    with running(tmp_path) as (_, address):
        port = address.split(":")[2].split("/")[0]
        with running(tmp_path, "--port", port, "--lang", "zh") as (second, nothing):
            assert nothing == "" and second.wait(30) == 1
            assert second.stderr is not None
            assert second.stderr.read().startswith(f"错误：端口 {port} 不能用")
        assert ask(f"{address}progress") == {"state": "idle"}


@pytest.mark.parametrize("arguments", [["--help"], ["serve", "--help"], ["audit", "--help"]])
def test_help_does_not_wait_for_the_server(arguments: list[str]) -> None:
    code = f"import sys; sys.argv[1:] = {arguments!r}\nfrom jiaoyan_nlp.cli.main import main\ntry:\n    main()\nfinally:\n    print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert not {"flask", "waitress", "werkzeug"} & set(done.stdout.splitlines()[-1].split())
