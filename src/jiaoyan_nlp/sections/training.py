"""Training of the section model from labelled passages.

Every labelled file is learned from in several forms: as it is, with its headings taken out, so that what a section says is learned
beside what it is called, then without its line breaks too, and in parts, so that little is learned from a passage's place.
scikit-learn is imported here and nowhere else in the package.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import compress
from typing import Any, NamedTuple

import numpy as np

from jiaoyan_nlp.corpus.document import Document, Outlined, take_apart
from jiaoyan_nlp.errors import ModelError
from jiaoyan_nlp.sections.features import Features, features_of
from jiaoyan_nlp.sections.model import STEPS, SectionModel, step
from jiaoyan_nlp.sections.units import Unit, units_of
from jiaoyan_nlp.text.source import Source

Row = Mapping[str, Any]

STRENGTH = 2.0
"""Inverse of the regularisation of the logistic regression."""
SEEN_AT = 3
"""Schools that a feature must be seen at: what fewer write is a name, or a habit of theirs."""
UNSEEN = 0.3
"""How often a transition counts as seen that was not."""
DIGITS = 2
_LINE_ENDS = re.compile(r"[\r\n]*")
SHORTEST = 4
"""Passages that a part of a source has at least."""


class Labelled(NamedTuple):
    """A source with the labels of its characters, as gold files have them, and the school that it comes from."""

    source: Source
    rows: Sequence[Row]
    school: str


class Example(NamedTuple):
    """A plan as the model sees it, with the right label of each unit; None where nothing says it."""

    school: str
    form: str
    text: str
    plan: Outlined
    units: list[Unit]
    features: list[Features]
    right: list[str | None]


def examples_of(each: Labelled) -> Iterator[Example]:
    """The plans of a labelled source, in each form that is learned from."""
    for form, one in forms_of(each):
        document = take_apart(one.source)
        gold = labels_by_offset(one.rows)
        for plan in document.plans:
            units = units_of(document.view.text, plan)
            if units:
                right = [_right(document, plan, unit, gold) for unit in units]
                yield Example(each.school, form, document.view.text, plan, units, features_of(document.view.text, plan, units, decided=True), right)


def forms_of(each: Labelled) -> Iterator[tuple[str, Labelled]]:
    """A labelled source whole and in parts, each also headless and, without headings, glued."""
    rows = sorted(each.rows, key=lambda r: r["start"])
    middle = len(rows) // 2
    parts = [("whole", each)]
    if middle >= SHORTEST:
        quarter = middle // 2
        parts += [("part", _part(each, rows[a:b])) for a, b in ((0, middle), (middle, len(rows)), (quarter, middle + quarter))]
    for name, part in parts:
        yield name, part
        headless = without_headings(part)
        yield f"{name} headless", headless
        if name == "whole":
            yield "whole glued", glued(part)
            yield "whole headless glued", glued(headless)


def _part(each: Labelled, rows: Sequence[Row]) -> Labelled:
    return without(each, [(0, rows[0]["start"]), (rows[-1]["end"], len(each.source.text))])


def without_headings(each: Labelled) -> Labelled:
    """The labelled source without its headings."""
    return without(each, headings_of(each.source.text, each.rows))


def headings_of(text: str, rows: Iterable[Row]) -> list[tuple[int, int]]:
    """Stretches of the headings that gold rows tell, each with the line ends behind it."""
    return [(row["start"], found.end()) for row in rows if row.get("heading") and (found := _LINE_ENDS.match(text, row["end"]))]


def glued(each: Labelled) -> Labelled:
    """The labelled source without its line ends."""
    return without(each, [found.span() for found in re.finditer(r"[\r\n]+", each.source.text)])


def without(each: Labelled, cut: Iterable[tuple[int, int]]) -> Labelled:
    """The labelled source without some stretches of its text; a row goes where what is left of it goes."""
    kept = np.ones(len(each.source.text), bool)
    for start, end in cut:
        kept[start:end] = False
    place = [0, *kept.cumsum().tolist()]
    rows = [{**row, "start": place[row["start"]], "end": place[row["end"]]} for row in each.rows if place[row["start"]] < place[row["end"]]]
    return each._replace(source=Source("".join(compress(each.source.text, kept)), each.source.path), rows=rows)


def labels_by_offset(rows: Iterable[Row]) -> dict[int, str]:
    """The label of each character that gold rows speak of, noise left out."""
    return {i: row["label"] for row in rows if row["label"] != "noise" for i in range(row["start"], row["end"])}


def _right(document: Document, plan: Outlined, unit: Unit, gold: Mapping[int, str]) -> str | None:
    """The label of most of a unit's characters."""
    found: Counter[str] = Counter()
    for at in unit.blocks:
        span = document.view.span(plan.blocks[at].start, plan.blocks[at].end)
        found.update(gold[i] for i in range(span.start, span.end) if i in gold)
    return max(sorted(found), key=found.__getitem__) if found else None


