"""MinHash by other packages, as a search for the passages that are like each passage. Install them beside us: pip install datasketch gaoya rensa.

Every peer gets the same passages and shingles of characters, and gives what its own query gives: numbers of passages, its own among them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

Neighbours = Iterator[tuple[int, Sequence[int]]]
BATCH = 2000
"""Passages asked about at once, so that answers need not all stand in memory."""


class Setting(NamedTuple):
    """A peer's setting: Jaccard similarity asked for, letters in a shingle, bands and rows of the index (128 permutations or so)."""

    jaccard: float
    shingle: int
    bands: int
    rows: int

    def __str__(self) -> str:
        return f"Jaccard {self.jaccard}, {self.shingle} letters, {self.bands}×{self.rows}"


USUAL = Setting(0.7, 5, 16, 8)
"""As the packages' own examples have it."""
PERMISSIVE = Setting(0.3, 3, 42, 3)
"""The most permissive that still keeps chance resemblances of paragraphs in bounds."""


def shingles(text: str, length: int) -> list[str]:
    return [text[i : i + length] for i in range(max(1, len(text) - length + 1))]


def datasketch(texts: Sequence[str], setting: Setting) -> Neighbours:
    from datasketch import MinHash, MinHashLSH

    number = setting.bands * setting.rows
    index = MinHashLSH(num_perm=number, params=(setting.bands, setting.rows))
    # The sketches are made in bulk, which is its fastest way.
    sketches = list(MinHash.generator(([s.encode() for s in shingles(text, setting.shingle)] for text in texts), num_perm=number))
    with index.insertion_session() as session:
        for place, sketch in enumerate(sketches):
            session.insert(place, sketch)
    for place, sketch in enumerate(sketches):
        yield place, index.query(sketch)


def gaoya(texts: Sequence[str], setting: Setting) -> Neighbours:
    from gaoya.minhash import MinHashStringIndex

    index = MinHashStringIndex(
        hash_size=32, jaccard_threshold=setting.jaccard, num_bands=setting.bands, band_size=setting.rows, analyzer="char",
        ngram_range=(setting.shingle, setting.shingle), id_container="vec",
    )  # fmt: skip
    index.par_bulk_insert_docs(list(range(len(texts))), list(texts))
    for start in range(0, len(texts), BATCH):
        yield from enumerate(index.par_bulk_query(list(texts[start : start + BATCH])), start)


def rensa(texts: Sequence[str], setting: Setting) -> Neighbours:
    from rensa import RMinHash, RMinHashLSH

    number = setting.bands * setting.rows
    index = RMinHashLSH(threshold=setting.jaccard, num_perm=number, num_bands=setting.bands)
    sketches = []
    for start in range(0, len(texts), BATCH):
        sketches += RMinHash.from_token_sets([shingles(text, setting.shingle) for text in texts[start : start + BATCH]], number, 42)
    index.insert_many(sketches)
    for start in range(0, len(sketches), BATCH):
        yield from enumerate(index.query_all(sketches[start : start + BATCH]), start)


PEERS: dict[str, Callable[[Sequence[str], Setting], Neighbours]] = {"datasketch": datasketch, "gaoya": gaoya, "rensa": rensa}
