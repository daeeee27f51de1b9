"""Sharing: where the letters of each plan stand besides, and how much of each school stands in other schools' plans.

Every letter is counted once; the counting is sparse algebra over stretches that stand in the same places from end to end.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from jiaoyan_nlp.reuse.families import Family
from jiaoyan_nlp.reuse.ink import Ink
from jiaoyan_nlp.reuse.references import POLICY, Origin, origin_of_family

if TYPE_CHECKING:
    from scipy.sparse import csr_array

_POLICY, _TEMPLATE = -2, -1
"""What stands for a reference where others have the number of a family: the first of an atom's numbers says whether it is quoted."""


class Parts(NamedTuple):
    """The letters of one plan, each in the first count that holds it.

    Attributes:
        policy: those that stand in a policy document, or in a family that comes from one.
        template: those that stand in a reference of another kind, or in a family that comes from one.
        shared: those that stand in plans of other owners.
        repeated: those that stand in another plan of the same owner.
        own: the rest.
    """

    policy: int
    template: int
    shared: int
    repeated: int
    own: int

    @property
    def letters(self) -> int:
        return sum(self)


@dataclass(frozen=True, slots=True, eq=False)
class Sharing:
    """Who shares with whom.

    Attributes:
        owners: who plans are of (`Ink.owner`), in the order of their names.
        owner_of: of each plan (place in the list of inks) its owner (place in `owners`).
        parts: of each plan where its letters stand.
        between: letters of the owner in the row that stand in plans of the owner in the column and in no reference, shape
            (owners, owners).
    """

    owners: tuple[str, ...]
    owner_of: tuple[int, ...]
    parts: tuple[Parts, ...]
    between: csr_array


class Atom(NamedTuple):
    """A stretch of a plan that lies in the same families and references from end to end: the plan, its letters, the numbers of these."""

    plan: int
    length: int
    over: tuple[int, ...]


def sharing(inks: Sequence[Ink], families: Sequence[Family], origins: Mapping[int, Sequence[Origin]] | None = None) -> Sharing:
    """Where the letters of plans stand, according to the families.

    Args:
        origins: of each plan (place in `inks`) its stretches that stand in a reference.
    """
    owners = sorted({ink.owner for ink in inks})
    number = {owner: i for i, owner in enumerate(owners)}
    owner_of = [number[ink.owner] for ink in inks]
    atoms = list(_atoms(families, origins or {}))
    parts = _parts(inks, atoms, families, owner_of)
    return Sharing(tuple(owners), tuple(owner_of), tuple(parts), _between(atoms, families, owner_of, len(owners)))


def _parts(inks: Sequence[Ink], atoms: Iterable[Atom], families: Sequence[Family], owner_of: Sequence[int]) -> Iterator[Parts]:
    plans = Counter((f, owner_of[plan]) for f, family in enumerate(families) for plan in {m.plan for m in family.members})
    owners = Counter(f for f, _ in plans)
    counts = [Counter[str]() for _ in inks]
    for plan, length, over in atoms:
        if over[0] < 0:
            part = "policy" if over[0] == _POLICY else "template"
        elif any(owners[f] > 1 for f in over):
            part = "shared"
        else:
            part = "repeated" if any(plans[f, owner_of[plan]] > 1 for f in over) else "own"
        counts[plan][part] += length
    for ink, held in zip(inks, counts, strict=True):
        policy, template, both, again = (held[name] for name in Parts._fields[:-1])
        yield Parts(policy, template, both, again, len(ink.text) - policy - template - both - again)


def _atoms(families: Sequence[Family], origins: Mapping[int, Sequence[Origin]]) -> Iterator[Atom]:
    """The plans cut wherever a member of a family, or what stands in a reference, begins or ends; what lies in neither is left out."""
    cuts: dict[int, dict[int, list[tuple[int, int]]]] = defaultdict(lambda: defaultdict(list))
    for plan, start, end, number in _stretches(families, origins):
        cuts[plan][start].append((number, 1))
        cuts[plan][end].append((number, -1))
    for plan, steps in sorted(cuts.items()):
        over = Counter[int]()
        for place, behind in pairwise(sorted(steps)):
            for number, step in steps[place]:
                over[number] += step
                if not over[number]:
                    del over[number]
            if over:
                yield Atom(plan, behind - place, tuple(sorted(over)))


def _stretches(families: Sequence[Family], origins: Mapping[int, Sequence[Origin]]) -> Iterator[tuple[int, int, int, int]]:
    """All that is painted on the plans: plan, start, end, number. A family that comes from a reference stands there whole."""
    for number, family in enumerate(families):
        origin = origin_of_family(family, origins)
        for m in family.members:
            yield m.plan, m.start, m.end, _number(origin) if origin else number
    for plan, held in origins.items():
        for o in held:
            yield plan, o.start, o.end, _number(o)


def _number(origin: Origin) -> int:
    return _POLICY if origin.kind == POLICY else _TEMPLATE


def _between(atoms: Iterable[Atom], families: Sequence[Family], owner_of: Sequence[int], owners: int) -> csr_array:
    """The matrix of `Sharing`, an owner at a time: all at once would take room for each stretch times each owner."""
    from scipy.sparse import csr_array, vstack

    letters = [Counter[tuple[int, ...]]() for _ in range(owners)]
    for atom in atoms:
        if atom.over[0] >= 0:
            letters[owner_of[atom.plan]][atom.over] += atom.length
    held_by = _incidence({(f, owner_of[m.plan]) for f, family in enumerate(families) for m in family.members}, (len(families), owners))
    rows = [csr_array((0, owners), dtype=np.int64)]
    for owner, held in enumerate(letters):
        stands_with = _incidence([(row, f) for row, over in enumerate(held) for f in over], (len(held), len(families))) @ held_by
        stands_with.data[:] = 1
        shared = np.array(list(held.values()), dtype=np.int64) @ stands_with
        shared[owner] = 0
        rows.append(csr_array(shared[None]))
    return vstack(rows, format="csr")


def _incidence(places: Iterable[tuple[int, int]], shape: tuple[int, int]) -> csr_array:
    from scipy.sparse import coo_array

    rows, columns = np.array(sorted(places), dtype=np.int64).reshape(-1, 2).T
    return coo_array((np.ones(len(rows), np.int64), (rows, columns)), shape=shape).tocsr()
