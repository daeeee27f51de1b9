"""Training of the choice model from annotated texts.

Each choice is a conditional logit: the share of the right candidates in what all of them weigh is to be great, and the weights
small. scipy is imported here and nowhere else in the package.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from jiaoyan_nlp.commitments.choice import CHOICES, Candidate, ChoiceModel

PENALTY = 1.0
"""Weight of the squares of the weights."""
SEEN_AT = 3
"""Schools that a feature must be seen at: what fewer write is a name, or a habit of theirs."""
LEAST = 0.03
"""Weights nearer to nothing are left out."""


class Decision(NamedTuple):
    """A choice as it was annotated: the candidates and which of them are right."""

    choice: str
    school: str
    candidates: Sequence[Candidate]
    right: Sequence[bool]


def fit(decisions: Iterable[Decision]) -> ChoiceModel:
    """The model of annotated choices; the same choices in any order give the same model."""
    held: dict[str, list[Decision]] = defaultdict(list)
    for decision in decisions:
        if any(decision.right) and not all(decision.right):
            held[decision.choice].append(decision)
    return ChoiceModel({choice: _weights(held[choice]) for choice in CHOICES})


class _Table(NamedTuple):
    """All candidates of a choice's decisions: their features, the decision that each belongs to, whether it is right."""

    features: Any
    groups: NDArray[np.int64]
    right: NDArray[np.float64]


def _weights(decisions: Sequence[Decision]) -> Mapping[str, float]:
    from scipy.optimize import minimize

    decisions = sorted(decisions, key=lambda d: (d.school, repr(d.candidates), tuple(d.right)))
    names = {name: i for i, name in enumerate(sorted(_shared(decisions)))}
    if not names:
        return {}
    table = _table(decisions, names)
    learned = minimize(_loss, np.zeros(len(names)), args=(table,), jac=True, method="L-BFGS-B", options={"maxiter": 300})
    return {name: round(float(w), 2) for name, w in zip(names, learned.x, strict=True) if abs(w) >= LEAST}


def _table(decisions: Sequence[Decision], names: Mapping[str, int]) -> _Table:
    from scipy.sparse import csr_matrix

    held = [(group, candidate, right) for group, d in enumerate(decisions) for candidate, right in zip(d.candidates, d.right, strict=True)]
    columns = [[names[f] for f in dict.fromkeys(candidate.features) if f in names] for _, candidate, _ in held]
    starts = np.cumsum([0, *map(len, columns)])
    flat = np.array([c for row in columns for c in row], dtype=np.int64)
    features = csr_matrix((np.ones(len(flat)), flat, starts), shape=(len(held), len(names)))
    return _Table(features, np.array([group for group, _, _ in held]), np.array([float(right) for _, _, right in held]))


def _loss(weights: NDArray[np.float64], table: _Table) -> tuple[float, NDArray[np.float64]]:
    """Negative logarithm of the likelihood with its penalty, and its gradient."""
    scores = table.features @ weights
    first = np.flatnonzero(np.diff(table.groups, prepend=-1))
    mass = np.exp(scores - np.maximum.reduceat(scores, first)[table.groups])
    total = np.add.reduceat(mass, first)[table.groups]
    good = np.add.reduceat(mass * table.right, first)[table.groups]
    loss = -np.log(good / total)[first].sum() + PENALTY / 2 * float(weights @ weights)
    return loss, table.features.T @ (mass / total - mass * table.right / good) + PENALTY * weights


def _shared(decisions: Iterable[Decision]) -> set[str]:
    """The features that are seen at `SEEN_AT` schools."""
    schools: dict[str, set[str]] = defaultdict(set)
    for decision in decisions:
        for candidate in decision.candidates:
            for name in candidate.features:
                if len(schools[name]) < SEEN_AT:
                    schools[name].add(decision.school)
    return {name for name, at in schools.items() if len(at) >= SEEN_AT}
