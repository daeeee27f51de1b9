"""Concordance: every occurrence of a term in a line with what stands around it (KWIC), led back to its source."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Literal, NamedTuple

import numpy as np

from jiaoyan_nlp.language.occurrences import found
from jiaoyan_nlp.language.tokens import Tokens
from jiaoyan_nlp.text.folding import fold

if TYPE_CHECKING:
    import pandas as pd

COLUMNS = ("file", "plan", "school", "year", "label", "left", "key", "right", "start", "end")
Sort = Literal["corpus", "left", "right"]
SORTS: tuple[Sort, ...] = ("corpus", "left", "right")
WIDTH = 30
"""Characters shown on either side."""


class _Line(NamedTuple):
    left: str
    key: str
    right: str


def concordance(
    tokens: Tokens, term: str, *, regex: bool = False, width: int = WIDTH, sort: Sort = "corpus", sample: int | None = None, seed: int = 1
) -> pd.DataFrame:
    """The lines of a term, as `occurrences.found` finds it.

    Args:
        regex: the term is a pattern.
        width: characters of source text shown on either side, as far as the passage reaches.
        sort: `left` sorts by what stands before the key, read from the key outwards; `right` by what stands behind it; `corpus` by place.
            Texts are compared folded, by code points: equal contexts come to stand together.
        sample: so many lines, drawn at random without replacement (all of them if there are fewer); the same `seed` draws the same.

    Returns:
        A frame with the columns file, plan (number in its file), school, year, label (the section's), left, key, right (source text, verbatim:
        together one stretch of it), start, end (the key's place in the source, in code points). No lines where the term does not occur.

    Raises:
        re.error: the pattern is none.

    >>> lines = concordance(corpus.tokens(), "集体备课")
    >>> set(lines["key"])
    {'集体备课'}
    """
    import pandas as pd

    held = found(tokens, term, regex=regex)
    drawn = np.arange(len(held.first))
    if sample is not None and sample < len(drawn):
        drawn = np.sort(np.random.default_rng(seed).choice(drawn, sample, replace=False))
    starts, ends = held.starts[drawn], held.ends[drawn]
    passages = tokens.passages.iloc[tokens.passage[held.first[drawn]]]
    lines = pd.DataFrame(_lines(tokens, passages, starts.tolist(), ends.tolist(), width), columns=list(_Line._fields), dtype="str")
    known = passages[["file", "plan", "school", "year", "label"]].reset_index(drop=True)
    table = known.join(lines).assign(start=starts, end=ends)
    return table.iloc[_order(lines, sort)].reset_index(drop=True)[list(COLUMNS)]


def _lines(tokens: Tokens, passages: pd.DataFrame, starts: list[int], ends: list[int], width: int) -> Iterator[_Line]:
    for file, begin, stop, start, end in zip(passages["file"], passages["start"].tolist(), passages["end"].tolist(), starts, ends, strict=True):
        text = tokens.texts[file]
        yield _Line(text[max(begin, start - width) : start], text[start:end], text[end : min(stop, end + width)])


def _order(lines: pd.DataFrame, sort: Sort) -> list[int]:
    if sort == "corpus":
        return list(range(len(lines)))
    keys = [fold(text)[::-1] if sort == "left" else fold(text) for text in lines[sort]]
    return sorted(range(len(keys)), key=keys.__getitem__)
