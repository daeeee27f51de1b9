"""Progress: how far long work has come, told to whoever asked; nothing is kept."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Protocol, TypeVar

T = TypeVar("T")

STAGES = ("read", "compare", "tables", "write")
"""The stages of an audit, in their order: files are read, plans compared, tables made, the report written."""


class Stage(Protocol):
    """Hears of each step: the name of the stage, the steps done, and of how many."""

    def __call__(self, stage: str, done: int, of: int) -> None: ...


def steps(stage: str, items: Iterable[T], of: int, tell: Stage | None) -> Iterator[T]:
    """The items one after another; how many are done is told before the first, and whenever the caller is done with one."""
    if tell:
        tell(stage, 0, of)
    for done, item in enumerate(items, 1):
        yield item
        if tell:
            tell(stage, done, of)
