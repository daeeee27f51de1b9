"""Who shares text with whom: the pairs that share most, and a matrix in which schools that share stand side by side."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from jiaoyan_nlp.tables import rows_of

if TYPE_CHECKING:
    import pandas as pd

MOST_IN_MATRIX = 60
MOST_PAIRS = 40
MOST_PASSAGES = 6
STEPS = (0.05, 0.15, 0.3, 0.5)
"""Shares at which the matrix takes the next shade."""


@dataclass(frozen=True, slots=True)
class Pair:
    """Two schools: letters of each that stand in the other's plans, as a number and a share, and the largest passages that both hold."""

    school: str
    other: str
    letters: int
    share: float
    back: int
    back_share: float
    families: tuple[int, ...]


def pairs(tables: dict[str, pd.DataFrame], families: dict[str, set[str]], numbers: dict[str, int]) -> list[Pair]:
    """The pairs of schools that share most letters; `families` are each school's, `numbers` how the page calls them."""
    held = {(r.school, r.other): r for r in rows_of(tables["between"])}
    out = []
    for (school, other), r in held.items():
        back = held.get((other, school))
        if back and school < other:
            both = sorted(numbers[each] for each in families.get(school, set()) & families.get(other, set()))
            out.append(Pair(school, other, r.shared, r.share, back.shared, back.share, tuple(both[:MOST_PASSAGES])))
    return sorted(out, key=lambda p: (-p.letters - p.back, p.school, p.other))


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of the matrix: the share of the row's letters that stand in the column's plans, and its shade, 1 to 5."""

    row: int
    column: int
    shared: int
    share: float
    shade: int


@dataclass(frozen=True, slots=True)
class Matrix:
    """Schools in an order that brings together those that share, with what is in the cells; `left_out` schools share less and are not in it."""

    schools: list[str]
    cells: list[Cell]
    left_out: int


def matrix(tables: dict[str, pd.DataFrame]) -> Matrix | None:
    """The matrix of the schools that share most; None where no two share anything."""
    rows = rows_of(tables["between"])
    totals: dict[str, int] = {}
    for r in rows:
        totals[r.school] = totals.get(r.school, 0) + r.shared
    chosen = sorted(sorted(totals, key=lambda school: (-totals[school], school))[:MOST_IN_MATRIX])
    if len(chosen) < 2:
        return None
    place = {school: i for i, school in enumerate(chosen)}
    shares = np.zeros((len(chosen), len(chosen)))
    for r in rows:
        if r.school in place and r.other in place:
            shares[place[r.school], place[r.other]] = r.share
    order = _side_by_side(shares)
    at = {chosen[i]: n for n, i in enumerate(order)}
    cells = [Cell(at[r.school], at[r.other], r.shared, r.share, 1 + sum(r.share >= step for step in STEPS)) for r in rows if r.school in at and r.other in at]
    return Matrix([chosen[i] for i in order], sorted(cells, key=lambda c: (c.row, c.column)), len(totals) - len(chosen))


def _side_by_side(shares: np.ndarray) -> list[int]:
    """An order of the rows that puts those next to each other that share most: average linkage, leaves ordered (Bar-Joseph et al. 2001)."""
    from scipy.cluster.hierarchy import leaves_list, linkage, optimal_leaf_ordering
    from scipy.spatial.distance import squareform

    if len(shares) < 3:
        return list(range(len(shares)))
    distance = 1 - np.maximum(shares, shares.T).clip(0, 1)
    np.fill_diagonal(distance, 0)
    flat = squareform(distance, checks=False)
    return [int(i) for i in leaves_list(optimal_leaf_ordering(linkage(flat, "average"), flat))]
