"""Frames: of a commitment who is bound, what is counted, how often, and whether an amount is a change or a level."""

from __future__ import annotations

import re
from dataclasses import dataclass

from jiaoyan_nlp.commitments.context import Context, actor_pattern, last_period
from jiaoyan_nlp.commitments.expressions import Expression
from jiaoyan_nlp.resources import lexicon, wording

_PEOPLE = ("人", "名", "位", "人次")
_OWN_RATE = ("%", "百分点", "倍", None)
_EACH = re.compile(r"每[位名个一所人]|每$|各|人人|人均|班班|校校|生均|师均|每(?=[\u4e00-\u9fff]{0,8}(?:教师|组|师傅|班|校|小学|中学|人))")


@dataclass(frozen=True, slots=True)
class Frame:
    """The fields of a commitment that its expression does not hold itself."""

    actor: str | None
    each: bool
    item: str | None
    comparator: str
    change: str
    per: str


def frame_of(e: Expression, c: Context) -> Frame:
    """The frame of an expression in its context."""
    actor, each = _actor(e, c)
    return Frame(actor, each, _item(e, c), _comparator(e, c), _change(e, c), _period(e, c))


def _comparator(e: Expression, c: Context) -> str:
    """Comparators that stand apart from the amount: 至少读一本, 控制在…, 突破…; 不少于 does not carry to the next amount."""
    if e.comparator not in ("eq", "range"):
        return e.comparator
    words: dict[str, dict[str, str]] = lexicon("quantities")["comparators"]
    apart = {**words["before_outside"], **words["before_inside"]}
    for word in sorted(apart, key=len, reverse=True):
        at = c.clause_before.rfind(word)
        if at < 0:
            continue
        between = c.clause_before[at + len(word) :]
        touching = not between.strip() or (word == "限" and len(between) <= 2)
        of_what = between.endswith("的") and len(between) <= 10  # 不低于公用经费的5%
        if (
            touching
            or of_what
            or (word in ("至少", "最少", "至多", "最多") and len(between) <= 12 and not re.search(r"\d|[一二三四五六七八九十]+[节次篇本份个]", between))
        ):
            return apart[word]
    return e.comparator


def _change(e: Expression, c: Context) -> str:
    """increase or decrease for an amount of change (提升5%), none for a level (提升至60%)."""
    before = c.clause_before
    if re.search(r"(?:到|至|为|达|达到)(?:了|约)?$", before):
        return "none"
    words = lexicon("quantities")["change"]
    for name in ("increase", "decrease"):
        verbs = sorted(words[name], key=len, reverse=True)
        if re.search(rf"(?:{'|'.join(verbs)})(?:了|约|幅度|[\\u4e00-\\u9fff]{{0,2}}学分)?$", before) and (
            e.unit in ("%", "百分点", "分", "倍", "元", "学分") or name == "decrease" or re.search(r"(?:增加|减少|多出|回升)$", before)
        ):
            return name
    if e.unit == "百分点" and re.search(r"(?:高|升|增|长|多)", before):
        return "increase"
    if e.unit == "百分点" and re.search(r"(?:降|低|减|缩)", before):
        return "decrease"
    return "none"


def _period(e: Expression, c: Context) -> str:
    """The period that governs: in the clause, earlier in the sentence, in the line that announces the list, in a heading.

    Rates and results take only a period of their own clause; ends of terms are dates.
    """
    own = last_period(c.clause_before) or _behind_period(c)
    if own:
        return own[0]
    if e.unit in _OWN_RATE and not re.search(r"的(?:教师|学生|老师)", c.clause_behind):
        return "plan"
    earlier = last_period(c.before)
    if earlier and earlier[0] in ("day", "week", "biweek", "month") and _DATED.search(c.clause_before):
        return "plan"  # 每周不少于1000字,期末检查一次: the end of term is no week
    if earlier:
        return earlier[0]
    if re.match(r"每[次期节回场人]", c.clause_before) and (before := last_period(c.previous)):
        return before[0]
    governing = last_period(c.lead)
    if governing:
        return governing[0]
    heading = last_period(c.path)
    return heading[0] if heading and heading[0] not in ("year",) and "下学期" not in c.path else "plan"


_DATED = re.compile(r"期[末中初]|学期[末初]|年[底末]|开学|\d{1,2}月|[一二三四五六七八九十]月")


def _behind_period(c: Context) -> tuple[str, int] | None:
    """两节/周, 一次(每月): a period right behind the amount."""
    found = re.match(r"[/每(]{1,2}(周|月|学期|年|天|日|人)", c.clause_behind)
    names = {"周": "week", "月": "month", "学期": "semester", "年": "year", "天": "day", "日": "day"}
    return (names[found[1]], 0) if found and found[1] in names else None


def _actor(e: Expression, c: Context) -> tuple[str | None, bool]:
    """In a table who is responsible; the nearest actor before the amount in its sentence; else the subject of the sentence before; else of the list's lead."""
    if c.responsible:
        return c.responsible, bool(_EACH.match(c.responsible))
    rule = re.search(r"(?:扣|加|奖)[\u4e00-\u9fff]{0,6}$", c.clause_before)
    near = [(c.clause_before, False), (c.before, False)]
    far = [] if rule else [(c.previous, True), (c.lead, True)]
    for text, is_far in near + far:
        found = _last_actor(text, is_far, at_amount=not is_far and e.unit in _PEOPLE)
        if found:
            return found
    share = re.match(r"的([\u4e00-\u9fff]{0,6}(?:教师|学生|老师|班级|学校|幼儿|家长))", c.clause_behind)
    if share and e.unit in _OWN_RATE:
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
    for m in actor_pattern().finditer(text):
        if m["whole"] and best is not None and end_of_last == m.start():
            best = (best[0], True)  # 校级领导每人: the leaders, each
        elif _is_subject(m, text, far) and not (at_amount and m.end() == len(text.rstrip())):
            words = m[0].strip()
            best = (None if words in _EVERYBODY else words, bool(m["whole"] or _EACH.match(words)))
            end_of_last = m.end()
    return best


_EVERYBODY = ("人均", "生均", "师均")
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
    behind_period = period is not None and period[1] == len(before)
    at_head = not before or before[-1] in ",;:。、(“" or before.endswith((*_ASKED, "其中")) or behind_period or ruled
    return at_head or (each and not far)


_STRIP_FRONT = re.compile(rf"^{wording('verb')}+")
_STRIP_BACK = re.compile(rf"{wording('tail')}+$")
_MODIFIER = re.compile(rf"^{wording('praise')}的?")


def _item(e: Expression, c: Context) -> str | None:
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
        if e.unit in _OWN_RATE:
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
        tail = before[period[1] :]
        before = tail if _STRIP_BACK.sub("", tail).strip() else before[: period[1]]
        before = re.sub(r"(?:每|本|一)?(?:个)?(?:两)?(?:周|月|学期|学年|年|天|日|年度|单元)$", "", before)
    before = before.strip()
    actors = list(actor_pattern().finditer(before))
    only_actor = bool(actors) and actors[0].start() == 0 and actors[-1].end() == len(before)
    if only_actor and e.unit in _PEOPLE:
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
        words = clause[period[1] :] if period and period[1] < len(clause) else clause
        words = re.sub(r"(?:不少于|至少|不超过)?[\d一二两三四五六七八九十]+(?:次|节|篇|本|份|场|人次|字)(?!备课)", "", words)
        actors = list(actor_pattern().finditer(words))
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
