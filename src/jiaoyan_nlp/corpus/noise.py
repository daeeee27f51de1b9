"""Noise: what stands in a file and is nothing of the plan. Every masked stretch carries its reason.

The finders: a lexicon of patterns (`corpus/lexicons/noise.toml`), page numbers of the form 3/12 told from fractions by their
running on through the file, watermarks found by their repetition, and the lines behind a site's last heading.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from typing import NamedTuple

from jiaoyan_nlp.resources import lexicon
from jiaoyan_nlp.text.folding import fold

HEAD_LINES = 5


class Noise(NamedTuple):
    """A stretch that is nothing of the plan, and why: page, watermark, site, entity, layout, stray, pinyin, header, footer."""

    start: int
    end: int
    reason: str


def find_noise(text: str, known: Iterable[Noise] = ()) -> list[Noise]:
    """All noise in a source text, in text order, none overlapping another; `known` is what the file's own form told apart."""
    folded = fold(text)
    found = [*known, *_by_lexicon(folded), *running_page_numbers(folded), *repeated_watermarks(folded), *repeated_adverts(folded)]
    found += _foot(folded, found)
    return list(_apart(found))


def _apart(found: Iterable[Noise]) -> Iterator[Noise]:
    """Overlaps are cut: the stretch that starts first keeps what it covers, of two that start together the longer."""
    at = 0
    for each in sorted(found, key=lambda n: (n.start, -n.end, n.reason)):
        start = max(each.start, at)
        if start < each.end:
            yield Noise(start, each.end, each.reason)
            at = each.end


@cache
def _patterns() -> dict[str, list[tuple[re.Pattern[str], str]]]:
    """Compiled patterns by where they may stand."""
    out: dict[str, list[tuple[re.Pattern[str], str]]] = defaultdict(list)
    for entry in lexicon("noise")["noise"]:
        out[entry["where"]].append((re.compile(entry["pattern"]), entry["reason"]))
    return out


_DOT_STOP = re.compile(r"(?<=[一-鿿”])\.(?=[\s一-鿿]|$)")


def _by_lexicon(folded: str) -> Iterator[Noise]:
    dotted = len(_DOT_STOP.findall(folded)) * 3 > folded.count("。")  # a text whose full stops are dots
    for pattern, reason in _patterns()["inline"]:
        if reason == "stray" and dotted:
            continue
        for found in pattern.finditer(folded):
            yield Noise(found.start(), found.end(), reason)
    seen = 0
    for line in re.finditer(r"[^\r\n]+", folded):
        words = line[0].strip()
        if not words:
            continue
        seen += 1
        heaps = ("line", "head") if seen <= HEAD_LINES else ("line",)
        found_reason = next((r for heap in heaps for p, r in _patterns()[heap] if p.fullmatch(words)), None)
        if found_reason:
            start = line.start() + line[0].index(words)
            yield Noise(start, start + len(words), found_reason)


_SLASH = re.compile(r"(?<![\d/])(\d{1,6})/(\d{1,7})(?![/\d])")


def running_page_numbers(folded: str) -> list[Noise]:
    """Page numbers n/m that run on through the file, also glued to the digits before or behind them (1/242023年).

    A number of pages m is believed where at least three numbers n, or two neighbours beginning with 1, increase before it:
    a fraction such as 3/5的教师 stands alone.
    """
    places = list(_SLASH.finditer(folded))
    counts = {p[2][:k] for p in places for k in (1, 2, 3) if k <= len(p[2]) and p[2][0] != "0"}
    # the count that explains most places; of two, the one that explains more digits
    best = max((_run(places, pages) for pages in sorted(counts)), key=lambda run: (len(run), sum(n.end - n.start for n in run)), default=[])
    numbers = [int(folded[n.start : n.end].split("/")[0]) for n in best]
    if best and all(_is_date(folded, n) for n in best):
        return []
    return best if len(best) >= 3 or numbers == [1, 2] else []


def _is_date(folded: str, found: Noise) -> bool:
    """Whether n/m opens a line of text as a month and a day do (2/28 例会)."""
    month, day = map(int, folded[found.start : found.end].split("/"))
    opens = found.start == 0 or folded[found.start - 1] in "\r\n\t "
    return opens and month <= 12 and day <= 31 and re.match(r"[ \t:][^\s]", folded[found.end : found.end + 2]) is not None


def _run(places: list[re.Match[str]], pages: str) -> list[Noise]:
    """The places that read n/pages with n increasing by at most five from one to the next."""
    out: list[Noise] = []
    last = 0
    for place in places:
        if not place[2].startswith(pages):
            continue
        digits = place[1]
        readings = [int(digits[i:]) for i in range(len(digits)) if digits[i] != "0"]
        fitting = [n for n in readings if last < n <= min(last + 5, int(pages))]
        if fitting:
            last = min(fitting)
            out.append(Noise(place.end(1) - len(str(last)), place.start(2) + len(pages), "page"))
    return out


