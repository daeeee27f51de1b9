"""The period that governs an amount: 每学期, 本周, 全年, named in its clause, its sentence, or from above."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import NamedTuple

from jiaoyan_nlp.commitments.choice import Candidate
from jiaoyan_nlp.commitments.context import Context
from jiaoyan_nlp.commitments.expressions import Expression
from jiaoyan_nlp.resources import lexicon

RATES = ("%", "百分点", "倍", None)
LENGTHS = ("分钟", "小时", "天", "周", "日", "刻钟", "秒", "年", "月", "个月")
PEOPLE = ("人", "名", "位", "人次")

_DATE = re.compile(r"(?<!每)(?:学期|学年|期|年)(?:[末初底]|结束)|期中(?!间)|上学期|上学年|去年|近年|年级|学年度?第")  # ends of terms and past terms
_NO_PERIOD_BEHIND = re.compile(r"前(?!后)|后|时间|来|以来|度?第|度工作|计划|规划")
_NO_LENGTH_BEHIND = re.compile(r"之?内|以内")  # 两周内 is a deadline, 一学期内 a period
_NO_PERIOD_BEFORE = re.compile(r"(?:提前|为期|历时|开学|用|经过|通过|近|第|新学期第|不到|不足)$")
_DATED = re.compile(r"期[末中初]|学期[末初]|年[底末]|开学|\d{1,2}月|[一二三四五六七八九十]月")
_EVENT = re.compile(r"每[一]?[次期节回场人讲课篇例个项轮](?!学期|周|月|年)")


class Period(NamedTuple):
    """A mention of a period: its name, and where it stands in the text that was searched."""

    name: str
    start: int
    end: int


@cache
def _pattern() -> tuple[re.Pattern[str], dict[str, str]]:
    names = {word: name for name, words in lexicon("quantities")["periods"].items() for word in words}
    return re.compile("|".join(sorted(map(re.escape, names), key=len, reverse=True))), names


@lru_cache(maxsize=4096)
def periods(text: str) -> tuple[Period, ...]:
    """The periods named in a text, in order; ends of terms (学期末) and past terms are dates, not periods."""
    pattern, names = _pattern()
    found = [m for m in pattern.finditer(text) if not _is_date(text, m)]
    return tuple(Period(names[m[0]], m.start(), m.end()) for m in found)


def _is_date(text: str, m: re.Match[str]) -> bool:
    start, end = m.span()
    if any(d.start() < end and start < d.end() for d in _DATE.finditer(text, max(0, start - 3), end + 3)):
        return True
    if m[0] == "一月" and (text[:start].endswith("十") or re.match(r"[:份、,]", text[end : end + 1])):
        return True
    if m[0][-1] in "周月天日" and _NO_LENGTH_BEHIND.match(text, end):
        return True
    return bool(_NO_PERIOD_BEHIND.match(text, end)) or bool(_NO_PERIOD_BEFORE.search(text[max(0, start - 4) : start]))


def last_period(text: str) -> Period | None:
    """The period named last in a text."""
    found = periods(text)
    return found[-1] if found else None


_BEHIND = re.compile(r"^[/每(]{1,2}(周|月|学期|学年|年|天|日)")
_NAMED = {"周": "week", "月": "month", "学期": "semester", "学年": "year", "年": "year", "天": "day", "日": "day"}


def period_candidates(e: Expression, c: Context) -> list[Candidate]:
    """Every period that may govern an amount, and none (plan)."""
    kind = kind_of_unit(e)
    found = [Candidate(name, tuple(_features(where, name, kind, text, at, e, c))) for where, name, text, at in _mentions(c)]
    wheres = {where for where, *_ in _mentions(c)}
    none = (
        "none",
        f"none kind={kind}",
        f"none label={c.label}",
        *(f"none but {where}" for where in wheres),
        *(f"none but {where} kind={kind}" for where in wheres),
    )
    extra = tuple(f"none {name}" for name in _signs(c))
    return [Candidate("plan", none + extra), *found]


def kind_of_unit(e: Expression) -> str:
    """What an amount is one of: rate, length, people, score, money, words or count."""
    if e.unit in RATES:
        return "rate"
    if e.unit in LENGTHS or (e.unit or "").endswith(("课时", "学时")):
        return "length"
    if e.unit in PEOPLE:
        return "people"
    return {"分": "score", "学分": "score", "元": "money", "字": "words"}.get(e.unit or "", "count")


def _mentions(c: Context) -> Iterator[tuple[str, str, str, int]]:
    """(where, name, text, place) of the periods around: of each place the nearest."""
    if behind := _BEHIND.match(c.clause_behind):
        yield "behind", _NAMED[behind[1]], c.clause_behind, 0
    elif c.clause_behind and (named := periods(c.clause_behind)):
        yield "clause behind", named[0].name, c.clause_behind, named[0].start
    for where, text in (
        ("clause", c.clause_before), ("column", c.column), ("sentence", c.before[: len(c.before) - len(c.clause_before)]), ("topic", c.topic),
        ("previous", c.previous), ("lead", c.lead), ("heading", c.heading), ("path", c.path.rpartition("/")[0]),
    ):  # fmt: skip
        if named := periods(text):
            yield where, named[-1].name, text, named[-1].start


def _features(where: str, name: str, kind: str, text: str, at: int, e: Expression, c: Context) -> Iterator[str]:
    yield where
    yield f"{where} {name}"
    yield f"{where} kind={kind}"
    yield f"{where} {name} kind={kind}"
    yield f"{where} {'fixed' if text[at : at + 1] in '本今新下全' else 'each'}"
    if where == "clause":
        yield "touching" if not c.clause_before[at + 1 :].strip("每周月期年学日天") else "apart"
    if where == "sentence":
        stops = sum(text[at:].count(stop) for stop in ",;:、")
        yield f"sentence stops={min(stops, 3)}"
        yield f"sentence {';' if ';' in text[at:] else 'no ;'}"
    for sign in _signs(c):
        yield f"{where} {sign}"


def _signs(c: Context) -> Iterator[str]:
    if _EVENT.search(c.clause_before):
        yield "of each event"
    if _DATED.search(c.clause_before):
        yield "dated"
    if re.search(r"提前|之?内$|限时|后$", c.clause_before[-4:]):
        yield "lead time"
