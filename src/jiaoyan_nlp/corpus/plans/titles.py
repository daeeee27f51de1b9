"""Titles of plans and summaries: lines that read like one, and where a title ends with its marker, doubles, issuer and date."""

from __future__ import annotations

import re

from jiaoyan_nlp.corpus.metadata.schools import schools_in
from jiaoyan_nlp.resources import lexicon
from jiaoyan_nlp.text.marks import mark_at


def heap(name: str) -> str:
    """A heap of `corpus/lexicons/anthology.toml` as one group of alternatives, for use inside a pattern."""
    return f"(?:{'|'.join(lexicon('anthology')[name])})"


PLAN_WORDS = heap("document")
NUMBER = r"(?:[一二三四五六七八九十]{1,3}|\d{1,2})"
MARKER = re.compile(
    rf"[【\[(<《]? ?第 ?{NUMBER} ?篇 ?[】\])>》]? ?[:.、]?|(?<![一二三四五六七八九十\d])[【\[(]?篇 ?(?:\({NUMBER}\)|{NUMBER}(?![\d篇])) ?[】\])]? ?[:.、]?"
)
COLLECTION = re.compile(
    rf"[(【\[](?:{heap('collected')}\s?(?:\d{{0,2}}|[一二三四五六七八九十]{{0,3}})篇?|共?\s?{NUMBER}篇)[^()【】\[\]\n]{{0,6}}[)】\]]"
    rf"|(?:{heap('collected')}\s?|(?<=计划|总结|方案|报告)){NUMBER}\s?篇"
)
_MODEL = re.compile(rf"[【\[(]?{heap('model')}\s?[(【\[]?{NUMBER}[)】\]]{{0,2}}[:.、]?")
_BEHIND = re.compile(r"\s*《[^《》\n]{2,50}》")
_DATE = re.compile(r"[(【]?\s?(?:二〇[〇一二三四五六七八九]{2}|[12]\d{3}|20[xX×*_]{2})\s?[年./-].{0,14}[)】]?")
_ISSUER = re.compile(
    r".{0,24}(?:小学|中学|学校|幼儿园|学区|教研组|教研室|教科室|教导处|备课组|中心|教育局|教师|组长|执笔.{0,8}|学院)(?:\s{1,4}[一-鿿]{1,4}\s?[一-鿿]{0,3})?"
)
_PERSON = re.compile(r"(?:姓名|学校|学科|任教|单位|拟稿|审定|执笔|撰稿|制定|时间|主持|组长|负责)[一-鿿]{0,4}:")
_MOTTO = r"(?:[^。!?;:\n]{2,24}?(?:-{2,}|—+))?"
GLUED_TITLE = re.compile(
    _MOTTO + r"(?!根据|为了?|按照|结合|围绕|在|依据|以|下面|这|该|制)(?:20\d\d\s)?[^。!?;:,、\n\s]{0,24}"
    r"(?:20[\dxX]{2}|小学|中学|学校|幼儿园|教研组|学年|学期|研修)[^。!?;:,、\n\s]{0,20}?(?:计划|总结|方案|要点|小结|规划)(?![的和与及是如为由,、。中里()])"
)
_DATED = re.compile(
    r"\s?[^。!?;:,、\d\n()]{0,20}[(]?(?:20\d\d|二〇[一-鿿]{2})\s?年\s?[\d一二三四五六七八九十]{1,2}\s?月(?:\s?[\d一二三四五六七八九十]{1,3}\s?日)?[)]?(?![-~至到起以初底末中上下,、])"
)
"""Issuer and date behind a title in a line without breaks."""

_BRACKETED_TITLE = re.compile(
    rf"\s*{_MOTTO}(?!根据|为了?|按照|结合|围绕|在|依据|以)[^。!?;:,、\n]{{2,30}}?{PLAN_WORDS}(?:范文|模板|汇编|集锦)?(?:{COLLECTION.pattern}|\([^()。\n]{{1,30}}\))"
)
_MARKED_TITLE = re.compile(rf"\s*[^。!?;:,、\n]{{2,40}}?{PLAN_WORDS}(?![的和与及是如由,、。中里])")
_SUBTITLE = re.compile(r"-{2,}|—+|―+")
"""What parts a motto from the title proper: 春风又绿,与书同行——语文组工作计划."""
_NOTICE = re.compile(r"^关于.{4,40}的通知$|》的通知$")
_TITLE = re.compile(rf"{PLAN_WORDS}\s?[\"”》)】\]]?(?:\s?[(【\[].{{1,20}}[)】\]]|\s?\d{{1,2}}|.{{0,4}}(?:范文|模板|稿|书|表))?$")
_NO_TITLE = re.compile(r"[,。;]|特?制[定订]|如下|根据|为了")


