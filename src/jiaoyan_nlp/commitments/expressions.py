"""Quantity expressions: amounts with comparator and unit, told from everything else that holds a number.

Structure first: list marks, ordinals, dates, grades, names and slogans (`corpus/lexicons/quantities.toml`, heap `not`) are
blocked, then every number in front of a unit, every percentage, fraction and fused form (每周一课) is read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from jiaoyan_nlp.resources import lexicon
from jiaoyan_nlp.text.numerals import ARABIC, value
from jiaoyan_nlp.text.patterns import quick
from jiaoyan_nlp.text.spans import Span, merged

Number = float | int | None

_CHINESE = r"[零〇一二两俩三四五六七八九十百千万半]+"
_PLACE = r"(?:[xX×＊*]{1,3}|_{1,6}|〇{2,3}|[ＸYyNn](?=[节次篇名人个项门本份%]))"


@dataclass(frozen=True, slots=True)
class Expression:
    """A quantity expression; offsets are places in the view's text.

    Attributes:
        comparator: eq, ge, le, gt, lt, approx or range.
        low, high: the bounds, None where there is none or the amount is left open.
        unit: the unit as written (% for percentages), or None.
        placeholder: whether the amount is left open (X节).
        form: how it was read: amount, share, percent, fused, cell (a bare number in a table), level (区级以上) or ratio.
        noun: of a fused form the noun that is counted, else empty.
    """

    start: int
    end: int
    comparator: str
    low: Number
    high: Number
    unit: str | None
    placeholder: bool
    form: str
    noun: str = ""


RATES = ("%", "百分点", "倍", None)
LENGTHS = ("分钟", "小时", "天", "周", "日", "刻钟", "秒", "年", "月", "个月")
PEOPLE = ("人", "名", "位", "人次")


def kind_of_unit(e: Expression) -> str:
    """What an amount is one of: rate, length, people, score, money, words or count."""
    if e.unit in RATES:
        return "rate"
    if e.unit in LENGTHS or (e.unit or "").endswith(("课时", "学时")):
        return "length"
    if e.unit in PEOPLE:
        return "people"
    return {"分": "score", "学分": "score", "元": "money", "字": "words"}.get(e.unit or "", "count")


def _any(words: list[str] | dict[str, str]) -> str:
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True))


@cache
def _units() -> dict[str, list[str]]:
    units: dict[str, list[str]] = lexicon("quantities")["units"]
    return units


@cache
def _comparators() -> dict[str, dict[str, str]]:
    words: dict[str, dict[str, str]] = lexicon("quantities")["comparators"]
    return words


@cache
def _amount() -> re.Pattern[str]:
    """A number or range of numbers with its unit and the comparators that touch it."""
    words = _comparators()
    unit = _any([*_units()["counting"], *_units()["articles"]])
    number = rf"(?:百分之{_CHINESE}|(?:{ARABIC})[百千万亿]?|{_CHINESE}|{_PLACE})"
    return quick(
        rf"(?P<before>{_any(words['before_inside'])})?\s?"
        rf"(?P<a>{number})(?P<more>余|多|几)?"
        rf"(?:(?P<aunit>%|{unit})?\s?(?P<dash>[-~至到]{{1,2}})\s?(?P<b>{number}))?(?P<more2>余|多)?[^\S\t\n]?"
        rf"(?P<unit>{unit})?(?P<half>半)?(?P<behind>{_any(words['behind'])})?"
    )


_SHARE = quick(
    r"(?P<before>不少于|不低于|不超过|不足|不到|至少|超过|超|将近|接近|近|约)?(?:(?P<den>[一二三四五六七八九十百千]+)分之(?P<num>[一二三四五六七八九十]+)|(?P<tenth>[一二三四五六七八九两])成(?!员|立|果|长|绩|为|效|功|就|熟)|(?P<half>一半|半数))(?P<behind>及以上|以上|以下|左右)?"
)
_LEVEL = re.compile(r"(?:国家|省|地市|市|区|县|校|镇|片)级(?:及|或)?以上")
_HINT = re.compile(r"[\d一二两俩三四五六七八九十百千万半xXYyNn*＊_〇]|级(?:及|或)?以上")  # without one of these there is no amount
_HALF_UNIT = re.compile("小时|课时|学期|学时|月")
_FUSED = re.compile(
    r"每(?:周|日|天|月|期|学期|学年|年|单元|课|人|班|组|节)(?P<n>[一二两三1-3])(?P<noun>[得课题练歌诵唱测评研文星考赛画诗讲背算读思写记查议结会报展字品听访品刊](?![\u4e00-\u9fff]?[次篇节份本遍场]))"
)
_RATIO = re.compile(r"(?<![\d:])\d{1,2}:\d{1,2}(?::\d{1,2})*(?![\d:])")


def expressions(text: str, start: int, end: int, blocked: list[Span] | None = None) -> Iterator[Expression]:
    """All quantity expressions in `text[start:end]`, in order; `blocked` adds stretches that are none."""
    if not _HINT.search(text, start, end):
        return
    held = [*not_quantities(text, start, end), *(blocked or [])]
    found: list[Expression] = []
    for each in (*_fused(text, start, end), *_ratios(text, start, end), *_levels(text, start, end), *_shares(text, start, end)):
        if not _hit(held, each.start, each.end, whole=each.form != "fused"):
            found.append(each)
    taken = [Span(e.start, e.end) for e in found]
    found += [e for e in _bare(text, start, end) if not _hit(held + taken, e.start, e.end)]
    taken = [Span(e.start, e.end) for e in found]
    found += [e for e in _amounts(text, start, end, held) if not _hit(taken, e.start, e.end)]
    yield from sorted(found, key=lambda e: e.start)


@cache
def _not_patterns() -> list[re.Pattern[str]]:
    return [quick(entry["pattern"]) for entry in lexicon("quantities")["not"]]


def not_quantities(text: str, start: int, end: int) -> list[Span]:
    """Stretches that hold a number and are no quantity: ordinals, dates, grades, names, slogans, fixed words."""
    return merged((m.start(), m.end()) for p in _not_patterns() for m in p.finditer(text, start, end) if m.end() > m.start())


def _hit(spans: list[Span], start: int, end: int, whole: bool = True) -> bool:
    return whole and any(s.start < end and start < s.end for s in spans)


def _fused(text: str, start: int, end: int) -> Iterator[Expression]:
    for m in _FUSED.finditer(text, start, end):
        n = value(m["n"])
        yield Expression(m.start("n"), m.end("noun"), "eq", n, n, m["noun"], False, "fused", m["noun"])


def _levels(text: str, start: int, end: int) -> Iterator[Expression]:
    for m in _LEVEL.finditer(text, start, end):
        yield Expression(m.start(), m.end(), "ge", None, None, None, False, "level")


def _ratios(text: str, start: int, end: int) -> Iterator[Expression]:
    for m in _RATIO.finditer(text, start, end):
        yield Expression(m.start(), m.end(), "eq", None, None, None, False, "ratio")


def _shares(text: str, start: int, end: int) -> Iterator[Expression]:
    for m in _SHARE.finditer(text, start, end):
        unit: str | None = None
        if m["tenth"]:
            share: Number = int(value(m["tenth"]) or 0) * 10
            unit = "%"
        elif m["half"]:
            share = 0.5
        elif m["den"] == "百":
            continue  # 百分之… is read with the percentages
        else:
            share = round(float(value(m["num"]) or 0) / float(value(m["den"]) or 1), 4)
        words = _comparators()
        comparator = words["before_inside"].get(m["before"] or "") or words["behind"].get(m["behind"] or "") or "eq"
        yield Expression(m.start(), m.end(), comparator, *_bounds(comparator, share, share), unit, False, "share")


_BARE = re.compile(r"(?P<before>不少于|不得少于|不低于|至少|最少|不超过)(?P<a>\d{1,5})(?=[,。;、)(:]|$)")


def _bare(text: str, start: int, end: int) -> Iterator[Expression]:
    """A number with a comparator and no unit: 博文至少3."""
    for m in _BARE.finditer(text, start, end):
        comparator = _comparators()["before_inside"][m["before"]]
        n = value(m["a"])
        yield Expression(m.start(), m.end(), comparator, *_bounds(comparator, n, n), None, False, "amount")


def _amounts(text: str, start: int, end: int, held: list[Span]) -> Iterator[Expression]:
    pattern = _amount()
    at = start
    while m := pattern.search(text, at, end):
        at = m.end()
        made = _read_amount(text, m, held)
        if made is None:
            at = m.start("a") + 1
            continue
        if not _hit(held, made.start, made.end):
            yield made
        else:
            at = m.start("a") + 1


def _read_amount(text: str, m: re.Match[str], held: list[Span]) -> Expression | None:
    """The expression that a match of `_amount` stands for; None where its number is part of something else."""
    unit = m["unit"] or m["aunit"]
    first, last = m["a"], m["b"] or m["a"]
    percent = first.startswith("百分之")
    if text[m.start("a") - 1 : m.start("a")] in ("几", "数") and m.start("a"):
        return None
    if m["a"][0] in "xX×Yy*ＸNn" and re.match(r"[a-zA-Z]", text[m.start("a") - 1 : m.start("a")] or " "):
        return None
    if not unit and not percent:
        return None
    if re.match(r"[\d.]", text[m.start("a") - 1 : m.start("a")]) or (
        m["a"] == "半" and unit not in ("天", "日", "年", "个月", "小时", "个小时", "学期", "个学期", "节", "堂")
    ):
        return None
    placeholder = bool(re.fullmatch(_PLACE, first))
    low, high, kind = _numbers(first, last, placeholder, rounded=bool(m["before"] or m["more"] or percent))
    if kind is None:
        return None
    stop = m.end()
    if m["half"] and low is not None and high is not None:
        low, high = low + 0.5, high + 0.5
        if unit == "个" and (longer := _HALF_UNIT.match(text, stop)):  # 一个半小时
            unit, stop = longer[0], longer.end()
    comparator = _comparator_of(m, kind, unit)
    low, high = _bounds(comparator, low, high)
    end = stop
    if percent:
        unit, end = "%", m.end("behind") if m["behind"] else max(m.end("a"), m.end("b") if m["b"] else 0)
    start = m.start("before") if m["before"] else m.start("a")
    return Expression(start, end, comparator, low, high, _plain_unit(unit), placeholder, "percent" if unit == "%" else "amount")


_TENS = {"": 1, "十": 10, "百": 100, "千": 1000, "万": 10_000}


def _numbers(first: str, last: str, placeholder: bool, rounded: bool) -> tuple[Number, Number, str | None]:
    """(low, high, eq or range) of the numerals; kind None where they are none. 三四 and 两三 are ranges of neighbours.

    A bare 百 is a number only where it is `rounded`: 近百篇, 百余篇, 百分之百.
    """
    if placeholder:
        return None, None, "eq"
    first, last = first.removeprefix("百分之"), last.removeprefix("百分之")
    neighbours = re.fullmatch(r"(十?)([一二两三四五六七八])([二两三四五六七八九])([十百千万]?)", first)
    if first == last and neighbours:
        ten, a, b, tens = neighbours.groups()
        low, high = int(value(a) or 0), int(value(b) or 0)
        if high == low + 1:
            base, times = (10 if ten else 0), _TENS[tens]
            return base + low * times, base + high * times, "range"
    low_value, high_value = value(first), value(last)
    if low_value is None or high_value is None:
        return None, None, None
    if first != last and last.endswith(("万", "千", "百")) and not first.endswith(last[-1]) and low_value < high_value / 100:
        low_value *= {"万": 10_000, "千": 1_000, "百": 100}[last[-1]]
    if re.fullmatch(r"[万千百]+", first) and not rounded:
        return None, None, None
    return low_value, high_value, "eq" if first == last else "range"


def _comparator_of(m: re.Match[str], kind: str, unit: str | None) -> str:
    words = _comparators()
    before = words["before_inside"].get(m["before"] or "")
    behind = words["behind"].get(m["behind"] or "")
    if kind == "range" and behind is None and before is None:
        return "range"
    if kind == "range" and behind == "approx":
        return "range"  # 20至30分钟左右 is as much a range as without 左右
    if m["more"] or m["more2"]:
        return before or behind or "approx"
    return behind if behind and before in (None, "approx", "gt", "lt") else before or behind or kind  # 超过90%以上 takes 90 in


def _bounds(comparator: str, low: Number, high: Number) -> tuple[Number, Number]:
    if comparator in ("ge", "gt"):
        return low, None
    if comparator in ("le", "lt"):
        return None, high
    return low, high


def _plain_unit(unit: str | None) -> str | None:
    """Units whose 个 says nothing: 5个百分点 is 5 百分点, 两个小时 is 2 小时."""
    return unit.removeprefix("个") if unit and unit != "个" else unit
