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
"""The degrees with their Chinese names, weakest first. `vague` is that of wording without a number (`commitments.vagueness`)."""

_WISHING = re.compile(wording("wishing"))
_BINDING = re.compile(wording("binding"))
_BOUNDS = frozenset({"ge", "le", "gt", "lt", "range"})


def strength_of(e: Expression, c: Context, comparator: str) -> str:
    """The degree of a commitment; `comparator` is that of its frame, which may stand apart from the amount.

    A wish weakens a bound (力争达到95%以上 is soft), the nearest of wish and duty before the amount counts.
    """
    if e.placeholder:
        return "open"
    mood = next((found for text in (c.clause_before, c.before, c.lead) if (found := _mood(text))), "plain")
    if mood == "soft":
        return "soft"
    return "bound" if comparator in _BOUNDS else mood


def _mood(text: str) -> str:
    """soft or duty, whichever is said last in a text; empty where it says neither."""
    ends = {"soft": max((m.end() for m in _WISHING.finditer(text)), default=0), "duty": max((m.end() for m in _BINDING.finditer(text)), default=0)}
    mood = max(ends, key=ends.__getitem__)
    return mood if ends[mood] else ""


def at_least(strength: str, least: str) -> bool:
    """Whether a degree reaches another one."""
    order = list(STRENGTHS)
    return order.index(strength) >= order.index(least)
