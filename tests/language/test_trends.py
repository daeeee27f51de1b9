"""Trends: what was planted over the years is found, what was shuffled is not; the figures are those of other hands."""

from __future__ import annotations

import itertools
import math

import numpy as np
import pandas as pd
import pytest
from support_words import made

from jiaoyan_nlp.language import promise_trends, trends
from jiaoyan_nlp.language.certainty import cluster_p, clusters, interval, resamples
from jiaoyan_nlp.language.kendall import over_years
from jiaoyan_nlp.language.tokens import Tokens

YEARS = (2016, 2017, 2018, 2020, 2021, 2022)
WORDS = [f"词{chr(0x4E00 + i)}" for i in range(200)]


def planted(seed: int, *, shuffled: bool = False, schools: int = 20) -> Tokens:
    """Plans of schools with favourite words, in which 新词 rises by half a year and 旧词 falls by a third; 2019 has none."""
    rng = np.random.default_rng(seed)
    plans, owners, years = [], [], []
    for school in range(schools):
        favourites = rng.choice(WORDS, 8).tolist()
        for year in YEARS:
            new, old = rng.poisson(2 * 1.5 ** (year - 2016)), rng.poisson(16 * (2 / 3) ** (year - 2016))
            plans.append([rng.choice(WORDS, 150).tolist() + 3 * favourites + ["新词"] * new + ["旧词"] * old])
            owners.append(f"示例县第{school}小学")
            years.append(year)
    held = rng.permutation(years).tolist() if shuffled else years
    return made(plans, school=owners, year=held, school_year=[f"{year}-{year + 1}学年第一学期" for year in held])


def test_what_was_planted_is_found_and_nothing_else() -> None:
    told = trends.slopes(planted(1)).set_index("term")
    assert set(told.index[told["q"] < 0.05]) == {"新词", "旧词"}
    assert told.loc["新词", "ratio"] == pytest.approx(1.5, abs=0.1) and told.loc["旧词", "ratio"] == pytest.approx(2 / 3, abs=0.1)
    assert told.loc["新词", "tau"] == pytest.approx(1) and told.loc["旧词", "tau"] == pytest.approx(-1)
    assert told.loc["新词", "slope_low"] > 0 > told.loc["旧词", "slope_high"]


def test_in_shuffled_years_there_is_no_trend() -> None:
    chance = []
    for seed in range(4):
        told = trends.slopes(planted(seed, shuffled=True))
        assert not (told["q"] < 0.05).any()
        chance += (told["p"] < 0.05).tolist()
    assert 0.02 < np.mean(chance) < 0.08, "p below .05 comes one time in twenty"


def test_one_school_that_loves_a_word_is_no_trend() -> None:
    """Forty occurrences, all late: to a test that took every word for itself p would be 1e-12."""
    plans = [[["常词"] * 100 + ["爱词"] * (20 if school == 0 and year > 2019 else 0)] for school in range(20) for year in YEARS]
    tokens = made(plans, school=[f"示例县第{i}小学" for i in range(20) for _ in YEARS], year=list(YEARS) * 20)
    [row] = trends.slopes(tokens, ["爱词"]).to_dict("records")
    assert row["count"] == 60 and row["p"] > 0.3


def test_year_by_year_with_a_gap() -> None:
    told = trends.by_year(planted(2), ["新词", "没有"])
    assert told["year"].tolist() == [str(year) for year in range(2016, 2023)] * 2
    gap = told[told["year"] == "2019"]
    assert (gap["plans"] == 0).all() and gap[["words", "count", "per_10k", "per_10k_low", "share"]].isna().all(axis=None)
    there = told[(told["year"] != "2019") & (told["term"] == "新词")]
    assert (there["per_10k_low"] < there["per_10k"]).all() and (there["per_10k"] < there["per_10k_high"]).all()
    never = told[(told["year"] != "2019") & (told["term"] == "没有")]
    assert (never["count"] == 0).all() and (never["share"] == 0).all() and never["per_10k_high"].isna().all()
    assert trends.by_year(planted(2), ["新词"], by="school_year")["year"].tolist()[3] == "2019-2020"


def test_rates_and_shares_by_hand() -> None:
    tokens = made([[["甲", "乙", "乙"]], [["甲"]], [["丙", "丙"]], [["甲"]]], year=[2020, 2020, 2021, None])
    told = trends.by_year(tokens, ["甲"]).to_dict("records")
    assert [(r["year"], r["plans"], r["words"], r["count"], r["per_10k"], r["plans_with"], r["share"]) for r in told] == [
        ("2020", 2, 4, 2, 5000, 2, 1), ("2021", 1, 2, 0, 0, 0, 0),
    ]  # fmt: skip


