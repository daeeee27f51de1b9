"""Collocations: counts against a search of every pair, measures against tables by hand and scipy, what is planted is found."""

from __future__ import annotations

import json
import math
from collections import Counter
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import chi2_contingency
from support_words import Plan, made

from jiaoyan_nlp.cli.main import group
from jiaoyan_nlp.language.collocations import COLUMNS, WITHIN, collocations
from jiaoyan_nlp.language.tokens import Tokens

Row = dict[str, float]


def by_collocate(tokens: Tokens, term: str, **more: int) -> dict[str, Row]:
    table = collocations(tokens, term, **{"least_count": 1, **more})
    assert list(table.columns) == list(COLUMNS)
    return {row["collocate"]: row for row in table.to_dict("records")}


def test_a_table_by_hand() -> None:
    """Windows of one word: the neighbours are 教师-听课 (twice), 听课-评课 and 评课-反思; each pair is taken from both words, so N = 8."""
    tokens = made([[["教师", "听课", "评课", "反思"]], [["教师", "听课"]]])
    told = by_collocate(tokens, "听课", window=1)
    assert set(told) == {"教师", "评课"}
    row = told["教师"]
    # 听课 is in 3 of the pairs, 教师 in 2, both in 2
    assert [row[name] for name in ("count", "left", "right", "documents", "count_term", "count_collocate")] == [2, 2, 0, 2, 2, 2]
    assert row["expected"] == pytest.approx(3 * 2 / 8)
    assert row["log_dice"] == pytest.approx(14)
    assert row["t"] == pytest.approx((2 - 0.75) / math.sqrt(2))
    assert row["mi"] == pytest.approx(math.log2(2 / 0.75))
    assert row["mi3"] == pytest.approx(math.log2(8 / 0.75))
    assert row["g2"] == pytest.approx(chi2_contingency([[2, 1], [0, 5]], correction=False, lambda_="log-likelihood").statistic)
    assert told["评课"]["log_dice"] == pytest.approx(14 + math.log2(2 * 1 / (2 + 1)))


def test_the_window_ends_with_the_sentence_and_counts_every_word() -> None:
    tokens = made([[["甲甲", "的", "乙乙", "的", "丙丙"], ["丁丁", "乙乙"]]])
    assert set(by_collocate(tokens, "乙乙", window=1)) == {"丁丁"}
    assert set(by_collocate(tokens, "乙乙", window=2)) == {"甲甲", "丙丙", "丁丁"}
    assert set(by_collocate(tokens, "丁丁", window=9)) == {"乙乙"}


def test_a_phrase_has_company_on_either_side_of_it() -> None:
    tokens = made([[["开展", "听", "课", "活动", "听课", "活动"]]])
    told = by_collocate(tokens, "听课", window=2)
    assert (told["活动"]["left"], told["活动"]["right"], told["活动"]["count_term"]) == (1, 2, 2)
    assert set(told) == {"开展", "活动"}  # nor are the words of the term itself, elsewhere, its company
    assert set(collocations(tokens, "听.", regex=True, least_count=1, window=1)["collocate"]) == {"开展", "活动"}


def test_what_is_rare_or_left_out_is_not_told() -> None:
    tokens = made([[["教师", "听课", "评课"]], [["教师", "听课"]], [["教师", "听课", "我"]]])
    assert set(by_collocate(tokens, "听课", least_count=3)) == {"教师"}
    assert set(by_collocate(tokens, "听课", least_documents=2)) == {"教师"}
    assert set(by_collocate(tokens, "听课", least_letters=1)) == {"教师", "评课", "我"}
    assert set(collocations(tokens, "听课", least_count=1, leave_out=["教师"])["collocate"]) == {"评课"}


def test_of_nothing_there_is_nothing() -> None:
    some = made([[["教师", "听课"]]])
    for tokens, term in ((some, "没有"), (some, ""), (made([]), "听课"), (made([]), None), (made([[["听课"]]]), "听课"), (made([[["听课"]]]), None)):
        for within in WITHIN:
            assert collocations(tokens, term, least_count=1, within=within).shape == (0, len(COLUMNS))


PLANS = st.lists(
    st.lists(st.lists(st.sampled_from(["教师", "听课", "评课", "备课", "读书"]), min_size=1, max_size=7), min_size=1, max_size=3), min_size=1, max_size=4
)


