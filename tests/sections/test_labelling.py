"""Labels: small plans and summaries, one rule of the guidelines each, from text to labels."""

from __future__ import annotations

import pytest

from jiaoyan_nlp.corpus.document import take_apart
from jiaoyan_nlp.sections.labelling import label_blocks
from jiaoyan_nlp.sections.labels import ENGLISH, EXPECTED, LABELS, label_named
from jiaoyan_nlp.sections.passages import Passage, passages
from jiaoyan_nlp.text.source import Source

LONG = "各备课组在单元开始之前先读教材,再说思路,把重点和难点写在共用的文档里,由主讲人综合。"
PLAN = ("title", "松涛小学2023年教研工作计划")
SUMMARY = ("title", "松涛小学2023年教研工作总结")

# Plans line by line, each with its label
CASES: dict[str, list[tuple[str, str]]] = {
    "a plan in order": [
        PLAN,
        ("preamble", "为把教研做实,特制定本计划。"),
        ("guiding", "一、指导思想"),
        ("guiding", "以课堂为根,以学生为本。"),
        ("situation", "二、现状分析"),
        ("situation", "现有教师三十人,年轻人多。"),
        ("goals", "三、工作目标"),
        ("goals", "1、每人上一节研讨课。"),
        ("goals", "2、每人写一篇反思。"),
        ("tasks", "四、主要工作"),
        ("tasks", LONG),
        ("measures", "五、具体措施"),
        ("measures", LONG),
        ("schedule", "六、活动安排"),
        ("schedule", "九月:制订计划。"),
        ("safeguards", "七、组织领导"),
        ("safeguards", "校长任组长,教导主任任副组长。"),
        ("assessment", "八、考核评价"),
        ("assessment", "每月查一次记录。"),
        ("outcomes", "九、预期成果"),
        ("outcomes", "案例一册。"),
    ],
    "a summary in order": [
        SUMMARY,
        ("preamble", "一学期过去了,现将工作总结如下。"),
        ("work_done", "一、工作回顾"),
        ("work_done", "全组开展了十次集体备课。"),
        ("problems", "二、存在的问题"),
        ("problems", "青年教师上课机会偏少。"),
        ("outlook", "三、今后努力方向"),
        ("outlook", "多给青年教师机会。"),
    ],
    "two functions: the first": [PLAN, ("tasks", "一、工作任务及措施"), ("tasks", LONG), ("goals", "二、目标与任务"), ("goals", LONG)],
    "themes of a plan are tasks": [PLAN, ("tasks", "一、加强理论学习"), ("tasks", LONG), ("tasks", "二、提升课堂质量"), ("tasks", LONG)],
    "themes of a summary are work done": [
        SUMMARY,
        ("work_done", "一、加强理论学习"),
        ("work_done", LONG),
        ("work_done", "二、提升课堂质量"),
        ("work_done", LONG),
    ],
    "themes under a function": [
        PLAN,
        ("measures", "一、具体措施"),
        ("measures", "(一)加强理论学习"),
        ("measures", LONG),
        ("measures", "(二)提升课堂质量"),
        ("measures", LONG),
    ],
    "the innermost heading governs": [
        PLAN,
        ("measures", "一、具体措施"),
        ("measures", "(一)加强理论学习"),
        ("measures", LONG),
        ("schedule", "(二)每月安排"),
        ("schedule", LONG),
        ("safeguards", "二、保障措施"),
        ("safeguards", LONG),
    ],
    "until the next heading of its level": [
        PLAN,
        ("tasks", "一、主要工作"),
        ("goals", "(一)工作目标"),
        ("goals", LONG),
        ("tasks", "(二)抓好备课"),
        ("tasks", LONG),
    ],
    "months under an arrangement": [
        PLAN,
        ("schedule", "一、工作安排"),
        ("schedule", "九月:"),
        ("schedule", "1、制订计划。"),
        ("schedule", "十月:"),
        ("schedule", "1、集体备课。"),
    ],
    "rows under their heading": [
        PLAN,
        ("schedule", "一、活动安排"),
        ("schedule", "时间\t内容"),
        ("schedule", "九月\t集体备课"),
        ("assessment", "二、考核办法"),
        ("assessment", "项目\t分值"),
    ],
    "run-in heading": [
        PLAN,
        ("guiding", "一、指导思想:20xx年上半年,我们以课堂为根,把每一节课上好,让学生都有收获。"),
        ("goals", "二、工作目标:让每位教师都有成长,让每次教研都有结果,把经验留下来。"),
    ],
    "problems of a plan are its situation": [
        PLAN,
        ("situation", "一、存在的问题"),
        ("situation", "青年教师多,经验少。"),
        ("goals", "二、工作目标"),
        ("goals", "上好课。"),
    ],
    "tasks and measures of a summary were done": [
        SUMMARY,
        ("work_done", "一、主要工作"),
        ("work_done", LONG),
        ("work_done", "二、主要措施"),
        ("work_done", LONG),
        ("problems", "三、不足与反思"),
        ("problems", LONG),
        ("outlook", "四、改进措施"),
        ("outlook", LONG),
    ],
    "signature and date": [PLAN, ("goals", "一、工作目标"), ("goals", "让每节课都有收获。"), ("closing", "松涛小学教导处"), ("closing", "2023年9月1日")],
    "last words": [
        PLAN,
        ("tasks", "一、主要工作"),
        ("tasks", "1、每周备课。"),
        ("tasks", "2、每月评课。"),
        ("closing", "总之,我们将一步一步把教研做实,让学校有新的样子。"),
    ],
    "attachments": [PLAN, ("goals", "一、工作目标"), ("goals", "让每节课都有收获。"), ("closing", "附件:1.活动安排表")],
    "issuer and date at the head": [PLAN, ("title", "松涛小学教导处"), ("title", "2023年9月1日"), ("goals", "一、工作目标"), ("goals", "让每节课都有收获。")],
    "a doubled title": [PLAN, PLAN, ("goals", "一、工作目标"), ("goals", "让每节课都有收获。")],
    "noise on a line": [
        PLAN,
        ("goals", "一、工作目标"),
        ("goals", "让每节课都有收获。"),
        ("noise", "- 2 -"),
        ("measures", "二、具体措施"),
        ("measures", "每周备课。"),
    ],
    "no headings: content decides, a whole plan": [
        PLAN,
        ("situation", "我组现有教师七人,平均年龄四十一岁,经验丰富,但年轻教师少,对新教材的研究还不够深入,学生的口头表达参差不齐。"),
        ("goals", "到学期末,力争使优秀率提高三个百分点,每位教师都能拿出一节像样的研究课,课堂气氛明显改善。"),
        ("schedule", "九月:制订计划,通读教材。十月:校内公开课。十一月:期中检测与分析。十二月:整理资料,总结交流。"),
        ("assessment", "期末由教导处检查备课本和听课笔记,按优、良、中评定等级,结果记入教师业务考核,优秀者给予奖励。"),
        ("safeguards", "由校长任组长、教导主任任副组长,各年级组长为组员;购书和外出学习的经费从公用经费中列支。"),
    ],
    "no headings: content decides, a whole summary": [
        SUMMARY,
        ("work_done", "本学期,我们组织了十次集体备课,上了八节研究课,人人写了反思,两位教师在县里获奖。"),
        ("problems", "回过头看,也有不足:听课多、评课少,有的反思流于形式,后进生的辅导没有跟上。"),
        ("outlook", "下学期,我们打算把评课做实,每次活动只谈一个问题,并为后进生建立辅导档案。"),
    ],
    "no headings: a schedule": [PLAN, ("schedule", "九月:制订计划,整理教材。"), ("schedule", "十月:集体备课,互相听课。")],
    "no headings: a guiding thought": [PLAN, ("guiding", "以课堂为根、以学生为本为指导思想,一步一步往前走。")],
    "no headings in a plan: tasks": [PLAN, ("tasks", "每周备课一次。")],
    "no headings in a summary: work done": [SUMMARY, ("work_done", "全组开展了十次集体备课。")],
    "budget": [PLAN, ("safeguards", "一、经费预算"), ("safeguards", "资料费2000元。")],
    "notes of care are measures": [PLAN, ("measures", "一、注意事项"), ("measures", "活动前一周通知。")],
    "ways of management are safeguards": [PLAN, ("safeguards", "一、管理方式"), ("safeguards", "分级负责。")],
}


