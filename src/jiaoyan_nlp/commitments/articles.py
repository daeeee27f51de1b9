"""一 as an amount and 一 as an article: 每学期上一节公开课 counts, 努力建设一支教师队伍 does not."""

from __future__ import annotations

import re

from jiaoyan_nlp.commitments.context import Context, last_period
from jiaoyan_nlp.commitments.expressions import Expression
from jiaoyan_nlp.resources import lexicon, wording

# Units of things that are made or held one by one: with a verb of doing before them, 一 is a number.
_EVENTS = frozenset("节次篇本份堂门场期项册轮遍课时学时首讲段稿")
_DOING = re.compile(rf"{wording('doing')}(?:了|过|出|好|完|成|满)?(?:[\u4e00-\u9fff]{{0,2}})?$")
_ARTICLE = re.compile(rf"{wording('article')}[\u4e00-\u9fff]{{0,2}}$")
_SAME = re.compile(r"(?:每|任何|某|同|这|那|哪|另|统|唯|第|逐|任)$")
_PARALLEL = re.compile(r"[一1]\s?(?:个|节|次|篇|本|份|堂|门|场|期|项|册|位|名|条|点|句|件|套|张|幅|首|支|种|段|盘|手|笔|口)")


def counts(e: Expression, text: str, c: Context) -> bool:
    """Whether an amount that is a bare 一 with its unit says how many."""
    if e.form != "amount" or e.low != 1 or e.high != 1 or e.placeholder or e.comparator != "eq":
        return True
    if text[e.start] not in "一" or e.unit in ("%", "百分点"):
        return True
    before = c.clause_before
    if re.search(r"没有[\u4e00-\u9fff]{0,8}$|从未[\u4e00-\u9fff]{0,6}$|任何$", before):
        return False
    if _SAME.search(text[max(0, e.start - 1) : e.start]):
        return False
    article_unit = e.unit in lexicon("quantities")["units"]["articles"]
    if (
        last_period(before)
        or re.search(r"(?:每[人位名个班校次]|各|人人|至少|不少于|最少|只|仅|人均)[\u4e00-\u9fff]{0,10}$", before)
        or re.search(r"(?:每人|每位|每个|每班|每校|人人|各组|每组)", before)
    ):
        return not re.search(r"(?:有|是)$", before) or not article_unit
    if len(_PARALLEL.findall(c.sentence_text(text))) >= 2 and re.search(
        r"[个做到]一|三个一|四个一|五个一|一个.{1,12}[,、;].{0,6}一[个节篇次本堂份项]", c.sentence_text(text)
    ):
        return True
    if re.search(r"(?:确保|保证|必须有|要有|配备)[\u4e00-\u9fff]{0,12}$", before):
        return True
    if re.search(r"可以?[\u4e00-\u9fff]{1,3}$", before):  # 可确立一个课题: nobody is bound to one
        return False
    if re.match(r"(?:被评|获|荣获)", c.clause_behind):
        return True
    if _ARTICLE.search(before):
        return False
    if len(before) >= 2 and not c.clause_behind.strip():
        return True  # noun before, amount behind: 反思一份
    if article_unit:
        return bool(re.search(r"(?:选出|推选出?|推荐出?|选派|确定|选定|认领|联系|带好?|配备?|补充|新增|增加|结对|评出|发展)(?:了)?$", before))
    if not e.unit or (e.unit not in _EVENTS and e.unit not in ("课时", "学时", "小时", "天", "周", "分", "学期", "年", "人", "名", "元", "分钟", "个月", "月")):
        return bool(_DOING.search(before))
    return bool(_DOING.search(before)) or (not before.strip() and c.behind[:1] in "附于") or bool(re.match(r"(?:附|于|交|送|留)", c.clause_behind))
