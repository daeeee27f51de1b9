"""Outline: a plan's text into headings, items, paragraphs and table rows, nested as its numbering marks nest.

Marks do not nest by kind: under 一、 stands 1、 as often as (一). So the level of a kind is where it first appears below the
heading that is open, kept on a stack: a kind that is on the stack closes what it stood above, a new kind goes one level down.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import replace
from types import MappingProxyType

from jiaoyan_nlp.corpus.outline import headings
from jiaoyan_nlp.corpus.outline.blocks import Block, cut_blocks
from jiaoyan_nlp.corpus.outline.heading_ends import marked_heading_end, plain_heading_end
from jiaoyan_nlp.corpus.outline.opening import TOP_KINDS, opening_mark
from jiaoyan_nlp.text.spans import trimmed

NO_STYLES: Mapping[int, int] = MappingProxyType({})
_EDGES = " :。.;,、#*【】[]"
_ATTACHED = re.compile(r"附(?:件|表|录)?\s?\d?\s?:")
_OUTRANKING = ("chapter", "chinese", "bracketed", "hash", "month", "plain schedule")


def outline(text: str, start: int, end: int, styled: Mapping[int, int] = NO_STYLES) -> list[Block]:
    """The blocks of `text[start:end]` in order; together they hold every character that is no white space.

    Args:
        text: folded and masked text of a file.
        styled: places where the file's own styles say that a heading begins, with the level that they give it (1 is the top). The
            level counts where the styles agree with the marks; else marks alone say how headings nest.
    """
    raw = cut_blocks(text, start, end)
    shaped = [_shape(text, raw, i, styled) for i in range(len(raw))]
    return list(_nest(_ranked([piece for pieces in shaped for piece in pieces if piece.end > piece.start])))


def _ranked(blocks: list[Block]) -> list[Block]:
    """Levels of styles as ranks from 1 where they are consistent: headings behind one kind of mark have one style; else 0."""
    levels = sorted({b.level for b in blocks if b.level})
    styles: dict[str, set[int]] = defaultdict(set)
    for block in blocks:
        if block.kind == "heading" and block.mark:
            styles[block.mark.kind].add(block.level)
    consistent = len(levels) > 1 and all(len(given) == 1 for given in styles.values() if given != {0})
    return [replace(b, level=levels.index(b.level) + 1 if consistent else 0) if b.level else b for b in blocks]


def _shape(text: str, raw: list[Block], i: int, styled: Mapping[int, int]) -> list[Block]:
    """One raw block as heading, item or paragraph; as two where a heading runs into its text."""
    block = raw[i]
    if block.kind == "row":
        return [block]
    body = block.start + (block.mark.length if block.mark else 0)
    style = next((level for at, level in styled.items() if block.start <= at < block.end), 0)
    if style and block.end - block.start <= 60:
        return [_as_heading(text, replace(block, level=style), block.end)]
    follower = raw[i + 1] if i + 1 < len(raw) else None
    if block.mark and follower and follower.mark is None and plain_heading_end(text, raw, i + 1):
        follower = None  # a heading of its own stands behind, no text of this one
    stop = marked_heading_end(text, block, body, follower) if block.mark else plain_heading_end(text, raw, i)
    if stop == block.end and (_is_last_of_items(text, raw, i) or (block.mark and _is_attached(text, raw, i))):
        stop = None
    if stop is None:
        return [replace(block, kind="item") if block.mark else block]
    rest = trimmed(text, stop, block.end)
    head = _as_heading(text, block, trimmed(text, block.start, stop).end)
    if not rest.length:
        return [head]
    mark = opening_mark(text, rest.start)
    return [head, Block(rest.start, rest.end, "item" if mark else "paragraph", mark, cut="heading")]


def _as_heading(text: str, block: Block, end: int) -> Block:
    body = block.start + (block.mark.length if block.mark else 0)
    words = text[body:end].strip(_EDGES)
    return replace(block, end=end, kind="heading", words=words or text[block.start : end].strip())


def _is_attached(text: str, raw: list[Block], i: int) -> bool:
    """Whether a block stands in the list of attachments at a plan's end."""
    return any(b.end - b.start <= 60 and _ATTACHED.match(text, b.start, b.end) for b in raw[max(0, i - 4) : i + 1])


def _is_last_of_items(text: str, raw: list[Block], i: int) -> bool:
    """Whether a numbered sentence ends a row of items: what follows it then belongs to the whole row, not to it."""
    block, before = raw[i], raw[i - 1] if i else None
    if block.mark is None or before is None or before.mark is None or block.mark.kind in TOP_KINDS:
        return False
    if i + 1 < len(raw) and raw[i + 1].mark is not None:
        return False
    runs_on = before.mark.kind == block.mark.kind and before.mark.number == block.mark.number - 1
    return runs_on and text[block.end - 1] in "。;."


def _nest(blocks: list[Block]) -> Iterator[Block]:
    """Levels and parents, by a stack of the kinds of marks that are open; items hold their place on it (None)."""
    stack: list[tuple[str, int | None]] = []
    for place, block in enumerate(blocks):
        kinds = [k for k, _ in stack]
        top = blocks[stack[0][1]] if stack and stack[0][1] is not None else None
        kind = f"style {block.level}" if block.level else _stack_kind(block, kinds, top)
        if block.level:
            del stack[sum(k.startswith("style ") and k < kind for k in kinds) :]
        elif kind in kinds:
            del stack[kinds.index(kind) :]
        elif kind in _OUTRANKING:
            while stack and stack[-1][1] is None:
                stack.pop()
        parents = tuple(at for _, at in stack if at is not None)
        if block.kind == "heading" and len(stack) < 2:
            stack.append((kind, place))
            yield replace(block, level=len(stack), parents=parents)
        else:
            if kind:
                stack.append((kind, None))
            yield replace(block, kind="item" if block.kind == "heading" else block.kind, level=0, words="", parents=parents)


def _stack_kind(block: Block, open_kinds: list[str], top: Block | None) -> str:
    """The kind under which a block stands on the stack; empty for text without a mark.

    A heading without a mark that names a function of its own stands beside the top headings (`top` is the open one), as does any where
    the top headings have no marks; one that is a time or an arrangement stands under the heading that is open.
    """
    if block.mark is not None:
        return "chinese" if block.mark.kind in ("lost", "chinese") else block.mark.kind
    if block.kind != "heading":
        return ""
    named = headings.name(block.words)
    if named and named.heap == "month":
        return "month"
    if not named and top is not None and (top.mark is not None or (headings.name(top.words) is not None and headings.is_theme(block.words))):
        return "box"
    if named and named.label == "schedule":
        return "plain schedule"
    return open_kinds[0] if open_kinds else "chinese"
