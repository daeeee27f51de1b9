"""Files into plans: a file holds one plan or summary, or, as an anthology (通用13篇), many."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from jiaoyan_nlp.corpus.schools import schools_in
from jiaoyan_nlp.text.marks import mark_at
from jiaoyan_nlp.text.numerals import value
from jiaoyan_nlp.text.spans import trimmed

PLAN_WORDS = r"(?:计划|规划|方案|要点|安排|设想|思路|打算|预案|总结|小结|汇报|报告|回顾|述职|制度|意见|章程|行动书)"
_NUMBER = r"(?:[一二三四五六七八九十]{1,3}|\d{1,2})"
_MARKER = re.compile(rf"[【\[(<《]? ?第 ?(?P<a>{_NUMBER}) ?篇 ?[】\])>》]? ?[:.、]?|(?<![一二三四五六七八九十\d])篇 ?(?P<b>{_NUMBER})(?![\d篇]) ?[:.、]?")
_BEHIND = re.compile(r"\s*《[^《》\n]{2,50}》")
_NUMBERED_TITLE = re.compile(rf"(?P<base>.{{2,40}}?{PLAN_WORDS})\s?[(【\[]?(?P<n>{_NUMBER})[)】\]]?")
_COLLECTION = re.compile(
    r"[(【\[](?:(?:通用|精选|合集|汇编|集合|推荐|最新|热门|优质|大全|必备|实用|优秀|锦集|整理)\s?(?:\d{0,2}|[一二三四五六七八九十]{0,3})篇?"
    r"|共?\s?(?:\d{1,2}|[一二三四五六七八九十]{1,3})篇)[^()【】\[\]\n]{0,6}[)】\]]"
)
_DATE = re.compile(r"[(【]?\s?(?:二〇[〇一二三四五六七八九]{2}|[12]\d{3}|20[xX×*_]{2})\s?[年./-].{0,14}[)】]?")
_ISSUER = re.compile(
    r".{0,24}(?:小学|中学|学校|幼儿园|学区|教研组|教研室|教科室|教导处|备课组|中心|教育局|教师|组长|执笔.{0,8}|学院)(?:\s{1,4}[一-鿿]{1,4}\s?[一-鿿]{0,3})?"
)
_LONG_LINE = 120


@dataclass(frozen=True, slots=True)
class Part:
    """One plan in a file's view: its stretch, and where its title (with issuer and date) ends."""

    start: int
    end: int
    title_end: int


@dataclass(frozen=True, slots=True)
class Parts:
    """A file's plans, and what stands before the first: an anthology's own title (to `title_end`) and introduction."""

    front: Part
    plans: tuple[Part, ...]

    @property
    def is_anthology(self) -> bool:
        return len(self.plans) > 1


def split(text: str) -> Parts:
    """Split the folded, masked text of a file into its front matter and its plans.

    Markers decide (篇1, 【第一篇】, 篇一:《…》, 工作计划3); where a file has none, titles that stand before a new beginning.
    """
    starts = _marked_starts(text) or _titled_starts(text)
    if len(starts) < 2 and not (starts and _COLLECTION.search(text[: starts[0]])):
        first = trimmed(text, 0, len(text)).start
        start = _behind_lead_in(text, first)
        return Parts(Part(0, start, first), (Part(start, len(text), title_end(text, start, len(text))),))
    ends = [*starts[1:], len(text)]
    front = Part(0, starts[0], title_end(text, 0, starts[0]))
    return Parts(front, tuple(Part(s, e, title_end(text, s, e)) for s, e in zip(starts, ends, strict=True)))


_GLUED_TITLE = re.compile(
    r"(?!根据|为了?|按照|结合|围绕|在|依据|以|下面|这|该|制)(?:20\d\d\s)?[^。!?;:,、\n\s]{0,24}(?:20[\dxX]{2}|小学|中学|学校|幼儿园|教研组|学年|学期|研修)[^。!?;:,、\n\s]{0,20}?(?:计划|总结|方案)(?![的和与及是如为,、。中里()])"
)


def _behind_lead_in(text: str, first: int) -> int:
    """Where the title stands behind a site's lead-in, in a text without line breaks; `first` where there is none."""
    head = text[first : first + 400]
    if "\n" in head.strip():
        return first
    for found in re.finditer(r"(?<=[。!?])", head[:300]):
        if _GLUED_TITLE.match(head, found.start()):
            return first + found.start()
    return first


