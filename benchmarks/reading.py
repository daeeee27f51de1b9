"""Reading a mixed folder: speed, memory, and how much of what was written comes out, beside general extractors on the same files.

    python -m venv /tmp/peer && /tmp/peer/bin/pip install kreuzberg==4.10.4 'markitdown[docx,pdf,xlsx]==0.1.8'
    python benchmarks/reading.py [--files 1000] [--peer /tmp/peer/bin/python]

The files are made in a temporary folder from the manuscripts of corpus/demo and corpus/dev: text in five encodings, Word files (half of
their lists numbered by Word), old Word, RTF, OpenDocument, PDF, web pages in three layouts, workbooks, tables, and archives of some of
them. `kept` is the share of the plans' non-space characters that come out in their order, automatic numbers included (longest common
subsequence); `like` is the Indel similarity, which counts against a reader what it adds, such as a site's menus. Memory is the largest
sum of Pss over the process and all that it started, LibreOffice too; Linux only.
"""

from __future__ import annotations

import argparse
import io
import json
import subprocess
import sys
import tempfile
import time
import zipfile
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from random import Random
from typing import NamedTuple

sys.path.insert(0, str(Path(__file__).parents[1] / "corpus"))

import mutate
from mutations.formats import File, formats
from mutations.record import Record
from rapidfuzz.distance import LCSseq

from jiaoyan_nlp.corpus.readers import read_together
from jiaoyan_nlp.engine.local import analyse_all, folder_jobs, tasks_of
from jiaoyan_nlp.errors import ReadError

ROUNDS = ("clean", "half-glued", "wrapped", "watermarked", "traditional", "paginated-lines", "soft", "full-width")
"""Mutations of the manuscripts, one a round, until there are files enough."""
IN_ARCHIVE = 5
PEERS = ("kreuzberg", "markitdown")
COUNTS = (100, 300)
"""Numbers of files at which memory is measured, beside all."""


class Made(NamedTuple):
    """A file of the folder: its name, its bytes, and the non-space characters of the plans in it."""

    name: str
    data: bytes
    ink: str


class Run(NamedTuple):
    """What one command over a folder took, and by file the texts that it found and the seconds that it says each took."""

    seconds: float
    megabytes: float
    texts: dict[str, str]
    each: dict[str, float]


def made(count: int) -> list[Made]:
    """So many files, every format about as often as any other; one in twenty is an archive of five others."""
    archives = count // 20
    out: list[Made] = []
    for number, name in enumerate(ROUNDS):
        if len(out) < count - archives + IN_ARCHIVE * archives:
            out += _round(number, name)
    Random(0).shuffle(out)
    packed = [_archive(i, out[i * IN_ARCHIVE : (i + 1) * IN_ARCHIVE]) for i in range(archives)]
    return [*packed, *out[archives * IN_ARCHIVE :]][:count]


def _round(number: int, name: str) -> Iterator[Made]:
    held = [record for heap in ("demo", "dev") for record in mutate.mutated(name, mutate.records(heap))]
    for format_, make in formats().items():
        groups = [held[i : i + 9] for i in range(0, len(held), 9)] if format_ in ("xlsx", "csv") else [held]
        for i, file in enumerate(file for group in groups for file in make(group)):
            yield Made(f"{format_}/{number}-{i:03}{Path(file.name).suffix}", file.data, _ink(file))


def _ink(file: File) -> str:
    record: Record = file.record
    noisy = {i for row in record.sections if row["label"] == "noise" for i in range(row["start"], row["end"])}
    return "".join(c for i, c in enumerate(record.text) if i not in noisy and not c.isspace())


def _archive(number: int, held: Sequence[Made]) -> Made:
    out = io.BytesIO()
    inner = sorted(held, key=lambda m: m.name)
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for each in inner:
            archive.writestr(each.name, each.data)
    return Made(f"zip/{number:03}.zip", out.getvalue(), "".join(m.ink for m in inner))


def read(folder: str, out: str) -> None:
    """Every file as the command line reads it, in this process, without analysis."""
    jobs = folder_jobs(folder)
    with Path(out).open("w", encoding="utf-8") as file:
        for task in tasks_of(jobs):
            start = time.perf_counter()
            sources = list(read_together([jobs[i] for i in task]))
            seconds = (time.perf_counter() - start) / len(task)
            for i, source in zip(task, sources, strict=True):
                file.write(json.dumps([jobs[i].name, "" if isinstance(source, ReadError) else source.text, seconds]) + "\n")


def analyse(folder: str, out: str) -> None:
    """Every file read and analysed, in a process a processor."""
    with Path(out).open("w", encoding="utf-8") as file:
        for analysis in analyse_all(folder_jobs(folder)):
            file.write(json.dumps([analysis.file, analysis.text, 0]) + "\n")


