"""Noise: what stands in a file and is nothing of the plan. Every masked stretch carries its reason.

The finders: a lexicon of patterns (`corpus/lexicons/noise.toml`), page numbers of the form 3/12 told from fractions by their
running on through the file, watermarks found by their repetition, a site's head and the lines behind its last heading.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator
from functools import cache
from typing import NamedTuple

from jiaoyan_nlp.corpus.watermarks import watermarks
from jiaoyan_nlp.resources import lexicon
from jiaoyan_nlp.text.marks import mark_at
from jiaoyan_nlp.text.spans import trimmed

HEAD_LINES = 8


class Noise(NamedTuple):
    """A stretch that is nothing of the plan, and why: page, watermark, site, entity, layout, stray, pinyin, header, footer."""

    start: int
    end: int
    reason: str


def find_noise(folded: str, known: Iterable[Noise] = ()) -> list[Noise]:
    """All noise in the folded text of a source, in text order, none overlapping another; `known` is what the file's own form told apart."""
    found = [*known, *_by_lexicon(folded), *running_page_numbers(folded)]
    found += (Noise(start, end, "watermark") for start, end in watermarks(folded))
    found += _head(folded, found)
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


class _Entry(NamedTuple):
    """An entry of the lexicon: its pattern, why what that finds is noise, and words of which one stands in all of it (none: any text)."""

    pattern: re.Pattern[str]
    reason: str
    needs: tuple[str, ...]


@cache
def _entries(where: str) -> list[_Entry]:
    """The lexicon's entries that may stand there, in its order."""
    found = (entry for entry in lexicon("noise")["noise"] if entry["where"] == where)
    return [_Entry(re.compile(e["pattern"]), e["reason"], tuple(e.get("needs", ()))) for e in found]


@cache
def _any_of(where: str) -> re.Pattern[str]:
    """What any entry's pattern matches: most lines are told to be none's at once."""
    return re.compile("|".join(f"(?:{entry.pattern.pattern})" for entry in _entries(where)))


_DOT_STOP = re.compile(r"\.(?<=[一-鿿”].)(?=[\s一-鿿]|$)")


def _by_lexicon(folded: str) -> Iterator[Noise]:
    dotted = len(_DOT_STOP.findall(folded)) > 2 * folded.count("。")  # a text whose full stops are dots
    for entry in _entries("inline"):
        if entry.needs and not any(word in folded for word in entry.needs):
            continue
        for found in entry.pattern.finditer(folded):
            if dotted and entry.reason == "stray" and found[0] == ".":
                continue
            yield Noise(found.start(), found.end(), entry.reason)
    seen = 0
    for line in re.finditer(r"[^\r\n]+", folded):
        words = line[0].strip()
        if not words:
            continue
        seen += 1
        heaps = ("line", "head") if seen <= HEAD_LINES else ("line",)
        heap = next((heap for heap in heaps if _any_of(heap).fullmatch(words)), None)
        if heap:
            match, reason = next((match, entry.reason) for entry in _entries(heap) if (match := entry.pattern.fullmatch(words)))
            start = line.start() + line[0].index(words)
            yield from (Noise(start + a, start + b, reason) for a, b in match.regs[1:] or match.regs)


_SLASH = re.compile(r"(?<![\d/])(\d{1,6})/(\d{1,7})(?![/\d])")


def running_page_numbers(folded: str) -> list[Noise]:
    """Page numbers n/m that run on through the file, also glued to the digits before or behind them (1/242023年).

    A number of pages m is believed where at least three numbers n, or two neighbours beginning with 1, increase before it:
    a fraction such as 3/5的教师 stands alone.
    """
    places = list(_SLASH.finditer(folded)) if "/" in folded else []
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


_FOOT = re.compile(r"推荐|相关|喜欢|评论|留言|声明|上一篇|下一篇")
_LONGEST_FOOT = 2_000
_REMARK = re.compile(r"[^:。]{2,12}:[^。]{1,60}。?")


def _foot(folded: str, found: list[Noise]) -> list[Noise]:
    """The lines behind a heading of a site's foot (相关文章, 评论) to the end of the file: links and comments, each short."""
    known = {n.start for n in found}
    heads = [n.start for n in found if n.reason == "site" and len(folded) - n.start <= _LONGEST_FOOT and _FOOT.search(folded[n.start : n.end])]
    for start in sorted(heads):
        lines = [trimmed(folded, start + m.start(), start + m.end()) for m in re.finditer(r"[^\r\n]+", folded[start:])]
        rest = [line for line in lines[1:] if line.length and line.start not in known]
        if rest and all(_is_of_foot(line.quote(folded)) for line in rest):
            return [Noise(line.start, line.end, "site") for line in rest]
    return []


def _is_of_foot(words: str) -> bool:
    mark = mark_at(words)
    if (mark and mark.kind in ("chinese", "bracketed", "chapter")) or re.match(r"[【\[(]第.{1,3}篇|篇[一二三四五六七八九十\d]", words) or words[-1] == ".":
        return False  # another plan begins
    return len(words) <= 60 and (words[-1] not in "。;" or _REMARK.fullmatch(words) is not None)


_MENU = re.compile(r"[^\s。,;:!?]{1,8}(?:(?:\s{2,}|\u3000|\s?[|·]\s?|\s)[^\s。,;:!?]{1,8}){2,}")
_NAME = re.compile(r"[一-鿿A-Za-z0-9.]{2,12}")


def _head(folded: str, found: list[Noise]) -> list[Noise]:
    """A site's own name and menu (首页 工作计划 教案下载) above its title: short lines before the last line of the head that is the site's."""
    known = {n.start: n.reason for n in found}
    lines = [span for m in itertools.islice(re.finditer(r"[^\r\n]*\S[^\r\n]*", folded), HEAD_LINES) if (span := trimmed(folded, m.start(), m.end())).length]
    menus = [i for i, line in enumerate(lines) if _is_menu(line.quote(folded)) or known.get(line.start) == "site"]
    out: list[Noise] = []
    for i, line in enumerate(lines[: menus[-1] + 1] if menus else []):
        words = line.quote(folded)
        is_name = _NAME.fullmatch(words) and any(place > i for place in menus) and not re.search(r"计划|总结|方案|[小中大]学|学校|幼儿园|学[年期]", words)
        if line.start not in known and (_is_menu(words) or is_name):
            out.append(Noise(line.start, line.end, "site"))
    return out


def _is_menu(words: str) -> bool:
    return _MENU.fullmatch(words) is not None and re.search(r"首页|主页|会员|登录|下载|大全|频道|更多", words) is not None
