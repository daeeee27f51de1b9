"""Near words: words that are used alike are near each other; words that are used anyhow are not."""

from __future__ import annotations

import subprocess
import sys

import numpy as np
import pytest
from support_words import made

from jiaoyan_nlp.language.near import COLUMNS, _joined, near
from jiaoyan_nlp.language.tokens import Tokens

pytest.importorskip("gensim")

TWINS = ("听课", "评议")


def planted(*, shuffled: bool = False) -> Tokens:
    """听课 and 评议 stand among the same words, which no other word has around it."""
    rng = np.random.default_rng(2)
    theirs, others = ([f"{head}{chr(0x4E00 + 7 * i)}" for i in range(12)] for head in "甲乙")
    sentences = []
    for i in range(900):
        words = rng.choice(others if i % 3 else theirs, 6).tolist()
        if not i % 3:
            words.insert(3, TWINS[i % 2])
        elif not i % 5:
            words.insert(3, "写字")
        sentences.append(words)
    if shuffled:
        pool = iter(rng.permutation([word for sentence in sentences for word in sentence]).tolist())
        sentences = [[next(pool) for _ in sentence] for sentence in sentences]
    return made([sentences])


def test_words_of_one_company_are_near() -> None:
    told = near(planted(), "听课", most=50).set_index("term")
    assert told.loc["评议", "cosine"] > told.loc["写字", "cosine"] + 0.2
    assert told.loc["评议", "count"] == 150
    mixed = near(planted(shuffled=True), "听课", most=50).set_index("term")
    assert abs(mixed.loc["评议", "cosine"] - mixed.loc["写字", "cosine"]) < 0.2


def test_a_term_is_one_word_however_it_was_cut() -> None:
    tokens = made([[["学习", "核心", "素养", "。"], ["核心素养", "与", "核心"]]])
    assert _joined(tokens, "核心素养") == [["学习", "核心素养", "。"], ["核心素养", "与", "核心"]]


def test_rare_or_absent_terms_have_no_neighbours() -> None:
    for tokens, term in ((made([]), "听课"), (planted(), "没有"), (made([[["听课", "评课"]] * 4]), "听课"), (made([[["听课"]] * 9]), "听课"), (planted(), "")):
        told = near(tokens, term)
        assert tuple(told.columns) == COLUMNS and not len(told)


PROGRAM = """
from test_near import planted
from jiaoyan_nlp.language.near import near
print(near(planted(), "听课").to_csv())
"""


def test_the_same_words_give_the_same_neighbours_in_any_process() -> None:
    from pathlib import Path

    runs = {
        subprocess.run(
            [sys.executable, "-c", PROGRAM],
            capture_output=True,
            check=True,
            cwd=Path(__file__).parent,
            env={"PYTHONHASHSEED": seed, "PYTHONPATH": ":".join(sys.path)},
        ).stdout
        for seed in ("1", "2")
    }
    assert len(runs) == 1
