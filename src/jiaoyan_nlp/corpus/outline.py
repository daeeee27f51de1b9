"""Outline: a plan's text into headings, items, paragraphs and table rows, nested as its numbering marks nest.

Marks do not nest by kind: under 一、 stands 1、 as often as (一). So the level of a kind is where it first appears below the
heading that is open, kept on a stack: a kind that is on the stack closes what it stood above, a new kind goes one level down.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from jiaoyan_nlp.corpus import headings
from jiaoyan_nlp.text.marks import Mark, mark_at
from jiaoyan_nlp.text.spans import trimmed

LONGEST_HEADING = 48
_GLUED_LINE = 240
_FINAL = "。!?;:…”)】》"
_EDGES = " :。.;,、#*【】[]"
_TOP_KINDS = ("chapter", "chinese", "lost", "bracketed", "hash")
_OUTRANKING = ("chapter", "chinese", "bracketed", "hash", "month", "plain schedule")
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


def outline(text: str, start: int, end: int, styled: dict[int, int] | None = None) -> list[Block]:
    """The blocks of `text[start:end]` in order; together they hold every character that is no white space.

    Args:
        text: folded and masked text of a file.
        styled: places where the file's own styles say that a heading begins, with its level.
    """
    raw = [block for line in _lines(text, start, end) for block in _split_line(text, *line)]
    raw = [*raw[:-1], *_without_signature(text, raw[-1])] if raw else raw
    shaped = [_shape(text, raw, i, styled or {}) for i in range(len(raw))]
    return list(_nest([piece for pieces in shaped for piece in pieces if piece.end > piece.start]))


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
    if before[-1] in "。!?;…" or (before[-1] in "”)】:" and mark.kind in _TOP_KINDS):
        return mark.kind not in ("enclosed", "circled") or before[-1] in "。;!"
    expected = mark.number == last.get(mark.kind, 0) + 1
    follows_heading = len(before) <= LONGEST_HEADING // 2 and mark_at(before) is not None
    if mark.kind == "decimal":
        return glued and mark.number == 1 and follows_heading
    if not (glued and expected and mark.kind in ("chinese", "bracketed", "chapter")):
        return False
    return mark.number > 1 or follows_heading or bool(headings.phrase_length(text[behind : behind + 16].lstrip()))


def _shape(text: str, raw: list[Block], i: int, styled: dict[int, int]) -> list[Block]:
    """One raw block as heading, item or paragraph; as two where a heading runs into its text."""
    block = raw[i]
    if block.kind == "row":
        return [block]
    body = block.start + (block.mark.length if block.mark else 0)
    if any(block.start <= at < block.end for at in styled) and block.end - block.start <= 60:
        return [_as_heading(text, block, block.end)]
    follower = raw[i + 1] if i + 1 < len(raw) else None
    if block.mark and follower and follower.mark is None and _plain_heading_end(text, follower, raw, i + 1):
        follower = None  # a heading of its own stands behind, no text of this one
    stop = _heading_end(text, block, body, follower) if block.mark else _plain_heading_end(text, block, raw, i)
    if stop == block.end and (_is_last_of_items(text, raw, i) or (block.mark and _is_attached(text, raw, i))):
        stop = None
    if stop is None:
        return [replace(block, kind="item" if block.mark else "paragraph")]
    rest = trimmed(text, stop, block.end)
    head = _as_heading(text, block, trimmed(text, block.start, stop).end)
    if not rest.length:
        return [head]
    mark = mark_at(text, rest.start)
    return [head, Block(rest.start, rest.end, "item" if mark else "paragraph", mark)]


def _as_heading(text: str, block: Block, end: int) -> Block:
    body = block.start + (block.mark.length if block.mark else 0)
    words = text[body:end].strip(_EDGES)
    return replace(block, end=end, kind="heading", words=words or text[block.start : end].strip())


def _heading_end(text: str, block: Block, body: int, follower: Block | None) -> int | None:
    """Where the heading ends that a block begins with, or is; None where it is none."""
    line = text[body : block.end]
    mark = block.mark
    assert mark is not None
    if not line.strip():
        return None
    if mark.kind in _TOP_KINDS:
        return _top_heading_end(line, body, follower, mark)
    if mark.kind in ("bullet", "letter", "circled", "ordinal"):
        return None
    # 1、 and the like: a heading where it stands alone on its line above text of its own
    statement = re.search(r"[。!?;](?!$)", line.rstrip())
    if len(line) <= LONGEST_HEADING and not statement and follower and _is_own_text(block, follower):
        return block.end
    named = headings.exact_name(line.rstrip(":。"))
    if named and named.heap == "exact" and len(line) <= 16 and mark.kind == "decimal" and follower and follower.mark != mark:
        return block.end if _is_own_text(block, follower) or line.rstrip().endswith(":") else None
    return None


def _is_attached(text: str, raw: list[Block], i: int) -> bool:
    """Whether a block stands in the list of attachments at a plan's end."""
    return any(re.match(r"附(?:件|表|录)?\s?\d?\s?:", text[b.start : b.end]) and b.end - b.start <= 60 for b in raw[max(0, i - 4) : i + 1])


def _is_last_of_items(text: str, raw: list[Block], i: int) -> bool:
    """Whether a numbered sentence ends a row of items: what follows it then belongs to the whole row, not to it."""
    block, before = raw[i], raw[i - 1] if i else None
    if block.mark is None or before is None or before.mark is None or block.mark.kind in _TOP_KINDS:
        return False
    if i + 1 < len(raw) and raw[i + 1].mark is not None:
        return False
    runs_on = before.mark.kind == block.mark.kind and before.mark.number == block.mark.number - 1
    return runs_on and text[block.end - 1] in "。;."


