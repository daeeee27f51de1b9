"""Leftovers: what a copied or unfinished plan gives away. Open placeholders, names, years and subjects that are not the plan's own.

Three searches: in one plan (`find_leftovers`), for names of schools in all (`find_other_schools`), and in what fills the slots of
shared passages (`find_strange_fillers`). A finding is something for a person to look at, with its evidence; it says nothing of how
it came about.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from jiaoyan_nlp.corpus.document import Document, Outlined
from jiaoyan_nlp.corpus.metadata.fields import Metadata
from jiaoyan_nlp.reuse.ink import Ink
from jiaoyan_nlp.reuse.own import TYPE, forms, is_later, is_own, is_same_school, own_value
from jiaoyan_nlp.reuse.slots import Filler, Slot
from jiaoyan_nlp.text.spans import Span

_PLACEHOLDER = re.compile(
    r"20[xX×*_〇]{2}\s?(?:[-~—至]\s?20[xX×*_〇]{2})?\s?(?:学年度?|年度?)?|[xX×＊]{2,}\s?(?:年|省|市|县|区|镇|乡|小学|中学|学校|幼儿园|老师|校长|同志|%|月|日)?"
    r"|(?<![a-zA-Z_])_{2,}(?![a-zA-Z_])|(?<![A-Za-z])[XYxy](?=[节次篇名人个项门本份%所期]|月|日|学校|小学)"
)
_NOW = re.compile(
    r"^(?:[春秋]季?|[上下]半年|[上下]学期|第[一二]学期|度)?(?:学期)?[^。;]{0,10}?(?:将|拟|要|计划|我[校组室园]|本[校组室园]|全[校组园]|工作(?:目标|要点|安排)|重点|继续|力争)"
)
_NAMED_YEAR = re.compile(r"(20\d\d)\s?(?:学?年度?)")

_IN_A_PLACE = r"[^\W\da-zA-Z的与在或及了从们把被]"
_NAMED = re.compile(rf"{_IN_A_PLACE}{{2,3}}(?:县|市|区|镇|乡)(?:第?[一二三四五六七八九十]+|实验|中心|[^\W\d的一所级课每与和为于而]{{2,3}})?{TYPE}")
_GENERIC = re.compile(r"(?:全|各|本|我|该|一|所|级|直|乡|个)(?:县|市|区|镇|乡)|城乡|兄弟|片区|校区|社区|学区|地区|城区|辖区|山区|重点|升入|职业|普通高")
_BEFORE_OTHERS = re.compile(r"(?:与|和|同|跟|赴|到|往|走进|参观|邀请|联合|送教|结对|兄弟|帮扶|访|参加)(?:了)?[\u4e00-\u9fff]{0,3}$")
_BEHIND_OTHERS = re.compile(r"^(?:和|与|的?(?:同课异构|结对|联谊|举行|举办|承办|召开|参观|送教|执教|联合|名师|专家|老师来|学习|交流|跟岗))")


@dataclass(frozen=True, slots=True)
class Finding:
    """Something for a person to look at; offsets are places in the view's text.

    Attributes:
        kind: placeholder or stale_year.
        evidence: what the words were compared with.
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


class Leftover(NamedTuple):
    """A name in one of many plans that is not the plan's own.

    Attributes:
        plan: place of the plan in the list of inks.
        start, end: the name, in its letters.
        kind: other_school, other_place, other_person, other_subject, stale_year (an earlier one) or other_year (a later one).
        evidence: the plan's own value; empty where it is not known.
        owner: the other school whose own the name is, where there is just one.
    """

    plan: int
    start: int
    end: int
    kind: str
    evidence: str
    owner: str


def find_other_schools(inks: Sequence[Ink]) -> Iterator[Leftover]:
    """Where a plan names another school as if it were its own.

    Asked are the names of all schools that the inks are of, in full and short (第一小学 for 示例县第一小学), and whatever
    reads like a full name. Mentions as a partner or a place to visit (与…同课异构, 赴…学习) are left out.
    """
    owners = _owners(ink.school for ink in inks)
    names = sorted((n for n in owners if re.search(f"{TYPE}$", n)), key=lambda n: (-len(n), n))
    known = re.compile("|".join(map(re.escape, names)) or "(?!)")
    for place, ink in enumerate(inks):
        if not ink.school:
            continue
        named = list(known.finditer(ink.text))
        taken = [Span(m.start(), m.end()) for m in named]
        named += [m for m in _full_names(ink) if not any(t.overlap(Span(m.start(), m.end())) for t in taken)]
        for m in sorted(named, key=lambda m: m.start()):
            if not is_same_school(m[0], ink.school) and not _is_partner(ink, m.start(), m.end()):
                held = set().union(*(owners.get(form, set()) for form in forms(m[0]) or [m[0]]))
                yield Leftover(place, m.start(), m.end(), "other_school", ink.school, _only(held))


