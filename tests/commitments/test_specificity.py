"""Specificity: sentences that anyone could check later, counted by hand; wording that promises without a number."""

from __future__ import annotations

import re
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jiaoyan_nlp.commitments.extraction import commitments
from jiaoyan_nlp.commitments.specificity import AHEAD, TO_DO, Specificity, Vague, is_dated, specificity, vague_stretches, vague_wording
from jiaoyan_nlp.corpus.document import take_apart
from jiaoyan_nlp.resources import lexicon
from jiaoyan_nlp.sections.labelling import label_document
from jiaoyan_nlp.sections.labels import LABELS
from jiaoyan_nlp.text.source import Source

VAGUE: list[dict[str, Any]] = lexicon("vagueness")["vague"]
DATED: dict[str, Any] = lexicon("vagueness")["dated"]


@pytest.mark.parametrize("entry", VAGUE, ids=lambda entry: entry["pattern"])
def test_the_example_of_an_entry_is_found_by_it_and_what_looks_like_it_is_not(entry: dict[str, Any]) -> None:
    text, pattern = entry["example"], re.compile(entry["pattern"])
    assert entry["kind"] in ("amount", "frequency", "time", "degree")
    [(start, end, kind)] = vague_stretches(text)
    assert ([text[start:end]], kind) == ([m[0] for m in pattern.finditer(text)], entry["kind"])
    assert not pattern.search(entry["not"])


@pytest.mark.parametrize("text", DATED["examples"])
def test_a_point_in_time(text: str) -> None:
    assert is_dated(text)


@pytest.mark.parametrize("text", DATED["not"])
def test_a_period_is_no_point_in_time(text: str) -> None:
    assert not is_dated(text)


# text, and what of it is vague
STRETCHES: list[tuple[str, list[str]]] = [
    ("组织若干次专题研讨。", ["若干次"]),
    ("不定期抽查,定期公布。", ["不定期", "定期"]),
    ("多次开展活动,适时总结,尽量人人参加。", ["多次", "适时", "尽量"]),
    ("培养一批骨干教师,成绩有所提高。", ["一批", "有所提高"]),
    ("每学期听课不少于20节,写反思3篇。", []),
    ("听课20多节,读书十几本。", []),
    ("节数次数都要登记。", []),
    ("把一些话说少一些。", ["一些"]),
    ("徒弟随时可以进课堂,教导处随时抽查。", ["随时"]),
    ("普及时间为九月。", []),
    ("近期目标与远期目标。", []),
    ("同一批次的材料。", []),
    ("最多听课20节。", []),
]


@pytest.mark.parametrize(("text", "expected"), STRETCHES, ids=[text for text, _ in STRETCHES])
def test_vague_stretches(text: str, expected: list[str]) -> None:
    assert [text[start:end] for start, end, _ in vague_stretches(text)] == expected


PIECES = st.sampled_from([entry["example"] for entry in VAGUE] + [entry["not"] for entry in VAGUE] + ["听课20节,", "定期不定期", "若干若干次", "\n", "x"])


@given(st.lists(PIECES, max_size=12).map("".join), st.integers(0, 60), st.integers(0, 120))
def test_stretches_stand_in_order_without_overlap_inside_what_was_asked_for(text: str, start: int, length: int) -> None:
    end = min(start + length, len(text))
    found = vague_stretches(text, min(start, end), end)
    places = [place for a, b, _ in found for place in (a, b)]
    assert places == sorted(places)
    assert all(min(start, end) <= a < b <= end for a, b, _ in found)


# --- whole plans ----------------------------------------------------------------------------------------------------------------------

PLAN = """示例县第一小学语文教研组工作计划
一、指导思想
定期学习。
二、工作目标
优秀率达到40%,成绩有所提高。
三、主要工作
每位教师每学期听课不少于20节。9月底前上交教研计划。
认真开展集体备课活动。
不定期检查教案。
四、具体措施
每学期组织研讨X次。
每周三下午集中学习1次。
组织若干次研讨,写反思3篇。
加强学习。
五、保障措施
适时表彰先进。
"""
"""Sentences of tasks and measures: 听课 (amount), 9月底 (date), 认真 (neither), 不定期 (vague), X次 (left open: neither),
每周三 (both), 若干次 with 3篇 (amount); 加强学习 is too short to count."""


