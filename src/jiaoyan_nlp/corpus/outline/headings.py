"""What headings are called: the lexicon of `corpus/lexicons/headings.toml`, asked in an order that it explains."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import cache, lru_cache, wraps
from typing import NamedTuple, TypeVar

from jiaoyan_nlp.resources import lexicon

MONTH = re.compile(
    r"[(\[【]?(?:20\d\d年|\d{4}[./-])?\s?(?:第?[一二三四五六七八九十]{1,3}|\d{1,2}(?:\s?[-~至、]\s?\d{1,2})?)\s?(?:、?[一二三四五六七八九十]{0,2})(?:月份?|周|阶段)"
    r"(?:\s?\(.{1,24}\))?(?:工作|活动|安排|计划|主题)?[)\]】]?\s?:?"
)
"""A heading that is a time: 九月份: 第三周 第一阶段(9月)."""

_PUNCTUATION = re.compile(r"[\s::;。,.、!?\"'“”()《》【】\[\]#*-]+")
_CLAUSE_END = re.compile("[:：,，]")
_AND = re.compile("[与和及、]|以及")

LONGEST = 48
"""Letters that a heading has at most."""

_LONGEST_PHRASE = 16

_AHEAD = ("guiding", "tasks", "measures", "schedule")


class Named(NamedTuple):
    """What a heading's words say: the label, the words that said it, and which heap of the lexicon they stand in."""

    label: str
    words: str
    heap: str


_T = TypeVar("_T")


def _remembered(ask: Callable[[str], _T]) -> Callable[[str], _T]:
    """`ask`, with its last answers kept where the words are as short as a heading: the same are asked again and again."""
    kept = lru_cache(maxsize=1 << 14)(ask)

    @wraps(ask)
    def answer(words: str) -> _T:
        return kept(words) if len(words) <= LONGEST else ask(words)

    return answer


def _alternatives(words: Iterable[str]) -> str:
    """A pattern for any of the words, the longest first."""
    return "|".join(map(re.escape, sorted(words, key=len, reverse=True)))


@cache
def _exact() -> dict[str, str]:
    return {phrase: label for label, phrases in lexicon("headings")["exact"].items() for phrase in phrases}


@cache
def _edges() -> tuple[frozenset[str], frozenset[str]]:
    """The letters that a standard phrase, with or without its qualifiers, begins and ends with; most other words can be told by them."""
    strip = lexicon("headings")["strip"]
    return frozenset(words[0] for words in (*_exact(), *strip["front"], *strip["ahead"], "20xx")), frozenset(words[-1] for words in (*_exact(), *strip["back"]))


@cache
def _words() -> dict[str, str]:
    """The label of every function word; `theme` of a word that holds one and names none."""
    return {word: label for label, words in lexicon("headings")["word"].items() for word in words}


@cache
def _word_pattern() -> re.Pattern[str]:
    return re.compile(_alternatives(_words()))


@cache
def _strip(heap: str) -> re.Pattern[str]:
    parts = _alternatives(lexicon("headings")["strip"][heap])
    return re.compile({"front": rf"(?:20[\dx×X]{{2}}年?|{parts})的?", "ahead": rf"(?:{parts})的?", "back": rf"(?:的)?(?:{parts})$"}[heap])


@cache
def _themes(heap: str) -> tuple[str, ...]:
    return tuple(lexicon("headings")["theme"][heap])


@_remembered
def bare(heading: str) -> str:
    """A folded heading without marks of punctuation and space."""
    return _PUNCTUATION.sub("", heading)


@_remembered
def exact_name(heading: str) -> Named | None:
    """The label of a heading that is a standard phrase, with or without qualifiers around it (本学期教研工作目标).

    A qualifier that turns to what is to come makes outlook of what would be done or arranged (下一步工作安排).
    """
    words, ahead = bare(heading), False
    first, last = _edges()
    if words[:1] not in first or words[-1:] not in last:
        return None
    for _ in range(6):
        if label := _exact().get(words):
            return Named("outlook" if ahead and label in _AHEAD else label, words, "exact")
        if _words().get(words) == "theme":
            return None
        found = _strip("ahead").match(words)
        ahead = ahead or found is not None
        if found := found or _strip("front").match(words):
            words = words[found.end() :]
        elif found := _strip("back").search(words):
            words = words[: found.start()]
        else:
            return None
    return None


@_remembered
def is_theme(heading: str) -> bool:
    """Whether a heading opens with a verb of doing: 加强…, 落实…: it names what the passage is about, not its function."""
    words = bare(heading)
    if words.startswith(_themes("nouns")):
        return False
    return words.startswith(_themes("openers")) or (words.startswith(_themes("neutral")) and not _ends_in_function(words))


def _ends_in_function(words: str) -> bool:
    """实施途径, 推进办法: a short heading whose last word names a function."""
    last = _word_pattern().findall(words)
    return bool(last) and _words()[last[-1]] != "theme" and words.endswith(last[-1]) and len(words) <= 14


@_remembered
def word_name(heading: str) -> Named | None:
    """The label of the first function word inside a heading; None where there is none or the heading is a theme.

    Of two clauses the first is asked, as is what stands before a colon: 案例分析促反思 behind a comma names no function.
    """
    words = bare(_CLAUSE_END.split(heading.strip(" :：,，"), maxsplit=1)[0])
    if len(words) > 24 or is_theme(words):
        return None
    named = ((_words()[found], found) for found in _word_pattern().findall(words))
    return next((Named(label, found, "word") for label, found in named if label != "theme"), None)


@_remembered
def name(heading: str) -> Named | None:
    """What a heading (without its mark) says of its function: by month, by exact phrase, by the first function word."""
    if MONTH.fullmatch(heading.strip()):
        return Named("schedule", heading.strip(), "month")
    return exact_name(heading) or _first_of_two(heading) or word_name(heading)


def _first_of_two(heading: str) -> Named | None:
    """A heading that names two functions (工作任务及措施) takes the first."""
    parts = _AND.split(bare(heading), maxsplit=1)
    return exact_name(parts[0]) if len(parts) == 2 and 2 <= len(parts[1]) <= 8 else None


def phrase_length(text: str) -> int:
    """Length of the longest standard heading phrase that `text` begins with, qualifiers in front included; 0 for none."""
    return _phrase_length(text[:_LONGEST_PHRASE])


@_remembered
def _phrase_length(text: str) -> int:
    first, last = _edges()
    if bare(text)[:1] not in first:
        return 0
    return next((size for size in range(len(text), 1, -1) if text[size - 1] in last and exact_name(text[:size])), 0)