def all_passages(text: str) -> list[Passage]:
    return passages(take_apart(Source(text)))


@pytest.mark.parametrize("name", CASES)
def test_cases(name: str) -> None:
    text = "\n".join(words for _, words in CASES[name])
    found = all_passages(text)
    at = 0
    told: list[tuple[str, str]] = []
    for _, words in CASES[name]:
        labels = {p.label for p in found if p.start < at + len(words) and p.end > at}
        told.append((" ".join(sorted(labels)), words))
        at += len(words) + 1
    assert told == CASES[name]


def test_every_label_is_used_in_a_case() -> None:
    assert {label for case in CASES.values() for label, _ in case} == set(LABELS)


def test_an_anthology_has_its_title_and_introduction_apart() -> None:
    body = "为把教研做实,特制定本计划。\n一、工作目标\n让每节课都有收获。\n二、具体措施\n每周集体备课。\n"
    text = "教研组工作计划(通用2篇)\n新学期到了,这里有几份教研组工作计划,可以拿来参考。\n" + "".join(f"教研组工作计划 篇{n}\n{body}" for n in (1, 2))
    found = all_passages(text)
    assert [(p.plan, p.label) for p in found[:2]] == [(0, "title"), (0, "preamble")]
    assert [(p.plan, p.label) for p in found if p.label == "title"] == [(0, "title"), (1, "title"), (2, "title")]
    assert [p.label for p in found if p.plan == 1] == [p.label for p in found if p.plan == 2]


def test_every_answer_names_its_rule_and_confidence() -> None:
    text = "\n".join(words for _, words in CASES["a plan in order"])
    document = take_apart(Source(text))
    confidence: dict[str, float] = {}
    for each in label_blocks(document.view.text, document.plans[0]):
        assert each.label in LABELS
        assert each.decided_by
        assert 0 < each.confidence <= 1
        assert confidence.setdefault(each.decided_by, each.confidence) == each.confidence


def test_the_rule_that_decided() -> None:
    text = "\n".join([PLAN[1], "一、指导思想", "以课堂为根。", "二、活动安排", "九月:", "1、制订计划。", "三、加强理论学习", LONG, "四、青蓝同行的办法", LONG])
    rules = {text[p.start : p.end]: p.decided_by for p in all_passages(text)}
    assert rules["一、指导思想"] == "exact"
    assert rules["以课堂为根。"] == "heading"
    assert rules["九月:"] == "month"
    assert rules["三、加强理论学习"] == "theme"
    assert rules["四、青蓝同行的办法"] in ("word", "model")


@pytest.mark.parametrize("label", LABELS)
def test_labels_have_two_names(label: str) -> None:
    assert label_named(label) == label
    assert label_named(LABELS[label]) == label
    assert ENGLISH[LABELS[label]] == label


def test_an_unknown_name_is_no_label() -> None:
    assert label_named("目录") is None


def test_what_is_expected_of_a_plan_and_a_summary_are_labels() -> None:
    assert set(EXPECTED) == {"plan", "summary"}
    assert {label for labels in EXPECTED.values() for label in labels} <= set(LABELS)
