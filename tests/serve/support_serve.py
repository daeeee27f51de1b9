"""What the tests of the page share: a stand-in for the audit, a server in a thread, and whether a process is there."""

from __future__ import annotations

import contextlib
import os
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from waitress import create_server
from waitress.wasyncore import close_all

from jiaoyan_nlp.serve.app import create_app
from jiaoyan_nlp.serve.desk import Command, Desk

TOKEN = "a-token-for-tests"
STAND_IN = Path(__file__).with_name("stand_in_audit.py")


def stand_in(mode: str = "good", seconds: float = 0) -> Command:
    """An audit that behaves as `stand_in_audit.py` says."""
    return lambda folder, report, lang: [sys.executable, str(STAND_IN), str(folder), str(report), mode, str(seconds)]


@contextlib.contextmanager
def served(desk: Desk) -> Iterator[str]:
    """The address of a server that runs in a thread, down to its token."""
    server = create_server(create_app(desk, TOKEN), host="127.0.0.1", port=0, threads=8, max_request_body_size=desk.limits.file + 1)
    thread = threading.Thread(target=server.run)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.effective_port}/{TOKEN}"
    finally:
        desk.close()
        server.trigger.pull_trigger(lambda: close_all(server._map, ignore_all=True))  # its loop ends when nothing is open
        thread.join(10)
        server.task_dispatcher.shutdown()


def until(asked: Callable[[], bool], seconds: float = 30) -> None:
    """Wait until something is so."""
    end = time.monotonic() + seconds
    while not asked():
        assert time.monotonic() < end, "it never was"
        time.sleep(0.02)


def is_alive(pid: int) -> bool:
    """Whether a process runs; one that has ended and that nobody has asked about yet does not."""
    with contextlib.suppress(FileNotFoundError):
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    if Path("/proc/self").exists():
        return False
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, 0)
        return True
    return False
