"""Keyness: its statistics against scipy and exact counts, what is planted is found, and nothing where there is nothing."""

from __future__ import annotations

import itertools
import json
import math
from collections import Counter
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import chi2_contingency, pearson3, t
from support_words import Plan, made

from jiaoyan_nlp.cli.main import group
from jiaoyan_nlp.language.keyness import COLUMNS, UNITS, keyness, sides
from jiaoyan_nlp.language.significance import adjusted, dealt, log_likelihood, of_chance
from jiaoyan_nlp.language.tokens import Tokens

# --- the statistics -------------------------------------------------------------------------------------------------------------------


@given(st.lists(st.integers(0, 5000), min_size=4, max_size=4).filter(lambda t: t[0] + t[1] and t[2] + t[3] and t[0] + t[2] and t[1] + t[3]))
def test_g2_is_that_of_scipy(table: list[int]) -> None:
    a, b, c, d = (np.array([float(x)]) for x in table)
    told = chi2_contingency([table[:2], table[2:]], correction=False, lambda_="log-likelihood")
    g2 = log_likelihood(a, b, c, d)
    assert g2[0] == pytest.approx(told.statistic, abs=1e-7)
    assert of_chance(g2)[0] == pytest.approx(told.pvalue, rel=1e-5, abs=1e-12)


def test_g2_by_hand() -> None:
    """10 of 20 against 5 of 20: twice 10 ln(10/7.5) + 5 ln(5/7.5) + 10 ln(10/12.5) + 15 ln(15/12.5); nothing in common with nothing."""
    by_hand = 2 * (10 * math.log(10 / 7.5) + 5 * math.log(5 / 7.5) + 10 * math.log(10 / 12.5) + 15 * math.log(15 / 12.5))
    told = log_likelihood(*(np.array(x, float) for x in ([10, 0, 0], [5, 0, 4], [10, 20, 0], [15, 20, 0])))
    assert told.tolist() == pytest.approx([by_hand, 0, 0])


CORRECTED = [
    # sorted: .005 .01 .03 .04, times 4/1, 4/2, 4/3, 4/4 from behind never rising; Holm times 4, 3, 2, 1, never falling
    ("bh", [0.01, 0.04, 0.03, 0.005], [0.02, 0.04, 0.04, 0.02]),
    ("holm", [0.01, 0.04, 0.03, 0.005], [0.03, 0.06, 0.06, 0.02]),
    ("holm", [0.9, 0.5], [1, 1]),
    ("bh", [], []),
    ("holm", [], []),
]


@pytest.mark.parametrize(("method", "p", "expected"), CORRECTED)
def test_corrections_by_hand(method: str, p: list[float], expected: list[float]) -> None:
    assert adjusted(np.array(p, float), "bh" if method == "bh" else "holm").tolist() == pytest.approx(expected)


@settings(deadline=None)
@given(st.lists(st.integers(-5, 40), min_size=4, max_size=9), st.data())
def test_moments_are_those_of_all_ways_to_deal(numbers: list[int], data: st.DataObject) -> None:
    """Against mean, variance and skewness of the sums counted out."""
    x = np.array(numbers, float) - np.mean(numbers)
    drawn = data.draw(st.integers(1, len(x) - 1))
    sums = np.array([sum(c) for c in itertools.combinations(x.tolist(), drawn)])
    spread = sums.std()
    told = dealt(*(np.array([float(v)]) for v in (x[:drawn].sum(), (x**2).sum(), (x**3).sum())), drawn, len(x))[0]
    if spread < 1e-9:
        assert told == 1
        return
    far, skew = abs(x[:drawn].sum()) / spread, abs(((sums / spread) ** 3).mean())
    assert told == pytest.approx(min(1, pearson3.sf(far, skew) + pearson3.cdf(-far, skew)), rel=1e-4)


@pytest.mark.parametrize(("drawn", "held", "has"), [(2, 40, 2), (3, 30, 3), (10, 20, 6), (20, 40, 12), (5, 40, 4), (10, 60, 7)])
def test_a_word_of_the_target_alone_is_as_likely_as_counted_out(drawn: int, held: int, has: int) -> None:
    """`has` plans have the word once, all of them dealt to the target: a hypergeometric chance. Within a factor of 3, careful beyond."""
    exact = math.comb(drawn, has) / math.comb(held, has)
    share = has / held
    values = np.array([1 - share] * has + [-share] * (held - has))
    told = dealt(*(np.array([v]) for v in (has - share * drawn, (values**2).sum(), (values**3).sum())), drawn, held)[0]
    assert exact / 3 < told < 30 * exact


