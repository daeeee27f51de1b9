"""The section model: its file, its arithmetic against all paths one by one, and what a rule has decided."""

from __future__ import annotations

import zipfile
from itertools import product
from pathlib import Path

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from jiaoyan_nlp.corpus.document import Outlined, take_apart
from jiaoyan_nlp.errors import ModelError
from jiaoyan_nlp.sections.features import features_of
from jiaoyan_nlp.sections.labelling import label_blocks
from jiaoyan_nlp.sections.labels import LABELS
from jiaoyan_nlp.sections.model import PRIOR, STEPS, SectionModel, marginals, section_model, viterbi
from jiaoyan_nlp.sections.units import Unit, units_of
from jiaoyan_nlp.text.source import Source

PROPERTY = settings(deadline=None, derandomize=True, database=None, max_examples=150)
Floats = NDArray[np.float32]

PLAN = """清河县第一小学教研工作计划
为把教研做实,特制定本计划。
一、工作目标
1、每位教师上一节研讨课。
2、每人写一篇反思。
二、青蓝同行的办法
各备课组在单元开始之前先读教材。
三、考核评价
每月查一次记录。
清河县第一小学教导处
2023年9月1日
"""
LINES = """清河县第一小学教研工作计划
每位教师上一节研讨课。
九月:制订计划。
各备课组在单元开始之前先读教材,由主讲人综合。
"""


def outlined(text: str) -> tuple[str, Outlined, list[Unit]]:
    document = take_apart(Source(text))
    return document.view.text, document.plans[0], units_of(document.view.text, document.plans[0])


def some_model(
    seed: int, labels: tuple[str, ...] = ("assessment", "closing", "goals", "measures", "tasks"), names: tuple[str, ...] = ("headed", "w 教师", "w 教材")
) -> SectionModel:
    """A model of random numbers that a file keeps exactly."""
    numbers = np.random.default_rng(seed)

    def some(*shape: int) -> Floats:
        return (numbers.integers(-64, 64, shape) / 16).astype(np.float32)

    n = len(labels)
    return SectionModel(labels, names, some(len(names), n), some(n), some(STEPS, n + 1, n), some(n), ((0.0, 0.05), (0.5, 0.4), (1.0, 0.95)))


SEEDS = st.integers(0, 2**32 - 1)


# --- its file -------------------------------------------------------------------------------------------------------------------------