def test_phrases_are_terms() -> None:
    tokens = made([[["核心", "素养", "听课"]], [["核心素养"]]], year=[2020, 2021])
    assert trends.by_year(tokens, ["核心素养"])["count"].tolist() == [1, 1]


@pytest.mark.parametrize("tokens", [made([]), made([[["词语"]]], year=[None])], ids=["no words", "no year"])
def test_of_nothing_the_answer_is_empty(tokens: Tokens) -> None:
    for told in (trends.by_year(tokens, ["词语"]), trends.slopes(tokens, ["词语"]), trends.slopes(tokens)):
        assert len(told) == 0
    assert tuple(trends.slopes(tokens).columns) == trends.SLOPES


def test_one_year_tells_no_slope() -> None:
    [row] = trends.slopes(made([[["词语"]]] * 4, year=[2020] * 4), ["词语"]).to_dict("records")
    assert row["p"] == 1 and row["tau_p"] == 1 and all(math.isnan(row[name]) for name in ("tau", "slope", "ratio"))


def test_tau_and_slope_against_all_pairs() -> None:
    years, values = np.array([2016.0, 2017, 2019, 2020, 2022]), np.array([3.0, 5, 4, 9, 11])
    pairs = list(itertools.combinations(range(5), 2))
    concordant = sum(np.sign(values[j] - values[i]) for i, j in pairs)
    rarer = [sum(np.sign(p[j] - p[i]) for i, j in pairs) for p in itertools.permutations(range(5))]
    tau, p, slope, low, high = (each[0] for each in over_years(years, values[None]).values())
    assert tau == pytest.approx(concordant / 10)
    assert p == pytest.approx(np.mean([abs(each) >= abs(concordant) for each in rarer])), "Mann–Kendall, exactly"
    assert slope == pytest.approx(np.median([(values[j] - values[i]) / (years[j] - years[i]) for i, j in pairs]))
    assert low <= slope <= high


@pytest.mark.parametrize(("years", "values"), [(n, k) for n in (3, 4, 7, 12, 24) for k in (2, 4, 10_000)])
def test_many_series_at_once_against_scipy(years: int, values: int) -> None:
    """With many ties, few, and hardly any; a series of one value has no trend."""
    from scipy.stats import kendalltau, theilslopes

    rng = np.random.default_rng(years * values)
    x, rows = np.sort(rng.choice(np.arange(2000.0, 2040), years, replace=False)), rng.integers(0, values, (60, years)).astype(float)
    told = over_years(x, rows)
    for i, row in enumerate(rows):
        if row.min() == row.max():
            assert told["tau_p"][i] == 1 and np.isnan(told["slope"][i])
            continue
        tau, line = kendalltau(x, row), theilslopes(row, x, 0.95)
        assert (told["tau"][i], told["tau_p"][i]) == pytest.approx((tau.statistic, tau.pvalue))
        assert (told["slope"][i], told["slope_low"][i], told["slope_high"][i]) == pytest.approx((line.slope, line.low_slope, line.high_slope))


def test_the_ratio_is_that_of_highest_likelihood() -> None:
    """Against a search over a grid of the Poisson likelihood with the words as offset."""
    years, words, counts = np.array([2018, 2019, 2021]), (40, 50, 30), (4, 9, 11)
    plans = [[["词语"] * c + ["别的"] * (w - c)] for w, c in zip(words, counts, strict=True)]
    [row] = trends.slopes(made(plans, year=years.tolist()), ["词语"]).to_dict("records")
    slopes = np.linspace(-1, 1, 200_001)
    shares = np.array(words) * np.exp(slopes[:, None] * (years - 2019))
    best = slopes[np.argmax((np.log(shares / shares.sum(axis=1, keepdims=True)) * counts).sum(axis=1))]
    assert math.log(row["ratio"]) == pytest.approx(best, abs=1e-4)


def test_the_score_test_is_a_t_test_over_clusters() -> None:
    from scipy.stats import ttest_1samp

    scores = np.random.default_rng(3).normal(0.3, 1, (5, 12))
    assert cluster_p(scores) == pytest.approx(ttest_1samp(scores, 0, axis=1).pvalue)
    assert cluster_p(np.zeros((2, 9))).tolist() == [1, 1] and cluster_p(np.ones((1, 2))).tolist() == [1]


