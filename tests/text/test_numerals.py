"""Numerals: a table of the writings of offices, and every number to 9999 written by a writer of the test's own."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jiaoyan_nlp.text.numerals import NUMERAL, value

PROPERTY = settings(deadline=None, derandomize=True, database=None, max_examples=100)

ARABIC = {
    "0": 0,
    "7": 7,
    "20": 20,
    "1200": 1200,
    "1,200": 1200,
    "12,345,678": 12345678,
    "3.5": 3.5,
    "98.5": 98.5,
    "2万": 20000,
    "1.5万": 15000,
    "1.13万": 11300,
    "0.57万": 5700,
    "3千": 3000,
    "2亿": 200000000,
}
CHINESE = {
    "零": 0,
    "一": 1,
    "两": 2,
    "半": 0.5,
    "十": 10,
    "十二": 12,
    "二十": 20,
    "九十九": 99,
    "百": 100,
    "一百": 100,
    "一百零五": 105,
    "三百五": 350,
    "一万二": 12000,
    "一百一十": 110,
    "一百二十": 120,
    "两百": 200,
    "一千零一": 1001,
    "两千三百": 2300,
    "一万": 10000,
    "两万": 20000,
    "十万": 100000,
    "三十五万": 350000,
    "一万零五十": 10050,
}
DIGIT_BY_DIGIT = {"二〇二三": 2023, "二零二四": 2024, "一九九八": 1998}
FORMAL = {"壹": 1, "贰": 2, "叁": 3, "参": 3, "拾": 10, "伍拾": 50, "玖佰": 900, "贰仟": 2000}
NONE = ["", "一些", "教研", "abc", "1a", "第一", "20%", "-3", "1.2.3", "一、", " "]


@pytest.mark.parametrize(("text", "expected"), [*ARABIC.items(), *CHINESE.items(), *DIGIT_BY_DIGIT.items(), *FORMAL.items()])
def test_value(text: str, expected: float) -> None:
    assert value(text) == expected


@pytest.mark.parametrize("text", NONE)
def test_what_is_no_numeral_has_no_value(text: str) -> None:
    assert value(text) is None


def test_whole_numbers_are_int() -> None:
    assert all(isinstance(value(t), int) for t in ("20", "1.5万", "二十", "二〇二三"))


def chinese(number: int) -> str:
    """The test's own writer, by the rules of a school book: zeros between digits once, 十 without 一 at the front."""
    digits = "零一二三四五六七八九"
    out = ""
    for unit, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, number = divmod(number, unit)
        if digit:
            out += digits[digit] + name
        elif out and number and not out.endswith("零"):
            out += "零"
    return re.sub("^一十", "十", out)


def test_the_writer_of_the_test_writes_as_expected() -> None:
    assert [chinese(n) for n in (5, 10, 15, 40, 105, 110, 2005, 2050, 9999)] == [
        "五",
        "十",
        "十五",
        "四十",
        "一百零五",
        "一百一十",
        "二千零五",
        "二千零五十",
        "九千九百九十九",
    ]


def test_every_number_to_9999_reads_back() -> None:
    for number in range(1, 10_000):
        assert value(chinese(number)) == number
        assert value(str(number)) == number
        assert value(f"{number:,}") == number


@pytest.mark.parametrize("zero", ["〇", "零"])
def test_every_year_digit_by_digit_reads_back(zero: str) -> None:
    for year in range(1000, 10_000):
        assert value("".join((zero + "一二三四五六七八九")[int(d)] for d in str(year))) == year


@PROPERTY
@given(st.integers(1, 9999), st.integers(0, 9999))
def test_groups_of_ten_thousand_read_back(high: int, low: int) -> None:
    # 一万零五十: a zero stands where the lower group does not fill its thousands; 三万一十 keeps its 一
    tail = ("零" if 0 < low < 1000 else "") + re.sub("^十", "一十", chinese(low) if low else "")
    assert value(chinese(high) + "万" + tail) == high * 10_000 + low


@PROPERTY
@given(st.integers(1, 9999))
def test_the_pattern_finds_the_whole_numeral(number: int) -> None:
    for text in (str(number), f"{number:,}", chinese(number)):
        found = re.search(NUMERAL, f"每人听课{text}节")
        assert found is not None
        assert found[0] == text
