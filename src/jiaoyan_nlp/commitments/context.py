"""The sentence around an amount: what stands before and behind it, clause by clause, and what governs it from above."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import NamedTuple

from jiaoyan_nlp.text.spans import Span
from jiaoyan_nlp.text.words import segmenter

STOPS = ",;:。!?、\n\t()"
_CLAUSE = re.compile(rf"[{re.escape(STOPS)}]")


class Tagged(NamedTuple):
    """A word with its part of speech (jieba's tags)."""

    text: str
    tag: str


@dataclass(frozen=True)
class Context:
    """Where an amount stands. All texts are folded; offsets are places in the view's text.

    Attributes:
        sentence: the sentence that holds it.
        before, behind: the sentence up to and from the amount.
        clause_before, clause_behind: the same, only to the nearest stop of any kind.
        previous: the sentence before, within the same item or paragraph; opening: the one before that, or the item's first.
        lead: what governs the item from above: the line that announces its list, or nothing.
        label: section label of the passage; kind: plan or summary; path: the headings above, joined by /.
        responsible: in a table, what stands in the row's column of who is responsible.
        topic: in a table, the row's first cell that is words, neither a time nor a person.
        column: in a table, the head of the amount's column.
    """

    sentence: Span
    before: str
    behind: str
    clause_before: str
    clause_behind: str
    previous: str
    lead: str
    label: str
    kind: str
    path: str
    responsible: str = ""
    topic: str = ""
    column: str = ""
    opening: str = ""

    def sentence_text(self, text: str) -> str:
        return self.sentence.quote(text)

    @cached_property
    def earlier(self) -> list[str]:
        """The clauses of the sentence before the amount's own, the nearest first."""
        return [clause for clause in reversed(_CLAUSE.split(self.before[: len(self.before) - len(self.clause_before)])) if clause]

    @cached_property
    def later(self) -> list[str]:
        """The clauses behind the amount's own."""
        return [clause for clause in _CLAUSE.split(self.behind[len(self.clause_behind) :]) if clause]

    @cached_property
    def words_before(self) -> tuple[Tagged, ...]:
        """The words of the clause before the amount, the nearest last."""
        return tagged(self.clause_before)

    @cached_property
    def words_behind(self) -> tuple[Tagged, ...]:
        return tagged(self.clause_behind)

    @property
    def heading(self) -> str:
        """The nearest heading above, empty where there is none."""
        return self.path.rpartition("/")[2]


@lru_cache(maxsize=4096)
def tagged(text: str) -> tuple[Tagged, ...]:
    """The words of a clause with their parts of speech; kept, since the amounts of a sentence share its clauses."""
    return tuple(map(Tagged._make, segmenter().tagged(text)))


def clause_edges(text: str, sentence: Span, start: int, end: int) -> tuple[int, int]:
    """Start and end of the clause that holds [start, end) in its sentence."""
    left = max((text.rfind(stop, sentence.start, start) for stop in STOPS), default=-1)
    found = _CLAUSE.search(text, end, sentence.end)
    return max(left + 1, sentence.start), found.start() if found else sentence.end
