"""Mentions: periods and actors wherever a text names them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache, lru_cache
from typing import NamedTuple

from jiaoyan_nlp.commitments.context import tagged
from jiaoyan_nlp.resources import lexicon
from jiaoyan_nlp.text.patterns import quick

_DATE = re.compile(r"(?<!每)(?<!每学)(?:学期|学年|期|年)(?:[末初底]|结束)|期中(?!间)|上学期|上学年|去年|近年|年级|学年度?第")  # ends of terms and past terms
_NO_PERIOD_BEHIND = re.compile(r"前(?!后)|后|时间|来|以来|度?第|度工作|计划|规划")
_NO_LENGTH_BEHIND = re.compile(r"之?内|以内")  # 两周内 is a deadline, 一学期内 a period
_NO_PERIOD_BEFORE = re.compile(r"(?:提前|为期|历时|开学|用|经过|通过|近|第|新学期第|不到|不足)$")


class Period(NamedTuple):
    """A mention of a period: its name, and where it stands in the text that was searched."""

    name: str
    start: int
    end: int


@cache
def _period_pattern() -> tuple[re.Pattern[str], dict[str, str]]:
    names = {word: name for name, words in lexicon("quantities")["periods"].items() for word in words}
    return re.compile("|".join(sorted(map(re.escape, names), key=len, reverse=True))), names


@lru_cache(maxsize=4096)
def periods(text: str) -> tuple[Period, ...]:
    """The periods named in a text, in order; ends of terms (学期末) and past terms are dates, not periods."""
    pattern, names = _period_pattern()
    found = [m for m in pattern.finditer(text) if not _is_date(text, m)]
    return tuple(Period(names[m[0]], m.start(), m.end()) for m in found)


def _is_date(text: str, m: re.Match[str]) -> bool:
    start, end = m.span()
    if any(d.start() < end and start < d.end() for d in _DATE.finditer(text, max(0, start - 3), end + 3)):
        return True
    if m[0] == "一月" and (text[:start].endswith("十") or re.match(r"[:份、,]", text[end : end + 1])):
        return True
    if m[0][-1] in "周月天日" and _NO_LENGTH_BEHIND.match(text, end):
        return True
    return bool(_NO_PERIOD_BEHIND.match(text, end)) or bool(_NO_PERIOD_BEFORE.search(text[max(0, start - 4) : start]))


def last_period(text: str) -> Period | None:
    """The period named last in a text."""
    found = periods(text)
    return found[-1] if found else None


EACH = re.compile(r"每[位名个一所人]|每$|各|人人|人均|班班|校校|生均|师均|每(?=[\u4e00-\u9fff]{0,8}(?:教师|组|师傅|班|校|小学|中学|人))")

NOBODY = ("人均", "生均", "师均", "人手")
"""Words that say each and name nobody."""


class Actor(NamedTuple):
    """A mention of someone who can be bound: the words, whether they say each, and where they stand in the text searched."""

    words: str
    each: bool
    start: int
    end: int
    form: str


@cache
def actor_pattern() -> re.Pattern[str]:
    """An actor phrase: every/each or a qualifier, then who."""
    actors = lexicon("quantities")["actors"]

    def longest(words: Sequence[str]) -> str:
        return "|".join(sorted(map(re.escape, words), key=len, reverse=True))

    heads = longest(actors["heads"])
    head = rf"(?:{heads})(?:[、和及](?:[\u4e00-\u9fff]{{0,4}}?(?:{heads})))*(?:成员)?"
    return quick(
        rf"(?P<whole>{longest(actors['whole'])})"
        rf"|(?P<each>每一?[位名个所]|每(?!学[期年]|[周月年天日次课节期例份篇场轮块项件回题张幅科]|单元|两|个月|个学)|各(?!级|类|项|种|方)位?|全体|所有)"
        rf"(?:[\u4e00-\u9fff]{{0,8}}?)(?:{head}|小学|中学|片区|班|组|校|园|人|年级|成员|科|级部|社团)(?:成员|教师|老师)?"
        rf"|(?P<head>(?:{actors['qualifier']})*(?:{head}))"
        rf"|(?P<grades>[低中高]{{1,2}}年级|[一二三四五六七八九](?:、[一二三四五六七八九])*(?:至[一二三四五六七八九])?年级(?:组|及以上|备课组)?|[初高][一二三](?:年级)?)"
        rf"|(?P<me>(?<![\u4e00-\u9fff])(?:我们?|本人)(?!校|区|县|国|市|镇|园))"
    )


@lru_cache(maxsize=4096)
def actor_matches(text: str) -> tuple[re.Match[str], ...]:
    """The matches of `actor_pattern` in a text."""
    return tuple(actor_pattern().finditer(text))


@lru_cache(maxsize=4096)
def actors(text: str) -> tuple[Actor, ...]:
    """The actors named in a text, in order; 教师每人 is one, and says each."""
    out: list[Actor] = []
    for m in actor_matches(text):
        words, each = m[0].strip(), bool(m["whole"] or EACH.match(m[0].strip()))
        if m["whole"] and out and out[-1].end == m.start():
            out[-1] = out[-1]._replace(each=True, end=m.end())
        else:
            out.append(Actor(words, each, m.start(), m.end(), m.lastgroup or "head"))
    return tuple(out)


_NOUNS = frozenset(["n", "nr", "nt", "nz", "ns", "nrt", "nrfg", "ng", "j", "l", "i", "b", "vn", "a", "an", "t", "f", "s", "m", "q", "uj", "r"])
_PEOPLE_END = re.compile(r"[师生长员组室处部校园队班人者们员会区片家手童对位级方]$|学段|大家|双方|师徒|年级|其他人|各科|科$")


@lru_cache(maxsize=4096)
def subject(clause: str) -> Actor | None:
    """The noun phrase that opens a clause where it is no known actor: 田径队, 每个学段, 三个年轻人."""
    start = at = len(clause) - len(clause.lstrip())
    for word in tagged(clause[start:]):
        if word.tag not in _NOUNS or at - start > 12 or any(p.start <= at < p.end for p in periods(clause)):
            break
        at += len(word.text)
    words = clause[start:at].rstrip("的")
    return (
        Actor(words, bool(EACH.match(words)), start, start + len(words), "people" if _PEOPLE_END.search(words) else "noun")
        if len(words) >= 2 and at < len(clause)
        else None
    )
