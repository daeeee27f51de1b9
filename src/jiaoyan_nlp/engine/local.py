"""Many files on this machine: the per-file function in a pool of processes, results in the order of the files.

A worker is bounded in memory and in time, so that a hostile file ends its worker at most. Old Word files go to the pool in
batches that share one start of LibreOffice. At most a few tasks are under way at once: memory does not grow with the files.
"""

from __future__ import annotations

import os
import re
from collections import deque
from collections.abc import Callable, Collection, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path
from typing import NamedTuple

from jiaoyan_nlp.corpus.files import files_under, head, size
from jiaoyan_nlp.corpus.formats.sniffing import format_of
from jiaoyan_nlp.corpus.readers import DEFAULT, Reading
from jiaoyan_nlp.engine import limits
from jiaoyan_nlp.engine.analysis import Analysis, analyse_files, problem

BATCH = 16
"""Old Word files that share one start of LibreOffice."""
_REACH = 200
"""A batch is begun at the latest when its first file is this many files back."""
_OLD = ("ole", "doc", "encrypted", "rtf", "odt", "word_xml")
_HARMLESS, _SMALL = ("txt", "csv"), 1 << 20
"""Formats, and bytes, of a file for which no process is started: it cannot unpack to more than it is."""
_HALF = re.compile("[\ud800-\udfff]")
"""How Python holds a byte of a name that is no UTF-8: as half a surrogate pair, which no file of text can hold."""


class Job(NamedTuple):
    """A file to analyse: its path, which may lead into an archive, and what the tables call it."""

    path: str
    name: str


def jobs_of(paths: Sequence[str | os.PathLike[str]], root: str | os.PathLike[str] | None = None) -> list[Job]:
    """Every file, sorted by name; names are relative to `root` where it is given."""
    found = {str(path): (path.relative_to(root) if root is not None else path).as_posix() for path in files_under(paths)}
    taken = set(found.values())
    return sorted((Job(path, told(name, taken)) for path, name in found.items()), key=lambda job: job.name)


def told(name: str, taken: Collection[str] = ()) -> str:
    """A file's name as tables and reports can tell it: what is no UTF-8 is read as GB18030, in which Chinese Windows writes names.

    Where that is none either, or the name of another file (`taken`), its bytes are spelled out.

    >>> told("材料/" + os.fsdecode("计划".encode("gb18030")) + ".txt")
    '材料/计划.txt'
    """
    try:
        said = "/".join(os.fsencode(part).decode("gb18030") if _HALF.search(part) else part for part in name.split("/"))
    except UnicodeError:
        said = ""
    return said if said == name or (said and said not in taken) else name.encode("utf-8", "backslashreplace").decode("utf-8")


def folder_jobs(folder: str | os.PathLike[str]) -> list[Job]:
    """The files below a folder, named relative to it."""
    return jobs_of([folder], Path(folder))


def analyse_all(jobs: Sequence[Job], workers: int | None = None, tick: Callable[[], None] | None = None, reading: Reading = DEFAULT) -> Iterator[Analysis]:
    """Analyse the files, in order; one that fails, hangs, or kills its worker, gives a problem row and stops no other.

    Args:
        workers: number of processes; by default that of the processors, and none for a single harmless file. With 1 the files are read
            in this process: then their time is bounded, not their memory.
        tick: called after each file.
    """
    alone = len(jobs) == 1 and size(jobs[0].path) <= _SMALL and format_of(head(jobs[0].path), jobs[0].path) in _HARMLESS
    run = _serial(jobs, reading) if workers == 1 or alone else _pooled(jobs, min(workers or os.cpu_count() or 1, max(1, len(jobs))), reading)
    for analysis in run:
        if tick:
            tick()
        yield analysis


def _serial(jobs: Sequence[Job], reading: Reading) -> Iterator[Analysis]:
    return in_order(jobs, ((task, _bounded([jobs[i] for i in task], reading, last=False)) for task in tasks_of(jobs)))


