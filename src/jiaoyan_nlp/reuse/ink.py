"""Ink: what of a plan is compared with other plans. Its letters and digits, folded, without marks, layout and punctuation."""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from jiaoyan_nlp.corpus.document import Document
from jiaoyan_nlp.text.spans import Span
from jiaoyan_nlp.text.view import View

_LETTERS = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True, eq=False)
class Ink:
    """The letters of one plan's body.

    Attributes:
        file: path of the file, as the tables show it.
        plan: number of the plan in the file, from 1.
        school: the school that the plan is of; empty where it is not known.
        text: the letters.
        offsets: place of each in the source text.
    """

    file: str
    plan: int
    school: str
    text: str
    offsets: NDArray[np.int64]

    def span(self, start: int, end: int) -> Span:
        """Source span of `text[start:end]`."""
        return Span(int(self.offsets[start]), int(self.offsets[end - 1]) + 1)

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
        body = View(document.view.text[plan.title_end : plan.end].lower(), document.view.offsets[plan.title_end : plan.end])
        if len(body.text) != len(body.offsets):  # lower() of a few letters is longer; keep their case
            body = View(document.view.text[plan.title_end : plan.end], body.offsets)
        marks = [document.view.span(b.start, b.start + b.mark.length) for b in plan.blocks if b.mark and b.mark.length]
        view = body.mask(marks).only(_LETTERS)
        out.append(Ink(document.source.path, number, school, view.text, view.offsets))
    return out
