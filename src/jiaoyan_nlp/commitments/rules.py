"""What rules say of an amount's actor, period and item, each by an ordered search outwards from the amount.

Their answers are candidates of the choices, and count as evidence among the rest.
"""

from __future__ import annotations

import re

from jiaoyan_nlp.commitments.context import Context
from jiaoyan_nlp.commitments.expressions import PEOPLE, RATES, Expression
from jiaoyan_nlp.commitments.mentions import EACH, NOBODY, actor_matches, last_period
from jiaoyan_nlp.resources import wording


def ruled_period(e: Expression, c: Context) -> str:
    """The period that governs: in the clause, earlier in the sentence, in the line that announces the list, in a heading.

    Rates and results take only a period of their own clause; ends of terms are dates.
    """
    if own := last_period(c.clause_before):
        return own.name
    if behind := _behind_period(c):
        return behind
    if e.unit in RATES and not re.search(r"的(?:教师|学生|老师)", c.clause_behind):
        return "plan"
    earlier = last_period(c.before)
    if earlier and earlier.name in ("day", "week", "biweek", "month") and _DATED.search(c.clause_before):
        return "plan"  # 每周不少于1000字,期末检查一次: the end of term is no week
    if earlier:
        return earlier.name
    if re.match(r"每[次期节回场人]", c.clause_before) and (before := last_period(c.previous)):
        return before.name
    governing = last_period(c.lead)
    if governing:
        return governing.name
    heading = last_period(c.path)
    return heading.name if heading and heading.name not in ("year",) and "下学期" not in c.path else "plan"


_DATED = re.compile(r"期[末中初]|学期[末初]|年[底末]|开学|\d{1,2}月|[一二三四五六七八九十]月")


def _behind_period(c: Context) -> str | None:
    """两节/周, 一次(每月): a period right behind the amount."""
    found = re.match(r"[/每(]{1,2}(周|月|学期|年|天|日|人)", c.clause_behind)
    names = {"周": "week", "月": "month", "学期": "semester", "年": "year", "天": "day", "日": "day"}
    return names.get(found[1]) if found else None


def ruled_actor(e: Expression, c: Context) -> tuple[str | None, bool]:
    """In a table who is responsible; the nearest actor before the amount in its sentence; else the subject of the sentence before; else of the list's lead."""
    if c.responsible:
        return c.responsible, bool(EACH.match(c.responsible))
    rule = re.search(r"(?:扣|加|奖)[\u4e00-\u9fff]{0,6}$", c.clause_before)
    near = [(c.clause_before, False), (c.before, False)]
    far = [] if rule else [(c.previous, True), (c.lead, True)]
    for text, is_far in near + far:
        found = _last_actor(text, is_far, at_amount=not is_far and e.unit in PEOPLE)
        if found:
            return found
    share = re.match(r"的([\u4e00-\u9fff]{0,6}(?:教师|学生|老师|班级|学校|幼儿|家长))", c.clause_behind)
    if share and e.unit in RATES:
        return share[1], False
    return None, False


_NO_ACTOR_BEHIND = re.compile(wording("no_actor"))
_ASKED = ("要求", "组织", "鼓励", "确保", "保证", "引导", "促使", "规定", "由", "级")


def _last_actor(text: str, far: bool, at_amount: bool = False) -> tuple[str | None, bool] | None:
    """The last actor phrase of a text that stands as a subject: (phrase, whether it says each).

    Args:
        far: the text is another sentence; only what stands at the head of a clause there governs this one.
        at_amount: the amount counts people, so that a phrase right before it is what is counted.
    """
    best: tuple[str | None, bool] | None = None
    end_of_last = -1
    for m in actor_matches(text):
        if m["whole"] and best is not None and end_of_last == m.start():
            best = (best[0], True)  # 校级领导每人: the leaders, each
        elif _is_subject(m, text, far) and not (at_amount and m.end() == len(text.rstrip())):
            words = m[0].strip()
            best = (None if words in NOBODY else words, bool(m["whole"] or EACH.match(words)))
            end_of_last = m.end()
    return best


_RULED = re.compile(r"规定|要求|提出")


def _is_subject(m: re.Match[str], text: str, far: bool) -> bool:
    """Whether an actor phrase is who does it: at the head of a clause, or, in the amount's own sentence, each of some."""
    before, behind = text[: m.start()].rstrip(), text[m.end() : m.end() + 4]
    each, ruled = bool(m["each"] or m["whole"]), _RULED.match(behind) is not None
    if _NO_ACTOR_BEHIND.match(behind) and not m["whole"]:
        return False
    if before.endswith("其中") and not m[0].endswith(("长", "主任")):
        return False
    if re.search(r"[对向给为帮被与和听]$", before) and not m["each"] and not ruled:
        return False
    period = last_period(before)
    behind_period = period is not None and period.end == len(before)
    at_head = not before or before[-1] in ",;:。、(“" or before.endswith((*_ASKED, "其中")) or behind_period or ruled
    return at_head or (each and not far)


