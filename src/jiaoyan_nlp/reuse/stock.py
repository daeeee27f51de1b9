"""Stock phrases: short runs that plans share and that are the trade's language, told only as such, with how many plans hold them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from jiaoyan_nlp.reuse.families import Family
from jiaoyan_nlp.reuse.fingerprints import Stack, Winnowing, codes, hashes
from jiaoyan_nlp.reuse.ink import Ink
from jiaoyan_nlp.reuse.links import Runs, shared_runs

LEAST = 8
"""Letters of the shortest phrase that is told."""
MOST = 24
"""Letters of the longest: what is longer is no phrase."""
PLANS = 3
"""Plans that hold it at least."""
_ASKED = 5_000


@dataclass(frozen=True, slots=True)
class Phrase:
    """A stock phrase in folded letters, in how many plans it stands, and of how many schools."""

    letters: str
    plans: int
    schools: int


def stock_phrases(inks: Sequence[Ink], families: Sequence[Family]) -> list[Phrase]:
    """Runs of `LEAST` to `MOST` letters in `PLANS` plans or more that lie in no family, the commonest first.

    A phrase within a longer one of as many plans is left out. Plans are counted exactly, whoever is linked with whom.
    """
    stack = Stack.of([ink.text for ink in inks])
    winnowing = Winnowing.for_runs_of(LEAST)
    runs = shared_runs(stack, stack.fingerprints(winnowing), winnowing.k)
    seen = Counter(_phrases(inks, stack, runs, families))
    asked = sorted(seen, key=lambda phrase: (-seen[phrase], phrase))[:_ASKED]
    held = _holders(stack, asked)
    found = [Phrase(p, len(held[p]), len({inks[i].owner for i in held[p]})) for p in asked if len(held[p]) >= PLANS]
    return sorted(_longest(found), key=lambda p: (-p.plans, p.letters))


def _phrases(inks: Sequence[Ink], stack: Stack, runs: Runs, families: Sequence[Family]) -> Iterable[str]:
    """The letters of short runs outside the families."""
    inside = np.zeros(len(stack.codes), bool)
    for family in families:
        for m in family.members:
            inside[stack.starts[m.plan] + m.start : stack.starts[m.plan] + m.end] = True
    short = runs.only((runs.length >= LEAST) & (runs.length <= MOST) & ~inside[runs.b])
    places = short.b - stack.starts[short.member]
    for member, start, length in zip(short.member.tolist(), places.tolist(), short.length.tolist(), strict=True):
        yield inks[member].text[start : start + length]


def _holders(stack: Stack, phrases: Sequence[str]) -> dict[str, set[int]]:
    """The texts that hold each phrase."""
    out: dict[str, set[int]] = defaultdict(set)
    for length in sorted({len(phrase) for phrase in phrases}):
        of_hash = {int(hashes(codes(p), length)[0]): p for p in phrases if len(p) == length}
        hashed = hashes(stack.codes, length)
        places = np.flatnonzero(np.isin(hashed, np.array(list(of_hash), dtype=np.uint64)))
        for owner, value in zip(stack.owner(places).tolist(), hashed[places].tolist(), strict=True):
            out[of_hash[value]].add(owner)
    return out


def _longest(found: Sequence[Phrase]) -> list[Phrase]:
    by_plans: dict[int, list[Phrase]] = defaultdict(list)
    for each in found:
        by_plans[each.plans].append(each)
    return [p for held in by_plans.values() for p in held if not any(p.letters != q.letters and p.letters in q.letters for q in held)]
