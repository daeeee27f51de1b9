"""Numerals as Chinese offices write them: 20, ２０, 二十, 两, 半, 一百二十, 二〇二三, 3.5, 2万, 1,200."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache

DIGITS = (
    {c: i for i, c in enumerate("零一二三四五六七八九")}
    | {"〇": 0, "两": 2, "俩": 2, "双": 2}
    | {c: i for i, c in enumerate("壹贰叁肆伍陆柒捌玖", 1)}
    | {"参": 3}
)
TENS = {"十": 10, "百": 100, "千": 1000, "拾": 10, "佰": 100, "仟": 1000}
GROUPS = {"万": 10_000, "亿": 100_000_000}

ARABIC = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
CHINESE = r"[零〇一二两俩三四五六七八九十百千万]+"
NUMERAL = rf"(?:(?:{ARABIC})(?:[百千万亿](?!分))?|{CHINESE}|半)"

_ARABIC = re.compile(rf"({ARABIC})([百千万亿]?)")


@lru_cache(maxsize=1024)
def value(text: str) -> float | int | None:
    """The number that a folded numeral means, or None where it is none.

    >>> value("一百二十"), value("2万"), value("二〇二三"), value("半"), value("两")
    (120, 20000, 2023, 0.5, 2)
    """
    if text == "半":
        return 0.5
    arabic = _ARABIC.fullmatch(text)
    if arabic:
        number = Decimal(arabic[1].replace(",", "")) * (TENS | GROUPS).get(arabic[2], 1)
        return int(number) if number == int(number) else float(number)
    if not text or any(c not in DIGITS and c not in TENS and c not in GROUPS for c in text):
        return None
    if len(text) > 1 and all(c in DIGITS for c in text):
        return int("".join(str(DIGITS[c]) for c in text))
    return _positional(text)


def _positional(text: str) -> int:
    """Sum of groups of ten thousand: within a group, digits times their tens; a bare ten is one ten."""
    if len(text) > 2 and text[-1] in DIGITS and text[-2] in "万千百":  # 一万二 is 12000
        return _positional(text[:-1]) + DIGITS[text[-1]] * (TENS | GROUPS)[text[-2]] // 10
    total = group = digit = 0
    for c in text:
        if c in DIGITS:
            digit = DIGITS[c]
        elif c in TENS:
            group += (digit or 1) * TENS[c]
            digit = 0
        else:
            total += ((group + digit) or 1) * GROUPS[c]
            group = digit = 0
    return total + group + digit
