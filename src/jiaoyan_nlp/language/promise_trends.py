"""Trends of commitments: how many schools promise a thing, and how much, year by year.

Asked is the table of indicators (`comparison.py`): of each plan its highest promise of an indicator by one kind of actor in one measure. A
school counts once a year, with its highest; where it is not known, the file stands for it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import numpy as np

from jiaoyan_nlp.language.certainty import Floats, cluster_p, interval, resamples
from jiaoyan_nlp.language.comparison import FEWEST
from jiaoyan_nlp.language.kendall import LINE, over_years
from jiaoyan_nlp.language.trends import years_between, years_of

if TYPE_CHECKING:
    import pandas as pd

KEY = ["indicator", "indicator_zh", "actor_kind", "measure"]
COLUMNS = (*KEY, "year", "schools", "promising", "share", "share_low", "share_high", "lower", "median", "median_low", "median_high", "upper")
SLOPES = (*KEY, "years", "schools", "promises", *LINE, "p", "q", "share_p", "share_q")


def by_year(indicators: pd.DataFrame, plans: pd.DataFrame, *, by: str = "year") -> pd.DataFrame:
    """Promises year by year.

    Args:
        indicators, plans: the tables of these names; `by` is year or school_year. Plans of no year, and summaries, are left out.

    Returns:
        A frame with the columns indicator, indicator_zh, actor_kind, measure, year, schools (that have a plan), promising (of these), share with
        its interval, lower quartile, median with its interval and upper quartile of what they promise. Intervals are of 1,000
        resamples of the year's schools, and told from five schools on. A year without plans has 0 schools and nothing else.
    """
    import pandas as pd

    there, held = _known(indicators, plans, by)
    sizes = Counter(there["year"].tolist())
    rows = [
        {**dict(zip(KEY, key, strict=True)), "year": year, **_told(sizes[year], np.sort(group.loc[group["year"] == year, "value"].to_numpy(float)))}
        for key, group in held.groupby(KEY, sort=True)
        for year in years_between(sizes)
    ]
    return pd.DataFrame(rows, columns=list(COLUMNS)).astype({"promising": "Int64", **dict.fromkeys(COLUMNS[7:], "Float64")})


def _known(indicators: pd.DataFrame, plans: pd.DataFrame, by: str) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Schools with their years, each once; and what each promises in a year."""
    plans = plans[plans["kind"] == "plan"]
    named = years_of(plans, by)
    known = plans.loc[named.index].assign(year=named, school=lambda t: t["school"].where(t["school"] != "", t["file"]))[["file", "plan", "school", "year"]]
    promised = indicators[[*KEY, "file", "plan", "value"]].merge(known, on=["file", "plan"])
    return known[["school", "year"]].drop_duplicates(), promised.groupby([*KEY, "school", "year"])["value"].max().reset_index()


def _told(schools: int, values: Floats) -> dict[str, Any]:
    """The figures of a year; `values` ascend, one a school that promises."""
    if not schools:
        return {"schools": 0}
    told: dict[str, Any] = {"schools": schools, "promising": len(values), "share": len(values) / schools}
    drawn = resamples(schools) if schools >= FEWEST else np.zeros((0, schools))
    if len(drawn):
        told["share_low"], told["share_high"] = _ends(drawn[:, : len(values)].sum(axis=1) / schools)
    if len(values):
        told |= dict(zip(("lower", "median", "upper"), np.quantile(values, (0.25, 0.5, 0.75)), strict=True))
    if len(drawn) and len(values) >= FEWEST:
        told["median_low"], told["median_high"] = _ends(_medians(drawn[:, : len(values)], values))
    return told


def _ends(values: Floats) -> tuple[float, float]:
    low, high = interval(values[:, None])
    return low[0], high[0]


def _medians(drawn: Floats, values: Floats) -> Floats:
    """The median of the values in each resample; nan where none was drawn."""
    upto = drawn.cumsum(axis=1)
    total = upto[:, -1]
    low, high = ((upto < need[:, None]).sum(axis=1) for need in (np.ceil(total / 2), np.floor(total / 2) + 1))
    last = len(values) - 1
    return np.where(total > 0, (values[np.minimum(low, last)] + values[np.minimum(high, last)]) / 2, np.nan)


def slopes(indicators: pd.DataFrame, plans: pd.DataFrame, *, by: str = "year") -> pd.DataFrame:
    """Which promises rise and which fall.

    Returns:
        A frame with the columns indicator, indicator_zh, actor_kind, measure, years (with a promise), schools (that ever promise), promises (school
        and year), tau, tau_p, slope, slope_low, slope_high (of the medians over the years, in units and year: `kendall.over_years`), p
        (that the values, by their ranks, do not move with the year), share_p (that the share of schools does not), both with a school as one
        observation (`certainty.cluster_p`), and q, share_q: the same after Benjamini and Hochberg (1995). The most surely changed first.
    """
    import pandas as pd
    from scipy.stats import false_discovery_control

    there, held = _known(indicators, plans, by)
    rows = list(_slopes(there, held))
    told = pd.DataFrame(rows, columns=list(SLOPES))
    if rows:
        told["q"], told["share_q"] = (false_discovery_control(told[name]) for name in ("p", "share_p"))
    return told.sort_values(["p", "promises", *KEY], ascending=[True, False, True, True, True, True], ignore_index=True)


def _slopes(there: pd.DataFrame, held: pd.DataFrame) -> Iterator[dict[str, Any]]:
    for key, group in held.groupby(KEY, sort=True):
        medians = group.groupby("year")["value"].median()
        promising = there.merge(group[["school", "year"]].assign(promises=1.0), how="left").fillna({"promises": 0.0})
        yield {
            **dict(zip(KEY, key, strict=True)), "years": len(medians), "schools": group["school"].nunique(), "promises": len(group),
            **{name: told[0] for name, told in over_years(_numbers(medians.index), medians.to_numpy(float)[None]).items()},
            "p": _p(group, np.asarray(group["value"].rank(), float)), "share_p": _p(promising, promising["promises"].to_numpy(float)),
        }  # fmt: skip


def _numbers(years: Any) -> Floats:
    return np.array([int(year[:4]) for year in years], float)


def _p(rows: pd.DataFrame, values: Floats) -> float:
    """That values do not move with the year, a school one observation: its score is the sum of (year - mean year) × (value - mean value)."""
    years = _numbers(rows["year"])
    scores = (years - years.mean()) * (values - values.mean())
    _, school = np.unique(rows["school"].to_numpy(str), return_inverse=True)
    return float(cluster_p(np.bincount(school, scores).astype(float)))
