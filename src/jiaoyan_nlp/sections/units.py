"""Units: the blocks of a plan that share one label, and what the rules say of each.

A unit is a heading with all that it governs, or a block that stands under no heading. An ordered chain of rules is asked of
each heading; the first that answers is named. Where none answers the unit stays open, and the model decides.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from jiaoyan_nlp.corpus.document import Outlined
from jiaoyan_nlp.corpus.outline import headings
from jiaoyan_nlp.corpus.outline.blocks import Block
from jiaoyan_nlp.sections.ending import ending_from
from jiaoyan_nlp.sections.labels import INSTEAD, POSSIBLE

_OF_A_SUMMARY = ("work_done", "problems", "outlook", "situation", "closing")
_LAST = 3
"""Paragraphs at a plan's end that may close it although a heading stands above them."""


@dataclass(slots=True)
class Unit:
    """Blocks that share one label, told by their places in the plan's list of blocks.

    Attributes:
        blocks: places of the blocks, in order.
        is_headed: whether the first of them is a heading.
        labels: the labels that it may have: one where a rule decided.
        decided_by: the rule that decided; empty where the model is asked.
        hint: what a rule says that is often right, for the model to weigh; empty where none speaks.
        hinted_by: that rule.
    """

    blocks: list[int]
    is_headed: bool
    labels: tuple[str, ...]
    decided_by: str = ""
    hint: str = ""
    hinted_by: str = ""


def units_of(text: str, plan: Outlined) -> list[Unit]:
    """The units of a plan in the order in which they begin; `text` is that of the view that the plan's offsets count."""
    owner: dict[int, Unit] = {}
    units: list[Unit] = []
    ending = ending_from(text, plan)
    last = _last_paragraphs(plan, ending)
    for place, block in enumerate(plan.blocks):
        parent = next((owner[at] for at in reversed(block.parents) if at in owner), None)
        if place >= ending:
            unit = Unit([place], False, ("closing",), "place")
        elif block.kind == "heading" and (parent is None or _named(block)):
            unit = _headed(place, block, plan.kind)
        elif parent is None:
            unit = Unit([place], False, POSSIBLE[plan.kind])
        elif place >= last:
            unit = Unit([place], False, (*parent.labels, "closing") if parent.decided_by else POSSIBLE[plan.kind])
        else:
            parent.blocks.append(place)
            unit = parent
        if block.kind == "heading":
            owner[place] = unit
        if unit.blocks[0] == place:
            units.append(unit)
    return units


def _last_paragraphs(plan: Outlined, ending: int) -> int:
    """Place of the first of the last paragraphs before the ending: at most `_LAST`, behind an item, a row or another paragraph."""
    place = ending
    while place > max(1, ending - _LAST) and _is_paragraph(plan.blocks[place - 1]) and plan.blocks[place - 2].kind != "heading":
        place -= 1
    return place


def _is_paragraph(block: Block) -> bool:
    return block.kind == "paragraph" and block.mark is None


def _named(block: Block) -> headings.Named | None:
    """What a heading's words say of its function, by the lexicon."""
    named = headings.name(block.words)
    if named and named.heap == "word" and block.level > 1 and not headings.bare(block.words).endswith(named.words):
        return None  # under another heading, a function word in the middle is part of a theme
    return named


def _headed(place: int, block: Block, kind: str) -> Unit:
    """The unit that a heading opens: decided where the heading is a standard phrase or a time, hinted at by a function word or a theme."""
    named = _named(block)
    if named is None:
        is_theme = headings.is_theme(block.words)
        return Unit([place], True, POSSIBLE[kind], hint=_theme(kind) if is_theme else "", hinted_by="theme" if is_theme else "")
    label = in_kind(named.label, kind, named.words)
    if named.heap != "word":
        return Unit([place], True, (label,), named.heap)
    if kind == "summary" and label not in _OF_A_SUMMARY:
        label = "work_done"  # what a summary tells of evaluation or of goals is what was done
    return Unit([place], True, POSSIBLE[kind], hint=label, hinted_by="word")


def _theme(kind: str) -> str:
    """What a heading opens that names a theme, not a function."""
    return "work_done" if kind == "summary" else "tasks"


def in_kind(label: str, kind: str, words: str = "") -> str:
    """What a heading's label is in a plan or a summary (see `INSTEAD`); a plan's 改进措施 are measures."""
    if kind == "plan" and label == "outlook" and re.search("改进|整改", words):
        return "measures"
    return INSTEAD[kind].get(label, label)
