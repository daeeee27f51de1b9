"""Trend of many series over the same years at once: Mann and Kendall's test, Theil and Sen's slope."""

from __future__ import annotations

from functools import cache
from itertools import accumulate
from statistics import NormalDist

import numpy as np

from jiaoyan_nlp.language.certainty import LEVEL, Floats

LINE = ("tau", "tau_p", "slope", "slope_low", "slope_high")
FEWEST_YEARS = 3
"""Years that a tau and a slope need."""
_AT_ONCE = 4000


def over_years(years: Floats, values: Floats) -> dict[str, Floats]:
    """Of each series (a row of values, a column a year) the figures of `LINE`.

    tau is Kendall's tau-b (Kendall 1975) with the p of Mann's test (1945): exact where no two years have one value, else by the normal
    distribution. slope is the median of the slopes between any two years (Theil 1950), with Sen's interval (1968). With fewer than
    three years, or one value in all of them, there are none (nan), and p is 1.
    """
    if len(years) < FEWEST_YEARS or not len(values):
        return {name: np.full(len(values), 1.0 if name == "tau_p" else np.nan) for name in LINE}
    parts = [_figures(years, values[at : at + _AT_ONCE]) for at in range(0, len(values), _AT_ONCE)]
    return dict(zip(LINE, np.concatenate(parts, axis=1), strict=True))


def _figures(years: Floats, values: Floats) -> Floats:
    n, rows = len(years), np.arange(len(values))
    a, b = np.triu_indices(n, 1)
    apart = values[:, b] - values[:, a]
    score, pairs = np.sign(apart).sum(axis=1), len(a)
    differ = (apart != 0).sum(axis=1)
    same = (values[:, :, None] == values[:, None, :]).sum(axis=2)
    error = np.sqrt((n * (n - 1) * (2 * n + 5) - ((same - 1) * (2 * same + 5)).sum(axis=1)) / 18)
    tied = differ < pairs
    p = np.array([_exact(n)[int(abs(s))] for s in score])
    if tied.any():
        from scipy.stats import norm

        z = np.divide(np.abs(score), error, out=np.zeros(len(score)), where=error > 0)
        p[tied] = 2 * norm.sf(z[tied])
    slopes = np.sort(apart / (years[b] - years[a]), axis=1)
    reach = NormalDist().inv_cdf((1 + LEVEL) / 2) * error
    low = np.maximum(np.round((pairs - reach) / 2).astype(int) - 1, 0)
    high = np.minimum(np.round((pairs + reach) / 2).astype(int), pairs - 1)
    tau = score / np.sqrt(pairs * np.maximum(1, differ))
    told = np.array([tau, p, np.median(slopes, axis=1), slopes[rows, low], slopes[rows, high]])
    told[:, differ == 0] = np.array([np.nan, 1, np.nan, np.nan, np.nan])[:, None]
    return told


@cache
def _exact(n: int) -> list[float]:
    """How likely a score of at least so much, above or below 0, is in n values without ties: by the number of orders with so many inversions."""
    orders = [1]
    for size in range(2, n + 1):
        sums = [0, *accumulate(orders + [0] * (size - 1))]
        orders = [sums[i + 1] - sums[max(0, i + 1 - size)] for i in range(len(sums) - 1)]
    pairs, total = len(orders) - 1, sum(orders)
    return [sum(count for i, count in enumerate(orders) if abs(pairs - 2 * i) >= score) / total for score in range(pairs + 1)]
