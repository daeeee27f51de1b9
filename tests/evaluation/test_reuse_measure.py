"""The measure of reuse on cases small enough to count by hand, and against the independent scorer where that stands beside the checkout."""

from __future__ import annotations

import json
import math
import random
from pathlib import Path

import pytest
from support_measures import CHECKOUT, Row, beside, jiaoyan, scored

from jiaoyan_nlp.evaluation import reuse

pytestmark = pytest.mark.filterwarnings("ignore:This process .* is multi-threaded:DeprecationWarning")  # fork, Python 3.12 and 3.13

COMPARED = ("precision", "recall", "granularity", "plagdet")


def pair(a: tuple[str, int, int], b: tuple[str, int, int], kind: str = "verbatim") -> Row:
    return {"a": dict(zip(("file", "start", "end"), a, strict=True)), "b": dict(zip(("file", "start", "end"), b, strict=True)), "kind": kind}


def test_reuse_all_found() -> None:
    gold = [pair(("x", 0, 10), ("y", 0, 10))]
    turned = [pair(("y", 0, 10), ("x", 0, 10), "edited")]
    found = reuse.figures(gold, turned)
    assert found == {"precision": 1, "recall": 1, "granularity": 1, "plagdet": 1, "recall_verbatim": 1}


def test_reuse_half_found() -> None:
    found = reuse.figures([pair(("x", 0, 10), ("y", 0, 10))], [pair(("x", 5, 15), ("y", 5, 15))])
    assert (found["precision"], found["recall"]) == (0.5, 0.5)


def test_recall_is_the_mean_over_kinds() -> None:
    gold = [pair(("x", 20 * i, 20 * i + 10), ("y", 20 * i, 20 * i + 10), "verbatim" if i < 3 else "edited") for i in range(4)]
    found = reuse.figures(gold, gold[:3])
    assert (found["recall"], found["recall_verbatim"], found["recall_edited"], found["precision"]) == (0.5, 1, 0, 1)


def test_granularity_counts_the_finds_for_one_pair() -> None:
    gold = [pair(("x", 0, 10), ("y", 0, 10))]
    parts = [pair(("x", 0, 5), ("y", 0, 5)), pair(("x", 5, 10), ("y", 5, 10))]
    found = reuse.figures(gold, parts)
    assert (found["precision"], found["recall"], found["granularity"]) == (1, 1, 2)
    assert found["plagdet"] == pytest.approx(1 / math.log2(3))
    assert reuse.figures([{**gold[0], "kind": "reorder"}], parts)["granularity"] == 1


def test_only_pairs_of_the_same_files_that_touch_on_both_sides_count() -> None:
    gold = [pair(("x", 0, 10), ("y", 0, 10))]
    assert reuse.figures(gold, [pair(("x", 0, 10), ("y", 20, 30))])["recall"] == 0
    assert reuse.figures(gold, [pair(("x", 0, 10), ("z", 0, 10))])["precision"] == 0


def test_pairs_inside_another_and_repetitions_are_dropped() -> None:
    whole, part = pair(("x", 0, 10), ("y", 0, 10)), pair(("x", 2, 5), ("y", 2, 5))
    assert reuse.figures([whole, part, whole], [whole]) == reuse.figures([whole], [whole])


def test_hard_kinds_are_neither_asked_for_nor_false() -> None:
    asked = [pair(("x", 0, 10), ("y", 0, 10))]
    hard = [pair(("x", 20, 30), ("y", 20, 30), "rewrite")]
    assert reuse.figures(asked + hard, asked) == {**reuse.figures(asked, asked), "recall_rewrite": 0}
    pieces = [pair(("x", 20, 25), ("y", 20, 25)), pair(("x", 25, 30), ("y", 25, 30))]
    assert reuse.figures(asked + hard, asked + pieces) == {**reuse.figures(asked, asked), "recall_rewrite": 1}
    only = reuse.figures(hard, [])
    assert (only["recall"], only["recall_rewrite"]) == (0, 0)


def test_nothing_asked_and_nothing_given() -> None:
    assert reuse.figures([], []) == {"precision": 0, "recall": 0, "granularity": 1, "plagdet": 0}


@beside
def test_reuse_figures_are_those_of_the_independent_scorer(tmp_path: Path) -> None:
    demo = CHECKOUT / "corpus" / "demo"
    expected = json.loads((demo / "expected.json").read_text(encoding="utf-8"))["reuse"]
    gold, system = tmp_path / "gold.jsonl", tmp_path / "system.jsonl"
    gold.write_text("".join(json.dumps(r) + "\n" for r in expected), encoding="utf-8")
    system.write_bytes(jiaoyan("duplicates", demo, "--format", "jsonl"))
    given = [json.loads(line) for line in system.read_text(encoding="utf-8").splitlines()]
    ours, theirs = reuse.figures(expected, given), scored("reuse", [gold, system])
    assert {k: round(ours[k], 4) for k in COMPARED} == {k: theirs[k] for k in COMPARED}
    assert {k: round(v, 4) for k, v in ours.items() if k.startswith("recall_")} == {k: v for k, v in theirs.items() if k.startswith("recall_")}


@beside
def test_reuse_of_hard_kinds_is_scored_as_the_independent_scorer_does(tmp_path: Path) -> None:
    def some(chance: random.Random, kinds: str) -> list[Row]:
        starts = [(chance.randrange(40), chance.randrange(40), chance.choice("yz"), chance.choice(kinds.split())) for _ in range(8)]
        return [pair(("x", a, a + chance.randint(1, 20)), (file, b, b + chance.randint(1, 20)), kind) for a, b, file, kind in starts]

    for seed in range(10):
        chance = random.Random(seed)
        gold, system = some(chance, "verbatim reorder rewrite rewrite"), some(chance, "edited")
        for name, rows in (("gold", gold), ("system", system)):
            (tmp_path / name).write_text("".join(json.dumps(r) + "\n" for r in rows), encoding="utf-8")
        theirs = scored("reuse", [tmp_path / "gold", tmp_path / "system"])
        ours = {k: round(v, 4) for k, v in reuse.figures(gold, system).items()}
        assert ours == {k: v for k, v in theirs.items() if k != "finds"}, seed
