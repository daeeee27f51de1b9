"""Training of the choice model from annotated texts.

Each choice is a conditional logit: the share of the right candidates in what all of them weigh is to be great, and the weights
small. scipy is imported here and nowhere else in the package.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from jiaoyan_nlp.commitments.choice import CHOICES, Candidate, ChoiceModel

PENALTY = {"amount": 1.0, "class": 1.0, "actor": 1.0, "each": 1.0, "period": 1.0, "item": 1.0}
"""Weight of the squares of the weights, for each choice."""
SEEN_AT = 3
"""Schools that a feature must be seen at."""


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
    return ChoiceModel({choice: _weights(held[choice], PENALTY[choice]) for choice in CHOICES})


def _weights(decisions: Sequence[Decision], penalty: float) -> Mapping[str, float]:
    from scipy.optimize import minimize
    from scipy.sparse import csr_matrix

    decisions = sorted(decisions, key=lambda d: (d.school, repr(d.candidates)))
    names = {name: i for i, name in enumerate(sorted(_shared(decisions)))}
    if not names:
        return {}
    rows, columns, groups, right = [], [], [], []
    for group, decision in enumerate(decisions):
        for candidate, is_right in zip(decision.candidates, decision.right, strict=True):
            columns += (found := [names[f] for f in dict.fromkeys(candidate.features) if f in names])
            rows += [len(groups)] * len(found)
            groups.append(group)
            right.append(is_right)
    table = csr_matrix((np.ones(len(rows)), (rows, columns)), shape=(len(groups), len(names)))
    found = minimize(
        _loss, np.zeros(len(names)), args=(table, np.array(groups), np.array(right), penalty), jac=True, method="L-BFGS-B", options={"maxiter": 300}
    )
    return {name: round(float(w), 3) for name, w in zip(names, found.x, strict=True) if abs(w) >= 0.02}


def _loss(weights: NDArray[np.float64], table, groups, right, penalty: float):  # type: ignore[no-untyped-def]
    """Negative logarithm of the likelihood with its penalty, and its gradient."""
    scores = table @ weights
    first = np.flatnonzero(np.diff(groups, prepend=-1))
    highest = np.maximum.reduceat(scores, first)[groups]
    mass = np.exp(scores - highest)
    total = np.add.reduceat(mass, first)[groups]
    good = np.add.reduceat(mass * right, first)[groups]
    loss = -np.log(good / total)[first].sum() + penalty / 2 * weights @ weights
    push = mass / total - mass * right / good
    return loss, table.T @ push + penalty * weights


def _shared(decisions: Iterable[Decision]) -> set[str]:
    """The features that are seen at `SEEN_AT` schools."""
    schools: dict[str, set[str]] = defaultdict(set)
    for decision in decisions:
        for candidate in decision.candidates:
            for name in candidate.features:
                if len(schools[name]) < SEEN_AT:
                    schools[name].add(decision.school)
    return {name for name, at in schools.items() if len(at) >= SEEN_AT}
