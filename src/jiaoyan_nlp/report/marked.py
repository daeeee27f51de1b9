"""Text for the page: two copies with their differences marked, and a finding within its surroundings."""

from __future__ import annotations

import unicodedata

from markupsafe import Markup, escape

from jiaoyan_nlp.reuse.edits import differences
from jiaoyan_nlp.text.spans import Span


def side_by_side(a: str, b: str) -> tuple[Markup, Markup]:
    """Both texts with what only the one has in <mark>; that one has wide punctuation and the other narrow is no difference."""
    left, right = Markup(), Markup()
    for kind, a_start, a_end, b_start, b_end in differences(_plain(a), _plain(b)):
        if kind == "equal":
            left, right = left + escape(a[a_start:a_end]), right + escape(b[b_start:b_end])
            continue
        left += Markup("<mark>{}</mark>").format(a[a_start:a_end]) if a_start < a_end else Markup()
        right += Markup("<mark>{}</mark>").format(b[b_start:b_end]) if b_start < b_end else Markup()
    return left, right


_QUOTES = str.maketrans("“”‘’—–～", "\"\"''--~")


def _plain(text: str) -> str:
    """The text with narrow punctuation, character by character; `difference.js` does the same."""
    folded = (unicodedata.normalize("NFKC", c) if c > "\u2fff" else c for c in text.translate(_QUOTES))
    return "".join(new if len(new) == 1 else old for new, old in zip(folded, text, strict=True))


def in_context(text: str, span: Span, around: int = 24) -> Markup:
    """The words of a span in <mark>, with up to `around` characters of its line on either side."""
    line_start = text.rfind("\n", 0, span.start) + 1
    line_end = text.find("\n", span.end)
    start = max(line_start, span.start - around)
    end = min(line_end if line_end >= 0 else len(text), span.end + around)
    before = ("…" if start > line_start else "") + text[start : span.start]
    behind = text[span.end : end] + ("…" if end < (line_end if line_end >= 0 else len(text)) else "")
    return escape(before) + Markup("<mark>{}</mark>").format(span.quote(text)) + escape(behind)
