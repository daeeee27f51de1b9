"""Names of people in a text, told by what stands around them: 组长:陈晓红, 王老师, 李敏、张华两位老师, 李敏执教, a column of a table called 主备人.

A family name, one or two characters, and a word beside it that names people (`corpus/lexicons/private.toml`); the segmenter has the last word, for
what begins as a name often is a word (高级教师, 任课老师). A name that stands alone in a sentence is not found.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from itertools import accumulate
from typing import NamedTuple

from jiaoyan_nlp.resources import lexicon
from jiaoyan_nlp.text.spans import Span, trimmed
from jiaoyan_nlp.text.words import segmenter

LONGEST = 60
"""Characters behind a label in which its list of people stands."""
LONGEST_ITEM = 4
"""Characters of what may stand among people in a list: a subject, an office; behind more than that the list is over."""
_BETWEEN = re.compile(r"[、,/;() \t]+|[和与及]")
_AND = ("、", "和", "与")
_OFFICE = re.compile(r"[组部室处科校班级办会员长人队]$")
_FOREIGN = re.compile(r"(?:[一-鿿]{2,6}·)+[一-鿿]{2,8}$")
_COUNTED = re.compile(r"(?:等)?(?:[几两二三四五六七八九十\d]{1,2}[位名])?$")


class _Line(NamedTuple):
    """A line with its words: where each begins and ends, and its part of speech."""

    text: str
    words: dict[int, tuple[int, str]]
    ends: frozenset[int]


def persons_in(text: str) -> list[Span]:
    """The names of people in a folded text, in order and apart; with a title alone the family name is the name (王 of 王老师)."""
    found = set(_in_tables(text))
    at = 0
    for row in text.splitlines(keepends=True):
        if _cue().search(row) or _signature().search(row):
            found |= {Span(at + s.start, at + s.end) for s in _in_line(_line(row))}
        at += len(row)
    out: list[Span] = []
    for span in sorted(found, key=lambda s: (s.start, -s.end)):
        if not out or out[-1].end <= span.start:
            out.append(span)
    return out


def is_person(text: str) -> bool:
    """Whether a folded text as a whole has the shape of a person's name, and the segmenter knows no other word in it."""
    return 2 <= len(text) <= 4 and _is_name(_line(text), 0, len(text))


def _line(text: str) -> _Line:
    pieces = segmenter().tagged(text)
    ends = list(accumulate(len(word) for word, _ in pieces))
    return _Line(text, {end - len(word): (end, tag) for (word, tag), end in zip(pieces, ends, strict=True)}, frozenset(ends))


def _in_line(line: _Line) -> Iterator[Span]:
    for found in _labels().finditer(line.text):
        yield from _listed(line.text, found.end(), min(len(line.text), found.end() + LONGEST))
    for found in _ahead().finditer(line.text):
        yield from _forward(line, found.end())
    for found in _signature().finditer(line.text):
        if _is_name(line, *found.span("name")):
            yield Span(*found.span("name"))
    for found in _behind().finditer(line.text):
        yield from _backward(line, found.start(), alone=found["verb"] is None)


# --- lists behind a label, columns of tables -----------------------------------------------------------------------------------------


def _listed(text: str, start: int, end: int) -> Iterator[Span]:
    """The people of a list, each item a name as a whole; it ends at a stop, or where something else gets a colon."""
    stop = re.compile(r"[。!?\n\r:]").search(text, start, end)
    at, end = start, stop.start() if stop else end
    for between in [*_BETWEEN.finditer(text, start, end), None]:
        span = trimmed(text, at, between.start() if between else end)
        title = _title().search(text, span.start, span.end)
        item = Span(span.start, title.start()) if title else span
        if _is_item(item.quote(text)):
            yield item
        elif item.length > LONGEST_ITEM:
            break
        at = between.end() if between else end
    if spaced := _spaced().match(text, start):
        yield Span(*spaced.span("name"))


def _in_tables(text: str) -> Iterator[Span]:
    """The cells below a head that names people (主备人), in rows with tabs between their cells."""
    columns: list[int] = []
    at = 0
    for row in text.splitlines(keepends=True):
        cells = row.split("\t") if "\t" in row else []
        heads = [i for i, cell in enumerate(cells) if _head().fullmatch(cell.strip())]
        places = [at, *(at + end + i for i, end in enumerate(accumulate(map(len, cells)), 1))]
        for i in () if heads else columns:
            if i < len(cells):
                yield from _listed(text, places[i], places[i] + len(cells[i]))
        columns = heads or (columns if cells else [])
        at += len(row)


def _is_item(item: str) -> bool:
    if not _whole().fullmatch(item) or item in lexicon("private")["not"]:
        return False
    return not (_OFFICE.search(item) or _title().search(item) or re.search(f"[{lexicon('private')['given']['nowhere']}]", item))


# --- a person directly beside a word --------------------------------------------------------------------------------------------------


def _forward(line: _Line, at: int) -> Iterator[Span]:
    """The person who begins at a place, and those who follow behind 、."""
    first = True
    while at in line.words or not first:
        ends = (at + length for length in (4, 3, 2) if at + length <= len(line.text))
        end = next(
            (end for end in ends if (end in line.ends and _is_name(line, at, end)) or (not first and _stands_alone(line, at, end, line.text[end : end + 1]))),
            None,
        )
        if end is None:
            return
        yield Span(at, end)
        if line.text[end : end + 1] not in _AND:
            return
        at, first = end + 1, False


