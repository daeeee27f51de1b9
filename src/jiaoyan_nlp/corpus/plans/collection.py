"""A collection's own head: its title (教研组工作计划（通用5篇）), how many members it announces, and the collector's introduction."""

from __future__ import annotations

import re
from typing import NamedTuple

from jiaoyan_nlp.corpus.plans.titles import COLLECTION, NUMBER, PLAN_WORDS, heap, is_title
from jiaoyan_nlp.text.numerals import value
from jiaoyan_nlp.text.spans import trimmed

_HEAD = 400
_LEAD = re.compile(heap("lead"))
_VOLUME = re.compile(rf"[^\n。,;:]{{2,40}}{PLAN_WORDS}\s?(?:汇编|合集|集锦|锦集|选编|大全)[)】\]]?(?=\n|$)")
_MANY = re.compile(rf"(?<!\d)(?!1\s?[篇份]|一\s?[篇份])(?:{NUMBER}|[几两多数])\s?[篇份]|合集|汇编|集合|大全|锦集|集锦|选编")
_TOP = re.compile(r"([一二三四五六七八九十]{1,3}|[壹贰叁肆伍陆柒捌玖拾])\s?、")
_SENTENCE = re.compile(r"[^。!?\n]+[。!?]*")


class Collection(NamedTuple):
    """What the head of a file says of the collection that it is.

    Attributes:
        topic: words that its title shares with its members' (教研组工作计划); empty where only the collector's introduction tells.
        title_end: end of its title in the text.
        is_many: whether it says that there are several members.
    """

    topic: str
    title_end: int
    is_many: bool


def collection_of(text: str) -> Collection | None:
    """The collection that the head of a folded text announces, or None.

    Either a title does (通用5篇, 汇编) or an introduction that counts (下面是小编整理的三篇…计划).
    """
    head = text[:_HEAD]
    for found in COLLECTION.finditer(head):
        before = re.split(r"[\n。!?,;:]", head[: found.start()])[-1]
        if re.search(rf"{PLAN_WORDS}.{{0,6}}$", before) and tops(text, 0, found.start()) == 0:
            return Collection(_topic(before), found.end(), _MANY.search(found[0]) is not None)
    if not _MANY.search(head):
        return None
    if volume := _VOLUME.search(head):
        return Collection(_topic(volume[0]), volume.end(), is_many=True)
    counted = any(_LEAD.search(s[0]) and _MANY.search(s[0]) for s in _SENTENCE.finditer(head) if tops(text, 0, s.start()) == 0)
    return Collection("", 0, is_many=True) if counted else None


def _topic(words: str) -> str:
    """The title without what makes it a collection's: 教研组工作计划范文 → 教研组工作计划."""
    found = re.search(rf"[^\s“《>()]*{PLAN_WORDS}(?!.*{PLAN_WORDS})", words)
    return found[0] if found else ""


def behind_lead(text: str, start: int, end: int) -> int:
    """Where a first member without title or marker begins: behind the collection's titles and the collector's sentences."""
    sentences = [s for s in _SENTENCE.finditer(text, start, min(end, start + _HEAD)) if s[0].strip()]
    leads = [i for i, s in enumerate(sentences) if tops(text, start, s.start()) == 0 and (_LEAD.search(s[0]) or COLLECTION.search(s[0]) or is_title(s[0]))]
    first = leads[-1] + 1 if leads else 0
    return trimmed(text, sentences[first].start(), end).start if first < len(sentences) else start


def tops(text: str, start: int, end: int) -> int:
    """How far 一、 二、 三、 count in a stretch of folded text."""
    last = 0
    for found in _TOP.finditer(text, start, end):
        if value(found[1]) == last + 1:
            last += 1
    return last


def is_lead(words: str) -> bool:
    """Whether a sentence is a collector's: 下面是小编为大家整理的…."""
    return _LEAD.search(words) is not None
