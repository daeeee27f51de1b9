"""Sharing: how much of each plan and each school stands in other schools' plans, every letter counted once, by sparse algebra."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from jiaoyan_nlp.reuse.families import Family
from jiaoyan_nlp.reuse.ink import Ink

if TYPE_CHECKING:
    from scipy.sparse import csr_array

Atom = tuple[int, int, tuple[int, ...]]
"""A stretch of a plan that lies in the same families from end to end: the plan, its letters, the families."""


@dataclass(frozen=True, slots=True, eq=False)
class Sharing:
    """Who shares with whom.

    Attributes:
        owners: the schools, in the order of their names; a file stands for its school where that is not known.
        owner_of: of each plan (place in the list of inks) its owner (place in `owners`).
        letters, shared: of each plan its letters, and those of them that stand in another owner's plans.
        between: letters of the owner in the row that stand in plans of the owner in the column, shape (owners, owners).
    """

    owners: tuple[str, ...]
    owner_of: tuple[int, ...]
    letters: tuple[int, ...]
    shared: tuple[int, ...]
    between: csr_array


def sharing(inks: Sequence[Ink], families: Sequence[Family]) -> Sharing:
    """What plans share with those of other owners, according to the families."""
    owners = sorted({ink.school or ink.file for ink in inks})
    number = {owner: i for i, owner in enumerate(owners)}
    owner_of = [number[ink.school or ink.file] for ink in inks]
    atoms = _atoms(families)
    others = _stands_with(atoms, families, owner_of, len(owners))
    lengths = np.array([length for _, length, _ in atoms], dtype=np.int64)
    of_owner = _incidence([(owner_of[plan], row) for row, (plan, _, _) in enumerate(atoms)], (len(owners), len(atoms)))
    shared = np.zeros(len(inks), np.int64)
    np.add.at(shared, np.array([plan for plan, _, _ in atoms], dtype=np.int64), lengths * (np.diff(others.indptr) > 0))
    between = (of_owner.multiply(lengths) @ others).tocsr()
    return Sharing(tuple(owners), tuple(owner_of), tuple(len(ink.text) for ink in inks), tuple(shared.tolist()), between)


def _atoms(families: Sequence[Family]) -> list[Atom]:
    """The plans cut wherever a family's member begins or ends; what lies in no family is left out."""
    by_plan: dict[int, list[tuple[int, int, int]]] = defaultdict(list)
    for number, family in enumerate(families):
        for m in family.members:
            by_plan[m.plan].append((m.start, m.end, number))
    out = []
    for plan, held in sorted(by_plan.items()):
        cuts = sorted({place for start, end, _ in held for place in (start, end)})
        for start, end in pairwise(cuts):
            if over := tuple(sorted({n for s, e, n in held if s <= start and end <= e})):
                out.append((plan, end - start, over))
    return out


def _stands_with(atoms: Sequence[Atom], families: Sequence[Family], owner_of: Sequence[int], owners: int) -> csr_array:
    """Which other owners have each atom: shape (atoms, owners), ones."""
    lies_in = _incidence([(row, number) for row, (_, _, held) in enumerate(atoms) for number in held], (len(atoms), len(families)))
    held_by = _incidence({(f, owner_of[m.plan]) for f, family in enumerate(families) for m in family.members}, (len(families), owners))
    found = (lies_in @ held_by).tocoo()
    own = np.array([owner_of[plan] for plan, _, _ in atoms], dtype=np.int64)
    rows, columns = found.coords
    other = columns != own[rows]
    return _incidence(list(zip(rows[other].tolist(), columns[other].tolist(), strict=True)), (len(atoms), owners))


def _incidence(places: Iterable[tuple[int, int]], shape: tuple[int, int]) -> csr_array:
    from scipy.sparse import coo_array

    rows, columns = np.array(sorted(places), dtype=np.int64).reshape(-1, 2).T
    return coo_array((np.ones(len(rows), np.int64), (rows, columns)), shape=shape).tocsr()
