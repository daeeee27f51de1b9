"""Shared text counted once: of every shared passage one copy stays, so that a template in forty plans weighs as one text.

The exemplar stays where it is among the words asked, else the copy of which most has been kept or is undecided. Of the others what they have in
common with the exemplar is left out; what they say otherwise is their own and stays. Of what lies in several families every letter is
decided once, the largest families first: nothing that was kept is left out later.
"""

from __future__ import annotations

import json
from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from jiaoyan_nlp.language.tokens import Tokens
from jiaoyan_nlp.tables import rows_of

if TYPE_CHECKING:
    import pandas as pd

_UNDECIDED, _KEPT, _LEFT_OUT = 0, 1, 2
Marks = NDArray[np.int8]


class Copy(NamedTuple):
    """A copy of a passage: its plan, its place in the source, and the places in it that differ from the exemplar."""

    document: int
    start: int
    end: int
    is_exemplar: bool
    own: tuple[tuple[int, int], ...] = ()


def distinct(tokens: Tokens, reuse: pd.DataFrame) -> Tokens:
    """The tokens without what repeats a passage that others of them have.

    Args:
        reuse: the table of that name, families in their order. Copies in other plans than these do not count: what is the only copy among
            these tokens stays.
    """
    places = {(r.file, r.plan): r.document for r in rows_of(tokens.passages[["file", "plan", "document"]].drop_duplicates())}
    present = set(np.unique(tokens.document).tolist())
    families: dict[str, list[Copy]] = defaultdict(list)
    for r in rows_of(reuse[["family_id", "file", "plan", "start", "end", "kind", "edits"]]):
        document = places.get((r.file, r.plan))
        if document is not None and document in present:
            own = tuple((e["start"], e["end"]) for e in json.loads(r.edits or "[]") if e["kind"] != "move")
            families[r.family_id].append(Copy(document, r.start, r.end, r.kind == "exemplar", own))
    state = _decided([copies for copies in families.values() if len(copies) > 1])
    chosen = np.ones(len(tokens), bool)
    for document, marks in state.items():
        rows = np.flatnonzero(tokens.document == document)
        middles = (tokens.starts[rows] + tokens.ends[rows]) // 2
        inside = middles < len(marks)
        chosen[rows[inside]] = marks[middles[inside]] != _LEFT_OUT
    return tokens.selected(chosen)


def _decided(families: list[list[Copy]]) -> dict[int, Marks]:
    """For each plan, character by character of its source, whether it is kept or left out."""
    length: dict[int, int] = defaultdict(int)
    for copy in (copy for copies in families for copy in copies):
        length[copy.document] = max(length[copy.document], copy.end)
    state = {document: np.zeros(end, np.int8) for document, end in length.items()}
    for copies in families:
        parts = [state[c.document][c.start : c.end] for c in copies]
        stays = max(range(len(copies)), key=lambda i: (copies[i].is_exemplar, *_worth(parts[i]), -i))
        for i in sorted(range(len(copies)), key=lambda i: i != stays):
            _decide(parts[i], copies[i], _KEPT if i == stays else _LEFT_OUT)
    return state


def _worth(part: Marks) -> tuple[int, int]:
    return int((part == _KEPT).sum()), int((part == _UNDECIDED).sum())


def _decide(part: Marks, copy: Copy, mark: int) -> None:
    """Mark what is undecided of a copy; of one that is left out, what it has otherwise than the exemplar stays undecided."""
    open_still = part == _UNDECIDED
    if mark == _LEFT_OUT:
        for start, end in copy.own:
            open_still[max(0, start - copy.start) : max(0, end - copy.start)] = False
    part[open_still] = mark
