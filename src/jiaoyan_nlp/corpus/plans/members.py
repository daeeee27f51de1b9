"""Members of a collection by their running numbers: 篇1, 【第一篇】, 篇一:《…》, 工作计划3, 范文二, 1. …计划, or a bare number.

Each form gives candidates; what counts on from one to the next makes a run, and the form with the longest run is the collection's.
"""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from jiaoyan_nlp.corpus.plans.collection import Collection, tops
from jiaoyan_nlp.corpus.plans.titles import NUMBER, PLAN_WORDS, heap, is_issuer, is_title
from jiaoyan_nlp.text.marks import mark_at
from jiaoyan_nlp.text.numerals import value
from jiaoyan_nlp.text.spans import trimmed

_DIGITS = r"[一二三四五六七八九十]{1,4}|\d{1,6}"
_PIAN = re.compile(
    r"(?=[【\[(<《 第篇])(?:"  # what any begins with: most letters are passed over at once
    rf"(?P<open>[【\[(<《]?) ?第 ?(?P<a>{NUMBER}) ?篇(?! ?\d)(?P<close> ?[】\])>》]? ?[:.、]?)"
    rf"|(?<![一二三四五六七八九十\d])(?P<open2>[【\[(<]?)篇 ?[(]?(?P<b>{_DIGITS})(?![\d篇])(?P<close2>[】\])>]? ?[:.、]?))"
)
_MODEL = re.compile(rf"(?P<open>[【\[(]?){heap('model')}\s?[(【\[]?(?P<n>{NUMBER})[)】\]]{{0,2}}(?!\s?[篇份个])(?P<close>[:.、]?)")
_NUMBERED = re.compile(rf"(?P<base>.{{2,40}}?{PLAN_WORDS})\s?[(【\[]?(?P<n>{NUMBER})[)】\]]?")
_BARE = re.compile(rf"^[^\S\n]*[(【]?({NUMBER})[)】]?[.、]?[^\S\n]*$", re.M)
_BOUNDARY = re.compile(r"[。!?;…\n】]|\d[日月](?!\d)|[一二三四五六七八九十]日|\)(?=[^)]*$)|\s{2,}")
_TITLE_BEFORE = re.compile(rf"^(?!.*(?:[:|]|推荐|\d篇)).*{PLAN_WORDS}[^。!?;:,]{{0,8}}$")
_LONGEST_TITLE, _LONGEST_BEFORE, _LONGEST_BEHIND, _SHORTEST_MEMBER = 60, 12, 40, 50
_NUMERALS = "一二三四五六七八九十"


class Candidate(NamedTuple):
    """A marker: where its title starts, where it ends, and the numbers that it may mean (篇22023年: 2 or 22)."""

    start: int
    end: int
    numbers: tuple[int, ...]


class Member(NamedTuple):
    """A member's start, and the end of the marker that was found there (0: none)."""

    start: int
    marker_end: int


def numbered_members(text: str, collection: Collection | None) -> list[Member]:
    """The members of the form whose numbers run longest; empty where no form has a run of two, or of one in a collection."""
    forms: list[Callable[[str, Collection | None], Iterator[Candidate]]] = [_pian, _models, _numbered, _prefixed, _bare]
    runs = [_run(text, sorted(set(form(text, collection))), collection) for form in forms]
    return max(runs, key=len)


def _run(text: str, found: Sequence[Candidate], collection: Collection | None) -> list[Member]:
    """The candidates whose numbers count on: one may be missing or doubled; a table of contents before them is left."""
    run: list[tuple[Candidate, int]] = []
    for each in found:
        last = run[-1][1] if run else 0
        near = bool(run) and not _has_body(text, run[-1][0].end, each.start)
        if 1 in each.numbers and len(run) > 1 and _is_contents(text, [c for c, _ in run]):
            run, last, near = [], 0, False
        if near and last in each.numbers:
            continue  # the title printed again
        number = next((n for n in (last + 1, last, last + 2, last + 3) if n in each.numbers and n > 0), 0)
        if number and not (number == last and near):
            run.append((each, number))
    if not run or run[0][1] > 2 or not _is_front(text, run[0][0].start, run[0][1], collection):
        return []
    if _is_contents(text, [c for c, _ in run]) or (len(run) < 2 and not (collection and collection.topic)):
        return []
    return [Member(c.start, _marker_end(text, c, n)) for c, n in run]