def measured(command: Sequence[str | Path], folder: Path) -> Run:
    """Run a command that takes a folder and a file for its texts."""
    with tempfile.TemporaryDirectory() as scratch:
        out = Path(scratch, "texts.jsonl")
        start, most = time.perf_counter(), 0.0
        run = subprocess.Popen([*command, folder, out], stderr=subprocess.DEVNULL)
        while run.poll() is None:
            most = max(most, megabytes(run.pid))
            time.sleep(0.1)
        if run.returncode:
            raise SystemExit(f"{command} failed")
        took = time.perf_counter() - start
        texts: dict[str, str] = defaultdict(str)
        each: dict[str, float] = defaultdict(float)
        for name, text, seconds in sorted(json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()):
            whole = f"{name.partition('.zip/')[0]}.zip" if ".zip/" in name else name
            texts[whole] += text
            each[whole] += seconds
        return Run(took, most, texts, each)


def megabytes(root: int) -> float:
    """Memory, at this moment, of a process and of all that it started, those in sessions of their own too."""
    children: dict[int, list[int]] = defaultdict(list)
    for process in Path("/proc").glob("[0-9]*"):
        try:
            children[int((process / "stat").read_text().rpartition(")")[2].split()[1])].append(int(process.name))
        except OSError:  # it has ended
            continue
    waiting, total = [root], 0
    while waiting:
        number = waiting.pop()
        waiting += children[number]
        try:
            total += sum(int(line.split()[1]) for line in Path(f"/proc/{number}/smaps_rollup").read_text().splitlines() if line.startswith("Pss:"))
        except OSError:
            continue
    return total / 1024


class Shares(NamedTuple):
    """Of some files: how many, the share of the characters asked that came out in order, Indel similarity, milliseconds for one."""

    files: int
    kept: float
    like: float
    milliseconds: float


def shares(held: Sequence[Made], run: Run) -> dict[str, Shares]:
    """By format, and for all."""
    sums: dict[str, list[float]] = defaultdict(lambda: [0, 0, 0, 0, 0])
    for file in held:
        found = "".join(run.texts.get(file.name, "").split())
        common = LCSseq.similarity(file.ink, found)
        for key in (file.name.partition("/")[0], "all"):
            sums[key] = [a + b for a, b in zip(sums[key], (1, common, len(file.ink), len(found), run.each[file.name]), strict=True)]
    return {key: Shares(int(n), common / asked, 2 * common / (asked + given), 1000 * took / n) for key, (n, common, asked, given, took) in sums.items()}


def show(held: Sequence[Made], runs: dict[str, Run]) -> None:
    """The tables: what came out by format, then speed."""
    found = {name: shares(held, run) for name, run in runs.items() if name != "read and analysed"}
    print(f"\n{'format':12}{'files':>6}" + "".join(f"{name:>12} kept   like     ms" for name in found))
    for key in (*sorted(found["read"].keys() - {"all"}), "all"):
        cells = (f"{by[key].kept:>17.4f}{by[key].like:7.3f}{by[key].milliseconds:7.0f}" for by in found.values())
        print(f"{key:12}{found['read'][key].files:6}" + "".join(cells))
    characters = sum(len(file.ink) for file in held)
    print(f"\n{'':20}{'seconds':>9}{'files/s':>9}{'characters/s':>14}{'MB':>7}")
    for name, run in runs.items():
        print(f"{name:20}{run.seconds:9.1f}{len(held) / run.seconds:9.1f}{characters / run.seconds:14,.0f}{run.megabytes:7.0f}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--files", type=int, default=1000)
    parser.add_argument("--peer", type=Path, help="the Python of an environment that has the extractors")
    asked = parser.parse_args()
    ours = {name: [sys.executable, __file__, "--run", way] for name, way in (("read", "read"), ("read and analysed", "analyse"))}
    peers = {name: [asked.peer, Path(__file__).with_name("extractors.py"), name] for name in PEERS} if asked.peer else {}
    held = made(asked.files)
    with tempfile.TemporaryDirectory() as scratch:
        for count in (*(c for c in COUNTS if c < len(held)), len(held)):
            folder = Path(scratch, str(count))
            for file in held[:: len(held) // count][:count]:
                (folder / file.name).parent.mkdir(parents=True, exist_ok=True)
                (folder / file.name).write_bytes(file.data)
            runs = {name: measured(command, folder) for name, command in ours.items()}
            print(f"{count} files: " + ", ".join(f"{name} {run.megabytes:.0f} MB in {run.seconds:.0f} s" for name, run in runs.items()), flush=True)
        show(held, runs | {name: measured(command, folder) for name, command in peers.items()})


if __name__ == "__main__":
    if sys.argv[1:2] == ["--run"]:
        {"read": read, "analyse": analyse}[sys.argv[2]](*sys.argv[3:])
    else:
        main()
