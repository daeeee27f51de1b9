"""Bounds for one process: how much memory it may use, and how long a task of it may take."""

from __future__ import annotations

import contextlib
import faulthandler
import os
import signal
import sys
import threading
from collections.abc import Iterable, Iterator
from pathlib import Path

MOST_MEMORY = 8 << 30
"""Bytes of address space of one worker."""
_SECONDS, _SECONDS_A_MEGABYTE = 60, 20
_GRACE = 20
"""Seconds after which a worker that does not hear the alarm, inside a foreign library, is ended."""


class TooSlow(BaseException):
    """A task took longer than it may; no `except Exception` of a library on the way catches it."""


def seconds_for(paths: Iterable[str]) -> int:
    """Seconds that files may take together, by their size."""
    return sum(_SECONDS + _SECONDS_A_MEGABYTE * (_size(path) >> 20) for path in paths)


def _size(path: str) -> int:
    """Bytes of a file; of a member of an archive those of the archive."""
    held = next((p for p in (Path(path), *Path(path).parents) if p.is_file()), None)
    return held.stat().st_size if held else 0


@contextlib.contextmanager
def time_limit(seconds: int) -> Iterator[None]:
    """Raise `TooSlow` in the body after so many seconds, and end the process where that is not heard."""
    if sys.platform == "win32" or threading.current_thread() is not threading.main_thread():
        yield
        return

    def ring(*_: object) -> None:
        raise TooSlow

    before = signal.signal(signal.SIGALRM, ring)
    signal.alarm(seconds)
    with Path(os.devnull).open("w") as nowhere:
        faulthandler.dump_traceback_later(seconds + _GRACE, exit=True, file=nowhere)
        try:
            yield
        finally:
            signal.alarm(0)
            faulthandler.cancel_dump_traceback_later()
            signal.signal(signal.SIGALRM, before)


def limit_memory() -> None:
    """Bound the memory of this process, where the system knows such bounds."""
    if sys.platform == "win32":
        return
    import resource

    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    most = MOST_MEMORY if hard == resource.RLIM_INFINITY else min(MOST_MEMORY, hard)
    resource.setrlimit(resource.RLIMIT_AS, (most, hard))
