"""Training: whatever is taken out of a labelled text, its rows quote what they quoted; the order of examples does not matter."""

from __future__ import annotations

from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jiaoyan_nlp.errors import ModelError
from jiaoyan_nlp.sections.features import words_of
from jiaoyan_nlp.sections.labels import LABELS
from jiaoyan_nlp.sections.training import SHORTEST, Example, Labelled, examples_of, fit, forms_of, labels_by_offset, without, without_headings
from jiaoyan_nlp.text.source import Source

PROPERTY = settings(deadline=None, derandomize=True, database=None, max_examples=150)

# Every letter is its own, so that a row's text says where it comes from; line ends of both kinds stand among them
LETTERS = "".join(chr(0x4E00 + i) for i in range(60))


@st.composite
def labelled(draw: st.DrawFn, most: int = 14) -> Labelled:
    """A text of lines, each with a row, some a heading; a row may leave out a line's ends or span two lines."""
    lengths = draw(st.lists(st.integers(1, 4), min_size=1, max_size=most))
    text, rows = "", []
    letters = iter(LETTERS)
    for length in lengths:
        start = len(text)
        text += "".join(next(letters) for _ in range(length))
        if draw(st.booleans()) or not rows:
            heading = draw(st.sampled_from((0, 0, 1, 2)))
            rows.append({"start": start, "end": len(text), "label": draw(st.sampled_from(list(LABELS))), "heading": heading})
        elif draw(st.booleans()):
            rows[-1]["end"] = len(text)
        text += draw(st.sampled_from(("\n", "\r\n", "\n\n", "")))
    return Labelled(Source(text, "甲校/计划.txt"), draw(st.permutations(rows)), "甲校")


def quotes(each: Labelled) -> list[tuple[str, str, int]]:
    """What each row quotes, with its label, in text order."""
    return [(each.source.text[r["start"] : r["end"]], r["label"], r["heading"]) for r in sorted(each.rows, key=lambda r: r["start"])]


def unbroken(text: str) -> str:
    return text.replace("\r", "").replace("\n", "")


CUTS = st.lists(st.tuples(st.integers(0, 70), st.integers(0, 70)), max_size=5)


@PROPERTY
@given(labelled(), CUTS)
def test_without_leaves_what_is_not_cut(each: Labelled, cuts: list[tuple[int, int]]) -> None:
    gone = {i for start, end in cuts for i in range(start, end)}
    got = without(each, cuts)

    def left(start: int, end: int) -> str:
        return "".join(each.source.text[i] for i in range(start, end) if i not in gone)

    assert got.source.text == left(0, len(each.source.text))
    expected = [(left(r["start"], r["end"]), r["label"], r["heading"]) for r in sorted(each.rows, key=lambda r: r["start"])]
    assert quotes(got) == [row for row in expected if row[0]]
    assert (got.school, got.source.path) == (each.school, each.source.path)


@PROPERTY
@given(labelled())
def test_without_headings_keeps_every_other_row(each: Labelled) -> None:
    got = without_headings(each)
    assert quotes(got) == [row for row in quotes(each) if not row[2]]
    headings = {i for r in each.rows if r["heading"] for i in range(r["start"], r["end"])}
    assert unbroken(got.source.text) == unbroken("".join(c for i, c in enumerate(each.source.text) if i not in headings))


