"""Synonyms: words that copyists put for one another, as classes, and letters folded by them.

The lexicon (`corpus/lexicons/synonyms.toml`) is a beginning; what aligned copies of a corpus exchange again and again
(`substitutions`) joins its classes for the second pass over that corpus.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from jiaoyan_nlp.resources import lexicon

Letters = NDArray[np.uint32]
_PLANE = 0x10000
"""Words are letters of the basic plane; of the others none is known."""


@cache
def class_of() -> dict[str, str]:
    """Of each word of the lexicon the first word of its class."""
    return {word: words[0] for words in lexicon("synonyms")["classes"] for word in words}


@cache
def exchangeable() -> dict[str, str]:
    """The classes of the lexicon, and subjects and numerals each as one class: what may stand for one another where a form is filled in."""
    subjects = [word for word in lexicon("metadata")["subjects"] if len(word) == 2]
    return class_of() | dict.fromkeys(subjects, subjects[0]) | dict.fromkeys("0123456789〇一二三四五六七八九十百两几", "0")


def are_synonyms(a: str, b: str) -> bool:
    """Whether two words that are not the same stand in one class of the lexicon."""
    known = class_of()
    return a != b and a in known and known[a] == known.get(b)


def folding_with(pairs: Iterable[tuple[str, str]]) -> Folding:
    """Folding by what is exchangeable, classes joined where a pair of words of one length ties them."""
    pairs = [(a, b) for a, b in sorted(pairs) if len(a) == len(b)]
    if not pairs:
        return folding()
    first = dict(exchangeable())
    members: dict[str, list[str]] = {}
    for word, head in first.items():
        members.setdefault(head, []).append(word)
    for a, b in pairs:
        head, other = first.setdefault(a, a), first.setdefault(b, b)
        if head == other:
            continue
        head, other = min(head, other), max(head, other)
        moved = members.pop(other, [other])
        members.setdefault(head, [head]).extend(moved)
        first.update(dict.fromkeys(moved, head))
    return Folding.by(first)


@dataclass(frozen=True, slots=True, eq=False)
class Folding:
    """Classes of words made ready for folding: of each length of words a table."""

    tables: tuple[_Table, ...]

    @classmethod
    def by(cls, classes: Mapping[str, str]) -> Folding:
        """Folding of each word to the first of its class, longer words first."""
        lengths = sorted({len(word) for word in classes}, reverse=True)
        return cls(tuple(_Table.of({w: head for w, head in classes.items() if len(w) == length}, length) for length in lengths))

    def fold(self, codes: Letters) -> Letters:
        """Letters with every word replaced by the first of its class, letter by letter: longer words first, then from the left."""
        out, taken = codes.copy(), np.zeros(len(codes), bool)
        for table in self.tables:
            table.fold(codes, out, taken)
        return out


@cache
def folding() -> Folding:
    """Folding by what is exchangeable."""
    return Folding.by(exchangeable())


@dataclass(frozen=True, slots=True, eq=False)
class _Table:
    """Words of one length: which letters they have at each place, their keys in order, and the first words of their classes."""

    known: NDArray[np.bool_]
    keys: NDArray[np.uint64]
    heads: Letters

    @classmethod
    def of(cls, classes: Mapping[str, str], length: int) -> _Table:
        words = sorted(classes)
        spelled = _spelled(words)
        known = np.zeros((length, _PLANE), bool)
        for nth in range(length):
            known[nth, spelled[:, nth]] = True
        order = np.argsort(_keys(spelled))
        return cls(known, _keys(spelled)[order], _spelled([classes[words[i]] for i in order.tolist()]))

    def fold(self, codes: Letters, out: Letters, taken: NDArray[np.bool_]) -> None:
        length = len(self.known)
        at = np.arange(max(0, len(codes) - length + 1))
        for nth in range(length):  # few letters begin such a word, fewer go on
            at = at[self.known[nth, codes[at + nth].clip(max=_PLANE - 1)] & ~taken[at + nth]]
        held = _keys(codes[at[:, None] + np.arange(length)])
        row = np.searchsorted(self.keys, held).clip(max=len(self.keys) - 1)
        same = self.keys[row] == held
        at, row = at[same], row[same]
        apart = _apart(at, length)
        at, row = at[apart], row[apart]
        for nth in range(length):
            out[at + nth] = self.heads[row, nth]
            taken[at + nth] = True


def _apart(at: NDArray[np.int64], length: int) -> NDArray[np.bool_]:
    """Of places in order those that do not lie in the word at a kept one before."""
    keep = np.ones(len(at), bool)
    for i in np.flatnonzero(np.diff(at, prepend=-length) < length).tolist():
        before = i - 1
        while before >= 0 and not keep[before] and at[i] - at[before] < length:
            before -= 1
        keep[i] = before < 0 or not keep[before] or at[i] - at[before] >= length
    return keep


def _spelled(words: Sequence[str]) -> Letters:
    return np.array([[ord(letter) for letter in word] for word in words], dtype=np.uint32)


def _keys(letters: Letters) -> NDArray[np.uint64]:
    """One number for each row of up to four letters of the basic plane."""
    out = np.zeros(len(letters), np.uint64)
    for column in letters.T:
        out = (out << np.uint64(16)) | column.astype(np.uint64)
    return out
