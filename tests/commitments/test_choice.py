"""Choices: the best candidate is chosen, the rules' answers count as evidence, a model is a file of names and numbers and nothing else."""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from jiaoyan_nlp.commitments.actors import actor_candidates
from jiaoyan_nlp.commitments.articles import counts
from jiaoyan_nlp.commitments.choice import CHOICES, Candidate, ChoiceModel, choice_model, choose, score, using
from jiaoyan_nlp.commitments.classes import class_of
from jiaoyan_nlp.commitments.evidence import amount_candidates, class_candidates, class_chosen
from jiaoyan_nlp.commitments.extraction import commitments
from jiaoyan_nlp.commitments.items import item_candidates
from jiaoyan_nlp.commitments.rules import ruled_actor, ruled_item
from jiaoyan_nlp.corpus.document import take_apart
from jiaoyan_nlp.errors import ModelError
from jiaoyan_nlp.evaluation.choices import RULED, annotated
from jiaoyan_nlp.resources import resource
from jiaoyan_nlp.text.source import Source

PROPERTY = settings(deadline=None, derandomize=True, database=None, max_examples=150)

NAMES = st.sampled_from("甲乙丙丁戊己")
HUNDREDTHS = st.integers(-300, 300).map(lambda n: n / 100)
WEIGHTS = st.dictionaries(NAMES, HUNDREDTHS)
CANDIDATES = st.lists(st.lists(NAMES, unique=True).map(tuple), min_size=1, max_size=5).map(
    lambda held: [Candidate(place, features) for place, features in enumerate(held)]
)
MODELS = st.fixed_dictionaries({name: st.dictionaries(st.text(max_size=6), HUNDREDTHS, max_size=5) for name in CHOICES})


# --- choosing -------------------------------------------------------------------------------------------------------------------------

CHOSEN: list[tuple[dict[str, float], list[tuple[str, ...]], int]] = [
    # weights, features of each candidate, place of the one chosen
    ({"听课": 1.0}, [("评课",), ("听课",)], 1),
    ({"听课": -1.0}, [("听课",), ()], 1),
    ({"听课": 1.0, "评课": 0.5}, [("听课",), ("听课", "评课"), ("评课",)], 1),
    ({}, [("听课",), ("评课",)], 0),
    ({"听课": 2.0}, [(), ("听课",), ("听课",)], 1),
    ({"听课": 1.0}, [("评课",)], 0),
    ({"听课": 5000.0}, [("听课",), ()], 0),
]


@pytest.mark.parametrize(("weights", "features", "place"), CHOSEN)
def test_the_candidate_with_the_greatest_sum_is_chosen(weights: dict[str, float], features: list[tuple[str, ...]], place: int) -> None:
    assert choose(weights, [Candidate(number, each) for number, each in enumerate(features)]) == place


@PROPERTY
@given(WEIGHTS, CANDIDATES)
def test_no_candidate_scores_more_than_the_one_chosen_and_none_before_it_as_much(weights: dict[str, float], candidates: list[Candidate]) -> None:
    chosen = choose(weights, candidates)
    scores = [score(weights, each.features) for each in candidates]
    assert all(scores[chosen] > other for other in scores[:chosen])
    assert all(scores[chosen] >= other for other in scores[chosen:])


@PROPERTY
@given(WEIGHTS, CANDIDATES, NAMES, HUNDREDTHS)
def test_what_every_candidate_has_changes_nothing(weights: dict[str, float], candidates: list[Candidate], name: str, weight: float) -> None:
    assume(not any(name in each.features for each in candidates))
    all_have = [each._replace(features=(*each.features, name)) for each in candidates]
    before, after = ([score(heaps, each.features) for each in held] for heaps, held in ((weights, candidates), ({**weights, name: weight}, all_have)))
    assert [one - after[0] for one in after] == pytest.approx([one - before[0] for one in before])


def test_what_was_never_learned_weighs_nothing() -> None:
    assert score({"听课": 1.5, "评课": -0.5}, ("听课", "从未见过", "评课")) == 1.0
    assert score({}, ("听课",)) == score({"听课": 1.5}, ()) == 0


# --- the rules as evidence ------------------------------------------------------------------------------------------------------------

PLAN = """示例县第一小学语文教研组工作计划
一、主要工作
1、每位教师每学期听课不少于20节,撰写教学反思4篇,教研组长每月检查一次教案。
2、努力建设一支高素质的教师队伍,语文合格率达到95%以上。
3、每周开展一次教研活动,每次不少于两课时,青年教师上一节汇报课。
4、学生每天阅读30分钟,每月背诵古诗2首,全组现有教师12人。
"""


