"""Quick patterns find what plain ones find."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiaoyan_nlp.resources import lexicon
from jiaoyan_nlp.text.patterns import quick

PATTERNS = [
    r"(?<!\d)(?:第?[一二1-3]|百分之)\s?[个节]", r"(?:[^一]|二)节", r"(?:至少|[多个]?)\d+(?:节|)", r"(?:|一)二", r"()二|(?<=一)[二-]", r"(?i:x)\d|一",
    r"(?:一|[\]^-])节", r".\d", r"(?=一)\w二", r"(?>一?二)节", r"(一)?\1二", r"", r"一*?二|$",
]  # fmt: skip


def test_this_python_reads_patterns_as_ours_are_read() -> None:
    """`quick` asks parts of `re` that are not public; without them it must find another way."""
    from re import _constants as sre
    from re import _parser as parser

    read = [(op, value) for op, value in parser.parse("一[二\\d]?")]
    assert read == [(sre.LITERAL, ord("一")), (sre.MAX_REPEAT, (0, 1, read[1][1][2]))]
    assert list(read[1][1][2]) == [(sre.IN, [(sre.LITERAL, ord("二")), (sre.CATEGORY, sre.CATEGORY_DIGIT)])]


@pytest.mark.parametrize("pattern", [*PATTERNS, *(entry["pattern"] for entry in lexicon("quantities")["not"])])
@given(st.text("一二十百第至少多个节年月日周级分之 0123.-]^xX\n", max_size=40))
def test_the_same_matches(pattern: str, text: str) -> None:
    assert [m.regs for m in quick(pattern).finditer(text)] == [m.regs for m in re.compile(pattern).finditer(text)]


@pytest.mark.parametrize(("pattern", "tried"), [(r"(?:至少|十)?\d", "至十0"), (r"(?<!\d)(?:第?[一二]|百)", "第一二百"), (r"\s?(?:节|个)", "节个 ")])
def test_tried_only_at_first_letters(pattern: str, tried: str) -> None:
    ahead = re.match(r"\(\?=(\[.*?\])\)", quick(pattern).pattern)
    assert ahead and {letter for letter in "一二十百第至少多个节 0x" if re.match(ahead[1], letter)} == set(tried)
