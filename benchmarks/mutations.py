"""What messy files cost: every mutation of `corpus/mutate.py` done to a heap, read, analysed and measured against the carried gold.

    python benchmarks/mutations.py [--heap demo|dev|heldout] [--only MUTATION|FORMAT] [--errors]

Columns: files; F1 of plans' starts and accuracy of their kinds; accuracy of labels over characters; F1 of headings, of noise, of
commitments; non-space characters of plans that reading lost, characters that it gained; planted or older noise that was not masked,
characters of plans that were masked as noise. All but the F1 and accuracies are counts.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1] / "corpus"))

import mutate
from mutations.alignment import Aligned, aligned
from mutations.formats import File, formats
from mutations.record import Record

from jiaoyan_nlp.corpus.readers import read_together
from jiaoyan_nlp.engine.analysis import Analysis, analyse
from jiaoyan_nlp.errors import ReadError
from jiaoyan_nlp.evaluation.measures import PLAN_SLACK, Plans, Quantities, Sections, ink_before, matched
from jiaoyan_nlp.text.source import Source

HEADER = ("files", "plans", "kinds", "chars", "heads", "noise", "commit", "lost", "gained", "unmasked", "masked")


class Tally:
    """The figures of one mutation, added up over files."""

    def __init__(self) -> None:
        self.files = self.lost = self.gained = self.unmasked = self.masked = 0
        self.sections, self.plans, self.quantities = Sections(), Plans(), Quantities()

    def add(self, carried: Aligned, found: Analysis) -> None:
        gold = carried.record
        self.files += 1
        self.lost += len(carried.lost)
        self.gained += len(carried.gained)
        self.sections.add(gold.sections, found.passages, found.text)
        self.plans.add(gold.plans, found.plans, found.text)
        if gold.quantities is not None:
            self.quantities.add(gold.quantities, found.commitments)
        asked, given = noisy(gold.sections, found.text), noisy(found.passages, found.text)
        self.unmasked += len(asked - given)
        self.masked += len(given - asked)

    def row(self) -> list[str]:
        plans, sections, commitments = self.plans.figures(), self.sections.figures(), self.quantities.commitments
        rates = (plans["plan_f1"], plans["kind_accuracy"], sections["char_accuracy"], sections["heading_f1"], sections["noise_f1"])
        shown = [f"{rate:.3f}" for rate in rates] + [f"{commitments.f1:.3f}" if commitments.asked else "-"]
        return [str(self.files), *shown, *map(str, (self.lost, self.gained, self.unmasked, self.masked))]


def noisy(rows: Any, text: str) -> set[int]:
    """Offsets of the non-space characters that are noise."""
    return {i for row in rows if row["label"] == "noise" for i in range(row["start"], row["end"]) if not text[i].isspace()}


def errors(written: Record, carried: Aligned, found: Analysis) -> Iterator[str]:
    """What is wrong in one file, a line each; `written` is what the file holds."""
    gold, text, ink = carried.record, found.text, ink_before(found.text)
    yield from ("lost " + around(written.text, *span) for span in runs(set(carried.lost)))
    yield from ("gained " + around(text, *span) for span in runs(set(carried.gained)))
    kinds = {ink[r["start"]]: r["kind"] for r in found.plans}
    for row in gold.plans:
        near = [at for at in kinds if abs(at - ink[row["start"]]) <= PLAN_SLACK]
        if not near:
            yield "plan missed " + around(text, row["start"], row["start"] + 20)
        elif kinds.pop(near[0]) != row["kind"]:
            yield f"no {row['kind']} " + around(text, row["start"], row["start"] + 20)
    yield from ("plan false " + around(text, r["start"], r["start"] + 20) for r in found.plans if ink[r["start"]] in kinds)
    asked = {ink[r["start"]]: r for r in gold.sections if r["heading"]}
    given = {ink[r["start"]]: r for r in found.passages if r["heading"]}
    for word, these, those in (("missed", asked, given), ("false", given, asked)):
        yield from (f"heading {word} " + around(text, r["start"], r["end"]) for at, r in these.items() if not any(abs(at - x) <= 2 for x in those))
    noise, masked = noisy(gold.sections, text), noisy(found.passages, text)
    yield from ("not masked " + around(text, *span) for span in runs(noise - masked))
    yield from ("masked " + around(text, *span) for span in runs(masked - noise))
    yield from amounts(gold, found)


def amounts(gold: Record, found: Analysis) -> Iterator[str]:
    """Commitments missed and false."""
    if gold.quantities is None:
        return
    asked = [r for r in gold.quantities if r["class"] == "commitment"]
    yield from mislabelled(gold, found)
    given = [r for r in found.commitments if r["class"] == "commitment"]
    pairs = matched(asked, given)
    yield from ("commitment missed " + around(found.text, r["start"], r["end"]) for r in asked if not any(r is a for a, _ in pairs))
    yield from ("commitment false " + around(found.text, r["start"], r["end"]) for r in given if not any(r is b for _, b in pairs))


def mislabelled(gold: Record, found: Analysis) -> Iterator[str]:
    """Stretches whose label is not that of the gold, a line each."""
    right = {i: r["label"] for r in gold.sections for i in range(r["start"], r["end"])}
    given = {i: r["label"] for r in found.passages for i in range(r["start"], r["end"])}
    wrong: dict[tuple[str, str], set[int]] = {}
    for i in right.keys() & given.keys():
        if right[i] != given[i] and not found.text[i].isspace():
            wrong.setdefault((right[i], given[i]), set()).add(i)
    for (asked, got), places in wrong.items():
        yield from (f"{asked} called {got} " + around(found.text, *span) for span in runs(places) if span[1] - span[0] > 3)


def runs(offsets: set[int]) -> Iterator[tuple[int, int]]:
    """Stretches of neighbouring offsets."""
    start = last = -2
    for i in [*sorted(offsets), -9]:
        if i != last + 1:
            if last >= 0:
                yield start, last + 1
            start = i
        last = i


def around(text: str, start: int, end: int) -> str:
    """A stretch in brackets with a little of what stands beside it, on one line."""
    return f"{text[max(0, start - 10) : start]}⟦{text[start : min(end, start + 60)]}⟧{text[end : end + 10]}".replace("\n", "⏎").replace("\t", "→")


def files(name: str, heap: str) -> list[File]:
    """The files of one mutation of a heap: as UTF-8 text, or of another format."""
    held, made = mutate.records(heap), formats()
    if name in made:
        return made[name](held)
    return [File(record.name, record.text.encode(), record) for record in mutate.mutated(name, held)]


def sources(held: list[File]) -> list[Source | ReadError]:
    """What the readers make of the files."""
    with tempfile.TemporaryDirectory() as scratch:
        paths = [Path(scratch, str(number)) for number in range(len(held))]
        for path, file in zip(paths, held, strict=True):
            path.write_bytes(file.data)
        return list(read_together([(str(path), file.name) for path, file in zip(paths, held, strict=True)]))


def measured(name: str, heap: str, show: bool) -> list[str]:
    """The row of one mutation or format; where a file is refused, the reason in its place."""
    tally = Tally()
    held = files(name, heap)
    for file, source in zip(held, sources(held), strict=True):
        if isinstance(source, ReadError):
            return [f"  refused: {source.reason} {source.detail}"]
        found = analyse(source)
        carried = aligned(file.record, source.text)
        tally.add(carried, found)
        if show:
            print(*(f"{name} {file.name}: {line}" for line in errors(file.record, carried, found)), sep="\n")
    return tally.row()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--heap", choices=("demo", "dev", "heldout"), default="demo")
    parser.add_argument("--only", metavar="MUTATION", help="one mutation, several joined by +, or one format")
    parser.add_argument("--errors", action="store_true", help="print what is wrong (not of heldout: its errors are never read)")
    asked = parser.parse_args()
    if asked.errors and asked.heap == "heldout":
        parser.error("errors of heldout are never read, only its totals")
    print(f"{'mutation':42}" + "".join(f"{head:>9}" for head in HEADER))
    for name in [asked.only] if asked.only else (*mutate.NAMES, *formats()):
        print(f"{name:42}" + "".join(f"{cell:>9}" for cell in measured(name, asked.heap, asked.errors)), flush=True)


if __name__ == "__main__":
    main()
