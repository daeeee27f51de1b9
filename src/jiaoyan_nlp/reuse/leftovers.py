"""Leftovers: what a copied or unfinished plan gives away. Open placeholders, another school's name, a year of an earlier plan.

A finding is something for a person to look at, with its evidence; it says nothing of how it came about.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from jiaoyan_nlp.corpus.document import Document, Outlined
from jiaoyan_nlp.corpus.metadata.fields import Metadata
from jiaoyan_nlp.reuse.ink import Ink
from jiaoyan_nlp.text.spans import Span

_PLACEHOLDER = re.compile(
    r"20[xX×*_〇]{2}\s?(?:[-~—至]\s?20[xX×*_〇]{2})?\s?(?:学年度?|年度?)?|[xX×＊]{2,}\s?(?:年|省|市|县|区|镇|乡|小学|中学|学校|幼儿园|老师|校长|同志|%|月|日)?"
    r"|(?<![a-zA-Z_])_{2,}(?![a-zA-Z_])|(?<![A-Za-z])[XYxy](?=[节次篇名人个项门本份%所期]|月|日|学校|小学)"
)
_NOW = re.compile(
    r"^(?:[春秋]季?|[上下]半年|[上下]学期|第[一二]学期|度)?(?:学期)?[^。;]{0,10}?(?:将|拟|要|计划|我[校组室园]|本[校组室园]|全[校组园]|工作(?:目标|要点|安排)|重点|继续|力争)"
)
_NAMED_YEAR = re.compile(r"(20\d\d)\s?(?:学?年度?)")


_DISTRICT = re.compile(r"^(?:[\u4e00-\u9fff]{2,4}?(?:省|自治区|市|县|新区|区|旗))+(?=[\u4e00-\u9fff]{3,})")
_TYPE = r"(?:小学|中学|学校|幼儿园|高中|初中)"
_NAMED = re.compile(rf"[\u4e00-\u9fff]{{2,3}}(?:县|市|区|镇|乡)(?:第?[一二三四五六七八九十]+|实验|中心|[^\W\d的一所级课每与和为于而]{{2,3}})?{_TYPE}")
_GENERIC = re.compile(r"(?:全|各|本|我|该|一|所|级|直|乡|个)(?:县|市|区|镇|乡)|城乡|兄弟|片区|校区|社区|学区|地区|城区|辖区|山区|重点|升入|职业|普通高")
_BEFORE_OTHERS = re.compile(r"(?:与|和|同|跟|赴|到|往|走进|参观|邀请|联合|送教|结对|兄弟|帮扶|访|参加)(?:了)?[\u4e00-\u9fff]{0,3}$")
_BEHIND_OTHERS = re.compile(r"^(?:和|与|的?(?:同课异构|结对|联谊|举行|举办|承办|召开|参观|送教|执教|联合|名师|专家|老师来|学习|交流|跟岗))")


@dataclass(frozen=True, slots=True)
class Finding:
    """Something for a person to look at; offsets are places in the view's text.

    Attributes:
        kind: placeholder, other_school or stale_year.
        evidence: the words found, and what they were compared with.
    """

    plan: int
    start: int
    end: int
    kind: str
    text: str
    evidence: str


def find_leftovers(document: Document, number: int, plan: Outlined, known: Metadata) -> list[Finding]:
    """Placeholders and stale years of one plan, in text order."""
    text = document.view.text
    found = [*_placeholders(text, plan), *_stale_years(text, plan, known)]
    return sorted((Finding(number, s, e, kind, text[s:e], why) for s, e, kind, why in found), key=lambda f: (f.start, f.kind))


Found = tuple[int, int, str, str]


def _placeholders(text: str, plan: Outlined) -> Iterator[Found]:
    for m in _PLACEHOLDER.finditer(text, plan.start, plan.end):
        yield m.start(), m.end(), "placeholder", ""


def find_other_schools(inks: Sequence[Ink]) -> Iterator[tuple[int, int, int, str]]:
    """Where a plan names another school as if it were its own: (place of the ink, start, end in letters, name).

    Asked are the names of all schools that the inks are of, in full and short (第一小学 for 示例县第一小学), and whatever
    reads like a full name. Mentions as a partner or a place to visit (与…同课异构, 赴…学习) are left out.
    """
    names = sorted({n for ink in inks for n in _forms(ink.school) if re.search(f"{_TYPE}$", n)}, key=lambda n: (-len(n), n))
    known = re.compile("|".join(map(re.escape, names)) or "(?!)")
    for place, ink in enumerate(inks):
        if not ink.school:
            continue
        named = list(known.finditer(ink.text))
        taken = [Span(m.start(), m.end()) for m in named]
        named += [
            m for m in _NAMED.finditer(ink.text) if len(m[0]) >= 6 and not _GENERIC.search(m[0]) and not any(t.overlap(Span(m.start(), m.end())) for t in taken)
        ]
        for m in sorted(named, key=lambda m: m.start()):
            before, behind = ink.run_before(m.start(), 8), ink.run_behind(m.end(), 8)
            if not is_same_school(m[0], ink.school) and not _BEFORE_OTHERS.search(before) and not _BEHIND_OTHERS.match(behind):
                yield place, m.start(), m.end(), m[0]


def _forms(school: str) -> list[str]:
    """A school's name in full and without its district, where enough is left to tell it."""
    short = _DISTRICT.sub("", school)
    return [f for f in dict.fromkeys((school, short)) if len(f) >= 4]


def is_same_school(name: str, own: str) -> bool:
    """Whether a name can be the school's own, in full or short."""
    return name in own or any(form in name for form in _forms(own))


def _stale_years(text: str, plan: Outlined, known: Metadata) -> Iterator[Found]:
    """An earlier year where the plan speaks of what it will do now."""
    if known.year is None or plan.kind != "plan":
        return
    for m in _NAMED_YEAR.finditer(text, plan.title_end, plan.end):
        year = int(m[1])
        ahead = _NOW.match(text[m.end() : m.end() + 24])
        quoted = re.search(r"[《(〔\[]$", text[max(0, m.start() - 1) : m.start()])
        if known.year - 6 <= year < known.year and ahead and not quoted:
            yield m.start(), m.end(), "stale_year", str(known.year)