def _marked_starts(text: str) -> list[int]:
    """Starts of the titles that carry a running number, in order; numbers that do not run on are no markers."""
    found = sorted({*_trim_titles(text, list(_markers(text))), *_numbered_titles(text), *_bare_numbers(text)})
    run: list[tuple[int, int]] = []
    for start, number in found:
        if number == 1 and len(run) > 0 and start - run[-1][0] < 200 * len(run):
            run = []  # what came before was a table of contents
        if not run or run[-1][1] < number <= run[-1][1] + 2:
            run.append((start, number))
    return [start for start, _ in run] if run and run[0][1] <= 2 else []


def _markers(text: str) -> Iterator[tuple[int, int]]:
    for found in _MARKER.finditer(text):
        line_start = text.rfind("\n", 0, found.start()) + 1
        line_end = text.find("\n", found.end())
        line_end = len(text) if line_end < 0 else line_end
        number = int(value(found["a"] or found["b"]) or 0)
        before = text[line_start : found.start()]
        behind = text[found.end() : line_end].strip()
        if line_end - line_start <= _LONG_LINE:
            bracketed = found[0].strip()[0] in "【[(<《" or found[0].strip()[-1:] in ":、."
            titled = re.search(PLAN_WORDS, before + behind)
            if (titled or bracketed or not (before + behind).strip()) and not re.search(r"[。;!]", before) and len(behind) <= 60:
                yield trimmed(text, line_start, line_end).start, number
        elif (start := _glued_start(text, line_start, found)) is not None:
            yield start, number


def _glued_start(text: str, line_start: int, marker: re.Match[str]) -> int | None:
    """Start of the title before a marker in mid-line; None where the marker has neither title nor brackets."""
    before = text[max(line_start, marker.start() - 48) : marker.start()]
    title = re.search(rf"[^。!?;:,…\s】]{{0,40}}{PLAN_WORDS}[^。!?;:,…\s]{{0,8}}$", before)
    if title:
        return marker.start() - len(before) + title.start()
    opened = marker[0][0] in "【[<" or _BEHIND.match(text, marker.end())
    return marker.start() if opened else None


