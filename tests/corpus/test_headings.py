"""Names of headings: the rules of the guidelines. `tests/test_lexicons.py` walks over the lexicon itself."""

from __future__ import annotations

import pytest

from jiaoyan_nlp.corpus.outline import headings

NAMES = {
    "指导思想": "guiding",
    "本学期教研工作目标": "goals",
    "2023年工作目标": "goals",
    "工作任务及措施": "tasks",  # of two functions the first
    "目标与任务": "goals",
    "主要项目与步骤": "tasks",
    "措施和要求": "measures",
    "现状及需求分析": "situation",
    "活动时间、地点安排": "schedule",
    "“五抓”工作措施": "measures",
    "九月份": "schedule",
    "9月": "schedule",
    "第三周": "schedule",
    "第一阶段(9月)": "schedule",
    "存在的问题与不足": "problems",
    "今后努力方向": "outlook",
    "领导小组": "safeguards",
    "考核办法": "assessment",
    "预期成果": "outcomes",
    "下一步教研工作安排": "outlook",  # what would be done or arranged, later
    "下学期工作目标": "goals",
    "学校教研组建设的现状": "situation",  # 学校 does not open as 学 does
    "师徒结对的方式": "measures",
    "主题教研活动安排": "schedule",  # 主题教研 names no function, 安排 behind it does
    "研究的进展": "work_done",
    "语文组有待改进之处": "problems",
}
THEMES = ["加强理论学习", "落实教学常规", "提升教师素养", "狠抓备课", "以课堂为主阵地", "做好师徒结对工作", "优化作业设计"]
THEMES += ["加强目标管理", "落实常规检查工作", "教学反思", "主题教研", "新课标背景下的课堂", "校本课程开发与实施", "学生学业评价", "目标管理责任到人"]


@pytest.mark.parametrize(("heading", "label"), NAMES.items())
def test_name(heading: str, label: str) -> None:
    named = headings.name(heading)
    assert named is not None
    assert named.label == label


@pytest.mark.parametrize("heading", THEMES)
def test_a_theme_names_no_function(heading: str) -> None:
    assert headings.name(heading) is None


@pytest.mark.parametrize("heading", ["指导思想:", "【指导思想】", "指导思想。", " 指导思想 ", "**指导思想**", "“指导思想”"])
def test_punctuation_around_a_heading_changes_nothing(heading: str) -> None:
    named = headings.name(heading)
    assert named is not None
    assert named.label == "guiding"


PHRASE_LENGTHS = {
    "指导思想以课堂为根": "指导思想",
    "工作目标1、上好课": "工作目标",
    "本学期工作重点各组照办": "本学期工作重点",
    "各组照办": "",
    "": "",
}


@pytest.mark.parametrize(("text", "phrase"), PHRASE_LENGTHS.items())
def test_phrase_length(text: str, phrase: str) -> None:
    assert text[: headings.phrase_length(text)] == phrase