def _marker_end(text: str, found: Candidate, number: int) -> int:
    """The end of a marker; digits that belong to what follows (篇2|2023年) are given back."""
    digits = re.search(rf"(?:\d+|[{_NUMERALS}]+)$", text[found.start : found.end])
    if digits is None or value(digits[0]) == number:
        return found.end
    own = next((k for k in range(1, len(digits[0])) if value(digits[0][:k]) == number), len(digits[0]))
    return found.start + digits.start() + own


def _has_body(text: str, start: int, end: int) -> bool:
    """Whether there is more between two markers than titles of a table of contents."""
    between = text[start:end].strip()
    return len(between) >= _SHORTEST_MEMBER or "。" in between


def _is_contents(text: str, run: Sequence[Candidate]) -> bool:
    """Whether markers stand on lines below each other with nothing between them but titles."""
    return len(run) > 1 and not any(_has_body(text, a.end, b.start) for a, b in itertools.pairwise(run))


def _is_front(text: str, end: int, number: int, collection: Collection | None) -> bool:
    """Whether what stands before the first marker can be front matter: no plan of its own, unless the first of a collection has no marker."""
    return tops(text, 0, end) < 2 if number == 1 else collection is not None or end > _SHORTEST_MEMBER


def _pian(text: str, collection: Collection | None) -> Iterator[Candidate]:
    """篇1, 第一篇, 【第一篇】, with a title before, behind, or none."""
    found = list(_PIAN.finditer(text))
    shared = _shared([_words_before(text, m.start()) for m in found], collection)
    for m in found:
        closed = (m["close"] or m["close2"] or "").strip()
        bracketed = bool(m["open"] or m["open2"] or closed) or (m["b"] is not None and not _words_before(text, m.start()).strip())
        start = _start(text, m, shared, bracketed)
        if start is not None and (numbers := _readings(m["a"] or m["b"], text[m.end() : m.end() + 1])):
            yield Candidate(start, m.end(), numbers)


def _models(text: str, collection: Collection | None) -> Iterator[Candidate]:
    """范文一, 模板2, alone on a line, behind a title or before one."""
    found = list(_MODEL.finditer(text))
    shared = _shared([_words_before(text, m.start()) for m in found], collection)
    for m in found:
        start = _start(text, m, shared, bracketed=False)
        if start is not None:
            yield Candidate(start, m.end(), (int(value(m["n"]) or 0),))


def _start(text: str, marker: re.Match[str], shared: str, bracketed: bool) -> int | None:
    """Where the title of a marker starts: at the words before it that are a title, else at the marker; None for a word in a sentence."""
    line_start = text.rfind("\n", 0, marker.start()) + 1
    rest = re.compile(r"[^\n]*").match(text, marker.end())
    assert rest is not None
    before, behind = _words_before(text, marker.start()), rest[0].strip()
    words = before.rstrip()
    whole_line = text[line_start : marker.start()].strip() == words.strip() and len(behind) <= _LONGEST_BEHIND
    if shared and words.endswith(shared) and not (whole_line and len(words) - len(shared) <= _LONGEST_BEFORE):
        return marker.start() - len(before) + len(words) - len(shared)
    if len(words) <= 40 and _TITLE_BEFORE.search(words):
        return marker.start() - len(before.lstrip())
    if bracketed or (not words and not behind) or is_issuer(words.strip()):
        return marker.start()
    if whole_line and words:
        return trimmed(text, line_start, rest.end()).start if _is_heading(words + behind) and words[-1] not in "的写交" else None
    return marker.start() if not words and not re.match(r"[一-鿿]{0,12}[,。;]", behind) else None


def _is_heading(words: str) -> bool:
    return re.search(PLAN_WORDS, words) is not None and not re.search(r"[。;!,]", words)