def _is_own_text(block: Block, follower: Block) -> bool:
    """Whether the next block stands under this one: a paragraph, a row, or an item of another, later kind."""
    if follower.mark is None:
        return True
    assert block.mark is not None
    return follower.mark.kind not in (block.mark.kind, *_TOP_KINDS) and follower.mark.number <= 1


def _plain_heading_end(text: str, block: Block, raw: list[Block], i: int) -> int | None:
    """A heading without a mark: a month, a standard phrase, on a line of its own or before a colon; or a short line in
    brackets or without any punctuation that stands above a paragraph."""
    line, body = text[block.start : block.end], block.start
    follower = raw[i + 1] if i + 1 < len(raw) else None
    words = line.rstrip()
    if re.fullmatch(r"[【\[(][^【\[(\])】]{2,20}[】\])]", words) and follower:
        return body + len(line)
    if len(words) <= 24 and follower and words[-1] not in "。;,!、":
        if headings.MONTH.fullmatch(words) or headings.exact_name(words):
            return body + len(line)
        if words.endswith(":") and headings.word_name(words) and len(words) <= 14 and not re.search("[,、]", words):
            return body + len(line)
    bare_line = len(words) <= 12 and not re.search(r"[^\u4e00-\u9fff]", words) and i > 0
    if bare_line and follower and follower.kind != "row" and follower.mark is None and follower.end - follower.start >= 40:
        return body + len(line)
    run_in = re.match(r"([^,。;:、]{2,12}):", words)
    if run_in and run_in[1][0] != "附" and (found := headings.exact_name(run_in[1])) and (found.words == run_in[1] or found.label == "schedule"):
        return body + run_in.end()
    return None


# A converter's line end, left as a space, that ends a heading: 一、主要工作回顾 在工作中,…
_SPACE_STOP = re.compile(r"[^\s。:;,]{2,14}(?:,[^\s。:;,]{2,14})?(?<=[\u4e00-\u9fff”》)])(?=\s+\S)")
_STOP = re.compile(r"[。:!?;](?!$)")


def _top_heading_end(line: str, body: int, follower: Block | None, mark: Mark) -> int | None:
    """A heading behind 一、 or (一): the whole line where it is short, else what stands before its first stop."""
    words = line.strip()
    at = body + len(line) - len(line.lstrip())
    own = follower is not None and (follower.mark is None or follower.mark.kind != mark.kind)
    length = _heading_length(words, own)
    return None if length is None else at + length


def _heading_length(words: str, own: bool) -> int | None:
    """Letters of a top heading at the head of its line, None where it is none; `own` says that text of its own stands below.

    In order: a converter's gap; a short line without a stop; a standard phrase before a stop, or run into a long text; a
    title with its subtitle; whatever stands before the first stop; at last a guess by the parallel of its clauses.
    """
    stop = _STOP.search(words)
    short = stop is None and len(words) <= LONGEST_HEADING
    gap = _SPACE_STOP.match(words)
    if gap and (len(words) > LONGEST_HEADING or re.search("[,。]", words[gap.end() :])):
        return gap.end()
    if short and not _is_statement(words, own):
        return len(words)
    phrase = headings.phrase_length(words)
    behind = words[phrase : phrase + 1]
    if phrase and behind and behind in ":。. ;":
        return phrase + 1
    if phrase >= 4 and (len(words) > LONGEST_HEADING or stop is None) and behind not in "与和及的、":
        return phrase
    if stop and own and _has_subtitle(words, stop[0]):
        return len(words)
    if stop and stop.start() <= LONGEST_HEADING and words.count(",", 0, stop.start()) < 3:
        return stop.end()
    if phrase or short:
        return phrase or None
    return _parallel_length(words)


def _is_statement(words: str, own: bool) -> bool:
    """A long sentence with nothing below it says something itself; it is an item."""
    return not own and words[-1] in "。;" and len(words) > 20 and not headings.exact_name(words)


def _has_subtitle(words: str, stop: str) -> bool:
    """团队建设与专业发展:筑牢教研之基: a line of its own, its colon inside, no sentence."""
    return stop == ":" and len(words) <= 32 and words[-1] not in "。;" and not re.search(r"[。;,](?=.*[。;,])", words)


def _parallel_length(words: str) -> int:
    """Length of a heading that runs into its text without a stop: two clauses of equal length, or the first clause.

    Headings come in pairs (抓实教学常规,提高管理水平): the second clause is as long as the first.
    """
    comma = words.find(",")
    if 3 <= comma <= 14:
        return min(len(words), 2 * comma + 1)
    return comma if 0 < comma <= LONGEST_HEADING else min(len(words), 12)


def _nest(blocks: list[Block]) -> Iterator[Block]:
    """Levels and parents, by a stack of the kinds of marks that are open; items hold their place on it (None)."""
    stack: list[tuple[str, int | None]] = []
    for place, block in enumerate(blocks):
        kind = _stack_kind(block, [k for k, _ in stack])
        kinds = [k for k, _ in stack]
        if kind in kinds:
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
            yield replace(block, kind="item" if block.kind == "heading" else block.kind, words="", parents=parents)


def _stack_kind(block: Block, open_kinds: list[str]) -> str:
    """The kind under which a block stands on the stack; empty for text without a mark.

    A heading without a mark that names a function of its own stands beside the top headings; one that is a time or an
    arrangement stands under the heading that is open.
    """
    if block.mark is not None:
        return "chinese" if block.mark.kind in ("lost", "chinese") else block.mark.kind
    if block.kind != "heading":
        return ""
    named = headings.name(block.words)
    if named and named.heap == "month":
        return "month"
    if not named and open_kinds and open_kinds != ["box"]:
        return "box"
    if named and named.label == "schedule":
        return "plain schedule"
    return open_kinds[0] if open_kinds else "chinese"
