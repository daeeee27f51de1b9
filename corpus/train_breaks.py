"""Learn where breaks stand from texts that have them: `python corpus/train_breaks.py` writes models/breaks.json.

Well-formed text is its own annotation: the breaks of the manuscripts of demo and dev are deleted, or left as spaces, and the two
models of `jiaoyan_nlp.corpus.outline.breaks` learn to put them back. Each heading is seen once with its numbering mark and once
without. `--check` compares what would be written with what is there; `--measure` leaves one school out at a time.
Needs scikit-learn, which the package itself does not.
"""

from __future__ import annotations

import json
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from manuscript import Manuscript, parse
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression

from jiaoyan_nlp.corpus.outline import breaks
from jiaoyan_nlp.corpus.outline.outlining import outline
from jiaoyan_nlp.evaluation.scores import Hits
from jiaoyan_nlp.text.folding import fold
from jiaoyan_nlp.text.marks import Mark, mark_at

HERE = Path(__file__).parent
MODEL = HERE.parent / "models" / "breaks.json"
JOINTS = ("", " ", "  ")
DIGITS = 2
TOLERANCE = 0.05
SEEN_IN = 3
"""Texts that a feature must stand in."""


class Line(NamedTuple):
    """A line of a text: its mark, its words behind it, and whether it is a heading."""

    mark: str
    words: str
    is_heading: bool


class Example(NamedTuple):
    """A place with its features, whether it is what the model looks for, and the text that it stands in."""

    features: list[str]
    answer: bool
    text: str


def lines_of(m: Manuscript) -> list[list[Line]]:
    """The lines of each plan of a manuscript, titles and noise left out; none of a text without breaks."""
    plans: list[list[Line]] = [[]]
    rows: list[dict[str, Any]] = m.sections()
    for row in rows:
        if row["label"] in ("title", "noise"):
            plans += [[]] if row["label"] == "title" and plans[-1] else []
            continue
        text = fold(m.text[row["start"] : row["end"]]).strip()
        for words in re.split(r"[\r\n]+", text):
            size = _mark_size(mark_at(words.strip()))
            plans[-1].append(Line(words.strip()[:size], words.strip()[size:].strip(), bool(row["heading"])))
    long = any(len(line) > breaks.LONGEST_PARAGRAPH for line in m.text.splitlines())
    return [] if long else [p for p in plans if len(p) > 2]


def _mark_size(mark: Mark | None) -> int:
    return mark.length if mark else 0


def glue(lines: Iterable[Line], joint: str, with_marks: bool) -> tuple[str, list[tuple[int, int, Line]]]:
    """The lines as one, and where each begins behind its mark and ends."""
    text, places = "", []
    for line in lines:
        text += joint if text else ""
        text += line.mark if with_marks or not line.is_heading else ""
        places.append((len(text), len(text) + len(line.words), line))
        text += line.words
    return text, places


def heading_examples(name: str, lines: list[Line], joint: str, with_marks: bool) -> Iterator[Example]:
    text, places = glue(lines, joint, with_marks)
    for i, (start, end, line) in enumerate(places):
        marked = with_marks and bool(line.mark)
        until = next((a - len(each.mark) for a, _, each in places[i + 1 :] if each.mark and (with_marks or not each.is_heading)), len(text))
        if "\t" in line.words or (marked and not line.is_heading):
            continue
        starts = [start] if line.is_heading else [at for at in breaks.openings(text, start, end, marked, bool(joint)) if at < end]
        for at in starts:
            for stop, features in breaks.heading_candidates(text, at, until, marked, bool(joint)):
                yield Example(features, line.is_heading and stop == end, name)


def paragraph_examples(name: str, lines: list[Line], joint: str) -> Iterator[Example]:
    """Places behind a full stop in runs of lines that no mark parts, headings left out."""
    run: list[Line] = []
    for line in [*lines, Line("", "", True)]:
        if line.is_heading or line.mark or "\t" in line.words:
            yield from _within(name, run, joint)
            run = [line] if not line.is_heading and "\t" not in line.words else []
        else:
            run.append(line)


def _within(name: str, run: list[Line], joint: str) -> Iterator[Example]:
    text, places = glue(run, joint, True)
    begins = {start for start, _, _ in places}
    since = 0
    for at in breaks.openings(text, 0, len(text), bool(run and run[0].mark), bool(joint)):
        if at > 0:
            yield Example(breaks.paragraph_features(text, since, at, len(text), bool(joint)), at in begins, name)
            since = at if at in begins else since


def fit(examples: list[Example], strength: float) -> dict[str, Any]:
    """Bias and weights of a logistic regression, rounded; features of fewer than SEEN_IN texts are left out."""
    texts: dict[str, set[str]] = defaultdict(set)
    for each in examples:
        for feature in each.features:
            texts[feature].add(each.text)
    kept = {feature for feature, seen in texts.items() if len(seen) >= SEEN_IN}
    rows = Counter((tuple(sorted(kept & set(e.features))), e.answer) for e in examples)
    order = sorted(rows)
    vectors = DictVectorizer(sparse=True, sort=True)
    table = vectors.fit_transform([dict.fromkeys(features, 1.0) for features, _ in order])
    model = LogisticRegression(C=strength, solver="lbfgs", max_iter=2000, tol=1e-7)
    model.fit(table, [answer for _, answer in order], sample_weight=[rows[row] for row in order])
    weights = dict(zip(vectors.get_feature_names_out(), np.round(model.coef_[0], DIGITS).tolist(), strict=True))
    return {"bias": round(float(model.intercept_[0]), DIGITS), "weights": {k: w for k, w in sorted(weights.items()) if w}}


