"""Breaks where no mark stands: headings and paragraphs that a site has run together, found by two small linear models.

Both were learned from texts with their breaks, which were deleted to be put back (`corpus/train_breaks.py`,
`models/breaks.json`). The first asks of a place where a sentence begins, or of the text behind a mark, how many of its
letters are a heading; the second, of a place behind a full stop, whether a paragraph begins. A feature is a name, its weight
a number; a score is the logarithm of the odds, above 0 where yes is likelier than no.
"""

from __future__ import annotations

import itertools
import json
import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from jiaoyan_nlp.corpus.outline import headings
from jiaoyan_nlp.resources import resource, wording
from jiaoyan_nlp.text.marks import mark_at
from jiaoyan_nlp.text.words import Word, segmenter

LONGEST = 26
"""Letters that a heading without a line of its own has at most."""
SURE_HEADING = 0.5
"""Score from which text without a mark is cut off as a heading: a false heading does more harm than a missed one."""
SURE_PARAGRAPH = 0.0

LONGEST_PARAGRAPH = 240
"""Letters that a paragraph has at most: those of plans hardly ever have more, and a long line has lost its breaks."""
_SHORTEST, _STRETCH = 30, 2000
"""Letters that a paragraph has at least there, and that are looked at together."""
_LONG = 160
"""Letters from which a paragraph in such a line is looked at for one more cut."""

_STOPS = "。!?;…"
_INSIDE = (",", "、", "“", '"', "(", "《", "【", "-", "的", "与", "和", "及")
"""Words that no heading ends in."""
_GOES_ON = (",", "、", "的", "与", "和", "及", "以及", "等", "之", "是", "”", ")", "》", "】")
"""Words that no text begins with."""
_CHINESE = re.compile(r"[\u4e00-\u9fff”)】》:]")
_AROUND = 400
# 本学期安排经费: a time and a verb, no heading; nor is what 要 follows at once: 保障措施要落到人头
_TIMED_VERB = re.compile(r"(?:本|全|今|下|上|每|这)?(?:学期|学年|年度?|月|期).{0,2}(?:安排|要求|计划|考核|检查|组织|开展)")
_CUES = {
    "problem": re.compile(f".*{wording('problem')}"),
    "last words": re.compile(wording("last_words")),
    "ahead": re.compile(r".{0,6}(?:下学期|下一?阶段|下一步|今后|新学期|来年|明年|新的)"),
    "time": re.compile(rf"{headings.MONTH.pattern}|.?(?:学期初|期初|期中|期末|开学)"),
    "goal": re.compile(".{0,8}(?:目标|目的|力争)"),
    "list": re.compile("首先|其次|再次|另外|此外|同时|第[一二三四五]|一是|其[一二三四]"),
}
"""Words that a sentence begins with, or holds, that begins another matter."""
_ANY_STOP, _TO_STOP = re.compile(r"[。!?;…]"), re.compile(r"[^。!?;…]*")
_CLAUSE = re.compile(r"[^,。:;!?、\s]*")
_SENTENCE = re.compile(r"[。!?;…]+[”)】]*\s*|\s+")


class Break(NamedTuple):
    """A place where a block begins, and its kind: heading or paragraph."""

    at: int
    kind: str


@dataclass(frozen=True, slots=True)
class Linear:
    """A linear model over named features."""

    bias: float
    weights: dict[str, float]

    def score(self, features: list[str]) -> float:
        """Logarithm of the odds of yes."""
        return self.bias + sum([self.weights[name] for name in features if name in self.weights])


@cache
def _models() -> dict[str, Linear]:
    held = json.loads(resource("models/breaks.json").read_text(encoding="utf-8"))
    return {name: Linear(held[name]["bias"], held[name]["weights"]) for name in ("heading", "paragraph")}


