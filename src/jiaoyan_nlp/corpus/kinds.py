"""Plan or summary: told by the title, else by what its headings and sentences look forward or back to."""

from __future__ import annotations

import re

_SUMMARY_TITLE = re.compile(r"总结|小结|汇报|回顾|述职|工作报告|反思报告")
_PLAN_TITLE = re.compile(r"计划|规划|方案|要点|安排|设想|思路|打算|预案")

# What is done, and what will be done. Weights are counts, so that long texts need as clear a majority as short ones.
_BACK = re.compile(r"取得了?|荣获|获得了|获[得]?[一二三]等奖|开展了|完成了|组织了|举行了|参加了|提高了|得到了|回顾|一[年学][期来]*来|本学期以来|总结如下|存在的?(?:问题|不足)|努力方向|共(?:开展|组织|上)|已经?(?:完成|形成)|[一-鿿]了[一-鿿]{2}")
_FORWARD = re.compile(r"将(?:以|继续|进一步|在|把|对|组织|开展)|拟|力争|争取|计划(?:于|在|从)|特制[定订]|指导思想|工作目标|要求(?:每|各|全体|教师)|继续|进一步|确保|要(?:求|认真|积极|加强|做到|把|抓|在|以|通过|坚持)|必须|力求|不少于|每学期|每周|每月")


def kind_of(title: str, body: str) -> str:
    """`plan` or `summary`; both arguments are folded text."""
    summary, plan = _SUMMARY_TITLE.search(title), _PLAN_TITLE.search(title)
    if summary and not plan:
        return "summary"
    if plan and not summary:
        return "plan"
    return "summary" if len(_BACK.findall(body)) > len(_FORWARD.findall(body)) else "plan"
