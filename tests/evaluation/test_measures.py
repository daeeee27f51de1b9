"""The measures on cases small enough to count by hand, and against the independent scorer where that stands beside the checkout."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support_measures import SHARED, beside, jiaoyan, scored

from jiaoyan_nlp.errors import GoldError
from jiaoyan_nlp.evaluation.measures import Plans, Quantities, Sections, agree, ink_before, matched
from jiaoyan_nlp.evaluation.run import evaluate
from jiaoyan_nlp.evaluation.scores import Hits, ratio

pytestmark = pytest.mark.filterwarnings("ignore:This process .* is multi-threaded:DeprecationWarning")  # fork, Python 3.12 and 3.13

Row = dict[str, Any]


def section(start: int, end: int, label: str, heading: int = 0) -> Row:
    return {"start": start, "end": end, "label": label, "heading": heading}


def quantity(start: int, end: int, class_: str = "commitment", **fields: Any) -> Row:
    frame: Row = {
        "comparator": "eq", "min": 1, "max": 1, "unit": "次", "change": "none", "per": "week", "each": False, "placeholder": False,
        "actor": "教研组", "item": "集体备课",
    }  # fmt: skip
    return {"start": start, "end": end, "class": class_, **frame, **fields}


def test_hits() -> None:
    hits = Hits(2, 4, 5)
    assert (hits.precision, hits.recall) == (0.5, 0.4)
    assert hits.f1 == pytest.approx(2 * 0.5 * 0.4 / 0.9)
    hits.add(1, 1, 1)
    assert (hits.right, hits.given, hits.asked) == (3, 5, 6)
    assert (Hits().precision, Hits().recall, Hits().f1, ratio(1, 0)) == (0, 0, 0, 0)


def test_ink_counts_no_space() -> None:
    assert ink_before("一 二\n三") == [0, 1, 1, 2, 2, 3]


# --- sections ---------------------------------------------------------------------------------------------------------------------


def test_sections_are_counted_over_characters_that_are_no_space() -> None:
    text = "甲乙 丙丁\n戊己"  # six letters
    gold = [section(0, 5, "goals"), section(6, 8, "tasks")]
    system = [section(0, 2, "goals"), section(2, 8, "tasks")]
    measure = Sections()
    measure.add(gold, system, text)
    figures = measure.figures()
    assert figures["char_accuracy"] == pytest.approx(4 / 6)
    assert measure.per_label() == {"goals": pytest.approx(2 * 2 / (2 + 4)), "tasks": pytest.approx(2 * 2 / (4 + 2))}
    assert figures["macro_f1"] == pytest.approx(2 / 3)
    assert figures["noise_f1"] == 0


def test_characters_without_gold_do_not_count_and_those_without_a_label_are_wrong() -> None:
    measure = Sections()
    measure.add([section(0, 2, "goals")], [section(0, 1, "goals"), section(2, 4, "tasks")], "甲乙丙丁")
    assert measure.figures()["char_accuracy"] == 0.5


def test_noise_has_its_own_figure() -> None:
    measure = Sections()
    measure.add([section(0, 2, "noise"), section(2, 4, "goals")], [section(0, 3, "noise"), section(3, 4, "goals")], "甲乙丙丁")
    assert measure.figures()["noise_f1"] == pytest.approx(2 * 2 / (3 + 2))


def test_sections_are_pooled_over_files() -> None:
    measure = Sections()
    measure.add([section(0, 1, "goals")], [section(0, 1, "goals")], "甲")
    measure.add([section(0, 3, "goals")], [section(0, 3, "tasks")], "乙丙丁")
    assert measure.figures()["char_accuracy"] == 0.25


def test_headings_are_matched_by_where_they_start_with_a_slack_of_two() -> None:
    text = "甲" * 40
    gold = [section(0, 5, "goals", 1), section(10, 15, "tasks", 2), section(30, 35, "tasks", 1)]
    system = [section(2, 5, "goals", 2), section(13, 15, "tasks", 1), section(28, 35, "tasks", 1), section(36, 38, "tasks", 1)]
    measure = Sections()
    measure.add(gold, system, text)
    assert measure.figures()["heading_f1"] == pytest.approx(2 * 2 / (4 + 3))


def test_layout_does_not_move_a_heading() -> None:
    text = "甲\n\n\n\n\n\n乙"
    measure = Sections()
    measure.add([section(1, 8, "goals", 1)], [section(7, 8, "goals", 1)], text)
    assert measure.figures()["heading_f1"] == 1


# --- plans ------------------------------------------------------------------------------------------------------------------------


def test_plans_by_start_with_a_slack_of_three_and_kind_over_what_is_found() -> None:
    measure = Plans()
    gold = [{"start": 0, "kind": "plan"}, {"start": 20, "kind": "summary"}, {"start": 40, "kind": "plan"}]
    system = [{"start": 3, "kind": "plan"}, {"start": 22, "kind": "plan"}, {"start": 44, "kind": "plan"}]
    measure.add(gold, system, "甲" * 60)
    assert measure.figures() == {"plan_f1": pytest.approx(2 / 3), "kind_accuracy": 0.5}


def test_a_plan_is_found_once() -> None:
    measure = Plans()
    measure.add([{"start": 0, "kind": "plan"}], [{"start": 0, "kind": "plan"}, {"start": 1, "kind": "plan"}], "甲" * 9)
    assert measure.figures()["plan_f1"] == pytest.approx(2 / 3)


# --- quantities -------------------------------------------------------------------------------------------------------------------


def test_spans_match_from_half_of_their_union() -> None:
    assert len(matched([quantity(0, 4)], [quantity(2, 4)])) == 1
    assert matched([quantity(0, 5)], [quantity(3, 5)]) == []
    assert matched([quantity(0, 2)], [quantity(2, 4)]) == []


def test_spans_match_one_to_one_the_best_first() -> None:
    gold, system = [quantity(0, 4), quantity(4, 6)], [quantity(0, 3), quantity(0, 4), quantity(4, 6)]
    assert [(g["start"], g["end"], s["start"], s["end"]) for g, s in matched(gold, system)] == [(0, 4, 0, 4), (4, 6, 4, 6)]


SPAN = st.tuples(st.integers(0, 12), st.integers(1, 6)).map(lambda t: quantity(t[0], t[0] + t[1]))


@given(st.lists(SPAN, max_size=6), st.lists(SPAN, max_size=6))
def test_matching_takes_each_row_once(gold: list[Row], system: list[Row]) -> None:
    pairs = matched(gold, system)
    assert len({id(g) for g, _ in pairs}) == len({id(s) for _, s in pairs}) == len(pairs)
    for g, s in pairs:
        shared = min(g["end"], s["end"]) - max(g["start"], s["start"])
        assert 2 * shared >= max(g["end"], s["end"]) - min(g["start"], s["start"])


def test_classes_and_commitments() -> None:
    measure = Quantities()
    gold = [quantity(0, 2), quantity(4, 6), quantity(8, 10, "fact"), quantity(20, 22)]
    system = [quantity(0, 2), quantity(4, 6, "fact"), quantity(8, 10), quantity(30, 32)]
    measure.add(gold, system)
    figures = measure.figures()
    assert figures["span_f1"] == pytest.approx(2 * 3 / 8)
    assert figures["class_accuracy"] == pytest.approx(1 / 3)
    assert figures["commitment_f1"] == pytest.approx(2 * 1 / (3 + 3))


WRONG = {"comparator": "ge", "min": 2, "max": 2, "unit": "节", "change": "increase", "per": "month", "each": True, "placeholder": True}


@pytest.mark.parametrize("field", WRONG)
def test_one_wrong_field_spoils_a_frame(field: str) -> None:
    measure = Quantities()
    measure.add([quantity(0, 2), quantity(4, 6)], [quantity(0, 2), quantity(4, 6, **{field: WRONG[field]})])
    assert (measure.figures()["frame_accuracy"], measure.figures()["full_accuracy"]) == (0.5, 0.5)


@pytest.mark.parametrize(("field", "value"), [("actor", None), ("item", "公开课")])
def test_actor_and_item_spoil_only_the_full_frame(field: str, value: str | None) -> None:
    measure = Quantities()
    measure.add([quantity(0, 2)], [quantity(0, 2, **{field: value})])
    figures = measure.figures()
    assert (figures["frame_accuracy"], figures["full_accuracy"], figures[f"{field}_accuracy"]) == (1, 0, 0)


AGREE = [
    (None, None, True), ("", None, True), ("教师", None, False), ("教师", "全体教师", True), ("集体备课", "备课集体", True),
    ("听课", "评课", True), ("听课", "反思", False), ("教学反思", "教学设计", True), ("论文", "课题研究", False),
]  # fmt: skip


@pytest.mark.parametrize(("a", "b", "same"), AGREE)
def test_phrases_agree(a: str | None, b: str | None, same: bool) -> None:
    assert agree(a, b) is agree(b, a) is same


# --- files ------------------------------------------------------------------------------------------------------------------------

PLAN = "语文教研组工作计划\n一、工作目标\n每位教师每学期听课不少于20节。\n"


def write_gold(folder: Path, stem: str, heap: str, rows: list[Row]) -> None:
    folder.mkdir(exist_ok=True)
    lines = [json.dumps(r, ensure_ascii=False) + "\n" for r in rows]
    (folder / f"{stem}.{heap}.jsonl").write_text("".join(lines), encoding="utf-8")


def test_evaluate_reads_gold_by_stem(tmp_path: Path) -> None:
    sources, gold = tmp_path / "sources", tmp_path / "gold"
    sources.mkdir()
    (sources / "计划.txt").write_text(PLAN, encoding="utf-8")
    (sources / "别的.txt").write_text(PLAN, encoding="utf-8")
    write_gold(gold, "计划", "plans", [{"start": 0, "kind": "plan"}])
    write_gold(gold, "计划", "sections", [section(0, 9, "title"), section(10, 16, "goals", 1), section(17, len(PLAN) - 1, "goals")])
    found = evaluate(gold, sources)
    assert found.documents == 1
    assert found.figures["plans"] == {"plan_f1": 1, "kind_accuracy": 1}
    assert found.figures["sections"]["char_accuracy"] == found.figures["sections"]["heading_f1"] == 1
    assert found.labels == {"goals": 1, "title": 1}


def test_gold_without_a_source_or_that_is_no_json_is_an_error(tmp_path: Path) -> None:
    sources, gold = tmp_path / "sources", tmp_path / "gold"
    sources.mkdir()
    write_gold(gold, "计划", "plans", [{"start": 0, "kind": "plan"}])
    with pytest.raises(GoldError, match=r"计划"):
        evaluate(gold, sources)
    (sources / "计划.txt").write_text(PLAN, encoding="utf-8")
    (gold / "计划.plans.jsonl").write_text("no json\n", encoding="utf-8")
    with pytest.raises(GoldError):
        evaluate(gold, sources)


# --- the independent scorer ---------------------------------------------------------------------------------------------------------

SEEDS = ("000", "002", "003")
COMPARED = {
    "sections": ("char_accuracy", "macro_f1", "noise_f1", "heading_f1"),
    "plans": ("plan_f1", "kind_accuracy"),
    "quantities": ("span_f1", "class_accuracy", "commitment_f1", "frame_accuracy", "full_accuracy"),
}


@beside
def test_figures_are_those_of_the_independent_scorer(tmp_path: Path) -> None:
    """What the command line prints for the seeds, scored by the other program, gives what `evaluate` gives."""
    commands = {"sections": ["sections"], "plans": ["plans"], "quantities": ["commitments", "--all-classes"]}
    ours = evaluate(SHARED / "gold", SHARED / "seeds").figures
    sources = [SHARED / "seeds" / f"{seed}.txt" for seed in SEEDS]
    for heap, (command, *options) in commands.items():
        records: dict[str, list[bytes]] = {}
        for line in jiaoyan(command, *sources, *options, "--format", "jsonl").splitlines(keepends=True):
            records.setdefault(Path(json.loads(line)["file"]).stem, []).append(line)
        triples: list[Path] = []
        for seed, source in zip(SEEDS, sources, strict=True):
            system = tmp_path / f"{seed}.{heap}.jsonl"
            system.write_bytes(b"".join(records.get(seed, [])))
            triples += [SHARED / "gold" / f"{seed}.{heap}.jsonl", system, source]
        theirs = scored(heap, triples)
        assert {k: round(ours[heap][k], 4) for k in COMPARED[heap]} == {k: theirs[k] for k in COMPARED[heap]}, heap