def test_resamples_and_intervals() -> None:
    drawn = resamples(30)
    assert (drawn.sum(axis=1) == 30).all() and np.array_equal(drawn, resamples(30)) and resamples(0).shape == (1000, 0)
    values = np.random.default_rng(1).normal(size=(500, 3))
    assert np.array(interval(values)) == pytest.approx(np.quantile(values, (0.025, 0.975), axis=0))
    values[:100, 0], values[:, 1], values[:, 2] = np.nan, np.nan, 7
    low, high = interval(values)
    assert (low[0], high[0]) == pytest.approx(tuple(np.quantile(values[100:, 0], (0.025, 0.975))))
    assert np.isnan([low[1:], high[1:]]).all()


def test_the_interval_holds_the_truth_nineteen_times_of_twenty() -> None:
    """Schools that use a word by very different rates: an interval over plans alone would be too narrow by half."""
    held = 0
    for seed in range(200):
        rng = np.random.default_rng(seed)
        rates = rng.gamma(2, 10, 30)
        low, high = interval((resamples(30) @ rng.poisson(rates)[:, None]) / 30)
        held += low[0] <= 20 <= high[0]
    assert held >= 0.88 * 200


def test_clusters_are_schools_where_there_are_enough() -> None:
    assert clusters(range(3), ["甲", "甲", ""])[1] == "plan"
    numbers, by = clusters(range(10), ["甲", *"甲乙丙丁戊己庚", "", ""])
    assert by == "school" and numbers.tolist() == [0, 0, 1, 2, 3, 4, 5, 6, 7, 8]


def promised(values: dict[tuple[str, int], float | None]) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Tables of indicators and plans: what each school promises in each year, None where it has a plan and promises nothing."""
    plans = pd.DataFrame([{"file": f"{school}{year}", "plan": 1, "kind": "plan", "school": school, "year": year, "school_year": ""} for school, year in values])
    rows = [
        {"indicator": "x", "indicator_zh": "听课", "actor_kind": "teacher", "measure": "节", "file": f"{school}{year}", "plan": 1, "value": value}
        for (school, year), value in values.items()
        if value is not None
    ]
    return pd.DataFrame(rows, columns=[*promise_trends.KEY, "file", "plan", "value"]), plans


def test_promises_by_hand() -> None:
    indicators, plans = promised({("甲", 2020): 10, ("乙", 2020): 20, ("丙", 2020): None, ("丁", 2020): 30, ("甲", 2022): None})
    first, gap, last = promise_trends.by_year(indicators, plans).to_dict("records")
    assert (first["schools"], first["promising"], first["share"], first["median"], first["lower"], first["upper"]) == (4, 3, 0.75, 20, 15, 25)
    assert pd.isna(first["share_low"]) and (gap["year"], gap["schools"]) == ("2021", 0) and pd.isna(gap["share"])
    assert (last["schools"], last["promising"], last["share"]) == (1, 0, 0) and pd.isna(last["median"])
    for told in (promise_trends.by_year, promise_trends.slopes):
        assert len(told(indicators.iloc[:0], plans)) == len(told(indicators.iloc[:0], plans.iloc[:0])) == 0


def test_promises_that_rise_are_found_and_shuffled_ones_are_not() -> None:
    rng = np.random.default_rng(5)
    cells = [(f"示例县第{school}小学", year) for school in range(25) for year in YEARS]
    values = [10 + 2 * (year - 2016) + int(rng.integers(-4, 5)) if rng.random() < 0.7 else None for _, year in cells]
    [rise] = promise_trends.slopes(*promised(dict(zip(cells, values, strict=True)))).to_dict("records")
    assert rise["p"] < 0.001 and rise["share_p"] > 0.05 and rise["tau"] > 0.8 and rise["slope"] == pytest.approx(2, abs=0.4)
    mixed = [values[i] for i in rng.permutation(len(values))]
    [none] = promise_trends.slopes(*promised(dict(zip(cells, mixed, strict=True)))).to_dict("records")
    assert none["p"] > 0.05
    told = promise_trends.by_year(*promised(dict(zip(cells, values, strict=True))))
    there = told[told["schools"] > 0]
    assert (there["median_low"] <= there["median"]).all() and (there["median"] <= there["median_high"]).all()


def test_the_median_of_a_resample() -> None:
    values = np.array([1.0, 4, 6, 9])
    drawn = resamples(4)
    expected = [np.median(np.repeat(values, row.astype(int))) for row in drawn]
    assert promise_trends._medians(drawn, values) == pytest.approx(np.array(expected))
