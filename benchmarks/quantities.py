"""Amounts found in plans, and how fast, beside general recognisers of numbers, times and money on the same texts in the same run.

    python benchmarks/quantities.py [--seeds FOLDER GOLD] [--peers PYTHON] [--seconds 120] [--repeats 5]

The texts are those of the project's corpora that have gold amounts (corpus/gold/*/*.quantities.jsonl); `--seeds` adds others, FOLDER with
the files of which GOLD holds STEM.quantities.jsonl. `--peers` is the Python of an environment that has the peers; without it one is made
in a temporary folder and they are installed there. Every recogniser runs in a process of its own, one after the other, and takes whole
texts; speed is in characters for a second of processor time, the median of rounds.

`precision`, `recall` and `F1` match spans one to one where they share half of their union. Peers know no units of schools and no
comparators, so `touching` asks less: the share of their spans that share a character with an amount, and of amounts so touched.
`marks` are list marks at the start of a line within which an amount was found, `Mondays` amounts such as the 一次 of 每周一次 whose first
character was read together with the 周 before it as a time.
"""

from __future__ import annotations

import argparse
import json
import re
import statistics
import subprocess
import sys
import tempfile
import venv
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

from jiaoyan_nlp.corpus.files import files_under
from jiaoyan_nlp.corpus.readers import read
from jiaoyan_nlp.evaluation.measures import matched
from jiaoyan_nlp.evaluation.scores import Hits, ratio

Row = dict[str, Any]

HERE = Path(__file__).parent
CORPUS = HERE.parent / "corpus"
OURS = ("expressions", "commitments", "from text")
PEERS = ("jionlp", "cn2an", "recognizers-text", "recognizers-text, dates")
DATING = ("jionlp", "recognizers-text, dates")
"""Peers that tell times."""
REQUIRED = ("setuptools<81", "wheel", "jionlp==1.5.31", "cn2an==0.5.24", "recognizers-text-suite==1.0.2a2", "emoji==1.7.0")
SUFFIX = ".quantities.jsonl"
_MARK = re.compile(
    r"^[ \t\u3000]*(第?[一二三四五六七八九十]{1,3}[、.．]|[(（](?:[一二三四五六七八九十]{1,3}|\d{1,2})[)）]|\d{1,2}(?:[、．)）]|\.(?!\d))|[①-⑳])", re.MULTILINE
)


class Text(NamedTuple):
    """A text with its gold amounts."""

    text: str
    gold: list[Row]


class Ran(NamedTuple):
    """Spans found in each text that was taken, and the median speed in characters a second."""

    spans: list[list[Row]]
    speed: float


def texts_of(folder: Path, gold: Path) -> list[Text]:
    """The files of a folder that have gold amounts."""
    held = {path.stem: path for path in files_under([folder])}
    return [Text(read(held[path.name.removesuffix(SUFFIX)]).text, _rows(path)) for path in sorted(gold.glob(f"*{SUFFIX}"))]


def _rows(path: Path) -> list[Row]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


@contextmanager
def peers_python(given: Path | None) -> Iterator[Path]:
    """The Python that has the peers: the one given, or of an environment made for this run."""
    if given:
        yield given
        return
    with tempfile.TemporaryDirectory() as folder:
        venv.create(folder, with_pip=True)
        python = Path(folder, "Scripts" if sys.platform == "win32" else "bin", "python")
        subprocess.run([python, "-m", "pip", "install", "--quiet", *REQUIRED], check=True)
        yield python


def ran(python: Path, name: str, texts: Sequence[Text], repeats: int, seconds: float) -> Ran:
    """One recogniser over the texts, in a process of its own."""
    with tempfile.TemporaryDirectory() as folder:
        source, out = Path(folder, "texts.json"), Path(folder, "spans.json")
        source.write_text(json.dumps([each.text for each in texts]), encoding="utf-8")
        subprocess.run([python, HERE / "recognisers.py", name, source, out, str(repeats), str(seconds)], check=True, stdout=subprocess.DEVNULL)
        found = json.loads(out.read_text(encoding="utf-8"))
    return Ran(found["spans"], statistics.median(found["speeds"]))