def _words_before(text: str, at: int) -> str:
    """What stands before a marker since the last stop, date, bracket or line break."""
    piece = text[max(0, at - _LONGEST_TITLE) : at]
    ends = [m.end() for m in _BOUNDARY.finditer(piece.rstrip(" \u3000"))]
    return piece[ends[-1] :] if ends else piece


def _shared(before: Sequence[str], collection: Collection | None) -> str:
    """The title that most markers stand behind, the longest of those as frequent; the collection's topic counts as one."""
    words = [*before, collection.topic if collection else ""]
    counts = Counter(w.rstrip()[-k:] for w in words for k in range(4, min(40, len(w.rstrip())) + 1) if re.search(PLAN_WORDS, w.rstrip()[-k:]))
    best = max(counts.values(), default=0)
    return max((w for w, n in counts.items() if n == best), key=len) if best > 1 else ""


def _readings(digits: str, behind: str) -> tuple[int, ...]:
    """The numbers that a run of digits may begin with: all of it, or what is left before a year or a list's mark."""
    if digits[0] in _NUMERALS:
        lengths = [k for k in range(len(digits), 0, -1) if k == len(digits) or behind in ("、", "年", "〇")]
        return tuple(int(n) for k in lengths if (n := value(digits[:k])) and 0 < n < 100)
    whole = (int(digits),) if len(digits) <= 2 else ()
    years = tuple(int(digits[:k]) for k in (1, 2) if re.match(r"(?:19|20)\d\d$|20$", digits[k:]) or (len(digits) == 2 and k == 1 and behind in "、."))
    return tuple(n for n in (*whole, *years) if n > 0)


def _numbered(text: str, collection: Collection | None) -> Iterator[Candidate]:
    """Lines such as 教研组工作计划3 whose words stand with other numbers too, and the collection's topic with a number anywhere."""
    lines = [(m, found) for m in re.finditer(r"[^\n]+", text) if len(m[0]) <= _LONGEST_TITLE and (found := _NUMBERED.fullmatch(m[0].strip()))]
    bases = Counter(found["base"] for _, found in lines)
    for line, found in lines:
        if bases[found["base"]] > 1:
            start = trimmed(text, line.start(), line.end()).start
            yield Candidate(start, start + found.end(), (int(value(found["n"]) or 0),))
    if collection and collection.topic:
        topic = re.compile(rf"{re.escape(collection.topic)}(?:范文|模板)?[^\S\n]?[(【\[]?(?P<n>{_DIGITS})[)】\]]?(?![^\S\n]?[篇份年\d])")
        for m in topic.finditer(text):
            behind = text[m.end() : m.end() + 1]
            numbers = _readings(m["n"], behind)
            # 工作计划一、 is a title and the first heading behind it
            if numbers := numbers[1:] if behind == "、" and m["n"][0] in _NUMERALS else numbers:
                yield Candidate(m.start(), m.end(), numbers)


def _prefixed(text: str, collection: Collection | None) -> Iterator[Candidate]:
    """1. …计划, (一)…计划: titles behind a mark, in a collection only."""
    for line in re.finditer(r"[^\n]+", text) if collection and collection.is_many else ():
        words = line[0].strip()
        mark = mark_at(words)
        if mark and mark.kind in ("decimal", "bracketed", "enclosed") and is_title(words[mark.length :]):
            yield Candidate(trimmed(text, line.start(), line.end()).start, line.end(), (mark.number,))


def _bare(text: str, collection: Collection | None) -> Iterator[Candidate]:
    """Lines that hold nothing but a number: in a collection, or where the text begins anew behind each and nothing is skipped."""
    found = [(m, int(value(m[1]) or 0)) for m in _BARE.finditer(text)]
    bounds = [*(m.end() for m, _ in found), len(text)]
    anew = all(tops(text, a, b) >= 2 for a, b in itertools.pairwise(bounds))
    if [n for _, n in found] == list(range(1, len(found) + 1)) and (anew or (collection and collection.is_many)):
        yield from (Candidate(m.start(1), m.end(), (n,)) for m, n in found)
