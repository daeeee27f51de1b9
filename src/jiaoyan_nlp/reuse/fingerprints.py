"""Fingerprints: winnowed hashes of the runs of k letters of many texts.

Of every w runs that follow one another the one with the smallest hash is kept (Schleimer, Wilkerson and Aiken 2003: Winnowing).
Two texts that share a run of k + w - 1 letters share a window of w hashes, and so the fingerprint that was kept of it: this is
the guarantee that the whole floor stands on. It holds however common the run is.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

_BASE = np.uint64(0x9E3779B97F4A7C15)
_MIX = np.uint64(0xBF58476D1CE4E5B9)
NONE = np.uint64(0xFFFFFFFFFFFFFFFF)
"""The hash of a run that is none."""


class Winnowing(NamedTuple):
    """k: letters of a run that is hashed; w: runs of which one is kept."""

    k: int
    w: int

    @classmethod
    def for_runs_of(cls, t: int) -> Winnowing:
        """The settings with which every shared run of t letters is found: k near five eighths of t, as 8 and 6 are for 13."""
        k = max(1, round(t * 8 / 13))
        return cls(k, t - k + 1)

    @property
    def guarantee(self) -> int:
        """Every shared run of this many letters is found."""
        return self.k + self.w - 1


STANDARD = Winnowing(8, 6)
"""Shared runs of 13 letters and more are found."""


@dataclass(frozen=True, slots=True, eq=False)
class Stack:
    """Many texts as one array of code points, a 0 behind each.

    Attributes:
        codes: the letters of all texts, shape (letters + texts,).
        starts: place of each text in `codes`, and of the end; shape (texts + 1,).
    """

    codes: NDArray[np.uint32]
    starts: NDArray[np.int64]

    @classmethod
    def of(cls, texts: Sequence[str]) -> Stack:
        whole = codes("\0".join([*texts, "\0"]))
        starts = np.zeros(len(texts) + 1, dtype=np.int64)
        np.cumsum([len(text) + 1 for text in texts], out=starts[1:])
        return cls(whole, starts)

    def fingerprints(self, winnowing: Winnowing) -> Iterator[Fingerprints]:
        """The fingerprints of each text."""
        for start, end in pairwise(self.starts.tolist()):
            yield winnowed(self.codes[start : end - 1], winnowing)

    def owner(self, places: NDArray[np.int64]) -> NDArray[np.int64]:
        """The text that each place lies in."""
        return np.searchsorted(self.starts, places, side="right") - 1


def codes(text: str) -> NDArray[np.uint32]:
    """The code points of a text."""
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)


def hashes(codes: NDArray[np.uint32], k: int) -> NDArray[np.uint64]:
    """One 64-bit hash for each run of k letters, shape (max(0, len(codes) - k + 1),): a polynomial in the letters, mixed."""
    n = len(codes) - k + 1
    return hashed([codes[j : j + n] for j in range(k)]) if n > 0 else np.empty(0, dtype=np.uint64)


def hashed(letters: Sequence[NDArray[np.uint32]]) -> NDArray[np.uint64]:
    """The hashes of runs given as the first letter of each, the second of each, and so on."""
    out = np.zeros(len(letters[0]), dtype=np.uint64)
    with np.errstate(over="ignore"):
        for each in letters:
            out *= _BASE
            out += each
        out ^= out >> np.uint64(31)
        out *= _MIX
        out ^= out >> np.uint64(29)
    return out


class Fingerprints(NamedTuple):
    """Kept hashes of a text and the places of their runs, in order."""

    hashes: NDArray[np.uint64]
    places: NDArray[np.int32]


def winnowed(codes: NDArray[np.uint32], winnowing: Winnowing) -> Fingerprints:
    """The fingerprints of a text's letters. A run that holds a 0 is none."""
    k, w = winnowing
    hashed = hashes(codes, k)
    if len(hashed) < w:
        return Fingerprints(np.empty(0, np.uint64), np.empty(0, np.int32))
    if not codes.all():
        gaps = np.flatnonzero(codes == 0)
        for back in range(k):
            hashed[(gaps - back).clip(min=0, max=len(hashed) - 1)] = NONE
    # a hash is the least of one of its windows where it equals the greatest of their minima
    edge = np.zeros(w - 1, dtype=np.uint64)
    least = np.concatenate((edge, sliding(np.minimum, hashed, w), edge))
    places = np.flatnonzero((sliding(np.maximum, least, w) == hashed) & (hashed != NONE))
    return Fingerprints(hashed[places], places.astype(np.int32))


def fingerprints(text: str) -> Fingerprints:
    """The fingerprints of a text with the settings that stores keep (`STANDARD`)."""
    return winnowed(codes(text), STANDARD)


def sliding(pick: np.ufunc, values: NDArray[np.uint64], w: int) -> NDArray[np.uint64]:
    """The least (or greatest) of each w values that follow one another."""
    out, width = values, 1
    while width < w:
        step = min(width, w - width)
        out = pick(out[:-step], out[step:])
        width += step
    return out