@PROPERTY
@given(labelled())
def test_every_form_quotes_what_the_whole_does(each: Labelled) -> None:
    before = quotes(each)
    forms = list(forms_of(each))
    names = [name for name, _ in forms]
    assert names[0] == "whole" and forms[0][1] == each
    assert names.count("whole headless glued") == 1
    assert names.count("part") == names.count("part headless") == (3 if len(before) // 2 >= SHORTEST else 0)
    for name, form in forms:
        own = quotes(form)
        right = [row for row in before if not row[2]] if "headless" in name else before
        right = [(unbroken(text), *rest) for text, *rest in right] if "glued" in name else right
        if "part" in name:
            first = right.index(own[0]) if own else 0
            right = right[first : first + len(own)]
        assert own == right, name
        assert ("\n" not in form.source.text and "\r" not in form.source.text) or "glued" not in name


@PROPERTY
@given(labelled(20))
def test_the_halves_together_hold_every_row(each: Labelled) -> None:
    parts = [part for name, part in forms_of(each) if name == "part"]
    if parts:
        assert quotes(parts[0]) + quotes(parts[1]) == quotes(each)


def test_labels_by_offset_leave_noise_out() -> None:
    rows = [{"start": 0, "end": 2, "label": "goals"}, {"start": 3, "end": 4, "label": "noise"}, {"start": 4, "end": 5, "label": "tasks"}]
    assert labels_by_offset(rows) == {0: "goals", 1: "goals", 4: "tasks"}


# --- fitting --------------------------------------------------------------------------------------------------------------------------

OWN = "松花江"
KINDS = {"outcomes": "读书笔记编成一册。", "goals": "每位教师上一节研讨课。"}


def school(name: str, *lines: tuple[str, str]) -> list[Example]:
    """The examples of one plan of a school: its lines with their labels."""
    text, rows = f"{name}教研工作计划\n", []
    for label, line in lines:
        rows.append({"start": len(text), "end": len(text) + len(line), "label": label, "heading": 0})
        text += line + "\n"
    return [example for example in examples_of(Labelled(Source(text), rows, name)) if example.form == "whole"]


def schools(count: int, writers: int = 0) -> list[Example]:
    """Examples of some schools; the first `writers` of them write a word that the others do not."""
    out: list[Example] = []
    for number in range(count):
        word = f"{OWN}。" if number < writers else ""
        out += school(f"示例县第{'一二三四五六'[number]}小学", *((label, line + word) for label, line in KINDS.items()))
    return out


def test_the_order_of_examples_does_not_matter() -> None:
    examples = schools(4)
    model = fit(examples)
    assert set(model.labels) == {*KINDS}
    for seed in range(3):
        again = fit(Random(seed).sample(examples, len(examples)))
        assert (again.labels, again.names) == (model.labels, model.names)
        assert all(np.array_equal(getattr(again, name), getattr(model, name)) for name in ("weights", "bias", "transitions", "frequency"))


@pytest.mark.parametrize("writers", range(5))
def test_features_of_fewer_than_three_schools_are_dropped(writers: int) -> None:
    """A word that two of four schools write is theirs; one that three write is of the trade."""
    model = fit(schools(4, writers))
    assert (f"w {OWN}" in model.names) == (writers >= 3)
    assert {f"w {word}" for line in KINDS.values() for word in words_of(line)} <= set(model.names), "what all write is kept"


def test_of_two_schools_what_both_write_is_kept() -> None:
    assert f"w {OWN}" not in fit(schools(2, 1)).names
    assert f"w {OWN}" in fit(schools(2, 2)).names


def test_a_model_tells_apart_what_it_learned_from() -> None:
    model = fit(schools(4))
    for e in schools(6)[4:]:
        assert [answer.label for answer in model.decide(e.text, e.plan, e.units)] == e.right


@pytest.mark.parametrize("right", ["nothing", "one label"])
def test_too_few_labels_are_told(right: str) -> None:
    examples = [] if right == "nothing" else [e._replace(right=["goals"] * len(e.right)) for e in schools(3)]
    with pytest.raises(ModelError) as told:
        fit(examples)
    assert told.value.reason == "too_few_labels"


# --- examples -------------------------------------------------------------------------------------------------------------------------


def test_an_example_has_the_label_of_most_of_each_units_letters() -> None:
    text = "示例县第一小学教研工作计划\n一、工作目标\n每位教师上一节研讨课。\n二、青蓝同行的办法\n先读教材。\n"
    body, heading = text.index("每位"), text.index("二、")
    rows = [
        {"start": body, "end": body + 11, "label": "outcomes", "heading": 0},  # more than the heading's letters, which say otherwise
        {"start": text.index("一、"), "end": body - 1, "label": "goals", "heading": 1},
    ]
    [example] = [each for each in examples_of(Labelled(Source(text), rows, "一小")) if each.form == "whole"]
    assert [text[example.plan.blocks[unit.blocks[0]].start] for unit in example.units] == ["一", "二"]
    assert example.right == ["outcomes", None], f"nothing is said of what begins at {heading}"
    assert all(example.features), "also of what a rule has decided"
