"""Ink: what of a plan is compared with other plans. Its letters and digits, folded, without marks, layout and punctuation."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from jiaoyan_nlp.corpus.document import Document
from jiaoyan_nlp.corpus.outline.blocks import Block
from jiaoyan_nlp.reuse.fingerprints import Fingerprints, codes, fingerprints
from jiaoyan_nlp.text.spans import Span, gaps, merged
from jiaoyan_nlp.text.view import View

_QUOTED = re.compile('[“「『][^“”「」『』\n]{1,200}[”」』]|《[^《》\n]{1,60}》|"[^"\n]{1,200}"')
_CELL = re.compile(r"[^\t|]+")
_SHORT_CELL = 8
_LAST = 0x33480
"""Behind the last plane of ideographs."""


@dataclass(frozen=True, slots=True, eq=False)
class Ink:
    """The letters of one plan's body.

    Attributes:
        file: path of the file, as the tables show it.
        plan: number of the plan in the file, from 1.
        school: the school that the plan is of; empty where it is not known.
        text: the letters.
        offsets: place of each in the source text.
        breaks: places in `text` where paragraphs begin, ascending.
        aside: stretches of `text` that alone make no shared passage, in order, shape (stretches, 2): headings, short cells of
            tables, what stands in quotation marks.
        fingerprints: those of the letters, where they were made with the ink.
        group: the group of schools that counts as one owner, where the school belongs to one; else empty.
    """

    file: str
    plan: int
    school: str
    text: str
    offsets: NDArray[np.int32]
    breaks: NDArray[np.int32] = field(default_factory=lambda: np.empty(0, np.int32))
    aside: NDArray[np.int32] = field(default_factory=lambda: np.empty((0, 2), np.int32))
    fingerprints: Fingerprints | None = None
    group: str = ""

    @property
    def owner(self) -> str:
        """Who the plan is of where plans are compared: the group of schools, the school, or the file where the school is not known."""
        return self.group or self.school or self.file

    def span(self, start: int, end: int) -> Span:
        """Source span of `text[start:end]`."""
        return Span(int(self.offsets[start]), int(self.offsets[end - 1]) + 1)

    def prose(self, start: int, end: int, over_paragraphs: bool = False) -> Iterator[Span]:
        """The stretches of [start, end) that do not stand aside, each in one paragraph or going on over paragraphs."""
        if not len(self.aside) and not len(self.breaks):
            yield Span(start, end)
            return
        first, last = np.searchsorted(self.aside[:, 1], start, side="right"), np.searchsorted(self.aside[:, 0], end)
        for low, high in gaps(map(tuple, self.aside[first:last].tolist()), start, end):
            inner = self.breaks[np.searchsorted(self.breaks, low, side="right") : np.searchsorted(self.breaks, high)].tolist() if not over_paragraphs else []
            yield from (Span(s, e) for s, e in pairwise([low, *inner, high]))

    def run_before(self, place: int, most: int) -> str:
        """Up to `most` letters before a place that stand unbroken in the source: no stop lies between."""
        start = place
        while start > max(0, place - most) and self.offsets[start] - self.offsets[start - 1] == 1:
            start -= 1
        return self.text[start:place]

    def run_behind(self, place: int, most: int) -> str:
        """Up to `most` letters from a place on that stand unbroken in the source."""
        end = place
        while end < min(len(self.text), place + most) and self.offsets[end] - self.offsets[end - 1] == 1:
            end += 1
        return self.text[place:end]


def inks(document: Document, schools: list[str]) -> list[Ink]:
    """The ink of each plan of a document; titles are left out, plans of one form share them rightly."""
    out = []
    for number, (plan, school) in enumerate(zip(document.plans, schools, strict=True), 1):
        body = _lowered(View(document.view.text[plan.title_end : plan.end], document.view.offsets[plan.title_end : plan.end]))
        blocks = [b for b in plan.blocks if b.start >= plan.title_end]
        marks = [document.view.span(b.start, b.start + b.mark.length) for b in plan.blocks if b.mark and b.mark.length]
        aside = [document.view.span(*place) for place in _aside(document.view.text, plan.title_end, plan.end, blocks)]
        view = _letters(body.mask(marks))
        out.append(_ink(document.source.path, number, school, view, [document.view.span(b.start, b.end).start for b in blocks], aside))
    return out


def _aside(text: str, start: int, end: int, blocks: Sequence[Block]) -> Iterator[tuple[int, int]]:
    for b in blocks:
        if b.kind == "heading":
            yield b.start, b.end
        elif b.kind == "row":
            yield from ((m.start(), m.end()) for m in _CELL.finditer(text, b.start, b.end) if m.end() - m.start() <= _SHORT_CELL)
    for m in _QUOTED.finditer(text, start, end):
        yield m.start(), m.end()


def ink_of_text(file: str, text: str, school: str = "", plan: int = 1) -> Ink:
    """The ink of a text that is one plan's body as it stands: a paragraph a line, nothing masked, no mark taken out."""
    view = _lowered(View.of(text).fold())
    lines = [0, *(m.end() for m in re.finditer("\n", text))]
    return _ink(file, plan, school, _letters(view), lines, [Span(m.start(), m.end()) for m in _QUOTED.finditer(view.text)])


def _ink(file: str, plan: int, school: str, view: View, begin: Sequence[int], aside: Sequence[Span]) -> Ink:
    """An ink from its letters, and from source offsets where paragraphs begin and what stands aside."""
    breaks = np.unique(np.searchsorted(view.offsets, np.array(begin, dtype=np.int64)))
    bounds = np.searchsorted(view.offsets, np.array(merged(aside), dtype=np.int64).reshape(-1, 2))
    bounds = bounds[bounds[:, 0] < bounds[:, 1]]
    begins, stretches = breaks[breaks < len(view.text)].astype(np.int32), bounds.astype(np.int32)
    return Ink(file, plan, school, view.text, view.offsets.astype(np.int32), begins, stretches, fingerprints(view.text))


@cache
def _is_letter() -> NDArray[np.bool_]:
    """Whether a code point is a letter or a digit; the last holds for all behind it."""
    return np.fromiter((chr(code).isalnum() for code in range(_LAST + 1)), bool)


def _letters(view: View) -> View:
    """Only letters and digits."""
    return view.keep(_is_letter()[codes(view.text).clip(max=_LAST)])


def _lowered(view: View) -> View:
    """In small letters, but for the few whose small form is longer."""
    low = view.text.lower()
    return View(low, view.offsets) if len(low) == len(view.text) else view
