"""A large corpus made quickly and kept in memory: plans of words drawn at random, templates, and planted copies of passages.

Words are drawn by how often they stand in our corpora, so that chance resemblance is as frequent as words are; what sentences would add is left out.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import repeat
from typing import NamedTuple

import numpy as np
from bank import corpus_sentences, letters, unshared
from changes import LIGHT, SPUN, synonyms, words
from numpy.typing import NDArray

PASSAGES = 40
WORDS = 55
"""Words of a passage: about 100 letters."""
TEMPLATE = 5
"""Passages of the template."""
HOLDERS = 0.6
"""Share of the plans that hold the template."""
COPYING = 0.1
"""Share of the plans that hold copies of others' passages."""
COPIES = 2
"""Copies in a plan that copies."""
Words = list[str]


class Planted(NamedTuple):
    """A passage (plan, number) and where a copy of it stands."""

    source: tuple[int, int]
    copy: tuple[int, int]
    kind: str


@dataclass(frozen=True)
class District:
    """Plans as passages of text, and what was planted."""

    plans: list[list[str]]
    planted: list[Planted]


@cache
def vocabulary() -> tuple[list[str], NDArray[np.float64]]:
    """Words of our corpora, and the sum of their shares up to each."""
    held = Counter(word for text in unshared(corpus_sentences()) for word, _ in words(text) if letters(word))
    share = np.array(list(held.values()), dtype=np.float64)
    return list(held), np.cumsum(share / share.sum())


def written(held: Words) -> str:
    """Words as a passage: a comma behind every eighth, a full stop behind every other comma's place."""
    return "".join(word + ("" if i % 8 else "。" if i % 16 == 0 else "，") for i, word in enumerate(held[:-1], 1)) + held[-1] + "。"


class Changes:
    """Changes of passages that are lists of words."""

    def __init__(self, chance: random.Random) -> None:
        self.chance = chance

    def verbatim(self, held: Words) -> Words:
        return held

    def light(self, held: Words, shares: tuple[float, float] = LIGHT) -> Words:
        """A share of the letters replaced, dropped or doubled with another."""
        share = self.chance.uniform(*shares)
        return ["".join(self._letter(c) if self.chance.random() < share else c for c in word) for word in held]

    def _letter(self, letter: str) -> str:
        other = self.chance.choice(vocabulary()[0])[0]
        return self.chance.choice([other, "", letter + other])

    def names(self, held: Words) -> Words:
        """Three words replaced everywhere."""
        other = {word: self.chance.choice(vocabulary()[0]) for word in self.chance.sample(sorted({w for w in held if len(w) > 1}), 3)}
        return [other.get(word, word) for word in held]

    def part(self, held: Words) -> Words:
        """Half of a passage within other words, twice as many as those of the whole."""
        start = self.chance.randrange(len(held) // 2)
        other = self.chance.choices(vocabulary()[0], k=2 * len(held))
        return [*other[: len(held)], *held[start : start + len(held) // 2], *other[len(held) :]]

    def spun(self, held: Words) -> Words:
        """15 to 35 % of the words of two letters and more replaced, by synonyms where there are any."""
        share = self.chance.uniform(*SPUN)
        return [self.chance.choice(synonyms().get(w, vocabulary()[0])) if len(w) > 1 and self.chance.random() < share else w for w in held]


def district(size: int, seed: int = 1) -> District:
    """Made-up plans, each of `PASSAGES` passages."""
    chance, drawn = random.Random(seed), np.random.default_rng(seed)
    known, shares = vocabulary()

    def passage(number: int = WORDS) -> Words:
        return [known[i] for i in np.searchsorted(shares, drawn.random(number)).clip(max=len(known) - 1)]

    changes = Changes(chance)
    plans = [[written(passage(int(n))) for n in drawn.integers(WORDS // 2, WORDS * 3 // 2, PASSAGES)] for _ in range(size)]
    planted: list[Planted] = []
    template = [passage() for _ in range(TEMPLATE)]
    holders = chance.sample(range(size), round(HOLDERS * size))
    for plan in holders:
        for number, held in enumerate(template):
            plans[plan][number] = written(changes.light(held, (0, 0.03)))
            planted.append(Planted((holders[0], number), (plan, number), "template"))
    kinds: list[Callable[[Words], Words]] = [changes.verbatim, changes.light, changes.names, changes.spun, changes.part]
    taken: set[tuple[int, int]] = set()
    for copier in chance.sample(range(size), round(COPYING * size)):
        for _ in range(COPIES):
            source, copy = _free(chance, taken, (p for p in iter(lambda: chance.randrange(size), -1) if p != copier)), _free(chance, taken, repeat(copier))
            held, change = passage(), chance.choice(kinds)
            plans[source[0]][source[1]], plans[copy[0]][copy[1]] = written(held), written(change(held))
            planted.append(Planted(source, copy, change.__name__))
    return District(plans, [p for p in planted if p.source != p.copy])


def _free(chance: random.Random, taken: set[tuple[int, int]], plans: Iterator[int]) -> tuple[int, int]:
    """A passage of one of the plans, behind the template's, that nothing was planted in yet; it is taken then."""
    place = next(p for plan in plans if (p := (plan, chance.randrange(TEMPLATE, PASSAGES))) not in taken)
    taken.add(place)
    return place
