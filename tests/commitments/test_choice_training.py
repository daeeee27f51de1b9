"""Training of the choices: the order of decisions does not matter, what can be told apart is learned, what few schools write is not."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jiaoyan_nlp.commitments.choice import CHOICES, Candidate, ChoiceModel, choose
from jiaoyan_nlp.commitments.training import LEAST, SEEN_AT, Decision, fit

PROPERTY = settings(deadline=None, derandomize=True, database=None, max_examples=40)

SCHOOLS = [f"示例县第{number}小学" for number in "一二三四五六"]


def decision(school: str, *candidates: tuple[str, bool], choice: str = "item") -> Decision:
    """A choice among candidates, each told by its features (words with spaces between) and whether it is right; the answer is its place."""
    held = [Candidate(place, tuple(features.split())) for place, (features, _) in enumerate(candidates)]
    return Decision(choice, school, held, [right for _, right in candidates])


NAMES = st.lists(st.sampled_from("甲乙丙丁戊"), max_size=3, unique=True).map(" ".join)
DECISIONS = st.lists(
    st.builds(
        lambda choice, school, candidates: decision(school, *candidates, choice=choice),
        st.sampled_from(CHOICES),
        st.sampled_from(SCHOOLS),
        st.lists(st.tuples(NAMES, st.booleans()), min_size=1, max_size=4),
    ),
    max_size=40,
)


@PROPERTY
@given(DECISIONS, st.integers(0, 1000))
def test_the_order_of_decisions_never_changes_the_model(decisions: list[Decision], seed: int) -> None:
    turned = Random(seed).sample(decisions, len(decisions))
    assert fit(turned) == fit(decisions)


def test_the_order_of_decisions_never_changes_a_byte(tmp_path: Path) -> None:
    chance = Random(0)
    words = ["听课", "评课", "备课", "反思", "论文", "公开课", "培训", "教案"]
    decisions = []
    for number in range(300):
        candidates = [(" ".join(chance.sample(words, 3)), chance.random() < 0.4) for _ in range(chance.randint(2, 5))]
        decisions.append(decision(chance.choice(SCHOOLS), *candidates, choice=CHOICES[number % len(CHOICES)]))
    fit(decisions).save(tmp_path / "once.json")
    for seed in range(5):
        fit(Random(seed).sample(decisions, len(decisions))).save(tmp_path / "again.json")
        assert (tmp_path / "again.json").read_bytes() == (tmp_path / "once.json").read_bytes()
    assert all(ChoiceModel.load(tmp_path / "once.json").weights.values()), "something was learned of each choice"


@PROPERTY
@given(DECISIONS)
def test_every_weight_is_a_hundredth_of_a_feature_that_was_seen(decisions: list[Decision]) -> None:
    for choice, weights in fit(decisions).weights.items():
        seen = {name for d in decisions if d.choice == choice for candidate in d.candidates for name in candidate.features}
        assert set(weights) <= seen
        assert all(round(weight, 2) == weight and abs(weight) >= round(LEAST, 2) for weight in weights.values())


# --- what can be told apart -----------------------------------------------------------------------------------------------------------


def planted() -> list[Decision]:
    """Choices in which the candidate nearest is right, but for one behind a stop; the word that all of them share tells nothing."""
    out = []
    for number, school in enumerate(SCHOOLS * 4):
        word = ("听课", "评课")[number % 2]
        out.append(decision(school, (f"near {word}", True), (f"far {word}", False), (f"none {word}", False)))
        out.append(decision(school, (f"near stop {word}", False), (f"far {word}", True), (f"none {word}", False)))
    return out


def test_what_can_be_told_apart_is_learned() -> None:
    model = fit(planted())
    weights = model.weights["item"]
    assert weights["near"] > 0 > weights["stop"]
    for each in planted():
        assert each.right[choose(weights, each.candidates)]
    unseen = decision("示例县第七小学", ("far", False), ("near 从未见过", True), ("none", False))
    assert choose(weights, unseen.candidates) == 1
    assert not {"听课", "评课"} & set(weights), "what every candidate has tells nothing"


def test_each_choice_learns_from_its_own_decisions() -> None:
    other = [decision(school, ("near", False), ("far", True), choice="actor") for school in SCHOOLS]
    model = fit([*planted(), *other])
    assert model.weights["item"] == fit(planted()).weights["item"]
    assert model.weights["actor"]["far"] > 0 > model.weights["actor"]["near"]
    assert {choice for choice in CHOICES if model.weights[choice]} == {"item", "actor"}


def test_of_several_right_ones_any_will_do() -> None:
    """Two right candidates share what is to be great: neither is told from the other."""
    weights = fit(decision(school, ("one", True), ("two", True), ("three", False)) for school in SCHOOLS).weights["item"]
    assert weights["one"] == weights["two"] > 0 > weights["three"]


USELESS = {"none is right": (("one", False), ("two", False)), "all are right": (("one", True), ("two", True)), "one alone": (("one", True),)}


@pytest.mark.parametrize("name", USELESS)
def test_decisions_that_decide_nothing_are_passed_over(name: str) -> None:
    useless = [decision(school, *USELESS[name]) for school in SCHOOLS]
    assert fit(useless) == fit([]) == ChoiceModel({choice: {} for choice in CHOICES})
    assert fit([*planted(), *useless]) == fit(planted())


@pytest.mark.parametrize("writers", range(SEEN_AT + 2))
def test_a_feature_of_few_schools_is_not_used(writers: int) -> None:
    """However often a school writes it, and however well it tells the right one."""
    decisions = [
        decision(school, ("near 松花江" if place < writers else "near", True), ("far", False)) for place, school in enumerate(SCHOOLS) for _ in range(5)
    ]
    weights = fit(decisions).weights["item"]
    assert ("松花江" in weights) == (writers >= SEEN_AT)
    assert {"near", "far"} <= set(weights), "what all write is kept"


def test_schools_whose_decisions_decide_nothing_do_not_count() -> None:
    """A word that two schools write where something is decided, and all the others where every candidate is right."""
    useful = [decision(school, ("near 松花江" if place < 2 else "near", True), ("far", False)) for place, school in enumerate(SCHOOLS)]
    useless = [decision(school, ("near 松花江", True), ("far", True)) for school in SCHOOLS]
    assert "松花江" not in fit([*useful, *useless]).weights["item"]


def test_a_feature_is_counted_once_for_a_candidate() -> None:
    twice = [decision(school, ("near near", True), ("far", False)) for school in SCHOOLS]
    once = [decision(school, ("near", True), ("far", False)) for school in SCHOOLS]
    assert fit(twice) == fit(once)
