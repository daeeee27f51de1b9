"""To scikit-learn and gensim: the words of passages for their vectorizers, the words of a corpus as their bags.

scikit-learn's own vectorizers are used, with our words for theirs, so that they go into a `Pipeline` and a `GridSearchCV` as ever; which passages
are meant, pandas selects (`corpus.where(section="goals").passages["text"]`). gensim's dictionary has the numbers of `Tokens`.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from jiaoyan_nlp.language.tokens import BY, WORD, Tokens
from jiaoyan_nlp.text.folding import fold
from jiaoyan_nlp.text.sentences import sentences
from jiaoyan_nlp.text.words import segmenter

if TYPE_CHECKING:
    import pandas as pd

_OURS: dict[str, Any] = {"token_pattern": None, "lowercase": False}
_ROW = {"document": ("file", "plan"), "passage": ("file", "plan", "start", "end")}
"""What names a document or a passage in the rows of `Bags`."""


def words_of(text: str) -> list[str]:
    """The words of a passage, as `Tokens` counts them: folded, punctuation left out. Latin letters keep their case."""
    folded = fold(text)
    return [word.text for span in sentences(folded) for word in segmenter().words(span.quote(folded)) if WORD.search(word.text)]


def count_vectorizer(**settings: Any) -> Any:
    """scikit-learn's `CountVectorizer` over our words; `settings` are its own (`min_df`, `ngram_range` in words, `stop_words` …).

    Raises:
        ImportError: scikit-learn is not installed.

    >>> goals = corpus.where(section="goals").passages["text"]
    >>> count_vectorizer(min_df=2).fit_transform(goals).shape[0] == len(goals)
    True
    """
    from sklearn.feature_extraction.text import CountVectorizer

    return CountVectorizer(**{"tokenizer": words_of, **_OURS, **settings})


def tfidf_vectorizer(**settings: Any) -> Any:
    """scikit-learn's `TfidfVectorizer` over our words, as `count_vectorizer`.

    Raises:
        ImportError: scikit-learn is not installed.
    """
    from sklearn.feature_extraction.text import TfidfVectorizer

    return TfidfVectorizer(**{"tokenizer": words_of, **_OURS, **settings})


class Bags(NamedTuple):
    """Words as gensim counts them.

    Attributes:
        dictionary: a `gensim.corpora.Dictionary`; a word's number is its place in the vocabulary of the tokens.
        corpus: of each document or passage the (number, count) of its words, by number.
        rows: what each of them is: file, plan, of a passage its place too, and what `Tokens` knows of it (`BY`).
    """

    dictionary: Any
    corpus: list[list[tuple[int, int]]]
    rows: pd.DataFrame


def dictionary_and_corpus(tokens: Tokens, of: str = "document") -> Bags:
    """The words of some tokens as gensim's dictionary and bags of words, a bag a plan (`document`) or a `passage`.

    What has no word among these tokens has no bag. Words of the vocabulary that do not occur are in the dictionary, with no document.

    Raises:
        ImportError: gensim is not installed.
        KeyError: `of` is neither.
    """
    named = _ROW[of]
    size = max(1, len(tokens.vocabulary))
    numbers, bag = np.unique(getattr(tokens, of), return_inverse=True)
    cells, counts = np.unique(bag.astype(np.int64) * size + tokens.ids, return_counts=True)
    places, words = np.divmod(cells, size)
    pairs = list(zip(words.tolist(), counts.tolist(), strict=True))
    cuts = np.searchsorted(places, np.arange(len(numbers) + 1)).tolist()
    corpus = [pairs[first:last] for first, last in pairwise(cuts)]
    held = tokens.passages.iloc[numbers] if of == "passage" else tokens.passages.drop_duplicates("document").set_index("document").loc[numbers]
    known = [*named, *(name for name in BY if of == "passage" or name != "label")]
    return Bags(_dictionary(tokens, np.bincount(words, minlength=size), len(corpus)), corpus, held[known].reset_index(drop=True))


def _dictionary(tokens: Tokens, documents: Any, bags: int) -> Any:
    """gensim's dictionary with our numbers, which its own counting would give anew."""
    from gensim.corpora import Dictionary

    counts = tokens.counts()
    present = np.flatnonzero(counts).tolist()
    dictionary = Dictionary()
    dictionary.token2id = dict(tokens.number)
    dictionary.cfs = {i: int(counts[i]) for i in present}
    dictionary.dfs = {i: int(documents[i]) for i in present}
    dictionary.num_docs, dictionary.num_pos, dictionary.num_nnz = bags, len(tokens), int(documents.sum())
    return dictionary
