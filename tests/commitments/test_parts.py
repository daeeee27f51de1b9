"""What ties two amounts of one sentence: where a change starts from, and what is a part of what."""

from __future__ import annotations

import pytest
from support_commitments import PLAN, promised

from jiaoyan_nlp.commitments.extraction import commitments
from jiaoyan_nlp.corpus.document import take_apart
from jiaoyan_nlp.text.source import Source

BASELINES: list[tuple[str, dict[str, float | None]]] = [
    ("优秀率从65%提高到75%。", {"75%": 65}),
    ("合格率由92%提高到97%以上。", {"97%以上": 92}),
    ("平均分由80分提升至85分。", {"85分": 80}),
    ("近视率由30%下降到25%。", {"25%": 30}),
    ("优秀率提高到75%。", {"75%": None}),
    ("优秀率从65%提高到75%,及格率达到96%。", {"75%": 65, "96%": None}),
    ("优秀率从65%提高到75%,及格率从90%提高到96%。", {"75%": 65, "96%": 90}),
    ("优秀率从65%起步,听课20节。", {"20节": None}),
]


@pytest.mark.parametrize(("sentence", "expected"), BASELINES, ids=[sentence for sentence, _ in BASELINES])
def test_where_a_change_starts_from(sentence: str, expected: dict[str, float | None]) -> None:
    found = {c.text: c.baseline for c in promised(sentence)}
    assert {text: found[text] for text in expected} == expected


def test_where_a_change_starts_from_is_no_commitment_itself() -> None:
    found = commitments(take_apart(Source(PLAN.format(body="优秀率从65%提高到75%。"))))
    assert [(c.text, c.class_) for c in found] == [("65%", "fact"), ("75%", "commitment")]


# sentence, and of each amount the text of the one that it is a part of
PARTS: list[tuple[str, dict[str, str]]] = [
    ("每学期听课20节,其中跨学科听课6节。", {"6节": "20节"}),
    ("须修满72学分,其中集中培训30学分、自主学习12学分。", {"30学分": "72学分", "12学分": "72学分"}),
    ("投入经费5万元,其中购书2万元。", {"2万元": "5万元"}),
    ("上研讨课2节,每学期听课20节,其中听骨干教师课4节。", {"4节": "20节"}),
    ("听课20节,写反思8篇,其中优秀反思2篇。", {"2篇": "8篇"}),
    # another unit is no part, nor what stands in another sentence or before 其中
    ("听课20节,其中写反思2篇。", {"2篇": ""}),
    ("每学期听课20节,其中跨学科6节。每学期上公开课1节。", {"1节": ""}),
    ("听课20节,研讨课2节。", {"20节": "", "2节": ""}),
]


@pytest.mark.parametrize(("sentence", "expected"), PARTS, ids=[sentence for sentence, _ in PARTS])
def test_what_is_a_part_of_what(sentence: str, expected: dict[str, str]) -> None:
    found = promised(sentence)
    places = {c.start: c.text for c in found}
    assert {c.text: places.get(c.part_of, "") if c.part_of is not None else "" for c in found if c.text in expected} == expected


def test_amounts_that_look_alike_are_told_apart_by_their_place() -> None:
    [whole, part, other] = promised("听课20节,其中听公开课20节,上研讨课2节。")
    assert (whole.part_of, part.part_of) == (None, whole.start)
    assert other.part_of in (None, whole.start)
