"""How sure a figure of many plans is: resamples of what stands together, and a test that counts it once.

Words of one plan are not independent, nor are plans of one school: drawn again, and counted as one observation, is always the whole cluster.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

TIMES = 1000
"""Resamples of a bootstrap."""
LEVEL = 0.95
"""Share of the resamples that an interval holds."""
FEWEST = 8
"""Schools that there are at least where schools are drawn; of fewer, plans are."""


@lru_cache(32)
def resamples(clusters: int, times: int = TIMES, seed: int = 0) -> Floats:
    """How often each cluster is drawn in each resample (Efron 1979): times × clusters, every row sums to `clusters`."""
    drawn = np.random.default_rng(seed).integers(0, max(1, clusters), (times, clusters))
    places = drawn + clusters * np.arange(times)[:, None]
    return np.bincount(places.ravel(), minlength=times * clusters).reshape(times, clusters).astype(float)


def interval(values: Floats, level: float = LEVEL) -> tuple[Floats, Floats]:
    """Percentile interval of each column over the resamples (rows), those that gave nothing (nan) left out.

    Nothing is told (nan) where no resample gave anything, or where they all agree: of a word that three plans of three have, resampling knows no doubt.
    """
    held = np.sort(values, axis=0)  # nan stand last
    told = (~np.isnan(held)).sum(axis=0)
    ends = []
    for share in ((1 - level) / 2, (1 + level) / 2):
        at = share * np.maximum(0, told - 1)
        low = np.floor(at).astype(int)
        high = np.minimum(low + 1, np.maximum(0, told - 1))
        columns = np.arange(held.shape[1])
        ends.append(held[low, columns] * (1 - (at - low)) + held[high, columns] * (at - low))
    apart = ends[0] < ends[1]
    return np.where(apart, ends[0], np.nan), np.where(apart, ends[1], np.nan)


def ratio(above: Floats, below: Floats) -> Floats:
    """above / below, nan where there is nothing below."""
    return np.asarray(np.divide(above, below, out=np.full(np.broadcast(above, below).shape, np.nan), where=below > 0))


def clusters(plans: Sequence[object], schools: Sequence[str]) -> tuple[NDArray[np.int64], str]:
    """The cluster of each plan, numbered from 0, and what it is: `school`, or `plan` where there are fewer than `FEWEST` schools.

    A plan of an unknown school is its own.
    """
    owners = [school or plan for plan, school in zip(plans, schools, strict=True)]
    by = "school" if len(set(owners)) >= FEWEST else "plan"
    number: dict[object, int] = {}
    return np.array([number.setdefault(each, len(number)) for each in (owners if by == "school" else range(len(owners)))], np.int64), by


def cluster_p(scores: Floats) -> Floats:
    """Two-sided p that the scores of independent clusters (the last axis) sum to 0: a generalised score test (Boos 1992) judged by t over the clusters.

    1 where there are fewer than three clusters, or no score but 0.
    """
    from scipy.stats import t

    count = scores.shape[-1]
    if count < 3:
        return np.ones(scores.shape[:-1])
    error = scores.std(axis=-1, ddof=1) / np.sqrt(count)
    size = np.abs(scores.mean(axis=-1))
    there = size > 1e-12 * np.abs(scores).max(axis=-1, initial=1e-300)
    size = np.where(there, size, 0.0)
    value = np.divide(size, error, out=np.where(there, np.inf, 0.0), where=error > 0)
    return np.asarray(2 * t.sf(value, count - 1))
