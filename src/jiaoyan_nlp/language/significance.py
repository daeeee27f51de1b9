"""Significance: the log-likelihood ratio of a table of two by two, a permutation test, and the correction for many tests at once. All take arrays."""

from __future__ import annotations

from typing import Literal

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Correction = Literal["bh", "holm"]
CORRECTIONS: tuple[Correction, ...] = ("bh", "holm")


def log_likelihood(a: Floats, b: Floats, c: Floats, d: Floats) -> Floats:
    """G² of tables of the counts a, b above c, d: twice the sum over the four cells of O ln(O/E) (Dunning 1993); an empty cell adds nothing.

    Rayson and Garside (2000) sum over the two cells of the word alone, which is the same test for Poisson counts and nearly the same number for rare
    words. All four are taken here: of words that are a large share of a corpus the two would say less than they know.
    """
    from scipy.special import rel_entr

    total = a + b + c + d
    with np.errstate(invalid="ignore", divide="ignore"):
        cells = ((a, (a + b) * (a + c)), (b, (a + b) * (b + d)), (c, (c + d) * (a + c)), (d, (c + d) * (b + d)))
        told = 2 * sum(rel_entr(observed, np.where(product > 0, product / total, 0)) for observed, product in cells)
    return np.maximum(np.asarray(told, np.float64), 0)


def of_chance(g2: Floats) -> Floats:
    """p of G² of two by two: the upper tail of χ² with one degree of freedom."""
    from scipy.stats import chi2

    return np.asarray(chi2.sf(g2, 1), np.float64)


def dealt(total: Floats, squares: Floats, cubes: Floats, drawn: int, held: int) -> Floats:
    """Two-sided p of a permutation test: how likely `drawn` of `held` numbers, dealt at random, have a sum as far from 0 as `total`.

    The numbers of each test have the mean 0. The distribution over all ways to deal them is not drawn from but taken by its exact mean, variance and skewness
    as one of Pearson's type III (Mielke and Berry 2007): no seed, and p as small as they may be.

    Args:
        total: sum of those that were drawn, a test each.
        squares, cubes: sums of the squares and cubes of all of the numbers.
    """
    from scipy.stats import pearson3

    rest = held - drawn
    variance = drawn * rest / (held * max(1, held - 1)) * squares
    third = drawn * rest * (rest - drawn) / (held * max(1, held - 1) * max(1, held - 2)) * cubes
    varied = variance > 0
    spread = np.sqrt(np.where(varied, variance, 1))
    far, skew = np.abs(total) / spread, np.abs(third) / spread**3
    return np.where(varied, np.minimum(pearson3.sf(far, skew) + pearson3.cdf(-far, skew), 1), 1.0)


def adjusted(p: Floats, correction: Correction = "bh") -> Floats:
    """p values corrected for their number.

    Args:
        correction: `bh` keeps the share of false ones among what is found (Benjamini and Hochberg 1995); `holm` the chance of any (Holm 1979).
    """
    from scipy.stats import false_discovery_control

    return np.asarray(false_discovery_control(p) if len(p) and correction == "bh" else _holm(p), np.float64)


def _holm(p: Floats) -> Floats:
    order = np.argsort(p, kind="stable")
    out = np.empty(len(p))
    out[order] = np.minimum(np.maximum.accumulate(p[order] * np.arange(len(p), 0, -1)), 1)
    return out
