"""The evaluation gate: no figure on the gold corpora may fall below its floor, and the gold may not change unnoticed.

    python tests/test_gate.py             print the figures beside their floors
    python tests/test_gate.py --raise     write floors for what has become better
    python tests/test_gate.py --lower     write floors for what has become worse, too, and for gold that has changed

A floor lies `MARGIN` below the figure that it was written from. The runner is that of `jiaoyan evaluate`.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from jiaoyan_nlp.evaluation.run import evaluate

ROOT = Path(__file__).parents[1]
FLOORS = Path(__file__).with_name("floors.json")
MARGIN = 0.005
CORPORA = ("demo", "dev", "heldout")
LESS_IS_BETTER = ("granularity",)

Floors = dict[str, dict[str, Any]]

pytestmark = pytest.mark.filterwarnings("ignore:This process .* is multi-threaded:DeprecationWarning")


def gold_files(name: str) -> list[Path]:
    planted = ROOT / "corpus" / name / "expected.json"
    return [*sorted((ROOT / "corpus" / "gold" / name).glob("*.jsonl")), *([planted] if planted.exists() else [])]


def digest(name: str) -> str:
    """SHA-256 over names and content of a corpus's gold; line ends do not count."""
    held = hashlib.sha256()
    for path in gold_files(name):
        held.update(path.name.encode("utf-8") + b"\0" + path.read_bytes().replace(b"\r\n", b"\n") + b"\0")
    return held.hexdigest()


@cache
def figures(name: str) -> dict[str, float]:
    found = evaluate(ROOT / "corpus" / "gold" / name, ROOT / "corpus" / name).figures
    return {f"{heap}.{figure}": value for heap, values in found.items() for figure, value in values.items()}


def floors_of(values: dict[str, float]) -> dict[str, float]:
    """Floors (for granularity a ceiling) a margin from the figures."""
    return {k: round(v + MARGIN, 4) if k.endswith(LESS_IS_BETTER) else max(0.0, round(v - MARGIN, 4)) for k, v in values.items()}


def is_worse(name: str, value: float, floor: float) -> bool:
    return value > floor if name.endswith(LESS_IS_BETTER) else value < floor


def updated(old: dict[str, float], new: dict[str, float], lower: bool) -> dict[str, float]:
    """The floors to write: of each the stricter of the two, unless floors may be lowered."""
    if lower:
        return dict(sorted(new.items()))
    return {k: old.get(k, new.get(k, 0.0)) if k not in new or (k in old and is_worse(k, new[k], old[k])) else new[k] for k in sorted(old.keys() | new)}


def read() -> Floors:
    floors: Floors = json.loads(FLOORS.read_text(encoding="utf-8"))
    return floors


@pytest.mark.parametrize("name", CORPORA)
def test_gold_is_that_of_the_floors(name: str) -> None:
    assert digest(name) == read()[name]["gold"], f"gold of {name} has changed: look at the change, then python tests/test_gate.py --lower"


@pytest.mark.parametrize("name", CORPORA)
def test_no_figure_is_below_its_floor(name: str) -> None:
    floors, got = read()[name]["floors"], figures(name)
    assert sorted(floors) == sorted(got), "figures have come or gone: python tests/test_gate.py --lower"
    below = [f"{k}: {got[k]:.4f}, floor {floor:.4f}" for k, floor in floors.items() if is_worse(k, got[k], floor)]
    assert not below, f"{name}: " + "; ".join(below)


def test_raising_never_lowers_a_floor() -> None:
    old, new = {"a.f1": 0.9, "b.f1": 0.5, "r.granularity": 1.2}, {"a.f1": 0.8, "b.f1": 0.6, "r.granularity": 1.3, "c.f1": 0.1}
    assert updated(old, new, lower=False) == {"a.f1": 0.9, "b.f1": 0.6, "c.f1": 0.1, "r.granularity": 1.2}
    assert updated(old, new, lower=True) == new


def test_floors_lie_a_margin_off() -> None:
    assert floors_of({"a.f1": 0.9, "b.f1": 0.001, "r.granularity": 1.0}) == {"a.f1": 0.895, "b.f1": 0.0, "r.granularity": 1.005}


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--raise", dest="up", action="store_true", help="write floors for what has become better")
    parser.add_argument("--lower", action="store_true", help="write floors for what has become worse, too, and for changed gold")
    asked = parser.parse_args(arguments)
    held = read() if FLOORS.exists() else {}
    code = 0
    for name in CORPORA:
        old = held.get(name, {"gold": digest(name), "floors": {}})
        for figure, value in figures(name).items():
            floor = old["floors"].get(figure)
            worse = floor is not None and is_worse(figure, value, floor)
            code |= worse and not asked.lower
            print(f"{name:8} {figure:32} {value:.4f}  floor {'-' if floor is None else f'{floor:.4f}'}{'  WORSE' if worse else ''}")
        if old["gold"] != digest(name) and not asked.lower:
            print(f"{name}: the gold has changed; only --lower writes floors for it", file=sys.stderr)
            code = 1
        elif asked.up or asked.lower:
            held[name] = {"gold": digest(name), "floors": updated(old["floors"], floors_of(figures(name)), asked.lower)}
    if asked.up or asked.lower:
        FLOORS.write_text(json.dumps(held, indent=1) + "\n", encoding="utf-8", newline="\n")
    return code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
