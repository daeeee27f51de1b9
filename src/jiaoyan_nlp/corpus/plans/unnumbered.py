"""Members of a collection by their titles alone: a title, with its letterhead, where the text begins anew."""

from __future__ import annotations

import re
from typing import NamedTuple

from jiaoyan_nlp.corpus.metadata.schools import schools_in
from jiaoyan_nlp.corpus.plans.collection import is_lead, tops
from jiaoyan_nlp.corpus.plans.members import Member
from jiaoyan_nlp.corpus.plans.titles import COLLECTION, heap, is_date, is_issuer, is_title
from jiaoyan_nlp.text.marks import mark_at
from jiaoyan_nlp.text.spans import Span, trimmed

_MEMBER = re.compile(heap("member"))
_OWN = re.compile(r"教研|研修|教学|学校|小学|中学|幼儿园|备课组|20[\dxX]{2}|学年|学期|工作")
_APPENDIX = re.compile(r"附[件表录]?\s?[\d一二三四五]?\s?[:、.]?(?!小|中|属)")
_LETTERHEAD = re.compile(r".{2,30}文件|.{0,12}\(20\d\d\)\s?\d+号")
_BOUNDARY = re.compile(
    r"^|(?<=[。!?\n])|(?<=[)】])(?!\d+号)"  # behind a stop, a bracket
    r"|(?<=\d日)|(?<=\d月)(?![\d一二三])|(?<=[〇一二三四五六七八九十][日月])|(?<=\.\d)(?=[一-鿿])|(?<=\.\d\d)(?=[一-鿿])"  # behind a date
)
_NO_TITLE = r"(?!根据|为了?|按照|结合|围绕|在(?!.{2,12}-)|依据|以|下面|这|该|制|附件|现将)"
_PAPERS = r"(?:[^。!?;:,、\n\s]{2,20}文件[^。!?;:,、\n\s]{0,8}\(20\d\d\)\d+号)?"
_NAMED = r"(?:20[\dxX]{2}|二〇|[中小]学|学校|幼儿园|中心|组|学年|学期|年度|研修|教研)"
_RUNNING = re.compile(
    rf"{_NO_TITLE}(?:#\s)?{_PAPERS}(?:20\d\d\s)?[^。!?;:,、\n\s]{{0,30}}?{_NAMED}[^。!?;:,、\n]{{0,20}}?{heap('member')}(?![的和与及是如为由要,、。里中》”])"
)
_GROUP = re.compile(r"[一-鿿]组")
_SHORTEST, _NEAR = 100, 40


class Title(NamedTuple):
    """A title in the text: where its letterhead starts, and its own words."""

    start: int
    words: Span


def titled_members(text: str, is_collected: bool) -> list[Member]:
    """Members that begin at titles without numbers; empty where fewer than two are found.

    In a collection a title is believed where a member's length stands before it and 一、 begins anew behind it or nothing is numbered;
    elsewhere only where headings have counted before it and count anew behind it, and it names a school, a time or an office.
    """
    titles = _apart(text, [*_lines(text, is_collected), *_inside_lines(text, is_collected)])
    starts: list[Title] = []
    for i, title in enumerate(titles):
        end = titles[i + 1].start if i + 1 < len(titles) else len(text)
        if _is_member(text, starts[-1].words.end if starts else -1, title, end, is_collected):
            starts.append(title)
    return [Member(t.start, 0) for t in starts] if len(starts) > 1 else []


def _is_member(text: str, since: int, title: Title, end: int, is_collected: bool) -> bool:
    """Whether a title begins a plan: `since` is the end of the last title that did, -1 for none; `end` the next title's start."""
    before, behind = tops(text, max(since, 0), title.start), tops(text, title.words.end, end)
    if since < 0:
        return before < 2
    if is_collected:
        return title.start - since >= _SHORTEST and end - title.words.end >= _NEAR and (behind > 0 or _is_unnumbered(text, title.words.end, end))
    return before >= 2 and behind >= 1 and _OWN.search(title.words.quote(text)) is not None


def _is_unnumbered(text: str, start: int, end: int) -> bool:
    """Whether no 二、 or 三、 goes on from before."""
    return re.search(r"[\n。][二三四五六]、", text[start : min(end, start + 800)]) is None