def find_breaks(text: str, start: int, end: int, marked: bool) -> list[Break]:
    """Breaks in `text[start:end]`, a stretch without a mark inside it; `marked` where it begins with one.

    A heading comes with the break behind it. The first break may stand at `start`, where the stretch begins with a heading.
    """
    found: list[Break] = []
    spaced = is_spaced(text, start, end)
    places = list(openings(text, start, end, marked, spaced))
    since = start
    for opening in places:
        if opening < since:
            continue
        stop, score = heading_end(text, opening, end, marked=False, spaced=spaced)
        if (score >= SURE_HEADING or _is_run_in(text[opening:stop])) and not (stop == end and _outranks(text, end)):
            since = stop + len(text[stop:end]) - len(text[stop:end].lstrip())
            found += [Break(opening, "heading"), Break(since, "paragraph")] if since < end else [Break(opening, "heading")]
        elif opening > since and _models()["paragraph"].score(paragraph_features(text, since, opening, end, spaced)) >= SURE_PARAGRAPH:
            since = opening
            found.append(Break(opening, "paragraph"))
    bounds = [start, *(each.at for each in found), end]
    found += [Break(at, "paragraph") for a, b in itertools.pairwise(bounds) for at in _shortened(text, a, b, places, spaced)]
    return sorted(found)


def _shortened(text: str, start: int, end: int, places: list[int], spaced: bool) -> Iterator[int]:
    """Where a paragraph that is too long for one is cut, in order: at the likeliest place of a stretch, then on both sides of it."""
    while end - start > _LONG:
        inside = places[bisect_left(places, start + _SHORTEST) : bisect_right(places, min(end, start + _STRETCH) - _SHORTEST)]
        if not inside:
            return
        best = max(inside, key=lambda at: _models()["paragraph"].score(paragraph_features(text, start, at, end, spaced)))
        yield from _shortened(text, start, best, places, spaced)
        yield best
        start = best


def _outranks(text: str, at: int) -> bool:
    """Whether a mark stands at `at` that no heading without a mark stands above."""
    mark = mark_at(text, at + len(text[at : at + 3]) - len(text[at : at + 3].lstrip()))
    return mark is not None and mark.kind in ("chinese", "chapter")


def _is_run_in(words: str) -> bool:
    """指导思想: a standard phrase of four letters or more before its colon."""
    return len(words) >= 5 and words[-1] == ":" and "如下" not in words and headings.exact_name(words) is not None


def openings(text: str, start: int, end: int, marked: bool, spaced: bool) -> Iterator[int]:
    """Places where a sentence begins: the start, unless a mark stands there, and what follows a full stop or a wide space.

    Any space will do where breaks were left as spaces (`spaced`).
    """
    if not marked:
        yield start
    for found in _SENTENCE.finditer(text, start, end):
        wide = spaced or len(found[0]) > 1
        if start < found.end() < end and (found[0][0] in _STOPS or (wide and _is_gap(text, start, found.start()))):
            yield found.end()


def _is_gap(text: str, start: int, at: int) -> bool:
    """White space behind a Chinese character that belongs to no mark."""
    mark = mark_at(text, start)
    return at > start + (mark.length if mark else 0) and _CHINESE.match(text[at - 1]) is not None


def is_spaced(text: str, start: int, end: int) -> bool:
    """Whether white space stands where breaks were: behind most of the full stops that a Chinese letter or a mark follows."""
    around = text[max(0, start - _AROUND) : end + _AROUND]
    stops = len(re.findall(r"[。!?;](?=[^\S\n]*[^\s])", around))
    gaps = len(re.findall(r"[。!?;][^\S\n]+(?=\S)", around))
    return gaps * 8 > stops and len(re.findall(r"[\u4e00-\u9fff,、][^\S\n]+(?=[\u4e00-\u9fff])", around)) <= 2 * gaps


def heading_end(text: str, at: int, end: int, *, marked: bool, spaced: bool) -> tuple[int, float]:
    """Where the heading most likely ends that begins at `at`, behind its mark where `marked`, and the score of that.

    `spaced` says that white space stands where breaks were (`is_spaced`).
    """
    best = (at, float("-inf"))
    for stop, features in heading_candidates(text, at, end, marked, spaced):
        score = _models()["heading"].score(features)
        if score > best[1]:
            best = (stop, score)
    return best


def behind_mark(text: str, at: int, end: int) -> int:
    """Where the heading ends that stands behind a mark in a line without breaks."""
    at += len(text[at:end]) - len(text[at:end].lstrip())
    stop, _ = heading_end(text, at, end, marked=True, spaced=is_spaced(text, at, end))
    return stop if stop > at else end


