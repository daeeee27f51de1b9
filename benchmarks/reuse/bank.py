"""A bank of sentences of our own corpora that share no run of 13 letters, with sentences recombined of their clauses where more are asked."""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from jiaoyan_nlp.corpus.document import take_apart
from jiaoyan_nlp.corpus.readers import read
from jiaoyan_nlp.text.sentences import sentences

CORPUS = Path(__file__).parents[2] / "corpus"
HEAPS = ("training", "amounts", "dev")
RUN = 13
"""Letters in a shared run that is found for certain: no two sentences of the bank share one."""
SENTENCE = (14, 90)
CLAUSE = (4, 9)
"""Letters of a clause that may be used again in recombined sentences: shorter than a run."""


def letters(text: str) -> str:
    """The letters and digits of a text."""
    return re.sub(r"[\W_]", "", text)


def runs(text: str, length: int = RUN) -> set[str]:
    """All runs of `length` letters of a text."""
    ink = letters(text)
    return {ink[i : i + length] for i in range(len(ink) - length + 1)}


def corpus_sentences() -> list[str]:
    """Distinct whole sentences of the paragraphs and items of our corpora, numbering marks left out, in the order of files."""
    held: dict[str, None] = {}
    for heap in HEAPS:
        for path in sorted((CORPUS / heap).rglob("*.txt")):
            document = take_apart(read(path))
            for block in (b for plan in document.plans for b in plan.blocks if b.kind in ("paragraph", "item")):
                start = block.start + (block.mark.length if block.mark else 0)
                for span in sentences(document.view.text, start, block.end):
                    text = document.view.text[span.start : span.end].replace(" ", "")
                    if SENTENCE[0] <= len(letters(text)) <= SENTENCE[1] and text[-1] in "。！？!?." and "\n" not in text:
                        held[_wide(text)] = None
    return list(held)


def _wide(text: str) -> str:
    """With the punctuation of Chinese print, whatever the file had."""
    text = re.sub(r"(?<!\d)[.](?=$|[\u4e00-\u9fff])", "。", text)
    return text.translate(str.maketrans(",;:?!()", "，；：？！（）"))


def unshared(texts: Iterable[str]) -> list[str]:
    """The texts that share no run of 13 letters with another of them."""
    texts = list(texts)
    count = Counter(run for text in texts for run in runs(text))
    return [text for text in texts if all(count[run] == 1 for run in runs(text))]


def recombined(texts: Iterable[str], chance: random.Random) -> Iterator[str]:
    """Sentences of two to six short clauses of the texts in new company, sharing no run of 13 letters with them or with each other; endless."""
    texts = list(texts)
    seen = {run for text in texts for run in runs(text)}
    clauses = sorted({c for text in texts for c in re.split("[，；：。！？“”（）、]", text) if CLAUSE[0] <= len(letters(c)) <= CLAUSE[1]})
    while True:
        made = "，".join(chance.sample(clauses, chance.randint(2, 6))) + "。"
        mine = runs(made)
        if mine and not mine & seen:
            seen |= mine
            yield made


class Bank:
    """Sentences, each given out once.

    Args:
        size: characters that will be asked for; where the corpora hold fewer, recombined sentences fill up.
        chance: decides the order.
    """

    def __init__(self, size: int, chance: random.Random) -> None:
        own = unshared(corpus_sentences())
        self.own = sum(map(len, own))
        held = list(own)
        more = recombined(own, chance)
        total = self.own
        while total < size:
            held.append(next(more))
            total += len(held[-1])
        chance.shuffle(held)
        self._left = held

    def sentence(self) -> str:
        """The next sentence.

        Raises:
            IndexError: the bank is empty.
        """
        return self._left.pop()

    def paragraph(self, chance: random.Random) -> list[str]:
        """One to five sentences, 60 to 400 characters together."""
        held = [self.sentence() for _ in range(chance.randint(1, 5))]
        while sum(map(len, held)) < 60:
            held.append(self.sentence())
        while sum(map(len, held)) > 400:
            self._left.insert(0, held.pop())
        return held
