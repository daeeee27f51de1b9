"""How well planted copies are found, by us and by MinHash over paragraphs: `python benchmarks/reuse/accuracy.py [--plans 240] [--seed 1]`.

A set of `plant.py` is made, `jiaoyan duplicates` run over it, and the pairs measured in the manner of PAN (`jiaoyan_nlp.evaluation.reuse`).
A peer finds pairs of paragraphs: a pair that it takes for alike is a find.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from bank import letters
from peers import PEERS, PERMISSIVE, USUAL, Setting
from plant import write

from jiaoyan_nlp.evaluation.reuse import figures

Row = dict[str, Any]
SHORTEST = 20
"""Letters of the shortest paragraph that a peer is shown: the shortest passage that counts as shared."""
SHOWN = ("precision", "recall", "granularity", "plagdet")


class Paragraph(NamedTuple):
    """A line of a plan."""

    file: str
    start: int
    end: int
    text: str

    def side(self) -> Row:
        return {"file": self.file, "start": self.start, "end": self.end}


def paragraphs(folder: Path) -> Iterator[Paragraph]:
    """All lines of at least `SHORTEST` letters, with their letters only."""
    for path in sorted(folder.iterdir()):
        start = 0
        for line in path.read_text(encoding="utf-8").split("\n"):
            if len(text := letters(line)) >= SHORTEST:
                yield Paragraph(path.name, start, start + len(line), text)
            start += len(line) + 1


def ours(out: Path) -> list[Row]:
    """What the command prints for the plans."""
    command = [sys.executable, "-m", "jiaoyan_nlp", "duplicates", out / "plans", "--quiet", "--format", "jsonl"]
    printed = subprocess.run(command, capture_output=True, check=True, encoding="utf-8").stdout
    return [json.loads(line) for line in printed.splitlines()]


def peer(name: str, held: list[Paragraph], setting: Setting) -> list[Row]:
    """Pairs of paragraphs of two files that a peer takes for alike."""
    found = PEERS[name]([p.text for p in held], setting)
    pairs = {(min(a, b), max(a, b)) for a, others in found for b in others if held[a].file != held[b].file}
    return [{"a": held[a].side(), "b": held[b].side()} for a, b in sorted(pairs)]


def rows(out: Path) -> Iterator[tuple[str, list[Row]]]:
    """Every way of finding with what it found."""
    yield "ours", ours(out)
    held = list(paragraphs(out / "plans"))
    for name in PEERS:
        for setting in (USUAL, PERMISSIVE):
            try:
                yield f"{name}, {setting}", peer(name, held, setting)
            except ImportError:
                print(f"{name} is not installed", file=sys.stderr)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--plans", type=int, default=240)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        gold = write(Path(folder), given.plans, given.seed)
        kinds = sorted({row["kind"] for row in gold})
        print("| | ", " | ".join((*SHOWN, *kinds, "finds")), " |\n|", " --- |" * (len(SHOWN) + len(kinds) + 2), sep="")
        for name, found in rows(Path(folder)):
            measured = figures(gold, found)
            shown = [f"{measured[key]:.3f}" for key in (*SHOWN, *(f"recall_{kind}" for kind in kinds))]
            print(f"| {name} |", " | ".join(shown), f"| {len(found):,} |", flush=True)


if __name__ == "__main__":
    main()
