"""How well amounts are read, always with weights learned from others' texts: `python benchmarks/commitments.py [--seeds FOLDER GOLD]`.

All that a writer wrote is left out in turn (`writer:` in the manuscripts' headers; demo and dev are one group), the model learned from the
rest, and the texts left out read with it. Beside the model stand the rules alone, and the model with one of its choices left to the rules:
what is lost there is what learning that choice has won. `heldout` was never learned from, nor are the files of `--seeds` (FOLDER
holds them, GOLD their STEM.quantities.jsonl): these are read with the package's own model.

Sections are labelled by the package's section model, which has learned from demo, dev and training, not from amounts, heldout or seeds.
"""

from __future__ import annotations

import argparse
import multiprocessing
import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from itertools import groupby
from pathlib import Path
from typing import Any, NamedTuple

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # two processes learn side by side: more threads would wait for each other
sys.path.insert(0, str(Path(__file__).parents[1] / "corpus"))

from manuscript import parse

from jiaoyan_nlp.commitments.choice import CHOICES, ChoiceModel, choice_model, using
from jiaoyan_nlp.commitments.extraction import commitments
from jiaoyan_nlp.commitments.training import Decision, fit
from jiaoyan_nlp.corpus.document import take_apart
from jiaoyan_nlp.corpus.readers import read
from jiaoyan_nlp.engine.analysis import commitment_row
from jiaoyan_nlp.evaluation.choices import OWN, RULED, annotated, annotated_files, decisions
from jiaoyan_nlp.evaluation.measures import FRAME, Quantities
from jiaoyan_nlp.evaluation.run import rows_of
from jiaoyan_nlp.evaluation.scores import ratio
from jiaoyan_nlp.sections.labelling import label_document

Row = dict[str, Any]

CORPUS = Path(__file__).parents[1] / "corpus"
FIELDS = (*FRAME, "actor", "item")
DECIDES = {"amount": "span F1", "class": "class", "actor": "actor", "each": "each", "item": "item"}
"""The figure that shows each choice best."""


class File(NamedTuple):
    """A file with gold amounts: its group, the school that it counts for in learning, and its two paths."""

    group: str
    school: str
    source: Path
    gold: Path


class Found(NamedTuple):
    """What a variant of the model found in a file, beside the gold."""

    group: str
    variant: str
    gold: list[Row]
    given: list[Row]


def own_files() -> list[File]:
    """The project's own annotated files, by group."""
    writers = {}
    for path in (CORPUS / "manuscripts").rglob("*.txt"):
        manuscript = parse(path)
        writers[manuscript.file] = manuscript.header.get("writer")
    found = []
    for heap in OWN:
        for source, gold in annotated_files(CORPUS / "gold" / heap, CORPUS / heap):
            writer = writers[source.relative_to(CORPUS / heap).as_posix()]
            found.append(File(f"writer {writer}" if writer else "demo, dev", f"{heap}/{source.parent.name}", source, gold))
    return sorted(found)


def files_of(group: str, sources: Path, gold: Path) -> list[File]:
    """Files that were not learned from."""
    return [File(group, "", *pair) for pair in annotated_files(gold, sources)]


def decisions_of(file: File) -> Iterator[Decision]:
    for each in annotated(file.source, rows_of(file.gold)):
        yield from decisions(each, file.school)


def variants(learned: ChoiceModel) -> dict[str, ChoiceModel]:
    """The model, the rules, and the model with each choice left to the rules."""
    mixed = {f"{choice} by rules": ChoiceModel({**learned.weights, choice: RULED.weights[choice]}) for choice in CHOICES}
    return {"model": learned, "rules alone": RULED, **mixed}


def read_with(models: dict[str, ChoiceModel], files: Iterable[File]) -> Iterator[Found]:
    """The amounts of files by each of the models."""
    for file in files:
        source = read(file.source)
        document = take_apart(source)
        labelled = label_document(document)
        gold = list(rows_of(file.gold))
        for name, model in models.items():
            with using(model):
                yield Found(file.group, name, gold, [commitment_row(source, c) for c in commitments(document, labelled)])


