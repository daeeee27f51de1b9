"""Near words: terms that stand in the same company, by vectors learned from the corpus itself (skip-gram, Mikolov et al. 2013; gensim).

Words are known by their neighbours alone. With the letters in them as well (fastText) all ten words nearest to 听课 are others on 课, which a
reader sees without a model. Pairs of words that belong together (normalised pointwise mutual information of .5; Bouma 2009) are joined to
phrases first. One process, fixed seed and order: the same words give the same vectors.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any
from zlib import crc32

import numpy as np

from jiaoyan_nlp.language.occurrences import occurrences
from jiaoyan_nlp.language.tokens import Tokens
from jiaoyan_nlp.text.folding import fold

if TYPE_CHECKING:
    import pandas as pd

COLUMNS = ("term", "cosine", "count")
ENOUGH = 200_000
"""Words of a corpus below which neighbours are not to be trusted: most words have been seen in too little company."""
LEAST = 5
"""Occurrences of the rarest word that has a vector."""


def near(tokens: Tokens, term: str, *, most: int = 20) -> pd.DataFrame:
    """The terms nearest to a term.

    Args:
        term: a word or a phrase; it is one word for the model, however it was cut.

    Returns:
        A frame with the columns term, cosine (of the vectors, -1 to 1), count (occurrences), the nearest first. Empty where the term occurs fewer
        than five times, or nothing else occurs so often. Whether to trust it: `len(tokens) >= ENOUGH`.
    """
    import pandas as pd

    asked = "".join(fold(term).split())
    sentences = _phrased(_joined(tokens, asked))
    counts = Counter(word for sentence in sentences for word in sentence)
    if counts[asked] < LEAST or sum(count >= LEAST for count in counts.values()) < 2:
        return pd.DataFrame(columns=list(COLUMNS))
    rows = [(word, float(cosine), counts[word]) for word, cosine in _model(sentences).wv.most_similar(asked, topn=len(counts)) if _told(word)]
    return pd.DataFrame(rows[:most], columns=list(COLUMNS))


def _told(word: str) -> bool:
    return len(word) > 1 and not word.isdigit()


def _joined(tokens: Tokens, term: str) -> list[list[str]]:
    """The words of each sentence, with every occurrence of the term as one word."""
    words, inner = tokens.words(), np.zeros(len(tokens), bool)
    for first, last in occurrences(tokens, term).tolist() if len(tokens) else ():
        words[first] = term
        inner[first + 1 : last + 1] = True
    sentences: dict[int, list[str]] = {}
    for word, sentence, is_inner in zip(words, tokens.sentence.tolist(), inner.tolist(), strict=True):
        if not is_inner:
            sentences.setdefault(sentence, []).append(word)
    return list(sentences.values())


def _phrased(sentences: list[list[str]]) -> list[list[str]]:
    """With the words of phrases joined."""
    from gensim.models.phrases import Phrases

    phrases = Phrases(sentences, min_count=LEAST, threshold=0.5, scoring="npmi", delimiter="")
    return [list(phrases[sentence]) for sentence in sentences] if sentences else []


def _model(sentences: list[list[str]]) -> Any:
    from gensim.models import Word2Vec

    return Word2Vec(
        sentences, vector_size=100, window=5, min_count=LEAST, sg=1, negative=10, epochs=10, seed=1, workers=1, hashfxn=lambda word: crc32(word.encode("utf-8"))
    )
