"""What the commands do alike: read files with progress, tell problems, end with the right code."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING

import click

from jiaoyan_nlp.cli import language
from jiaoyan_nlp.cli.language import _
from jiaoyan_nlp.errors import REASONS, JiaoyanError

if TYPE_CHECKING:
    from jiaoyan_nlp.corpus.readers import Reading
    from jiaoyan_nlp.engine.analysis import Analysis
    from jiaoyan_nlp.engine.corpus import Corpus

SOME_PROBLEMS = 3
LONG_WORK = 8


def analyses(paths: Sequence[str], workers: int | None, quiet: bool) -> Iterator[Analysis]:
    """Analyse the files and folders named, `-` being standard input; problems are told on standard error at the end.

    After the last one the click context's exit code is 3 if any file had a problem.
    """
    from jiaoyan_nlp.engine.local import analyse_all, jobs_of

    named = [p for p in paths if p != "-"]
    jobs = jobs_of(named)
    problems = 0
    with progress(len(jobs), quiet) as tick:
        for analysis in _standard_input(paths):
            problems += tell(analysis)
            yield analysis
        for analysis in analyse_all(jobs, workers, tick, reading()):
            problems += tell(analysis)
            yield analysis
    if problems:
        click.get_current_context().meta["exit"] = SOME_PROBLEMS


def reading() -> Reading:
    """How files are read, as the options say."""
    from jiaoyan_nlp.corpus.readers import Reading

    return Reading(click.get_current_context().meta.get("text_column", ""))


def _standard_input(paths: Sequence[str]) -> Iterator[Analysis]:
    from jiaoyan_nlp.corpus.readers import read_bytes
    from jiaoyan_nlp.engine.analysis import Analysis, analyse, problem

    if "-" not in paths:
        return
    try:
        yield analyse(read_bytes(sys.stdin.buffer.read(), "-", reading()))
    except JiaoyanError as error:
        yield Analysis("-", problems=[problem("-", "read", error.reason, error.detail)])


def tell(analysis: Analysis) -> int:
    """Print a file's problems on standard error, in the language chosen; how many there were."""
    for row in analysis.problems:
        words = row["message"] if language.current() == "zh" else REASONS[row["reason"]].en.format(detail=row["detail"])
        click.echo(f"{row['file']}: {words}", err=True)
    return len(analysis.problems)


def read_corpus(folder: str, workers: int | None, quiet: bool) -> Corpus:
    """The corpus of a folder; problems are told, and leave the exit code 3."""
    from jiaoyan_nlp.engine.corpus import load_corpus
    from jiaoyan_nlp.engine.local import folder_jobs

    with progress(len(folder_jobs(folder)), quiet) as tick:
        corpus = load_corpus(folder, workers=workers, tick=tick, reading=reading())
    if sum(tell(a) for a in corpus.analyses):
        click.get_current_context().meta["exit"] = SOME_PROBLEMS
    return corpus


def finish() -> None:
    """End with 3 where some files had problems, else with 0."""
    context = click.get_current_context()
    context.exit(context.meta.get("exit", 0))


@contextlib.contextmanager
def progress(total: int, quiet: bool) -> Iterator[Callable[[], None] | None]:
    """A bar on standard error, where that is a terminal and the work is long."""
    if quiet or total < LONG_WORK or not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(_("Reading"), total=total)
        yield lambda: bar.advance(task)
