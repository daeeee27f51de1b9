"""Ruled tables of a PDF page: which cell each printed letter stands in, told by the lines drawn around it.

A PDF knows no tables, only lines and letters. A letter stands in a cell where a line is drawn on each of its four sides. Cells
with one upper edge are a row; a cell that spans rows stands in the first of them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

_THIN = 3.0
"""Points that a drawn line is thick at most; also how far ends of lines may miss each other."""
_MOST_LINES = 4_000


class Cell(NamedTuple):
    """A cell's edges in points."""

    left: float
    bottom: float
    right: float
    top: float


class Lines(NamedTuple):
    """Drawn lines: of the upright ones (n, 3) x, lower and upper end; of the level ones y, left and right end."""

    upright: NDArray[np.float64]
    level: NDArray[np.float64]


def drawn_lines(page: Any) -> Lines:
    """The straight lines and the edges of boxes on a page; none where there are too many to be tables."""
    import pypdfium2.raw as raw

    upright: list[tuple[float, float, float]] = []
    level: list[tuple[float, float, float]] = []
    for drawn in page.get_objects(filter=[raw.FPDF_PAGEOBJ_PATH], max_depth=4):
        left, bottom, right, top = drawn.get_bounds()
        if right - left > _THIN:
            level += [(bottom, left, right)] if top - bottom <= _THIN else [(bottom, left, right), (top, left, right)]
        if top - bottom > _THIN:
            upright += [(left, bottom, top)] if right - left <= _THIN else [(left, bottom, top), (right, bottom, top)]
        if len(upright) + len(level) > _MOST_LINES:
            return Lines(np.empty((0, 3)), np.empty((0, 3)))
    return Lines(np.array(upright).reshape(-1, 3), np.array(level).reshape(-1, 3))


def cells_of(lines: Lines, centres: NDArray[np.float64]) -> list[Cell | None]:
    """The cell of each point, given as rows of x and y; None for a point outside of all."""
    if not len(lines.upright) or not len(lines.level) or not len(centres):
        return [None] * len(centres)
    x, y = centres[:, 0], centres[:, 1]
    left, right = _around(lines.upright, x, y)
    bottom, top = _around(lines.level, y, x)
    edges = np.round(np.stack([left, bottom, right, top], axis=1) / _THIN) * _THIN
    return [Cell(*map(float, edge)) if np.isfinite(edge).all() else None for edge in edges]


def _around(lines: NDArray[np.float64], along: NDArray[np.float64], across: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """The nearest lines before and behind each point, among those that reach over it."""
    before, behind = np.full(len(along), -np.inf), np.full(len(along), np.inf)
    for place, start, end in lines:
        over = (across >= start - _THIN) & (across <= end + _THIN)
        before = np.where(over & (place <= along), np.maximum(before, place), before)
        behind = np.where(over & (place >= along), np.minimum(behind, place), behind)
    return before, behind


def rows_of(cells: Sequence[Cell]) -> list[list[Cell | None]]:
    """The rows of the tables that these cells with text make, from the top; None for a cell without text.

    Cells that touch nothing else, such as a frame around the page, make no table.
    """
    rows: dict[float, list[Cell]] = defaultdict(list)
    for cell in set(cells):
        rows[cell.top].append(cell)
    if all(len(row) == 1 for row in rows.values()):
        return []
    lefts = sorted({cell.left for cell in cells})
    return [_filled(sorted(row), lefts) for _, row in sorted(rows.items(), reverse=True)]


def _filled(row: list[Cell], lefts: list[float]) -> list[Cell | None]:
    """A row with None where a column of the table has no text in it; a cell that spans columns counts once."""
    out: list[Cell | None] = []
    by_left = {cell.left: cell for cell in row}
    reach = -np.inf
    for left in lefts:
        if left in by_left:
            out.append(by_left[left])
            reach = by_left[left].right
        elif left >= reach:
            out.append(None)
    return out
