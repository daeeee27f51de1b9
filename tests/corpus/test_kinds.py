"""Plan or summary: the title's word first, then the collection's, then what the sentences look forward or back to."""

from __future__ import annotations

import pytest

from jiaoyan_nlp.corpus.plans.kinds import kind_of, up_to_kind

BACK, FORWARD = "本学期开展了研讨,完成了任务,取得了进步。", "下学期将继续研讨,力争进步,确保完成。"
# title, body, title of the collection, kind
CASES = [
    ("教研组工作总结", FORWARD, "", "summary"),
    ("教研组工作计划", BACK, "教研组工作总结(通用5篇)", "plan"),
    ("篇3", FORWARD, "教研组工作总结(通用5篇)", "summary"),
    ("篇3", BACK, "教研组工作计划(通用5篇)", "plan"),
    ("篇3", BACK, "教研计划与总结(精选4篇)", "summary"),
    ("工作总结及计划", FORWARD, "", "plan"),
    ("", BACK, "", "summary"),
    ("", "", "", "plan"),
    # what the opening announces goes before the wording, and a report before the plan that it speaks of
    ("", "现将一学期的工作总结如下。" + FORWARD, "", "summary"),
    ("", "为把教研做实,特制定如下计划。" + BACK, "", "plan"),
    ("", "学期初制定了详细的教学计划,现把做了的事汇报如下。" + FORWARD, "", "summary"),
]


@pytest.mark.parametrize(("title", "body", "collection", "kind"), CASES)
def test_what_tells_the_kind(title: str, body: str, collection: str, kind: str) -> None:
    assert kind_of(title, body, collection) == kind


HEADS = {
    "松涛小学备课组备考工作方案1家底盘点1.1人手": "松涛小学备课组备考工作方案",
    "在泥土里长本事——个人研修总结我是去年计划出台后报名的": "在泥土里长本事——个人研修总结",
    "本学期,根据学科实际和学校工作安排": "",
    "根据学校工作计划": "",
    "上好每一节课": "上好每一节课",
}


@pytest.mark.parametrize("words", HEADS)
def test_how_far_a_title_without_a_break_may_reach(words: str) -> None:
    assert up_to_kind(words) == HEADS[words]
