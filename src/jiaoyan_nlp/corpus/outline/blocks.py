"""Blocks: a plan's lines, cut wherever a block of its own begins inside them. Each block says what made the cut.

A line as schools write it is one block, or a few behind numbering marks. A long line is one whose breaks a site has taken
away: there marks are believed with less around them, tables are found by their tabs, and where no rule says anything, the
model of `breaks` is asked.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from jiaoyan_nlp.corpus.outline.breaks import LONGEST_PARAGRAPH, find_breaks
from jiaoyan_nlp.corpus.outline.opening import TOP_KINDS, Counts, Cut, opening_mark
from jiaoyan_nlp.corpus.outline.rows import rows, tables
from jiaoyan_nlp.text.marks import KINDS, Mark, mark_at
from jiaoyan_nlp.text.spans import trimmed


@dataclass(frozen=True, slots=True)
class Block:
    """One piece of a plan's outline; offsets are places in the view's text.

    Attributes:
        kind: heading, item, paragraph or row.
        level: of a heading 1 for the plan's top headings, 2 for the next, 0 for everything else.
        mark: the numbering mark that opens it, if any.
        words: of a heading its words without mark and closing punctuation, else empty.
        parents: places in the list of blocks of the headings that it stands under, top first.
        cut: what says that a block begins here: line (a line break of the file), mark (a numbering mark behind a stop), count (a
            mark whose numbering runs on), box (a heading in 【】), table, heading (its text behind it), signature, closing (last words), or model.
    """

    start: int
    end: int
    kind: str
    mark: Mark | None = None
    level: int = 0
    words: str = ""
    parents: tuple[int, ...] = ()
    cut: str = "line"


def cut_blocks(text: str, start: int, end: int) -> list[Block]:
    """The blocks of `text[start:end]` in order; none is told to be an item yet, a heading only where the model says so."""
    lines = list(_lines(text, start, end))
    glued = any(_has_lost_breaks(text, *line) for line in lines)
    blocks = [block for line in lines for block in _split_line(text, *line, glued=glued or _is_long(text, *line))]
    if not blocks:
        return blocks
    signed = _without_signature(text, blocks[-1])
    return [*blocks[:-1], *(_without_last_words(text, signed[0]) if glued else signed[:1]), *signed[1:]]


# behind a stop the mark of a top heading, or what looks like one: most lines hold none
_TOP = re.compile(rf"[。!?;…”)】:]\s*(?:{'|'.join(KINDS[kind] for kind in TOP_KINDS)})")
_BOX = re.compile(r"[。!?]【[^【】。;]{2,20}】")


def _has_lost_breaks(text: str, start: int, end: int) -> bool:
    """Whether a top heading stands inside a line, behind a full stop: then other breaks are lost as well."""
    if _BOX.search(text, start, end):
        return True
    if not _TOP.search(text, start, end):
        return False
    marks = (opening_mark(text, cut.at) for cut in Counts(False).cuts(text, start, end))
    return any(mark is not None and mark.kind in TOP_KINDS for mark in marks)


def _lines(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    for found in re.finditer(r"[^\r\n]+", text[start:end]):
        span = trimmed(text, start + found.start(), start + found.end())
        if span.length:
            yield span.start, span.end


def _is_long(text: str, start: int, end: int) -> bool:
    """Whether the whole line is long of which `text[start:end]` is this plan's part."""
    line_end = text.find("\n", end)
    return (line_end if line_end >= 0 else len(text)) - text.rfind("\n", 0, start) - 1 > LONGEST_PARAGRAPH


def _split_line(text: str, start: int, end: int, glued: bool) -> Iterator[Block]:
    """The blocks of a line, its tables apart."""
    if not glued:
        mark = mark_at(text, start)
        # behind a mark a tab is only a space; a row that was written in Markdown stands between bars
        if "\t" in text[start + (mark.length if mark else 0) : end].strip() or (text[start] == "|" and text.count("|", start, end) > 1):
            yield Block(start, end, "row")
            return
    at, why, counts = start, "line", Counts(glued)
    for table in tables(text, start, end) if glued else ():
        yield from _split_text(text, at, table[0], why, counts)
        yield from (Block(row.start, row.end, "row", cut="table") for row in rows(text, *table) if row.length)
        at, why = table[1], "table"
    yield from _split_text(text, at, end, why, counts)


def _split_text(text: str, start: int, end: int, why: str, counts: Counts) -> Iterator[Block]:
    """Cut at marks, and where these are silent as the model says."""
    cuts = [Cut(start, why), *counts.cuts(text, start, end)]
    for cut, until in zip(cuts, [*(c.at for c in cuts[1:]), end], strict=True):
        span = trimmed(text, cut.at, until)
        if not span.length:
            continue
        mark = opening_mark(text, span.start)
        block = Block(span.start, span.end, "paragraph", mark, cut=cut.why)
        yield from _split_silent(text, block) if counts.glued else (block,)


def _split_silent(text: str, block: Block) -> Iterator[Block]:
    """A block cut where the model finds headings without a mark and paragraphs."""
    for found in find_breaks(text, block.start, block.end, block.mark is not None):
        if found.at > block.start:
            yield replace(block, end=trimmed(text, block.start, found.at).end)
            block = Block(found.at, block.end, "paragraph", cut="model")
        block = replace(block, kind=found.kind)
    yield block


_SIGNATURE = re.compile(
    r"(?<=[。!?;)）])\s*[^。,;:!?]{0,24}(?:小学|中学|学校|幼儿园|[组处室部园科]|中心|教育局)\s*[^。,;:!?\d]{0,8}\s*(?:(?:20\d\d|二〇[一-鿿]{2})年.{0,3}月.{0,3}日?|\d{1,2}月\d{1,2}日)?\s*$"
)


def _without_signature(text: str, block: Block) -> list[Block]:
    """The last block, and behind it the signature and date that a line without breaks has glued to it."""
    found = _SIGNATURE.search(text, max(block.start, block.end - 60), block.end)
    if found is None or block.kind == "row":
        return [block]
    signature = trimmed(text, found.start(), block.end)
    if signature.start == block.start:
        return [block]
    return [replace(block, end=found.start()), Block(signature.start, signature.end, "paragraph", cut="signature")]


_LAST_WORDS = re.compile(
    r"(?<=[。!?;])\s*(?=(?:总之|综上|总而言之|我们(?:坚信|深信|相信)|相信|让我们|愿(?!意|望)|本(?:方案|计划|意见)自|路漫漫)[^。!?;]{2,80}[。!?]?)"
)
_LONGEST_LAST = 160
"""Letters that the words which close a plan have at most."""


def _without_last_words(text: str, block: Block) -> list[Block]:
    """The last block of a plan without breaks, and behind it the words that close the plan: 总之,… 相信…"""
    found = _LAST_WORDS.search(text, max(block.start + 1, block.end - _LONGEST_LAST), block.end)
    if found is None or block.kind == "row":
        return [block]
    last = trimmed(text, found.end(), block.end)
    return [replace(block, end=trimmed(text, block.start, found.end()).end), Block(last.start, last.end, "paragraph", cut="closing")]