def read(text: str) -> tuple[Source, list[Vague], list[Specificity]]:
    source = Source(text)
    document = take_apart(source)
    labelled = label_document(document)
    return source, list(vague_wording(document, labelled)), specificity(document, labelled, commitments(document, labelled))


def test_counts_by_hand() -> None:
    _, _, [counted] = read(PLAN)
    assert counted == Specificity(plan=1, sentences=7, quantified=3, dated=2, checkable=4, vague=1)
    assert counted.share == pytest.approx(4 / 7)


def test_vague_wording_is_listed_where_a_plan_looks_ahead_with_its_sentence() -> None:
    source, found, _ = read(PLAN)
    assert [(source.text[v.start : v.end], v.kind, v.label) for v in found] == [
        ("有所提高", "degree", "goals"), ("不定期", "frequency", "tasks"), ("若干次", "amount", "measures"), ("适时", "time", "safeguards"),
    ]  # fmt: skip
    assert [v.sentence.quote(source.text) for v in found][1:3] == ["不定期检查教案。", "组织若干次研讨,写反思3篇。"]


def test_offsets_lead_back_across_width_tradition_and_noise() -> None:
    source, found, [counted] = read("示例縣第一小學語文教研組工作計劃\r\n一、主要工作\r\n組織若参考资料，少熬夜！幹次研討；每學期聽課　２０節。\r\n")
    [vague] = found
    assert source.text[vague.start] == "若" and source.text[vague.end - 1] == "次"
    assert vague.sentence.start <= vague.start < vague.end <= vague.sentence.end
    assert (counted.sentences, counted.quantified, counted.vague) == (1, 1, 0)


def test_a_summary_has_no_specificity_and_its_outlook_has_vague_wording() -> None:
    source, found, counted = read(
        "示例县第一小学语文教研组工作总结\n一、主要工作与成效\n本学期多次组织研讨,听课20节。\n二、今后努力方向\n今后要定期开展教研活动。\n"
    )
    assert counted == []
    assert [source.text[v.start : v.end] for v in found] == ["定期"]


def test_each_plan_of_an_anthology_is_counted_for_itself() -> None:
    text = "教研组工作计划(通用2篇)\n" + "".join(
        f"教研组工作计划 篇{n}\n一、主要工作\n{body}\n" for n, body in ((1, "每位教师每学期听课20节。"), (2, "认真组织教研活动。"))
    )
    _, _, counted = read(text)
    assert [(c.plan, c.sentences, c.checkable, c.share) for c in counted] == [(1, 1, 1, 1.0), (2, 1, 0, 0.0)]


def test_without_a_sentence_there_is_no_share() -> None:
    _, _, [counted] = read("示例县第一小学语文教研组工作计划\n一、工作目标\n优秀率达到40%以上。\n")
    assert (counted.sentences, counted.share) == (0, None)


def test_sections_that_are_asked_are_labels_and_what_is_counted_is_also_listed() -> None:
    assert TO_DO < AHEAD < set(LABELS)


@settings(deadline=None, max_examples=30)  # the first example loads the model
@given(st.lists(st.sampled_from(["每位教师每学期听课20节。", "9月底前上交教研计划。", "认真开展教研活动。", "不定期检查教师教案。"]), min_size=1, unique=True))
def test_the_parts_of_a_count_agree(lines: list[str]) -> None:
    _, _, [c] = read("示例县第一小学语文教研组工作计划\n一、主要工作\n" + "".join(f"{n}、{line}\n" for n, line in enumerate(lines, 1)))
    assert max(c.quantified, c.dated) <= c.checkable <= c.quantified + c.dated
    assert c.checkable + c.vague <= c.sentences == len(lines)
    assert (c.quantified, c.dated, c.vague) == (
        lines.count("每位教师每学期听课20节。"),
        lines.count("9月底前上交教研计划。"),
        lines.count("不定期检查教师教案。"),
    )
