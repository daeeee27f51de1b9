"""Synonyms: words that copyists put for one another, as classes, and letters folded by them.

The lexicon (`corpus/lexicons/synonyms.toml`) is a beginning; what aligned copies of a corpus exchange again and again
(`substitutions`) joins its classes for the second pass over that corpus.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from jiaoyan_nlp.resources import lexicon

Letters = NDArray[np.uint32]
_SIEVE = 20
_BLOCK = 1 << 21
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
    slots = dict.fromkeys(subjects, subjects[0]) | dict.fromkeys("0123456789〇一二三四五六七八九十百两几", "0")
    others = [[word for word in words if word not in slots] for words in lexicon("synonyms")["classes"]]
    return {word: words[0] for words in others for word in words} | slots


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
    begins: NDArray[np.uint8]
    follows: NDArray[np.uint8]

    @classmethod
    def by(cls, classes: Mapping[str, str]) -> Folding:
        """Folding of each word to the first of its class, longer words first; words are up to eight letters long."""
        begins, follows = np.zeros(_PLANE, np.uint8), np.zeros(_PLANE, np.uint8)
        for word in classes:
            bit = 1 << (len(word) - 1)
            begins[ord(word[0])] |= bit
            if len(word) > 1:
                follows[ord(word[1])] |= bit
        lengths = sorted({len(word) for word in classes}, reverse=True)
        tables = tuple(_Table.of({w: head for w, head in classes.items() if len(w) == length}, length) for length in lengths)
        return cls(tables, begins, follows)

    def fold(self, codes: Letters) -> Letters:
        """Letters with every word replaced by the first of its class, letter by letter: longer words first, then from the left.

        A word does not reach over a 0.
        """
        gaps = np.flatnonzero(codes == 0)
        blocks = gaps[np.searchsorted(gaps, np.arange(_BLOCK, len(codes), _BLOCK)).clip(max=max(0, len(gaps) - 1))] if len(gaps) else gaps
        cuts = [0, *np.unique(blocks[blocks > 0]).tolist(), len(codes)]
        return np.concatenate([self._fold(codes[start:end]) for start, end in pairwise(cuts)])

    def _fold(self, codes: Letters) -> Letters:
        out, taken = codes.copy(), np.zeros(len(codes), bool)
        plane = codes.clip(max=_PLANE - 1).astype(np.uint16)
        begin = self.begins[plane]
        begin[:-1] &= self.follows[plane[1:]] | np.uint8(1)  # few letters begin a word, fewer go on
        for table in self.tables:
            table.fold(codes, out, taken, np.flatnonzero(begin & np.uint8(1 << (table.length - 1))))
        return out


@cache
def folding() -> Folding:
    """Folding by what is exchangeable."""
    return Folding.by(exchangeable())


@dataclass(frozen=True, slots=True, eq=False)
class _Table:
    """Words of one length by their keys in order, with the first words of their classes."""

    length: int
    likely: NDArray[np.bool_]
    keys: NDArray[np.uint64]
    heads: Letters

    @classmethod
    def of(cls, classes: Mapping[str, str], length: int) -> _Table:
        words = sorted(classes)
        spelled = _spelled(words)
        keys = _keys(spelled, np.arange(len(words)) * length, length)
        order = np.argsort(keys)
        likely = np.zeros(1 << _SIEVE, bool)
        likely[_sieved(keys)] = True
        return cls(length, likely, keys[order], _spelled([classes[words[i]] for i in order.tolist()]).reshape(-1, length))

    def fold(self, codes: Letters, out: Letters, taken: NDArray[np.bool_], at: NDArray[np.int64]) -> None:
        """Fold the words that begin at some of the places `at`."""
        at = at[at <= len(codes) - self.length]
        held = _keys(codes, at, self.length)
        sieved = self.likely[_sieved(held)]
        at, held = at[sieved], held[sieved]
        row = np.searchsorted(self.keys, held).clip(max=len(self.keys) - 1)
        same = self.keys[row] == held
        for nth in range(self.length):
            same &= ~taken[at + nth] & (codes[at + nth] < _PLANE)
        at, row = at[same], row[same]
        apart = _apart(at, self.length)
        at, row = at[apart], row[apart]
        for nth in range(self.length):
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
    return np.array([ord(letter) for word in words for letter in word], dtype=np.uint32)


def _keys(codes: Letters, at: NDArray[np.int64], length: int) -> NDArray[np.uint64]:
    """One number for the letters from each place on; of up to four letters of the basic plane one of their own."""
    out = np.zeros(len(at), np.uint64)
    for nth in range(length):
        out <<= np.uint64(16)
        out |= codes[at + nth]
    return out


def _sieved(keys: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """A short hash that tells most letters that are no word."""
    with np.errstate(over="ignore"):
        return (keys * np.uint64(0x9E3779B97F4A7C15)) >> np.uint64(64 - _SIEVE)
