"""Learn the choice model of the commitments from the annotated texts: `python corpus/train_choices.py` writes models/commitments.json and
prints how much it has learned and what weighs most.

`--check` learns it again and says whether the file differs by more than rounding.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from jiaoyan_nlp.commitments.choice import CHOICES, ChoiceModel
from jiaoyan_nlp.commitments.training import LEAST, fit
from jiaoyan_nlp.evaluation.choices import own_decisions

MODEL = Path(__file__).parents[1] / "models" / "commitments.json"
TOLERANCE = 2 * LEAST


def differs(a: ChoiceModel, b: ChoiceModel) -> bool:
    """Whether two models differ by more than rounding on another platform."""
    for choice in CHOICES:
        one, two = a.weights[choice], b.weights[choice]
        if any(abs(one.get(name, 0.0) - two.get(name, 0.0)) > TOLERANCE for name in one.keys() | two.keys()):
            return True
    return False


def strongest(model: ChoiceModel) -> Iterator[str]:
    """Of each choice the number of its weights and the strongest ten, a line each."""
    for choice, weights in model.weights.items():
        chief = sorted(weights, key=lambda name: (-abs(weights[name]), name))[:10]
        yield f"{choice}: {len(weights):,} weights, strongest " + ", ".join(f"{name} {weights[name]:+.2f}" for name in chief)


def main() -> str | int:
    model = fit(own_decisions())
    if "--check" in sys.argv[1:]:
        with tempfile.TemporaryDirectory() as scratch:
            model.save(Path(scratch) / MODEL.name)
            again = ChoiceModel.load(Path(scratch) / MODEL.name)
        return 0 if not differs(again, ChoiceModel.load(MODEL)) else f"{MODEL.name} is not what the manuscripts give (run corpus/train_choices.py)"
    model.save(MODEL)
    print(*strongest(model), sep="\n")  # noqa: T201
    return 0


if __name__ == "__main__":
    sys.exit(main())
