"""Indicators: codes for what schools promise numbers of, so that one school's 听课 can be laid beside another's; and rates by the semester."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from jiaoyan_nlp.commitments.context import Context
from jiaoyan_nlp.commitments.expressions import Expression
from jiaoyan_nlp.resources import lexicon

if TYPE_CHECKING:
    from jiaoyan_nlp.commitments.frames import Frame


class Indicator(NamedTuple):
    """An entry of the lexicon of indicators."""

    code: str
    zh: str
    pattern: re.Pattern[str]
    units: frozenset[str]


class Rate(NamedTuple):
    """An amount by the semester: `value` is the amount times `factor`, the constant for its period."""

    value: float
    factor: float


@cache
def indicators() -> list[Indicator]:
    """All indicators, in the order in which they are tried."""
    return [Indicator(e["code"], e["zh"], re.compile(e["pattern"]), frozenset(e["units"])) for e in lexicon("indicators")["indicator"]]


@cache
def actor_kinds() -> list[tuple[str, str, re.Pattern[str]]]:
    """(code, Chinese name, pattern) of the kinds of actors, in the order in which they are tried."""
    return [(e["code"], e["zh"], re.compile(e["pattern"])) for e in lexicon("indicators")["actor"]]


def indicator_of(e: Expression, c: Context, item: str | None) -> str:
    """The code of what an amount counts: by the item, else by the words around it; empty where none fits."""
    fitting = [each for each in indicators() if e.unit in each.units]
    for words in (item or "", f"{c.clause_before} {c.clause_behind}"):
        for each in fitting:
            if each.pattern.search(words):
                return each.code
    return ""


def indicator_named(name: str) -> Indicator | None:
    """The indicator of a code (lesson_observation) or a Chinese name (听课)."""
    return next((each for each in indicators() if name in (each.code, each.zh)), None)


def actor_kind(actor: str | None) -> str:
    """The code of the kind of an actor: teacher, group_leader …; empty where the text names none or an unknown one."""
    return next((code for code, _, pattern in actor_kinds() if actor and pattern.search(actor)), "")


_LENGTHS = frozenset({"分钟", "小时", "刻钟", "秒"})
_NO_COUNTS = frozenset({"%", "百分点", "分", "倍", "周岁", "岁", None})
_OF_ONE = re.compile(r"每[一]?[次节期场回个课人讲篇例轮](?!学期|周|月|年)")


def rate_of(e: Expression, c: Context, frame: Frame) -> Rate | None:
    """What a commitment comes to in a semester; None where it is no count of things done again and again.

    Shares, scores, amounts of change, the length of one event (每次40分钟) and amounts without a period have no rate. Of a range
    the lower end counts: so much is promised.
    """
    factor: float | None = lexicon("quantities")["calendar"].get(frame.per)
    amount = frame.low if frame.low is not None else frame.high
    if factor is None or amount is None or frame.change != "none" or e.unit in _NO_COUNTS:
        return None
    if _OF_ONE.search(c.clause_before) or (e.unit in _LENGTHS and frame.per not in ("day", "week")):
        return None
    return Rate(round(float(amount * factor), 2), float(factor))
