"""Shingles: hashes of all runs of k letters, and where plans share them.

Every run of `t` letters of every plan is hashed (no sampling), so that a run of `t` or more letters that two plans share is
found whatever its frequency: this is the guarantee of the module.
"""

from __future__ import annotations

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
    hashed = [shingles(text, t) for text in texts]
    if not hashed or sum(map(len, hashed)) == 0:
        return []
    keys = np.concatenate(hashed)
    owner = np.repeat(np.arange(len(texts), dtype=np.int64), [len(h) for h in hashed])
    order = np.argsort(keys, kind="stable")
    keys, owner = keys[order], owner[order]
    group = np.concatenate(([0], np.cumsum(keys[1:] != keys[:-1])))
    # one row for each text of a group, groups of one text dropped
    rows = np.unique(np.stack((group, owner)), axis=1)
    sizes = np.bincount(rows[0])
    rows = rows[:, sizes[rows[0]] > 1]
    if rows.size == 0:
        return []
    weight = np.bincount(rows[1], minlength=len(texts))
    best = np.lexsort((rows[1], -weight[rows[1]], rows[0]))
    groups, members = rows[0][best], rows[1][best]
    first = np.concatenate(([True], groups[1:] != groups[:-1]))
    centres = members[first][np.cumsum(first) - 1]
    links = np.unique(np.stack((centres[~first], members[~first])), axis=1)
    return [(int(a), int(b)) for a, b in links.T]
