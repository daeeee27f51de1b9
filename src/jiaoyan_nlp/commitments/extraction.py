"""Quantity expressions of a document with class and frame, in source offsets."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from jiaoyan_nlp.commitments.articles import counts
from jiaoyan_nlp.commitments.classes import class_of
from jiaoyan_nlp.commitments.context import Context, clause_edges
from jiaoyan_nlp.commitments.expressions import Expression, Number, expressions
from jiaoyan_nlp.commitments.frames import frame_of
from jiaoyan_nlp.commitments.indicators import actor_kind, indicator_of, rate_of
from jiaoyan_nlp.commitments.strength import strength_of
from jiaoyan_nlp.corpus.document import Document, Outlined
from jiaoyan_nlp.corpus.outline.blocks import Block
from jiaoyan_nlp.sections.labelling import Labelled, label_document
from jiaoyan_nlp.text.numerals import value
from jiaoyan_nlp.text.sentences import sentences
from jiaoyan_nlp.text.spans import Span, trimmed


@dataclass(frozen=True, slots=True)
class Commitment:
    """One quantity expression; offsets into the source text.

    Attributes:
        plan: number of the plan in its file, from 1.
        text: the source text of the expression.
        class_: commitment, achievement, fact or qualifier; the other fields are those of `ANNOTATION` for a commitment
            and are filled for every class as far as the text tells.
        label: section label of the passage.
        decided_by: the rule that gave the class.
        sentence_start, sentence_end: the sentence around it.
        strength: of a commitment how firmly it is promised (`strength.STRENGTHS`), else empty.
        indicator: code of what is counted (`indicators`), actor_kind: code of who is bound; empty where none fits.
        rate: what a commitment comes to in a semester, rate_factor: the constant it was made with; None where it has no rate.
        baseline: where a change starts from (从65%提高到75%: 65), in the same unit; None where none is told.
        part_of: the start of the amount that this one is a part of (其中), None where it is none.
    """

    plan: int
    start: int
    end: int
    text: str
    class_: str
    actor: str | None
    each: bool
    item: str | None
    comparator: str
    min: Number
    max: Number
    unit: str | None
    change: str
    per: str
    placeholder: bool
    label: str
    decided_by: str
    sentence_start: int
    sentence_end: int
    strength: str = ""
    indicator: str = ""
    actor_kind: str = ""
    rate: float | None = None
    rate_factor: float | None = None
    baseline: Number = None
    part_of: int | None = None


def commitments(document: Document, labelled: Sequence[Sequence[Labelled]] | None = None) -> list[Commitment]:
    """All quantity expressions of a document, of every class, in text order; `labelled` saves labelling its blocks again."""
    found: list[Commitment] = []
    document, labelled = without_spaces(document, labelled or label_document(document))
    for number, (plan, blocks) in enumerate(zip(document.plans, labelled, strict=True), 1):
        for place in range(len(blocks)):
            found += _linked([(_commitment(document, number, e, c), c) for e, c in _in_block(document.view.text, plan, blocks, place)])
    return sorted(found, key=lambda q: (q.start, q.end))


def _linked(found: Sequence[tuple[Commitment, Context]]) -> Iterator[Commitment]:
    """The amounts of a block, each with the one that it starts from or is a part of in its sentence."""
    for place, (each, context) in enumerate(found):
        earlier = [(other, c) for other, c in found[:place] if other.sentence_start == each.sentence_start]
        whole = _whole(each, context, earlier)
        start = next((other.min for other, _ in reversed(earlier[-1:]) if other.decided_by == "baseline" and other.unit == each.unit), None)
        yield replace(each, baseline=start, part_of=whole)


def _whole(each: Commitment, context: Context, earlier: Sequence[tuple[Commitment, Context]]) -> int | None:
    """The start of the amount that one is a part of: the last of its unit before 其中."""
    at = context.before.rfind("其中")
    wholes = [other.start for other, c in earlier if other.unit == each.unit and len(c.before) < at]
    return wholes[-1] if at >= 0 and wholes else None


# A single space with no digit on both of its sides: what a converter leaves of a line's end, and typists between words.
_LOOSE = re.compile(r"(?<=[^\s\d]) (?=\S)|(?<=\d) (?=[^\s\d])")


def without_spaces(document: Document, labelled: Sequence[Sequence[Labelled]]) -> tuple[Document, list[list[Labelled]]]:
    """The document as if its single spaces were not there, so that 不 少于 16 节 reads like 不少于16节; offsets still lead back."""
    text = document.view.text
    keep = np.ones(len(text), dtype=bool)
    keep[[m.start() for m in _LOOSE.finditer(text)]] = False
    if keep.all():
        return document, [list(blocks) for blocks in labelled]
    at = np.concatenate(([0], np.cumsum(keep)))

    def moved(block: Block) -> Block:
        start = int(at[block.start])
        mark = block.mark and block.mark._replace(length=int(at[block.start + block.mark.length]) - start)
        return replace(block, start=start, end=int(at[block.end]), mark=mark)

    plans = tuple(
        replace(p, start=int(at[p.start]), end=int(at[p.end]), title_end=int(at[p.title_end]), blocks=tuple(moved(b) for b in p.blocks)) for p in document.plans
    )
    moved_labels = [[each._replace(block=moved(each.block)) for each in blocks] for blocks in labelled]
    return replace(document, view=document.view.keep(keep), plans=plans), moved_labels


def _commitment(document: Document, number: int, e: Expression, c: Context) -> Commitment:
    view = document.view
    span, sentence = view.span(e.start, e.end), view.span(c.sentence.start, c.sentence.end)
    class_, rule = class_of(e, c)
    frame = frame_of(e, c)
    low, high = e.low, e.high
    if frame.comparator != e.comparator:
        low = None if frame.comparator in ("le", "lt") else low
        high = None if frame.comparator in ("ge", "gt") else high
    promised = class_ == "commitment"
    rate = rate_of(e, c, frame.per, frame.change, low, high) if promised else None
    return Commitment(
        number, span.start, span.end, span.quote(document.source.text), class_, frame.actor, frame.each, frame.item, frame.comparator,
        low, high, e.unit, frame.change, frame.per, e.placeholder, c.label, rule, sentence.start, sentence.end,
        strength_of(e, c, frame.comparator) if promised else "", indicator_of(e, c, frame.item), actor_kind(frame.actor), *(rate or (None, None)),
    )  # fmt: skip


def _in_block(text: str, plan: Outlined, labelled: Sequence[Labelled], place: int) -> Iterator[tuple[Expression, Context]]:
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
    previous = ""
    for sentence in sentences(text, block.start, block.end):
        for e in expressions(text, sentence.start, sentence.end, mark):
            left, right = clause_edges(text, sentence, e.start, e.end)
            start = max(sentence.start, mark[0].end) if mark and sentence.start == block.start else sentence.start
            context = Context(
                sentence, text[start : e.start], text[e.end : sentence.end], text[max(left, start) : e.start], text[e.end : right],
                previous, lead, each.label, plan.kind, path,
            )  # fmt: skip
            if counts(e, text, context):
                yield e, context
        previous = sentence.quote(text)


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


_WHO_COLUMN = re.compile(r"负责|责任|主持|主讲|执行|承办|牵头|组织者|实施者")
_NO_COLUMN = re.compile(r"周次?|序号|时间|日期|月份?|编号|节次|星期|地点")
_NO_TOPIC = re.compile(r"周|序号|时间|日期|月|编号|责任|负责|主持|主讲|牵头|地点|数量|分值|星期")
_SCORE_COLUMN = re.compile(r"分值|权重|得分|满分|比例")


def _in_row(text: str, plan: Outlined, labelled: Sequence[Labelled], place: int, path: str) -> Iterator[tuple[Expression, Context]]:
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
            context = Context(cell, before, text[e.end : end], clause, text[e.end : right], "", "", each.label, plan.kind, path, who, topic)
            if counts(e, text, context):
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
