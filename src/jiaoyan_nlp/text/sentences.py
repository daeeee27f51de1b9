"""Sentences: stretches of text up to and with their final punctuation and what closes behind it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from jiaoyan_nlp.text.spans import Span, trimmed

# 。！？ end a sentence, as do a line break and a semicolon at the end of a line; closing quotes and brackets belong to it.
# An ASCII stop between Chinese characters is a full stop of a text that has no other.
_END = re.compile(r"(?<=[\u4e00-\u9fff)”])\.(?=[\s\u4e00-\u9fff]|$)|[。!?！？…]+[\"'”’』」)）]*|[\r\n]+|(?<=[;；])\s*$")


def sentences(text: str, start: int = 0, end: int | None = None) -> Iterator[Span]:
    """Spans of the sentences in `text[start:end]`, in order, without the white space around them."""
    stop = len(text) if end is None else end
    at = start
    for found in _END.finditer(text, start, stop):
        span = trimmed(text, at, found.end())
        if span.length:
            yield span
        at = found.end()
    span = trimmed(text, at, stop)
    if span.length:
        yield span
