"""Edits: what was changed between two copies of a passage, in letters, each with its kind; the kind of the whole copy; its similarity."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from operator import itemgetter
from typing import NamedTuple

from rapidfuzz.distance import Levenshtein

from jiaoyan_nlp.reuse.names import SLOTS, Name, names_in
from jiaoyan_nlp.reuse.passages import Run
from jiaoyan_nlp.reuse.synonyms import are_synonyms

SPUN_SHARE = 0.12
MOVED = 8
_DIRECT = 1000
_ANCHOR = 8
_WINDOW = 14

KINDS = ("verbatim", "names", "edited", "reordered", "merged", "spun")
"""Kinds of copies, from the least change to the most."""


class Edit(NamedTuple):
    """One difference between letters a and b.

    Attributes:
        kind: one of `names.SLOTS`, where a name, number or date stands for another; synonym, where a word does; replace,
            insert, delete; move, where the same letters stand at another place (b_start is then that place).
        a_start, a_end, b_start, b_end: places in the two copies; a name or a word whole.
    """

    kind: str
    a_start: int
    a_end: int
    b_start: int
    b_end: int


def differences(a: str, b: str, anchors: Sequence[Run] = ()) -> list[tuple[str, int, int, int, int]]:
    """The two texts as pieces in order: (equal, replace, insert or delete; start and end in a; in b).

    Long texts are compared between `anchors`, runs in order that are known to be the same.
    """
    if max(len(a), len(b)) <= _DIRECT or not anchors:
        return [(o.tag, o.src_start, o.src_end, o.dest_start, o.dest_end) for o in Levenshtein.opcodes(a, b)]
    out, i, j = [], 0, 0
    for run in (*(r for r in anchors if r.length >= _ANCHOR), Run(len(a), len(b), 0)):
        if run.a < i or run.b < j:
            continue
        out += [(t, s + i, e + i, x + j, y + j) for t, s, e, x, y in differences(a[i : run.a], b[j : run.b])]
        if run.length:
            out.append(("equal", run.a, run.a + run.length, run.b, run.b + run.length))
        i, j = run.a + run.length, run.b + run.length
    return out


def edits(a: str, b: str, anchors: Sequence[Run] = ()) -> list[Edit]:
    """The differences of two copies in the order of a, typed; none where the letters are the same."""
    if a == b:
        return []
    changes = [Edit(*d) for d in differences(a, b, anchors) if d[0] != "equal"]
    return _moved(_typed(changes, a, b), a, b)


def _typed(changes: Sequence[Edit], a: str, b: str) -> list[Edit]:
    out: list[Edit] = []
    for number, change in enumerate(changes):
        if out and change.a_end <= out[-1].a_end and change.b_end <= out[-1].b_end:
            continue  # within the same name
        wide = _slot(change, a, b) or _synonym(change, a, b)
        out.append(wide if wide and _fits(wide, out[-1] if out else None, changes[number:]) else change)
    return out


def _fits(wide: Edit, before: Edit | None, changes: Sequence[Edit]) -> bool:
    """Whether a change made wider holds whole changes only, and the same letters around them on both sides."""
    inside = [c for c in changes if c.a_start < wide.a_end or c.b_start < wide.b_end]
    first = changes[0]
    if before and (wide.a_start < before.a_end or wide.b_start < before.b_end):
        return False
    last = max([first, *inside], key=lambda c: (c.a_end, c.b_end))
    starts = first.a_start - wide.a_start == first.b_start - wide.b_start >= 0
    return starts and wide.a_end - last.a_end == wide.b_end - last.b_end >= 0


def _slot(change: Edit, a: str, b: str) -> Edit | None:
    """The change as names of one kind that stand for one another, if it lies in such on both sides."""
    x = _names_at(names_in(a), change.a_start, change.a_end)
    y = _names_around(b, change.b_start, change.b_end) if x else []
    same = next(((n, m) for n in x for m in y if n.kind == m.kind and not _is_beside(change, n, m)), None)
    return Edit(same[0].kind, same[0].start, same[0].end, same[1].start, same[1].end) if same else None


def _is_beside(change: Edit, n: Name, m: Name) -> bool:
    """Whether what was put in, or left out, is a name or an end of one beside another that stays."""
    if change.a_start < change.a_end and change.b_start < change.b_end:
        return False
    starts, ends = (change.a_start == n.start, change.b_start == m.start), (change.a_end == n.end, change.b_end == m.end)
    is_whole = change.a_end - change.a_start == n.end - n.start or change.b_end - change.b_start == m.end - m.start
    at_edge = starts if change.a_start == n.start or change.b_start == m.start else ends
    return is_whole or (any(at_edge) and not all(at_edge))


def _names_at(names: Sequence[Name], start: int, end: int) -> list[Name]:
    """The names that hold [start, end); they stand apart, so there are two at most."""
    last = bisect_right(names, start, key=itemgetter(0))
    return [n for n in names[max(0, last - 2) : last] if end <= n.end]


def _names_around(letters: str, start: int, end: int) -> list[Name]:
    """The names that hold letters[start:end], looked for in a window: of many copies of one exemplar only what differs is read."""
    low = max(0, start - _WINDOW)
    names = names_in(letters[low : end + _WINDOW])
    return [Name(n.start + low, n.end + low, n.kind) for n in names if n.start + low <= start and end <= n.end + low]


def _synonym(change: Edit, a: str, b: str) -> Edit | None:
    """The words around a replacement, where they stand for one another."""
    if change.kind != "replace" or change.a_end - change.a_start > 4:
        return None
    for before in range(3):
        for behind in range(3):
            s, e, x, y = change.a_start - before, change.a_end + behind, change.b_start - before, change.b_end + behind
            if s >= 0 <= x and are_synonyms(a[s:e], b[x:y]):
                return Edit("synonym", s, e, x, y)
    return None


def _moved(changes: list[Edit], a: str, b: str) -> list[Edit]:
    """A piece deleted here and inserted there is one move."""
    lost = {a[c.a_start : c.a_end]: c for c in changes if c.kind == "delete" and c.a_end - c.a_start >= MOVED}
    if not lost:
        return changes
    out = []
    moved = {}
    for c in changes:
        twin = lost.pop(b[c.b_start : c.b_end], None) if c.kind == "insert" else None
        if twin:
            moved[twin] = c
        out.append(c)
    gone = set(moved.values())
    return [Edit("move", c.a_start, c.a_end, moved[c].b_start, moved[c].b_end) if c in moved else c for c in out if c not in gone]


def similarity(a: str, b: str) -> float:
    """Share of letters that are kept, 0 to 1: one less the Levenshtein distance over the longer length."""
    return float(Levenshtein.normalized_similarity(a, b))


def kind_of_copy(a: str, b: str, changes: Sequence[Edit], *, is_reordered: bool = False) -> str:
    """How b was made from a, or both from a third: one of `KINDS` but merged.

    verbatim; names, where only names, places, dates, numbers and subjects differ; reordered, where parts stand in another
    order; spun, where much is said in other words; else edited.
    """
    if a == b:
        return "verbatim"
    if all(c.kind in SLOTS for c in changes):
        return "names"
    if is_reordered or any(c.kind == "move" for c in changes):
        return "reordered"
    replaced = sum(max(c.a_end - c.a_start, c.b_end - c.b_start) for c in changes if c.kind in ("replace", "synonym"))
    return "spun" if replaced >= SPUN_SHARE * min(len(a), len(b)) else "edited"