def fit(examples: Sequence[Example]) -> SectionModel:
    """A model of the examples; the same examples in any order give the same model.

    Raises:
        ModelError: they hold fewer than two labels, or no feature that several schools share.
    """
    from sklearn.feature_extraction import DictVectorizer
    from sklearn.linear_model import LogisticRegression

    examples = sorted(examples, key=lambda e: (e.school, e.form, e.text, e.plan.start))
    labels = tuple(sorted({label for e in examples for label in e.right if label}))
    shared = _shared(examples)
    if len(labels) < 2 or not shared:
        raise ModelError("", "too_few_labels")
    known = [(found, label, size) for e in examples for found, label, size in zip(e.features, e.right, sizes_of(e), strict=True) if label]
    vectors = DictVectorizer(sparse=True, sort=True)
    table = vectors.fit_transform([{name: value for name, value in found.items() if name in shared} for found, _, _ in known])
    classifier = LogisticRegression(C=STRENGTH, max_iter=400, tol=1e-4)
    classifier.fit(table, [label for _, label, _ in known], sample_weight=[min(3.0, (size / 60) ** 0.5 + 0.3) for _, _, size in known])
    weights, bias = classifier.coef_, classifier.intercept_
    if len(labels) == 2:
        weights, bias = np.vstack([-weights, weights]) / 2, np.array([-bias[0], bias[0]]) / 2
    transitions, frequency = _transitions(examples, labels)
    return SectionModel(labels, tuple(vectors.get_feature_names_out()), *map(_rounded, (weights.T, bias, transitions, frequency)))


def _rounded(values: Any) -> Any:
    return np.round(values, DIGITS).astype(np.float32)


def sizes_of(example: Example) -> list[int]:
    """Characters of each unit of an example."""
    blocks = example.plan.blocks
    return [sum(blocks[at].end - blocks[at].start for at in unit.blocks) for unit in example.units]


def _shared(examples: Sequence[Example]) -> set[str]:
    """Features that are seen at `SEEN_AT` schools, or at all where there are fewer."""
    schools: dict[str, set[str]] = defaultdict(set)
    for e in examples:
        for found in e.features:
            for name in found:
                schools[name].add(e.school)
    least = min(SEEN_AT, len({e.school for e in examples}))
    return {name for name, seen in schools.items() if len(seen) >= least}


def _transitions(examples: Sequence[Example], labels: Sequence[str]) -> tuple[Any, Any]:
    """Logarithms of how often a label follows each other, by the way one comes to it, and of how often each occurs."""
    places = {label: n for n, label in enumerate(labels)}
    seen = np.full((STEPS, len(labels) + 1, len(labels)), UNSEEN)
    for e in examples:
        before = len(labels)
        for at, label in enumerate(e.right):
            if label:
                seen[step(e.plan, e.units, at), before, places[label]] += 1
                before = places[label]
    shares = seen.sum((0, 1))
    return np.log(seen / seen.sum(2, keepdims=True)), np.log(shares / shares.sum())


def straightened(model: SectionModel, judged: Sequence[tuple[float, bool]]) -> SectionModel:
    """The model with its probabilities straightened by what was right where it had not seen the texts (isotonic regression)."""
    from sklearn.isotonic import IsotonicRegression

    if len(judged) < 50:
        return model
    line = IsotonicRegression(y_min=0.02, y_max=0.99, out_of_bounds="clip").fit([p for p, _ in judged], [float(right) for _, right in judged])
    places = np.linspace(0, 1, 21)
    return replace(model, reliability=tuple((round(float(p), 2), round(float(r), 3)) for p, r in zip(places, line.predict(places), strict=True)))
