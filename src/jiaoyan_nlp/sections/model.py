"""The section model: a linear classifier of units, decoded over the whole plan as a sequence.

What a unit's own features say (multinomial logistic regression) and how labels follow each other (counted transitions) are
added as logarithms; the best path is Viterbi's, the probability of each of its labels that of the forward-backward algorithm
(Rabiner 1989). Labels that a rule has decided hold their places, so that they inform their neighbours. A model is a folder of
`model.json` and `weights.npz`: names and plain numbers, nothing that can run.
"""

from __future__ import annotations

import io
import json
import zipfile
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from jiaoyan_nlp.corpus.document import Outlined
from jiaoyan_nlp.errors import ModelError
from jiaoyan_nlp.resources import resource
from jiaoyan_nlp.sections.features import Features, features_of
from jiaoyan_nlp.sections.labels import LABELS
from jiaoyan_nlp.sections.units import Unit

Floats = NDArray[np.float32]

STEPS = 3
"""Ways to come from one unit to the next: along a list, to a block of its own, to a heading."""
PRIOR = 0.3
"""How much of the labels' frequency is taken out of the classifier's answer, since the transitions hold it too."""


class Decided(NamedTuple):
    """A unit's label and how likely it is, 0 to 1."""

    label: str
    probability: float


@dataclass(frozen=True)
class SectionModel:
    """What was learned; arrays are indexed by labels in the order of `labels`.

    Attributes:
        labels: the labels that it knows.
        names: the features' names, in the order of the rows of `weights`.
        weights: (features, labels), logarithms of odds a feature of value 1 adds.
        bias: (labels,).
        transitions: (STEPS, labels + 1, labels), logarithms of probabilities; the last row is a plan's beginning.
        frequency: (labels,), logarithms of the labels' shares in what it learned from.
        reliability: places (probability, share right) between which a probability is straightened, in rising order.
    """

    labels: tuple[str, ...]
    names: tuple[str, ...]
    weights: Floats
    bias: Floats
    transitions: Floats
    frequency: Floats
    reliability: tuple[tuple[float, float], ...] = ((0.0, 0.0), (1.0, 1.0))

    @cached_property
    def rows(self) -> Mapping[str, int]:
        return {name: row for row, name in enumerate(self.names)}

    def emissions(self, features: Sequence[Features]) -> Floats:
        """(units, labels): the logarithm of each label's probability by the unit's own features."""
        scores = np.tile(self.bias, (len(features), 1))
        for i, found in enumerate(features):
            held = [name for name in found if name in self.rows]
            if held:
                values = np.fromiter((found[name] for name in held), np.float32, len(held))
                scores[i] += values @ self.weights[[self.rows[name] for name in held]]
        return scores - _log_sum(scores, 1)[:, None]

    def decide(self, text: str, plan: Outlined, units: Sequence[Unit], *, sequence: float = 1.0) -> list[Decided]:
        """The label of each unit of a plan; those that a rule has decided are kept. `sequence` 0 takes each unit by itself."""
        if not units:
            return []
        scores = self.emissions(features_of(text, plan, units)) - PRIOR * self.frequency
        for i, unit in enumerate(units):
            if any(allowed := [label in unit.labels for label in self.labels]):
                scores[i] = np.where(allowed, 0.0 if len(unit.labels) == 1 else scores[i], -np.inf)
        steps = sequence * self.transitions[[step(plan, units, i) for i in range(len(units))]]
        path, sure = viterbi(scores, steps), marginals(scores, steps)
        return [Decided(self.labels[at], self.straight(float(sure[i, at]))) for i, at in enumerate(path)]

    def straight(self, probability: float) -> float:
        """The share of units told with this probability that were right where the model had not seen them."""
        said, right = zip(*self.reliability, strict=True)
        return float(np.interp(probability, said, right))

    def save(self, folder: Path) -> None:
        """Write `model.json` and `weights.npz`; the same model gives the same bytes."""
        folder.mkdir(parents=True, exist_ok=True)
        card = {"labels": self.labels, "reliability": self.reliability, "names": self.names}
        (folder / "model.json").write_text(json.dumps(card, ensure_ascii=False, indent=0) + "\n", encoding="utf-8", newline="\n")
        arrays = {"weights": self.weights, "bias": self.bias, "transitions": self.transitions, "frequency": self.frequency}
        np.savez_compressed(folder / "weights.npz", allow_pickle=False, **{k: v.astype(np.float16) for k, v in arrays.items()})

    @classmethod
    def load(cls, folder: Path) -> SectionModel:
        """The model in a folder.

        Raises:
            ModelError: there is none, or its parts do not fit each other.
        """
        try:
            card = json.loads((folder / "model.json").read_text(encoding="utf-8"))
            with np.load(io.BytesIO((folder / "weights.npz").read_bytes()), allow_pickle=False) as held:
                arrays = {name: held[name].astype(np.float32) for name in ("weights", "bias", "transitions", "frequency")}
            model = cls(tuple(card["labels"]), tuple(card["names"]), **arrays, reliability=tuple(map(tuple, card["reliability"])))
        except (OSError, EOFError, ValueError, KeyError, TypeError, AttributeError, zipfile.BadZipFile, zlib.error) as error:
            raise ModelError(str(folder), "bad_model", type(error).__name__) from error
        count = len(model.labels)
        shapes = [(len(model.names), count), (count,), (STEPS, count + 1, count), (count,)]
        if [a.shape for a in arrays.values()] != shapes or not set(model.labels) <= LABELS.keys():
            raise ModelError(str(folder), "bad_model", "shape")
        return model


