"""The section model learned and judged: figures always from texts of schools that a model has not seen."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

from jiaoyan_nlp.evaluation.scores import ratio
from jiaoyan_nlp.resources import resource
from jiaoyan_nlp.sections.labelled import labelled_files
from jiaoyan_nlp.sections.model import Decided, SectionModel
from jiaoyan_nlp.sections.training import Example, Labelled, examples_of, fit, sizes_of, straightened

FOLDS = 5
OWN = ("demo", "dev", "training")
"""Heaps of the project's corpora that are learned from; `heldout` never is."""
JUDGED = ("whole", "whole headless")


class Judged(NamedTuple):
    """An example with what a model said of its units that had not seen its school."""

    example: Example
    decided: list[Decided]


@dataclass(frozen=True)
class Learned:
    """A model, and the judgement of its like over schools left out."""

    model: SectionModel
    judged: list[Judged]
    labelled: list[Labelled]

    @property
    def told(self) -> dict[str, Any]:
        """How much was learned from, and how well it is told where it was not seen."""
        right = accuracy([judged for judged in self.judged if judged.example.form == "whole"])
        passages = sum(len(each.rows) for each in self.labelled)
        return {"files": len(self.labelled), "schools": len({each.school for each in self.labelled}), "passages": passages, "share": f"{right:.1%}"}


def own_labels() -> list[tuple[Path, Path]]:
    """Folders of the project's own gold and of its files."""
    return [(resource(f"corpus/gold/{heap}"), resource(f"corpus/{heap}")) for heap in OWN]


def learn(labels: Sequence[tuple[Path, Path]] = (), *, own_only: bool = False, tick: Callable[[], None] | None = None) -> Learned:
    """The model of labelled passages, its probabilities straightened by what schools left out show.

    Args:
        labels: pairs (labels, sources) as `labelled_files` takes them, beside the project's own.
        own_only: without the project's own.
        tick: called after each of `FOLDS` + 1 models.

    Raises:
        GoldError, ReadError: labels or sources that cannot be read.
        ModelError: labels that nothing can be learned from.
    """
    pairs = [*([] if own_only else own_labels()), *labels]
    labelled = [each for pair in pairs for each in labelled_files(*pair)]
    examples = [example for each in labelled for example in examples_of(each)]
    judged = list(judge(examples, tick=tick))
    model = straightened(fit(examples), list(answers(judged)))
    if tick:
        tick()
    return Learned(model, judged, labelled)


def judge(examples: Sequence[Example], *, tick: Callable[[], None] | None = None) -> Iterator[Judged]:
    """What is said of the examples, whole and headless, by models that have not seen their school."""
    for left_out in folds(sorted({example.school for example in examples})):
        seen = [example for example in examples if example.school not in left_out]
        if seen:
            model = fit(seen)
            for example in examples:
                if example.school in left_out and example.form in JUDGED:
                    yield Judged(example, model.decide(example.text, example.plan, example.units))
        if tick:
            tick()


def folds(groups: Sequence[str], count: int = FOLDS) -> list[set[str]]:
    """The groups in `count` heaps, always the same ones."""
    mixed = list(groups)
    Random(0).shuffle(mixed)
    return [set(mixed[i::count]) for i in range(min(count, len(mixed)))]


def answers(judged: Sequence[Judged]) -> Iterator[tuple[float, bool]]:
    """Of every unit that the model decided: how likely it called its label, and whether that was right."""
    for example, decided in judged:
        for unit, answer, right in zip(example.units, decided, example.right, strict=True):
            if right and not unit.decided_by:
                yield answer.probability, answer.label == right


def accuracy(judged: Sequence[Judged]) -> float:
    """The share of characters in units whose label is right."""
    right = total = 0
    for example, decided in judged:
        for answer, label, size in zip(decided, example.right, sizes_of(example), strict=True):
            if label:
                total += size
                right += size * (answer.label == label)
    return ratio(right, total)
