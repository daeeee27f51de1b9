"""View: what analysers read. Noise is masked, characters are folded, and every character leads back to the source."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from jiaoyan_nlp.text.folding import fold
from jiaoyan_nlp.text.spans import Span, merged


@dataclass(frozen=True, slots=True, eq=False)
class View:
    """A text made from a source text by leaving characters out and folding others, one to one.

    Attributes:
        text: what is read.
        offsets: `offsets[i]` is the place in the source text of `text[i]`; strictly increasing, one for each character.
    """

    text: str
    offsets: NDArray[np.int64]

    @classmethod
    def of(cls, text: str) -> View:
        """The whole text, unchanged."""
        return cls(text, np.arange(len(text), dtype=np.int64))

    def __len__(self) -> int:
        return len(self.text)

    def fold(self) -> View:
        """Width, Traditional and look-alike variants folded (see `folding`)."""
        return View(fold(self.text), self.offsets)

    def mask(self, spans: Iterable[tuple[int, int]]) -> View:
        """Without the characters of the *source* spans; masking what is masked already changes nothing."""
        hidden = merged(spans)
        if not hidden:
            return self
        bounds = [0, *np.searchsorted(self.offsets, np.array(hidden).ravel()).tolist(), len(self.text)]
        shown = [slice(start, end) for start, end in zip(bounds[::2], bounds[1::2], strict=True)]
        return View("".join([self.text[piece] for piece in shown]), np.concatenate([self.offsets[piece] for piece in shown]))

    def keep(self, wanted: NDArray[np.bool_]) -> View:
        """Only the characters whose place in `wanted` is true."""
        if wanted.all():
            return self
        kept = np.frombuffer(self.text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)[wanted]
        return View(kept.tobytes().decode("utf-32-le", "surrogatepass"), self.offsets[wanted])

    def only(self, pattern: re.Pattern[str]) -> View:
        """Only the characters inside matches of `pattern`."""
        keep = np.zeros(len(self.text), dtype=bool)
        for found in pattern.finditer(self.text):
            keep[found.start() : found.end()] = True
        return self.keep(keep)

    def within(self, start: int, end: int) -> View:
        """The part that lies in [start, end) of the source."""
        first, last = np.searchsorted(self.offsets, (start, end)).tolist()
        return View(self.text[first:last], self.offsets[first:last])

    def through(self, inner: View) -> View:
        """Composition: `inner` is a view over this view's text; the result is the same view over the source."""
        return View(inner.text, self.offsets[inner.offsets])

    def span(self, start: int, end: int) -> Span:
        """The source span that `text[start:end]` was read from, masked characters between its ends included."""
        if start >= end:
            at = int(self.offsets[start]) if start < len(self.offsets) else self.source_end()
            return Span(at, at)
        return Span(int(self.offsets[start]), int(self.offsets[end - 1]) + 1)

    def pieces(self, start: int, end: int) -> Iterator[Span]:
        """The unbroken source spans of `text[start:end]`: more than one where something between was masked."""
        places = self.offsets[start:end]
        if not len(places):
            return
        breaks = np.flatnonzero(np.diff(places) != 1) + 1
        for part in np.split(places, breaks):
            yield Span(int(part[0]), int(part[-1]) + 1)

    def index(self, offset: int) -> int:
        """Place in this view of the source offset, or of the next character that is not masked."""
        return int(np.searchsorted(self.offsets, offset))

    def source_end(self) -> int:
        """One past the last source character that the view shows; 0 for an empty view."""
        return int(self.offsets[-1]) + 1 if len(self.offsets) else 0
