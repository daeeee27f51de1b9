"""Topics: two vocabularies that never meet are two topics, stable and with their years; words thrown together are none."""

from __future__ import annotations

import itertools
import math

import numpy as np
import pandas as pd
import pytest
from support_words import made

from jiaoyan_nlp.language.tokens import Tokens
from jiaoyan_nlp.language.topics import BY_YEAR, COLUMNS, Topics, _coherence, _stability, bags_of, compared, topics_of

pytest.importorskip("gensim")

LEFT, RIGHT = ([f"{head}{chr(0x4E00 + i)}" for i in range(25)] for head in "甲乙")
YEARS = (2018, 2019, 2021)


def planted(*, shuffled: bool = False) -> Tokens:
    """Sixty plans of either vocabulary: of the left one a sixth in 2018, a half in 2019, five sixths in 2021."""
    rng = np.random.default_rng(4)
    years = [year for year in YEARS for _ in range(20)]
    plans = [[rng.choice(LEFT if i % 6 < 1 + 2 * YEARS.index(year) else RIGHT, 10).tolist() for _ in range(5)] for i, year in enumerate(years)]
    if shuffled:
        words = iter(rng.permutation([word for plan in plans for sentence in plan for word in sentence]).tolist())
        plans = [[[next(words) for _ in sentence] for sentence in plan] for plan in plans]
    return made(plans, year=years, school=[f"示例县第{i % 12}小学" for i in range(60)], school_year=[""] * 60)


@pytest.fixture(scope="module")
def found() -> Topics:
    return topics_of(bags_of(planted(), most=0.9), 2, seeds=3)


def test_the_two_vocabularies_are_found(found: Topics) -> None:
    table = found.table()
    assert tuple(table.columns) == COLUMNS
    assert {frozenset(word[0] for word in words.split()) for words in table["words"]} == {frozenset("甲"), frozenset("乙")}
    assert (table["stability"] > 0.9).all() and table["stable"].all() and (table["coherence"] > 0.1).all()
    assert table["share"].sum() == pytest.approx(1)


def test_every_plan_has_its_topic_and_the_years_their_shares(found: Topics) -> None:
    tokens = planted()
    documents, left = found.documents(tokens), next(i for i, name in enumerate(found.names(), 1) if name.startswith("甲"))
    for row in documents.to_dict("records"):
        assert row[f"topic_{left}"] == pytest.approx(float(tokens.texts[row["file"]].startswith("甲")), abs=0.05)
    years = found.by_year(tokens)
    assert tuple(years.columns) == BY_YEAR
    told = years[years["topic"] == left].set_index("year")
    expected = {year: np.mean([tokens.texts[f"{i:03}.txt"].startswith("甲") for i in range(20 * k, 20 * k + 20)]) for k, year in enumerate(YEARS)}
    for year, share in expected.items():
        assert told.loc[str(year), "share"] == pytest.approx(share, abs=0.02)
        assert told.loc[str(year), "share_low"] < share < told.loc[str(year), "share_high"]
    assert told.loc["2020", "plans"] == 0 and pd.isna(told.loc["2020", "share"])


def test_of_words_thrown_together_no_topic_is_coherent_or_stable() -> None:
    table = topics_of(bags_of(planted(shuffled=True), most=1.0), 3, seeds=4).table()
    assert (table["coherence"].abs() < 0.06).all() and not table["stable"].any()


def test_the_same_words_give_the_same_topics() -> None:
    once, again = (topics_of(bags_of(planted(), most=0.9), 2, seeds=2) for _ in range(2))
    assert np.array_equal(once.weights, again.weights) and np.array_equal(once.shares, again.shares)


def test_numbers_of_topics_are_compared() -> None:
    told = compared(bags_of(planted(), most=0.9), [2, 6], seeds=3).set_index("topics")
    assert told.loc[2, "stable"] == 2 and told.loc[2, "stability"] > told.loc[6, "stability"]


def test_what_is_left_out_of_bags() -> None:
    """Stop words, single letters, numbers, words of too few plans or of too many."""
    tokens = made([[["教学", "共有", "的话", "了", "2023", "少见"]], [["教学", "共有", "的话"]], [["共有", "评课"]]])
    bags = bags_of(tokens, least_documents=2, most=0.7, stop_words={"的话"})
    assert bags.words == ("教学",) and [len(text) for text in bags.texts] == [1, 1] and bags.units.tolist() == [0, 1]


def test_stability_is_the_best_matching_of_topics() -> None:
    """Against all matchings tried: the mean of the Jaccard indices of the matching whose sum is highest."""
    rng = np.random.default_rng(0)
    mine, other = rng.dirichlet(np.ones(30), 4), rng.dirichlet(np.ones(30), 4)
    firsts = [[set(np.argsort(-row)[:10].tolist()) for row in weights] for weights in (mine, other)]
    alike = [[len(a & b) / len(a | b) for b in firsts[1]] for a in firsts[0]]
    best = max(itertools.permutations(range(4)), key=lambda p: sum(alike[i][p[i]] for i in range(4)))
    assert _stability(mine, [other]).sum() == pytest.approx(sum(alike[i][best[i]] for i in range(4)))
    assert _stability(mine, [mine[::-1]]).tolist() == [1] * 4


def test_coherence_by_hand() -> None:
    """The mean over pairs of log(P(a,b) / P(a)P(b)) / -log P(a,b), a document being a window."""
    bags = bags_of(made([[["甲甲", "乙乙"]], [["甲甲", "乙乙"]], [["甲甲"]], [["丙丙"]]]), least_documents=1, most=1)
    place = {word: i for i, word in enumerate(bags.words)}
    weights = np.zeros((1, 3))
    weights[0, place["甲甲"]], weights[0, place["乙乙"]], weights[0, place["丙丙"]] = 0.6, 0.3, 0.1
    chances = [(3 / 4, 2 / 4, 2 / 4), (3 / 4, 1 / 4, 1e-12), (2 / 4, 1 / 4, 1e-12)]  # of a, of b, of both (never is 1e-12)
    assert _coherence(bags, weights)[0] == pytest.approx(np.mean([math.log(both / (a * b)) / -math.log(both) for a, b, both in chances]))


def test_of_nothing_there_are_no_topics() -> None:
    told = topics_of(bags_of(made([])), 3)
    assert len(told.table()) == len(told.documents(made([]))) == len(told.by_year(made([]))) == len(compared(told.bags, [2])) == 0
    few = topics_of(bags_of(made([[["教学"]]] * 3), most=1), 2, seeds=2)
    assert len(few.table()) == 2