# --- the table --------------------------------------------------------------------------------------------------------------------------

SMALL = [
    [["大单元", "教学", "教学"], ["听课"]],
    [["大单元", "教学"], ["大单元", "听课"]],
    [["听课", "教学", "听课"]],
    [["听课", "教学"], ["教学"]],
    [["听课", "听课", "听课"]],
]
YEARS = [2023, 2023, 2022, 2022, 2022]


def asked(tokens: Tokens, **more: int) -> dict[str, dict[str, float]]:
    table = keyness(*sides(tokens, {"year": 2023}), **{"least_count": 1, "least_documents": 1, **more})
    assert list(table.columns) == list(COLUMNS)
    return {row["term"]: row for row in table.to_dict("records")}


def test_a_table_by_hand() -> None:
    """Of 8 words and of 9: 大单元 3 and 0, 教学 3 and 3, 听课 2 and 6."""
    told = asked(made(SMALL, year=YEARS))
    assert list(told) == ["大单元", "教学", "听课"]
    word = told["大单元"]
    assert [word[name] for name in ("count", "count_against", "documents", "documents_against")] == [3, 0, 2, 0]
    assert (word["per_10k"], word["per_10k_against"]) == (3750, 0)
    assert word["log_ratio"] == pytest.approx(math.log2((3 / 8) / (0.5 / 9)))
    # counts of 1 and 2 in plans of 4 words are nearer to even than chance: independence gives the larger variance, 1/3 - 1/8, and 2 - 1/9 for none
    reach = t.ppf(0.975, 1) * math.sqrt(1 / 3 - 1 / 8 + 2 - 1 / 9) / math.log(2)
    assert (word["low"], word["high"]) == pytest.approx((word["log_ratio"] - reach, word["log_ratio"] + reach))
    assert told["教学"]["log_ratio"] == pytest.approx(math.log2((3 / 8) / (3 / 9)))
    assert told["听课"]["g2"] == pytest.approx(chi2_contingency([[2, 6], [6, 3]], correction=False, lambda_="log-likelihood").statistic)


def test_plans_as_clusters_widen_the_interval() -> None:
    """Six times in one plan of four is less sure than in three of them twice."""
    clumped, even = ([[["甲乙"] * n + ["其他"] * (20 - n)] for n in counts] for counts in ([6, 0, 0, 0], [2, 2, 2, 0]))
    rest = [[["甲乙", "甲乙"] + ["其他"] * 18]] * 4
    one, two = (asked(made(plans + rest, year=[2023] * 4 + [2022] * 4))["甲乙"] for plans in (clumped, even))
    assert one["g2"] == two["g2"] and one["log_ratio"] == two["log_ratio"]
    assert one["high"] - one["low"] > 1.5 * (two["high"] - two["low"])
    # rate 6/80: (6-1.5)² + 3 · 1.5² = 27, of 6² and times 4/3: 1; the rest even: 1/8 - 1/80
    assert one["high"] - one["log_ratio"] == pytest.approx(t.ppf(0.975, 3) * math.sqrt(1 + 1 / 8 - 1 / 80) / math.log(2))


def test_rare_words_and_stop_words_are_not_compared() -> None:
    tokens = made(SMALL, year=YEARS)
    assert set(asked(tokens, least_count=6)) == {"教学", "听课"}
    assert set(asked(tokens, least_documents=4)) == {"教学", "听课"}
    assert set(asked(tokens, least_letters=3)) == {"大单元"}
    assert "教学" not in set(keyness(*sides(tokens, {"year": 2023}), least_count=1, leave_out=["教学"])["term"])


def test_of_nothing_there_is_nothing() -> None:
    tokens = made(SMALL, year=YEARS)
    for one, two in (sides(tokens, {"year": 1999}), sides(tokens, {"year": [2022, 2023]}), (made([]), made([]))):
        assert keyness(one, two).shape == (0, len(COLUMNS))
    assert keyness(*sides(tokens, {"year": 2023}), least_count=99).shape == (0, len(COLUMNS))
    one_each = made([[["教学", "教学"]], [["听课", "教学"]]], year=[2022, 2023])
    assert keyness(*sides(one_each, {"year": 2023}), least_count=1, least_documents=1)["p_plans"].min() > 0.3


