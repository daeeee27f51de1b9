"""Substitutions: words that aligned copies show in one another's place, again and again (集体→群众)."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from jiaoyan_nlp.reuse.exchanges import AGAIN, exchange
from jiaoyan_nlp.reuse.families import Family
from jiaoyan_nlp.reuse.ink import Ink


@dataclass(frozen=True, slots=True)
class Substitution:
    """Two words that copies exchange; `word` is the one that more copies kept where that can be told.

    Attributes:
        copies: copies in which one stands for the other.
        families: families in which they do.
        forward: copies in which `other` stands where most copies have `word`.
        backward: copies in which `word` stands where most copies have `other`.
    """

    word: str
    other: str
    copies: int
    families: int
    forward: int
    backward: int


def substitutions(families: Sequence[Family], inks: Sequence[Ink]) -> list[Substitution]:
    """The words that copies exchange, in `AGAIN` different places or more, those of most copies first."""
    seen: dict[tuple[str, str], list[tuple[str, str, int]]] = defaultdict(list)
    for family in families:
        for (a, b, context), count, kept in _exchanges(family, inks):
            word, other, forward = (a, b, kept - count) if a < b else (b, a, count - kept)
            seen[word, other] += [(family.family_id, context, forward)] * count
    found = [_summed(*words, rows) for words, rows in seen.items() if len({context for _, context, _ in rows}) >= AGAIN]
    return sorted(found, key=lambda s: (-s.copies, s.word, s.other))


def _summed(word: str, other: str, rows: Sequence[tuple[str, str, int]]) -> Substitution:
    forward, backward = sum(way > 0 for _, _, way in rows), sum(way < 0 for _, _, way in rows)
    if backward > forward:
        word, other, forward, backward = other, word, backward, forward
    return Substitution(word, other, len(rows), len({family for family, _, _ in rows}), forward, backward)


def _exchanges(family: Family, inks: Sequence[Ink]) -> Iterator[tuple[tuple[str, str, str], int, int]]:
    """Of each word of the exemplar that some copies exchange: (word, other, context), in how many, and how many keep it."""
    exemplar = family.exemplar
    letters = inks[exemplar.plan].text[exemplar.start : exemplar.end]
    found: Counter[tuple[str, str, str]] = Counter()
    touched: Counter[str] = Counter()
    for m in family.members[1:]:
        copy = inks[m.plan].text[m.start : m.end]
        here = {swap for e in m.edits if e.kind in ("replace", "synonym") and (swap := exchange(letters, copy, e))}
        found.update(here)
        touched.update({context for _, _, context in here})
    for swap, count in sorted(found.items()):
        yield swap, count, len(family.members) - touched[swap[2]]
