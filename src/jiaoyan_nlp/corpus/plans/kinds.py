"""Plan or summary: told by the title, else by what its headings and sentences look forward or back to."""

from __future__ import annotations

import re

from jiaoyan_nlp.resources import wording

_SUMMARY_TITLE = re.compile(r"总结|小结|汇报|回顾|述职|报告(?!会|制|厅|单|给)|年报|盘点|复盘")
_TEXT_BEGINS = re.compile("根据|按照|依据|结合|围绕|为了?|在(?=.{1,12}下)|(?:本|这|新)学期,")
_PLAN_TITLE = re.compile(r"计划|规划|方案|要点|安排|设想|思路|打算|预案")

_OPENS_SUMMARY, _OPENS_PLAN = re.compile(wording("opens_summary")), re.compile(wording("opens_plan"))
_OPENING = 400
# What is done, and what will be done: a plan that reports is rarer than a summary that looks forward, so the past counts less.
_WEIGHT_OF_PAST = 0.8
_BACK = re.compile(wording("back"))
_FORWARD = re.compile(wording("forward"))


def up_to_kind(words: str) -> str:
    """The words up to the first that names a kind, and with it; what stands behind it, or behind 根据 and the like, is no title any more."""
    words = _TEXT_BEGINS.split(words)[0]
    found = [match.end() for pattern in (_SUMMARY_TITLE, _PLAN_TITLE) if (match := pattern.search(words))]
    return words[: min(found)] if found else words


def kind_of(title: str, body: str, collection: str = "") -> str:
    """`plan` or `summary`; all arguments are folded text.

    Args:
        title: the plan's own title, empty where it has none.
        body: what stands below it.
        collection: the title of the anthology that it stands in, which counts where its own says neither or both.
    """
    for words in (title, collection):
        summary, plan = _SUMMARY_TITLE.search(words), _PLAN_TITLE.search(words)
        if bool(summary) != bool(plan):
            return "summary" if summary else "plan"
    if _OPENS_SUMMARY.search(body, 0, _OPENING):
        return "summary"
    if _OPENS_PLAN.search(body, 0, _OPENING):
        return "plan"
    return "summary" if _WEIGHT_OF_PAST * len(_BACK.findall(body)) > len(_FORWARD.findall(body)) else "plan"
