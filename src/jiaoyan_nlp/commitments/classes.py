"""The class of a quantity expression: commitment, achievement, fact or qualifier, by an ordered chain of rules.

The first rule that answers decides, and its name goes with the result. Order: forms that are facts whatever stands around them;
amounts that pick out whom is meant; then the time and mood of the clause; then the section and the kind of the text.
"""

from __future__ import annotations

import re

from jiaoyan_nlp.commitments.context import Context
from jiaoyan_nlp.commitments.expressions import Expression
from jiaoyan_nlp.resources import lexicon, wording

_DUTY = re.compile(wording("duty"))
_RULE = re.compile(wording("rule"))
_PAST = re.compile(wording("past"))
_STATE = re.compile(wording("state"))
# 比上学期提高, 根据上学期质量分析: the past is only what is compared with or gone by
_REFERRED = re.compile(r"(?:比|较|根据|依据|对照|参照|按照|结合|在).{0,6}(?:上一?学期|上年|去年|上一?学年|前一?学期)")
_AHEAD = re.compile(r"本学期|本学年|今年|今后|力争|争取|将|要|计划|目标|期末")
_MADE = re.compile(r"完成|制作|走访|捐|开展|举办|组织|发表|获|编写|上(?:公开|研讨|示范)课|听课")
_CONDITION = re.compile(r"^(?:以上|以下)?(?:者|的)?,?(?:[\u4e00-\u9fff]{0,4})?(?:扣|取消|不得|一票|不予|予以|给予|加|奖励|记|视为)")
_TRIGGER = re.compile(r"(?:缺席|迟到|早退|缺课|旷课|未交|缺交|无故.{0,4}|承担.{0,12}|辅导.{0,8}|发表.{0,8}|获奖.{0,4}|满|达到?)$")
_PENALTY = re.compile(r"(?:扣|扣除|加|奖|奖励|记|计|给予)[\u4e00-\u9fff]{0,6}$")
_FROM = re.compile(r"[从由](?:原来|目前|现在|去年|上年|上?学[期年]|(?:每|上)[\u4e00-\u9fff]{1,2}|[\u4e00-\u9fff]{0,8})?的?$")
_TO = re.compile(r"[\u4e00-\u9fff、]{0,6}?(?:提高|提升|增加?|上升|升|下降|降|跌|缩|减|改|延长|扩大|发展|变|抬|压|挪|爬)[\u4e00-\u9fff]{0,2}?[到至为成]")
_WHO = re.compile(wording("who"))


def class_of(e: Expression, c: Context) -> tuple[str, str]:
    """(class, name of the rule that decided)."""
    for name, rule in _RULES:
        answer = rule(e, c)
        if answer:
            return answer, name
    return "commitment", "default"


def _form(e: Expression, c: Context) -> str | None:
    """Ratios, score weights and full marks are facts."""
    if e.form == "ratio" or (e.unit == "分" and re.search(r"满分$", c.clause_before)):
        return "fact"
    if "以" in c.clause_before and re.match(r"[\u4e00-\u9fff]{0,12}为(?:龙头|抓手|重点|核心|主线|依托|载体|平台|契机|单位|突破口)", c.clause_behind):
        return "fact"
    if e.form == "cell" and re.search(r"占$", c.clause_before):
        return "fact"
    if e.unit in ("%", "分") and re.search(r"占[^提升达到降]{0,6}$|权重|分值|计$", c.clause_before):
        return "fact"
    return None


def _qualifier(e: Expression, c: Context) -> str | None:
    """Ages and years of service that pick out people; amounts that trigger a penalty or reward."""
    ages = lexicon("quantities")["units"]["ages"]
    if e.unit in ("周岁", "岁") and e.comparator != "eq" and not re.search(r"平均", c.clause_before):
        return "qualifier"
    if e.unit in ages and e.comparator != "eq" and (_WHO.match(c.clause_behind) or re.search(r"教龄|工龄|年龄|任教|从教|入职|工作|参加", c.clause_before)):
        return "qualifier"
    if e.unit in ("周岁", "岁", "年") and _WHO.match(c.clause_behind) and not re.search(r"平均|历时", c.clause_before):
        return "qualifier"
    if (
        e.unit in ages
        and re.search(r"(?:教龄|工龄|任教|从教|入职|参加工作)(?:未满|不足|不满|在|满)?$", c.clause_before)
        and re.match(r"(?:的|以|新|青年|教师)", c.clause_behind)
    ):
        return "qualifier"
    if (
        e.unit in ("人", "名", "个", "个班", "轮", "班")
        and e.comparator not in ("eq", "range", "approx")
        and re.match(r"的(?:教研|学科|备课|学校|班|年级|大)", c.clause_behind)
    ):
        return "qualifier"
    if e.unit in ("分", "次", "篇", "节", "名") and e.comparator not in ("eq", "range", "approx") and re.match(r"的?(?:学生|同学|教师|班级)", c.clause_behind):
        return "qualifier"
    if (_TRIGGER.search(c.clause_before) or re.search(r"(?:缺|迟到|未)", c.clause_before)) and (
        _CONDITION.match(c.clause_behind) or re.match(r".{0,4}(?:扣|取消|加\d|加[一二三])", c.behind)
    ):
        return "qualifier"
    if re.search(r"(?:连续|累计)$", c.clause_before) and re.search(r"的?取消|的,|者|,就", c.behind[:14]):
        return "qualifier"
    return None


