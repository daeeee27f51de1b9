"""Folding: one character for each writing variant, one to one."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jiaoyan_nlp.text.folding import LOOK_ALIKES, fold, fold_table

PROPERTY = settings(deadline=None, derandomize=True, database=None, max_examples=300)

WIDTHS = {
    "ＡＢｃ，（１２）：！": "ABc,(12):!",
    "２０２３年　春": "2023年 春",
    "９５％": "95%",
    "；？": ";?",
}
TRADITIONAL = {"計劃總結": "计划总结", "教師專業發展": "教师专业发展", "課題與學習": "课题与学习"}
LOOKS = {
    "亠位教师": "一位教师",
    "二○二三": "二〇二三",
    "二ΟΟ九": "二〇〇九",
    "3—5节": "3-5节",
    "3～5节": "3~5节",
    "「研」": "“研”",
    "8∶30": "8:30",
}
UNTOUCHED = ["", "①②③", "一、指导思想。", "“双减”", "A-1.5%", "⑴", "²"]


@pytest.mark.parametrize(("text", "expected"), [*WIDTHS.items(), *TRADITIONAL.items(), *LOOKS.items()])
def test_variants_fold_to_one_writing(text: str, expected: str) -> None:
    assert fold(text) == expected


@pytest.mark.parametrize("text", UNTOUCHED)
def test_plain_writing_and_list_marks_stay(text: str) -> None:
    assert fold(text) == text


@pytest.mark.parametrize("letter", LOOK_ALIKES)
def test_every_look_alike_folds_as_its_model(letter: str) -> None:
    assert len(letter) == 1
    assert fold(letter) == fold(LOOK_ALIKES[letter]) != letter


def test_every_entry_of_the_table_is_one_to_one_and_closed() -> None:
    table = fold_table()
    assert all(len(plain) == 1 and ord(plain) not in table for plain in table.values())


def test_line_breaks_are_never_made_nor_lost() -> None:
    table = fold_table()
    breaks = set("\n\r\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029")
    assert not breaks & {chr(code) for code in table}
    assert not breaks & set(table.values())


@PROPERTY
@given(st.text())
def test_fold_keeps_length_and_is_idempotent(text: str) -> None:
    once = fold(text)
    assert len(once) == len(text)
    assert fold(once) == once


@PROPERTY
@given(st.text(), st.text())
def test_fold_looks_at_single_characters_only(a: str, b: str) -> None:
    assert fold(a + b) == fold(a) + fold(b)