_STRIP_FRONT = re.compile(rf"^{wording('verb')}+")
_STRIP_BACK = re.compile(rf"{wording('tail')}+$")
_MODIFIER = re.compile(rf"^{wording('praise')}的?")


def ruled_item(e: Expression, c: Context) -> str | None:
    """The shortest phrase that tells what is counted: the noun behind the amount, else what stands before it."""
    behind = re.match(r"(?:的)?[\u4e00-\u9fffA-Za-z“”《》\d]{1,24}", c.clause_behind)
    timed = e.unit in ("分钟", "小时", "元", "分", "天", "周", "日", "刻钟")
    if behind and (not timed or re.match(r"(?:的)?[\u4e00-\u9fff]{0,8}(?:时间|活动|锻炼|阅读|运动|练习|讲座|培训|训练|片段)", behind[0])):
        noun = behind[0].removeprefix("的")
        if (owner := noun.rfind("的")) >= 2 and len(noun) - owner > 2:
            noun = noun[owner + 1 :]
        noun = re.split(r"(?:,|并|供|作为|进行|以供|用于|交到|存档)", noun)[0] if not noun.startswith(("参加", "进行", "并")) else ""
        shorter = _MODIFIER.sub("", noun)
        noun = (shorter or noun).strip("“”")
        if e.unit in RATES:
            share = re.match(r"(?:教师|学生|老师)(?:能|要|会|具有|达到|参与|完成)?(.{2,14})", noun)
            return share[1] if share else (_before_item(e, c) or noun or None)
        if noun and not re.match(r"^(?:以|及|左|上|内|之|由|到|至|时|后|前|,|者|达|比|多)", noun):
            return noun[-12:] if len(noun) > 12 else noun
    return e.noun or _before_item(e, c)


def _before_item(e: Expression, c: Context) -> str | None:
    """The noun or verb phrase between actor or period and the amount."""
    before = c.clause_before
    period = last_period(before)
    if period:
        tail = before[period.end :]
        before = tail if _STRIP_BACK.sub("", tail).strip() else before[: period.end]
        before = re.sub(r"(?:每|本|一)?(?:个)?(?:两)?(?:周|月|学期|学年|年|天|日|年度|单元)$", "", before)
    before = before.strip()
    actors = actor_matches(before)
    only_actor = bool(actors) and actors[0].start() == 0 and actors[-1].end() == len(before)
    if only_actor and e.unit in PEOPLE:
        return before[-14:]
    if actors and len(_STRIP_BACK.sub("", rest := before[actors[-1].end() :])) >= 2:
        before = rest
    words = _bare(before)
    if len(words) < 2 or only_actor or re.fullmatch(r"(?:其中)?每[次场期个篇例份回节讲]限?|其中|提前|用时|时间|全程|限时|后", words):
        words = _last_clause(c.before[: len(c.before) - len(c.clause_before)])
    words = re.split(r"[由从]|比(?=[上去前往同])", words)[0] or words  # 合格率由92%提高到97%
    return words[-14:] or c.topic or None


def _last_clause(text: str) -> str:
    """Item of an earlier clause, for amounts that stand alone: 每周一次,每次不少于两课时; clauses that only name an actor say none."""
    for clause in reversed(re.split(r"[,;:。、()]", text)):
        period = last_period(clause)
        words = clause[period.end :] if period and period.end < len(clause) else clause
        words = re.sub(r"(?:不少于|至少|不超过)?[\d一二两三四五六七八九十]+(?:次|节|篇|本|份|场|人次|字)(?!备课)", "", words)
        actors = actor_matches(words)
        words = words[actors[-1].end() :] if actors else words
        if len(item := _bare(words.strip())) >= 2:
            return item
    return ""


def _bare(words: str) -> str:
    """Without the verbs and auxiliaries at its two ends, as long as something is left."""
    shorter = _STRIP_BACK.sub("", words)
    found = _STRIP_FRONT.match(shorter)
    while found and len(shorter) - found.end() < 2 and found.end() > 0:
        found = _STRIP_FRONT.match(shorter[: found.end() - 1])
    return shorter[found.end() :] if found else shorter
