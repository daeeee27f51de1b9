"""Reworded passages: copies with so many words replaced that no long run is left, found by the rare turns that they keep.

A copy spun from synonyms keeps its skeleton: scattered runs of three letters, in the same order, at the same distances. Most such
runs are anybody's; those that stand in only a few plans are not. Six rare ones in a window, in step on both sides, are a passage.
A search for the likely, with no guarantee: the exact families have one.
"""

from __future__ import annotations

import itertools
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from jiaoyan_nlp.reuse.alignment import Passage, Run
from jiaoyan_nlp.reuse.edits import similarity
from jiaoyan_nlp.reuse.shingles import shingles

Hit = tuple[int, int]
Reworded = dict[tuple[int, int], list[Passage]]


@dataclass(frozen=True, slots=True)
class Rewording:
    """Settings; lengths in letters.

    Attributes:
        turn: length of a turn.
        rare: most plans that a rare turn stands in; one more for each hundred plans, up to twice as many.
        turns: least number of rare turns, not touching one another, in a window.
        window: its length.
        drift: how far the two sides may get out of step within it.
        shortest: least length of a passage.
        density: least share of a passage's letters that stand in common turns.
        likeness: least similarity of the two sides (see `edits.similarity`).
    """

    turn: int = 3
    rare: int = 8
    turns: int = 6
    window: int = 120
    drift: int = 30
    shortest: int = 36
    density: float = 0.3
    likeness: float = 0.45


def reworded(texts: Sequence[str], settings: Rewording | None = None) -> Reworded:
    """Of each two texts (places, the smaller first) the passages that look like rewordings of one another."""
    settings = settings or Rewording()
    out = {}
    for (a, b), hits in _rare_hits(texts, settings).items():
        found = [p for stretch in _windows(hits, settings) if (p := _passage(texts[a], texts[b], stretch, settings))]
        if found:
            out[a, b] = found
    return out


def _rare_hits(texts: Sequence[str], settings: Rewording) -> dict[tuple[int, int], list[Hit]]:
    """Where each two texts hold the same rare turns: (place in a, place in b), for pairs with enough of them."""
    turns, owners, places = _turns(texts, settings.turn)
    if not len(turns):
        return {}
    starts = np.flatnonzero(np.concatenate(([True], turns[1:] != turns[:-1])))
    sizes = np.diff(np.append(starts, len(turns)))
    most = min(settings.rare + len(texts) // 100, 2 * settings.rare)
    size_of = np.repeat(sizes, sizes)
    keep = (size_of >= 2) & (size_of <= most)
    turns, owners, places = turns[keep], owners[keep], places[keep]
    rows = []
    for step in range(1, most):
        same = np.flatnonzero(turns[step:] == turns[:-step])
        rows.append(np.stack((owners[same], owners[same + step], places[same], places[same + step])))
    table = np.concatenate(rows, axis=1)
    pair = table[0] * len(texts) + table[1]
    order = np.lexsort((table[3], table[2], pair))
    table, pair = table[:, order], pair[order]
    edges = np.flatnonzero(np.concatenate(([True], pair[1:] != pair[:-1])))
    ends = np.append(edges[1:], len(pair))
    out: dict[tuple[int, int], list[Hit]] = {}
    for first, last in zip(edges.tolist(), ends.tolist(), strict=True):
        if last - first >= settings.turns:
            out[int(table[0, first]), int(table[1, first])] = list(zip(table[2, first:last].tolist(), table[3, first:last].tolist(), strict=True))
    return out


def _turns(texts: Sequence[str], k: int) -> tuple[NDArray[np.uint64], NDArray[np.int64], NDArray[np.int64]]:
    """All turns of all texts as sorted columns (turn, text, place); of a turn that a text repeats, its first place."""
    hashed = [shingles(text, k) for text in texts]
    if not sum(map(len, hashed)):
        return np.empty(0, np.uint64), np.empty(0, np.int64), np.empty(0, np.int64)
    turns = np.concatenate(hashed)
    owners = np.repeat(np.arange(len(texts), dtype=np.int64), [len(h) for h in hashed])
    places = np.concatenate([np.arange(len(h), dtype=np.int64) for h in hashed])
    order = np.lexsort((places, owners, turns))
    turns, owners, places = turns[order], owners[order], places[order]
    first = np.concatenate(([True], (turns[1:] != turns[:-1]) | (owners[1:] != owners[:-1])))
    return turns[first], owners[first], places[first]


def _windows(hits: list[Hit], settings: Rewording) -> list[list[Hit]]:
    """Stretches of hits in step, each holding a window with enough turns that do not touch."""
    out: list[list[Hit]] = []
    at = 0
    while at < len(hits):
        chain = [hits[at]]
        for hit in itertools.islice(hits, at + 1, None):
            if hit[0] - chain[-1][0] > settings.window // 2:
                break
            if hit[0] >= chain[-1][0] + settings.turn and abs((hit[1] - chain[-1][1]) - (hit[0] - chain[-1][0])) <= settings.drift // 2:
                chain.append(hit)
        dense = any(chain[i + settings.turns - 1][0] - chain[i][0] <= settings.window for i in range(len(chain) - settings.turns + 1))
        if dense:
            out.append(chain)
            end = chain[-1][0]
            at = next((i for i in range(at, len(hits)) if hits[i][0] > end), len(hits))
        else:
            at += 1
    return out


def _passage(a: str, b: str, chain: list[Hit], settings: Rewording) -> Passage | None:
    """The passage around a chain: stretched to the common turns in step before and behind it."""
    common: dict[str, list[int]] = defaultdict(list)
    k, reach = settings.turn, settings.window // 2
    (a_low, b_low), (a_high, b_high) = chain[0], chain[-1]
    b_from, b_to = max(0, b_low - reach), min(len(b), b_high + k + reach)
    for place in range(b_from, b_to - k + 1):
        common[b[place : place + k]].append(place)
    runs: list[Run] = []
    for place in range(max(0, a_low - reach), min(len(a), a_high + k + reach) - k + 1):
        there = common.get(a[place : place + k])
        if not there:
            continue
        shift = _shift_at(place, chain)
        near = [p for p in there if abs(p - place - shift) <= settings.drift // 2]
        near = [p for p in near if not runs or p >= runs[-1].b]
        if near:
            runs.append(Run(place, min(near, key=lambda p: abs(p - place - shift)), k))
    runs = _close(runs, settings.drift)
    if not runs:
        return None
    made = Passage(runs[0].a, runs[-1].a + k, runs[0].b, runs[-1].b + k, tuple(runs))
    length = max(made.a_end - made.a_start, made.b_end - made.b_start)
    letters = len({at for run in runs for at in range(run.a, run.a + k)})
    if length < settings.shortest or letters < settings.density * length:
        return None
    return made if similarity(a[made.a_start : made.a_end], b[made.b_start : made.b_end]) >= settings.likeness else None


def _shift_at(place: int, chain: list[Hit]) -> int:
    """How far b is ahead of a at a place: as at the nearest hit of the chain."""
    behind = bisect_left(chain, (place, 0))
    nearest = min(chain[max(0, behind - 1) : behind + 1], key=lambda hit: abs(hit[0] - place))
    return nearest[1] - nearest[0]


def _close(runs: list[Run], gap: int) -> list[Run]:
    """The longest stretch of runs with no hole wider than the gap."""
    best: list[Run] = []
    part: list[Run] = []
    for run in runs:
        if part and run.a - part[-1].a > gap:
            part = []
        part.append(run)
        if part[-1].a - part[0].a >= (best[-1].a - best[0].a if best else -1):
            best = list(part)
    return best
