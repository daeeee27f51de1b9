"""How far two annotators agree: `python corpus/agreement.py` compares `corpus/second` with the gold.

A second annotator read whole documents, from the text and the guidelines alone, and labelled them line by line (in `second/shown` with the
headings in place, in `second/hidden` with all headings taken out), or annotated their amounts (`second/quantities`). Printed of labels: lines, share
of lines and of characters with the same label, Cohen's kappa (Cohen 1960) over lines, and the chief disagreements. Of amounts: what
`jiaoyan evaluate` prints, kappa over the classes of the spans that both have, and each field of the commitments that both have. Disagreements are
told of the heaps that rules are written after only, never of the held-out one.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

from jiaoyan_nlp.evaluation.measures import FRAME, Quantities, matched

HERE = Path(__file__).parent
GOLD = HERE / "gold"
SECOND = HERE / "second"
FIGURES = ("span_f1", "class_accuracy", "commitment_f1", "frame_accuracy", "full_accuracy")

Row = dict[str, Any]
Two = tuple[str, str]


class Line(NamedTuple):
    """A line that both labelled, and its length in characters."""

    first: str
    second: str
    size: int


def lines(folder: Path) -> list[Line]:
    """The lines of the documents in a folder; the first label is that of the gold where the line begins."""
    out = []
    for path in sorted(folder.glob("*.jsonl")):
        gold = next(GOLD.rglob(f"{path.stem}.sections.jsonl"))
        label_at = {i: row["label"] for row in rows(gold) for i in range(row["start"], row["end"])}
        out += [Line(label_at[row["start"]], row["label"], row["end"] - row["start"]) for row in rows(path)]
    return out


def rows(path: Path) -> list[Row]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def kappa(pairs: Sequence[Two]) -> float:
    """Agreement beyond what the frequencies of the labels alone would give, 1 at most."""
    same = sum(a == b for a, b in pairs) / len(pairs)
    firsts, seconds = Counter(a for a, _ in pairs), Counter(b for _, b in pairs)
    by_chance = sum(firsts[label] * seconds[label] for label in firsts) / len(pairs) ** 2
    return (same - by_chance) / (1 - by_chance)


def chief(pairs: Sequence[Two]) -> str:
    """The commonest disagreements, the gold's label first."""
    return ", ".join(f"{a}/{b} {n}" for (a, b), n in Counter(pair for pair in pairs if pair[0] != pair[1]).most_common(6))


def told(name: str) -> str:
    """What is printed of a folder of labels."""
    held = lines(SECOND / name)
    pairs = [(line.first, line.second) for line in held]
    same = [line for line in held if line.first == line.second]
    characters = sum(line.size for line in same) / sum(line.size for line in held)
    return f"headings {name}: {len(held)} lines, same {len(same) / len(held):.3f}, characters {characters:.3f}, kappa {kappa(pairs):.3f}; {chief(pairs)}"


def quantities() -> list[tuple[str, list[Row], list[Row]]]:
    """Of each document whose amounts both annotated: its heap, the gold's rows, the second annotator's."""
    golds = [(next(GOLD.rglob(path.name)), path) for path in sorted((SECOND / "quantities").glob("*.jsonl"))]
    return [(gold.parent.name, rows(gold), rows(path)) for gold, path in golds]


def classes(first: list[Row], second: list[Row]) -> list[Two]:
    """Both classes of every expression that one of them has, `none` where the other has no such span."""
    pairs = matched(first, second)
    paired = {id(row) for pair in pairs for row in pair}
    both = [(a["class"], b["class"]) for a, b in pairs]
    missed = [(row["class"], "none") for row in first if id(row) not in paired]
    added = [("none", row["class"]) for row in second if id(row) not in paired]
    return both + missed + added


def told_quantities(name: str, held: list[tuple[list[Row], list[Row]]]) -> str:
    """What is printed of the amounts of some documents."""
    measure = Quantities()
    for first, second in held:
        measure.add(first, second)
    both = [pair for first, second in held for pair in classes(first, second) if "none" not in pair]
    values = measure.figures()
    figures = ", ".join(f"{figure} {values[figure]:.3f}" for figure in FIGURES)
    fields = ", ".join(f"{field} {measure.fields[field] / measure.commitments.right:.3f}" for field in (*FRAME, "actor", "item"))
    counts = f"{len(held)} documents, {measure.spans.asked} and {measure.spans.given} expressions, {measure.commitments.right} commitments of both"
    return f"amounts {name}: {counts}; {figures}, class kappa {kappa(both):.3f}; {fields}"


def main() -> None:
    for name in ("shown", "hidden"):
        print(told(name))  # noqa: T201
    documents = quantities()
    seen = [(first, second) for heap, first, second in documents if heap != "heldout"]
    print(told_quantities("of all heaps", [(first, second) for _, first, second in documents]))  # noqa: T201
    print(told_quantities("without heldout", seen))  # noqa: T201
    print("chief disagreements without heldout:", chief([pair for first, second in seen for pair in classes(first, second)]))  # noqa: T201


if __name__ == "__main__":
    main()
