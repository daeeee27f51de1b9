"""Labels for the blocks of a plan: an ordered chain, the first rule that answers decides and is named.

For a heading: a time; a standard phrase; a function word inside it; the heading it stands under; the theme rule (a theme opens
tasks in a plan, work_done in a summary). For everything else: the innermost heading that governs it; where none does, its
wording and its place in the plan.
"""

from __future__ import annotations

import json
import re
from functools import cache
from typing import NamedTuple

from jiaoyan_nlp.corpus.document import Document, Outlined
from jiaoyan_nlp.corpus.outline import headings
from jiaoyan_nlp.corpus.outline.blocks import Block
from jiaoyan_nlp.resources import resource, wording


@cache
def confidence(rule: str) -> float:
    """How often a rule is right, as counted on gold (`models/rules.json`), drawn towards one half where it was seen little."""
    counted: dict[str, int] = json.loads(resource("models/rules.json").read_text(encoding="utf-8"))["rules"].get(rule, {"right": 0, "of": 0})
    return round((counted["right"] + 1) / (counted["of"] + 2), 3)


_IN_PLAN = {"problems": "situation", "work_done": "situation", "outlook": "tasks"}
_OF_A_SUMMARY = ("work_done", "problems", "outlook", "situation", "closing")
_IN_SUMMARY = {"tasks": "work_done", "measures": "work_done", "schedule": "work_done", "outcomes": "work_done"}

_GUIDING = re.compile(r"指导思想(?:是|为|:)|以.{2,40}为(?:指导思想|宗旨)")
_SIGNATURE = re.compile(
    r"(?:.{0,30}(?:小学|中学|学校|幼儿园|教研组|教研室|教科室|教导处|教务处|课程中心|中心|教育局|备课组|委员会|工作室|办公室|[语数英物化生政史地体音美理文科学德育研修总务]{1,3}(?:教研)?[组处部科])(?:\s{0,3}(?:组长|执笔):.{1,8})?(?:\s*[\(（].{0,10}[\)）])?|(?:执笔|撰写|撰稿|报告|制定|制表|填表|总结|计划|审核|组长|负责)(?:人|者)?\s?:.{1,20}|[一-鿿]{2,3}(?:\s[一-鿿]{1,2})?)?"
    r"\s*(?:(?:二〇.{2,3}|20[\dxX×_*]{2})\s?[年./-]\s?[\dxX×_*一二三四五六七八九十]{0,3}\s?[月./-]?\s?[\dxX×_*一二三四五六七八九十]{0,3}\s?日?|\d{1,2}月\d{1,2}日)?"
)
_LAST_WORDS = re.compile(rf"^{wording('last_words')}")
_ATTACHMENT = re.compile(r"^附(?:件|表|录)?\s?\d{0,2}\s?:.{0,60}$")
_SCHEDULE_LINE = re.compile(rf"^(?:{headings.MONTH.pattern})[::,\s].+|^(?:开学初|期初|期中|期末|学期初|学期末):.+")
_PROBLEMS = re.compile(wording("problem"))
_OUTLOOK = re.compile(r"(?:下学期|下一?阶段|下一步|今后|新学期|来年|明年|新的?学[年期]里?|新的一年).{0,20}(?:将|要|继续|努力|争取|打算|计划)|努力方向")
_SHORT = 140
_ASSESSED = re.compile(r"扣[\d一二]+分|(?:计入|记入|纳入).{0,8}考核|考核.{0,8}(?:满分|总分)")
_TARGET = re.compile(r"率.{0,14}(?:达到?|升到|提高|提升|保持在)\s?\d")
_GOALS = re.compile(r"(?:目标|目的)(?:是|为|:)|力争(?:实现|达到)")


class Labelled(NamedTuple):
    """A block with its label, the rule that decided, and that rule's confidence (0 to 1)."""

    block: Block
    label: str
    decided_by: str
    confidence: float


def label_document(document: Document) -> list[list[Labelled]]:
    """The labelled blocks of each plan of a document."""
    return [label_blocks(document.view.text, plan) for plan in document.plans]


def label_blocks(text: str, plan: Outlined) -> list[Labelled]:
    """Label every block of a plan; `text` is the text of the view that the plan's offsets count."""
    labels: dict[int, tuple[str, str]] = {}
    out: list[Labelled] = []
    first_heading = next((i for i, b in enumerate(plan.blocks) if b.kind == "heading"), len(plan.blocks))
    tail = _closing_from(text, plan)
    for place, block in enumerate(plan.blocks):
        parent = next((labels[at][0] for at in reversed(block.parents) if at in labels), None)
        if place >= tail:
            answer = ("closing", "place")
        elif block.kind == "heading":
            answer = labels[place] = _label_heading(block, plan.kind, parent)
        elif parent is not None:
            answer = (parent, "heading")
        else:
            answer = _label_by_wording(text[block.start : block.end], block, plan, place, first_heading)
        out.append(Labelled(block, *answer, confidence(answer[1])))
    return out