def is_title(line: str) -> bool:
    """Whether a folded line reads like the title of a plan or summary."""
    words = line.strip()
    mark = mark_at(words)
    if not 4 <= len(words) <= 50 or words[-1] in "。;!?,::" or (mark and mark.kind != "hash"):
        return False
    return _NOTICE.search(words) is not None or (_TITLE.search(words) is not None and _NO_TITLE.search(words) is None)


def is_date(words: str) -> bool:
    """Whether a folded line is a date and nothing else."""
    return _DATE.fullmatch(words) is not None


def is_issuer(words: str) -> bool:
    """Whether a short folded line names an issuer and nothing else."""
    return len(words) <= 30 and _ISSUER.fullmatch(words) is not None


def title_end(text: str, start: int, end: int, marker_end: int = 0) -> int:
    """Where the title of the plan that starts at `start` ends: with its markers, its doubles, issuer and date lines.

    Args:
        text: folded text.
        start: first character of the title.
        end: end of the plan.
        marker_end: end of the marker that was found at the start, 0 where there is none.
    """
    at = done = max(start, marker_end)
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
    return max(done, glued_title_end(text, at, min(end, at + 160), marker_end))


def _letterhead(lines: list[re.Match[str]]) -> int:
    """Number of lines to the first title where only short lines stand before it: issuer, document number, motto, a marker."""
    marked = 0
    for i, line in enumerate(lines[:5]):
        words = line[0].strip()
        if not marked and MARKER.fullmatch(words):
            marked = 1
        elif is_title(words) or (MARKER.search(words) and len(words) <= 40 and "。" not in words):
            return i + 1
        elif len(words) > 30 or words[-1] in "。;::" or mark_at(words):
            break
    return marked


def _belongs_to_title(words: str, first: bool) -> bool:
    if len(words) > 60 or words[-1] in "。;":
        return False
    if is_title(words) or (first and _MODEL.fullmatch(words)) or (MARKER.search(words) and not re.search(r"[。;]", words)):
        return True
    if mark := mark_at(words):
        return first and is_title(words[mark.length :])
    if COLLECTION.search(words) or is_date(words) or (first and re.fullmatch(r"\d{1,2}", words)):
        return True
    if first and _SUBTITLE.search(words) and is_title(_SUBTITLE.split(words)[-1]):
        return True
    if first:
        return len(words) <= 40 and bool(re.search(r"(?:学年|学期|年度|20..年)", words)) and not re.search(r"[,。:]", words)
    if _PERSON.match(words) and not re.search(r"[,。;]", words):
        return True
    if next(schools_in(words), None) and len(words) <= 40 and not re.search(r"[,。;:!]", words):
        return True
    return is_issuer(words) or words.startswith(("--", "-", "——"))


def glued_title_end(text: str, start: int, end: int, marker_end: int = 0) -> int:
    """Where a title ends that runs on into the text without a break; `start` where there is none."""
    at = max(start, marker_end)
    found = MARKER.search(text, start, end)
    if at == start and found and not re.search(r"[。!?;,]", text[start : found.start()]):
        at = found.end()
    if at > start and (behind := _BEHIND.match(text, at)):
        return behind.end()
    title = _BRACKETED_TITLE.match(text, at, end)
    if title and mark_at(text[at:].lstrip()) is None:
        return title.end()
    for _ in range(3) if "\n" not in text[start : start + 60] else ():  # a title may be printed again
        plain = (_MARKED_TITLE if at > start and text[at - 1] in ":】" else GLUED_TITLE).match(text, at, end)
        at = plain.end() if plain else at
    dated = _DATED.match(text, at, end) if at > start else None
    return dated.end() if dated else at