def tasks_of(jobs: Sequence[Job]) -> Iterator[list[int]]:
    """Places in `jobs` of the files that are analysed together: old Word files in batches, any other alone."""
    old: list[int] = []
    for i, job in enumerate(jobs):
        if format_of(head(job.path), job.path) in _OLD:
            old.append(i)
        else:
            yield [i]
        if old and (len(old) == BATCH or i - old[0] >= _REACH):
            yield old
            old = []
    if old:
        yield old


def in_order(jobs: Sequence[Job], done: Iterator[tuple[list[int], list[Analysis]]]) -> Iterator[Analysis]:
    """The analyses in the order of the jobs, each as soon as those before it are there."""
    waiting: dict[int, Analysis] = {}
    at = 0
    for task, analyses in done:
        waiting.update(zip(task, analyses, strict=True))
        while at in waiting:
            yield waiting.pop(at)
            at += 1


def guarded(jobs: Sequence[Job], reading: Reading = DEFAULT) -> list[Analysis]:
    """The analyses of files that are read together; an error that nobody foresaw is told for each of them."""
    try:
        return analyse_files(jobs, reading)
    except Exception as error:  # the batch must go on whatever one file does
        if len(jobs) > 1:
            return [analysis for job in jobs for analysis in guarded([job], reading)]
        return [_failed(jobs[0], error)]


def _failed(job: Job, error: Exception) -> Analysis:
    reason, detail = ("worker_died", "") if isinstance(error, MemoryError) else ("internal", type(error).__name__)
    return Analysis(job.name, problems=[problem(job.name, "analyse", reason, detail)])


def _bounded(jobs: Sequence[Job], reading: Reading, last: bool = True) -> list[Analysis]:
    """As `guarded`, within the time that files of their size may take; `last` as in `time_limit`."""
    seconds = limits.seconds_for(job.path for job in jobs)
    try:
        with limits.time_limit(seconds, last):
            return guarded(jobs, reading)
    except limits.TooSlow:
        if len(jobs) > 1:
            return [analysis for job in jobs for analysis in _bounded([job], reading, last)]
        return [Analysis(jobs[0].name, problems=[problem(jobs[0].name, "analyse", "too_slow", str(seconds))])]


def _pooled(jobs: Sequence[Job], count: int, reading: Reading) -> Iterator[Analysis]:
    return in_order(jobs, _done(jobs, deque(tasks_of(jobs)), count, reading))


def _done(jobs: Sequence[Job], tasks: deque[list[int]], count: int, reading: Reading) -> Iterator[tuple[list[int], list[Analysis]]]:
    """Each task with its analyses. When a worker dies its whole pool is lost: the files under way are then tried one a
    process, and a new pool does the rest."""
    while tasks:
        running: deque[tuple[list[int], Future[list[Analysis]]]] = deque()
        try:
            with ProcessPoolExecutor(count, initializer=limits.bound_worker) as pool:
                while tasks or running:
                    while tasks and len(running) < 2 * count:
                        running.append((tasks[0], pool.submit(_bounded, [jobs[i] for i in tasks[0]], reading)))
                        tasks.popleft()
                    found = _outcome(running[0][1], [jobs[i] for i in running[0][0]])
                    yield running.popleft()[0], found
        except BrokenProcessPool:
            for task, future in running:
                if future.done() and not isinstance(future.exception(), BrokenProcessPool):
                    yield task, _outcome(future, [jobs[i] for i in task])
                else:
                    yield task, [_alone(jobs[i], reading) for i in task]


def _alone(job: Job, reading: Reading) -> Analysis:
    with ProcessPoolExecutor(1, initializer=limits.bound_worker) as pool:
        try:
            return _outcome(pool.submit(_bounded, [job], reading), [job])[0]
        except BrokenProcessPool:
            return Analysis(job.name, problems=[problem(job.name, "analyse", "worker_died")])


def _outcome(future: Future[list[Analysis]], jobs: Sequence[Job]) -> list[Analysis]:
    """What a task gave; that its analyses could not be sent to this process, as for want of memory, is told.

    Raises:
        BrokenProcessPool: its worker died.
    """
    try:
        return future.result()
    except BrokenProcessPool:
        raise
    except Exception as error:  # as in `guarded`
        return [_failed(job, error) for job in jobs]