def _label_heading(block: Block, kind: str, parent: str | None) -> tuple[str, str]:
    named = headings.name(block.words)
    if named and named.heap == "word" and block.level > 1 and not headings.bare(block.words).endswith(named.words):
        named = None  # under another heading, a function word in the middle is part of a theme
    if named:
        label = in_kind(named.label, kind, named.words)
        if kind == "summary" and named.heap == "word" and label not in _OF_A_SUMMARY:
            label = "work_done"  # what a summary tells of evaluation or of goals is what was done
        return label, named.heap
    if parent is not None:
        return parent, "parent"
    return ("work_done" if kind == "summary" else "tasks"), "theme"


def in_kind(label: str, kind: str, words: str = "") -> str:
    """What a heading's label is in a plan or a summary: a plan's problems are its situation, a summary's tasks were done."""
    if kind == "summary":
        return _IN_SUMMARY.get(label, label)
    if label == "outlook" and re.search("改进|整改", words):
        return "measures"
    return _IN_PLAN.get(label, label)


def _label_by_wording(words: str, block: Block, plan: Outlined, place: int, first_heading: int) -> tuple[str, str]:
    """Where no heading governs."""
    if block.kind == "row" or _SCHEDULE_LINE.match(words):
        return ("schedule" if plan.kind == "plan" else "work_done"), "wording"
    if _GUIDING.search(words) and plan.kind == "plan":
        return "guiding", "wording"
    has_headings = first_heading < len(plan.blocks)
    if has_headings and place < first_heading:
        return "preamble", "place"
    if not has_headings and place == 0 and block.mark is None and len(plan.blocks) > 1 and len(words) < 400:
        return "preamble", "place"
    if plan.kind == "summary":
        if _OUTLOOK.search(words):
            return "outlook", "wording"
        if _PROBLEMS.search(words) and place * 5 >= len(plan.blocks) * 2:
            return "problems", "wording"
        return "work_done", "default"
    if len(words) <= _SHORT and _ASSESSED.search(words):
        return "assessment", "wording"
    if _GOALS.search(words[:40]) or (len(words) <= _SHORT and _TARGET.search(words)):
        return "goals", "wording"
    return "tasks", "default"


def _is_attachment(text: str, block: Block) -> bool:
    """Whether a block opens a list of attachments."""
    return block.kind != "heading" and _ATTACHMENT.match(text[block.start : block.end]) is not None


def _closing_from(text: str, plan: Outlined) -> int:
    """Place of the first of the blocks at a plan's end that close it: last words, attachments, signature and date."""
    attached = _attachments_from(text, plan)
    if attached is not None:
        return attached
    place = _signature_from(text, plan)
    return place - 1 if place > 1 and _closes(text, plan.blocks[place - 1], plan.blocks[place - 2]) else place


def _attachments_from(text: str, plan: Outlined) -> int | None:
    """Where a list of attachments begins that only short lines follow; None where there is none."""
    end = len(plan.blocks)
    start = next((i for i in range(max(1, end - 8), end) if _is_attachment(text, plan.blocks[i])), None)
    return start if start is not None and all(b.end - b.start <= 40 for b in plan.blocks[start:]) else None


def _signature_from(text: str, plan: Outlined) -> int:
    """Where the lines of issuer, author and date at the end begin; the number of blocks where there are none."""
    place = len(plan.blocks)
    while place > 0:
        block = plan.blocks[place - 1]
        words = text[block.start : block.end].strip()
        signed = len(words) <= 40 and words[-1:] not in ("。", ";", ":", "") and _SIGNATURE.fullmatch(words)
        if block.kind != "paragraph" or not signed:
            break
        place -= 1
    return place


def _closes(text: str, block: Block, before: Block) -> bool:
    """Whether a last paragraph closes the plan: short words behind a row of items, or words that sum up."""
    words = text[block.start : block.end]
    if block.kind != "paragraph" or block.mark is not None or len(words) > 260:
        return False
    if before.mark is not None and before.kind == "item" and len(words) <= 60 and words[-1] in "。!":
        return True
    return _LAST_WORDS.match(words) is not None and (before.kind != "heading" or words.startswith(("总之", "综上")))
