"""Exchanges: a word that stands for another between letters that are the same in two copies."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from functools import lru_cache
from itertools import pairwise

from jiaoyan_nlp.reuse.edits import Edit
from jiaoyan_nlp.reuse.ink import Ink
from jiaoyan_nlp.reuse.names import names_in
from jiaoyan_nlp.reuse.passages import Passage
from jiaoyan_nlp.text.words import segmenter

AGAIN = 2
"""Places with other words around them that must show two words exchanged: one place may be a slot that schools fill in."""
_AROUND = 6
_LONGEST = 4
_ASKED = 40
_WORD = re.compile("[一-鿿]{1,4}")
_NUMERAL = re.compile("[〇零一二三四五六七八九十百千两几]")


def exchanged(found: Mapping[tuple[int, int], Sequence[Passage]], inks: Sequence[Ink]) -> set[tuple[str, str]]:
    """Pairs of words that passages show exchanged in `AGAIN` different places or more."""
    contexts: dict[tuple[str, str], set[str]] = defaultdict(set)
    asked: Counter[int] = Counter()
    for (a, b), passages in found.items():
        asked[a] += len(passages)
        for p in passages if asked[a] <= _ASKED else ():
            for q, r in pairwise(p.runs):
                hole = Edit("replace", q.a + q.length, r.a, q.b + q.length, r.b)
                if swap := exchange(inks[a].text, inks[b].text, hole):
                    word, other, context = swap
                    contexts[min(word, other), max(word, other)].add(context)
    return {words for words, places in contexts.items() if len(places) >= AGAIN}


def exchange(a: str, b: str, hole: Edit) -> tuple[str, str, str] | None:
    """The words that stand for one another around a hole between equal letters, and the letters around them; None where it is no word for a word.

    Names, numbers, dates and subjects are no words here.
    """
    if not (0 < hole.a_end - hole.a_start <= _LONGEST and 0 < hole.b_end - hole.b_start <= _LONGEST):
        return None
    x_low, y_low = max(0, hole.a_start - _AROUND), max(0, hole.b_start - _AROUND)
    x, y = a[x_low : hole.a_end + _AROUND], b[y_low : hole.b_end + _AROUND]
    return _exchange(x, y, hole.a_start - x_low, hole.a_end - x_low, hole.b_start - y_low, hole.b_end - y_low)


@lru_cache(maxsize=1 << 16)
def _exchange(x: str, y: str, s: int, e: int, t: int, f: int) -> tuple[str, str, str] | None:
    (xs, xe), (ys, ye) = _word_around(x, s, e), _word_around(y, t, f)
    before, behind = max(s - xs, t - ys), max(xe - e, ye - f)
    word, other = x[max(0, s - before) : e + behind], y[max(0, t - before) : f + behind]
    if x[max(0, s - before) : s] != y[max(0, t - before) : t] or x[e : e + behind] != y[f : f + behind]:
        return None
    if not (_WORD.fullmatch(word) and _WORD.fullmatch(other)) or _NUMERAL.search(word + other):
        return None
    if any(n.start < e and s < n.end for n in names_in(x)) or any(n.start < f and t < n.end for n in names_in(y)):
        return None
    if not (_is_word(word) and _is_word(other)):
        return None
    return word, other, f"{x[max(0, s - before - 2) : s - before]}_{x[e + behind : e + behind + 2]}"


def _is_word(word: str) -> bool:
    """Whether the dictionary has the word, and not as a person's name."""
    tagged = segmenter().tagged(word)
    return len(tagged) == 1 and not tagged[0][1].startswith("nr")


def _word_around(text: str, start: int, end: int) -> tuple[int, int]:
    """The bounds of the words that text[start:end] lies in."""
    low, high = start, end
    for word in segmenter().words(text):
        if word.start < end and start < word.end:
            low, high = min(low, word.start), max(high, word.end)
    return low, high