@settings(deadline=None)
@given(PLANS, st.integers(1, 4))
def test_counts_are_those_of_a_search_of_every_pair(plans: list[Plan], window: int) -> None:
    counted: Counter[tuple[str, str]] = Counter()
    stand: dict[tuple[str, str], set[int]] = {}
    for number, plan in enumerate(plans):
        for words in plan:
            for i in range(len(words)):
                for j in range(i + 1, min(len(words), i + window + 1)):
                    if words[i] != words[j]:
                        counted[words[i], words[j]] += 1
                        stand.setdefault((min(words[i], words[j]), max(words[i], words[j])), set()).add(number)
    table = collocations(made(plans), None, window=window, least_count=1)
    assert not table.duplicated(["term", "collocate"]).any()
    for r in table.itertuples():
        assert (r.right, r.left) == (counted[r.term, r.collocate], counted[r.collocate, r.term]) and r.right >= r.left
        assert r.documents == len(stand[min(r.term, r.collocate), max(r.term, r.collocate)])
        assert r.log_dice <= 14 + 1e-9 and r.g2 >= 0
    assert table["count"].sum() == counted.total()


@settings(deadline=None, max_examples=20)
@given(PLANS, st.integers(1, 4), st.permutations(range(4)))
def test_the_same_from_either_word_and_in_any_order_of_plans(plans: list[Plan], window: int, order: list[int]) -> None:
    turned = made([plans[i] for i in order if i < len(plans)])
    pairs = collocations(made(plans), None, window=window, least_count=1)
    for r in pairs.to_dict("records"):
        one, two = by_collocate(turned, r["term"], window=window)[r["collocate"]], by_collocate(turned, r["collocate"], window=window)[r["term"]]
        for name in COLUMNS[2:]:
            mirrored = {"left": "right", "right": "left", "count_term": "count_collocate", "count_collocate": "count_term"}.get(name, name)
            assert one[name] == pytest.approx(r[name], abs=1e-9) and two[mirrored] == pytest.approx(r[name], abs=1e-9)


@pytest.mark.parametrize("seed", range(3))
def test_a_pair_that_keeps_company_is_the_strongest(seed: int) -> None:
    """Words at random, some five times as frequent as others; 集体 stands before 备课 in most of its places. In the same words shuffled no pair is strong."""
    rng = np.random.default_rng(seed)
    names = [chr(0x4E00 + i) + chr(0x5E00 + i) for i in range(300)]
    chances = 1 / np.arange(30, 330)
    plans = [[[names[i] for i in rng.choice(300, 12, p=chances / chances.sum())] for _ in range(20)] for _ in range(30)]
    for plan in plans:
        for sentence in plan[:3]:
            sentence[5:7] = ["集体", "备课"]
    for measure in ("log_dice", "t", "g2", "mi3"):
        best = collocations(made(plans)).sort_values(measure).iloc[-1]
        assert (best["term"], best["collocate"]) == ("集体", "备课")
    words = [word for plan in plans for sentence in plan for word in sentence]
    shuffled = rng.permutation(words).tolist()
    chance = collocations(made([[shuffled[i + j : i + j + 12] for j in range(0, 240, 12)] for i in range(0, len(shuffled), 240)]), least_count=5)
    assert len(chance) > 500 and chance["g2"].max() < 30  # of hundreds of pairs
    assert collocations(made(plans), "集体").iloc[0]["g2"] > 150


def run(*arguments: str | Path) -> list[dict[str, object]]:
    told = CliRunner().invoke(group(), ["collocations", *map(str, arguments), "--jobs", "1", "--format", "jsonl", "--least", "1"])
    assert told.exit_code == 0, told.output
    return [json.loads(line) for line in told.stdout.splitlines()]


def test_the_command(tmp_path: Path) -> None:
    file = tmp_path / "2023年示例县第一小学语文教研组工作计划.txt"
    file.write_text("语文教研组工作计划\n一、工作目标\n教师听课，认真评课。\n二、主要工作\n组织听课评课。\n", encoding="utf-8")
    rows = run("听课", tmp_path)
    assert all(tuple(row) == COLUMNS and row["term"] == "听课" for row in rows)
    assert {row["collocate"] for row in rows} >= {"教师", "评课", "组织"}
    assert "评课" not in {row["collocate"] for row in run("听课", file, "--within", "clause", "--section", "goals")}
    assert [row["count"] for row in run("听.", file, "--regex", "--sort", "count")] == sorted((row["count"] for row in rows), reverse=True)
    assert {(row["term"], row["collocate"]) for row in run(file)} >= {("听课", "评课")}
    assert {row["section"] for row in run("听课", file, "--by", "section")} == {"goals", "tasks"}


@pytest.mark.parametrize("arguments", [[], ["没有这个文件"], ["听课", "没有这个文件"], ["听(课", ".", "--regex"]], ids=" ".join)
def test_wrong_usage(arguments: list[str]) -> None:
    told = CliRunner().invoke(group(), ["collocations", *arguments])
    assert told.exit_code == 2 and "Traceback" not in told.output
