"""Shared text counted once: of every shared passage one copy stays, so that a template in forty plans weighs as one text.

Of what lies in several families every letter is decided once, the largest families first: a copy of which most was kept already is
the one that stays. So nothing is lost, whatever families lie within each other.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from jiaoyan_nlp.language.tokens import Tokens
from jiaoyan_nlp.tables import rows_of

if TYPE_CHECKING:
    import pandas as pd

_UNDECIDED, _KEPT, _LEFT_OUT = 0, 1, 2
Copy = tuple[int, int, int]


def distinct(tokens: Tokens, reuse: pd.DataFrame) -> Tokens:
    """The tokens without what repeats a passage that others of them have.

    Args:
        reuse: the table of that name, families in their order, the exemplar first. Copies in other plans than these do not count: what
            is the only copy among these tokens stays.
    """
    places = {(r.file, r.plan): r.document for r in rows_of(tokens.passages[["file", "plan", "document"]].drop_duplicates())}
    present = set(np.unique(tokens.document).tolist())
    families: dict[str, list[Copy]] = defaultdict(list)
    for r in rows_of(reuse[["family_id", "file", "plan", "start", "end"]]):
        document = places.get((r.file, r.plan))
        if document is not None and document in present:
            families[r.family_id].append((document, r.start, r.end))
    state = _decided([copies for copies in families.values() if len(copies) > 1])
    chosen = np.ones(len(tokens), bool)
    for document, marks in state.items():
        rows = np.flatnonzero(tokens.document == document)
        middles = (tokens.starts[rows] + tokens.ends[rows]) // 2
        inside = middles < len(marks)
        chosen[rows[inside]] = marks[middles[inside]] != _LEFT_OUT
    return tokens.selected(chosen)


def _decided(families: list[list[Copy]]) -> dict[int, NDArray[np.int8]]:
    """For each plan, character by character of its source, whether it is kept or left out."""
    length: dict[int, int] = defaultdict(int)
    for copies in families:
        for document, _, end in copies:
            length[document] = max(length[document], end)
    state = {document: np.zeros(end, np.int8) for document, end in length.items()}
    for copies in families:
        parts = [state[document][start:end] for document, start, end in copies]
        stays = max(range(len(parts)), key=lambda i: (int((parts[i] == _KEPT).sum()), int((parts[i] == _UNDECIDED).sum()), -i))
        for i, part in enumerate(parts):
            part[part == _UNDECIDED] = _KEPT if i == stays else _LEFT_OUT
    return state
