"""一 as an amount and 一 as an article: 每学期上一节公开课 counts, 努力建设一支教师队伍 does not.

An ordered chain of rules; the first that answers decides. Order: words that settle it whatever else stands there; a period or an
actor that the amount belongs to; a list of ones; what binds or frees; then what stands right before and behind.
"""

from __future__ import annotations

import re

from jiaoyan_nlp.commitments.context import Context
from jiaoyan_nlp.commitments.expressions import Expression
from jiaoyan_nlp.commitments.mentions import last_period
from jiaoyan_nlp.resources import lexicon, wording

_DOING = re.compile(rf"{wording('doing')}(?:了|过|出|好|完|成|满)?(?:[\u4e00-\u9fff]{{0,2}})?$")
_CHOOSING = re.compile(rf"{wording('choosing')}(?:了)?$")
_ARTICLE = re.compile(rf"{wording('article')}[\u4e00-\u9fff]{{0,2}}$")
_SETTLED = re.compile(r"(?:作为|成为|这是|(?<![不就要])是|打造|造就|营造|构建|建设|搭建|摸索|探索|不失为)(?:了|出|成)?$")
_NEGATED = re.compile(r"没有[\u4e00-\u9fff]{0,8}$|从未[\u4e00-\u9fff]{0,6}$|任何$")
_FIXED = frozenset("每某同这那哪另统唯第逐任")  # 每一, 同一, 任一: no number
_OF_EACH = re.compile(r"(?:每[人位名个班校次]|各|人人|至少|不少于|最少|只|仅|人均)[\u4e00-\u9fff]{0,10}$|每[人位个班校组]|人人|各组")
_ONE = re.compile(r"[一1]\s?(?:个|节|次|篇|本|份|堂|门|场|期|项|册|位|名|条|点|句|件|套|张|幅|首|支|种|段|盘|手|笔|口)")
_LIST_OF_ONES = re.compile(r"[个做到]一|[二三四五六七八九十]个一|一个.{1,12}[,、;].{0,6}一[个节篇次本堂份项]")
_BOUND = re.compile(r"(?:确保|保证|必须有|要有|配备)[\u4e00-\u9fff]{0,12}$")
_FREE = re.compile(r"可以?[\u4e00-\u9fff]{1,3}$")
_HANDED = re.compile(r"(?:附|于|交|送|留)")
_HONOURED = re.compile(r"(?:被评|获|荣获)")
_MADE_ONE_BY_ONE = frozenset("节次篇本份堂门场期项册轮遍首讲段稿天周分年人名元月") | {"课时", "学时", "小时", "学期", "分钟", "个月"}


def is_article(e: Expression, text: str, c: Context) -> bool:
    """Whether a bare 一 settles itself as no amount, whatever else stands there: 作为一名教师, 没有一次, 每一节."""
    if e.form != "amount" or (e.low, e.high, e.comparator) != (1, 1, "eq") or text[e.start] != "一":
        return False
    return text[e.start - 1 : e.start] in _FIXED or bool(_NEGATED.search(c.clause_before) or _SETTLED.search(c.clause_before))


def counts(e: Expression, text: str, c: Context) -> bool:
    """Whether an amount says how many; false only for a bare 一 that is an article."""
    if e.form != "amount" or (e.low, e.high, e.comparator) != (1, 1, "eq") or text[e.start] != "一" or e.unit in ("%", "百分点"):
        return True
    before = text[max(0, e.start - 1) : e.start]
    if before in _FIXED or _NEGATED.search(c.clause_before):
        return False
    for rule in _RULES:
        answer = rule(e, c, c.sentence_text(text))
        if answer is not None:
            return answer
    return _is_done(e, c)


def _is_article_unit(e: Expression) -> bool:
    return e.unit in lexicon("quantities")["units"]["articles"]


def _of_period_or_actor(e: Expression, c: Context, _: str) -> bool | None:
    """每学期…一节, 每人一项; but 每学期有一个… with an article's unit."""
    if last_period(c.clause_before) or _OF_EACH.search(c.clause_before):
        return not (_is_article_unit(e) and re.search(r"(?:有|是)$", c.clause_before))
    return None


def _in_list_of_ones(_: Expression, __: Context, sentence: str) -> bool | None:
    """做到四个一:上好一堂研讨课,写好一篇反思."""
    return True if len(_ONE.findall(sentence)) >= 2 and _LIST_OF_ONES.search(sentence) else None


def _bound_or_free(_: Expression, c: Context, __: str) -> bool | None:
    """确保有一位… binds; 可确立一个课题 binds nobody to one."""
    if _BOUND.search(c.clause_before):
        return True
    return False if _FREE.search(c.clause_before) else None


def _by_neighbours(_: Expression, c: Context, __: str) -> bool | None:
    """其中一节被评为… counts; 是一次机会 does not; an amount behind its noun (反思一份) does."""
    if _HONOURED.match(c.clause_behind):
        return True
    if _ARTICLE.search(c.clause_before):
        return False
    return True if len(c.clause_before) >= 2 and not c.clause_behind.strip() else None


_RULES = (_of_period_or_actor, _in_list_of_ones, _bound_or_free, _by_neighbours)


def _is_done(e: Expression, c: Context) -> bool:
    """Behind a verb of choosing (推选出一名) or of doing (上一节), or of something handed in (一份附于首页)."""
    if _is_article_unit(e):
        return _CHOOSING.search(c.clause_before) is not None
    if _DOING.search(c.clause_before):
        return True
    if e.unit not in _MADE_ONE_BY_ONE:
        return False
    return _HANDED.match(c.clause_behind) is not None or (not c.clause_before.strip() and c.behind[:1] in ("附", "于"))
