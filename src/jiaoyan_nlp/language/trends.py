"""Trends: how terms come and go over the years, with how sure that is.

A year without plans is told as such, and nothing is put in its place. Rates are over all words of a year's plans. Tests:

- tau and its p: Mann–Kendall over the years (Mann 1945; Kendall 1975), each year's rate one observation;
- slope: the median of the slopes between any two years (Theil 1950), in occurrences per 10,000 words and year, with Sen's interval (1968);
- ratio: what the rate is multiplied by from year to year, by a Poisson regression on the year with the words as offset;
- p: whether that ratio is 1, by a score test in which a school is one observation (`certainty.cluster_p`); q: the same after Benjamini and
  Hochberg (1995) over all terms asked.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from jiaoyan_nlp.language.certainty import Floats, cluster_p, clusters, interval, ratio, resamples
from jiaoyan_nlp.language.kendall import over_years
from jiaoyan_nlp.language.occurrences import occurrences
from jiaoyan_nlp.language.tokens import Tokens

if TYPE_CHECKING:
    import pandas as pd

YEARS = ("year", "school_year")
"""What a trend can go by: the calendar year of a plan, or its school year (told as 2022-2023)."""
COLUMNS = ("term", "year", "plans", "words", "count", "per_10k", "per_10k_low", "per_10k_high", "plans_with", "share", "share_low", "share_high", "drawn")
SLOPES = ("term", "years", "plans", "plans_with", "count", "tau", "tau_p", "slope", "slope_low", "slope_high", "ratio", "p", "q", "drawn")
PER = 10_000
_AT_ONCE = 2000


@dataclass(frozen=True)
class Spread:
    """Occurrences of terms in the plans whose year is known and that have words.

    Attributes:
        counts: terms × plans (scipy's csr_array).
        words: of each plan; years: the (first) calendar year of each; clusters: the number of its school, or its own; drawn: school or plan.
        named: how each year is written.
    """

    terms: tuple[str, ...]
    counts: Any
    words: Floats
    years: NDArray[np.int64]
    clusters: NDArray[np.int64]
    drawn: str
    named: dict[int, str]

    def by_cluster(self, values: Floats) -> Floats:
        """Sums of a value of each plan: clusters × years that have plans."""
        columns = np.searchsorted(np.unique(self.years), self.years)
        width = len(self.named)
        sums = np.bincount(self.clusters * width + columns, values, minlength=(int(self.clusters.max(initial=-1)) + 1) * width)
        return sums.astype(float).reshape(-1, width)


def by_year(tokens: Tokens, terms: Iterable[str], *, by: str = "year") -> pd.DataFrame:
    """Terms year by year.

    Args:
        by: year or school_year; plans of none are left out.

    Returns:
        A frame with the columns term, year, plans (that have words), words, count (occurrences), per_10k (in 10,000 words) with its interval,
        plans_with (that have the term), share (of the plans, 0 to 1) with its interval, drawn (school or plan: what was resampled 1,000
        times for the intervals; missing where there is one, or where all are alike). Years between the first and the last without plans have 0 plans and
        nothing else. Empty where no plan of a known year has words; so is that of `slopes`.
    """
    import pandas as pd

    held = spread(tokens, terms, by)
    rows = [row for place in range(len(held.terms) if held.named else 0) for row in _years_of(held, place)]
    whole = dict.fromkeys(("plans", "words", "count", "plans_with"), "Int64")
    return pd.DataFrame(rows, columns=list(COLUMNS)).astype({**whole, **dict.fromkeys((c for c in COLUMNS if c.startswith(("per", "share"))), "Float64")})


def _years_of(held: Spread, place: int) -> Iterable[dict[str, Any]]:
    count = np.asarray(held.counts[[place]].todense(), float).ravel()
    sums = [held.by_cluster(each) for each in (count, held.words, (count > 0).astype(float), np.ones(len(count)))]
    drawn = resamples(len(sums[0]))
    rates, shares = (interval(ratio(drawn @ sums[a], drawn @ sums[b])) for a, b in ((0, 1), (2, 3)))
    totals = [each.sum(axis=0) for each in sums]
    column = {held.named[year]: i for i, year in enumerate(sorted(held.named))}
    for year in years_between(column):
        if (i := column.get(year)) is None:
            yield {"term": held.terms[place], "year": year, "plans": 0, "drawn": held.drawn}
            continue
        told: dict[str, Any] = {"words": int(totals[1][i]), "count": int(totals[0][i]), "per_10k": PER * totals[0][i] / totals[1][i]}
        told |= {"plans_with": int(totals[2][i]), "share": totals[2][i] / totals[3][i]}
        told |= {"per_10k_low": PER * rates[0][i], "per_10k_high": PER * rates[1][i], "share_low": shares[0][i], "share_high": shares[1][i]}
        yield {"term": held.terms[place], "year": year, "plans": int(totals[3][i]), "drawn": held.drawn, **told}


def years_between(named: Iterable[str]) -> list[str]:
    """All years from the first to the last of these, written as they are (2022, or 2022-2023)."""
    held = sorted(named)
    if not held:
        return []
    years = range(int(held[0][:4]), int(held[-1][:4]) + 1)
    return [f"{year}-{year + 1}" if "-" in held[0] else str(year) for year in years]


def slopes(tokens: Tokens, terms: Iterable[str] | None = None, *, by: str = "year", least_plans: int = 5, leave_out: Collection[str] = ()) -> pd.DataFrame:
    """Which terms rise and which fall.

    Args:
        terms: those asked; None asks every word of two or more letters, numbers and `leave_out` aside, that `least_plans` plans have.

    Returns:
        A frame with the columns term, years (with plans), plans, plans_with (that have the term), count, tau, tau_p, slope, slope_low,
        slope_high, ratio (missing where the term stands in the first or the last year alone), p, q, drawn; in the order of the terms asked, of
        all words those most surely changed first. With fewer than three years, or a term that never occurs, there is no tau and no
        slope, and p is 1.
    """
    import pandas as pd
    from scipy.stats import false_discovery_control

    held = all_words(tokens, by, least_plans, set(leave_out)) if terms is None else spread(tokens, terms, by)
    if not held.terms or not held.named:
        return pd.DataFrame(columns=list(SLOPES))
    p = _p(held)
    yearly = _yearly(held)
    years, words = np.unique(held.years).astype(float), held.by_cluster(held.words).sum(axis=0)
    columns = {
        "term": held.terms, "years": len(held.named), "plans": len(held.words), "plans_with": np.diff(held.counts.indptr),
        "count": np.asarray(held.counts.sum(axis=1)).astype(int), **over_years(years, PER * yearly / words), "ratio": _ratios(held, yearly), "p": p,
        "q": false_discovery_control(p), "drawn": held.drawn,
    }  # fmt: skip
    told = pd.DataFrame(columns)[list(SLOPES)]
    return told if terms is not None else told.sort_values(["p", "count", "term"], ascending=[True, False, True], ignore_index=True)


def _yearly(held: Spread) -> Floats:
    """Occurrences: terms × years."""
    from scipy.sparse import csr_array

    years = np.unique(held.years)
    member = csr_array((np.ones(len(held.years)), (np.arange(len(held.years)), np.searchsorted(years, held.years))), (len(held.years), len(years)))
    return np.asarray((held.counts @ member).todense(), float)


def _p(held: Spread) -> Floats:
    """A plan's score is (its year - the mean year of all words) × (occurrences - those expected by its words); a cluster's the sum of its plans'."""
    from scipy.sparse import csr_array

    plans, total = len(held.words), held.words.sum()
    if not total:
        return np.ones(len(held.terms))
    apart = held.years - (held.years * held.words).sum() / total
    cluster = csr_array((apart, (np.arange(plans), held.clusters)), (plans, int(held.clusters.max()) + 1))
    share, words = np.asarray(held.counts.sum(axis=1), float) / total, held.words @ cluster
    parts = [range(at, min(at + _AT_ONCE, len(held.terms))) for at in range(0, len(held.terms), _AT_ONCE)]
    scores = (np.asarray((held.counts[part] @ cluster).todense(), float) - share[part, None] * words for part in parts)
    return np.concatenate([cluster_p(each) for each in scores])


def _ratios(held: Spread, yearly: Floats, steps: int = 60) -> Floats:
    """What each rate is multiplied by in a year, of highest likelihood: where the mean year of occurrences is that expected. Found by halving."""
    years = np.unique(held.years).astype(float)
    words = held.by_cluster(held.words).sum(axis=0)
    counts = yearly.sum(axis=1)
    mean = ratio(yearly @ years, counts)
    low, high = np.full(len(counts), -20.0), np.full(len(counts), 20.0)
    for _ in range(steps):
        middle = (low + high) / 2
        logs = np.log(words) + middle[:, None] * (years - years.mean())
        weights = np.exp(logs - logs.max(axis=1, keepdims=True))
        below = (weights @ years) / weights.sum(axis=1) < mean
        low, high = np.where(below, middle, low), np.where(below, high, middle)
    out = np.exp((low + high) / 2)
    return np.where((mean > years.min(initial=np.inf)) & (mean < years.max(initial=-np.inf)), out, np.nan)


def spread(tokens: Tokens, terms: Iterable[str], by: str = "year") -> Spread:
    """Terms (words or phrases, each once) in the plans."""
    asked = tuple(dict.fromkeys(terms))
    found = [np.unique(tokens.document[occurrences(tokens, term)[:, 0]], return_counts=True) for term in asked] if len(tokens) else []
    rows = np.repeat(np.arange(len(found)), [len(plans) for plans, _ in found])
    plans = np.concatenate([plans for plans, _ in found]) if found else np.zeros(0, int)
    counts = np.concatenate([counts for _, counts in found]) if found else np.zeros(0, int)
    return _spread(tokens, asked, rows, plans, counts, by)


def all_words(tokens: Tokens, by: str, least_plans: int, leave_out: Collection[str]) -> Spread:
    """Every word of two or more letters that is no number and that `least_plans` plans have."""
    cells, counts = np.unique(tokens.ids.astype(np.int64) * (tokens.document.max(initial=0) + 1) + tokens.document, return_counts=True)
    words, plans = np.divmod(cells, tokens.document.max(initial=0) + 1)
    common = np.bincount(words, minlength=len(tokens.vocabulary)) >= max(1, least_plans)
    left_out = {i for i, word in enumerate(tokens.vocabulary) if len(word) < 2 or word.isdigit() or word in leave_out}
    kept = [i for i in np.flatnonzero(common).tolist() if i not in left_out]
    place = np.full(len(tokens.vocabulary), -1)
    place[kept] = np.arange(len(kept))
    chosen = place[words] >= 0
    return _spread(tokens, tuple(tokens.vocabulary[i] for i in kept), place[words[chosen]], plans[chosen], counts[chosen], by)


def _spread(tokens: Tokens, terms: tuple[str, ...], rows: NDArray[np.int64], plans: NDArray[np.int64], counts: NDArray[np.int64], by: str) -> Spread:
    """The counts with the plans that they are of, those of an unknown year left out."""
    from scipy.sparse import coo_array

    named = years_of(tokens.passages.drop_duplicates("document").set_index("document"), by)
    words = np.bincount(tokens.document, minlength=int(tokens.document.max(initial=-1)) + 1)
    held = [i for i in np.flatnonzero(words).tolist() if i in named.index]
    table = coo_array((counts.astype(float), (rows, plans)), (len(terms), len(words))).tocsr()[:, held]
    known = tokens.passages.drop_duplicates("document").set_index("document").loc[held]
    numbers, drawn = clusters(held, known["school"].tolist())
    years = np.array([int(name[:4]) for name in named.loc[held]], np.int64)
    return Spread(terms, table, words[held].astype(float), years, numbers, drawn, {int(name[:4]): name for name in named.loc[held]})


def years_of(plans: pd.DataFrame, by: str) -> pd.Series[str]:
    """The year of each plan as it is told (2022, or 2022-2023), under the plan's index; plans of none are left out."""
    if by == "year":
        return plans["year"].dropna().astype(int).astype(str)
    named = plans["school_year"].str.split("学年").str[0]
    return named[named != ""]
