"""The measures: character accuracy and headings of sections, starts and kinds of plans, spans and frames of quantities."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from jiaoyan_nlp.evaluation.scores import Hits, ratio

Row = Mapping[str, Any]

HEADING_SLACK = 2
PLAN_SLACK = 3
FRAME = ("comparator", "min", "max", "unit", "change", "per", "each", "placeholder")


def ink_before(text: str) -> list[int]:
    """Number of non-space characters before each offset: layout does not count."""
    out, n = [0], 0
    for letter in text:
        n += not letter.isspace()
        out.append(n)
    return out


class Sections:
    """Labels over non-space characters, pooled over files; headings by where they start."""

    def __init__(self) -> None:
        self.confusion: Counter[tuple[str, str | None]] = Counter()
        self.headings = Hits()

    def add(self, gold: Sequence[Row], system: Sequence[Row], text: str) -> None:
        asked, given = _painted(gold, len(text)), _painted(system, len(text))
        self.confusion.update((a, b) for letter, a, b in zip(text, asked, given, strict=True) if a is not None and not letter.isspace())
        ink = ink_before(text)
        wanted = [ink[r["start"]] for r in gold if r["heading"]]
        found = [ink[min(r["start"], len(text))] for r in system if r["heading"]]
        self.headings.add(_close_pairs(wanted, found, HEADING_SLACK), len(found), len(wanted))

    def per_label(self) -> dict[str, float]:
        """F1 of each label that the gold has."""
        out = {}
        for label in sorted({a for a, _ in self.confusion}):
            hits = Hits(
                self.confusion[label, label],
                sum(n for (_, b), n in self.confusion.items() if b == label),
                sum(n for (a, _), n in self.confusion.items() if a == label),
            )
            out[label] = hits.f1
        return out

    def figures(self) -> dict[str, float]:
        right = sum(n for (a, b), n in self.confusion.items() if a == b)
        labels = self.per_label()
        return {
            "char_accuracy": ratio(right, sum(self.confusion.values())),
            "macro_f1": ratio(sum(labels.values()), len(labels)),
            "noise_f1": labels.get("noise", 0.0),
            "heading_f1": self.headings.f1,
        }


class Plans:
    """Starts of plans, and whether each is told for a plan or a summary."""

    def __init__(self) -> None:
        self.starts = Hits()
        self.kinds = 0

    def add(self, gold: Sequence[Row], system: Sequence[Row], text: str) -> None:
        ink = ink_before(text)
        left = [(ink[min(r["start"], len(text))], r["kind"]) for r in system]
        hits = 0
        for r in gold:
            found = next((x for x in left if abs(x[0] - ink[r["start"]]) <= PLAN_SLACK), None)
            if found:
                left.remove(found)
                hits += 1
                self.kinds += found[1] == r["kind"]
        self.starts.add(hits, len(system), len(gold))

    def figures(self) -> dict[str, float]:
        return {"plan_f1": self.starts.f1, "kind_accuracy": ratio(self.kinds, self.starts.right)}


class Quantities:
    """Spans matched one to one by their overlap; classes and frames over what matches."""

    def __init__(self) -> None:
        self.spans, self.commitments = Hits(), Hits()
        self.classes = self.frames = self.full = 0
        self.fields: Counter[str] = Counter()

    def add(self, gold: Sequence[Row], system: Sequence[Row]) -> None:
        pairs = matched(gold, system)
        self.spans.add(len(pairs), len(system), len(gold))
        self.classes += sum(a["class"] == b["class"] for a, b in pairs)
        asked = [r for r in gold if r["class"] == "commitment"]
        given = [r for r in system if r["class"] == "commitment"]
        both = matched(asked, given)
        self.commitments.add(len(both), len(given), len(asked))
        for a, b in both:
            same = {f for f in FRAME if a[f] == b[f]} | {f for f in ("actor", "item") if agree(a[f], b[f])}
            self.fields.update(same)
            self.frames += same.issuperset(FRAME)
            self.full += same.issuperset((*FRAME, "actor", "item"))

    def figures(self) -> dict[str, float]:
        n = self.commitments.right
        return {
            "span_f1": self.spans.f1,
            "class_accuracy": ratio(self.classes, self.spans.right),
            "commitment_f1": self.commitments.f1,
            "frame_accuracy": ratio(self.frames, n),
            "full_accuracy": ratio(self.full, n),
            **{f"{f}_accuracy": ratio(self.fields[f], n) for f in ("per", "actor", "item")},
        }


def matched(gold: Sequence[Row], system: Sequence[Row]) -> list[tuple[Row, Row]]:
    """Pairs whose overlap is at least half of their union, the best first, each row once."""
    order = sorted(system, key=lambda r: (r["start"], r["end"]))
    close = []
    for i, g in enumerate(gold):
        for j, s in enumerate(order):
            shared = min(g["end"], s["end"]) - max(g["start"], s["start"])
            if shared > 0 and (score := shared / (max(g["end"], s["end"]) - min(g["start"], s["start"]))) >= 0.5:
                close.append((-score, i, j))
    used_gold: set[int] = set()
    used_system: set[int] = set()
    out = []
    for _, i, j in sorted(close):
        if i not in used_gold and j not in used_system:
            used_gold.add(i)
            used_system.add(j)
            out.append((gold[i], order[j]))
    return out


def agree(a: str | None, b: str | None) -> bool:
    """Two phrases mean one thing: both empty, one within the other, or half of their characters shared."""
    if not a or not b:
        return not a and not b
    shared = sum((Counter(a) & Counter(b)).values())
    return a in b or b in a or 2 * shared >= 0.5 * (len(a) + len(b))


def _painted(rows: Sequence[Row], length: int) -> list[str | None]:
    labels: list[str | None] = [None] * length
    for r in rows:
        end = min(r["end"], length)
        labels[r["start"] : end] = [r["label"]] * (end - r["start"])
    return labels


def _close_pairs(wanted: list[int], found: list[int], slack: int) -> int:
    left, hits = list(found), 0
    for at in wanted:
        near = next((x for x in left if abs(x - at) <= slack), None)
        if near is not None:
            left.remove(near)
            hits += 1
    return hits
