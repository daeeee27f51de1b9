"""Indicators: codes for what schools promise numbers of, so that one school's 听课 can be laid beside another's; and rates by the semester."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import TYPE_CHECKING, NamedTuple

from jiaoyan_nlp.commitments.context import Context
from jiaoyan_nlp.commitments.expressions import Expression
from jiaoyan_nlp.commitments.mentions import last_period
from jiaoyan_nlp.resources import lexicon

if TYPE_CHECKING:
    from jiaoyan_nlp.commitments.frames import Frame


class Indicator(NamedTuple):
    """An entry of the lexicon of indicators.

    Attributes:
        pattern: what names it, in the item or the clause around the amount.
        before: whether it is told by the words right before the amount instead, whatever is counted (扣2分, 提前三天).
        units: groups of units; those of one group count the same thing.
    """

    code: str
    zh: str
    pattern: re.Pattern[str]
    before: bool
    units: tuple[tuple[str, ...], ...]

    def measure(self, unit: str | None) -> str:
        """The unit that amounts of a unit are compared in: the first of its group; empty where the indicator does not know it."""
        return next((group[0] for group in self.units if unit in group), "")


class Rate(NamedTuple):
    """An amount by the semester: `value` is the amount times `factor`, the constant for its period."""

    value: float
    factor: float


@cache
def indicators() -> list[Indicator]:
    """All indicators, in the order in which they are tried."""
    return [
        Indicator(e["code"], e["zh"], re.compile(e.get("before") or e["pattern"]), "before" in e, tuple(map(tuple, e["units"])))
        for e in lexicon("indicators")["indicator"]
    ]


@cache
def actor_kinds() -> list[tuple[str, str, re.Pattern[str]]]:
    """(code, Chinese name, pattern) of the kinds of actors, in the order in which they are tried."""
    return [(e["code"], e["zh"], re.compile(e["pattern"])) for e in lexicon("indicators")["actor"]]


_OF_ANYTHING = frozenset("个位名份套人段道条所")  # units of whatever: only the item says what they count


def indicator_of(e: Expression, c: Context, item: str | None) -> str:
    """The code of what an amount counts: by the words right before it, by the item, by the clause around it; empty where none fits.

    An amount without a unit (a bare number in a table) has any that counts things.
    """
    bare = e.unit is None and e.form in ("cell", "amount")
    fitting = _measuring(e.unit, bare)
    around = "" if e.unit in _OF_ANYTHING else f"{c.clause_before} {c.clause_behind}"
    for words, before in ((c.clause_before, True), (_with_hearing(item or "", c), False), (around, False)):
        for each in fitting:
            if each.before is before and each.pattern.search(words):
                return each.code
    return ""


def _with_hearing(item: str, c: Context) -> str:
    """The item with 听 or 观 before it: 听公开课 counts lessons observed, 上公开课 lessons given."""
    at = c.clause_before.rfind(item) if item else 0
    return c.clause_before[at - 1] + item if at > 0 and c.clause_before[at - 1] in "听观" else item


@lru_cache(maxsize=4096)
def naming(words: str) -> tuple[Indicator, ...]:
    """The indicators that words name of themselves."""
    return tuple(each for each in indicators() if not each.before and each.pattern.search(words))


@cache
def _measuring(unit: str | None, bare: bool) -> list[Indicator]:
    """The indicators that amounts of a unit can count; a bare amount has any that counts things."""
    return [each for each in indicators() if each.measure(unit) or (bare and each.measure("%") == "")]


def indicator_named(name: str) -> Indicator | None:
    """The indicator of a code (lesson_observation) or a Chinese name (听课)."""
    return next((each for each in indicators() if name in (each.code, each.zh)), None)


@lru_cache(maxsize=4096)
def actor_kind(actor: str | None) -> str:
    """The code of the kind of an actor: teacher, group_leader …; empty where the text names none or an unknown one."""
    return next((code for code, _, pattern in actor_kinds() if actor and pattern.search(actor)), "")


_TIMES = frozenset({"分钟", "小时", "刻钟", "秒"})
_DAYS = frozenset({"天", "日", "周", "月", "个月", "学期", "个学期", "年"})
_NO_COUNTS = frozenset({"%", "百分点", "分", "倍", "周岁", "岁"})
_OF_ONE = re.compile(r"每一?(?:[次节场回课讲篇例轮](?!学期|周|月|年)|期[刊推编]|个(?:课题|案例|微课|专题|视频))")
_SPAN = re.compile(r"(?:提前|为期|历时|连续|第|前|后)$")


def rate_of(e: Expression, c: Context, frame: Frame) -> Rate | None:
    """What a commitment comes to in a semester; None where it is no count of things done again and again.

    Shares, scores, amounts of change, the size or length of one event (每次40分钟), deadlines (提前三天) and amounts without a period
    have no rate. Of a range the lower end counts: so much is promised.
    """
    factor: float | None = lexicon("quantities")["calendar"].get(frame.per)
    amount = frame.low if frame.low is not None else frame.high
    counted = e.unit not in _NO_COUNTS and e.form not in ("share", "percent") and not _of_one(e, c, frame.per)
    if factor is None or amount is None or frame.change != "none" or not counted:
        return None
    return Rate(round(float(amount * factor), 2), float(factor))


def _of_one(e: Expression, c: Context, per: str) -> bool:
    """Whether an amount is the size or length of one event, or a span of time, and does not come again by its period."""
    if e.unit in _TIMES and (per not in ("day", "week") or not last_period(c.clause_before)):
        return True
    if e.unit in _DAYS and (e.comparator in ("le", "lt") or _SPAN.search(c.clause_before)):
        return True
    return _OF_ONE.search(c.clause_before) is not None
