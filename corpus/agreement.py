"""How far two annotators agree on labels: `python corpus/agreement.py` compares `corpus/second` with the gold.

A second annotator labelled whole documents line by line from the text and the guidelines alone: in `second/shown` with the headings in
place, in `second/hidden` with all headings taken out. Printed for each: lines, share of lines and of characters with the same label, Cohen's
kappa (Cohen 1960) over lines, and the chief disagreements.
"""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import NamedTuple

HERE = Path(__file__).parent


class Line(NamedTuple):
    """A line that both labelled, and its length in characters."""

    first: str
    second: str
    size: int


def lines(folder: Path) -> list[Line]:
    """The lines of the documents in a folder; the first label is that of the gold where the line begins."""
    out = []
    for path in sorted(folder.glob("*.jsonl")):
        gold = next((HERE / "gold").rglob(f"{path.stem}.sections.jsonl"))
        label_at = {i: row["label"] for row in rows(gold) for i in range(int(row["start"]), int(row["end"]))}
        out += [Line(label_at[int(row["start"])], row["label"], int(row["end"]) - int(row["start"])) for row in rows(path)]
    return out


def rows(path: Path) -> list[dict[str, str]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def kappa(held: list[Line]) -> float:
    """Agreement beyond what the frequencies of the labels alone would give, 1 at most."""
    same = sum(line.first == line.second for line in held) / len(held)
    firsts, seconds = Counter(line.first for line in held), Counter(line.second for line in held)
    by_chance = sum(firsts[label] * seconds[label] for label in firsts) / len(held) ** 2
    return (same - by_chance) / (1 - by_chance)


def told(name: str) -> str:
    held = lines(HERE / "second" / name)
    same = [line for line in held if line.first == line.second]
    characters = sum(line.size for line in same) / sum(line.size for line in held)
    differing = Counter((line.first, line.second) for line in held if line.first != line.second).most_common(6)
    chief = ", ".join(f"{a}/{b} {n}" for (a, b), n in differing)
    return f"headings {name}: {len(held)} lines, same {len(same) / len(held):.3f}, characters {characters:.3f}, kappa {kappa(held):.3f}; {chief}"


def main() -> None:
    for name in ("shown", "hidden"):
        print(told(name))  # noqa: T201


if __name__ == "__main__":
    main()
