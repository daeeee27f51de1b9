"""Readability: by hand, against slow definitions, and free of the length of the text."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from support_words import made

from jiaoyan_nlp.language.readability import COLUMNS, mattr, mtld, readability


def test_a_plan_by_hand() -> None:
    tokens = made([[["以人为本", "的", "教学"], ["教学", "的"]], [["听课"]]], school=["甲校", ""], year=[2023, None])
    checked = pd.DataFrame({"file": ["000.txt"], "plan": [1], "sentences": [4], "share": [0.25]})
    first, second = readability(tokens, checked, function_words={"的"}).to_dict("records")
    assert {k: first[k] for k in COLUMNS if k not in ("mtld", "mattr")} == {
        "file": "000.txt", "plan": 1, "school": "甲校", "year": 2023, "words": 5, "sentences": 2, "sentence_words": 2.5, "sentence_letters": 5.0,
        "clause_words": 2.5, "function_share": 0.4, "set_phrases": 20.0, "sentences_to_do": 4, "checkable": 0.25,
    }  # fmt: skip
    assert pd.isna(first["mtld"]) and pd.isna(first["mattr"])
    assert second["words"] == 1 and pd.isna(second["checkable"]) and pd.isna(second["year"])


def test_of_no_words_there_are_no_rows() -> None:
    for told in (readability(made([])), readability(made([[["听课"]]], year=[2023]), pd.DataFrame({"file": [], "plan": [], "sentences": [], "share": []}))):
        assert tuple(told.columns) == COLUMNS
    assert len(readability(made([]))) == 0


def test_mtld_by_hand() -> None:
    """甲乙甲 ends the first factor (2/3 ≤ .72), so does 丙丁丙; 戊己 is no part of one. Backwards: 己戊丙丁丙 4/5, 乙甲: 甲乙甲 …"""
    assert mtld(list("甲乙甲丙丁丙")) == pytest.approx(3)
    forwards = 8 / 2
    left = (1 - 6 / 8) / (1 - 0.72)  # 己戊丙丁丙甲乙甲 backwards: 2/2 … 4/5, 5/6, 6/7, 6/8: never below .72
    assert mtld(list("甲乙甲丙丁丙戊己")) == pytest.approx((forwards + 8 / left) / 2)
    assert mtld(list("甲乙丙")) == 3 and mtld([]) == 0


@given(st.lists(st.integers(0, 6), max_size=40), st.integers(1, 12))
def test_mattr_is_the_mean_over_windows(words: list[int], window: int) -> None:
    windows = [words[i : i + window] for i in range(len(words) - window + 1)]
    expected = np.mean([len(set(each)) / window for each in windows]) if windows else 0
    assert mattr(np.array(words, np.int32), window) == pytest.approx(expected)


def test_variety_does_not_fall_with_length() -> None:
    """Of the same vocabulary types by tokens fall to a tenth; these do not move by a tenth."""
    rng = np.random.default_rng(1)
    words = rng.zipf(1.5, 20_000).clip(max=3_000)
    short, long = words[:1000], words
    assert len(set(long.tolist())) / len(long) < 0.5 * len(set(short.tolist())) / len(short)
    assert mtld(long.tolist()) == pytest.approx(mtld(short.tolist()), rel=0.1)
    assert mattr(long.astype(np.int32)) == pytest.approx(mattr(short.astype(np.int32)), rel=0.1)