_LEARNED_FROM: dict[str, list[Decision]] = {}
"""The decisions of each group; filled before the processes fork."""


def left_out(files: Sequence[File]) -> list[Found]:
    """Learn from all groups but that of these files, and read them."""
    learned = fit(each for group, held in _LEARNED_FROM.items() if group != files[0].group for each in held)
    return list(read_with(variants(learned), files))


def unseen(files: Sequence[File]) -> list[Found]:
    """Read files with the package's own model."""
    return list(read_with(variants(choice_model()), files))


def figures(held: Iterable[Found]) -> dict[str, float]:
    """Of all amounts span F1 and class, of the commitments F1, frame, full (with actor and item) and each field."""
    measured = Quantities()
    for each in held:
        measured.add(each.gold, each.given)
    said = measured.figures()
    chief = {name: said[f"{name.replace(' ', '_').lower()}"] for name in ("span F1", "commitment F1")}
    shares = {name: said[f"{name}_accuracy"] for name in ("class", "frame", "full")}
    return {**chief, **shares, **{name: ratio(measured.fields[name], measured.commitments.right) for name in FIELDS}}


def show(title: str, named: dict[str, dict[str, float]]) -> None:
    """A table in Markdown, a line each."""
    columns = list(next(iter(named.values())))
    print(f"\n| {title} | " + " | ".join(columns) + " |\n" + "| --- " * (len(columns) + 1) + "|")
    for name, line in named.items():
        print(f"| {name} | " + " | ".join(f"{line[column]:.3f}" for column in columns) + " |")


def show_all(name: str, held: Sequence[Found]) -> None:
    """Every variant over some files, then how much each choice has won by being learned."""
    amounts, asked = 0, 0
    for each in held:
        if each.variant == "model":
            amounts += len(each.gold)
            asked += sum(row["class"] == "commitment" for row in each.gold)
    lines = {variant: figures(each for each in held if each.variant == variant) for variant in variants(choice_model())}
    show(f"{name}: {amounts:,} amounts, {asked:,} commitments", lines)
    print(f"\n{'choice':10}{'figure':12}{'rules':>8}{'model':>8}{'won':>8}{'won in full':>14}")
    for choice, figure in DECIDES.items():
        ruled, learned = lines[f"{choice} by rules"], lines["model"]
        won = learned[figure] - ruled[figure]
        print(f"{choice:10}{figure:12}{ruled[figure]:8.3f}{learned[figure]:8.3f}{won:+8.3f}{learned['full'] - ruled['full']:+14.3f}")


def show_groups(held: Sequence[Found]) -> None:
    for variant in ("model", "rules alone"):
        groups = sorted({each.group for each in held})
        show(f"{variant}, by group left out", {group: figures(e for e in held if (e.variant, e.group) == (variant, group)) for group in groups})


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seeds", type=Path, nargs=2, metavar=("FOLDER", "GOLD"), help="other texts, never learned from, and their gold")
    asked = parser.parse_args()
    groups = [list(files) for _, files in groupby(own_files(), lambda file: file.group)]
    others = {"heldout": files_of("heldout", CORPUS / "heldout", CORPUS / "gold" / "heldout")}
    if asked.seeds:
        others["seeds"] = files_of("seeds", *asked.seeds)
    _LEARNED_FROM.update({files[0].group: [each for file in files for each in decisions_of(file)] for files in groups})
    with ProcessPoolExecutor(2, mp_context=multiprocessing.get_context("fork")) as pool:
        read_unseen = {name: pool.submit(unseen, files) for name, files in others.items()}
        held = [each for part in pool.map(left_out, sorted(groups, key=len, reverse=True)) for each in part]
        show_all("writers left out", held)
        show_groups(held)
        for name, part in read_unseen.items():
            show_all(name, part.result())


if __name__ == "__main__":
    main()
