"""Numbering marks: the 一、 (一) 1. (1) ① 第一, that open headings and items, told by kind and number."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from jiaoyan_nlp.text.numerals import value

CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"

_NUMBER = "[一二三四五六七八九十壹贰叁参肆伍陆柒捌玖拾]{1,3}"

# Order is the order in which they are tried; each kind nests by where it first appears in a plan, not by its kind.
KINDS: dict[str, str] = {
    "chapter": rf"第\s?{_NUMBER}\s?(?:部分|章|节|板块)\s?[、.:]?",  # 第一部分
    "chinese": rf"{_NUMBER}\s?(?:、|[.,:](?!\d))|{_NUMBER} (?=[\u4e00-\u9fff])",  # 一、 二 、 三. and 一 behind a space
    "lost": r"、(?=[\u4e00-\u9fff])",  # 、工作目标 whose numeral went missing
    "bracketed": rf"\(\s?{_NUMBER}\s?\)\s?[、.:,]?",  # (一)
    "ordinal": rf"第{_NUMBER}[、,:.]|其{_NUMBER}[、,:\s]|{_NUMBER}[是要](?=[\u4e00-\u9fff])|(?:首先|其次|再次|最后)[、,]",  # 第一, 其一, 一是 首先,
    "decimal_path": r"\d{1,2}\.\d{1,2}(?:\.\d{1,2})?(?![\d%万亿倍小米分页元个])[、.]?\s?(?=\D)",  # 1.2
    "decimal": r"\d{1,2}\s?(?:、|[.:](?!\d)|,(?=[\u4e00-\u9fff]))",  # 1、 2. 3、
    "enclosed": r"\(\s?\d{1,2}\s?\)\s?[、.:,]?|\d{1,2}\s?\)(?!\s?[,。;])\s?[、.]?",  # (1) 1)
    "circled": rf"[{CIRCLED}⑴-⒇⒈-⒛]\s?[、.:]?",  # ①
    "stem": r"[甲乙丙丁戊己庚辛壬癸](?:\s?[、.:]|\s(?=[\u4e00-\u9fff]))",  # 甲、 乙 宗旨
    "letter": r"[a-hA-H]\s?[、.)](?=[\u4e00-\u9fff])",  # a、
    "hash": r"#{1,6}\s",  # Markdown headings
    "bullet": r"[-*·◇◆◎●○■□▪▍★☆▲△※➢✦✓√]\s?(?![\s\-\d])",  # - item
}
_MARK = re.compile("|".join(f"(?P<{kind}>{pattern})" for kind, pattern in KINDS.items()))


class Mark(NamedTuple):
    """A numbering mark at the head of a text: its kind, its number (0 where it has none) and its length in characters."""

    kind: str
    number: int
    length: int


def mark_at(text: str, at: int = 0) -> Mark | None:
    """The mark that opens the folded `text` at `at`, or None."""
    found = _MARK.match(text, at)
    if found is None or found.lastgroup is None:
        return None
    kind = found.lastgroup
    if kind == "hash" and (inner := mark_at(text, found.end())):  # ## 一、工作目标
        return Mark(inner.kind, inner.number, found.end() - at + inner.length)
    return Mark(kind, _number(kind, found[0]), found.end() - at)


_DIGITS = re.compile(rf"\d+|{_NUMBER}")


@lru_cache(maxsize=1024)
def _number(kind: str, text: str) -> int:
    if kind == "circled":
        first = text[0]
        return CIRCLED.index(first) + 1 if first in CIRCLED else (ord(first) - 0x2474) % 20 + 1
    if kind == "letter":
        return ord(text[0].lower()) - ord("a") + 1
    if kind in ("bullet", "lost", "hash"):
        return 0
    if kind == "stem":
        return "甲乙丙丁戊己庚辛壬癸".index(text[0]) + 1
    if kind == "decimal_path":
        return int(re.findall(r"\d+", text)[-1])
    digits = _DIGITS.search(text)
    return int(value(digits[0]) or 0) if digits else 0
