"""What `--progress` shows of an audit, on standard error: a bar a stage on a terminal, or a line of JSON a step for other programs."""

from __future__ import annotations

import contextlib
import json
import sys
import time
from collections.abc import Iterator
from itertools import pairwise
from typing import TYPE_CHECKING

import click

from jiaoyan_nlp.cli.language import _

if TYPE_CHECKING:
    from rich.progress import Progress

    from jiaoyan_nlp.progress import Stage

FORMS = ("bar", "jsonl")
_PAUSE = 0.1
"""Seconds between two lines within a stage, at least."""


@contextlib.contextmanager
def stages(form: str, quiet: bool) -> Iterator[Stage | None]:
    """Whom to tell the steps of the work in the body. Lines are told whatever `quiet` says: they were asked for."""
    if form == "jsonl":
        lines = _Lines()
        yield lines
        lines.end()
    elif quiet or not sys.stderr.isatty():
        yield None
    else:
        bars = _Bars()
        try:
            yield bars
        finally:
            bars.close()


class _Lines:
    """A line a step: the first and the last of a stage always, others as time goes by."""

    def __init__(self) -> None:
        self._begun: dict[str, float] = {}
        self._told = 0.0

    def __call__(self, stage: str, done: int, of: int) -> None:
        now = time.monotonic()
        self._begun.setdefault(stage, now)
        if done in (0, of) or now - self._told >= _PAUSE:
            self._told = now
            _line({"stage": stage, "done": done, "of": of})

    def end(self) -> None:
        """The last line: the seconds that each stage took, up to the next."""
        times = [*self._begun.items(), ("", time.monotonic())]
        _line({"stage": "done", "seconds": {stage: round(end - begun, 3) for (stage, begun), (_next, end) in pairwise(times)}})


def _line(told: dict[str, object]) -> None:
    click.echo(json.dumps(told), err=True)


class _Bars:
    """A bar for the stage that is under way."""

    def __init__(self) -> None:
        self._stage = ""
        self._bar: Progress | None = None

    def __call__(self, stage: str, done: int, of: int) -> None:
        if stage != self._stage:
            self._open(stage, of)
        if self._bar:
            self._bar.update(self._bar.task_ids[0], completed=done)
        if done >= of:
            self.close()  # what is printed between two stages must not run into a bar

    def _open(self, stage: str, of: int) -> None:
        from rich.console import Console
        from rich.progress import Progress

        self.close()
        names = {"read": _("Reading"), "compare": _("Comparing"), "tables": _("Making tables"), "write": _("Writing the report")}
        self._stage, self._bar = stage, Progress(console=Console(stderr=True), transient=True)
        self._bar.add_task(names[stage], total=of)
        self._bar.start()

    def close(self) -> None:
        if self._bar:
            self._bar.stop()
        self._bar = None
