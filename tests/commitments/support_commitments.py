"""What several tests of commitments need: the amounts of a small plan."""

from __future__ import annotations

from jiaoyan_nlp.commitments.extraction import Commitment, commitments
from jiaoyan_nlp.corpus.document import take_apart
from jiaoyan_nlp.text.source import Source

PLAN = "示例县第一小学语文教研组工作计划\n一、主要工作\n{body}\n"


def promised(body: str) -> list[Commitment]:
    """The commitments of a plan whose tasks are these, in text order."""
    source = Source(PLAN.format(body=body))
    found = commitments(take_apart(source))
    assert all(source.text[c.start : c.end] == c.text for c in found)
    return [c for c in found if c.class_ == "commitment"]
