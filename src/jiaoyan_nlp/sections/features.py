"""Features: what of a unit speaks for its label, each a name with a value between 0 and 2.

A name says where its evidence stands: `w` a word of the text, `o` one of the two that open it, `h` a word of the heading, `hc` two letters
of it, `b` and `a` a word at the head of the unit before and after.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cached_property

from jiaoyan_nlp.corpus.document import Outlined
from jiaoyan_nlp.resources import wording
from jiaoyan_nlp.sections.ending import LAST_WORDS
from jiaoyan_nlp.sections.units import Unit
from jiaoyan_nlp.text.words import segmenter

Features = dict[str, float]

_READ, _READ_OF_EACH = 600, 200
"""Letters of a unit, and of each of its blocks, that are read: what follows says no more of its function."""
_OPENING = 12
"""Letters of a neighbour that are read."""
CUES = {
    "guiding": re.compile(r"指导思想(?:是|为|:)|以.{2,40}为(?:指导思想|指导|宗旨|导向|引领|核心)"),
    "time": re.compile(r"(?:\d{1,2}|[一二三四五六七八九十]{1,2})月|第?[一二三四五六七八九十\d]{1,3}[-~至、]?[一二三四五六七八九十\d]{0,3}周|期[初中末]"),
    "problem": re.compile(wording("problem")),
    "ahead": re.compile(r"(?:下学期|下一?阶段|下一步|今后|新学期|来年|明年|新的?学[年期]里?|新的一年).{0,20}(?:将|要|继续|努力|争取|打算|计划)|努力方向"),
    "assessed": re.compile(r"扣\S{0,3}分|考核|评优|奖|评价|得分|加分|等级"),
    "target": re.compile(r"率.{0,14}(?:达到?|升到|提高|提升|保持在)\s?\d"),
    "goal": re.compile(r"(?:目标|目的)(?:是|为|:)|力争(?:实现|达到)"),
    "last words": LAST_WORDS,
    "done": re.compile(r"[\u4e00-\u9fff]了[\u4e00-\u9fff]"),
    "purpose": re.compile(r"^为(?:了)?.{2,60}(?:特|现|制[定订])|特?制[定订].{0,16}(?:如下|计划|方案)|如下[:。]?$"),
    "led": re.compile(r"(?:副?组长|主任|成员|负责人)\s?[:由是]"),
    "money": re.compile(r"经费|万元|元/|专款|资金|报销"),
}
"""Wording that tells a function; each is looked for in the whole unit and at its head."""


def features_of(text: str, plan: Outlined, units: Sequence[Unit], *, decided: bool = False) -> list[Features]:
    """The features of each unit of a plan; `text` is that of the view that the plan's offsets count.

    Units that a rule has decided have none, unless they are asked for (`decided`).
    """
    held = [_Read(text, plan, unit) for unit in units]
    first_heading = next((i for i, unit in enumerate(units) if unit.is_headed), len(units))
    headed = sum(unit.is_headed for unit in units)
    out: list[Features] = []
    for i, read in enumerate(held):
        if read.unit.decided_by and not decided:
            out.append({})
            continue
        found = dict(_words(read))
        found.update(_heading(read))
        found.update(dict.fromkeys(_form(read, plan), 0.7))
        found.update(dict.fromkeys(_place(read, plan, i, len(units), first_heading, headed), 0.7))
        found.update(dict.fromkeys(_cues(read), 0.8))
        for side, at in (("b", i - 1), ("a", i + 1)):
            if 0 <= at < len(units):
                found.update(dict.fromkeys(_neighbour(side, held[at]), 0.4))
        out.append(found)
    return out


class _Read:
    """A unit's words, as far as they are read; its heading apart."""

    def __init__(self, text: str, plan: Outlined, unit: Unit) -> None:
        self.unit = unit
        blocks = [plan.blocks[at] for at in unit.blocks]
        self.opening = blocks[0]
        self.heading = self.opening.words if unit.is_headed else ""
        body = blocks[1:] if unit.is_headed else blocks
        texts = (text[b.start + (b.mark.length if b.mark else 0) : b.end][:_READ_OF_EACH] for b in body)
        self.text = "\n".join(texts)[:_READ]
        self.size = sum(b.end - b.start for b in body)

    @cached_property
    def words(self) -> list[str]:
        return words_of(self.text)

    @cached_property
    def opening_words(self) -> list[str]:
        return words_of(self.text[:_OPENING])[:3]


def words_of(text: str) -> list[str]:
    """The Chinese words of a text, and its percentages as one."""
    return ["%" if "%" in word else word for word in segmenter().cut(text) if "一" <= word[0] <= "鿿" or "%" in word]


def _words(read: _Read) -> Iterator[tuple[str, float]]:
    different = set(read.words)
    value = 2 / max(1, len(different)) ** 0.5
    yield from ((f"w {word}", value) for word in different)
    yield from ((f"o {word}", 0.7) for word in read.words[:2])
    if read.words:
        yield f"oo {read.words[0]}", 0.7
    leads = {words[0] for line in read.text.split("\n") if (words := words_of(line[:_OPENING]))}
    yield from ((f"l {word}", 1 / len(leads) ** 0.5) for word in leads)


def _heading(read: _Read) -> Iterator[tuple[str, float]]:
    if not read.unit.is_headed:
        return
    words = words_of(read.heading)
    yield from ((f"h {word}", 1.0) for word in words)
    yield from ((f"hc {read.heading[i : i + 2]}", 0.6) for i in range(len(read.heading) - 1))
    if words:
        yield f"hl {words[-1]}", 0.7
    yield f"{read.unit.hinted_by or 'no hint'} {read.unit.hint}", 1.5
    yield f"heading length {min(len(read.heading), 20) // 3}", 0.5


def _form(read: _Read, plan: Outlined) -> Iterator[str]:
    """What the unit looks like: its mark, its size, whether it is a row."""
    block = read.opening
    yield f"kind {plan.kind} {'headed' if read.unit.is_headed else 'free'}"
    yield "headed" if read.unit.is_headed else "free"
    yield f"kind {plan.kind}"
    yield f"mark {block.mark.kind if block.mark else 'none'}"
    if block.mark:
        yield f"number {min(block.mark.number, 6)}"
    yield f"block {block.kind}"
    yield f"size {min(read.size.bit_length(), 11)} {read.unit.is_headed}"
    if not read.unit.is_headed and block.parents:
        yield "under a heading"


def _place(read: _Read, plan: Outlined, at: int, count: int, first_heading: int, headed: int) -> Iterator[str]:
    yield f"place {(read.opening.start - plan.title_end) * 8 // max(1, plan.end - plan.title_end)}"
    yield from (
        name for name, here in ((f"first {plan.kind}", at == 0), ("second", at == 1), ("last", at == count - 1), ("last but one", at == count - 2)) if here
    )
    if first_heading == count:
        yield "no headings"
    elif at < first_heading:
        yield f"before headings {min(headed, 3)}"


def _cues(read: _Read) -> Iterator[str]:
    head = read.text[:30]
    for name, cue in CUES.items():
        if cue.search(read.text):
            yield f"cue {name}"
            if cue.search(head):
                yield f"cue at head {name}"


def _neighbour(side: str, read: _Read) -> Iterator[str]:
    yield from (f"{side} {word}" for word in read.opening_words)
    block = read.opening
    yield f"{side} block {block.kind}"
    yield f"{side} mark {block.mark.kind if block.mark else 'none'}"
    if side == "b" and read.text.rstrip()[-1:] == ":":
        yield "b colon"
