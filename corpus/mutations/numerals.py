"""Numbering as real files have it: marks lost, skipped, restarting, of other forms; punctuation of half width."""

from __future__ import annotations

import re
from collections.abc import Iterator
from random import Random

from mutations.layout import without_run_in_items
from mutations.record import Edit, Record, Row, edited

DIGITS = "零一二三四五六七八九十"
_TOP = re.compile(r"([一二三四五六七八九十]{1,2})(\s?[、．.]\s?)")
_LINE_MARK = re.compile(r"^[ \u3000]*(?:([（(])([一二三四五六七八九十])[)）][、.]?|(\d{1,2})\s?[、．.](?!\d)\s?)", re.M)
_HALF = str.maketrans("，：；！？（）％", ",:;!?()%")


def chinese(number: int) -> str:
    """A number from 1 to 20 as a mark writes it: 十一."""
    return DIGITS[number] if number <= 10 else f"十{DIGITS[number - 10]}".replace("十十", "二十")


def _tops(record: Record) -> Iterator[tuple[Row, re.Match[str]]]:
    """Top headings that open with 一、 and so on, with the mark."""
    for row in record.sections:
        found = _TOP.match(record.text, row["start"]) if row["heading"] == 1 else None
        if found:
            yield row, found


def lost(record: Record, chance: Random) -> Record:
    """Half of the top headings lose their numeral: 、工作目标."""
    return edited(record, [Edit(*found.span(1), "") for _, found in _tops(record) if chance.random() < 0.5])


def skipping(record: Record, chance: Random) -> Record:
    """A number is left out: 一、二、四、五."""
    gap = chance.randint(1, 3)
    return edited(record, [Edit(*found.span(1), chinese(n + 1)) for _, found in _tops(record) if (n := _value(found[1])) > gap])


def restarting(record: Record, chance: Random) -> Record:
    """Numbers begin again within one plan: 一、二、三、一、二."""
    last = chance.randint(2, 3)
    return edited(record, [Edit(*found.span(1), chinese(n - last)) for _, found in _tops(record) if (n := _value(found[1])) > last])


def parts(record: Record, _: Random) -> Record:
    """第一部分 in place of 一、."""
    return edited(record, [Edit(*found.span(), f"第{found[1]}部分 ") for _, found in _tops(record)])


def dots(record: Record, _: Random) -> Record:
    """一. with a dot of half width."""
    return edited(record, [Edit(*found.span(2), ".") for _, found in _tops(record)])


def arabic(record: Record, _: Random) -> Record:
    """1. at the top, (1) below it, ① below that: a whole text that numbers in Arabic digits."""
    tops = {found.start(): found for _, found in _tops(record)}
    edits = [Edit(*found.span(), f"{_value(found[1])}.") for found in tops.values()]
    for found in _LINE_MARK.finditer(record.text):
        if found[2] and found.start(1) not in tops:
            edits.append(Edit(found.start(1), found.end(), f"({_value(found[2])})"))
        elif found[3] and 1 <= int(found[3]) <= 20:
            edits.append(Edit(found.start(3), found.end(), chr(ord("①") + int(found[3]) - 1)))
    return without_run_in_items(edited(record, edits if tops else []))


def _value(numeral: str) -> int:
    return next(n for n in range(1, 21) if chinese(n) == numeral)


def half_width(record: Record, chance: Random) -> Record:
    """Punctuation of half width throughout; full stops become dots in half of the texts."""
    table = _HALF | ({ord("。"): "."} if chance.random() < 0.5 else {})
    return edited(record, [Edit(i, i + 1, c.translate(table)) for i, c in enumerate(record.text) if c.translate(table) != c])


def full_width(record: Record, _: Random) -> Record:
    """Digits, Latin letters and commas of full width throughout."""
    wide = {i: chr(ord(c) + 0xFEE0) for i, c in enumerate(record.text) if "0" <= c <= "9" or "a" <= c.lower() <= "z" or c in ",:;?!()%"}
    return edited(record, [Edit(i, i + 1, c) for i, c in wide.items()])
