"""Indicators: what each amount counts, who promises it, and what it comes to in a semester."""

from __future__ import annotations

from itertools import chain
from typing import Any

import pytest
from support_commitments import promised

from jiaoyan_nlp.commitments.indicators import actor_kind, actor_kinds, indicator_named, indicators
from jiaoyan_nlp.resources import lexicon

ENTRIES: list[dict[str, Any]] = lexicon("indicators")["indicator"]
ACTORS: list[dict[str, Any]] = lexicon("indicators")["actor"]


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry["code"])
def test_the_example_of_an_indicator_is_decided_by_its_entry(entry: dict[str, Any]) -> None:
    last = promised(entry["example"])[-1]
    assert last.indicator == entry["code"]
    assert last.unit in list(chain(*entry["units"]))


@pytest.mark.parametrize("entry", ACTORS, ids=lambda entry: entry["code"])
def test_the_example_of_an_actor_is_decided_by_its_entry(entry: dict[str, Any]) -> None:
    assert actor_kind(entry["example"]) == entry["code"]


def test_codes_and_names_stand_once_and_no_unit_in_two_groups() -> None:
    for heap in (ENTRIES, ACTORS):
        assert len({entry["code"] for entry in heap}) == len({entry["zh"] for entry in heap}) == len(heap)
    for entry in ENTRIES:
        assert set(entry) in ({"code", "zh", "pattern", "units", "example"}, {"code", "zh", "before", "units", "example"})
        units = list(chain(*entry["units"]))
        assert len(units) == len(set(units)), entry["code"]
    assert {code for code, _, _ in actor_kinds()} == {entry["code"] for entry in ACTORS}


# sentence, and the indicator of each of its amounts in order
CASES: list[tuple[str, list[str]]] = [
    # the item decides, not what else the sentence speaks of
    ("每位教师每学期听课20节,写反思3篇,读专著2本。", ["lesson_observation", "reflections", "reading"]),
    ("听课记录不少于15篇,听课不少于15节。", ["observation_notes", "lesson_observation"]),
    ("读专著2本,写读书笔记2篇。", ["reading", "reading_notes"]),
    ("每学期上公开课1节,听公开课10节。", ["open_lessons", "lesson_observation"]),
    ("微课4个以上,公开课2节。", ["videos", "open_lessons"]),
    ("大作文8次,数学作业批改40次。", ["writing", "homework"]),
    # else the clause around the amount
    ("徒弟每周听师傅两节课。", ["lesson_observation"]),
    ("师傅每月听徒弟的课2节。", ["lesson_observation"]),
    # what stands right before the amount goes before all of it
    ("无故缺席教研活动一次扣2分。", ["deductions"]),
    ("集体备课每周一次,每次不少于60分钟。", ["joint_preparation", "activity_length"]),
    ("集体备课的主备人提前三天发出初稿。", ["lead_time"]),
    # the unit must fit: a share of teachers is no count of what they do
    ("优秀率达到40%,平均分85分。", ["excellence_rate", "average_score"]),
    ("培训合格率达到98%。", ["pass_rate"]),
    ("举办朗读比赛2次,比赛获奖3人次。", ["contests", "awards"]),
    # what no list knows stays without a code
    ("种向日葵40棵,收核桃20个。", []),
    ("修理课桌12套。", [""]),
    ("邀请四个人来校。", [""]),
    ("安排3名教师商量教案。", [""]),
]  # fmt: skip
LOST = pytest.param("由三名教师商量教案。", [""], marks=pytest.mark.xfail(reason="the choice model takes 三名 for no amount", strict=True))


@pytest.mark.parametrize(("sentence", "codes"), [*CASES, LOST], ids=[*(sentence for sentence, _ in CASES), "由三名教师商量教案。"])
def test_indicator(sentence: str, codes: list[str]) -> None:
    assert [c.indicator for c in promised(sentence)][: len(codes)] == codes


def test_a_bare_number_in_a_table_counts_what_its_row_names() -> None:
    [number] = [c for c in promised("时间\t内容\t次数\t负责人\n9月\t组织集体备课\t4\t教研组长") if c.text == "4"]
    assert (number.indicator, number.unit) == ("joint_preparation", None)


