"""Marks that open blocks: told from what only looks like a mark, and found inside a line by what stands before them and how they count."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from jiaoyan_nlp.corpus.outline import headings
from jiaoyan_nlp.text.marks import Mark, mark_at
from jiaoyan_nlp.text.numerals import value

TOP_KINDS = ("chapter", "chinese", "lost", "bracketed", "hash", "stem")
_NUMERAL = "[一二三四五六七八九十壹贰叁参肆伍陆柒捌玖拾]"
_PLACE = re.compile(
    r"(?=[第一二三四五六七八九十壹贰叁参肆伍陆柒捌玖拾\d(①-⑳、#【\-·*◇◎★☆▲△※➢✦✓√])(?:"  # what any begins with: most letters are passed over at once
    rf"第{_NUMERAL}{{1,3}}(?:部分|章|节|板块)|{_NUMERAL}{{1,3}}\s?[、.]|\({_NUMERAL}{{1,3}}\)|(?<![\d.])\d{{1,2}}\s?[、.](?!\d)|\(\d{{1,2}}\)"
    r"|(?<![\d.])\d{1,2}\.\d{1,2}(?![\d.%])|[①-⑳]|(?<=[。!?;])、|(?<=[。!?;]\s)、|(?<![#\w])#{1,6}\s|【(?=[^【】。;]{2,20}】)|(?<!-)[-·*◇◎★☆▲△※➢✦✓√]\s?(?=[\u4e00-\u9fff]))"
)
# 三、四年级 2、3班 一、二等奖: numerals in a row and what they count
_COUNTED = re.compile(
    rf"\s?({_NUMERAL}|\d{{1,2}})(?:\s?[、-]\s?(?:{_NUMERAL}|\d{{1,2}}))*\s?"
    r"(?:年级|班|线|等奖|单元|课(?![堂程改题标后前外内间时])|节(?!约)|小?组|级|梯队|季度|学[期年]|届|轮|号|册|[周月](?![份岁]))"
)
_GRADES = re.compile(r"\s?[一二三四五六七八九1-9](?:\s?[、-])?\s?(?:[一二三四五六七八九1-9]\s?)?(?:年级|班|下|上|是|来|线|周|月|册|等奖)")
_HASHES = re.compile(r"(?:#+\s)?")  # ## 一、
_NEAR, _FAR = 200, 5000
"""Letters that are looked at for what stands before a mark, and for the marks that it goes on from or that follow it."""
_STOPS = "。!?;…"


class Cut(NamedTuple):
    """A place where a block begins, and what says so."""

    at: int
    why: str


def opening_mark(text: str, at: int) -> Mark | None:
    """The numbering mark at `at`, unless it only looks like one: 三、四年级, 2、3班, 9.1 as a date, 1.5小时."""
    mark = mark_at(text, at)
    if mark is None:
        return None
    behind_hashes = _HASHES.match(text, at)
    assert behind_hashes is not None
    return None if _is_false(text, behind_hashes.end(), at + mark.length, mark) else mark


def _is_false(text: str, at: int, end: int, mark: Mark) -> bool:
    if mark.kind == "decimal_path":
        return not _is_path(text, at)
    if mark.kind not in ("chinese", "decimal"):
        return False
    counted = _COUNTED.match(text, end)
    return counted is not None and value(counted[1]) == mark.number + 1


def _is_path(text: str, at: int) -> bool:
    """Whether 2.1 goes on from 1.3, from 2.0 or stands below 2.; a date or a decimal does not."""
    found = re.match(r"(\d{1,2})\.(\d{1,2})", text[at : at + 6])
    assert found is not None
    major, minor = int(found[1]), int(found[2])
    before = text[max(0, at - _FAR) : at]
    if minor > 1:
        before = before if f"{major}.{minor - 1}" in before else ""
        return re.search(rf"(?<![\d.]){major}\.{minor - 1}(?!\d)", before) is not None
    path = rf"|(?<![\d.]){major - 1}\.\d" if re.search(r"(?<![\d.])1\.1(?!\d)", before) else ""
    return major == 1 or re.search(rf"(?<![\d.]){major}\s?[.、](?!\d){path}", before) is not None


class Counts:
    """Finds the marks that open blocks inside a line and remembers how far each kind has counted.

    Args:
        glued: whether the line has lost its breaks, so that a mark is believed without a stop before it where its count runs on.
    """

    def __init__(self, glued: bool) -> None:
        self.glued = glued
        self._last: dict[str, int] = {}

    def cuts(self, text: str, start: int, end: int) -> Iterator[Cut]:
        """Cuts behind `start` in order."""
        since = start
        for found in _PLACE.finditer(text, start, end):
            at = found.start()
            if found[0] == "【":
                yield from self._box(text, since, at, end)
                continue
            mark = opening_mark(text, at)
            why = "line" if at == start else self._why(text, since, at, mark) if mark else ""
            if mark is None or not why:
                continue
            self._last[mark.kind] = mark.number
            if mark.kind in ("chapter", "chinese", "bracketed"):
                lower = ("bracketed", "decimal", "enclosed") if mark.kind != "bracketed" else ("decimal", "enclosed")
                for kind in lower:
                    self._last.pop(kind, None)
            if at > start:
                since = at
                yield Cut(at, why)

    def _box(self, text: str, since: int, at: int, end: int) -> Iterator[Cut]:
        before = text[since:at]
        if self.glued and (not before.strip() or before[-1].isspace() or before[-1] in _STOPS + "”)】"):
            yield Cut(at, "box")
            yield Cut(min(end, text.index("】", at) + 1), "box")

    def _why(self, text: str, since: int, at: int, mark: Mark) -> str:
        """What makes the mark at `at` open a block; empty where nothing does."""
        before, behind = text[max(since, at - _NEAR) : at].rstrip(), at + mark.length
        if not before or behind >= len(text) or text[behind] in ",。;、):" or _is_enclosed(before):
            return ""
        if mark.kind == "chinese" and (before[-1] in "一二三四五六七八九十第、" or _GRADES.match(text, behind)):
            return ""
        if before[-1] in _STOPS or (before[-1] in "”)】:" and mark.kind in TOP_KINDS):
            listed = mark.kind not in ("enclosed", "circled") or before[-1] in "。;!"
            return "mark" if listed and (self.glued or mark.kind not in ("bullet", "decimal_path", "circled", "lost")) else ""
        return "count" if self.glued and self._runs_on(text, since, at, mark) else ""

    def _runs_on(self, text: str, since: int, at: int, mark: Mark) -> bool:
        """Whether a mark without a stop before it goes on counting, or begins to right below a heading."""
        before, behind = text[max(since, at - _NEAR) : at].rstrip(), text[at + mark.length : at + mark.length + 16].lstrip()
        gap, below = text[at - 1].isspace(), _ends_in_heading(before)
        if mark.kind == "hash":
            return not before[-1].isascii()
        if mark.kind in ("bullet", "circled", "decimal_path"):
            return mark.number <= 1 and (gap or below or before[-1] == ":")
        if mark.kind == "lost" or before[-1] in "第表图、" or re.match(r"[\d,。]", behind):
            return False
        first = mark.number == 1 and (gap or below or before[-1] == ":" or (mark.kind in TOP_KINDS and _has_second(text, at, mark)))
        expected = mark.number == self._last.get(mark.kind, 0) + 1
        if mark.kind == "enclosed":
            return first or (expected and gap)
        if mark.kind == "decimal":
            return first or (expected and mark.number > 1)
        return first or (expected and (mark.number > 1 or bool(headings.phrase_length(behind))))


def _has_second(text: str, at: int, mark: Mark) -> bool:
    """Whether the first of a kind's marks is followed by its second, behind a stop."""
    second = re.compile(r"(?<=[。!?;”)…\s])" + re.sub("[一壹1]", "[二贰2]", re.escape(text[at : at + mark.length].strip())))
    return second.search(text, at + mark.length, at + _FAR) is not None


def _is_enclosed(before: str) -> bool:
    """Whether a bracket or a quotation stands open: (一、先读;二、再谈)."""
    tail = before[-60:]
    return any(tail.rfind(opened) > tail.rfind(closed) and "。" not in tail[tail.rfind(opened) :] for opened, closed in ("()", "《》", "“”"))


def _ends_in_heading(before: str) -> bool:
    """Whether text ends in a heading: a short one behind a mark, or a standard phrase behind a stop."""
    if len(before) <= headings.LONGEST // 2 and mark_at(before) is not None:
        return True
    tail = re.split(r"[。!?;\s]", before)[-1]
    return len(tail) <= 16 and headings.exact_name(tail) is not None
