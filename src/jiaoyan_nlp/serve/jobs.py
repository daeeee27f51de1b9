"""One audit in a process of its own: what it says of its progress, how it ended, and how it is stopped."""

from __future__ import annotations

import contextlib
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections import deque
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Literal

from jiaoyan_nlp.errors import REASONS, Reason
from jiaoyan_nlp.progress import STAGES

PAGE = "report.html"
"""What a report is opened by."""
State = Literal["running", "done", "partly", "failed", "cancelled"]
_ENDS: dict[int, State] = {0: "done", 3: "partly"}
"""Exit codes that come with a report; of `partly` some files could not be read."""
_TOLD = (1, 2)
"""Exit codes that come with a sentence on what went wrong."""
_ERROR = re.compile(r"(?ms)^(?:Error: |错误：)(.+)\Z")
"""The sentence, or sentences, with which the command line ends that failed."""
_WINDOWS = sys.platform == "win32"


def audit_command(folder: Path, report: Path, lang: str) -> list[str]:
    """The command that audits a folder into the folder `report`, told in `zh` or `en`."""
    return [sys.executable, "-m", "jiaoyan_nlp", "audit", str(folder), "-o", str(report), "--progress", "jsonl", "--lang", lang]


class Job:
    """A command that runs, from its start; it writes a report into a folder, which is removed unless it gets one.

    Args:
        command: what to run; a line of JSON on standard error tells of progress, any other line is a message.
        report: the folder that it makes.
        scratch: an existing folder for whatever it writes for itself.
        within: a folder that is left out of the paths in its messages, for it says nothing to whom they are for.
    """

    def __init__(self, command: Sequence[str], report: Path, scratch: Path, within: Path) -> None:
        self.report = report
        self._within = f"{within}{os.sep}"
        self.state: State = "running"
        self.message: Reason | None = None
        self._since = time.monotonic()
        self._seconds = 0.0
        self._stage, self._done, self._of, self._files = "", 0, 0, 0
        self._said: deque[str] = deque(maxlen=50)
        self._stopped = False
        self._process = _started(command, scratch)
        self._watcher = threading.Thread(target=self._watch, daemon=True)
        self._watcher.start()

    @property
    def pid(self) -> int:
        """The process, which leads a group of its own."""
        return self._process.pid

    def progress(self) -> dict[str, Any]:
        """How far it is: state, stage with what is done of it, files read, seconds since its start, and the message where it failed."""
        running = self.state == "running"
        return {
            "state": self.state, "stage": self._stage, "done": self._done, "of": self._of, "files": self._files,
            "seconds": round(time.monotonic() - self._since if running else self._seconds),
            "message": self.message._asdict() if self.message else None,
        }  # fmt: skip

    def cancel(self) -> None:
        """End it with all that it has started, and remove what it has written; one that has ended is left as it is."""
        if self.state == "running":
            self._stopped = True
            _end_tree(self._process.pid)
        self.wait()

    def wait(self, timeout: float | None = 10) -> None:
        """Wait for its end, so many seconds at the most."""
        self._watcher.join(timeout)

    def _watch(self) -> None:
        with self._process as process:
            assert process.stderr is not None
            for line in process.stderr:
                self._hear(line.rstrip())
        self._seconds = time.monotonic() - self._since
        self._finish(process.returncode)

    def _hear(self, line: str) -> None:
        with contextlib.suppress(ValueError, TypeError, KeyError):
            told = json.loads(line)
            if told["stage"] in STAGES:
                self._stage, self._done, self._of = told["stage"], int(told["done"]), int(told["of"])
                self._files = self._of if self._stage == "read" else self._files
            return
        self._said.append(line)

    def _finish(self, code: int) -> None:
        """Tell how it ended; the state is set last, for it says that all else is settled."""
        has_report = (self.report / PAGE).is_file()
        state: State = "cancelled" if self._stopped else _ENDS.get(code, "failed") if has_report else "failed"
        if state == "failed":
            self.message = self._why(code)
        if state in ("failed", "cancelled"):
            shutil.rmtree(self.report, ignore_errors=True)
        self.state = state

    def _why(self, code: int) -> Reason:
        """The error that it ended with; one of ours where it died, for what it says then is for programmers."""
        said = "\n".join(self._said)
        found = None if code not in _TOLD or "\nTraceback" in f"\n{said}" else _ERROR.search(said)
        if found is None:
            return REASONS["audit_died"]
        words = found[1].replace(self._within, "").strip()
        return Reason(words, words)


def _started(command: Sequence[str], scratch: Path) -> subprocess.Popen[str]:
    """The command in a group of its own, its temporary files in `scratch`."""
    temporary = dict.fromkeys(("TMPDIR", "TEMP", "TMP"), str(scratch))
    group: dict[str, Any] = {"creationflags": 0x200} if _WINDOWS else {"start_new_session": True}  # CREATE_NEW_PROCESS_GROUP
    return subprocess.Popen(
        command, env=os.environ | temporary | {"PYTHONUTF8": "1"}, encoding="utf-8", errors="replace",
        stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, **group,
    )  # fmt: skip


def _end_tree(pid: int) -> None:
    """Kill a process and all that it has started; some of that, such as LibreOffice, leads groups of its own."""
    if _WINDOWS:
        subprocess.run(["taskkill", "/F", "/T", "/PID", str(pid)], capture_output=True)
        return
    for each in (pid, *_below(pid)):
        with contextlib.suppress(ProcessLookupError):
            os.killpg(os.getpgid(each), signal.SIGKILL)


def _below(pid: int) -> list[int]:
    """The processes that a process has started, and those that they have; none where the system has no `ps`."""
    try:
        listed = subprocess.run(["ps", "-A", "-o", "pid=,ppid="], capture_output=True, text=True).stdout.split()
    except FileNotFoundError:
        return []
    children: dict[int, list[int]] = {}
    for child, parent in zip(map(int, listed[::2]), map(int, listed[1::2]), strict=True):
        children.setdefault(parent, []).append(child)
    found = [pid]
    for each in found:
        found += children.get(each, [])
    return found[1:]
