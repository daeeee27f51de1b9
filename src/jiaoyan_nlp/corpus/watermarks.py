"""Watermarks: words of a site that it drops into a text again and again, found by their repetition.

A phrase that recurs is the author's or the site's. The site's cuts through sentences without regard: what stands before and
behind it belongs together, often as the two halves of one word (行政｜领导). An author's phrase does that by chance alone. So a
recurring phrase is believed to be a watermark where the words around enough of its places join to words of the dictionary, or
where its own words are a site's (文库, 下载 …) and clauses run on around it.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np

from jiaoyan_nlp.resources import wording
from jiaoyan_nlp.text.words import segmenter

_SHORTEST, _LONGEST = 5, 40
_GRAM = 5
_FACTOR = np.uint64(0x9E3779B97F4A7C15)
_LETTER = re.compile("[一-鿿]")
_STOPS = ",。、:;!?"
_BOXED = re.compile(r"[【\[(<《].*[】\])>》]")
_SITE_WORDS, _LOOSE_SITE_WORDS = re.compile(wording("site_words")), re.compile(wording("loose_site_words"))
_NAMES_A_DOCUMENT = re.compile(r"[计规]划|总结|方案|要点")


class Repeat(NamedTuple):
    """A phrase as long as all its places allow, and its places."""

    phrase: str
    starts: tuple[int, ...]


def watermarks(folded: str) -> Iterator[tuple[int, int]]:
    """Stretches of the folded text that are watermarks."""
    for repeat in repeats(folded):
        if is_watermark(folded, repeat):
            yield from ((at, at + len(repeat.phrase)) for at in repeat.starts)


def repeats(folded: str) -> Iterator[Repeat]:
    """Phrases of one line, of 5 to 40 characters, that recur where letters stand around them; each as long as it can be."""
    places: dict[str, list[int]] = defaultdict(list)
    for at in _recurring(folded):
        places[folded[at : at + _GRAM]].append(at)
    done: set[int] = set()
    for gram, starts in places.items():
        if len(starts) < 2 or "\n" in gram or starts[0] in done:
            continue
        left = _shared([folded[max(0, at - _LONGEST - 1) : at][::-1] for at in starts])
        right = _shared([folded[at + _GRAM : at + _GRAM + _LONGEST + 1] for at in starts])
        length = left + _GRAM + right
        done.update(range(starts[0] - left, starts[0] - left + length - _GRAM + 1))
        if length <= _LONGEST:
            repeat = _trimmed(folded, [at - left for at in starts], length)
            if len(repeat.phrase) >= _SHORTEST:
                yield repeat


def _recurring(folded: str) -> list[int]:
    """Places of grams that stand at another place too, in order; by their hashes, so that a place may be too many, never too few."""
    letters = np.frombuffer(folded.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    hashes = np.zeros(max(0, len(letters) - _GRAM + 1), dtype=np.uint64)
    for i in range(_GRAM):
        hashes = hashes * _FACTOR + letters[i : i + len(hashes)]
    order = np.argsort(hashes)
    same = np.flatnonzero(np.diff(hashes[order]) == 0)
    places: list[int] = np.union1d(order[same], order[same + 1]).tolist()
    return places


def _shared(pieces: Sequence[str]) -> int:
    """How many characters of a line all pieces begin with: the first and the last in order do, and so all between them."""
    first, last = min(pieces), max(pieces)
    return next((i for i, (a, b) in enumerate(zip(first, last, strict=False)) if a != b or a in "\r\n"), min(len(first), len(last)))


def _trimmed(folded: str, starts: Sequence[int], length: int) -> Repeat:
    """Without what the places share by chance around brackets, stops and spaces before the phrase, and spaces behind it."""
    phrase = folded[starts[0] : starts[0] + length]
    boxed = _BOXED.search(phrase)
    if boxed and len(boxed[0]) >= max(_SHORTEST, len(phrase) - 4):
        lead, phrase = boxed.start(), boxed[0]
    else:
        lead = len(phrase) - len(phrase.lstrip(_STOPS + " \u3000\t"))
        phrase = phrase[lead:].rstrip()
    return Repeat(phrase, tuple(at + lead for at in starts))


def is_watermark(folded: str, repeat: Repeat) -> bool:
    """Whether a recurring phrase is a site's.

    Words that only sites use are enough in brackets, or where a clause runs on around one place; words that they often use, or
    brackets, where a word is cut in two besides. A longer phrase in brackets that comes four times, mostly inside clauses, is none
    of the author's. Any other must read like a sentence, and takes three places, with words cut in two at a third of them, two at least.
    """
    phrase, count = repeat.phrase, len(repeat.starts)
    names_a_site = _SITE_WORDS.search(phrase) is not None
    boxed = _BOXED.fullmatch(phrase) is not None
    loose = boxed or _LOOSE_SITE_WORDS.search(phrase) is not None
    reads_like_a_sentence = count >= 3 and not phrase[0].isdigit() and re.search(r"[,。!]", phrase) is not None
    if not (names_a_site or loose or reads_like_a_sentence) or not _LETTER.search(phrase) or (_NAMES_A_DOCUMENT.search(phrase) and not names_a_site):
        return False
    if names_a_site and boxed:
        return True
    around = [_around(folded, at, at + len(phrase)) for at in repeat.starts]
    inside = sum(_runs_on(before, behind) for before, behind in around)
    cuts = sum(_is_cut(before, behind) for before, behind in around)
    spills = sum(_is_cut(before, phrase) or _is_cut(phrase, behind) for before, behind in around)
    if spills > cuts:  # it begins or ends inside a word: a piece of the author's own phrase
        return False
    if names_a_site and inside and (cuts or len(phrase) >= 8):
        return cuts > 0 or not _NAMES_A_DOCUMENT.search(phrase)
    if cuts and loose:
        return True
    if boxed and count >= 4 and len(phrase) >= 8 and not re.search(r"\d", phrase):
        return inside * 2 >= count
    return reads_like_a_sentence and cuts >= max(2, count / 3)


def _around(folded: str, start: int, end: int) -> tuple[str, str]:
    """A few characters before and behind, on the same line."""
    before, behind = folded[max(0, start - 7) : start], folded[end : end + 7]
    return re.split(r"[\r\n]", before)[-1].rstrip(), re.split(r"[\r\n]", behind)[0].lstrip()


def _runs_on(before: str, behind: str) -> bool:
    """Whether there is no end of a clause on either side."""
    return bool(before and behind) and before[-1] not in _STOPS and behind[0] not in _STOPS


def _is_cut(before: str, behind: str) -> bool:
    """Whether a word goes on from one side to the other."""
    if not _runs_on(before, behind):
        return False
    if not (_LETTER.match(before[-1]) and _LETTER.match(behind[0])):
        return False
    return segmenter().joins(before, behind)
