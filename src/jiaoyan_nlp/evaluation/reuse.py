"""Text alignment measured in the manner of PAN (Potthast et al. 2010): recall by kind, precision, granularity, plagdet."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from jiaoyan_nlp.evaluation.scores import ratio

SCATTERED = frozenset({"reorder", "merged", "trimmed"})
"""Kinds whose gold is the whole passage although its sentences are rightly found one by one: granularity does not count."""

HARD = frozenset({"rewrite"})
"""Kinds that are reported apart: the same content in other words is neither asked for nor, where it is found, false."""


class Case(NamedTuple):
    """Two stretches of two files, [a, a_end) and [b, b_end), the files in the order of their names."""

    a: int
    a_end: int
    b: int
    b_end: int
    kind: str


def cases(rows: Iterable[Mapping[str, Any]]) -> dict[tuple[str, str], list[Case]]:
    """Passage pairs by their two files; a pair inside another pair is dropped."""
    held: dict[tuple[str, str], set[Case]] = defaultdict(set)
    for row in rows:
        a, b = sorted((side["file"], side["start"], side["end"]) for side in (row["a"], row["b"]))
        held[a[0], b[0]].add(Case(a[1], a[2], b[1], b[2], row.get("kind") or ""))
    return {key: [c for c in each if not any(_inside(c, other) for other in each)] for key, each in held.items()}


def _inside(c: Case, other: Case) -> bool:
    return other[:4] != c[:4] and other.a <= c.a and c.a_end <= other.a_end and other.b <= c.b and c.b_end <= other.b_end


def figures(gold: Iterable[Mapping[str, Any]], system: Iterable[Mapping[str, Any]]) -> dict[str, float]:
    """precision, recall (the mean over kinds, hard ones left out), granularity, plagdet, and the recall of each kind."""
    asked, given = cases(gold), cases(system)
    recall: dict[str, list[float]] = defaultdict(list)
    grain, precision = [], []
    for key in sorted(set(asked) | set(given)):
        for c in asked.get(key, []):
            recall[c.kind].append(_covered(c, given.get(key, [])))
            hits = sum(_touches(c, s) for s in given.get(key, []))
            if hits and c.kind not in SCATTERED | HARD:
                grain.append(hits)
        precision += [share for s in given.get(key, []) if (share := _right(s, asked.get(key, []))) is not None]
    means = {kind: ratio(sum(each), len(each)) for kind, each in sorted(recall.items())}
    fair = [mean for kind, mean in means.items() if kind not in HARD]
    p, r = ratio(sum(precision), len(precision)), ratio(sum(fair), len(fair))
    granularity = ratio(sum(grain), len(grain)) or 1.0
    plagdet = ratio(2 * p * r, p + r) / math.log2(1 + granularity)
    return {"precision": p, "recall": r, "granularity": granularity, "plagdet": plagdet, **{f"recall_{k}": v for k, v in means.items()}}


def _touches(x: Case, y: Case) -> bool:
    return min(x.a_end, y.a_end) > max(x.a, y.a) and min(x.b_end, y.b_end) > max(x.b, y.b)


def _right(found: Case, gold: list[Case]) -> float | None:
    """Share of a find that is gold; None where all that it has of it is a touch of a hard case, which does not count."""
    share = _covered(found, gold)
    return share if share or not any(_touches(found, c) for c in gold if c.kind in HARD) else None


def _covered(c: Case, others: list[Case]) -> float:
    """Share of the characters of a pair, both sides, that the others cover."""
    touching = [o for o in others if _touches(c, o)]
    a = _union((c.a, c.a_end), [(o.a, o.a_end) for o in touching])
    b = _union((c.b, c.b_end), [(o.b, o.b_end) for o in touching])
    return ratio(a + b, c.a_end - c.a + c.b_end - c.b)


def _union(bounds: tuple[int, int], spans: list[tuple[int, int]]) -> int:
    low, high = bounds
    total, end = 0, low
    for start, stop in sorted((max(low, s), min(high, e)) for s, e in spans):
        total += max(0, stop - max(start, end))
        end = max(end, stop)
    return total
