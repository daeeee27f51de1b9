"""Readability of plans: how long sentences and clauses are, how varied the words, how much is function words and set phrases.

Variety is measured in two ways that do not fall with the length of the text, as types by tokens do: MTLD, the mean length of runs of words
whose types by tokens stay above .72, forwards and backwards (McCarthy and Jarvis 2010); MATTR, the mean types by tokens in windows of 50 words
(Covington and McFall 2010). MTLD is told from 100 words on, MATTR from 50. A set phrase is a word of exactly four Chinese characters that is cut as one
(以人为本, 持之以恒): idioms and the four-character turns of the genre. How much of a plan can be checked stands in the table of specificity.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from jiaoyan_nlp.language.tokens import Ints, Tokens

if TYPE_CHECKING:
    import pandas as pd

COLUMNS = (
    "file", "plan", "school", "year", "words", "sentences", "sentence_words", "sentence_letters", "clause_words", "mtld", "mattr", "function_share",
    "set_phrases", "sentences_to_do", "checkable",
)  # fmt: skip
WINDOW = 50
LEAST_MTLD = 100
"""Words below which one factor more or less is most of an MTLD."""
FACTOR = 0.72
"""Types by tokens at which a run of MTLD ends."""
_FOUR = re.compile(r"[\u4e00-\u9fff]{4}")


def readability(tokens: Tokens, specificity: pd.DataFrame | None = None, *, function_words: Collection[str] = ()) -> pd.DataFrame:
    """A row a plan, of the words given: of a section alone where that section's words are given.

    Args:
        specificity: the table of that name, for what can be checked.
        function_words: words that say little by themselves (`text.words.stop_words`).

    Returns:
        A frame with the columns file, plan, school, year, words, sentences (with words), sentence_words, sentence_letters, clause_words (medians; of
        letters only those of words), mtld and mattr (missing in shorter texts), function_share (of the words), set_phrases (in 100 words),
        sentences_to_do (of tasks and measures) and checkable (share of these; both missing without the table, or where the plan has none).
    """
    import pandas as pd

    function = np.array([word in function_words for word in tokens.vocabulary], bool)
    four = np.array([_FOUR.fullmatch(word) is not None for word in tokens.vocabulary], bool)
    rows = list(_rows(tokens, function, four))
    told = pd.DataFrame(rows, columns=list(COLUMNS[:-2])).astype({"year": "Int64", **dict.fromkeys(("mtld", "mattr"), "Float64")})
    if specificity is None:
        return told.assign(sentences_to_do=None, checkable=None).astype({"sentences_to_do": "Int64", "checkable": "Float64"})
    known = specificity[["file", "plan", "sentences", "share"]].rename(columns={"sentences": "sentences_to_do", "share": "checkable"})
    return told.merge(known, on=["file", "plan"], how="left").astype({"sentences_to_do": "Int64", "checkable": "Float64"})


def _rows(tokens: Tokens, function: Any, four: Any) -> Iterator[dict[str, Any]]:
    known = tokens.passages.drop_duplicates("document").set_index("document")
    order = np.argsort(tokens.document, kind="stable")
    cuts = np.flatnonzero(np.diff(tokens.document[order])) + 1
    for places in np.split(order, cuts) if len(order) else ():
        ids, plan = tokens.ids[places], known.loc[int(tokens.document[places[0]])]
        _, sentence_words = np.unique(tokens.sentence[places], return_counts=True)
        _, clause_words = np.unique(tokens.clause[places], return_counts=True)
        letters = np.bincount(np.unique(tokens.sentence[places], return_inverse=True)[1], tokens.ends[places] - tokens.starts[places])
        words = ids.tolist()
        yield {
            **{name: plan[name] for name in ("file", "plan", "school", "year")}, "words": len(ids), "sentences": len(sentence_words),
            "sentence_words": float(np.median(sentence_words)), "sentence_letters": float(np.median(letters)), "clause_words": float(np.median(clause_words)),
            "mtld": mtld(words) if len(words) >= LEAST_MTLD else None, "mattr": mattr(ids) if len(words) >= WINDOW else None,
            "function_share": float(function[ids].mean()), "set_phrases": float(100 * four[ids].mean()),
        }  # fmt: skip


def mtld(words: Sequence[Any], factor: float = FACTOR) -> float:
    """The measure of textual lexical diversity: words by factors, the mean of both directions; the number of words where none comes twice.

    A factor ends where types by tokens fall to `factor`; what is left behind the last counts as the part of one that its own fall is.
    """
    return (_one_way(words, factor) + _one_way(words[::-1], factor)) / 2


def _one_way(words: Sequence[Any], factor: float) -> float:
    factors, seen, count = 0.0, set(), 0
    for word in words:
        seen.add(word)
        count += 1
        if len(seen) / count <= factor:
            factors, seen, count = factors + 1, set(), 0
    if count:
        factors += (1 - len(seen) / count) / (1 - factor)
    return len(words) / factors if factors else float(len(words))


def mattr(ids: Ints, window: int = WINDOW) -> float:
    """Mean share of different words in every window of so many words; 0 where there are fewer.

    A word counts as different in a window where its last occurrence lies before the window.
    """
    if len(ids) < window:
        return 0.0
    order = np.argsort(ids, kind="stable")
    before = np.full(len(ids), -len(ids))
    same = ids[order][1:] == ids[order][:-1]
    before[order[1:][same]] = order[:-1][same]
    # a word is new in the windows that begin behind its last occurrence and not behind itself
    first = np.maximum(np.maximum(before + 1, np.arange(len(ids)) - window + 1), 0)
    last = np.minimum(np.arange(len(ids)), len(ids) - window)
    return float(np.maximum(0, last - first + 1).sum() / window / (len(ids) - window + 1))
