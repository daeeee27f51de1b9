"""One file that holds several plans, such as a collection from the web: `python benchmarks/reuse/seeds.py FOLDER-OR-FILE`.

Prints the passages that `jiaoyan duplicates --scope file` finds for every two plans of a file, and holds them against brute force: all maximal runs of
13 letters and more that the letters of the two plans have in common. Which of the long runs lie in no found pair? Which found pairs hold no run?
"""

from __future__ import annotations

import argparse
import itertools
import json
import shutil
import subprocess
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from bank import RUN

from jiaoyan_nlp.engine.corpus import load_corpus
from jiaoyan_nlp.reuse.ink import Ink

LONG = 20
"""Letters of a run that ought to lie in a found pair."""


class Pair(NamedTuple):
    """A stretch of one plan and one of another of the same file; `length` letters are in common, or 0 for a found pair."""

    a: int
    a_end: int
    b: int
    b_end: int
    length: int = 0

    def holds(self, run: Pair) -> bool:
        return self.a <= run.a and run.a_end <= self.a_end and self.b <= run.b and run.b_end <= self.b_end

    def touches(self, run: Pair) -> bool:
        return min(self.a_end, run.a_end) > max(self.a, run.a) and min(self.b_end, run.b_end) > max(self.b, run.b)


def common_runs(a: Ink, b: Ink) -> Iterator[Pair]:
    """All maximal runs of at least `RUN` letters that two plans have in common, by trying every place."""
    places = defaultdict(list)
    for j in range(len(b.text) - RUN + 1):
        places[b.text[j : j + RUN]].append(j)
    for i in range(len(a.text) - RUN + 1):
        for j in places.get(a.text[i : i + RUN], ()):
            if i and j and a.text[i - 1] == b.text[j - 1]:
                continue
            end = RUN
            while a.text[i + end : i + end + 1] == b.text[j + end : j + end + 1] != "":
                end += 1
            yield Pair(*a.span(i, i + end), *b.span(j, j + end), end)


def printed(folder: Path) -> Iterator[dict[str, Any]]:
    """What the command prints."""
    command = [sys.executable, "-m", "jiaoyan_nlp", "duplicates", folder, "--scope", "file", "--quiet", "--format", "jsonl"]
    done = subprocess.run(command, capture_output=True, check=True, encoding="utf-8")
    return map(json.loads, done.stdout.splitlines())


def look(folder: Path) -> None:
    """Print the found pairs of every file, then the figures of all."""
    corpus = load_corpus(folder)
    found = defaultdict(list)
    for row in printed(folder):
        a, b = sorted((row["a"], row["b"]), key=lambda side: side["start"])
        found[a["file"]].append(Pair(a["start"], a["end"], b["start"], b["end"]))
        print(f"{a['file']} {a['start']}-{a['end']} {b['start']}-{b['end']} {row['kind']} {row['similarity']}\n  {a['text']!r}\n  {b['text']!r}")
    held = {file: list(group) for file, group in itertools.groupby(corpus.inks, key=lambda ink: ink.file)}
    runs = {file: [run for a, b in itertools.combinations(inks, 2) for run in common_runs(a, b)] for file, inks in held.items()}
    long = [(file, run) for file, each in runs.items() for run in each if run.length >= LONG]
    missed = [(file, run) for file, run in long if not any(pair.holds(run) for pair in found[file])]
    bare = [(file, pair) for file, each in found.items() for pair in each if not any(pair.touches(run) for run in runs.get(file, ()))]
    print(f"\n{sum(map(len, held.values()))} plans in {len(held)} files; {sum(map(len, found.values()))} pairs of passages found")
    print(f"{sum(map(len, runs.values()))} common runs of {RUN} letters and more, {len(long)} of {LONG} and more")
    print(f"{len(long) - len(missed)} of {len(long)} long runs lie in a found pair; {len(bare)} found pairs hold no run of {RUN}")
    for file, run in missed:
        print(f"  missed {file} {run.a}-{run.a_end} {run.b}-{run.b_end}: {corpus.texts[file][run.a : run.a_end]!r}")
    for file, pair in bare:
        print(f"  no run {file} {pair.a}-{pair.a_end} {pair.b}-{pair.b_end}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("path", type=Path, metavar="FOLDER-OR-FILE")
    path = parser.parse_args().path
    if path.is_dir():
        look(path)
        return
    with tempfile.TemporaryDirectory() as folder:
        shutil.copy(path, folder)
        look(Path(folder))


if __name__ == "__main__":
    main()
