"""Blocks: a plan's lines, cut before every numbering mark that opens a block of its own inside them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from jiaoyan_nlp.corpus import headings
from jiaoyan_nlp.text.marks import Mark, mark_at
from jiaoyan_nlp.text.spans import trimmed

TOP_KINDS = ("chapter", "chinese", "lost", "bracketed", "hash")
_GLUED_LINE = 240
_CUT = re.compile(
    r"第[一二三四五六七八九十]{1,3}(?:部分|章|节|板块)|[一二三四五六七八九十]{1,3}\s?[、.]|\([一二三四五六七八九十]{1,3}\)|(?<![\d.])\d{1,2}\s?[、.](?!\d)|\(\d{1,2}\)"
)
_GRADES = re.compile(r"\s?[一二三四五六七八九1-9](?:\s?[、-])?\s?(?:[一二三四五六七八九1-9]\s?)?(?:年级|班|下|上|是|来|线|周|月|册|等奖)")


@dataclass(frozen=True, slots=True)
class Block:
    """One piece of a plan's outline; offsets are places in the view's text.

    Attributes:
        kind: heading, item, paragraph or row.
        level: of a heading 1 for the plan's top headings, 2 for the next, 0 for everything else.
        mark: the numbering mark that opens it, if any.
        words: of a heading its words without mark and closing punctuation, else empty.
        parents: places in the list of blocks of the headings that it stands under, top first.
    """

    start: int
    end: int
    kind: str
    mark: Mark | None = None
    level: int = 0
    words: str = ""
    parents: tuple[int, ...] = ()


def cut_blocks(text: str, start: int, end: int) -> list[Block]:
    """The blocks of `text[start:end]` in order, none yet told to be a heading or an item."""
    blocks = [block for line in _lines(text, start, end) for block in _split_line(text, *line)]
    return [*blocks[:-1], *_without_signature(text, blocks[-1])] if blocks else blocks


def _lines(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    for found in re.finditer(r"[^\r\n]+", text[start:end]):
        span = trimmed(text, start + found.start(), start + found.end())
        if span.length:
            yield span.start, span.end


def _split_line(text: str, start: int, end: int) -> Iterator[Block]:
    """Cut a line before every mark that opens a block inside it: behind final punctuation, or where the count runs on."""
    mark = mark_at(text, start)
    if "\t" in text[start + (mark.length if mark else 0) : end].strip():  # behind a mark a tab is only a space
        yield Block(start, end, "row")
        return
    cuts = [start]
    last: dict[str, int] = {}
    glued = end - start > _GLUED_LINE
    for found in _CUT.finditer(text, start, end):
        at = found.start()
        mark = mark_at(text, at)
        if mark is None or (at != start and not _opens_block(text, cuts[-1], at, mark, last, glued)):
            continue
        last[mark.kind] = mark.number
        if mark.kind == "chinese":
            last.pop("bracketed", None)
        if at > start:
            cuts.append(at)
    for a, b in zip(cuts, [*cuts[1:], end], strict=True):
        span = trimmed(text, a, b)
        if span.length:
            yield Block(span.start, span.end, "paragraph", mark_at(text, span.start))


_SIGNATURE = re.compile(
    r"(?<=[。!?;)）])\s*[^。,;:!?]{0,24}(?:小学|中学|学校|幼儿园|[组处室部园科]|中心|教育局)\s*[^。,;:!?\d]{0,8}\s*(?:(?:20\d\d|二〇[一-鿿]{2})年.{0,3}月.{0,3}日?|\d{1,2}月\d{1,2}日)?\s*$"
)


def _without_signature(text: str, block: Block) -> list[Block]:
    """The last block, and behind it the signature and date that a line without breaks has glued to it."""
    found = _SIGNATURE.search(text, max(block.start, block.end - 60), block.end)
    if found is None or block.kind == "row":
        return [block]
    signature = trimmed(text, found.start(), block.end)
    return [replace(block, end=found.start()), Block(signature.start, signature.end, "paragraph")]


def _opens_block(text: str, since: int, at: int, mark: Mark, last: dict[str, int], glued: bool) -> bool:
    before = text[since:at].rstrip()
    behind = at + mark.length
    if not before or behind >= len(text) or text[behind] in ",。;、):":
        return False
    if mark.kind == "chinese" and (_GRADES.match(text, behind) or before[-1] in "一二三四五六七八九十第、"):
        return False
    if before[-1] in "。!?;…" or (before[-1] in "”)】:" and mark.kind in TOP_KINDS):
        return mark.kind not in ("enclosed", "circled") or before[-1] in "。;!"
    expected = mark.number == last.get(mark.kind, 0) + 1
    follows_heading = len(before) <= headings.LONGEST // 2 and mark_at(before) is not None
    if mark.kind == "decimal":
        return glued and mark.number == 1 and follows_heading
    if not (glued and expected and mark.kind in ("chinese", "bracketed", "chapter")):
        return False
    return mark.number > 1 or follows_heading or bool(headings.phrase_length(text[behind : behind + 16].lstrip()))
