"""Plan or summary: the title's word first, then the collection's, then what the sentences look forward or back to."""

from __future__ import annotations

import pytest

from jiaoyan_nlp.corpus.plans.kinds import kind_of

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
]


@pytest.mark.parametrize(("title", "body", "collection", "kind"), CASES)
def test_what_tells_the_kind(title: str, body: str, collection: str, kind: str) -> None:
    assert kind_of(title, body, collection) == kind
