"""Tokens: the words of a corpus as arrays, each with its place in the source and its passage. All questions of language are asked of these.

A word is what jieba cuts with the trade's dictionary out of the folded text (Traditional written as Simplified, wide as narrow);
punctuation and white space are no words, but end a clause. Noise and titles are left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from jiaoyan_nlp.tables import rows_of
from jiaoyan_nlp.text.folding import fold
from jiaoyan_nlp.text.sentences import sentences
from jiaoyan_nlp.text.words import Segmenter, segmenter

if TYPE_CHECKING:
    import pandas as pd

Ints = NDArray[np.int32]
LEFT_OUT = ("noise", "title")
"""Labels of passages whose words are not counted."""
KNOWN = ("school", "district", "level", "year", "term", "school_year", "subject")
"""What a passage takes over from its plan; `kind` becomes `plan_kind`."""
BY = ("label", "plan_kind", *KNOWN)
"""What words can be selected and grouped by."""
WORD = re.compile(r"[^\W_]")
"""What makes a piece of text a word: a letter, a character, a digit."""


@dataclass(frozen=True, eq=False)
class Tokens:
    """Words, as arrays of one length.

    Attributes:
        vocabulary: every word once; `ids` are places in it.
        ids: the word of each token.
        starts, ends: its place in the source text of its file, in code points.
        passage: the row of `passages` it stands in.
        sentence, clause: numbers of its sentence and clause, ascending over the whole corpus.
        tags: its part of speech, a place in `tagset`; empty where none was asked for.
        passages: the passages with what is known of their plans (`BY`), and `document`, a number a plan.
        texts: the source text of each file.
    """

    vocabulary: tuple[str, ...]
    ids: Ints
    starts: Ints
    ends: Ints
    passage: Ints
    sentence: Ints
    clause: Ints
    passages: pd.DataFrame
    texts: Mapping[str, str]
    tags: Ints
    tagset: tuple[str, ...] = ()

    def __len__(self) -> int:
        return len(self.ids)

    @cached_property
    def number(self) -> dict[str, int]:
        """Word → its place in the vocabulary."""
        return {word: i for i, word in enumerate(self.vocabulary)}

    @cached_property
    def document(self) -> Ints:
        """The plan of each token, as `passages.document` numbers it."""
        return self.passages["document"].to_numpy(np.int32)[self.passage]

    @property
    def documents(self) -> int:
        """How many plans these words stand in."""
        return len(np.unique(self.document))

    def words(self) -> list[str]:
        """The words themselves, in order."""
        return [self.vocabulary[i] for i in self.ids.tolist()]

    def counts(self) -> NDArray[np.int64]:
        """How often each word of the vocabulary occurs."""
        return np.bincount(self.ids, minlength=len(self.vocabulary))

    def selected(self, chosen: NDArray[np.bool_]) -> Tokens:
        """The tokens for which `chosen` is true; vocabulary and passages stay as they are."""
        names = ("ids", "starts", "ends", "passage", "sentence", "clause", *(("tags",) if len(self.tags) else ()))
        return replace(self, **{name: getattr(self, name)[chosen] for name in names})

    def where(self, **values: Any) -> Tokens:
        """The tokens whose passages have these values, each one or several: `where(label="goals", year=[2022, 2023])`.

        Raises:
            KeyError: a name that is not in `BY`.
        """
        return self.selected(chosen_rows(self.passages, values)[self.passage])

    def tagged_as(self, tags: Iterable[str]) -> Tokens:
        """The tokens whose part of speech is one of these, or begins with it (n: n, nr, nz …). Only of tokens that are tagged."""
        wanted = np.array([tag.startswith(tuple(tags)) for tag in self.tagset], bool)
        return self.selected(wanted[self.tags] if len(self.tags) else np.zeros(len(self), bool))

    def groups(self, by: str) -> Iterator[tuple[Any, Tokens]]:
        """The tokens by a value of `BY`, in the order of the values; passages that have none are left out."""
        values = self.passages[by]
        for value in sorted(v for v in values.dropna().unique().tolist() if v != ""):
            yield value, self.selected((values == value).to_numpy(bool, na_value=False)[self.passage])

    def runs(self, of: str = "clause") -> Iterator[list[str]]:
        """The words of each clause or sentence, or of each passage or document."""
        numbers = getattr(self, of)
        cuts = np.flatnonzero(np.diff(numbers)) + 1
        words = self.words()
        for start, end in zip([0, *cuts.tolist()], [*cuts.tolist(), len(words)], strict=True):
            if start < end:
                yield words[start:end]


def plans_having(keys: NDArray[np.int64], documents: Ints, size: int) -> NDArray[np.int64]:
    """Of each key below `size` the number of different plans that it comes with."""
    plans = int(documents.max(initial=0)) + 1
    return np.bincount(np.unique(keys * plans + documents) // plans, minlength=size)


def chosen_rows(table: pd.DataFrame, values: Mapping[str, Any]) -> NDArray[np.bool_]:
    """Which rows of a table have these values; one value or several may be allowed for each column.

    Raises:
        KeyError: there is no such column.
    """
    chosen = np.ones(len(table), bool)
    for name, wanted in values.items():
        allowed = [wanted] if isinstance(wanted, str) or not isinstance(wanted, Iterable) else list(wanted)
        chosen &= table[name].isin(allowed).to_numpy(bool, na_value=False)
    return chosen


def tokens_of(passages: pd.DataFrame, plans: pd.DataFrame, texts: Mapping[str, str], *, tagged: bool = False, words: str = "") -> Tokens:
    """The words of passages (rows of that table), in their order.

    Args:
        plans: the table of plans that they stand in.
        texts: source text of each file.
        tagged: whether parts of speech are told too (jieba's; half as fast).
        words: a file of words of one's own that are never cut (`text.words.listed_words`).
    """
    cutter = segmenter(words)
    held = with_plans(passages[~passages["label"].isin(LEFT_OUT)], plans)
    columns: list[list[int]] = [[], [], [], [], [], []]
    vocabulary: dict[str, int] = {}
    tags: list[int] = []
    tagset: dict[str, int] = {}
    sentence = clause = 0
    for row, r in enumerate(rows_of(held)):
        text = fold(texts[r.file][r.start : r.end])
        for span in sentences(text):
            sentence += 1
            clause += 1
            for word, tag, at in _words(cutter, text[span.start : span.end], tagged):
                if not WORD.search(word):
                    clause += not word.isspace()
                    continue
                start = r.start + span.start + at
                number = vocabulary.setdefault(word, len(vocabulary))
                for column, value in zip(columns, (number, start, start + len(word), row, sentence, clause), strict=True):
                    column.append(value)
                if tagged:
                    tags.append(tagset.setdefault(tag, len(tagset)))
    ids, starts, ends, passage, of_sentence, of_clause = (np.array(column, np.int32) for column in columns)
    told = np.array(tags, np.int32)
    return Tokens(tuple(vocabulary), ids, starts, ends, passage, of_sentence, of_clause, held, texts, told, tuple(tagset))


def _words(cutter: Segmenter, text: str, tagged: bool) -> Iterator[tuple[str, str, int]]:
    """Word, part of speech (empty where none is asked for) and place."""
    if not tagged:
        yield from ((w.text, "", w.start) for w in cutter.words(text))
        return
    at = 0
    for word, tag in cutter.tagged(text):
        yield word, tag, at
        at += len(word)


def with_plans(passages: pd.DataFrame, plans: pd.DataFrame) -> pd.DataFrame:
    """Passages with what is known of their plans, and the plan's row as `document`; those of no plan are left out."""
    known = plans[["file", "plan", *KNOWN]].assign(plan_kind=plans["kind"], document=np.arange(len(plans)))
    return passages.merge(known, on=["file", "plan"], how="inner")