def test_sides_share_no_word_and_default_to_the_rest() -> None:
    tokens = made(SMALL, year=YEARS, school=["甲校", "乙校", "甲校", "乙校", ""])
    one, two = sides(tokens, {"year": 2023})
    assert (one.documents, two.documents) == (2, 3)
    one, two = sides(tokens, {"year": 2023}, {"school": "甲校"})
    assert (one.documents, two.documents) == (2, 1)
    assert set(one.document.tolist()).isdisjoint(two.document.tolist())


def test_words_of_two_corpora_are_matched_by_what_they_are() -> None:
    whole = made(SMALL, year=YEARS)
    apart = keyness(made(SMALL[:2]), made(SMALL[2:]), least_count=1, least_documents=1)
    assert apart.equals(keyness(*sides(whole, {"year": 2023}), least_count=1, least_documents=1))


PLANS = st.lists(st.lists(st.sampled_from(["教学", "听课", "评课", "备课", "读书"]), min_size=1, max_size=12).map(lambda w: [w]), min_size=3, max_size=8)


@settings(deadline=None)
@given(PLANS, st.randoms(use_true_random=False))
def test_sides_mirror_each_other_and_the_order_of_plans_is_none_of_it(plans: list[Plan], chance: object) -> None:
    half = len(plans) // 2
    one, two = made(plans[:half]), made(plans[half:])
    told, mirrored = keyness(one, two, least_count=1), keyness(two, one, least_count=1)
    turned = keyness(made(plans[:half][::-1]), made(plans[half:][::-1]), least_count=1)
    told, mirrored, turned = (table.sort_values("term").reset_index(drop=True) for table in (told, mirrored, turned))
    for name in ("g2", "p", "q", "p_plans", "q_plans", "log_ratio", "low", "high"):
        assert turned[name].tolist() == pytest.approx(told[name].tolist(), rel=1e-6, abs=1e-9)
    for name in ("g2", "p", "q", "p_plans"):
        assert mirrored[name].tolist() == pytest.approx(told[name].tolist(), rel=1e-6, abs=1e-9)
    assert (-mirrored["high"]).tolist() == pytest.approx(told["low"].tolist())
    counted = Counter(word for plan in plans[:half] for words in plan for word in words)
    assert dict(zip(told["term"], told["count"], strict=True)) == {term: counted[term] for term in told["term"]}
    assert ((told["low"] <= told["log_ratio"]) & (told["log_ratio"] <= told["high"])).all()


# --- what is there is found, and nothing else ---------------------------------------------------------------------------------------------


def clumped(seed: int, plans: int, planted: int = 0, words: int = 800) -> list[Plan]:
    """Plans that each have themes of their own over a vocabulary by Zipf; the first `planted` say a new word two to five times."""
    rng = np.random.default_rng(seed)
    names = [chr(0x4E00 + i) + chr(0x5E00 + i) for i in range(words)]
    out = []
    for plan in range(plans):
        chances = rng.gamma(0.5, 2, words) / np.arange(1, words + 1)
        held = [names[i] for i in rng.choice(words, int(rng.integers(150, 500)), p=chances / chances.sum())]
        held += ["大单元"] * int(rng.integers(2, 6)) if plan < planted else []
        out.append([held])
    return out


@pytest.mark.parametrize("target", [3, 8, 20])
def test_chance_makes_no_word_key(target: int) -> None:
    """Plans dealt to the sides at random, ten corpora: G² alone always finds words, as each plan has its themes; plans as draws find none."""
    fooled, held, tested = 0, 0, 0
    for seed in range(10):
        table = keyness(*sides(made(clumped(seed, 40), year=[2022 + (n < target) for n in range(40)]), {"year": 2023}))
        assert not (table["q_plans"] < 0.05).any()
        fooled += (table["q"] < 0.05).any()
        common = table[table["documents"] >= target / 2]
        held, tested = held + ((common["low"] <= 0) & (common["high"] >= 0)).sum(), tested + len(common)
    assert fooled == 10
    assert held / tested > 0.9  # intervals of 95 %, though words are few and far from normal


@pytest.mark.parametrize("seed", range(3))
def test_a_new_word_is_found_and_is_the_only_one(seed: int) -> None:
    table = keyness(*sides(made(clumped(seed, 40, planted=12), year=[2022 + (n < 15) for n in range(40)]), {"year": 2023}))
    assert table[(table["q"] < 0.05) & (table["q_plans"] < 0.05)]["term"].tolist() == ["大单元"]
    assert table[table["term"] == "大单元"]["low"].item() > 1


