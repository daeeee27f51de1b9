"""Finding shared text: links as stars against aligning all pairs, and against MinHash (datasketch), on one corpus.

The corpus: plans of the demonstration corpus and copies of their paragraphs with 0 to 15 % of characters changed, a template
among them that stands in 60 % of the plans. Printed: seconds as ratios to ours, and the share of planted copies found.

    python benchmarks/reuse.py [number of plans]
"""

from __future__ import annotations

import itertools
import random
import sys
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np

from jiaoyan_nlp.corpus.document import take_apart
from jiaoyan_nlp.corpus.readers import files_under, read
from jiaoyan_nlp.reuse.alignment import Options, align
from jiaoyan_nlp.reuse.ink import Ink, inks
from jiaoyan_nlp.reuse.shingles import linked_pairs

Pairs = set[tuple[int, int]]


def corpus(size: int, seed: int = 1) -> tuple[list[Ink], Pairs]:
    """Made-up plans, and the pairs of them that share a planted passage."""
    chance = random.Random(seed)
    folder = Path(__file__).parents[1] / "corpus" / "demo"
    letters = "".join(ink.text for path in files_under([folder]) for ink in inks(take_apart(read(path)), [""] * len(take_apart(read(path)).plans)))
    pieces = [letters[i : i + 120] for i in range(0, len(letters) - 120, 120)]
    alphabet = sorted(set(letters))
    texts = [["".join(chance.choices(alphabet, k=900))] for _ in range(size)]
    holders: dict[int, list[int]] = {}
    for place, text in enumerate(texts):
        for piece in chance.sample(range(1, len(pieces)), 2) + ([0] if chance.random() < 0.6 else []):
            text.append(spoiled(pieces[piece], alphabet, chance))
            holders.setdefault(piece, []).append(place)
    planted = {pair for held in holders.values() for pair in itertools.combinations(held, 2)}
    return [Ink(f"{i}.txt", 1, f"school {i}", "".join(t), np.arange(len("".join(t)))) for i, t in enumerate(texts)], planted


def spoiled(text: str, alphabet: list[str], chance: random.Random) -> str:
    """A copy with up to 15 % of its characters changed."""
    share = chance.random() * 0.15
    return "".join(chance.choice(alphabet) if chance.random() < share else c for c in text)


def connected(links: Pairs, size: int) -> Pairs:
    """All pairs that hang together through links that were verified."""
    parent = list(range(size))

    def find(x: int) -> int:
        while parent[x] != x:
            parent[x] = parent[parent[x]]
            x = parent[x]
        return x

    for a, b in links:
        parent[find(a)] = find(b)
    return {(a, b) for a, b in itertools.combinations(range(size), 2) if find(a) == find(b)}


def stars(held: list[Ink]) -> Pairs:
    options = Options()
    links = linked_pairs([ink.text for ink in held], options.guarantee)
    return connected({(a, b) for a, b in links if align(held[a].text, held[b].text, options)}, len(held))


def all_pairs(held: list[Ink]) -> Pairs:
    options = Options()
    return {(a, b) for a, b in itertools.combinations(range(len(held)), 2) if align(held[a].text, held[b].text, options)}


def minhash(held: list[Ink]) -> Pairs:
    from datasketch import MinHash, MinHashLSH

    index = MinHashLSH(threshold=0.7, num_perm=128)
    found: Pairs = set()
    for place, ink in enumerate(held):
        for at in range(0, len(ink.text), 120):
            sketch = MinHash(num_perm=128)
            for i in range(at, min(at + 120, len(ink.text)) - 4):
                sketch.update(ink.text[i : i + 5].encode())
            found |= {(int(other.split(":")[0]), place) for other in index.query(sketch) if int(other.split(":")[0]) != place}
            index.insert(f"{place}:{at}", sketch)
    return found


def timed(way: Callable[[list[Ink]], Pairs], held: list[Ink]) -> tuple[float, Pairs]:
    start = time.perf_counter()
    found = way(held)
    return time.perf_counter() - start, found


def main() -> None:
    size = int(sys.argv[1]) if len(sys.argv) > 1 else 120
    held, planted = corpus(size)
    base, found = timed(stars, held)
    print(f"{size} plans, {sum(len(i.text) for i in held):,} letters, {len(planted)} planted pairs")
    print(f"stars      time 1.00 ({base:.2f} s)  planted pairs found {len(found & planted) / len(planted):.3f}")
    for name, way in (("all pairs", all_pairs), ("MinHash", minhash)):
        try:
            seconds, other = timed(way, held)
        except ImportError:
            print(f"{name:10} not installed")
            continue
        print(f"{name:10} time {seconds / base:.2f}  planted pairs found {len(other & planted) / len(planted):.3f}")


if __name__ == "__main__":
    main()
