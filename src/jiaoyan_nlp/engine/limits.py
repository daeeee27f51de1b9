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

from jiaoyan_nlp.corpus.files import size

MOST_MEMORY = 8 << 30
"""Bytes of address space of one worker."""
_SECONDS, _SECONDS_A_MEGABYTE = 60, 20
_GRACE = 20
"""Seconds after which a worker that does not hear the alarm, inside a foreign library, is ended."""


class TooSlow(BaseException):
    """A task took longer than it may; no `except Exception` of a library on the way catches it."""


def seconds_for(paths: Iterable[str]) -> int:
    """Seconds that files may take together, by their size."""
    return sum(_SECONDS + _SECONDS_A_MEGABYTE * (size(path) >> 20) for path in paths)


@contextlib.contextmanager
def time_limit(seconds: int, last: bool = True) -> Iterator[None]:
    """Raise `TooSlow` in the body after so many seconds, and where that is not heard, end the process if `last` says so."""
    if sys.platform == "win32" or threading.current_thread() is not threading.main_thread():
        yield
        return

    def ring(*_: object) -> None:
        raise TooSlow

    before = signal.signal(signal.SIGALRM, ring)
    signal.alarm(seconds)
    with Path(os.devnull).open("w") as nowhere:
        if last:
            faulthandler.dump_traceback_later(seconds + _GRACE, exit=True, file=nowhere)
        try:
            yield
        finally:
            signal.alarm(0)
            if last:
                faulthandler.cancel_dump_traceback_later()
            signal.signal(signal.SIGALRM, before)


def bound_worker() -> None:
    """Bound this process, a worker, and keep it quiet: its parent tells what went wrong, also that it was interrupted from the keyboard."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 2)  # foreign libraries say on standard error how they die
    os.close(nowhere)
    limit_memory()


def limit_memory() -> None:
    """Bound the memory of this process, where the system knows such bounds."""
    if sys.platform == "win32":
        return
    import resource

    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    most = MOST_MEMORY if hard == resource.RLIM_INFINITY else min(MOST_MEMORY, hard)
    with contextlib.suppress(ValueError, OSError):  # macOS refuses what is less than its processes map from the start
        resource.setrlimit(resource.RLIMIT_AS, (most, hard))


@contextlib.contextmanager
def memory_limit() -> Iterator[None]:
    """`limit_memory` for the body alone: what this process does later, and the programs that it starts, are as free as before."""
    if sys.platform == "win32":
        yield
        return
    import resource

    before = resource.getrlimit(resource.RLIMIT_AS)
    limit_memory()
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_AS, before)