@lru_cache(maxsize=8)
def section_model(folder: str = "") -> SectionModel:
    """The model in a folder, read once a process; the package's own where none is named."""
    return SectionModel.load(Path(folder) if folder else resource("models/sections"))


def step(plan: Outlined, units: Sequence[Unit], at: int) -> int:
    """How one comes to a unit from the one before it (see `STEPS`)."""
    if units[at].is_headed:
        return 2
    mark = plan.blocks[units[at].blocks[0]].mark
    before = plan.blocks[units[at - 1].blocks[0]].mark if at and not units[at - 1].is_headed else None
    return 0 if mark and before and mark.kind == before.kind and mark.number == before.number + 1 else 1


def viterbi(scores: Floats, steps: Floats) -> list[int]:
    """The best path through `scores` (units, labels), where coming into unit i from label a to b costs `steps[i, a, b]`.

    The last row of `steps[0]` is a plan's beginning.
    """
    best = scores[0] + steps[0, -1]
    back = []
    for i in range(1, len(scores)):
        ways = best[:, None] + steps[i, :-1]
        back.append(ways.argmax(0))
        best = ways.max(0) + scores[i]
    path = [int(best.argmax())]
    for pointers in reversed(back):
        path.append(int(pointers[path[-1]]))
    return path[::-1]


def marginals(scores: Floats, steps: Floats) -> Floats:
    """(units, labels): how likely each label is at each place, all paths weighed (see `viterbi`)."""
    here = np.exp(scores - scores.max(1, keepdims=True)).astype(np.float64)
    ways = np.exp(steps).astype(np.float64)
    forward, backward = np.empty_like(here), np.ones_like(here)
    forward[0] = here[0] * ways[0, -1]
    for i in range(1, len(here)):
        forward[i] = (forward[i - 1] / forward[i - 1].sum()) @ ways[i, :-1] * here[i]
    for i in range(len(here) - 1, 0, -1):
        onwards = ways[i, :-1] @ (here[i] * backward[i])
        backward[i - 1] = onwards / onwards.sum()
    together = forward * backward
    shares: Floats = (together / together.sum(1, keepdims=True)).astype(np.float32)
    return shares


def _log_sum(values: Floats, axis: int) -> Floats:
    highest = values.max(axis, keepdims=True)
    highest = np.where(np.isfinite(highest), highest, 0)
    with np.errstate(divide="ignore"):
        total: Floats = np.log(np.exp(values - highest).sum(axis)) + highest.squeeze(axis)
    return total
