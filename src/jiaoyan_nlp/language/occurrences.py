"""Where a term stands: a word, a phrase of several words, any other run of characters, or a pattern.

A word or a phrase is found wherever whole words that stand side by side spell it, however the words were cut there (核心素养, or 核心｜素养): 听课 is
not found in 旁听｜课程. A term that whole words spell nowhere (half a word, or one with punctuation in it) is found by its characters.
Terms are folded as the text is: 聽課 finds 听课. Occurrences do not overlap.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from jiaoyan_nlp.language.tokens import Ints, Tokens
from jiaoyan_nlp.text.folding import fold


class Found(NamedTuple):
    """Occurrences in the order of the corpus, as arrays of one length.

    Attributes:
        first, last: places in the tokens of the first and last word that each touches.
        starts, ends: its own place in the source text of its file, in code points; for a part of a word it lies within the word.
    """

    first: Ints
    last: Ints
    starts: Ints
    ends: Ints


def occurrences(tokens: Tokens, term: str, *, regex: bool = False) -> Ints:
    """The first and last word of each occurrence, as rows of two places in the tokens: `tokens.document[occurrences(tokens, "听课")[:, 0]]`.

    Whether a term is found by words or by characters is decided over the tokens given, so ask of all of them and part the answer.

    Args:
        regex: the term is a pattern of Python's `re`, looked for in the folded text of each passage.

    Raises:
        re.error: the pattern is none.
    """
    held = found(tokens, term, regex=regex)
    return np.column_stack((held.first, held.last))


def found(tokens: Tokens, term: str, *, regex: bool = False) -> Found:
    """What `occurrences` finds, with the place of each in the source. Empty terms are found nowhere.

    Raises:
        re.error: the pattern is none.
    """
    if regex:
        return _matched(tokens, pattern_of(term))
    spelled = "".join(fold(term).split())
    first, last = _spelled(tokens, spelled)
    if spelled and not len(first):
        return _matched(tokens, re.compile(re.escape(spelled)))
    return Found(first, last, tokens.starts[first], tokens.ends[last])


def _spelled(tokens: Tokens, term: str) -> tuple[Ints, Ints]:
    """First and last token of each run of tokens side by side that spell the term.

    All places are followed at once: `pieces` holds which word spells the term from which of its letters on, packed into one number.
    """
    size = len(term)
    runs = [(at, end) for at in range(size) for end in range(at + 1, size + 1) if term[at:end] in tokens.number]
    pieces = np.array([tokens.number[term[at:end]] * size + at for at, end in runs], np.int64)
    ids = tokens.ids.astype(np.int64) * size
    first = np.flatnonzero(np.isin(ids, pieces))
    last, spelled = first, _lengths(tokens, first)
    while (going := spelled < size).any():
        after = np.minimum(last + 1, len(tokens) - 1)
        fits = (after > last) & (tokens.passage[after] == tokens.passage[last]) & (tokens.starts[after] == tokens.ends[last])
        fits &= np.isin(ids[after] + spelled, pieces)
        stays = ~going | fits
        first, last = first[stays], np.where(going, after, last)[stays]
        spelled = np.where(going, spelled + _lengths(tokens, after), spelled)[stays]
    apart = _apart(first, last)
    return first[apart].astype(np.int32), last[apart].astype(np.int32)


def _lengths(tokens: Tokens, places: NDArray[np.int64]) -> NDArray[np.int64]:
    return (tokens.ends[places] - tokens.starts[places]).astype(np.int64)


def _apart(first: NDArray[np.int64], last: NDArray[np.int64]) -> list[int]:
    """Of runs that overlap (研讨研讨研讨 asked for 研讨研讨) the one that begins first."""
    chosen, behind = [], -1
    for i, (start, end) in enumerate(zip(first.tolist(), last.tolist(), strict=True)):
        if start > behind:
            chosen.append(i)
            behind = end
    return chosen


def pattern_of(term: str) -> re.Pattern[str]:
    """A pattern for folded text: what folding makes a mark of (（ → `(`) stays a letter to be found.

    Raises:
        re.error: the term is no pattern.
    """
    return re.compile(re.sub(r"\\?.", lambda m: m[0] if fold(m[0]) == m[0] else re.escape(fold(m[0][-1])), term, flags=re.DOTALL))


def _matched(tokens: Tokens, pattern: re.Pattern[str]) -> Found:
    """Matches that touch at least one of the tokens; a match of nothing is none."""
    rows = list(_matches(tokens, pattern))
    first, last, starts, ends = np.array(rows, np.int32).reshape(-1, 4).T
    return Found(first, last, starts, ends)


def _matches(tokens: Tokens, pattern: re.Pattern[str]) -> Iterator[tuple[int, int, int, int]]:
    rows, begins, sizes = np.unique(tokens.passage, return_index=True, return_counts=True)
    held = tokens.passages.iloc[rows]
    places = zip(held["file"], held["start"].tolist(), held["end"].tolist(), begins.tolist(), (begins + sizes).tolist(), strict=True)
    file, text = None, ""
    for name, start, end, begin, stop in places:
        if name != file:
            file, text = name, fold(tokens.texts[name])
        for match in pattern.finditer(text[start:end]):
            at, behind = start + match.start(), start + match.end()
            first = begin + int(np.searchsorted(tokens.ends[begin:stop], at, "right"))
            last = begin + int(np.searchsorted(tokens.starts[begin:stop], behind, "left")) - 1
            if match[0] and first <= last:
                yield first, last, at, behind
