"""Shingles: hashes of all runs of k letters, and where plans share them.

Every run of `t` letters of every plan is hashed (no sampling), so that a run of `t` or more letters that two plans share is
found whatever its frequency: this is the guarantee of the module.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

_BASE = np.uint64(0x9E3779B97F4A7C15)
_MIX = np.uint64(0xBF58476D1CE4E5B9)


def codes(text: str) -> NDArray[np.uint64]:
    """The code points of a text as an array."""
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32).astype(np.uint64)


def shingles(text: str, k: int) -> NDArray[np.uint64]:
    """One 64-bit hash for each run of k letters, shape (max(0, len(text) - k + 1),): a polynomial in the letters, mixed."""
    letters = codes(text)
    n = len(letters) - k + 1
    if n <= 0:
        return np.empty(0, dtype=np.uint64)
    out = np.zeros(n, dtype=np.uint64)
    with np.errstate(over="ignore"):
        for j in range(k):
            out = out * _BASE + letters[j : j + n]
        out ^= out >> np.uint64(31)
        out *= _MIX
    return out


def linked_pairs(texts: Sequence[str], t: int) -> list[tuple[int, int]]:
    """Pairs (centre, member) of texts that share a run of at least t letters, enough to connect all that share it.

    The members of each shared run are linked as a star to one centre, the text that shares most with others, so that the
    number of links is linear in the members however common a run is. Sorted, without repetition.
    """
    groups, members = _sharing(texts, t)
    if not len(groups):
        return []
    weight = np.bincount(members, minlength=len(texts))
    best = np.lexsort((members, -weight[members], groups))
    groups, members = groups[best], members[best]
    first = np.concatenate(([True], groups[1:] != groups[:-1]))
    centres = members[first][np.cumsum(first) - 1]
    links = np.unique(np.stack((centres[~first], members[~first])), axis=1)
    return [(int(a), int(b)) for a, b in links.T]


def all_pairs(texts: Sequence[str], t: int) -> list[tuple[int, int]]:
    """All pairs of texts, the smaller place first, that share a run of at least t letters: quadratic in a run's members."""
    groups, members = _sharing(texts, t)
    edges = np.flatnonzero(np.diff(groups)) + 1
    held = {tuple(each.tolist()) for each in np.split(members, edges) if len(each)}
    return sorted({pair for each in held for pair in itertools.combinations(each, 2)})


def _sharing(texts: Sequence[str], t: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Which texts hold each run of t letters that more than one holds: columns (number of the run, place of the text), sorted."""
    hashed = [shingles(text, t) for text in texts]
    if not sum(map(len, hashed)):
        return np.empty(0, np.int64), np.empty(0, np.int64)
    keys = np.concatenate(hashed)
    owner = np.repeat(np.arange(len(texts), dtype=np.int64), [len(h) for h in hashed])
    order = np.lexsort((owner, keys))
    keys, owner = keys[order], owner[order]
    new = np.concatenate(([True], keys[1:] != keys[:-1]))
    group = np.cumsum(new) - 1
    once = np.concatenate(([True], (group[1:] != group[:-1]) | (owner[1:] != owner[:-1])))
    group, owner = group[once], owner[once]
    shared = np.bincount(group)[group] > 1
    return group[shared], owner[shared]
