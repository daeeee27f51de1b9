"""What two plans share: runs of letters, passages made of them, and the options that tell passages from chance."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

OVERLAP = 6
"""Letters of one side that two runs in order may both claim, as where a word stands once in one copy and twice in the other."""


class Run(NamedTuple):
    """The letters a[a:a+length] and b[b:b+length] are the same, or are when words that are exchanged are folded."""

    a: int
    b: int
    length: int


@dataclass(frozen=True, slots=True)
class Options:
    """How passages are told apart from chance; lengths in letters.

    Attributes:
        min_run: every shared run of this length is found.
        gap: parts of a passage lie no farther apart than this, on both sides.
        shortest: least length of a passage.
        particular: a passage holds a run of this length in one paragraph, or twice `min_run` of shared letters around a run that
            is nearly so long, or three times: below, it is the trade's language (in five files from five sites runs of 16 were
            shared by none, of 12 by three).
        density: least share of a passage's letters that are the same.
        over_paragraphs: whether a run that goes on over the end of a paragraph counts as one.
    """

    min_run: int = 13
    gap: int = 36
    shortest: int = 16
    particular: int = 16
    density: float = 0.5
    over_paragraphs: bool = False

    @classmethod
    def for_runs_of(cls, t: int) -> Options:
        """Every shared run of t letters is a passage.

        But for those of which a part stands aside in a plan that holds them (`Ink.aside`), or stands twice in one of the plans.
        """
        return cls(min_run=t, shortest=t, particular=t, over_paragraphs=True)


class Passage(NamedTuple):
    """A stretch of text a and one of text b, in letters.

    Attributes:
        runs: the runs that they share, in the order of a.
        shared: the letters of these.
    """

    a_start: int
    a_end: int
    b_start: int
    b_end: int
    runs: tuple[Run, ...]
    shared: int

    @classmethod
    def of(cls, runs: Iterable[Run]) -> Passage:
        """The passage around some runs."""
        held = tuple(sorted(runs))
        b, b_ends = [r[1] for r in held], [r[1] + r[2] for r in held]
        return cls(held[0][0], max([r[0] + r[2] for r in held]), min(b), max(b_ends), held, sum([r[2] for r in held]))

    @property
    def length(self) -> int:
        """Letters of the longer side."""
        return max(self.a_end - self.a_start, self.b_end - self.b_start)

    def flipped(self) -> Passage:
        return Passage.of([Run(r.b, r.a, r.length) for r in self.runs])

    def to_b(self, start: int, end: int) -> tuple[int, int]:
        """The stretch of b that stands against a[start:end], from the first shared letter in it to the last; empty if none is."""
        inside = [(max(r.a, start) + r.b - r.a, min(r.a + r.length, end) + r.b - r.a) for r in self.runs if r.a < end and r.a + r.length > start]
        if not inside:
            return self.b_start, self.b_start
        return min(s for s, _ in inside), max(e for _, e in inside)
