"""Many files on this machine: the per-file function in a pool of processes, results in the order of the files."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path

from jiaoyan_nlp.corpus.readers import files_under
from jiaoyan_nlp.engine.analysis import Analysis, analyse_file, problem

Job = tuple[str, str]
MOST_MEMORY = 8 << 30
"""Bytes of address space that one worker may use: a hostile file ends its worker, not the machine."""


def jobs_of(paths: Sequence[str | os.PathLike[str]], root: str | os.PathLike[str] | None = None) -> list[Job]:
    """(path, name in the tables) of every file, sorted by name; names are relative to `root` where it is given."""
    named = []
    for path in files_under(paths):
        name = path.relative_to(root).as_posix() if root is not None else path.as_posix()
        named.append((str(path), name))
    return sorted(set(named), key=lambda job: job[1])


def analyse_all(jobs: Sequence[Job], workers: int | None = None, tick: Callable[[], None] | None = None) -> Iterator[Analysis]:
    """Analyse the files, in order; one that fails, or kills its worker, gives a problem row and stops no other.

    Args:
        workers: number of processes; by default that of the processors, and none for a single file.
        tick: called after each file.
    """
    count = min(workers or os.cpu_count() or 1, len(jobs))
    run = _serial(jobs) if count <= 1 else _pooled(jobs, count)
    for analysis in run:
        if tick:
            tick()
        yield analysis


def _serial(jobs: Sequence[Job]) -> Iterator[Analysis]:
    for job in jobs:
        yield guarded(*job)


def guarded(path: str, name: str) -> Analysis:
    """The per-file function; an error that nobody foresaw becomes a problem row."""
    try:
        return analyse_file(path, name)
    except MemoryError:
        return Analysis(name, problems=[problem(name, "analyse", "worker_died")])
    except Exception as error:  # the batch must go on whatever one file does
        return Analysis(name, problems=[problem(name, "analyse", "internal", type(error).__name__)])


def _pooled(jobs: Sequence[Job], count: int) -> Iterator[Analysis]:
    """Results in order. When a worker dies its whole pool is lost: the files not done are then tried one a process."""
    waiting: list[Future[Analysis]] = []
    done = 0
    try:
        with ProcessPoolExecutor(count, initializer=limit_memory) as pool:
            waiting = [pool.submit(guarded, *job) for job in jobs]
            for future in waiting:
                yield future.result()
                done += 1
    except BrokenProcessPool:
        for (path, name), future in zip(jobs[done:], waiting[done:], strict=False):
            finished = future.done() and not future.cancelled() and future.exception() is None
            yield future.result() if finished else _alone(path, name)
        for path, name in jobs[max(done, len(waiting)) :]:
            yield _alone(path, name)


def _alone(path: str, name: str) -> Analysis:
    with ProcessPoolExecutor(1, initializer=limit_memory) as pool:
        try:
            return pool.submit(guarded, path, name).result()
        except BrokenProcessPool:
            return Analysis(name, problems=[problem(name, "analyse", "worker_died")])


def limit_memory() -> None:
    """Bound the memory of this process, where the system knows such bounds."""
    if sys.platform == "win32":
        return
    import resource as limits

    _, hard = limits.getrlimit(limits.RLIMIT_AS)
    most = MOST_MEMORY if hard == limits.RLIM_INFINITY else min(MOST_MEMORY, hard)
    limits.setrlimit(limits.RLIMIT_AS, (most, hard))


def folder_jobs(folder: str | os.PathLike[str]) -> list[Job]:
    """The files below a folder, named relative to it."""
    return jobs_of([folder], Path(folder))