def _trim_titles(text: str, found: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Starts moved to where the words begin that most titles share: a signature may stand glued before a title."""
    titles = {at: m[0] for at, _ in found if (m := re.match(rf"[^\n。!?;:]{{2,60}}?(?={_MARKER.pattern})", text[at : at + 80]))}
    common = Counter(titles.values()).most_common(1)
    if not common or common[0][1] < 2:
        return found
    words = common[0][0]
    return [(at + len(t) - len(words) if (t := titles.get(at, "")).endswith(words) and t != words else at, n) for at, n in found]


def _numbered_titles(text: str) -> Iterator[tuple[int, int]]:
    """Lines such as 教研组工作计划3 whose words stand with other numbers too."""
    lines = [(m.start(), found) for m in re.finditer(r"[^\n]+", text) if len(m[0]) <= 60 and (found := _NUMBERED_TITLE.fullmatch(m[0].strip()))]
    bases = Counter(found["base"] for _, found in lines)
    for start, found in lines:
        if bases[found["base"]] > 1:
            yield trimmed(text, start, start + 60).start, int(value(found["n"]) or 0)


_BARE_NUMBER = re.compile(r"^[^\S\n]*(\d{1,2})[^\S\n]*$", re.M)
_SHORTEST_PLAN = 300


def _bare_numbers(text: str) -> list[tuple[int, int]]:
    """Lines that hold nothing but a number, where they count 1, 2, 3 … and each stands above the length of a plan."""
    found = [(m.start(1), int(m[1])) for m in _BARE_NUMBER.finditer(text)]
    counting = [number for _, number in found] == list(range(1, len(found) + 1))
    bounds = [*(start for start, _ in found), len(text)]
    long = all(end - start >= _SHORTEST_PLAN for start, end in itertools.pairwise(bounds))
    return found if len(found) >= 2 and counting and long else []


def _titled_starts(text: str) -> list[int]:
    """Starts of lines that are titles of plans and stand where the text begins anew: numbering restarts at 一 behind them."""
    lines = [m for m in re.finditer(r"[^\n]+", text) if m[0].strip()]
    starts: list[int] = []
    tops = 0
    for i, line in enumerate(lines):
        words = line[0].strip()
        mark = mark_at(words)
        if mark and mark.kind == "chinese":
            tops += 1
        elif is_title(words) and (not starts or (tops >= 2 and _begins_anew(lines[i + 1 : i + 8]))):
            starts.append(trimmed(text, line.start(), line.end()).start)
            tops = 0
        if not starts:
            starts.append(trimmed(text, line.start(), line.end()).start)
    return starts if len(starts) > 1 else []


def _begins_anew(lines: list[re.Match[str]]) -> bool:
    """Whether the next top heading is a first one."""
    for line in lines:
        mark = mark_at(line[0].strip())
        if mark and mark.kind == "chinese":
            return mark.number == 1
    return False


def is_title(line: str) -> bool:
    """Whether a folded line reads like the title of a plan or summary."""
    words = line.strip()
    mark = mark_at(words)
    if not 4 <= len(words) <= 50 or words[-1] in "。;!?,::" or (mark and mark.kind != "hash"):
        return False
    if re.search(r"^关于.{4,40}的通知$|》的通知$", words):
        return True
    return bool(
        re.search(rf"{PLAN_WORDS}\s?[\"”》)】\]]?(?:\s?[(【\[].{{1,20}}[)】\]]|\s?\d{{1,2}}|.{{0,4}}(?:范文|模板|稿|书|表))?$", words)
    ) and not re.search(r"[,。;]|特?制[定订]|如下|根据|为了", words)


def title_end(text: str, start: int, end: int) -> int:
    """Where the title of the plan that starts at `start` ends: with its markers, its doubles, issuer and date lines."""
    at = done = start
    lines = [line for line in re.finditer(r"[^\n]+", text[start:end]) if line[0].strip()]
    head = _letterhead(lines)
    for count, line in enumerate(lines[:9]):
        words = line[0].strip()
        if count >= head and not _belongs_to_title(words, first=count == 0):
            at = start + line.start() + len(line[0]) - len(line[0].lstrip())
            break
        done = start + line.end()
    else:
        return done
    return max(done, glued_title_end(text, at, min(end, at + 160)))


def _letterhead(lines: list[re.Match[str]]) -> int:
    """Number of lines to the first title where only short lines stand before it: issuer, document number, motto."""
    for i, line in enumerate(lines[:5]):
        words = line[0].strip()
        if is_title(words) or (_MARKER.search(words) and len(words) <= 40):
            return i + 1
        if len(words) > 30 or words[-1] in "。;::" or mark_at(words):
            return 0
    return 0


def _belongs_to_title(words: str, first: bool) -> bool:
    if len(words) > 60 or words[-1] in "。;":
        return False
    marker = _MARKER.search(words)
    if marker and not re.search(r"[。;]", words):
        return True
    if is_title(words):
        return True
    if mark_at(words):
        return False
    if _COLLECTION.search(words) or _DATE.fullmatch(words):
        return True
    if first:
        return len(words) <= 40 and bool(re.search(r"(?:学年|学期|年度|20..年)", words)) and not re.search(r"[,。:]", words)
    if re.match(r"(?:姓名|学校|学科|任教|单位|拟稿|审定|执笔|撰稿|制定|时间|主持|组长|负责)[一-鿿]{0,4}:", words) and not re.search(r"[,。;]", words):
        return True
    if next(schools_in(words), None) and len(words) <= 40 and not re.search(r"[,。;:!]", words):
        return True
    return (bool(_ISSUER.fullmatch(words)) and len(words) <= 30) or words.startswith(("--", "-", "——"))


def glued_title_end(text: str, start: int, end: int) -> int:
    """Where a title ends that runs on into the text without a break; `start` where there is none."""
    found = _MARKER.search(text, start, end)
    at = start
    if found and not re.search(r"[。!?;,]", text[start : found.start()]):
        at = found.end()
        if behind := _BEHIND.match(text, at):
            at = behind.end()
    title = re.compile(
        rf"\s*(?!根据|为了?|按照|结合|围绕|在|依据|以)[^。!?;:,、\n]{{2,30}}?{PLAN_WORDS}(?:范文|模板|汇编|集锦)?(?:{_COLLECTION.pattern}|\([^()\n]{{1,10}}\))"
    ).match(text, at, end)
    if title and mark_at(text[at:].lstrip()) is None:
        at = title.end()
    elif at == start and "\n" not in text[start : start + 60] and (plain := _GLUED_TITLE.match(text, start, end)):
        at = plain.end()
    return at
