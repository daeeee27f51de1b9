"""Classes: the same words promise in a plan's goals, report in a summary, describe in a situation, or pick out whom is meant."""

from __future__ import annotations

import pytest

from jiaoyan_nlp.commitments.extraction import commitments
from jiaoyan_nlp.corpus.document import take_apart
from jiaoyan_nlp.text.source import Source

HEADINGS = {
    "situation": "基本情况", "goals": "工作目标", "tasks": "主要工作", "measures": "具体措施", "safeguards": "保障措施",
    "assessment": "考核评价", "outcomes": "预期成果", "work_done": "主要工作", "problems": "存在问题", "outlook": "今后打算",
}  # fmt: skip
TITLES = {"plan": "数学教研组工作计划", "summary": "数学教研组工作总结"}

# sentence, plan or summary, section label → (words of an amount, its class) for every amount
Row = tuple[str, str, str, list[tuple[str, str]]]

COMMITMENTS: list[Row] = [
    ("全体教师每学期听课不少于20节。", "plan", "goals", [("不少于20节", "commitment")]),
    ("合格率达到95%,优秀率提高5个百分点。", "plan", "goals", [("95%", "commitment"), ("5个百分点", "commitment")]),
    ("每周组织2次集体备课。", "plan", "tasks", [("2次", "commitment")]),
    ("安排培训经费2万元。", "plan", "safeguards", [("2万元", "commitment")]),
    ("材料须在两周内上交。", "plan", "measures", [("两周内", "commitment")]),
    ("集中教研每次40分钟。", "plan", "measures", [("40分钟", "commitment")]),
    ("形成研究报告3篇。", "plan", "outcomes", [("3篇", "commitment")]),
    ("评为优秀的奖励300元。", "plan", "assessment", [("300元", "commitment")]),
    ("组织研讨X次。", "plan", "tasks", [("X次", "commitment")]),
]
ACHIEVEMENTS: list[Row] = [
    ("本学期共听课120节,撰写论文8篇。", "summary", "work_done", [("120节", "achievement"), ("8篇", "achievement")]),
    ("参与教师76人次。", "summary", "work_done", [("76人次", "achievement")]),
    ("先后组织集体备课16次。", "summary", "work_done", [("16次", "achievement")]),
]
FACTS: list[Row] = [
    ("现有教师60人。", "plan", "situation", [("60人", "fact")]),
    ("上学期优秀率65%。", "plan", "situation", [("65%", "fact")]),
    ("教师平均年龄38岁。", "plan", "situation", [("38岁", "fact")]),
    ("师徒听课量之比为3:3:4。", "plan", "assessment", [("3:3:4", "fact")]),
    ("学校的师生比为1:15。", "plan", "situation", [("1:15", "fact")]),
    ("考核满分100分,听课占30%。", "plan", "assessment", [("100分", "fact"), ("30%", "fact")]),
    ("全组9人。", "summary", "work_done", [("9人", "fact")]),
    ("优秀率只有35%。", "summary", "problems", [("35%", "fact")]),
    ("还有3位教师没有上研讨课。", "summary", "problems", [("3位", "fact")]),
]
QUALIFIERS: list[Row] = [
    ("35周岁以下青年教师每学期开2节汇报课。", "plan", "tasks", [("35周岁以下", "qualifier"), ("2节", "commitment")]),
    ("教龄3年以内的教师每周写1篇反思。", "plan", "tasks", [("3年以内", "qualifier"), ("1篇", "commitment")]),
    ("主持区级以上课题的教师每学期交2篇论文。", "plan", "tasks", [("区级以上", "qualifier"), ("2篇", "commitment")]),
    ("在市级及以上刊物发表论文3篇。", "plan", "goals", [("市级及以上", "qualifier"), ("3篇", "commitment")]),
    ("无故缺席一次扣2分。", "plan", "assessment", [("一次", "qualifier"), ("2分", "commitment")]),
]
MIXED: list[Row] = [
    ("学校规定每人听课15节,大家都做到了。", "summary", "work_done", [("15节", "commitment")]),
    ("合格率由85%提高到90%。", "plan", "goals", [("85%", "fact"), ("90%", "commitment")]),
    ("及格率从80%上升到92%。", "summary", "work_done", [("80%", "fact"), ("92%", "achievement")]),
    ("每位教师每学期开2节研讨课。", "summary", "outlook", [("2节", "commitment")]),
]


def classes_of(sentence: str, kind: str, label: str) -> list[tuple[str, str]]:
    text = f"{TITLES[kind]}\n一、{HEADINGS[label]}\n{sentence}\n"
    found = commitments(take_apart(Source(text)))
    assert {c.label for c in found} <= {label}
    return [(c.text, c.class_) for c in found]


@pytest.mark.parametrize(("sentence", "kind", "label", "amounts"), [*COMMITMENTS, *ACHIEVEMENTS, *FACTS, *QUALIFIERS, *MIXED])
def test_class(sentence: str, kind: str, label: str, amounts: list[tuple[str, str]]) -> None:
    assert classes_of(sentence, kind, label) == amounts


def test_every_answer_names_its_rule() -> None:
    rows = [*COMMITMENTS, *ACHIEVEMENTS, *FACTS, *QUALIFIERS, *MIXED]
    for sentence, kind, label, _ in rows:
        text = f"{TITLES[kind]}\n一、{HEADINGS[label]}\n{sentence}\n"
        assert all(c.decided_by for c in commitments(take_apart(Source(text))))