def touching(some: Sequence[Row], others: Sequence[Row]) -> int:
    """How many of some spans share a character with one of the others."""
    return sum(any(a["start"] < b["end"] and b["start"] < a["end"] for b in others) for a in some)


class Score:
    """What a recogniser found in some texts, counted."""

    def __init__(self, texts: Sequence[Text], spans: Sequence[Sequence[Row]]) -> None:
        self.hits = Hits()
        self.touching = self.touched = self.marks = self.marks_of = self.mondays = self.mondays_of = 0
        self.texts = min(len(texts), len(spans))
        for each, found in zip(texts, spans, strict=False):
            self._add(each, found)

    def _add(self, each: Text, found: Sequence[Row]) -> None:
        amounts = [span for span in found if span["kind"] == "amount"]
        dates = [span for span in found if span["kind"] == "date"]
        self.hits.add(len(matched(each.gold, amounts)), len(amounts), len(each.gold))
        self.touching += touching(amounts, each.gold)
        self.touched += touching(each.gold, amounts)
        marks = [{"start": m.start(1), "end": m.end(1)} for m in _MARK.finditer(each.text)]
        self.marks += sum(any(mark["start"] <= a["start"] and a["end"] <= mark["end"] for a in amounts) for mark in marks)
        self.marks_of += len(marks)
        weekly = [row["start"] for row in each.gold if row["text"].startswith("一") and each.text[: row["start"]].endswith("周")]
        self.mondays += sum(any(date["start"] < at < date["end"] for date in dates) for at in weekly)
        self.mondays_of += len(weekly)

    def line(self, dating: bool) -> str:
        hits = self.hits
        close = f"{hits.right:6}{hits.given:6}{hits.asked:6}{hits.precision:10.3f}{hits.recall:8.3f}{hits.f1:7.3f}"
        loose = f"{ratio(self.touching, hits.given):10.3f}{ratio(self.touched, hits.asked):8.3f}"
        mondays = f"{self.mondays}/{self.mondays_of}" if dating else "-"
        return f"{close}{loose}{f'{self.marks}/{self.marks_of}':>12}{mondays:>9}{self.texts:7}"


def show(heaps: dict[str, list[Text]], runs: dict[str, Ran]) -> None:
    """What each recogniser found, heap by heap and in all, then how fast."""
    everything = [each for heap in heaps.values() for each in heap]
    at = 0
    for name, texts in [*heaps.items(), ("all", everything)]:
        first = 0 if name == "all" else at
        at += len(texts)
        print(f"\n{name:24} right given asked precision  recall     F1  touching touched       marks  Mondays  texts")
        for recogniser, run in runs.items():
            if recogniser != "from text":  # finds what `commitments` finds
                print(f"{recogniser:24}" + Score(texts, run.spans[first : first + len(texts)]).line(recogniser in DATING))
    size = sum(len(each.text) for each in everything)
    print(f"\n{size:,} characters{'':9}characters/s" + "".join(f"{name:>16}" for name in OURS))
    for recogniser, run in runs.items():
        print(f"{recogniser:24}{run.speed:14,.0f}" + "".join(f"{runs[name].speed / run.speed:15.2f}x" for name in OURS))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seeds", type=Path, nargs=2, metavar=("FOLDER", "GOLD"), help="other texts and their gold")
    parser.add_argument("--peers", type=Path, metavar="PYTHON", help="the Python of an environment that has the peers")
    parser.add_argument("--seconds", type=float, default=120, help="processor time for one recogniser, all its rounds together")
    parser.add_argument("--repeats", type=int, default=5)
    asked = parser.parse_args()
    heaps = {gold.name: texts_of(CORPUS / gold.name, gold) for gold in sorted((CORPUS / "gold").iterdir()) if any(gold.glob(f"*{SUFFIX}"))}
    if asked.seeds:
        heaps["seeds"] = texts_of(*asked.seeds)
    texts = [each for heap in heaps.values() for each in heap]
    with peers_python(asked.peers) as python:
        runs = {name: ran(Path(sys.executable), name, texts, asked.repeats, asked.seconds) for name in OURS}
        runs |= {name: ran(python, name, texts, asked.repeats, asked.seconds) for name in PEERS}
    show(heaps, runs)


if __name__ == "__main__":
    main()
