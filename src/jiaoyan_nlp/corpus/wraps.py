"""Wraps: line ends that a converter put where its page was full, in the middle of a paragraph.

In a text wrapped at one width no line is longer than that width, and most lines of its paragraphs just reach it. Elsewhere the
lengths of lines are scattered. Such line ends are hidden from analysis like noise, and so are those around a page number that
stands on a line of its own inside a sentence.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from functools import partial
from itertools import pairwise
from typing import NamedTuple

from jiaoyan_nlp.text.marks import mark_at
from jiaoyan_nlp.text.words import segmenter

_NARROWEST, _FEWEST = 16, 6
_SLACK = 2
_SHARE = 0.4
_SHARE_OF_LONG = 0.7
"""Parts of all lines, and of those longer than half the width, that just reach the width in a wrapped text."""
_WIDE = "研"
_CHINESE = re.compile(r"[\u3000-\U0010ffff]+")
_SENTENCE_ENDS = "。!?"


class Line(NamedTuple):
    """A line of the view that holds text: its place, without the white space around it."""

    start: int
    end: int


def hidden_line_ends(text: str, is_cut: Callable[[int, int], bool]) -> Iterator[tuple[int, int]]:
    """Stretches of white space, in places of `text`, that break a line in the middle of a paragraph.

    Args:
        text: folded and masked text of a file.
        is_cut: whether noise was masked between two places.
    """
    lines = [Line(m.start(), m.end()) for m in re.finditer(r"[^\s](?:[^\r\n]*[^\s])?", text)]
    is_full = _fullness(text, lines)
    for line, following in pairwise(lines):
        words, behind = text[line.start : line.end], text[following.start : following.end]
        if "\t" in words or "\t" in behind:
            continue
        between = text[line.end : following.start]
        wrapped = is_full is not None and between.count("\n") == 1 and is_full(words) and words[-1] not in _SENTENCE_ENDS
        if wrapped or (is_cut(line.end, following.start) and mark_at(behind) is None and _runs_on(words, behind)):
            yield line.end, following.start


def _runs_on(words: str, behind: str) -> bool:
    """Whether a sentence goes on from one line to the next: a clause or a word is cut in two."""
    return words[-1] in ",、" or behind[0] in ",、。;" or segmenter().joins(words[-6:], behind[:6])


def _fullness(text: str, lines: list[Line]) -> Callable[[str], bool] | None:
    """A test whether a line reaches the width that the text is wrapped at, in letters or in columns; None where it is not wrapped."""
    prose = [text[line.start : line.end] for line in lines if "\t" not in text[line.start : line.end]]
    return next((partial(_reaches, width, least) for width in (len, columns) if (least := _least(sorted(map(width, prose)), width(_WIDE)))), None)


def _reaches(width: Callable[[str], int], least: int, words: str) -> bool:
    return width(words) >= least


def _least(widths: list[int], unit: int) -> int:
    """The least width of a full line, given all widths in order and that of one letter; 0 where lines are not wrapped at one width."""
    if len(widths) < _FEWEST:
        return 0
    widest, slack = widths[max(0, len(widths) * 98 // 100 - 1)], _SLACK * unit
    full = sum(abs(w - widest) <= slack for w in widths)
    running = sum(w > widest // 2 for w in widths)
    wrapped = full >= max(_FEWEST, _SHARE * len(widths), _SHARE_OF_LONG * running) and widths[-1] <= 2 * widest
    return widest - slack if wrapped and widest >= _NARROWEST * unit else 0


def columns(words: str) -> int:
    """Width of a text in columns of a typewriter: Chinese characters take two."""
    return 2 * len(words) - sum(unicodedata.east_asian_width(c) not in "WF" for c in _CHINESE.sub("", words))
