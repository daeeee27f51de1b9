"""Sentences: where they end, and that together they hold all the ink of a text."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jiaoyan_nlp.text.sentences import sentences

PROPERTY = settings(deadline=None, derandomize=True, database=None, max_examples=300)

# Sentences as they should be told apart, parted by ¦
CASES = [
    "",
    "抓好常规。¦重在落实。",
    "做得到吗?¦做得到!¦一起做。",
    "抓好常规！¦重在落实？¦继续努力。",
    "他说:“我来上课。”¦大家同意了。",
    "(详见附表。)¦下周开始。",
    "真好!!¦再来一次……¦好。",
    "一、指导思想\n¦以课堂为根。",
    "听课;评课;反思。",
    "听课；\n¦评课；",
    "每人3.5课时,达到98.5%。",
    "第一句.¦第二句.",
    "没有句号的一行",
    "\u3000\u3000空格开头。 ¦ 又一句。",
    "一行\r\n\r\n¦两行",
]


@pytest.mark.parametrize("case", CASES)
def test_cases(case: str) -> None:
    text = case.replace("¦", "")
    assert [s.quote(text) for s in sentences(text)] == [part.strip() for part in case.split("¦") if part.strip()]


@PROPERTY
@given(st.text(alphabet='教研a1.。!?！？…;；,"”』)） \t\r\n\u3000', max_size=40))
def test_sentences_hold_every_character_that_is_no_space_in_order(text: str) -> None:
    found = list(sentences(text))
    assert "".join("".join(s.quote(text).split()) for s in found) == "".join(text.split())
    assert all(a.end <= b.start for a, b in itertools.pairwise(found))
    assert all(s.quote(text) == s.quote(text).strip() != "" for s in found)


@PROPERTY
@given(st.text(alphabet="教研。!;\n ", max_size=30), st.data())
def test_a_stretch_is_cut_as_its_own_text(text: str, data: st.DataObject) -> None:
    start, end = sorted(data.draw(st.tuples(st.integers(0, len(text)), st.integers(0, len(text)))))
    found = list(sentences(text, start, end))
    assert all(start <= s.start < s.end <= end for s in found)
    assert "".join("".join(s.quote(text).split()) for s in found) == "".join(text[start:end].split())