def examples(name: str, plans: list[list[Line]]) -> tuple[list[Example], list[Example]]:
    """Examples for both models that a text gives."""
    heading = [e for lines in plans for joint in JOINTS for with_marks in (True, False) for e in heading_examples(name, lines, joint, with_marks)]
    return heading, [e for lines in plans for joint in JOINTS for e in paragraph_examples(name, lines, joint)]


def train(found: Iterable[tuple[list[Example], list[Example]]]) -> dict[str, Any]:
    """Both models, from what the texts give."""
    held = list(found)
    return {
        "heading": fit([e for heading, _ in held for e in heading], 0.3),
        "paragraph": fit([e for _, paragraph in held for e in paragraph], 0.1),
    }


def use(model: dict[str, Any]) -> None:
    """Let the package read this model in place of the file."""
    held = {name: breaks.Linear(part["bias"], part["weights"]) for name, part in model.items()}
    breaks._models = lambda: held  # type: ignore[assignment]


def read() -> dict[str, tuple[str, list[list[Line]]]]:
    """Of each manuscript of demo and dev its school and its plans' lines."""
    held = {}
    for heap in ("demo", "dev"):
        for path in sorted((HERE / "manuscripts" / heap).rglob("*.txt")):
            m = parse(path)
            if plans := lines_of(m):
                held[path.stem] = (m.header.get("school", path.stem), plans)
    return held


def measure(held: dict[str, tuple[str, list[list[Line]]]]) -> None:
    """Print precision, recall and F1 of both models, each school's texts judged by a model that has not seen them."""
    found = {name: examples(name, plans) for name, (_, plans) in held.items()}
    scores: dict[str, Hits] = defaultdict(Hits)
    for school in sorted({s for s, _ in held.values()}):
        use(train(found[name] for name, (s, _) in held.items() if s != school))
        for _, plans in (each for each in held.values() if each[0] == school):
            for lines in plans:
                for joint in JOINTS:
                    judge(lines, joint, scores)
    for name, hits in sorted(scores.items()):
        sys.stdout.write(f"{name:40} precision {hits.precision:.3f} recall {hits.recall:.3f} F1 {hits.f1:.3f} of {hits.asked}\n")


def judge(lines: list[Line], joint: str, scores: dict[str, Hits]) -> None:
    """Count what is found in the lines without their headings' marks, and the ends of headings behind marks."""
    text, places = glue(lines, joint, True)
    begins, given = {start - len(line.mark) for start, _, line in places}, {b.start for b in outline(text, 0, len(text))}
    scores[f"{joint!r} rules and models: breaks"].add(len(begins & given), len(given), len(begins))
    candidates = {at for at in begins | given if at == 0 or text[:at].rstrip()[-1:] in "。!?;…:”)】"}
    scores[f"{joint!r} rules and models: behind stops"].add(len(begins & given & candidates), len(given & candidates), len(begins & candidates))
    for i, (start, end, line) in enumerate(places):
        if line.is_heading and line.mark:
            until = next((a - len(each.mark) for a, _, each in places[i + 1 :] if each.mark), len(text))
            right = breaks.heading_end(text, start, until, marked=True, spaced=bool(joint))[0] == end
            scores[f"{joint!r} model: ends behind marks"].add(right, 1, 1)
    for run in _runs(lines):
        text, places = glue(run, joint, False)
        asked = {at for at, _, each in places if each.is_heading}
        given = {b.at for b in breaks.find_breaks(text, 0, len(text), bool(run[0].mark and not run[0].is_heading)) if b.kind == "heading"}
        scores[f"{joint!r} model: headings without marks"].add(len(asked & given), len(given), len(asked))


def _runs(lines: list[Line]) -> Iterator[list[Line]]:
    """Stretches that the rules leave whole: an item or a row begins a new one."""
    run: list[Line] = []
    for line in lines:
        if (line.mark and not line.is_heading) or "\t" in line.words:
            if run:
                yield run
            run = []
        if "\t" not in line.words:
            run.append(line)
    if run:
        yield run


def differs(a: dict[str, Any], b: dict[str, Any]) -> bool:
    """Whether two models differ by more than rounding on another platform."""
    for name in ("heading", "paragraph"):
        one, two = {"": a[name]["bias"], **a[name]["weights"]}, {"": b[name]["bias"], **b[name]["weights"]}
        if any(abs(one.get(k, 0.0) - two.get(k, 0.0)) > TOLERANCE for k in one.keys() | two.keys()):
            return True
    return False


def main() -> str | int:
    held = read()
    if "--measure" in sys.argv[1:]:
        measure(held)
        return 0
    model = train(examples(name, plans) for name, (_, plans) in held.items())
    if "--check" in sys.argv[1:]:
        same = not differs(model, json.loads(MODEL.read_text(encoding="utf-8")))
        return 0 if same else "models/breaks.json is not what the manuscripts give (run corpus/train_breaks.py)"
    MODEL.write_text(json.dumps(model, ensure_ascii=False, indent=0, sort_keys=True) + "\n", encoding="utf-8", newline="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