def test_what_one_plan_repeats_is_not_key() -> None:
    plans = clumped(1, 40)
    plans[0] = [[*plans[0][0], *["大单元"] * 40]]
    plans[39] = [[*plans[39][0], "大单元"]]
    told = asked(made(plans, year=[2023] * 20 + [2022] * 20))["大单元"]
    assert told["q"] < 1e-6 and told["p_plans"] > 0.2 and told["documents"] == 1


def test_what_one_school_repeats_every_year_is_not_key_by_schools() -> None:
    """A word of all ten plans of one school of the target: unlikely by plans, but not by schools; what every school of the target says is one by both."""
    plans = clumped(2, 100)
    for number, plan in enumerate(plans):
        plan[0] += ["大单元"] * 3 if number < 10 else []
        plan[0] += ["双减"] * 3 if number < 50 else []
    schools = [f"示例县第{number // 10}小学" for number in range(100)]
    one, two = sides(made(plans, school=schools), {"school": sorted(set(schools[:50]))})
    by_plan, by_school = ({row["term"]: row for row in keyness(one, two, unit=unit).to_dict("records")} for unit in UNITS)
    assert by_plan["大单元"]["p_plans"] < 0.005 < 0.2 < by_school["大单元"]["p_plans"]
    assert by_plan["双减"]["q_plans"] < 1e-6 and by_school["双减"]["p_plans"] < 0.01
    for name in ("g2", "documents", "log_ratio"):
        assert by_plan["大单元"][name] == by_school["大单元"][name]
    unknown = made(plans, school=[""] * 100, year=[2022 + (n < 50) for n in range(100)])
    assert keyness(*sides(unknown, {"year": 2023}), unit="school").equals(keyness(*sides(unknown, {"year": 2023})))


# --- the command ----------------------------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("材料")
    for number in range(6):
        year = 2022 + number % 2
        new = "推进大单元教学，研究大单元教学。" if year == 2023 else "抓好集体备课，研究集体备课。"
        text = f"语文教研组工作计划\n一、工作目标\n教师积极听课。\n二、主要工作\n{new}第{number}组组织听课评课。\n"
        (out / f"{year}年示例县第{number + 1}小学语文教研组工作计划.txt").write_text(text, encoding="utf-8")
    return out


def run(*arguments: str | Path) -> list[dict[str, object]]:
    told = CliRunner().invoke(group(), ["keyness", *map(str, arguments), "--jobs", "1", "--format", "jsonl", "--least", "1"])
    assert told.exit_code == 0, told.output
    return [json.loads(line) for line in told.stdout.splitlines()]


def test_the_command(folder: Path) -> None:
    rows = run(folder, "--target", "year=2023")
    assert all(tuple(row) == COLUMNS for row in rows)
    assert "大" in str(rows[0]["term"]) or rows[0]["term"] in ("推进", "单元")
    assert rows == run(folder, "--target", "year=2023", "--against", "year=2022,2021")
    assert rows == [{k: v for k, v in row.items() if k != "year"} for row in run(folder, "--by", "year") if row["year"] == 2023]
    assert {row["section"] for row in run(folder, "--target", "year=2023", "--by", "section")} == {"goals", "tasks"}
    assert {row["count_against"] for row in run(folder, "--target", "section=工作目标") if row["term"] == "积极"} == {0}
    assert run(folder, "--target", "year=2023", "--max-q", "0") == []
    assert [row["g2"] for row in run(folder, "--target", "year=2023", "--unit", "school")] == [row["g2"] for row in rows]


def test_shared_text_is_counted_once_on_either_side(folder: Path) -> None:
    told = {row["term"]: row for row in run(folder, "--target", "year=2023", "--without-shared")}
    assert told["组织"]["count"] + told["组织"]["count_against"] >= 2 and told["组织"]["count"] > 0 < told["组织"]["count_against"]


WRONG = [
    [],
    ["--against", "year=2022"],
    ["--target", "year"],
    ["--target", "year=今年"],
    ["--target", "colour=red"],
    ["--target", "section=没有"],
    ["--target", "year=,"],
]


@pytest.mark.parametrize("arguments", WRONG, ids=" ".join)
def test_wrong_usage(folder: Path, arguments: list[str]) -> None:
    told = CliRunner().invoke(group(), ["keyness", str(folder), *arguments])
    assert told.exit_code == 2 and "Traceback" not in told.output
