"""Labels for the blocks of a plan: rules where headings speak, the section model where none does.

Each label names what decided it: `exact`, `word`, `month` (a heading's words in the lexicon), `parent` (a heading under another),
`theme` (a heading that names no function opens tasks in a plan, work_done in a summary), `heading` (text under a heading),
`place` (the plan's foot), `model`.
"""

from __future__ import annotations

import json
from functools import cache
from typing import NamedTuple

from jiaoyan_nlp.corpus.document import Document, Outlined
from jiaoyan_nlp.corpus.outline.blocks import Block
from jiaoyan_nlp.resources import resource
from jiaoyan_nlp.sections.model import Decided, section_model
from jiaoyan_nlp.sections.units import Unit, units_of


@cache
def confidence(rule: str) -> float:
    """How often a rule is right, as counted on gold (`models/rules.json`), drawn towards one half where it was seen little."""
    counted: dict[str, int] = json.loads(resource("models/rules.json").read_text(encoding="utf-8"))["rules"].get(rule, {"right": 0, "of": 0})
    return round((counted["right"] + 1) / (counted["of"] + 2), 3)


class Labelled(NamedTuple):
    """A block with its label, what decided it, and how sure that is (0 to 1)."""

    block: Block
    label: str
    decided_by: str
    confidence: float


def label_document(document: Document, model: str = "") -> list[list[Labelled]]:
    """The labelled blocks of each plan of a document; `model` names the folder of a section model other than the package's own."""
    return [label_blocks(document.view.text, plan, model) for plan in document.plans]


def label_blocks(text: str, plan: Outlined, model: str = "") -> list[Labelled]:
    """Label every block of a plan; `text` is the text of the view that the plan's offsets count."""
    units = units_of(text, plan)
    is_open = any(not unit.decided_by for unit in units)
    answers = section_model(model).decide(text, plan, units) if is_open else [Decided(unit.labels[0], 1.0) for unit in units]
    found = {at: _labelled(plan, unit, at, answer) for unit, answer in zip(units, answers, strict=True) for at in unit.blocks}
    return [found[at] for at in range(len(plan.blocks))]


def _labelled(plan: Outlined, unit: Unit, at: int, answer: Decided) -> Labelled:
    """A block of a unit with the unit's label; where no rule decided, with how likely the model calls it."""
    block = plan.blocks[at]
    label = unit.labels[0] if unit.decided_by else answer.label  # a model of one's own need not know every label
    rule = rule_of(unit, at, block) or (unit.hinted_by if unit.hint == label else "model")
    return Labelled(block, label, rule, confidence(rule) if unit.decided_by else round(answer.probability, 3))


def rule_of(unit: Unit, at: int, block: Block) -> str:
    """What decided a block: for a unit's first its rule, empty where the model was asked; for those below `heading`, or `parent` of a heading."""
    if at == unit.blocks[0]:
        return unit.decided_by
    return "parent" if block.kind == "heading" else "heading"