def _penalty(e: Expression, c: Context) -> str | None:
    """扣2分, 奖励300元: rules that can be checked."""
    if e.unit in ("分", "元", "学分") and _PENALTY.search(c.clause_before) and c.label != "work_done":
        return "commitment"
    return None


def _baseline(e: Expression, c: Context) -> str | None:
    """由35%提高到40%: where a change starts from is a fact."""
    if _FROM.search(c.clause_before) and _TO.match(c.behind):
        return "fact"
    return None


def _quoted_rule(e: Expression, c: Context) -> str | None:
    """In a summary: a rule or target that it quotes."""
    if c.kind != "summary":
        return None
    if re.match(r"的?[\u4e00-\u9fff]{0,6}制度", c.behind) and c.label != "problems":
        return "commitment"
    if re.match(r"[\u4e00-\u9fff]{0,6}[”\"]?的(?:要求|规定|约定|标准|任务|目标|承诺)", c.behind):
        return "commitment"
    ruled = list(_RULE.finditer(c.before))
    if ruled and not re.search(r"了|实际|累计|共|人均", c.before[ruled[-1].end() :]) and re.search(r"每|应|须|要|各", c.clause_before):
        return "commitment"
    if _RULE.search(c.clause_before[-16:]):
        return "commitment"
    return None


def _summary(e: Expression, c: Context) -> str | None:
    """A summary's outlook promises, its problems describe, its work reports; sizes and settings are facts."""
    if c.kind != "summary":
        return None
    if c.label == "outlook":
        return "fact" if _PAST.search(c.clause_before) or re.search(r"(?:现有|只有|仅有?)", c.clause_before) else "commitment"
    if c.label == "problems":
        return "fact"
    reached = re.search(r"发表|获|评为|立项|结题|比赛|入选|汇编", c.clause_behind) or e.unit == "分"
    if not reached and _STATE.search(c.clause_before[-10:]) and not re.search(r"了|完成|开展|组织|获|率", c.clause_before):
        return "fact"
    people = e.unit in ("人", "名", "位", "个班", "个", "年", "岁", "周岁", "所")
    if re.search(r"(?:全组|全校|全园|我组|我校|本组|我们)$", c.clause_before) and people:
        return "fact"
    if c.label in ("situation", "preamble") and people and not re.search(r"率|获|了|完成|开展|组织", c.clause_before):
        return "fact"
    return "achievement"


def _plan_state(e: Expression, c: Context) -> str | None:
    """In a plan: the past and the present state are facts."""
    if c.kind != "plan":
        return None
    if c.label == "situation":
        return "commitment" if _DUTY.search(c.clause_before) and e.comparator in ("ge", "le") and not _PAST.search(c.before) else "fact"
    past = list(_PAST.finditer(c.before))
    if past and not _REFERRED.search(c.before) and not _AHEAD.search(c.before[past[-1].end() :]):
        return "achievement" if _MADE.search(c.before[past[-1].end() :]) and e.unit not in ("%", "分") else "fact"
    if re.search(r"(?:修完|完成|读完|上过|带过|发表过|做过|获过|参加过)了?$|了$", c.clause_before) and not _DUTY.search(c.clause_before):
        return "achievement" if re.search(r"完了?$|完成了?$", c.clause_before) else "fact"
    if re.search(r"组长$|组员$|成员$|主任$|联络员$", c.clause_before) and e.unit in ("人", "名", "位"):
        return "fact"
    if c.label == "preamble" and not _DUTY.search(c.clause_before):
        return "fact"
    if (
        _STATE.search(c.clause_before[-8:])
        and e.unit in ("人", "名", "位", "个", "周岁", "岁", "%", "年", "个班", "节", "所")
        and e.comparator in ("eq", "approx")
        and not _DUTY.search(c.clause_before)
    ):
        return "fact"
    if re.search(r"(?:全组|全校|我组|我校|本组|三|两|下设|设|辖|有)$", c.clause_before) and e.unit in ("人", "名", "位", "个", "所", "个班"):
        return "fact"
    if re.search(r"(?:荣获|获得了|取得了|评为|达到了|发表过|上过|带过|获过)", c.clause_before):
        return "fact"
    return None


def _level(e: Expression, _: Context) -> str | None:
    """区级以上 picks out."""
    return "qualifier" if e.form == "level" else None


_RULES = [
    ("level", _level),
    ("form", _form),
    ("qualifier", _qualifier),
    ("penalty", _penalty),
    ("baseline", _baseline),
    ("quoted rule", _quoted_rule),
    ("summary", _summary),
    ("state", _plan_state),
]