def heading_candidates(text: str, at: int, end: int, marked: bool, spaced: bool) -> Iterator[tuple[int, list[str]]]:
    """Every end of a word where the heading that begins at `at` may end, with what speaks for and against it."""
    window = text[at : min(end, at + LONGEST + 12)]
    before = text[max(0, at - 1) : at]
    opened = "start" if not before else "space" if before.isspace() else "stop" if before in _STOPS + "”)】" else "other"
    where = f"{'marked' if marked else 'plain'}{' spaced' if spaced else ''}"
    longest = headings.phrase_length(window)
    words = list(segmenter().words(window))
    for word, following in itertools.pairwise([*words, Word("", len(window), len(window))]):
        if word.end > LONGEST or (word.text in _STOPS and not marked):
            return
        if word.end >= 2 and word.text not in _INSIDE and following.text not in _GOES_ON and not word.text.isspace():
            if not marked and (following.text == "要" or (following.text.strip() and _TIMED_VERB.fullmatch(window[: word.end]))):
                continue
            spoken = _heading_features(window, word, following, longest)
            yield at + word.end, [f"{where} {each}" for each in spoken[:_WITH_PLACE]] + spoken + [f"{where} opened {opened}"]
        if word.text in _STOPS + ":" and window[: word.start] != "附":
            return


_WITH_PLACE = 5


def _heading_features(window: str, word: Word, following: Word, longest: int) -> list[str]:
    """What speaks for a heading's ending behind `word`; the first `_WITH_PLACE` mean different things behind a mark."""
    size = word.end
    words, rest, behind = window[:size], window[size:], window[size:].lstrip()
    named = headings.exact_name(words)
    what = "none"
    if named:
        what = "exact" if size == longest else "short of exact" if size < longest else "exact with stop"
    elif headings.is_theme(words):
        what = "theme"
    elif inner := headings.word_name(words):
        what = "ends in word" if headings.bare(words).endswith(inner.words) else "holds word"
    gap = "gap" if rest[:1].isspace() else "end" if not rest else "stop" if words[-1] in ":。!?;" else "none"
    clause = _CLAUSE.match(behind)
    assert clause is not None
    comma = words.find(",")
    return [
        f"{what} {gap}", f"length {min(size, 16)}", f"{gap} {words[-1] if gap == 'stop' else ''}", f"{gap} mark {mark_at(behind) is not None}", f"what {what}",
        f"{what} length {size // 3}", f"word {word.text}", f"next {following.text or behind[:1]}", f"letter {behind[:1]}",
        f"comma {'none' if comma < 0 else 'parallel' if size == 2 * comma + 1 else 'uneven'}",
        f"clause {min(clause.end() // 3, 6)} {behind[clause.end() : clause.end() + 1]}",
        f"echo {any(map(words.__contains__, map(''.join, itertools.pairwise(rest[:12]))))}",
    ]  # fmt: skip


def paragraph_features(text: str, since: int, at: int, end: int, spaced: bool) -> list[str]:
    """What speaks for a paragraph's beginning at `at`; the block before it began at `since`, the stretch ends at `end`."""
    marked = mark_at(text, since) is not None
    since = max(since, at - _AROUND)
    before, behind = text[since:at].rstrip(), text[at : min(end, at + 60)]
    sentence = _ANY_STOP.split(before.rstrip("。!?;…”)】"))[-1]
    following = _TO_STOP.match(behind)
    assert following is not None
    cues = [name for name, cue in _CUES.items() if cue.match(following[0])]
    opener = next(iter(segmenter().words(behind[:8])), Word("", 0, 0))
    gap = f"{'spaced' if spaced else 'tight'} {'gap' if at - since > len(before) else 'none'}"
    stop = before[-1:] if before[-1:] in _STOPS + ":”)】" else "letter"
    return [
        f"{gap} {stop}", f"stop {stop}", gap, f"so far {min(len(before) // 30, 8)}", f"still {min((end - at) // 30, 8)}",
        f"sentence {min(len(sentence) // 10, 6)}", f"following {min(len(following[0]) // 10, 6)}", f"letter {behind[:1]}", f"word {opener.text}",
        f"phrase {headings.phrase_length(behind) > 0}", f"mark {marked}", f"sentences {min(sum(map(before.count, '。!?')), 6)}",
        *(f"cue {name}" for name in cues),
    ]  # fmt: skip
