"""Whether a name in a plan is the plan's own: its school, place, year, subject or writer, as its metadata say.

The answer is None wherever the two cannot be compared: nothing is known of the plan, or the name is a short form, a generic word,
a place of another rank, a subject among several.
"""

from __future__ import annotations

import re
from functools import cache

from jiaoyan_nlp.corpus.metadata.fields import Metadata
from jiaoyan_nlp.corpus.metadata.schools import district_of
from jiaoyan_nlp.resources import lexicon
from jiaoyan_nlp.text.numerals import value

TYPE = r"(?:小学|中学|学校|幼儿园|高中|初中)"
"""What full names of schools end with."""

_DISTRICT = re.compile(r"^(?:[\u4e00-\u9fff]{2,4}?(?:省|自治区|市|县|新区|区|旗))+(?=[\u4e00-\u9fff]{3,})")
_TOWN = re.compile("[一-鿿]{2}[镇乡]")
_NO_TOWN = re.compile("[全我本各该每某城]")
_OPEN = re.compile("[xX某]")


def forms(school: str) -> list[str]:
    """A school's name in full and without its district, where enough is left to tell it."""
    short = _DISTRICT.sub("", school)
    return [f for f in dict.fromkeys((school, short)) if len(f) >= 4]


def is_same_school(name: str, own: str) -> bool:
    """Whether a name can be the school's own, in full or short."""
    return name in own or any(form in name for form in forms(own))


def is_own(kind: str, name: str, known: Metadata) -> bool | None:
    """Whether a name of this kind (`names.SLOTS`) is the own one of a plan of which this is known."""
    own = own_value(kind, name, known)
    if not own or _OPEN.search(name):
        return None
    if kind == "school":
        return is_same_school(name, own) or (None if name[-1] in "小中" else False)  # 实验二小 may be 第二实验小学
    if kind == "place":
        return name in own or own in name or (None if (own[-1] == "市") != (name[-1] == "市") else False)  # a city holds counties
    if kind == "year":
        return _is_own_year(years_in(name), known)
    if kind == "subject":
        return _subject(name) == _subject(own)
    return name == own


def own_value(kind: str, name: str, known: Metadata) -> str:
    """What a name of this kind is compared with; empty where nothing is known, or what is known tells nothing."""
    if kind == "school":
        return known.school.lower()
    if kind == "place":
        return _own_place(name, known)
    if kind == "year":
        return str(known.year or "") if years_in(name) else ""
    if kind == "subject":
        return "" if {known.subject, name} & set(lexicon("metadata")["broad_subjects"]) else known.subject
    return known.author if kind == "person" else ""


def years_in(name: str) -> list[int]:
    """The calendar years in the letters of a year: 2023, 二〇二三, of a school year (20232024) both; none where it is left open."""
    parts = [name[i : i + 4] for i in range(0, len(name), 4)] if name.isdecimal() else [name]
    return [int(number) for part in parts if (number := value(part)) is not None and number >= 1900]


def is_later(name: str, known: Metadata) -> bool:
    """Whether a year that is not the plan's own lies behind it."""
    named, whole = years_in(name), _years_of(known)
    return named > whole if len(named) == len(whole) else min(named) > max(known.year or 0, *whole, 0)


def _is_own_year(named: list[int], known: Metadata) -> bool:
    """A school year is own as a whole, a calendar year as one of the plan's school year."""
    whole = _years_of(known)
    return named == whole if len(named) == len(whole) else bool({known.year, *whole} & set(named))


def _years_of(known: Metadata) -> list[int]:
    """Both calendar years of a plan's school year; none where it is of none."""
    return [int(y) for y in re.findall(r"\d{4}", known.school_year)]


def _own_place(name: str, known: Metadata) -> str:
    if name[-1:] in ("镇", "乡"):
        town = _TOWN.search(known.school)
        return town[0] if town and not _NO_TOWN.search(name) else ""
    return known.district if district_of(name) else ""


@cache
def _subject(name: str) -> str:
    """One name for the names of one subject."""
    return next((names[0] for names in lexicon("metadata")["same_subjects"] if name in names), name)
