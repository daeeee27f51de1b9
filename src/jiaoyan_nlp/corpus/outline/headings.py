"""What headings are called: the lexicon of `corpus/lexicons/headings.toml`, asked in an order that it explains."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from jiaoyan_nlp.resources import lexicon

MONTH = re.compile(
    r"[(\[【]?(?:20\d\d年|\d{4}[./-])?\s?(?:第?[一二三四五六七八九十]{1,3}|\d{1,2}(?:\s?[-~至、]\s?\d{1,2})?)\s?(?:、?[一二三四五六七八九十]{0,2})(?:月份?|周|阶段)"
    r"(?:\s?\(.{1,24}\))?(?:工作|活动|安排|计划|主题)?[)\]】]?\s?:?"
)
"""A heading that is a time: 九月份: 第三周 第一阶段(9月)."""

_PUNCTUATION = re.compile(r"[\s::;。,.、!?\"'“”()《》【】\[\]#*-]+")


LONGEST = 48
"""Letters that a heading has at most."""


class Named(NamedTuple):
    """What a heading's words say: the label, the words that said it, and which heap of the lexicon they stand in."""

    label: str
    words: str
    heap: str


@cache
def _exact() -> dict[str, str]:
    return {phrase: label for label, phrases in lexicon("headings")["exact"].items() for phrase in phrases}


@cache
def _words() -> dict[str, str]:
    return {word: entry["label"] for entry in lexicon("headings")["word"] for word in entry["words"]}


@cache
def _word_pattern() -> re.Pattern[str]:
    return re.compile("|".join(sorted(map(re.escape, _words()), key=len, reverse=True)))


@cache
def _strip(end: str) -> re.Pattern[str]:
    parts = "|".join(sorted(map(re.escape, lexicon("headings")["strip"][end]), key=len, reverse=True))
    return re.compile(rf"^(?:20[\dx×X]{{2}}年?|{parts})(?:的)?" if end == "front" else rf"(?:的)?(?:{parts})$")


@cache
def _themes(heap: str) -> tuple[str, ...]:
    return tuple(lexicon("headings")["theme"][heap])


def bare(heading: str) -> str:
    """A folded heading without marks of punctuation and space."""
    return _PUNCTUATION.sub("", heading)


def exact_name(heading: str) -> Named | None:
    """The label of a heading that is a standard phrase, with or without qualifiers around it (本学期教研工作目标)."""
    words = bare(heading)
    for _ in range(6):
        if label := _exact().get(words):
            return Named(label, words, "exact")
        shorter = _strip("front").sub("", words, count=1)
        if shorter == words:
            shorter = _strip("back").sub("", words, count=1)
        if shorter == words or not shorter:
            return None
        words = shorter
    return None


def is_theme(heading: str) -> bool:
    """Whether a heading opens with a verb of doing: 加强…, 落实…: it names what the passage is about, not its function."""
    words = bare(heading)
    if words.startswith(_themes("openers")):
        return True
    last = _word_pattern().findall(words)
    return words.startswith(_themes("neutral")) and not (last and words.endswith(last[-1]) and len(words) <= 14)


def word_name(heading: str) -> Named | None:
    """The label of the first function word inside a heading; None where there is none or the heading is a theme.

    Of two clauses the first is asked, as is what stands before a colon: 案例分析促反思 behind a comma names no function.
    """
    words = bare(re.split(r"[:：,，]", heading.strip(" :：,，"))[0])
    if is_theme(words) or len(words) > 24:
        return None
    found = _word_pattern().search(words)
    return Named(_words()[found[0]], found[0], "word") if found else None


def name(heading: str) -> Named | None:
    """What a heading (without its mark) says of its function: by month, by exact phrase, by the first function word."""
    if MONTH.fullmatch(heading.strip()):
        return Named("schedule", heading.strip(), "month")
    return exact_name(heading) or _first_of_two(heading) or word_name(heading)


def _first_of_two(heading: str) -> Named | None:
    """A heading that names two functions (工作任务及措施) takes the first."""
    parts = re.split(r"[与和及、]|以及", bare(heading), maxsplit=1)
    return exact_name(parts[0]) if len(parts) == 2 and 2 <= len(parts[1]) <= 8 else None


def phrase_length(text: str, longest: int = 16) -> int:
    """Length of the longest standard heading phrase that `text` begins with, qualifiers in front included; 0 for none."""
    for size in range(min(longest, len(text)), 1, -1):
        if exact_name(text[:size]) and not _PUNCTUATION.match(text[size - 1]):
            return size
    return 0
