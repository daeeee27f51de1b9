"""What is personal in a text: names of people (`language.persons`), telephone and identity numbers, mail addresses, accounts, cards, number plates.

Rules over folded text, whose offsets are the source's. They miss some, names above all; `docs/architecture.md` says how many.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from jiaoyan_nlp.language.persons import persons_in
from jiaoyan_nlp.resources import lexicon
from jiaoyan_nlp.text.folding import fold

KINDS = ("mail", "identity", "card", "phone", "account", "plate", "name")
"""Kinds of what is personal; where two could be meant the first counts."""
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECKS = "10X98765432"
_MONEY = r"(?![\d.]*\s*(?:元|万|亿|人|字|分|课时))"


class Private(NamedTuple):
    """Something personal in text[start:end]."""

    start: int
    end: int
    kind: str


def private_in(text: str) -> list[Private]:
    """What is personal in a text, in order and apart."""
    folded = fold(text)
    found = [*_numbers(folded), *(Private(start, end, "name") for start, end in persons_in(folded))]
    return apart(found)


def apart(found: list[Private]) -> list[Private]:
    """Those that count where some overlap: the first of `KINDS`, then the longest."""
    out: list[Private] = []
    for each in sorted(found, key=lambda p: (KINDS.index(p.kind), p.start - p.end, p.start)):
        if all(each.end <= other.start or other.end <= each.start for other in out):
            out.append(each)
    return sorted(out)


def _numbers(text: str) -> Iterator[Private]:
    for kind, pattern in _patterns():
        for found in pattern.finditer(text):
            # a word such as 身份证 beside it speaks for a number as much as its check digit does
            if kind not in _RIGHT or found["beside"] or _RIGHT[kind](found["it"]):
                yield Private(*found.span("it"), kind)


@cache
def _patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    words = {name: "|".join(sorted(each, key=len, reverse=True)) for name, each in lexicon("private")["contact"].items()}
    beside = {name: rf"(?:{each})(?:号码?|为|是|\(\w{{1,4}}\))*[ \t]*:?[ \t]*" for name, each in words.items()}
    province = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼"
    identity = r"[1-9]\d{5}[ -]?(?:18|19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])[ -]?\d{3}[\dXx]"
    old_identity = r"[1-8]\d{7}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}"
    mobile = r"(?:\+?86[- ]?)?1[3-9]\d(?:[- ]?\d{4}){2}"
    landline = r"(?:\(0\d{2,3}\)[ -]?|0\d{2,3}[- ])\d{3,4}[- ]?\d{4}|0(?:10|2\d|[3-9]\d\d)\d{7,8}|[48]00[- ]?\d{3}[- ]?\d{4}"
    extension = r"(?:[ ]?(?:-|转|分机|ext\.?)[号:: ]*\d{2,6})?"
    return (
        ("mail", re.compile(r"(?P<it>[A-Za-z0-9][\w.+-]*[ ]?@[ ]?[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+)", re.ASCII)),
        ("identity", re.compile(rf"(?P<beside>{beside['identity']}G?)?(?<!\d)(?P<it>{identity}|{old_identity})(?!\d)")),
        ("identity", re.compile(rf"(?P<beside>{beside['identity']})(?P<it>G?\d{{14,17}}[\dXx])(?!\d)")),
        ("card", re.compile(rf"(?P<beside>{beside['card']})?(?<![\d.])(?P<it>[3-6]\d{{3}}(?:[ -]?\d{{4}}){{2,3}}[ -]?\d{{1,4}})(?!\d){_MONEY}")),
        ("phone", re.compile(rf"(?<![\d.])(?P<it>{mobile}|(?:{landline}){extension})(?!\d){_MONEY}")),
        ("phone", re.compile(rf"{beside['telephone']}(?P<it>\+?\d[\d() -]{{1,18}}\d{extension})(?!\d)")),
        ("account", re.compile(rf"{beside['account']}(?P<it>[A-Za-z][\w-]{{4,19}}|\d{{5,12}})(?!\w)", re.ASCII)),
        ("plate", re.compile(rf"(?P<it>[{province}][A-HJ-NP-Z][· ]?(?=[A-Z]{{0,3}}\d)[A-HJ-NP-Z0-9]{{5,6}})(?![A-Z0-9])")),
    )


def _identity(number: str) -> bool:
    """Whether an identity number's check digit is right (GB 11643: ISO 7064 MOD 11-2); those of 15 digits have none."""
    digits = re.sub(r"[^\dXx]", "", number).upper()
    return len(digits) == 15 or _CHECKS[sum(w * int(d) for w, d in zip(_WEIGHTS, digits, strict=False)) % 11] == digits[-1]


def _card(number: str) -> bool:
    """Whether a card's check digit is right (Luhn)."""
    digits = [int(c) for c in number if c.isdigit()][::-1]
    return len(digits) >= 15 and sum(digits[::2] + [sum(divmod(2 * d, 10)) for d in digits[1::2]]) % 10 == 0


_RIGHT = {"identity": _identity, "card": _card}