def _lines(text: str, is_collected: bool) -> list[Title]:
    """Lines that are titles, each with the letterhead above it."""
    lines = [trimmed(text, m.start(), m.end()) for m in re.finditer(r"[^\n]*\S[^\n]*", text)]
    return [
        Title(lines[_head(text, lines, i)].start, line)
        for i, line in enumerate(lines)
        if _is_candidate(line.quote(text)) and _may_stand(text, lines, i, is_collected)
    ]


def _is_candidate(words: str) -> bool:
    """Whether a line is a member's title, and not the collection's own."""
    if not is_title(words) or not _MEMBER.search(words) or _APPENDIX.match(words):
        return False
    return not COLLECTION.search(words) and not re.search("汇编|合集|集锦", words)


def _may_stand(text: str, lines: list[Span], i: int, is_collected: bool) -> bool:
    """Whether a title may stand behind the line above it: no word of an appendix, no half sentence."""
    above = lines[i - 1].quote(text) if i else "。"
    return not (_APPENDIX.match(above) and len(above) <= 6) and above[-1] not in ":,、和与" and (is_collected or len(above) <= 30 or above[-1] in "。!?;…”)】.")


def _head(text: str, lines: list[Span], i: int) -> int:
    """Index of the first line of the letterhead above the title in line i: office's papers, its school, a motto."""
    title = lines[i].quote(text)
    top = i
    while top > 0 and (_LETTERHEAD.fullmatch(lines[top - 1].quote(text)) or (top == i and _is_above(text, lines, i, title))):
        top -= 1
    return top


def _is_above(text: str, lines: list[Span], i: int, title: str) -> bool:
    """Whether the line above a title is its first half: a motto, or the school of a title that names none."""
    words = lines[i - 1].quote(text)
    over = lines[i - 2].quote(text) if i > 1 else ""
    if mark_at(words) or is_date(words) or re.search(r"[。;:!?\t]", words) or COLLECTION.search(words) or len(words) > 30 or is_title(words) or is_lead(words):
        return False
    if title.startswith("-"):
        return True
    named = next(schools_in(title), None) is not None
    signed = bool(over) and over[-1] not in "。!?;" and not is_date(over)
    if is_issuer(words) or next(schools_in(words), None):
        return not named and not signed and (is_date(over) or not _GROUP.search(title) or not over)
    return (not over or is_date(over) or is_lead(over)) and len(words) > 4


def _inside_lines(text: str, is_collected: bool) -> list[Title]:
    """Titles that run on into the text, behind a stop or a date of a long line; in a collection only."""
    found: dict[int, int] = {}
    for line in re.finditer(r"[^\n]{100,}", text) if is_collected else ():
        for place in _BOUNDARY.finditer(line[0]):
            at = line.start() + place.end()
            title = _RUNNING.match(text, at)
            if title and not COLLECTION.match(text, title.end()) and not is_lead(re.split("[。!?]", text[at : at + 120])[0]):
                found[title.end()] = _behind_signature(text, at, title.end())  # of several places the last: a date stands before it
    return [Title(start, Span(start, end)) for end, start in found.items()]


def _behind_signature(text: str, start: int, end: int) -> int:
    """Where a title starts before which the last plan's signature stands: at the second of two schools."""
    names = [m.start() for m in schools_in(text[start:end])]
    return start + names[1] if len(names) > 1 and names[0] == 0 and "文件" not in text[start:end] else start


def _apart(text: str, found: list[Title]) -> list[Title]:
    """Titles in order, one for each heap of neighbours: of a table of contents the last, of a doubled title its first printing."""
    heaps: list[list[Title]] = []
    for title in sorted(found, key=lambda t: t.words):
        if heaps and title.start - heaps[-1][-1].words.end < _NEAR:
            heaps[-1].append(title)
        else:
            heaps.append([title])
    return [_of_heap(text, heap_) for heap_ in heaps]


def _of_heap(text: str, titles: list[Title]) -> Title:
    if len({t.words.quote(text) for t in titles}) < 3:
        return Title(titles[0].start, titles[-1].words)
    last = titles[-1]
    for title in reversed(titles):
        if title.words.quote(text) != last.words.quote(text):
            break
        last = title
    return Title(last.start, titles[-1].words)