def _full_names(ink: Ink) -> Iterator[re.Match[str]]:
    """What reads like a school's full name, stands in one piece with no stop inside, and is no common noun."""
    at = 0
    while m := _NAMED.search(ink.text, at):
        in_one_piece = ink.span(m.start(), m.end()).length == len(m[0])
        at = m.end() if in_one_piece else m.start() + 1
        if in_one_piece and len(m[0]) >= 6 and not _GENERIC.search(m[0]):
            yield m


def _owners(schools: Iterable[str]) -> dict[str, set[str]]:
    """The schools that a name, in full or short, can be of."""
    out: dict[str, set[str]] = defaultdict(set)
    for school in set(schools):
        for form in forms(school):
            out[form].add(school)
    return out


def _only(held: set[str]) -> str:
    return next(iter(held)) if len(held) == 1 else ""


def _is_partner(ink: Ink, start: int, end: int) -> bool:
    """Whether a name stands there as that of someone to visit, to invite or to work with."""
    return bool(_BEFORE_OTHERS.search(ink.run_before(start, 8)) or _BEHIND_OTHERS.match(ink.run_behind(end, 8)))


_KINDS = {"school": "other_school", "place": "other_place", "person": "other_person", "subject": "other_subject", "year": "stale_year"}


def find_strange_fillers(inks: Sequence[Ink], slots: Iterable[Slot], known: Sequence[Metadata]) -> Iterator[Leftover]:
    """Where a copy of a passage has in a slot what is not its plan's own while others have theirs.

    A slot holds each plan's own value if at least half of the members that can be asked, and one at least, fill it so
    (`own.is_own`). There the fillers of the others are told. Slots of families within one school or file are for the caller to
    leave out.

    Args:
        known: what is known of the plan of each ink.
    """
    for slot in slots:
        if slot.kind in _KINDS:
            fillers = _people(inks, slot, known) if slot.kind == "person" else slot.fillers
            named = [_named(slot.kind, f, inks[f.plan], known[f.plan]) for f in fillers if not _is_aside(slot.kind, f, inks[f.plan])]
            told = [n.is_own for n in named if n.is_own is not None]
            if told and 2 * sum(told) >= len(told):
                yield from _strange(slot.kind, named)


def _people(inks: Sequence[Ink], slot: Slot, known: Sequence[Metadata]) -> Iterator[Filler]:
    """The fillers of a slot of persons, cut where the name of a member's writer ends: letters tell no end of 李明 in 李明负责."""
    writers = {known[f.plan].author for f in slot.fillers} - {""}
    for f in slot.fillers:
        name = inks[f.plan].text[f.start : f.end]
        ends = [end for end in range(2, len(name)) if name[:end] in writers]
        yield Filler(f.plan, f.start, f.start + ends[-1]) if ends and name not in writers else f


def _is_aside(kind: str, f: Filler, ink: Ink) -> bool:
    """Whether a name is that of a partner, or a year that of a cohort (2022级)."""
    return ink.text[f.end : f.end + 1] in ("级", "届") if kind == "year" else _is_partner(ink, f.start, f.end)


class _Named(NamedTuple):
    """A filler as a name in the plan of a school; whether it is the plan's own, of which this is known."""

    filler: Filler
    name: str
    school: str
    known: Metadata
    is_own: bool | None


def _named(kind: str, f: Filler, ink: Ink, known: Metadata) -> _Named:
    name = ink.text[f.start : f.end]
    return _Named(f, name, ink.school, known, is_own(kind, name, known))


def _strange(kind: str, named: Sequence[_Named]) -> Iterator[Leftover]:
    """The names in a slot of own values that are not their plans' own."""
    owners: dict[str, set[str]] = defaultdict(set)
    holders: dict[str, set[str]] = defaultdict(set)
    for n in named:
        holders[n.name].add(n.school)
        if n.is_own:
            owners[n.name].add(n.school)
    for n in named:
        if _is_others_person(n, owners[n.name], holders[n.name]) if kind == "person" else n.is_own is False:
            owner = "" if kind in ("year", "subject") else _only(owners[n.name] - {n.school, ""})
            what = "other_year" if kind == "year" and is_later(n.name, n.known) else _KINDS[kind]
            yield Leftover(n.filler.plan, n.filler.start, n.filler.end, what, own_value(kind, n.name, n.known), owner)


def _is_others_person(n: _Named, owners: set[str], holders: set[str]) -> bool:
    """Whether a person stands in another school's copy too, as its writer if the plan's own writer is not known.

    That a group's head is not the plan's writer means nothing by itself.
    """
    others = owners if n.is_own is None else holders
    return not n.is_own and bool(n.school) and n.school not in owners and bool(others - {n.school, ""})


def united(rows: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """Rows of the table of findings by file and place, one for one place and kind: the first and widest, with the owner that any names."""
    out: list[dict[str, Any]] = []
    for row in sorted(rows, key=lambda r: (r["file"], r["kind"], r["start"], -r["end"], r["owner"])):
        before = out[-1] if out else row
        if out and (before["file"], before["kind"]) == (row["file"], row["kind"]) and row["start"] < before["end"]:
            out[-1] = {**before, "owner": before["owner"] or row["owner"]}
        else:
            out.append(row)
    return sorted(out, key=lambda r: (r["file"], r["start"], r["kind"]))
