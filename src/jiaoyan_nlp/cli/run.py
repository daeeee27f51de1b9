"""What the commands do alike: read files with progress, tell problems, end with the right code."""

from __future__ import annotations

import contextlib
import heapq
import itertools
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from jiaoyan_nlp.cli import language
from jiaoyan_nlp.cli.language import _
from jiaoyan_nlp.errors import REASONS, JiaoyanError

if TYPE_CHECKING:
    from jiaoyan_nlp.corpus.readers import Reading
    from jiaoyan_nlp.engine.analysis import Analysis, Row
    from jiaoyan_nlp.engine.corpus import Corpus
    from jiaoyan_nlp.engine.local import Job
    from jiaoyan_nlp.engine.store import Store

SOME_PROBLEMS = 3
LONG_WORK = 8


def analyses(paths: Sequence[str], workers: int | None, quiet: bool) -> Iterator[Analysis]:
    """Analyse the files, folders and stores named, `-` being standard input, in the order of the files' names; problems are told.

    After the last one the click context's exit code is 3 if any file had a problem.
    """
    from jiaoyan_nlp.engine.local import analyse_all
    from jiaoyan_nlp.engine.segments import renamed
    from jiaoyan_nlp.engine.store import is_store

    stores = [opened(path) for path in paths if is_store(path)]
    jobs = _jobs([path for path in paths if path != "-" and not is_store(path)])
    with progress(len(jobs) + sum(map(len, stores)), quiet) as tick:
        read = map(renamed, analyse_all([*jobs.values()], workers, tick, reading()), jobs)
        kept = [_from_store(store, tick) for store in stores]
        for analysis in itertools.chain(_standard_input(paths), heapq.merge(read, *kept, key=lambda a: a.file)):
            tell(analysis.problems)
            yield analysis


def _jobs(paths: Sequence[str]) -> dict[str, Job]:
    """The files named, and those below the folders named, by the path that is shown for each.

    A folder's files are analysed under their names in it, as `load_corpus` does: what lies around it says nothing of them.
    """
    from jiaoyan_nlp.engine.local import folder_jobs

    found = {}
    for path in paths:
        for job in folder_jobs(path):
            shown = (Path(path) / job.name).as_posix()
            found[shown] = job._replace(name=shown) if job.name == "." else job
    return dict(sorted(found.items()))


def _from_store(store: Store, tick: Callable[[], None] | None) -> Iterator[Analysis]:
    """A store's analyses, their files called as where the folder itself is named."""
    from jiaoyan_nlp.engine.segments import renamed

    for analysis in store:
        if tick:
            tick()
        yield renamed(analysis, (Path(store.manifest.folder) / analysis.file).as_posix())


def opened(path: str) -> Store:
    """A store for reading; that it is not finished is told, and leaves the exit code 3."""
    from jiaoyan_nlp.engine.store import Store

    store = Store.open(path, reading())
    if not store.manifest.built:
        click.echo(_("{store}: the store is not finished; run jiaoyan corpus build again.").format(store=path), err=True)
        click.get_current_context().meta["exit"] = SOME_PROBLEMS
    return store


def reading() -> Reading:
    """How files are read, as the options say. A model that cannot be used is told here, once, before any file is read."""
    from jiaoyan_nlp.corpus.readers import Reading
    from jiaoyan_nlp.sections.model import section_model

    held = click.get_current_context().meta
    if held.get("model"):
        section_model(held["model"])
    return Reading(held.get("text_column", ""), held.get("model", ""))


def _standard_input(paths: Sequence[str]) -> Iterator[Analysis]:
    from jiaoyan_nlp.corpus.readers import read_bytes
    from jiaoyan_nlp.engine.analysis import Analysis, analyse, problem

    if "-" not in paths:
        return
    try:
        yield analyse(read_bytes(sys.stdin.buffer.read(), "-", reading()), model=reading().model)
    except JiaoyanError as error:
        yield Analysis("-", problems=[problem("-", "read", error.reason, error.detail)])


def printable(file: str) -> str:
    """A file's name as messages show it: it may hold a line break, or a terminal's control codes."""
    return "".join(c if c.isprintable() else "?" for c in file)


def tell(problems: Sequence[Row]) -> int:
    """Print problems on standard error, in the language chosen; how many there were. If any, the exit code is to be 3."""
    for row in problems:
        words = row["message"] if language.current() == "zh" else REASONS[row["reason"]].en.format(detail=row["detail"])
        click.echo(f"{printable(row['file'])}: {words}", err=True)
    if problems:
        click.get_current_context().meta["exit"] = SOME_PROBLEMS
    return len(problems)


def read_corpus(folder: str, workers: int | None, quiet: bool) -> Corpus:
    """The corpus of a folder or a store; problems are told, and leave the exit code 3."""
    from jiaoyan_nlp.engine.corpus import Corpus, load_corpus
    from jiaoyan_nlp.engine.local import folder_jobs
    from jiaoyan_nlp.engine.store import is_store
    from jiaoyan_nlp.tables import records_of

    if is_store(folder):
        corpus = Corpus(opened(folder))
    else:
        with progress(len(folder_jobs(folder)), quiet) as tick:
            corpus = load_corpus(folder, workers=workers, tick=tick, reading=reading())
    tell(records_of(corpus.problems))
    return corpus


def read_corpora(paths: Sequence[str], workers: int | None, quiet: bool) -> Corpus:
    """The corpus of files, folders and stores, `-` being standard input; problems are told, and leave the exit code 3."""
    from jiaoyan_nlp.engine.corpus import Corpus
    from jiaoyan_nlp.engine.store import is_store

    if len(paths) == 1 and is_store(paths[0]):
        return read_corpus(paths[0], workers, quiet)
    return Corpus(tuple(analyses(paths, workers, quiet)))


def own_name(folder: str) -> str:
    """A folder's own name; of a store, that of the folder it was built from."""
    from jiaoyan_nlp.engine.store import Manifest, is_store

    return Manifest.load(Path(folder)).name if is_store(folder) else Path(folder).resolve().name


def finish() -> None:
    """End with 3 where some files had problems, else with 0."""
    context = click.get_current_context()
    context.exit(context.meta.get("exit", 0))


@contextlib.contextmanager
def progress(total: int, quiet: bool, doing: str = "", least: int = LONG_WORK) -> Iterator[Callable[[], None] | None]:
    """A bar on standard error, where that is a terminal and the work has `least` steps; `doing` says what is done (by default: reading)."""
    if quiet or total < least or not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(doing or _("Reading"), total=total)
        yield lambda: bar.advance(task)