_SEGMENT = re.compile(r"[^。!?\r\n]+[!?。]?")
_SHORTEST, _LONGEST = 6, 40


def repeated_watermarks(folded: str) -> Iterator[Noise]:
    """Sentences of a document site that recur in mid-sentence.

    A watermark ends like a sentence and recurs at least three times, both on its own and behind a sentence that it cuts in
    two; a phrase that the author repeats is either a sentence or a part of one, not both.
    """
    segments = [s for s in _SEGMENT.finditer(folded) if s[0][-1] in "。!?"]
    alone = Counter(s[0].strip() for s in segments if _SHORTEST <= len(s[0].strip()) <= _LONGEST)
    phrases = {phrase for phrase, count in alone.items() if phrase.endswith("!") or count >= 2}
    lengths = sorted({len(phrase) for phrase in phrases})
    ends: dict[str, list[int]] = defaultdict(list)
    cuts: Counter[str] = Counter()
    for segment in segments:
        words = segment[0]
        for length in lengths:
            if length <= len(words) and (phrase := words[-length:]) in phrases:
                ends[phrase].append(segment.end())
                cuts[phrase] += words.strip() != phrase
    for phrase in sorted(phrases):
        if len(ends[phrase]) >= 3 and cuts[phrase] and any(_goes_on(folded, end - len(phrase), end) for end in ends[phrase]):
            yield from (Noise(end - len(phrase), end, "watermark") for end in ends[phrase])


def _goes_on(folded: str, start: int, end: int) -> bool:
    """Whether a sentence that [start, end) cuts in two goes on behind it: there is no end of a clause on either side."""
    return _LETTER.match(folded[start - 1 : start]) is not None and _LETTER.match(folded[end : end + 1]) is not None


_LETTER = re.compile("[一-鿿]")
_ADVERT = re.compile(r"www|文库|文档|范文|免费下载|公众号|关注微信|资料网|课件网|登录")
_HEAD = 80
_ADVERT_END = "。!?;:,、\n\r"


def repeated_adverts(folded: str) -> Iterator[Noise]:
    """Adverts of a site without punctuation of their own: the words around a site's trigger word that recur with it."""
    groups: dict[str, list[int]] = defaultdict(list)
    for found in _ADVERT.finditer(folded):
        groups[folded[found.start() : found.start() + 6]].append(found.start())
    for _, starts in sorted(groups.items()):
        if len(starts) < 2:
            continue
        left, right = _recurring(folded, starts)
        starts = [at for at in starts if at - left > _HEAD or not re.search("计划|总结|方案", folded[at - left : at + right])]
        if starts and left + right >= _SHORTEST and _is_advert(folded, starts, left, right):
            yield from (Noise(at - left, at + right, "watermark") for at in starts)


def _recurring(folded: str, starts: list[int]) -> tuple[int, int]:
    """How many letters before and from the places on are the same at all of them, less a stop in front."""
    left = _common(lambda k, at: folded[at - k - 1] if at - k > 0 else "", starts)
    right = _common(lambda k, at: folded[at + k] if at + k < len(folded) else "", starts)
    while left and folded[starts[0] - left] in ",、:;":
        left -= 1
    return left, right


def _is_advert(folded: str, starts: list[int], left: int, right: int) -> bool:
    """Whether recurring words stand in brackets, or cut a clause in two often enough."""
    cuts = sum(folded[at - left - 1 : at - left] not in ("", *_ADVERT_END) for at in starts)
    boxed = folded[starts[0] - left] in "【[(" and folded[starts[0] + right - 1] in "】])"
    return cuts >= 2 or boxed or (cuts == 1 and len(starts) >= 3)


def _common(letter: Callable[[int, int], str], starts: list[int]) -> int:
    """How many letters in a row, at most 40, are the same at all the places; a stop or a line break ends them."""
    for k in range(40):
        letters = {letter(k, at) for at in starts}
        if len(letters) > 1 or letters <= {*"。!?;\n\r", ""}:
            return k
    return 40


_FOOT = re.compile(r"推荐|相关|喜欢|评论|留言|声明|上一篇|下一篇")
_LONGEST_FOOT = 500


def _foot(folded: str, found: list[Noise]) -> list[Noise]:
    """The short lines behind a heading of a site's foot (相关文章, 评论) to the end of the file: links and comments."""
    heads = [n.start for n in found if n.reason == "site" and len(folded) - n.start <= _LONGEST_FOOT and _FOOT.search(folded[n.start : n.end])]
    for start in sorted(heads):
        lines = [m for m in re.finditer(r"[^\r\n]+", folded[start:]) if m[0].strip()]
        if len(lines) > 1 and all(len(m[0]) <= 60 and m[0].strip()[-1] != "。" for m in lines[1:]):
            return [Noise(start + m.start() + len(m[0]) - len(m[0].lstrip()), start + len(m[0].rstrip()) + m.start(), "site") for m in lines[1:]]
    return []