@pytest.mark.parametrize("name", ["lesson_observation", "听课"])
def test_an_indicator_is_found_by_its_code_and_by_its_chinese_name(name: str) -> None:
    found = indicator_named(name)
    assert found is not None and (found.code, found.zh) == ("lesson_observation", "听课")
    assert indicator_named(name + "了") is None


@pytest.mark.parametrize(("unit", "measure"), [("节", "节"), ("次", "节"), ("课时", "节"), ("%", ""), (None, "")])
def test_units_that_count_the_same_thing_are_compared_in_the_first(unit: str | None, measure: str) -> None:
    assert next(each for each in indicators() if each.code == "lesson_observation").measure(unit) == measure


KINDS: list[tuple[str | None, str]] = [
    ("每位教师", "teacher"), ("每人", "teacher"), ("人人", "teacher"), ("班主任", "class_teacher"), ("教导主任", "leader"), ("学校领导", "leader"),
    ("教研组长", "group_leader"), ("各教研组", "group"), ("语文组", "group"), ("全组", "group"), ("35周岁以下青年教师", "young_teacher"),
    ("徒弟", "young_teacher"), ("师傅", "backbone_teacher"), ("每位学生", "student"), ("生均", "student"), ("各班", "class"), ("三年级", "grade"),
    ("三年级备课组", "group"), ("各校", "school"), ("第二小学", "school"), ("教研员", "researcher"), ("家长", "parent"), ("实验室管理员", ""),
    ("王建国", ""), ("", ""), (None, ""),
]  # fmt: skip


@pytest.mark.parametrize(("actor", "kind"), KINDS)
def test_kind_of_an_actor(actor: str | None, kind: str) -> None:
    assert actor_kind(actor) == kind


# sentence, and of each of its amounts the rate with its constant
RATES: list[tuple[str, list[tuple[float, float] | None]]] = [
    ("每学期听课20节。", [(20, 1)]),
    ("本学期听课不少于20节。", [(20, 1)]),
    ("每天口算20题。", [(2000, 100)]),
    ("每周教研1次。", [(20, 20)]),
    ("每两周教研1次。", [(10, 10)]),
    ("每月写反思2篇。", [(10, 5)]),
    ("每两个月检测1次。", [(2.5, 2.5)]),
    ("每学年听课30节。", [(15, 0.5)]),
    ("每人每学期听课20节。", [(20, 1)]),
    ("每个教研组每月教研2次。", [(10, 5)]),
    # of a range the lower end, of an upper bound that
    ("每学期写反思2至3篇。", [(2, 1)]),
    ("每月检测不超过1次。", [(5, 5)]),
    # how long something lasts every day or week is a rate, how long one event is or may wait is none
    ("每天阅读30分钟。", [(3000, 100)]),
    ("每周教研1次,每次40分钟。", [(20, 20), None]),
    ("每周集中学习1次,每次不少于两课时。", [(20, 20), None]),
    ("每学期培训2次,时间90分钟。", [(2, 1), None]),
    ("每周备课1次,主备人提前三天发稿。", [(20, 20), None]),
    ("每月检查1次,三天内公布结果。", [(5, 5), None]),
    ("每学期下校60天。", [(60, 1)]),
    # no period that comes in every semester alike
    ("听课20节。", [None]),
    ("每单元检测1次。", [None]),
    ("每节课提问2次。", [None]),
    ("期末检测1次。", [None]),
    # shares, scores, amounts of change, amounts left open
    ("本学期优秀率达到40%。", [None]),
    ("本学期优秀率提高5个百分点。", [None]),
    ("本学期平均分达到85分。", [None]),
    ("每学期听课X节。", [None]),
]


@pytest.mark.parametrize(("sentence", "rates"), RATES, ids=[sentence for sentence, _ in RATES])
def test_rate_in_a_semester_with_its_constant(sentence: str, rates: list[tuple[float, float] | None]) -> None:
    assert [None if c.rate is None else (c.rate, c.rate_factor) for c in promised(sentence)] == rates


def test_every_period_of_the_calendar_has_a_case() -> None:
    assert {rate[1] for _, rates in RATES for rate in rates if rate} == set(lexicon("quantities")["calendar"].values())
