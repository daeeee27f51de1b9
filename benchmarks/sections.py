"""How well passages are labelled, always by a model that has not seen the school: `python benchmarks/sections.py [--group writer]`.

Prints, for the project's labelled plans as they are, without their headings and without their line breaks: the share of characters
whose label is right and the mean F1 of labels (noise and titles counted too); the same for chains that lack a part; the chief
confusions; how often a label is right that is given with some confidence. `--seeds FOLDER` adds gold that nothing was learned from
(FOLDER/gold/STEM.sections.jsonl, FOLDER/seeds/STEM.txt). `--speed` times labelling beside plain jieba instead.
"""

from __future__ import annotations

import argparse
import itertools
import multiprocessing
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from jiaoyan_nlp.corpus.document import take_apart
from jiaoyan_nlp.evaluation.crossvalidation import FOLDS, JUDGED, Judged, accuracy, answers, folds, own_labels
from jiaoyan_nlp.evaluation.measures import Sections
from jiaoyan_nlp.sections.labelled import labelled_files
from jiaoyan_nlp.sections.labelling import label_document
from jiaoyan_nlp.sections.labels import LABELS, POSSIBLE
from jiaoyan_nlp.sections.model import Decided, SectionModel, section_model
from jiaoyan_nlp.sections.passages import Passage, passages
from jiaoyan_nlp.sections.training import Example, Labelled, examples_of, fit, glued, straightened, without_headings

BINS = 10


FORMS: dict[str, Callable[[Labelled], Labelled]] = {"as they are": lambda each: each, "headings deleted": without_headings, "line breaks deleted": glued}


class Found(NamedTuple):
    """What a model that has not seen it says of one form of a labelled source."""

    form: str
    labelled: Labelled
    passages: list[Passage]


def group_of(each: Labelled, group: str) -> str:
    """The school, or the writer: one for each district."""
    return each.school if group == "school" else each.school.partition("/")[0]


_SHARED: dict[str, list[Labelled] | list[Example]] = {}


def left_out(task: tuple[set[str], str, str]) -> list[Found]:
    """Learn from all schools but those named, write the model to a folder, and label what these wrote."""
    names, group, folder = task
    labelled: list[Labelled] = _SHARED["labelled"]  # type: ignore[assignment]
    examples: list[Example] = _SHARED["examples"]  # type: ignore[assignment]
    unseen = {each.school for each in labelled if group_of(each, group) in names}
    fit([example for example in examples if example.school not in unseen]).save(Path(folder))
    return [found(form, make(each), folder) for each in labelled if each.school in unseen for form, make in FORMS.items()]


def found(form: str, each: Labelled, model: str) -> Found:
    document = take_apart(each.source)
    return Found(form, each, passages(document, label_document(document, model)))


def rows(each: Found) -> list[dict[str, object]]:
    return [{"start": p.start, "end": p.end, "label": p.label, "heading": p.heading} for p in each.passages]


def scores(held: list[Found]) -> dict[str, Sections]:
    """The measures of each form."""
    out = {form: Sections() for form in FORMS}
    for each in held:
        out[each.form].add(each.labelled.rows, rows(each), each.labelled.source.text)
    return out


def print_figures(name: str, held: list[Found]) -> None:
    for form, measured in scores(held).items():
        figures = measured.figures()
        print(f"{name:28} {form:22} characters {figures['char_accuracy']:.3f}  macro F1 {figures['macro_f1']:.3f}  headings {figures['heading_f1']:.3f}")


def print_labels(held: list[Found]) -> None:
    """F1 by label as they are and without headings, and the chief confusions."""
    measured = scores(held)
    print(f"\n{'label':12} " + " ".join(f"{form:>20}" for form in FORMS))
    for label in LABELS:
        print(f"{label:12} " + " ".join(f"{measured[form].per_label().get(label, 0):20.3f}" for form in FORMS))
    for form in FORMS:
        wrong = Counter({pair: n for pair, n in measured[form].confusion.items() if pair[0] != pair[1]})
        total = sum(measured[form].confusion.values())
        print(f"\nchief confusions, {form}: right → said, characters of ten thousand")
        for (right, said), n in wrong.most_common(8):
            print(f"  {right} → {said}  {10_000 * n / total:.0f}")


def print_reliability(judged: dict[str, list[Example]]) -> None:
    """Of the units that the model decided: how often a label is right that was given with some probability.

    `judged` holds what each model, told by its folder, has not seen; its probabilities are straightened by what the others show.
    """
    raw = {folder: list(answers([told(example, section_model(folder)) for example in held])) for folder, held in judged.items()}
    after: list[tuple[float, bool]] = []
    for folder, own in raw.items():
        model = straightened(section_model(folder), [answer for other, held in raw.items() if other != folder for answer in held])
        after += [(model.straight(said), right) for said, right in own]
    for name, held in (("as the model says", [answer for own in raw.values() for answer in own]), ("straightened, as shown", after)):
        print(f"\nreliability, {name}: confidence, units, mean confidence, share right")
        away = 0.0
        for at in range(BINS):
            inside = [(said, right) for said, right in held if min(int(said * BINS), BINS - 1) == at]
            if inside:
                mean, share = sum(said for said, _ in inside) / len(inside), sum(right for _, right in inside) / len(inside)
                away += abs(mean - share) * len(inside) / len(held)
                print(f"  {at / BINS:.1f}-{(at + 1) / BINS:.1f} {len(inside):6} {mean:.3f} {share:.3f}")
        print(f"  mean distance {away:.3f}")


