"""School years and terms as people write them: 2021—2022学年度上学期, 2021年秋季, 21-22学年第一学期, 2022年春 → one form."""

from __future__ import annotations

import re
from typing import NamedTuple

from jiaoyan_nlp.text.folding import fold
from jiaoyan_nlp.text.numerals import DIGITS

HALVES = ("autumn", "spring")
TERMS = (*HALVES, "year")
_TERM_ZH = {"autumn": "第一学期", "spring": "第二学期"}

_CHINESE_YEAR = re.compile(r"[二2][〇零0Oo][〇零一二三四五六七八九\dOo]{2}(?![〇零一二三四五六七八九\d])")
_DIGIT = {str(i): str(i) for i in range(10)} | {c: str(i) for c, i in DIGITS.items()} | {"O": "0", "o": "0"}
_YEAR = r"(?<!\d)(?:20\d\d|19[5-9]\d)(?!\d)"
# years of an edition, of a cohort, of a rule that is quoted: none of them is the plan's
_NOT_ITS_OWN = re.compile(rf"{_YEAR}(?:年?(?:修订)?版|年?[修制]订|级|届|年颁|年印发|年底|年来|年前|年\)》)|建[校园于]{_YEAR}年?|自{_YEAR}年以?来?|\d+号文?")
_TO = r"(?:学?年度?)?[-~至到/一_、.]{1,3}"
_ABOUT_SCHOOL = r"(?=学年|学?年度?第?[一二上下]学?期|年度|第?[一二上下12]学?期|[春秋]|上|下)"
_RANGE = re.compile(rf"(?P<a>{_YEAR}){_TO}(?P<b>{_YEAR})|(?P<c>{_YEAR}){_TO}(?P<d>\d\d)(?!\d){_ABOUT_SCHOOL}|(?<!\d)(?P<e>\d\d){_TO}(?P<f>\d\d)(?=学年)")
_SCHOOL_YEAR = re.compile(rf"(?:(?P<a>{_YEAR})|(?<!\d)(?P<b>[0-3]\d))学年")
_CALENDAR = re.compile(rf"(?P<a>{_YEAR})|(?<!\d)(?P<b>[0-3]\d)(?=年?[春秋]|年(?:第[一二12]|[上下])(?:学期|半年))")
_NAME_BEHIND = r"(?![晓蕾晖华光风苗雨芽江水田阳实])"  # 2023春晓小学 names no term
_HALF = r"(?=$|[^一-鿿])"
_TERM = re.compile(
    rf"(?P<autumn>第[一1]个?学期|(?<=学年)度?\(?(?:[上一1]\)?学?期|上{_HALF})|(?<=年)上{_HALF}|上学期|秋季|秋学?期|下半年|autumn|fall|(?<=[\d年])秋{_NAME_BEHIND})"
    rf"|(?P<spring>第[二2]个?学期|(?<=学年)度?\(?(?:[下二2]\)?学?期|下{_HALF})|(?<=年)下{_HALF}|下学期|春季|春学?期|上半年|spring|(?<=[\d年])春{_NAME_BEHIND})"
    rf"|(?P<behind>(?<=\d{{4}})-(?P<n>[12])(?!\d)|(?<=\d{{4}})(?P<half>[上下])(?:{_HALF}|(?=期)))",
    re.I,
)
_WHOLE = re.compile(rf"学年|全年|年度|{_YEAR}年(?!\d{{1,2}}月)")
_EXPLICIT = re.compile(rf"(?:\d\d|{_YEAR}){_TO}(?:\d\d|{_YEAR})学年度?\(?(?:第[一二12]学期|[上下]学?期)|{_YEAR}学年度?第[一二12]学期|{_YEAR}年?[春秋]季?学?期")


