"""How copies are changed: each function takes a passage as paragraphs of sentences and gives the changed one.

A change that a passage is not fit for gives None: there are too few sentences to permute, names to swap, or words to replace.
"""

from __future__ import annotations

import random
import re
import tomllib
from collections import defaultdict
from functools import cache
from pathlib import Path
from typing import Any

import jieba
import jieba.posseg

HERE = Path(__file__).parent
Passage = list[list[str]]
"""Paragraphs, each a list of sentences."""

jieba.setLogLevel(60)
LIGHT = (0.03, 0.08)
SPUN = (0.15, 0.35)
BY_SYNONYM = 2 / 3
CLASSES = {"n", "v", "vn", "a", "ad", "d", "an"}


@cache
def phrases() -> dict[str, Any]:
    """The file phrases.toml."""
    return tomllib.loads((HERE / "phrases.toml").read_text(encoding="utf-8"))


@cache
def synonyms() -> dict[str, list[str]]:
    """Each word of synonyms.txt with what may stand in its place."""
    out: dict[str, list[str]] = defaultdict(list)
    for line in (HERE / "synonyms.txt").read_text(encoding="utf-8").splitlines():
        if line and line[0] != "#":
            a, b = line.split()
            out[a].append(b)
            out[b].append(a)
    return dict(out)


@cache
def words(text: str) -> list[tuple[str, str]]:
    """Words with jieba's tags."""
    return [(str(pair.word), str(pair.flag)) for pair in jieba.posseg.cut(text)]


class Changer:
    """The changes, drawing on words and letters of a text that is like the passages.

    Args:
        sample: sentences whose words and letters may come in.
        chance: decides everything.
    """

    def __init__(self, sample: list[str], chance: random.Random) -> None:
        self.chance = chance
        self.letters = sorted({c for text in sample for c in text if "\u4e00" <= c <= "\u9fff"})
        by_class: dict[str, set[str]] = defaultdict(set)
        for text in sample:
            for word, tag in words(text):
                if len(word) >= 2 and tag in CLASSES:
                    by_class[tag].add(word)
        self.by_class = {tag: sorted(held) for tag, held in by_class.items()}

    def change(self, kind: str, passage: Passage) -> Passage | None:
        """The passage changed as the kind says: verbatim, light, names, spun, reorder or trimmed."""
        if kind == "verbatim":
            return passage
        made: Passage | None = getattr(self, kind)(passage)
        return made if made != passage else None

    def light(self, passage: Passage) -> Passage:
        """3 to 8 % of the characters replaced, deleted or inserted."""
        share = self.chance.uniform(*LIGHT)
        return [[self._light(sentence, share) for sentence in paragraph] for paragraph in passage]

    def _light(self, sentence: str, share: float) -> str:
        out = list(sentence)
        for place in range(len(out) - 1):  # the full stop stays
            if self.chance.random() < share:
                letter = self.chance.choice(self.letters)
                out[place] = self.chance.choice([letter, "", out[place] + letter])
        return "".join(out)

    def names(self, passage: Passage) -> Passage | None:
        """Schools, heads, counties, years, numbers, months and subjects swapped, the same for the same within a passage."""
        swapped: dict[str, str] = {}
        make = [
            (r"20[0-2]\d", lambda: str(self.chance.randint(2008, 2026))),
            (r"\d{1,2}(?=月)", lambda: str(self.chance.randint(1, 12))),
            (r"\d+", lambda: str(self.chance.randint(2, 60))),
            (r"(?:十[一二]?|[一二三四五六七八九])(?=月)", lambda: self.chance.choice("一二三四五六七八九十")),
            (f"(?:{'|'.join(phrases()['counties'])})(?:第\\d+|..?)(?:小学|中学)", self.school),
            (f"[{phrases()['surnames']}](?:{'|'.join(phrases()['given'])})", self.person),
            ("|".join(phrases()["subjects"]), lambda: self.chance.choice(phrases()["subjects"])),
        ]
        pattern = re.compile("|".join(f"({p})" for p, _ in sorted(make, key=lambda m: "(?:小学" not in m[0])))
        makers = [maker for _, maker in sorted(make, key=lambda m: "(?:小学" not in m[0])]

        def swap(found: re.Match[str]) -> str:
            assert found.lastindex
            return swapped.setdefault(found[0], makers[found.lastindex - 1]())

        made = [[pattern.sub(swap, sentence) for sentence in paragraph] for paragraph in passage]
        return made if len(swapped) >= 2 else None

    def school(self) -> str:
        """A made-up school."""
        county, kind = self.chance.choice(phrases()["counties"]), self.chance.choice(["小学", "中学"])
        return county + self.chance.choice([f"第{self.chance.randint(1, 99)}", self.chance.choice(phrases()["towns"])]) + kind

    def person(self) -> str:
        """A made-up name."""
        return str(self.chance.choice(phrases()["surnames"])) + self.chance.choice(phrases()["given"])

    def spun(self, passage: Passage) -> Passage | None:
        """15 to 35 % of the words of two letters and more replaced: two thirds by synonyms, one third by others of their part of speech."""
        cut = [[words(sentence) for sentence in paragraph] for paragraph in passage]
        places = [(p, s, w) for p, par in enumerate(cut) for s, sen in enumerate(par) for w, (word, _) in enumerate(sen) if len(word) >= 2]
        known = [at for at in places if cut[at[0]][at[1]][at[2]][0] in synonyms()]
        number = min(round(self.chance.uniform(*SPUN) * len(places)), round(len(known) / BY_SYNONYM))
        if number < SPUN[0] * len(places):
            return None
        by_synonym = self.chance.sample(known, min(len(known), round(number * BY_SYNONYM)))
        others = [at for at in places if at not in by_synonym and cut[at[0]][at[1]][at[2]][1] in self.by_class]
        for p, s, w in by_synonym:
            cut[p][s][w] = (self.chance.choice(synonyms()[cut[p][s][w][0]]), "")
        for p, s, w in self.chance.sample(others, min(len(others), number - len(by_synonym))):
            cut[p][s][w] = (self.chance.choice(self.by_class[cut[p][s][w][1]]), "")
        return [["".join(word for word, _ in sentence) for sentence in paragraph] for paragraph in cut]

    def reorder(self, passage: Passage) -> Passage | None:
        """The sentences of a paragraph in another order."""
        if len(passage) > 1 or len(passage[0]) < 3:
            return None
        made = passage[0][:]
        self.chance.shuffle(made)
        return [made]

    def trimmed(self, passage: Passage) -> Passage | None:
        """A third of the sentences dropped."""
        whole = [(p, s) for p, paragraph in enumerate(passage) for s in range(len(paragraph))]
        if len(whole) < 3:
            return None
        dropped = set(self.chance.sample(whole, round(len(whole) / 3)))
        left = [[sentence for s, sentence in enumerate(paragraph) if (p, s) not in dropped] for p, paragraph in enumerate(passage)]
        return [paragraph for paragraph in left if paragraph]