def test_weighing_only_what_the_rules_say_gives_what_the_rules_say(tmp_path: Path) -> None:
    """`RULED`, by which a choice is left to the rules, names the evidence that the candidates carry."""
    path = tmp_path / "计划.txt"
    path.write_text(PLAN, encoding="utf-8", newline="\n")
    found = annotated(path, [])
    assert len(found) >= 10
    answers = set()
    for e, c, text, *_ in found:

        def ruled(choice: str, candidates: list[Candidate]) -> Any:
            return choose(RULED.weights[choice], candidates)

        actor = ruled("actor", actor_candidates(e, c))
        got = (
            ruled("amount", amount_candidates(e, c, text)), ruled("class", class_candidates(e, c)), actor and actor.words,
            ruled("item", item_candidates(e, c)),
        )  # fmt: skip
        assert got == (counts(e, text, c), class_of(e, c)[0], ruled_actor(e, c)[0], ruled_item(e, c)), text[e.start : e.end]
        answers.add(got)
    assert len({each[0] for each in answers}) == 2, "the plan has an article"
    assert min(len({each[place] for each in answers}) for place in range(1, 4)) >= 2, "the plan does not hold one answer alone"


def test_the_class_looked_up_at_once_is_the_one_chosen_among_the_four(tmp_path: Path) -> None:
    path = tmp_path / "计划.txt"
    path.write_text(PLAN, encoding="utf-8", newline="\n")
    for model in (choice_model(), RULED):
        with using(model):
            for e, c, *_ in annotated(path, []):
                assert class_chosen(e, c) == choose(model.weights["class"], class_candidates(e, c))


def test_another_model_is_used_only_within() -> None:
    document = take_apart(Source(PLAN))
    own, before = choice_model(), commitments(document)
    done = ChoiceModel({**own.weights, "class": {"achievement bias": 1.0}})
    with using(done):
        assert choice_model() is done
        assert {each.class_ for each in commitments(document)} == {"achievement"}
        with using(own):
            assert commitments(document) == before
        assert choice_model() is done
    assert choice_model() is own
    with pytest.raises(ZeroDivisionError), using(done):
        raise ZeroDivisionError
    assert choice_model() is own
    assert commitments(document) == before
    assert "commitment" in {each.class_ for each in before}


# --- the model's file -----------------------------------------------------------------------------------------------------------------


@PROPERTY
@given(MODELS)
def test_a_model_written_and_read_again_is_the_same_to_the_byte(tmp_path_factory: pytest.TempPathFactory, weights: dict[str, dict[str, float]]) -> None:
    folder = tmp_path_factory.mktemp("model")
    model = ChoiceModel(weights)
    model.save(folder / "new" / "one.json")
    again = ChoiceModel.load(folder / "new" / "one.json")
    assert again == model
    turned = ChoiceModel({name: dict(reversed(again.weights[name].items())) for name in reversed(CHOICES)})
    turned.save(folder / "two.json")
    assert (folder / "two.json").read_bytes() == (folder / "new" / "one.json").read_bytes()


WHOLE = {name: {"bias": 0.5} for name in CHOICES}
BAD: dict[str, bytes | None] = {
    "no file": None,
    "empty": b"",
    "no JSON": "这不是模型".encode(),
    "cut off": json.dumps(WHOLE).encode()[:-5],
    "no UTF-8": "模型".encode("gb18030"),
    "a list": b"[]",
    "a number": b"1",
    "a choice is missing": json.dumps({name: {} for name in CHOICES[1:]}).encode(),
    "a choice is no table": json.dumps({**WHOLE, "item": ["bias"]}).encode(),
    "a weight is a word": json.dumps({**WHOLE, "item": {"bias": "great"}}).encode(),
    "a weight is nothing": json.dumps({**WHOLE, "item": {"bias": None}}).encode(),
    "a weight is a list": json.dumps({**WHOLE, "item": {"bias": [1.0]}}).encode(),
}


@pytest.mark.parametrize("name", BAD)
def test_a_bad_file_is_told_in_a_sentence(name: str, tmp_path: Path) -> None:
    path = tmp_path / "commitments.json"
    if (content := BAD[name]) is not None:
        path.write_bytes(content)
    with pytest.raises(ModelError) as told:
        ChoiceModel.load(path)
    assert (told.value.path, told.value.reason) == (str(path), "bad_choices")
    for lang, stop in (("zh", "。"), ("en", ".")):
        sentence = told.value.sentence(lang)
        assert sentence.endswith(stop) and "{" not in sentence and "Traceback" not in sentence
        assert "jiaoyan train" not in sentence, "that learns the model of sections"


def test_a_folder_is_no_model(tmp_path: Path) -> None:
    with pytest.raises(ModelError):
        ChoiceModel.load(tmp_path)


def test_the_shipped_model_holds_names_and_numbers_only() -> None:
    path = resource("models/commitments.json")
    held = json.loads(path.read_text(encoding="utf-8"))
    assert list(held) == list(CHOICES)
    for choice, weights in held.items():
        assert weights, f"{choice} has learned something"
        assert list(weights) == sorted(weights)
        assert all(type(weight) is float and math.isfinite(weight) and round(weight, 2) == weight != 0 for weight in weights.values()), choice


def test_the_shipped_model_is_what_it_would_write(tmp_path: Path) -> None:
    path = resource("models/commitments.json")
    ChoiceModel.load(path).save(tmp_path / path.name)
    assert (tmp_path / path.name).read_bytes() == path.read_bytes().replace(b"\r\n", b"\n")