def _backward(line: _Line, at: int, *, alone: bool) -> Iterator[Span]:
    """The person who ends at a place, and those before with 、 between; where `alone`, a family name will do for the last of them."""
    if foreign := _FOREIGN.search(line.text, 0, at):
        yield Span(*foreign.span())
        return
    counted = _COUNTED.search(line.text, 0, at)
    together = bool(counted and counted[0])
    at, first = counted.start() if counted else at, True
    while True:
        starts = (at - length for length in (4, 3, 2, *((1,) if alone and (first or together) else ())) if at >= length)
        own = (s for s in starts if (_begins(line, s) and _is_name(line, s, at)) or _listed_before(line, s, at, first=first, counted=together))
        start = next(own, None)
        if start is None:
            return
        yield Span(start, at)
        if line.text[start - 1 : start] not in _AND:
            return
        at, first = start - 1, False


def _listed_before(line: _Line, start: int, end: int, *, first: bool, counted: bool) -> bool:
    """Whether an item is a name of a list: of the last one a count must say that it is one (潘一鸣、胡可两位老师)."""
    before = line.text[max(0, start - 1) : start]
    return (not first or (counted and before in _AND)) and _stands_alone(line, start, end, before)


def _stands_alone(line: _Line, start: int, end: int, beside: str) -> bool:
    """Whether an item of a list is a name as a whole, with no character on its other side."""
    return _is_item(line.text[start:end]) and not re.search("[一-鿿]", beside.strip("和与"))


def _begins(line: _Line, start: int) -> bool:
    """Whether a word begins there; 小王 is one word, and of 德育处方老师 the segmenter makes 处方."""
    return start == 0 or start in line.words or line.text[start - 1] in "组处室" or (line.text[start - 1] in "小老" and start - 1 in line.words)


def _is_name(line: _Line, start: int, end: int) -> bool:
    """Whether what stands there is shaped as a name and the segmenter knows no other word in it."""
    name = line.text[start:end]
    if len(name) == 1:
        return name in _singles() and name not in lexicon("private")["alone"]["never"]
    if not _whole().fullmatch(name) or name in lexicon("private")["not"] or re.search(f"[{lexicon('private')['given']['never']}]", name[1:]):
        return False
    covering = [(at, stop, tag) for at, (stop, tag) in line.words.items() if start <= at < end]
    if len(covering) == 1 and covering[0][:2] == (start, end):
        return covering[0][2].startswith(("nr", "x"))
    surnames = lexicon("private")["surnames"]
    known = (stop - at == 1 or tag.startswith(("nr", "x")) or line.text[at:stop] in surnames["compound"] for at, stop, tag in covering)
    return name[0] not in surnames["rare"] and all(known)


# --- patterns ------------------------------------------------------------------------------------------------------------------------


@cache
def _singles() -> frozenset[str]:
    names = lexicon("private")["surnames"]
    return frozenset(names["common"] + names["rare"])


def _any(name: str) -> str:
    return "|".join(sorted(lexicon("private")[name], key=len, reverse=True))


@cache
def _whole() -> re.Pattern[str]:
    """A whole name: of a family name and one or two characters, or of two parts with · between."""
    compound = "|".join(lexicon("private")["surnames"]["compound"])
    return re.compile(rf"(?:{compound})[一-鿿]{{1,2}}|[{''.join(sorted(_singles()))}][一-鿿]{{1,2}}|[一-鿿]{{2,6}}·[一-鿿]{{2,8}}")


@cache
def _spaced() -> re.Pattern[str]:
    return re.compile(rf"[ \t]*(?P<name>[{''.join(sorted(_singles()))}] {{1,3}}[一-鿿])(?=[\s、,;(]|$)")


@cache
def _labels() -> re.Pattern[str]:
    return re.compile(rf"(?:{_any('ahead')})[ ]*(?:\([^()\n]{{1,8}}\))?[ ]*:")


@cache
def _head() -> re.Pattern[str]:
    return re.compile(rf"(?:\w{{0,4}})(?:{_any('ahead')})")


@cache
def _ahead() -> re.Pattern[str]:
    return re.compile(rf"(?:{_any('ahead')})[ (]?(?=[一-鿿])")


@cache
def _behind() -> re.Pattern[str]:
    return re.compile(rf"(?P<title>{_any('behind')})|(?P<verb>{_any('verbs')})")


@cache
def _title() -> re.Pattern[str]:
    return re.compile(rf"(?:{_any('behind')})$")


@cache
def _signature() -> re.Pattern[str]:
    """The foot of a plan, an office and a person: 语文组 闻一舟."""
    return re.compile(r"^[^。,;:]{0,24}[组处室部校园学小中文语] {1,6}(?P<name>[一-鿿]{2,3})(?=\s|\d|$)", re.MULTILINE)


@cache
def _cue() -> re.Pattern[str]:
    return re.compile("|".join(map(_any, ("ahead", "behind", "verbs"))))
