"""The annotated amounts, the gold's and the second annotator's: each quotes its text, and its fields fit each other."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable, Iterator
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from jiaoyan_nlp.corpus.files import files_under
from jiaoyan_nlp.corpus.readers import read

sys.path.insert(0, str(Path(__file__).parents[2] / "corpus"))

from agreement import chief, classes, kappa
from build import HEAPS
from manuscript import CLASSES, COMPARATORS, PERIODS

Row = dict[str, Any]

HOME = Path(__file__).parents[2] / "corpus"
FOLDERS = (*(f"gold/{heap}" for heap in HEAPS), "second/quantities")
FRAME = {"actor", "each", "item", "comparator", "min", "max", "unit", "change", "per", "placeholder"}
BOUNDS: dict[str, Callable[[float | None, float | None], bool]] = {
    "eq": lambda low, high: low is not None and low == high,
    "approx": lambda low, high: low is not None and low == high,
    "ge": lambda low, high: low is not None and high is None,
    "gt": lambda low, high: low is not None and high is None,
    "le": lambda low, high: low is None and high is not None,
    "lt": lambda low, high: low is None and high is not None,
    "range": lambda low, high: low is not None and high is not None and low < high,
}


@cache
def sources() -> dict[str, Path]:
    return {path.stem: path for heap in HEAPS for path in files_under([HOME / heap])}


@cache
def annotated(folder: str) -> list[tuple[str, str, list[Row]]]:
    """Stem, text and rows of every file whose amounts are annotated."""
    out = []
    for path in sorted((HOME / folder).glob("*.quantities.jsonl")):
        stem = path.name.removesuffix(".quantities.jsonl")
        out.append((stem, read(sources()[stem]).text, [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]))
    return out


def rows(folder: str) -> Iterator[tuple[str, Row]]:
    return ((stem, row) for stem, _, held in annotated(folder) for row in held)


def commitments(folder: str) -> Iterator[tuple[str, Row]]:
    return ((stem, row) for stem, row in rows(folder) if row["class"] == "commitment")


@pytest.mark.parametrize("heap", HEAPS)
def test_every_manuscript_with_gold_has_its_file_and_no_other(heap: str) -> None:
    heads = [path.read_text(encoding="utf-8").partition("\n---\n")[0] for path in (HOME / "manuscripts" / heap).rglob("*.txt")]
    headers = [dict(line.split(": ", 1) for line in head.splitlines()) for head in heads]
    promised = sorted(Path(header["file"]).stem for header in headers if header.get("gold") == "yes")
    assert [stem for stem, _, _ in annotated(f"gold/{heap}")] == promised != []


@pytest.mark.parametrize("folder", FOLDERS)
def test_an_amount_quotes_its_text_without_blanks_around_it(folder: str) -> None:
    wrong = [(stem, row) for stem, text, held in annotated(folder) for row in held if text[row["start"] : row["end"]] != row["text"]]
    assert not wrong
    assert not [(stem, row) for stem, row in rows(folder) if row["text"] != row["text"].strip() or not row["text"]]


@pytest.mark.parametrize("folder", FOLDERS)
def test_amounts_stand_in_order_and_do_not_overlap(folder: str) -> None:
    for stem, _, held in annotated(folder):
        assert not [(stem, b["text"]) for a, b in pairwise(held) if b["start"] < a["end"]]


@pytest.mark.parametrize("folder", FOLDERS)
def test_a_commitment_has_a_frame_and_nothing_else_has(folder: str) -> None:
    for stem, row in rows(folder):
        assert row["class"] in CLASSES, stem
        assert row.keys() - {"start", "end", "text", "class"} == (FRAME if row["class"] == "commitment" else set()), (stem, row["text"])
    for stem, row in commitments(folder):
        assert row["comparator"] in COMPARATORS and row["per"] in PERIODS and row["change"] in ("none", "increase", "decrease"), (stem, row)


@pytest.mark.parametrize("folder", FOLDERS)
def test_bounds_fit_the_comparator(folder: str) -> None:
    for stem, row in commitments(folder):
        low, high = row["min"], row["max"]
        fits = low is high is None if row["placeholder"] else BOUNDS[row["comparator"]](low, high)
        assert fits, (stem, row)


@pytest.mark.parametrize("folder", FOLDERS)
def test_a_unit_is_written(folder: str) -> None:
    """In the amount (of 九成 and 百分之九十 it is %), or above the bare number of a table; a 个 that says nothing is no part of it: 5个百分点, 三个月."""
    for stem, row in commitments(folder):
        unit, text = row["unit"], re.sub(r"\s", "", row["text"]).replace("％", "%")
        if unit is not None:
            assert unit in text or text.isdecimal() or (unit == "%" and re.search("成|百分之", text)), (stem, row)
            assert not re.match("个.", unit), (stem, row)


@pytest.mark.parametrize("folder", FOLDERS)
def test_actor_and_item_are_words_of_the_text(folder: str) -> None:
    for stem, text, held in annotated(folder):
        for row in held:
            for phrase in filter(None, (row.get("actor"), row.get("item"))):
                assert set(phrase) <= set(text) and phrase == "".join(phrase.split()), (stem, row)


# --- agreement --------------------------------------------------------------------------------------------------------------------


def amount(start: int, end: int, class_: str) -> Row:
    return {"start": start, "end": end, "class": class_}


def test_kappa_by_hand() -> None:
    assert kappa([("a", "a"), ("b", "b")]) == 1
    assert kappa([("a", "a"), ("a", "b"), ("b", "a"), ("b", "b")]) == 0
    assert kappa([("a", "a"), ("a", "a"), ("b", "b"), ("b", "a")]) == pytest.approx((3 / 4 - 1 / 2) / (1 - 1 / 2))


def test_classes_of_what_one_of_them_has() -> None:
    first = [amount(0, 4, "fact"), amount(6, 8, "fact"), amount(20, 22, "qualifier")]
    second = [amount(0, 3, "fact"), amount(6, 8, "achievement"), amount(30, 32, "commitment")]
    found = classes(first, second)
    assert sorted(found) == [("fact", "achievement"), ("fact", "fact"), ("none", "commitment"), ("qualifier", "none")]
    assert chief([*found, ("none", "commitment")]).startswith("none/commitment 2, ")
