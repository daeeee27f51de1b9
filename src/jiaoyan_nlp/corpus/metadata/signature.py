"""What a plan says of itself in its first and last lines: issuer, date and author, and the line of the school."""

from __future__ import annotations

import datetime
import re
from functools import cache

from jiaoyan_nlp.resources import lexicon
from jiaoyan_nlp.text.marks import mark_at
from jiaoyan_nlp.text.numerals import value

LONGEST_LINE = 40
_FOOT_LINES = 5
_SENTENCE = re.compile(r"[。!?;]")
_Y = r"(?:(?:19|20)\d\d|二[〇零][〇零一二三四五六七八九]{2})"
_M = r"(?:(?:1[0-2]|0?[1-9])(?!\d)|十[一二]?|[一二三四五六七八九])"
_D = r"(?:(?:3[01]|[12]\d|0?[1-9])(?!\d)|三十一?|二?十[一二三四五六七八九]?|[一二三四五六七八九])"
_DATE = re.compile(rf"(?<!\d)(?P<y>{_Y})(?:年|[./-])(?P<m>{_M})(?:月份?(?:(?P<d>{_D})[日号]?)?|[./-](?P<e>{_D})日?|(?!年))|(?<!\d)(?P<solid>20\d{{6}})(?!\d)")
_DAY = rf"(?:月份?(?:{_D}[日号]?)?|[./-]{_D}日?)?"
_TO = "(?:--?|~|至|到)"
# 2023年9月-2024年1月, 2023年2月至7月: a stretch of time is no date
_STRETCH = re.compile(rf"(?<!\d)(?P<y>{_Y})(?:(?:年|[./-]){_M}{_DAY}{_TO}{_Y}(?:年|[./-]){_M}{_DAY}|年{_M}月{_DAY}{_TO}{_M}月{_DAY})")
_NAME = r"(?P<name>[一-鿿]{2,4}|[一-鿿] [一-鿿]|[一-鿿]{2,3}·[一-鿿]{2,6})(?=$|[^一-鿿])(?!\s*:)"


def foot_of(text: str) -> str:
    """The lines of issuer, author and date at the end of a folded plan; also where they are glued to its last sentence."""
    lines = [line.strip() for line in text[-600:].split("\n") if line.strip()]
    out: list[str] = []
    for line in reversed(lines[-_FOOT_LINES:]):
        if len(line) > LONGEST_LINE or _SENTENCE.search(line) or "\t" in line:
            rest = _SENTENCE.split(line)[-1].strip() if not out and "\t" not in line else ""
            out += [rest] if 0 < len(rest) <= LONGEST_LINE else []
            break
        if mark_at(line) and not date_of(line):
            break
        out.append(line)
    return "\n".join(reversed(out))


def head_of(text: str) -> str:
    """The short lines without a sentence at the beginning of a folded plan: issuer, date, subtitle."""
    out = []
    for line in text.split("\n"):
        if len(line.strip()) > LONGEST_LINE or _SENTENCE.search(line):
            break
        out.append(line.strip())
    return "\n".join(out)


def date_of(text: str) -> str:
    """The last date in a folded text in the form of ISO 8601, by the day (2023-09-01) or the month (2023-09); empty for none.

    A date that no calendar has (2023年13月) is none.
    """
    dates = [iso for found in _DATE.finditer(_STRETCH.sub(" ", _tight(text))) if (iso := _iso(found))]
    return dates[-1] if dates else ""


def without_dates(text: str) -> str:
    """A folded text without its dates, of stretches of time the year in which they begin: what years are left are of the text."""
    return _DATE.sub(" ", _STRETCH.sub(lambda m: f" {m['y']} ", _tight(text)))


def _tight(text: str) -> str:
    return re.sub(r"(?<=[\d年月./-])[^\S\n]+(?=[\d年月日])", "", text)


def issuer_of(text: str) -> str:
    """The office of a school that a folded title or line names (语文教研组, 教导处), as written; empty for none."""
    found = _issuer().search(re.sub(r"[^\S\n]+", "", text))
    return found[0] if found else ""


def author_of(text: str) -> str:
    """The person whom a line of head or foot names as its writer (执笔:…, 组长:…); empty where it names an office or nobody."""
    for found in _author().finditer(text):
        name = found["name"].replace(" ", "")
        if not _no_person().search(name):
            return name
    return ""


def _iso(found: re.Match[str]) -> str:
    if found["solid"]:
        parts = [int(found["solid"][:4]), int(found["solid"][4:6]), int(found["solid"][6:])]
    else:
        parts = [int(value(n) or 0) for n in (found["y"], found["m"], found["d"] or found["e"]) if n]
    try:
        day = datetime.date(*(parts if len(parts) == 3 else [*parts, 1]))
    except ValueError:
        return ""
    return day.isoformat() if len(parts) == 3 else day.isoformat()[:7]


@cache
def _issuer() -> re.Pattern[str]:
    heaps = lexicon("metadata")
    subject = f"(?:{'|'.join(heaps['subjects'])})"
    return re.compile(f"(?:{'|'.join(heaps['issuers'])})(?!长|员|建设|活动|会议)".replace("subject", subject))


@cache
def _author() -> re.Pattern[str]:
    words = "|".join(lexicon("metadata")["authors"])
    return re.compile(rf"(?:{words})\s*:[^\S\n]*(?:{_issuer().pattern})?[^\S\n]*{_NAME}")


@cache
def _no_person() -> re.Pattern[str]:
    return re.compile("|".join(lexicon("metadata")["no_person"]))
