"""Occurrences: every number that may be an amount, with the context that it stands in: a sentence, an item of a list, a cell of a table."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from jiaoyan_nlp.commitments.context import Context, clause_edges
from jiaoyan_nlp.commitments.expressions import Expression, expressions
from jiaoyan_nlp.corpus.document import Outlined
from jiaoyan_nlp.corpus.outline.blocks import Block
from jiaoyan_nlp.sections.labelling import Labelled
from jiaoyan_nlp.text.numerals import value
from jiaoyan_nlp.text.sentences import sentences
from jiaoyan_nlp.text.spans import Span, trimmed

Occurrence = tuple[Expression, Context]


def occurrences(text: str, plan: Outlined, labelled: Sequence[Labelled], place: int) -> Iterator[Occurrence]:
    """The occurrences in one block of a plan, in order; `text` is that of the view."""
    each = labelled[place]
    block = each.block
    if each.label in ("title", "noise"):
        return
    path = "/".join(plan.blocks[at].words for at in block.parents)
    if block.kind == "row":
        yield from _in_row(text, plan, labelled, place, path)
        return
    lead = _lead(text, plan, place)
    mark = [Span(block.start, block.start + block.mark.length)] if block.mark else []
    opening = previous = ""
    for sentence in sentences(text, block.start, block.end):
        for e in expressions(text, sentence.start, sentence.end, mark):
            left, right = clause_edges(text, sentence, e.start, e.end)
            start = max(sentence.start, mark[0].end) if mark and sentence.start == block.start else sentence.start
            context = Context(
                sentence, text[start : e.start], text[e.end : sentence.end], text[max(left, start) : e.start], text[e.end : right],
                previous, lead, each.label, plan.kind, path, opening=opening,
            )  # fmt: skip
            yield e, context
        opening, previous = opening or previous, sentence.quote(text)


def _lead(text: str, plan: Outlined, place: int) -> str:
    """The line that announces the list an item stands in: it ends in a colon, and only its items stand between."""
    block = plan.blocks[place]
    if block.mark is None:
        return ""
    for at in range(place - 1, -1, -1):
        before = plan.blocks[at]
        if before.mark is not None and before.mark.kind == block.mark.kind:
            continue
        words = before_text(text, before)
        if words.endswith((":", "如下", "做到")) or re.search(r"(?:以下|下列|如下|几件事|三件事)[^。]{0,12}[。:]?$", words):
            return re.split(r"[。!?]", words.rstrip(":。"))[-1]
        return ""
    return ""


def before_text(text: str, block: Block) -> str:
    """The text of a block without the space at its end."""
    return text[block.start : block.end].rstrip()


_WHO_COLUMN = re.compile(r"负责|责任|主持|主讲|执行|承办|牵头|组织者|实施者|承担|参加人|参与人|对象|人员|主备|执教|授课人|部门|处室")
_NO_COLUMN = re.compile(r"周次?|序号|时间|日期|月份?|编号|节次|星期|地点")
_NO_TOPIC = re.compile(r"周|序号|时间|日期|月|编号|责任|负责|主持|主讲|牵头|地点|数量|分值|星期")
_SCORE_COLUMN = re.compile(r"分值|权重|得分|满分|比例")


def _in_row(text: str, plan: Outlined, labelled: Sequence[Labelled], place: int, path: str) -> Iterator[Occurrence]:
    """Amounts in the cells of a table row; the column of who is responsible gives the actor, bare numbers count."""
    each = labelled[place]
    first = place
    while first > 0 and plan.blocks[first - 1].kind == "row":
        first -= 1
    heads = [h.strip() for h in before_text(text, plan.blocks[first]).split("\t")]
    cells = _cells(text, each.block)
    who = next((text[a:b] for i, (a, b) in enumerate(cells) if i < len(heads) and _WHO_COLUMN.search(heads[i])), "")
    topic = next((text[a:b] for i, (a, b) in enumerate(cells) if i < len(heads) and not _NO_TOPIC.search(heads[i]) and not text[a:b].isdigit()), "")
    for i, (start, end) in enumerate(cells):
        head = heads[i] if i < len(heads) and first != place else ""
        if _NO_COLUMN.fullmatch(head) or first == place:
            continue
        found = list(expressions(text, start, end)) or _bare_number(text, start, end)
        for e in found:
            cell = Span(start, end)
            left, right = clause_edges(text, cell, e.start, e.end)
            weight = "占" if _SCORE_COLUMN.search(head) else ""
            before = text[start : e.start] if e.form != "cell" else head + weight
            clause = text[left : e.start] if e.form != "cell" else head + weight
            context = Context(cell, before, text[e.end : end], clause, text[e.end : right], "", "", each.label, plan.kind, path, who, topic, head)
            yield e, context


def _cells(text: str, block: Block) -> list[Span]:
    cells, at = [], block.start
    for cell in text[block.start : block.end].split("\t"):
        span = trimmed(text, at, at + len(cell))
        cells.append(span)
        at += len(cell) + 1
    return cells


def _bare_number(text: str, start: int, end: int) -> list[Expression]:
    words = text[start:end]
    if not re.fullmatch(r"\d{1,4}(?:\.\d+)?", words):
        return []
    n = value(words)
    return [Expression(start, end, "eq", n, n, None, False, "cell")]