class Period(NamedTuple):
    """A stretch of school time.

    Attributes:
        year: calendar year, of a school year its first; None where it is not known.
        term: autumn (a school year's first term), spring (its second), year (all of it), or empty.
        of_school_year: whether `year` is the first of a school year (2021-2022学年) and no calendar year (2022年春).
        loose: whether 上学期 or 下学期 stands with a calendar year: the one half of the country counts it by the school
            year, the other by the calendar.
    """

    year: int | None = None
    term: str = ""
    of_school_year: bool = False
    loose: bool = False

    @property
    def school_year(self) -> str:
        """`2021-2022学年第一学期`, or without a term where it is of the whole school year; empty where it is of none.

        >>> period_of("2022年春").school_year
        '2021-2022学年第二学期'
        """
        if self.year is None or not (self.of_school_year or self.term in _TERM_ZH):
            return ""
        first = self.year - (not self.of_school_year and self.term == "spring")
        return f"{first}-{first + 1}学年{_TERM_ZH.get(self.term, '')}"

    def is_within(self, other: Period) -> bool:
        """Whether this term of a year can be the time that `other`, a year without a term, speaks of."""
        if other.of_school_year:
            first = self.year if self.of_school_year or self.year is None else self.year - (self.term == "spring")
            return first == other.year
        return other.year in (self.year, (self.year or 0) + (self.of_school_year and self.term == "spring"))


def period_of(text: str) -> Period:
    """The year and term that a title, a file's name or a manifest's cell names; `Period()` where it names none.

    A school year goes before a calendar year, wherever the two stand; of two terms the first counts.
    """
    words = _plain(text)
    year, of_school_year = _year(words)
    term, named = _term(words)
    return Period(year, term, of_school_year, loose=year is not None and not of_school_year and named in ("上学期", "下学期"))


def explicit_period(prose: str) -> Period:
    """The first year with its term in running text (2023年秋季学期伊始); other years and terms there may be of anything."""
    found = _EXPLICIT.search(_plain(prose))
    return period_of(found[0]) if found else Period()


def school_year(text: str) -> str:
    """The one form of a school year, such as `2021-2022学年第一学期`; empty where none is named.

    >>> [school_year(t) for t in ("2021—2022学年度上学期", "21-22学年第一学期", "2021学年第二学期", "20xx学年")]
    ['2021-2022学年第一学期', '2021-2022学年第一学期', '2021-2022学年第二学期', '']
    """
    return period_of(text).school_year


def years(text: str) -> list[int]:
    """The years that a text names, in order."""
    return [int(found[0]) for found in re.finditer(_YEAR, _plain(text))]


def term_of_month(month: int, kind: str) -> str:
    """The term that a plan (written as it begins) or a summary (written as it ends) of this month is of; empty between."""
    if kind == "summary":
        return {5: "spring", 6: "spring", 7: "spring", 12: "autumn", 1: "autumn"}.get(month, "")
    return {2: "spring", 3: "spring", 4: "spring", 8: "autumn", 9: "autumn", 10: "autumn"}.get(month, "")


def _plain(text: str) -> str:
    """Folded, years in Arabic digits, without spaces in lines and without years that are of something else."""
    text = re.sub(r"[^\S\n]+", "", fold(text))
    text = _CHINESE_YEAR.sub(lambda m: "".join(_DIGIT[c] for c in m[0]), text)
    return _NOT_ITS_OWN.sub(" ", text)


def _year(words: str) -> tuple[int | None, bool]:
    """The year named, and whether it is a school year's first."""
    for found in _RANGE.finditer(words):
        first, second = found["a"] or found["c"] or found["e"], found["b"] or found["d"] or found["f"]
        if (int(first) + 1 - int(second)) % 100 == 0:
            return _four(first), True
    for pattern, of_school_year in ((_SCHOOL_YEAR, True), (_CALENDAR, False)):
        if named := pattern.search(words):
            return _four(named["a"] or named["b"]), of_school_year
    return None, False


def _four(digits: str) -> int:
    return int(digits) + (2000 if len(digits) == 2 else 0)


def _term(words: str) -> tuple[str, str]:
    """The term named, and the words that name it."""
    found = _TERM.search(words)
    if found is None:
        return ("year" if _WHOLE.search(words) else ""), ""
    if found["behind"]:
        return ("autumn" if found["n"] == "1" or found["half"] == "上" else "spring"), found[0]
    return ("autumn" if found["autumn"] else "spring"), found[0]
