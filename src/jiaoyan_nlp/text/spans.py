"""Spans: half-open stretches [start, end) of a text, in Unicode code points."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple


class Span(NamedTuple):
    """A half-open stretch of a text: `text[start:end]` is what it quotes. Offsets count code points."""

    start: int
    end: int

    @property
    def length(self) -> int:
        return self.end - self.start

    def quote(self, text: str) -> str:
        return text[self.start : self.end]

    def overlap(self, other: Span) -> int:
        """Number of characters that both spans hold."""
        return max(0, min(self.end, other.end) - max(self.start, other.start))


def merged(spans: Iterable[tuple[int, int]], gap: int = 0) -> list[Span]:
    """The union of `spans` in text order; stretches at most `gap` characters apart become one."""
    out: list[Span] = []
    for start, end in sorted(spans):
        if start >= end:
            continue
        if out and start <= out[-1].end + gap:
            out[-1] = Span(out[-1].start, max(out[-1].end, end))
        else:
            out.append(Span(start, end))
    return out


def gaps(spans: Iterable[tuple[int, int]], start: int, end: int) -> Iterator[Span]:
    """The stretches of [start, end) that no span covers, in text order."""
    at = start
    for s in merged(spans):
        if s.end <= start or s.start >= end:
            continue
        if at < s.start:
            yield Span(at, s.start)
        at = max(at, s.end)
    if at < end:
        yield Span(at, end)


def trimmed(text: str, start: int, end: int) -> Span:
    """[start, end) without the white space at its two ends; empty at `start` where there is nothing else."""
    piece = text[start:end]
    behind = piece.lstrip()
    left = start + len(piece) - len(behind)
    return Span(left, left + len(behind.rstrip())) if behind else Span(start, start)
