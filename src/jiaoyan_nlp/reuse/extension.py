"""Extension: the passages of a chain of runs.

A chain is brought into one order, its holes and ends are aligned letter by letter, and it is cut where nothing is shared.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from rapidfuzz.distance import Levenshtein

from jiaoyan_nlp.reuse.passages import OVERLAP, Options, Passage, Run

_SIGHT = 60
"""Letters beyond an end that are aligned at once."""
_LEAST_BLOCK = 2
"""Letters that are the same by chance too often to count when they are fewer."""
_EDIT = 0.6
"""What an edited letter costs, against 1 for one that is the same."""
_DROP = 12.0
"""How far the score may fall behind its best before the copy is at its end."""


def passages_of(a: str, b: str, chain: Sequence[Run], options: Options) -> list[Passage]:
    """The passages of a chain of runs between two texts; none where it is too short or too thin."""
    out: list[Passage] = []
    for part in _in_order(sorted(chain)):
        out += _dense(_filled(a, b, _stretched(a, b, part)), options)
    return out


def _in_order(chain: list[Run]) -> Iterator[list[Run]]:
    """The chain as parts that run forwards on both sides: the heaviest first, then what is left."""
    while chain:
        best = _heaviest(chain)
        yield _apart(best)
        taken = set(best)
        chain = [run for run in chain if run not in taken]


def _heaviest(chain: list[Run]) -> list[Run]:
    """The runs in order on both sides that hold the most letters."""
    if all(p.b + p.length - q.b <= OVERLAP and p.a + p.length - q.a <= OVERLAP and p.b < q.b for p, q in pairwise(chain)):
        return chain
    weights, before = [run.length for run in chain], [-1] * len(chain)
    for j, q in enumerate(chain):
        for i in range(max(0, j - 60), j):
            p = chain[i]
            if p.a < q.a and p.b < q.b and p.a + p.length - q.a <= OVERLAP and p.b + p.length - q.b <= OVERLAP and weights[i] + q.length > weights[j]:
                weights[j], before[j] = weights[i] + q.length, i
    at, out = max(range(len(chain)), key=lambda i: (weights[i], -i)), []
    while at >= 0:
        out.append(chain[at])
        at = before[at]
    return out[::-1]


def _apart(chain: Sequence[Run]) -> list[Run]:
    """Runs that do not overlap: of two that do the longer stays whole."""
    out: list[Run] = []
    for run in chain:
        while out and (cut := max(out[-1].a + out[-1].length - run.a, out[-1].b + out[-1].length - run.b)) > 0:
            last = out[-1]
            if last.length >= run.length:
                run = Run(run.a + cut, run.b + cut, run.length - cut)
                break
            out.pop()
            if last.length > cut:
                out.append(last._replace(length=last.length - cut))
        if run.length > 0:
            out.append(run)
    return out


def _stretched(a: str, b: str, part: list[Run]) -> list[Run]:
    """The runs with those beyond the first and the last of them that edits part from them."""
    last, first = part[-1], part[0]
    ahead = _reach(a, b, last.a + last.length, last.b + last.length)
    back = _reach(a[: first.a][::-1], b[: first.b][::-1], 0, 0) if first.a and first.b else []
    before = [Run(first.a - r.a - r.length, first.b - r.b - r.length, r.length) for r in reversed(back)]
    return [*before, *part, *ahead]


def _reach(a: str, b: str, i: int, j: int) -> list[Run]:
    """Runs from a[i:] and b[j:] on, as far as more is shared than edited (in the manner of an x-drop extension)."""
    out: list[Run] = []
    while True:
        x, y = a[i : i + _SIGHT], b[j : j + _SIGHT]
        if not any(x[n : n + 3] in y[:16] for n in range(10)):
            return out
        found = _best_start(x, y)
        if not found:
            return out
        out += [Run(i + r.a, j + r.b, r.length) for r in found]
        i, j = out[-1].a + out[-1].length, out[-1].b + out[-1].length


def _best_start(x: str, y: str) -> list[Run]:
    score = best = 0.0
    runs: list[Run] = []
    kept = 0
    for op in Levenshtein.opcodes(x, y):
        length = op.src_end - op.src_start
        if op.tag != "equal":
            score -= _EDIT * max(length, op.dest_end - op.dest_start)
        elif length >= _LEAST_BLOCK:
            runs.append(Run(op.src_start, op.dest_start, length))
            score += length
            if score > best:
                best, kept = score, len(runs)
        if score < best - _DROP:
            break
    return runs[:kept]


def _filled(a: str, b: str, part: list[Run]) -> list[Run]:
    """The runs with those in the holes between them."""
    out = part[:1]
    for p, q in pairwise(part):
        i, j = p.a + p.length, p.b + p.length
        if i < q.a and j < q.b and (q.a - i > 1 or q.b - j > 1):
            found = Levenshtein.opcodes(a[i : q.a], b[j : q.b])
            out += [Run(i + o.src_start, j + o.dest_start, n) for o in found if o.tag == "equal" and (n := o.src_end - o.src_start) >= _LEAST_BLOCK]
        out.append(q)
    return out


def _dense(part: list[Run], options: Options) -> Iterator[Passage]:
    """The passages that runs in order hold: all of them if they are dense enough, else what their parts hold.

    They are cut at the widest hole, so that a long run never goes down with the thin stretch behind it.
    """
    todo = [part]
    while todo:
        held = todo.pop()
        made = Passage.of(held)
        holes = [max(q.a - p.a - p.length, q.b - p.b - p.length) for p, q in pairwise(held)]
        if holes and (made.shared < options.density * made.length or max(holes) > options.gap):
            middle = len(held) / 2
            cut = max(range(len(holes)), key=lambda i: (holes[i], -abs(i + 1 - middle))) + 1
            todo += [held[cut:], held[:cut]]
        elif made.length >= options.shortest:
            yield made
