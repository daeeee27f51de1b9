"""Choices: a linear model that picks one of several candidates by what speaks for each (McFadden's conditional logit, 1974).

Whether a number is an amount, its class, its actor, whether each of them, and its item are choices of one kind. The rules of
the language make the candidates and name what speaks for each of them; how much each name weighs was learned from annotated texts.
A model is one JSON file of names and numbers.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import repeat
from operator import eq
from pathlib import Path
from typing import Any, NamedTuple

from jiaoyan_nlp.errors import ModelError
from jiaoyan_nlp.resources import resource

Weights = Mapping[str, float]

CHOICES = ("amount", "class", "actor", "each", "item")
CLASSES = ("commitment", "achievement", "fact", "qualifier")


class Candidate(NamedTuple):
    """One of the answers to a choice, with the names of what speaks for it or against it."""

    answer: Any
    features: tuple[str, ...]


def choose(weights: Weights, candidates: Sequence[Candidate]) -> Any:
    """The answer of the candidate with the greatest sum of weights; of equals the first."""
    return max(candidates, key=lambda each: score(weights, each.features)).answer


def score(weights: Weights, features: Iterable[str]) -> float:
    """The sum of the weights of features, rounded so that their order decides nothing; what was never learned weighs nothing."""
    return round(sum(map(weights.get, features, repeat(0.0))), 6)


def with_rule(candidates: Sequence[Candidate], ruled: Candidate, kind: str, same: Callable[[Any, Any], bool] = eq) -> list[Candidate]:
    """The candidates, the first that is the `same` as what the rules answer marked; the rules' own is added where it is none of them.

    Args:
        kind: the kind of the amount's unit, which the weight of a rule's answer may hang on.
    """
    place = next((place for place, each in enumerate(candidates) if same(each.answer, ruled.answer)), None)
    if place is None:
        return [*candidates, ruled]
    marks = ("rule", f"rule kind={kind}", f"rule none={ruled.answer is None}")
    marked = candidates[place]._replace(features=(*candidates[place].features, *marks))
    return [*candidates[:place], marked, *candidates[place + 1 :]]


@dataclass(frozen=True)
class ChoiceModel:
    """The weights of each of `CHOICES`."""

    weights: Mapping[str, Weights]

    @cached_property
    def of_classes(self) -> Mapping[str, tuple[float, ...]]:
        """What each feature of an amount weighs for each of `CLASSES`."""
        weights = self.weights["class"]
        features = {name.partition(" ")[2] for name in weights}
        return {feature: tuple(weights.get(f"{name} {feature}", 0.0) for name in CLASSES) for feature in features}

    def save(self, path: Path) -> None:
        """Write the model as JSON, sorted; the same model gives the same bytes."""
        held = {name: dict(sorted(self.weights[name].items())) for name in CHOICES}
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(held, ensure_ascii=False, indent=0) + "\n", encoding="utf-8", newline="\n")

    @classmethod
    def load(cls, path: Path) -> ChoiceModel:
        """The model in a file.

        Raises:
            ModelError: there is none, or it does not hold numbers for each choice.
        """
        try:
            held = json.loads(path.read_text(encoding="utf-8"))
            return cls({name: {str(k): float(v) for k, v in held[name].items()} for name in CHOICES})
        except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
            raise ModelError(str(path), "bad_choices", type(error).__name__) from error


_IN_USE: ContextVar[ChoiceModel | None] = ContextVar("choice model in use", default=None)


@contextmanager
def using(model: ChoiceModel) -> Iterator[None]:
    """Within, amounts are read with this model instead of the package's own: for evaluation."""
    token = _IN_USE.set(model)
    try:
        yield
    finally:
        _IN_USE.reset(token)


def choice_model() -> ChoiceModel:
    """The model in use: the package's own unless told otherwise (`using`)."""
    return _IN_USE.get() or _own()


@cache
def _own() -> ChoiceModel:
    """The package's model, read once a process."""
    return ChoiceModel.load(resource("models/commitments.json"))
