"""Strength: how firmly an amount is promised, from left open to bounded.

An ordered scale: whoever reads a plan later can hold it to a bound, hardly to a wish, and to an open placeholder not at all.
"""

from __future__ import annotations

import re

from jiaoyan_nlp.commitments.context import Context
from jiaoyan_nlp.commitments.expressions import Expression
from jiaoyan_nlp.resources import wording

STRENGTHS = {
    "open": "待填", "vague": "模糊", "soft": "倡导", "plain": "一般", "duty": "必须", "bound": "有界",
}  # fmt: skip
"""The degrees with their Chinese names, weakest first. `vague` is that of wording without a number (`commitments.specificity`)."""

_WISHING = re.compile(wording("wishing"))
_BINDING = re.compile(wording("binding"))
_BOUNDS = frozenset({"ge", "le", "gt", "lt", "range"})
_PART = re.compile(r"[;。!?\n\t()]")
_COMMA = re.compile(r"([,、:])")
_NUMBER = re.compile(r"\d|[一二两三四五六七八九十百半][\u4e00-\u9fff]|[xX_]")
_OWN = re.compile(r"每|各|人人|人均")


def strength_of(e: Expression, c: Context, comparator: str) -> str:
    """The degree of a commitment; `comparator` is that of its frame, which may stand apart from the amount.

    A wish weakens a bound (力争达到95%以上 is soft), the nearest of wish and duty before the amount counts.
    """
    if e.placeholder:
        return "open"
    mood = _mood(c.clause_before) or _taken_over(c.before) or _mood(c.lead) or "plain"
    if mood == "soft":
        return "soft"
    return "bound" if comparator in _BOUNDS else mood


def _mood(text: str) -> str:
    """soft or duty, whichever is said last in a text; empty where it says neither."""
    ends = {"soft": max((m.end() for m in _WISHING.finditer(text)), default=0), "duty": max((m.end() for m in _BINDING.finditer(text)), default=0)}
    mood = max(ends, key=ends.__getitem__)
    return mood if ends[mood] else ""


def _taken_over(before: str) -> str:
    """The mood that a clause takes over from those before it in an enumeration (须修满72学分,其中培训30学分).

    A clause that names whom or how often itself takes over only from what a colon announces (要求:每人听课20节); what comes after a
    clause without any amount is a new statement, unless that clause says the mood.
    """
    *earlier, own = _COMMA.split(_PART.split(before)[-1])
    while earlier:
        stop, clause = earlier.pop(), earlier.pop()
        if _OWN.search(own) and stop != ":":
            return ""
        if mood := _mood(clause + stop):
            return mood
        if not _NUMBER.search(clause):
            return ""
        own = clause
    return ""
