"""Frequency and dispersion: how often words occur, and how evenly over the plans.

Dispersion is told by Gries' deviation of proportions, normalised (Gries 2008; Lijffijt and Gries 2012): 0 where a word is spread just as the
plans are long, 1 where it stands in one small plan alone.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from jiaoyan_nlp.language.tokens import Tokens

if TYPE_CHECKING:
    import pandas as pd

COLUMNS = ("term", "count", "per_10k", "documents", "dispersion")


def frequencies(tokens: Tokens, *, least_letters: int = 2, least_count: int = 1, leave_out: Collection[str] = ()) -> pd.DataFrame:
    """Every word with its frequency and dispersion.

    Args:
        least_letters: characters of the shortest word that is told.
        least_count: occurrences of the rarest.
        leave_out: words that are not told (stop words); they count among the words all the same.

    Returns:
        A frame with the columns term, count (occurrences), per_10k (in 10,000 words), documents (plans that have it), dispersion (0 even to
        1), the most frequent first.

    >>> frequencies(corpus.where(kind="plan").words()).columns.tolist()
    ['term', 'count', 'per_10k', 'documents', 'dispersion']
    """
    import pandas as pd

    counts = tokens.counts()
    spread, documents = _dispersion(tokens)
    out = set(leave_out)
    chosen = [
        i for i in np.flatnonzero(counts >= max(1, least_count)).tolist() if len(tokens.vocabulary[i]) >= least_letters and tokens.vocabulary[i] not in out
    ]
    chosen.sort(key=lambda i: (-counts[i], tokens.vocabulary[i]))
    total = max(1, len(tokens))
    rows = [(tokens.vocabulary[i], int(counts[i]), 10_000 * int(counts[i]) / total, int(documents[i]), float(spread[i])) for i in chosen]
    return pd.DataFrame(rows, columns=list(COLUMNS))


def _dispersion(tokens: Tokens) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    """Of each word of the vocabulary the normalised deviation of proportions over the plans, and the number of plans that have it.

    DP is half the sum over plans of |share of the word's occurrences - share of all words|; plans that have none of it add their share of all
    words, which is 1 less those of the plans that have it.
    """
    words = len(tokens.vocabulary)
    if not len(tokens):
        return np.zeros(words), np.zeros(words, np.int64)
    _, plan = np.unique(tokens.document, return_inverse=True)
    expected = np.bincount(plan) / len(plan)
    cells, occurrences = np.unique(tokens.ids.astype(np.int64) * len(expected) + plan, return_counts=True)
    word, there = np.divmod(cells, len(expected))
    counts = np.bincount(tokens.ids, minlength=words)
    apart = np.bincount(word, np.abs(occurrences / counts[word] - expected[there]), words)
    covered = np.bincount(word, expected[there], words)
    deviation = (apart + np.where(counts > 0, 1 - covered, 0)) / 2
    most = 1 - expected.min()
    return (deviation / most if most > 0 else np.zeros(words)).clip(0, 1), np.bincount(word, minlength=words)
