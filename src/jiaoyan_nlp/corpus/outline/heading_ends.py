"""Where the heading ends that a block begins with, or is: the whole block, or what runs into its text; None where it is none."""

from __future__ import annotations

import re

from jiaoyan_nlp.corpus.outline import headings
from jiaoyan_nlp.corpus.outline.blocks import Block
from jiaoyan_nlp.corpus.outline.breaks import behind_mark
from jiaoyan_nlp.corpus.outline.opening import TOP_KINDS
from jiaoyan_nlp.text.marks import Mark


def marked_heading_end(text: str, block: Block, body: int, follower: Block | None) -> int | None:
    """Where the heading ends that a block begins with, or is; None where it is none."""
    line = text[body : block.end]
    mark = block.mark
    assert mark is not None
    if not line.strip():
        return None
    glued = block.cut != "line" or (follower is not None and follower.cut != "line")
    if mark.kind in TOP_KINDS:
        return behind_mark(text, body, block.end) if glued else _top_heading_end(line, body, follower, mark)
    if mark.kind == "bullet" and _is_bare(line.strip()) and follower and follower.mark is None and follower.end - follower.start >= _OWN_TEXT:
        return block.end
    if mark.kind in ("bullet", "letter", "circled") or (mark.kind == "ordinal" and line.rstrip()[-1] in "。;,:"):
        return None
    if glued:
        return None  # without line breaks, 1、 opens an item
    # 1、 and the like: a heading where it stands alone on its line above text of its own
    statement = re.search(r"[。!?;](?!$)", line.rstrip())
    if len(line) <= headings.LONGEST and not statement and follower and _is_own_text(block, follower):
        return block.end
    named = headings.exact_name(line.rstrip(":。"))
    if named and named.heap == "exact" and len(line) <= 16 and mark.kind == "decimal" and follower and follower.mark != mark:
        return block.end if _is_own_text(block, follower) or line.rstrip().endswith(":") else None
    return None


def _is_own_text(block: Block, follower: Block) -> bool:
    """Whether the next block stands under this one: a paragraph, a row, or an item of another, later kind."""
    if follower.mark is None:
        return True
    assert block.mark is not None
    return follower.mark.kind not in (block.mark.kind, *TOP_KINDS) and follower.mark.number <= 1


_BOXED = re.compile(r"[【\[(][^【\[(\])】]{2,20}[】\])]")
_RUN_IN = re.compile(r"([^,。;:、]{2,12}):")


def plain_heading_end(text: str, raw: list[Block], i: int) -> int | None:
    """A heading without a mark: a month, a standard phrase, on a line of its own or before a colon; or a short line in
    brackets or without any punctuation that stands above a paragraph."""
    block = raw[i]
    if block.kind == "heading":
        return block.end
    line, body = text[block.start : block.end], block.start
    follower = raw[i + 1] if i + 1 < len(raw) else None
    words = line.rstrip()
    if _BOXED.fullmatch(words) and follower and not (words[0] == "(" and re.search(r"\d{4}|学[年期]|[年月]$", words[:-1])):
        return body + len(line)
    if len(words) <= 24 and follower and words[-1] not in "。;,!、":
        if headings.MONTH.fullmatch(words) or headings.exact_name(words):
            return body + len(line)
        if words.endswith(":") and headings.word_name(words) and len(words) <= 14 and not re.search("[,、]", words):
            return body + len(line)
    below = follower is not None and follower.kind != "row" and (follower.mark is None or follower.mark.kind == "ordinal")
    if below and follower and follower.end - follower.start >= _OWN_TEXT and ((_is_bare(words) and i > 0) or _QUESTION.fullmatch(words)):
        return body + len(line)
    run_in = _RUN_IN.match(words)
    if run_in and run_in[1][0] != "附" and (found := headings.exact_name(run_in[1])) and (found.words == run_in[1] or found.label == "schedule"):
        return body + run_in.end()
    return None


def _is_bare(words: str) -> bool:
    """A short line of Chinese letters alone."""
    return len(words) <= 12 and re.search(r"[^\u4e00-\u9fff]", words) is None


_OWN_TEXT = 40
"""Letters that the text has at least above which a short line without a number is a heading."""
_QUESTION = re.compile(rf"问(?:题?\s?[一二三四五六七八九十\d]{{0,2}})\s?[:、.].{{2,{headings.LONGEST}}}[??]")
"""问:都要做哪些事? above its answer."""

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
    short = stop is None and len(words) <= headings.LONGEST
    gap = _SPACE_STOP.match(words)
    if gap and (len(words) > headings.LONGEST or re.search("[,。]", words[gap.end() :])):
        return gap.end()
    if short and not _is_statement(words, own):
        return len(words)
    phrase = headings.phrase_length(words)
    behind = words[phrase : phrase + 1]
    if phrase and behind and behind in ":。. ;":
        return phrase + 1
    if phrase >= 4 and (len(words) > headings.LONGEST or stop is None) and behind not in "与和及的、":
        return phrase
    if stop and own and _has_subtitle(words, stop[0]):
        return len(words)
    if stop and stop.start() <= headings.LONGEST and words.count(",", 0, stop.start()) < 3:
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
    return comma if 0 < comma <= headings.LONGEST else min(len(words), 12)