def told(example: Example, model: SectionModel) -> Judged:
    return Judged(example, model.decide(example.text, example.plan, example.units))


def print_ablations(judged: dict[str, list[Example]]) -> None:
    """Characters of units whose label is right where the chain lacks a part; `judged` as above."""
    print("\nablations (characters of units): as they are, headings deleted")
    for name, variant in VARIANTS.items():
        found = [Judged(example, variant(example, section_model(folder))) for folder, held in judged.items() for example in held]
        print(f"  {name:34}" + "".join(f"{accuracy([each for each in found if each.example.form == form]):8.3f}" for form in JUDGED))


def without_model(example: Example, _: SectionModel) -> list[Decided]:
    default = "work_done" if example.plan.kind == "summary" else "tasks"
    return [Decided(unit.labels[0] if unit.decided_by else unit.hint or default, 1.0) for unit in example.units]


def without_lexicon(example: Example, model: SectionModel) -> list[Decided]:
    bare = [replace(unit, labels=POSSIBLE[example.plan.kind], decided_by="", hint="", hinted_by="") for unit in example.units]
    return model.decide(example.text, example.plan, bare)


VARIANTS: dict[str, Callable[[Example, SectionModel], list[Decided]]] = {
    "the chain": lambda example, model: told(example, model).decided,
    "no sequence (unit by unit)": lambda example, model: model.decide(example.text, example.plan, example.units, sequence=0.0),
    "lexicon only, else tasks/work_done": without_model,
    "model only, no lexicon": without_lexicon,
}


def speed(labelled: list[Labelled]) -> None:
    """Characters a second from text to labels, and of the labelling alone, beside jieba.cut on the same texts in the same run."""
    import jieba

    jieba.initialize()
    texts = [each.source for each in labelled]
    count = sum(len(source.text) for source in texts)
    section_model()
    best: dict[str, float] = {}
    for _ in range(5):
        marks = [time.perf_counter()]
        documents = [take_apart(source) for source in texts]
        marks.append(time.perf_counter())
        for document in documents:
            label_document(document)
        marks.append(time.perf_counter())
        for source in texts:
            list(jieba.cut(source.text))
        marks.append(time.perf_counter())
        times = dict(zip(("apart", "labels", "jieba"), (b - a for a, b in itertools.pairwise(marks)), strict=True))
        times["text to labels"] = times["apart"] + times["labels"]
        best = {name: min(seconds, best.get(name, seconds)) for name, seconds in times.items()}
    for name, seconds in best.items():
        print(f"{name:16} {count / seconds:12,.0f} characters/s   {best['jieba'] / seconds:5.2f} times as fast as jieba")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--group", choices=("school", "writer"), default="school", help="what is left out together")
    parser.add_argument("--seeds", type=Path, metavar="FOLDER", help="a folder with gold/ and seeds/ that nothing was learned from")
    parser.add_argument("--speed", action="store_true", help="time labelling beside plain jieba")
    asked = parser.parse_args()
    labelled = [each for pair in own_labels() for each in labelled_files(*pair)]
    if asked.speed:
        speed(labelled)
        return
    examples = [example for each in labelled for example in examples_of(each)]
    _SHARED.update(labelled=labelled, examples=examples)
    group_by_school = {each.school: group_of(each, asked.group) for each in labelled}
    groups = sorted(set(group_by_school.values()))
    unseen = {"held-out corpus": (Path("corpus/gold/heldout"), Path("corpus/heldout"))}
    if asked.seeds:
        unseen[str(asked.seeds)] = (asked.seeds / "gold", asked.seeds / "seeds")
    with tempfile.TemporaryDirectory() as scratch:
        heaps = folds(groups, FOLDS if asked.group == "school" else len(groups))
        tasks = [(names, asked.group, f"{scratch}/{number}") for number, names in enumerate(heaps)]
        with ProcessPoolExecutor(2, mp_context=multiprocessing.get_context("fork")) as pool:
            held = [each for part in pool.map(left_out, tasks) for each in part]
        print_figures(f"left out by {asked.group}", held)
        for name, pair in unseen.items():
            print_figures(name, [found(form, make(each), "") for each in labelled_files(*pair) for form, make in FORMS.items()])
        print_labels(held)
        judged = {folder: [e for e in examples if e.form in JUDGED and group_by_school[e.school] in names] for names, _, folder in tasks}
        print_reliability(judged)
        print_ablations(judged)


if __name__ == "__main__":
    main()
