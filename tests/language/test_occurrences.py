"""Occurrences: words and phrases however they were cut, characters where no words spell the term, patterns; each leads back to its source."""

from __future__ import annotations

import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from support_words import made

from jiaoyan_nlp.language.occurrences import found, occurrences
from jiaoyan_nlp.text.folding import fold

PLANS = [
    [["教师", "开展", "听课", "活动"], ["旁听", "课程"]],
    [["核心素养", "与", "核心", "素养"], ["听", "课"], ["研讨", "研讨", "研讨"]],
    [["听课", "听课"], ["教研组", "(", "语文", ")"]],
]
CASES = [
    # term, pattern?, texts at the places found
    ("听课", False, ["听课", "听课", "听课", "听课"]),  # also where it was cut in two; not in 旁听｜课程
    ("聽課", False, ["听课"] * 4),
    (" 听课 ", False, ["听课"] * 4),
    ("开展听课", False, ["开展听课"]),
    ("开展 听课", False, ["开展听课"]),
    ("核心素养", False, ["核心素养", "核心素养"]),
    ("活动旁听", False, []),  # a full stop stands between
    ("活动。旁听", False, ["活动。旁听"]),  # asked for, it is found
    ("研讨研讨", False, ["研讨研讨"]),  # of three in a row two are one occurrence
    ("研组", False, ["研组"]),  # half a word: by its characters
    ("素", False, ["素", "素"]),
    ("没有", False, []),
    ("", False, []),
    ("  ", False, []),
    (".", False, []),  # no pattern unless it is called one
    ("听.", True, ["听课", "听课", "听课", "听课", "听课"]),
    ("(开展|组织)?聽課", True, ["开展听课", "听课", "听课", "听课", "听课"]),
    ("x*", True, []),  # a match of nothing
    ("。", True, []),  # touches no word
    ("^教", True, ["教"]),
]


@pytest.mark.parametrize(("term", "regex", "expected"), CASES)
def test_a_term_is_found_where_it_stands(term: str, regex: bool, expected: list[str]) -> None:
    tokens = made(PLANS)
    held = found(tokens, term, regex=regex)
    files = tokens.passages["file"].to_numpy()[tokens.passage[held.first]]
    assert [tokens.texts[f][s:e] for f, s, e in zip(files, held.starts, held.ends, strict=True)] == expected
    assert occurrences(tokens, term, regex=regex).shape == (len(expected), 2)


def test_half_a_word_touches_the_word_it_lies_in() -> None:
    tokens = made(PLANS)
    words = tokens.words()
    assert [(words[a], words[b]) for a, b in occurrences(tokens, "研组")] == [("教研组", "教研组")]
    assert [words[a : b + 1] for a, b in occurrences(tokens, "展听")] == [["开展", "听课"]]


def test_a_full_width_mark_of_a_pattern_is_a_letter() -> None:
    tokens = made(PLANS)
    for term in ("（语文）", r"\（语文\）", r"\(语文\)", "[（]语文"):
        assert len(occurrences(tokens, term, regex=True)) == 1


def test_words_left_out_are_not_found() -> None:
    tokens = made(PLANS)
    chosen = tokens.selected(np.arange(len(tokens)) != 1)
    assert len(occurrences(chosen, "开展")) == 0 and len(occurrences(chosen, "教师听课")) == 0
    assert len(occurrences(made([]), "听课")) == len(occurrences(made([]), "听课", regex=True)) == 0


def test_a_pattern_that_is_none_is_refused() -> None:
    with pytest.raises(re.error):
        occurrences(made(PLANS), "(", regex=True)


WORDS = st.lists(st.lists(st.lists(st.text("教研", min_size=1, max_size=3), min_size=1, max_size=6), min_size=1, max_size=3), min_size=1, max_size=3)


@given(WORDS, st.text("教研", min_size=1, max_size=4))
def test_runs_of_words_are_all_that_spell_the_term(plans: list[list[list[str]]], term: str) -> None:
    """Against a search that tries every run of words of every sentence."""
    tokens = made(plans)
    expected, at = [], 0
    for words in (sentence for plan in plans for sentence in plan):
        behind = -1
        for i in range(len(words)):
            j = next((j for j in range(i, len(words)) if "".join(words[i : j + 1]) == term), None)
            if j is not None and i > behind:
                expected.append((at + i, at + j))
                behind = j
        at += len(words)
    held = occurrences(tokens, term)
    if expected:
        assert [tuple(row) for row in held.tolist()] == expected
    else:  # then by characters
        assert len(held) == sum(text.count(term) for text in tokens.texts.values())
    places = found(tokens, term)
    files = tokens.passages["file"].to_numpy()[tokens.passage[places.first]]
    assert all(fold(tokens.texts[f][s:e]) == term for f, s, e in zip(files, places.starts, places.ends, strict=True))
