"""Traps: what misleads a reader of amounts, by phenomenon, with the right answers of the annotation guidelines (`traps.toml`)."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from jiaoyan_nlp.commitments.extraction import Commitment, commitments
from jiaoyan_nlp.corpus.document import take_apart
from jiaoyan_nlp.evaluation.measures import agree
from jiaoyan_nlp.text.source import Source

Case = dict[str, Any]
TITLES = {"plan": "第二小学语文教研组工作计划", "summary": "第二小学语文教研组工作总结"}
EXACT = {"comparator": "eq", "min": None, "max": None, "unit": None, "change": "none", "per": "plan", "each": False, "placeholder": False}
CASES: list[Case] = tomllib.loads(Path(__file__).with_name("traps.toml").read_text("utf-8"))["case"]


def param(case: Case) -> Any:
    marks = [pytest.mark.xfail(reason=case["xfail"], strict=True)] if "xfail" in case else []
    return pytest.param(case, id=f"{case['group']}: {case['text']}", marks=marks)


def found_in(case: Case) -> list[Commitment]:
    source = Source(f"{TITLES[case.get('kind', 'plan')]}\n一、{case.get('section', '主要工作')}\n{case['text']}\n")
    found = commitments(take_apart(source))
    assert all(source.text[c.start : c.end] == c.text for c in found)
    return found


def fields_asked(amount: Case) -> Case:
    """The fields that are compared to the letter, with what stands for those not named."""
    both = {"min": amount["n"], "max": amount["n"]} if "n" in amount else {}
    return EXACT | both | {k: v for k, v in amount.items() if k in EXACT}


@pytest.mark.parametrize("case", [param(c) for c in CASES])
def test_trap(case: Case) -> None:
    found = found_in(case)
    assert [(c.text, c.class_) for c in found] == [(a["text"], a["class"]) for a in case["amounts"]]
    for got, amount in zip(found, case["amounts"], strict=True):
        if amount["class"] == "commitment":
            assert {k: getattr(got, k) for k in EXACT} == fields_asked(amount)
            assert agree(amount.get("actor"), got.actor), (amount.get("actor"), got.actor)
            assert "item" not in amount or agree(amount["item"], got.item), (amount["item"], got.item)


def test_every_field_of_the_table_is_known() -> None:
    assert {k for c in CASES for k in c} <= {"group", "section", "kind", "text", "amounts", "doubt", "xfail"}
    assert {k for c in CASES for a in c["amounts"] for k in a} <= {"text", "class", "actor", "item", "n", *EXACT}


def test_no_case_stands_twice() -> None:
    keys = [(c.get("kind"), c.get("section"), c["text"]) for c in CASES]
    assert len(set(keys)) == len(keys)
