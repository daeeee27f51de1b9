"""Words: jieba's segmentation with the dictionary of the trade, in a tokenizer object of its own."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

from jiaoyan_nlp.resources import resource

_ASCII_RUN = re.compile(r"[a-zA-Z0-9]+(?:\.\d+)?%?|\s+|[^\sa-zA-Z0-9]")


class Word(NamedTuple):
    """A word with its place in the text."""

    text: str
    start: int
    end: int


class Segmenter:
    """Cuts Chinese text into words by jieba's algorithm (dictionary graph, HMM for unknown words), run by rjieba.

    Each object holds its own dictionary: nothing that is added to one changes another, or the `jieba` package.
    """

    def __init__(self, *, domain: bool = True) -> None:
        from rjieba import Jieba

        self._engine = Jieba()
        if domain:
            for word, tag in domain_words():
                self.add(word, tag)

    def add(self, word: str, tag: str = "n") -> None:
        """Make `word` a word of the dictionary, common enough never to be cut."""
        self._engine.add_word(word, 20_000, tag)

    def words(self, text: str) -> Iterator[Word]:
        """All words of `text` in order, white space included; their texts joined are `text`."""
        for piece, start, end in self._engine.tokenize(text):
            if not piece.isascii() or piece.isalnum():
                yield Word(piece, start, end)
                continue
            # rjieba keeps ASCII runs such as 1-2 whole where jieba cuts them
            for part in _ASCII_RUN.finditer(piece):
                yield Word(part[0], start + part.start(), start + part.end())

    def cut(self, text: str) -> list[str]:
        """The words of `text` alone, as `words` gives them but for runs of ASCII, which are left whole."""
        words: list[str] = self._engine.cut(text)
        return words

    def tagged(self, text: str) -> list[tuple[str, str]]:
        """The words of `text` as `cut` gives them, each with its part of speech (jieba's tags: n, v, vn, r, m, q, p …)."""
        words: list[tuple[str, str]] = self._engine.tag(text)
        return words

    def joins(self, before: str, behind: str) -> bool:
        """Whether a word of the dictionary spans the place between two pieces of text."""
        at = len(before)
        return any(start < at < end for _, start, end in self._engine.tokenize(before + behind, hmm=False))


def domain_words() -> list[tuple[str, str]]:
    """(word, part of speech) of the trade's dictionary, `corpus/lexicons/words.txt`."""
    return listed_words(resource("corpus/lexicons/words.txt").read_text(encoding="utf-8"))


def listed_words(lines: str) -> list[tuple[str, str]]:
    """(word, part of speech) of a list of words: one a line, its part of speech behind it if not n; # begins a comment."""
    parted = [line.partition("#")[0].split() for line in lines.splitlines()]
    return [(parts[0], parts[1] if len(parts) > 1 else "n") for parts in parted if parts]


@cache
def stop_words(file: str = "") -> frozenset[str]:
    """Words that say little by themselves: those of `corpus/lexicons/stopwords.txt`, or of a file of the same form (words between white space)."""
    text = Path(file).read_text(encoding="utf-8-sig") if file else resource("corpus/lexicons/stopwords.txt").read_text(encoding="utf-8")
    return frozenset(word for line in text.splitlines() for word in line.partition("#")[0].split())


@cache
def segmenter(words: str = "") -> Segmenter:
    """The segmenter with the trade's dictionary, and with the words of a file of one's own (`listed_words`); made once a process."""
    made = Segmenter()
    for word, tag in listed_words(Path(words).read_text(encoding="utf-8-sig")) if words else ():
        made.add(word, tag)
    return made
