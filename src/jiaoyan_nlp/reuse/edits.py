"""What was changed between two copies: typed edits, the kind of the copy, and a similarity."""

from __future__ import annotations

import re
from typing import NamedTuple

from rapidfuzz.distance import Levenshtein

from jiaoyan_nlp.corpus.metadata.schools import schools_in

_NUMBERS = re.compile(r"(?:\d|[〇一二三四五六七八九十两xX])+")
_SLOT = "\ue000"
SPUN_BELOW = 0.8


class Edit(NamedTuple):
    """One difference: equal, replace, delete or insert; the letters of the one and of the other copy."""

    kind: str
    a: str
    b: str


def edits(a: str, b: str) -> list[Edit]:
    """The differences of two copies in order, runs that are equal included; replaying them gives both texts again."""
    return [Edit(op.tag, a[op.src_start : op.src_end], b[op.dest_start : op.dest_end]) for op in Levenshtein.opcodes(a, b)]


def similarity(a: str, b: str) -> float:
    """Share of letters that are kept, 0 to 1: one less the Levenshtein distance over the longer length."""
    return float(Levenshtein.normalized_similarity(a, b))


def kind_of_copy(a: str, b: str) -> str:
    """verbatim; names, where only names of schools, years and numbers differ; edited; or spun, where much was reworded."""
    if a == b:
        return "verbatim"
    if _without_slots(a) == _without_slots(b):
        return "names"
    return "edited" if similarity(a, b) >= SPUN_BELOW else "spun"


def _without_slots(text: str) -> str:
    out, at = [], 0
    for name in schools_in(text):
        out += [text[at : name.start()], _SLOT]
        at = name.end()
    return _NUMBERS.sub(_SLOT, "".join([*out, text[at:]]))