def files(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


@pytest.mark.parametrize("seed", range(3))
def test_a_model_saved_and_loaded_is_the_same(tmp_path: Path, seed: int) -> None:
    model = some_model(seed)
    model.save(tmp_path / "新" / "模型")
    loaded = SectionModel.load(tmp_path / "新" / "模型")
    assert (loaded.labels, loaded.names, loaded.reliability) == (model.labels, model.names, model.reliability)
    for name in ("weights", "bias", "transitions", "frequency"):
        assert np.array_equal(getattr(loaded, name), getattr(model, name))
    loaded.save(tmp_path / "again")
    assert files(tmp_path / "again") == files(tmp_path / "新" / "模型")
    with zipfile.ZipFile(tmp_path / "again" / "weights.npz") as held:
        assert {info.date_time[:3] for info in held.infolist()} == {(1980, 1, 1)}, "the hour of saving is not in it"
    loaded.save(tmp_path / "again")
    assert files(tmp_path / "again") == files(tmp_path / "新" / "模型"), "over itself"


def test_the_packages_own_model_is_what_its_file_says(tmp_path: Path) -> None:
    """Saved again it is as it was; of the arrays not the bytes, which hang on how they were compressed."""
    section_model().save(tmp_path)
    folder = Path(__file__).parents[2] / "models" / "sections"
    assert (tmp_path / "model.json").read_bytes() == (folder / "model.json").read_bytes()
    with np.load(tmp_path / "weights.npz") as again, np.load(folder / "weights.npz") as held:
        assert set(again) == set(held)
        assert all(np.array_equal(again[name], held[name]) and again[name].dtype == held[name].dtype for name in held)


@pytest.mark.parametrize("name", ["weights", "bias", "transitions", "frequency"])
def test_parts_that_do_not_fit_each_other_are_refused(tmp_path: Path, name: str) -> None:
    some_model(0).save(tmp_path)
    with np.load(tmp_path / "weights.npz") as held:
        arrays = dict(held)
    for wrong in ({**arrays, name: arrays[name][..., :-1]}, {**arrays, name: arrays[name][None]}, {n: a for n, a in arrays.items() if n != name}):
        np.savez(tmp_path / "weights.npz", **wrong)
        with pytest.raises(ModelError) as told:
            SectionModel.load(tmp_path)
        assert told.value.reason == "bad_model"


# --- the best path, and how likely each label is ----------------------------------------------------------------------------------------

NUMBERS = st.one_of(st.integers(-6, 6).map(float), st.just(-np.inf))


@st.composite
def lattices(draw: st.DrawFn) -> tuple[Floats, Floats]:
    """Scores (units, labels) and steps (units, labels + 1, labels), small whole numbers and some that forbid."""
    units, labels = draw(st.integers(1, 4)), draw(st.integers(1, 3))
    numbers = draw(st.lists(NUMBERS, min_size=units * labels * (labels + 2), max_size=units * labels * (labels + 2)))
    values = np.array(numbers, np.float32)
    return values[: units * labels].reshape(units, labels), values[units * labels :].reshape(units, labels + 1, labels)


def worth(path: tuple[int, ...] | list[int], scores: Floats, steps: Floats) -> float:
    """A path's worth, added up as the model is defined: no cleverness."""
    before = [scores.shape[1], *path]
    return float(sum(scores[i, at] + steps[i, before[i], at] for i, at in enumerate(path)))


@PROPERTY
@given(lattices())
def test_viterbis_path_is_the_best_of_all(lattice: tuple[Floats, Floats]) -> None:
    scores, steps = lattice
    best = max(worth(path, *lattice) for path in product(range(scores.shape[1]), repeat=len(scores)))
    found = viterbi(scores, steps)
    assert len(found) == len(scores)
    assert worth(found, *lattice) == best


@settings(PROPERTY, max_examples=80)
@given(lattices())
def test_marginals_are_those_of_all_paths(lattice: tuple[Floats, Floats]) -> None:
    scores, steps = lattice
    weights = {path: np.exp(worth(path, *lattice)) for path in product(range(scores.shape[1]), repeat=len(scores))}
    total = sum(weights.values())
    assume(total > 0)
    expected = np.zeros(scores.shape)
    for path, weight in weights.items():
        for i, at in enumerate(path):
            expected[i, at] += weight / total
    found = marginals(scores, steps)
    assert np.allclose(found.sum(1), 1, atol=1e-4)
    assert np.allclose(found, expected, atol=1e-4)


# --- deciding ---------------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("text", [PLAN, LINES])
@settings(PROPERTY, max_examples=40)
@given(seed=SEEDS)
def test_what_a_rule_decided_is_kept_and_what_it_leaves_is_respected(text: str, seed: int) -> None:
    words, plan, units = outlined(text)
    decided = some_model(seed).decide(words, plan, units)
    assert len(decided) == len(units)
    for unit, answer in zip(units, decided, strict=True):
        assert answer.label in unit.labels
        assert 0.05 <= answer.probability <= 0.95, "straightened"


def test_a_rule_decides_some_units_of_the_plan_and_leaves_others() -> None:
    rules = [unit.decided_by for unit in outlined(PLAN)[2]]
    assert "" in rules and {"exact", "place"} <= set(rules)


@pytest.mark.parametrize("seed", range(5))
def test_a_rules_label_that_the_model_does_not_know_is_kept(tmp_path: Path, seed: int) -> None:
    """So is that of the text below its heading; whatever the rules leave open has a label that the model knows."""
    some_model(seed, ("measures", "tasks")).save(tmp_path)
    words, plan, units = outlined(PLAN)
    labelled = label_blocks(words, plan, str(tmp_path))
    for unit in units:
        assert {labelled[at].label for at in unit.blocks} <= ({unit.labels[0]} if unit.decided_by else {"measures", "tasks"})
    labels = {words[each.block.start : each.block.end]: each.label for each in labelled}
    assert {labels[line] for line in ("一、工作目标", "1、每位教师上一节研讨课。", "2、每人写一篇反思。")} == {"goals"}
    assert labels["三、考核评价"] == labels["每月查一次记录。"] == "assessment"


def test_of_no_units_nothing_is_decided() -> None:
    words, plan, _ = outlined("清河县第一小学教研工作计划\n")
    assert section_model().decide(words, plan, []) == []


@settings(PROPERTY, max_examples=40)
@given(seed=SEEDS)
def test_each_unit_by_itself_has_the_label_that_its_own_features_say(seed: int) -> None:
    words, plan, units = outlined(LINES)
    model = some_model(seed)
    features = features_of(words, plan, units)
    alone = model.decide(words, plan, units, sequence=0)
    scores = model.emissions(features) - PRIOR * model.frequency
    for unit, row, answer in zip(units, scores, alone, strict=True):
        allowed = {label: row[i] for i, label in enumerate(model.labels) if label in unit.labels}
        assert allowed[answer.label] == max(allowed.values())


def test_emissions_are_logarithms_of_shares_and_unknown_features_say_nothing() -> None:
    model = some_model(5)
    found = model.emissions([{"headed": 0.7, "w 教师": 1.0}, {"w 没见过": 2.0}, {}])
    assert np.allclose(np.exp(found).sum(1), 1, atol=1e-5)
    assert np.array_equal(found[1], found[2])
    odds = model.bias + np.float32(0.7) * model.weights[0] + model.weights[1]
    assert np.allclose(found[0] - found[0, 0], odds - odds[0], atol=1e-5)


def test_the_packages_model_knows_labels_only() -> None:
    assert set(section_model().labels) <= LABELS.keys() - {"noise"}
