"""A plan's text cut into words with nothing left out: punctuation too, and where sentences and paragraphs end.

For formats that must give the text back, character by character; questions of language are asked of `language.tokens`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import NamedTuple

from jiaoyan_nlp.resources import lexicon
from jiaoyan_nlp.text.folding import fold
from jiaoyan_nlp.text.words import segmenter


class Piece(NamedTuple):
    """A word or a mark as written, its place in the text that it was cut from, and jieba's part of speech."""

    text: str
    start: int
    end: int
    tag: str


def pieces(text: str, start: int, end: int, cuts: Iterable[int] = ()) -> Iterator[Piece]:
    """The words and marks of `text[start:end]` in order, all of it but white space.

    Words are cut in the folded text and given as they stand in the source.

    Args:
        cuts: places in `text` where a word is cut in two besides, such as the beginnings and ends of spans.
    """
    bounds = sorted({start, end, *(at for at in cuts if start < at < end)})
    folded = fold(text[start:end])
    for first, last in pairwise(bounds):
        at = first
        for word, tag in segmenter().tagged(folded[first - start : last - start]):
            yield from _without_space(text, at, at + len(word), tag)
            at += len(word)


def _without_space(text: str, start: int, end: int, tag: str) -> Iterator[Piece]:
    at = start
    for part in text[start:end].split():
        at = text.index(part, at)
        yield Piece(part, at, at + len(part), tag)
        at += len(part)


def upos(piece: Piece) -> str:
    """The universal part of speech of a word: PUNCT, SYM, or what `corpus/lexicons/upos.toml` has for its tag; X for what it has not."""
    import unicodedata

    if not any(c.isalnum() for c in piece.text):
        kinds = {unicodedata.category(c)[0] for c in piece.text}
        return "SYM" if piece.text in "%％‰℃" or kinds == {"S"} else "PUNCT" if kinds <= {"P", "S"} else "X"
    return str(lexicon("upos")["upos"].get(piece.tag, {"upos": "X"})["upos"])
