"""Collocations: which words keep company with a term, or with each other, more than chance would have it.

What is counted are pairs of words that stand within a window of each other in one sentence or clause (surface co-occurrence, Evert 2008); the window
never reaches over its end. Of all N such pairs of a corpus, each taken from both of its words, R have the term on one side, C the collocate on the other,
O both, and R C / N are expected. So everything is the same whichever of two words is asked for.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from jiaoyan_nlp.language.occurrences import occurrences
from jiaoyan_nlp.language.significance import Floats, log_likelihood
from jiaoyan_nlp.language.tokens import Ints, Tokens, plans_having

if TYPE_CHECKING:
    import pandas as pd

MEASURES = ("log_dice", "t", "mi", "mi3", "g2")
COLUMNS = ("term", "collocate", "count", "left", "right", "documents", "count_term", "count_collocate", "expected", *MEASURES)
WINDOW = 5
"""Words on either side."""
Within = Literal["sentence", "clause"]
WITHIN: tuple[Within, ...] = ("sentence", "clause")
Places = NDArray[np.int64]


class _Pairs(NamedTuple):
    """Pairs of words (places in the vocabulary), how often the second stands to the left and right of the first, and in how many plans."""

    first: Places
    second: Places
    left: Places
    right: Places
    documents: Places


def collocations(
    tokens: Tokens, term: str | None = None, *, regex: bool = False, window: int = WINDOW, within: Within = "sentence",
    least_letters: int = 2, least_count: int = 3, least_documents: int = 1, leave_out: Collection[str] = (),
) -> pd.DataFrame:  # fmt: skip
    """The words that stand near a term, the strongest first; or the strongest pairs of words.

    Args:
        term: as `occurrences` finds it, a pattern with `regex`. None asks for all pairs, each once; `term` is then the word that mostly comes first.
        window: words on either side that are near. All words count as words between.
        least_letters: characters of the shortest collocate (of both words, where pairs are asked for).
        least_count: how often a collocate must occur (both words, where pairs are asked for), and how often near the term.
        least_documents: in how many plans the two must stand near each other.
        leave_out: words that are no collocates (stop words).

    Returns:
        A frame, by log_dice: term, collocate; count (O: pairs of the two), of them with the collocate to the left and to the right of the term;
        documents (plans); count_term and count_collocate (occurrences f of each); expected (E = R C / N); and
        log_dice 14 + log2(2 O / (f + f)) (Rychlý 2008), which does not depend on the size of the corpus, one more being twice as close; O counts as
        the smaller f where it is more, so that 14 is the most;
        t (O - E) / √O (Church et al. 1991); mi log2(O / E) (Church and Hanks 1990), which flatters what is rare; mi3 log2(O³ / E) (Daille 1994);
        g2 (Dunning 1993, `significance.log_likelihood`), also high for pairs that avoid each other: E is larger then.
        A word is no collocate of itself. No rows where the term does not occur.

    Raises:
        re.error: the pattern is none.
    """
    import pandas as pd

    numbers, size, out = getattr(tokens, within), len(tokens.vocabulary), set(leave_out)
    reach = _reach(numbers, window)
    allowed = np.array([len(word) >= least_letters and word not in out for word in tokens.vocabulary], bool) & (tokens.counts() >= least_count)
    # the term is one more word, behind those of the vocabulary
    found = occurrences(tokens, term or "", regex=regex).astype(np.int64)
    near = [_near(numbers, found, window, side) for side in (-1, 1)]
    words, counts = (*tokens.vocabulary, term or ""), np.append(tokens.counts(), len(found)).astype(float)
    slots = np.append(np.bincount(tokens.ids, reach, size), sum(map(len, near)))
    pairs = _all_pairs(tokens, numbers, window, allowed) if term is None else _around(tokens, found, near)
    enough = allowed[pairs.second] & (pairs.left + pairs.right >= max(1, least_count)) & (pairs.documents >= least_documents)
    pairs = _Pairs(*(each[enough] for each in pairs))
    names = {name: pd.Series([words[i] for i in ids.tolist()], dtype="str") for name, ids in (("term", pairs.first), ("collocate", pairs.second))}
    table = pd.DataFrame(names).assign(**_measured(pairs, counts, slots, float(reach.sum())))
    order = sorted(range(len(table)), key=list(zip(-table["log_dice"], table["term"], table["collocate"], strict=True)).__getitem__)
    return table.iloc[order].reset_index(drop=True)[list(COLUMNS)]


def _measured(pairs: _Pairs, counts: Floats, slots: Floats, total: float) -> dict[str, NDArray[Any]]:
    """The columns behind the words, from each word's occurrences and the number of all pairs that it is in (R, C of N)."""
    both, one, two = (pairs.left + pairs.right).astype(float), counts[pairs.first], counts[pairs.second]
    lone, other = np.maximum(slots[pairs.first] - both, 0), np.maximum(slots[pairs.second] - both, 0)
    expected = slots[pairs.first] * slots[pairs.second] / max(1.0, total)
    return {
        "count": pairs.left + pairs.right, "left": pairs.left, "right": pairs.right, "documents": pairs.documents,
        "count_term": one.astype(int), "count_collocate": two.astype(int), "expected": expected,
        "log_dice": 14 + np.log2(2 * np.minimum(both, np.minimum(one, two)) / (one + two)), "t": (both - expected) / np.sqrt(both),
        "mi": np.log2(both / expected), "mi3": np.log2(both**3 / expected), "g2": log_likelihood(both, lone, other, total - both - lone - other),
    }  # fmt: skip


def _reach(numbers: Ints, window: int) -> Floats:
    """How many words stand within the window of each."""
    out = np.zeros(len(numbers))
    for first, second in _apart(numbers, window):
        out[first] += 1
        out[second] += 1
    return out


def _apart(numbers: Ints, window: int) -> Iterator[tuple[Places, Places]]:
    """Places of the first and second words of pairs in one sentence, for each distance of the window."""
    for distance in range(1, min(window, len(numbers) - 1) + 1):
        first = np.flatnonzero(numbers[:-distance] == numbers[distance:])
        yield first, first + distance


def _near(numbers: Ints, found: Places, window: int, side: int) -> Places:
    """Places of the words within the window on one side (-1 left, 1 right) of each occurrence; a word near two of them comes twice."""
    edges = found[:, 0 if side < 0 else 1]
    held = [np.zeros(0, np.int64)]
    for distance in range(1, window + 1):
        places = edges + side * distance
        inside = (places >= 0) & (places < len(numbers))
        held.append(places[inside][numbers[places[inside]] == numbers[edges[inside]]])
    return np.concatenate(held)


def _around(tokens: Tokens, found: Places, near: Sequence[Places]) -> _Pairs:
    """The term, as the word behind the vocabulary, with all words near it that are not its own."""
    own = np.zeros(len(tokens) + 1, np.int64)
    np.add.at(own, found[:, 0], 1)
    np.add.at(own, found[:, 1] + 1, -1)
    left, right = (places[np.cumsum(own)[places] == 0] for places in near)
    size, both = len(tokens.vocabulary), np.concatenate((left, right))
    lefts, rights = (np.bincount(tokens.ids[places], minlength=size) for places in (left, right))
    second = np.flatnonzero(lefts + rights)
    documents = plans_having(tokens.ids[both].astype(np.int64), tokens.document[both], size)
    return _Pairs(np.full(len(second), size), second, lefts[second], rights[second], documents[second])


def _all_pairs(tokens: Tokens, numbers: Ints, window: int, allowed: NDArray[np.bool_]) -> _Pairs:
    """All pairs of two different words that are allowed, each once, first the word that mostly comes first."""
    size, ids, may = len(tokens.vocabulary), tokens.ids.astype(np.int64), allowed[tokens.ids]
    keys, turned, plans = [np.zeros(0, np.int64)], [np.zeros(0, bool)], [np.zeros(0, np.int32)]
    for before, behind in _apart(numbers, window):
        both = may[before] & may[behind] & (ids[before] != ids[behind])
        a, b = ids[before[both]], ids[behind[both]]
        keys.append(np.minimum(a, b) * size + np.maximum(a, b))
        turned.append(a > b)
        plans.append(tokens.document[before[both]])
    pairs, which, counts = np.unique(np.concatenate(keys), return_inverse=True, return_counts=True)
    backward = np.bincount(which, np.concatenate(turned), len(pairs)).astype(np.int64)
    a, b, forward = pairs // max(1, size), pairs % max(1, size), counts - backward
    swapped = backward > forward
    documents = plans_having(which, np.concatenate(plans), len(pairs))
    return _Pairs(np.where(swapped, b, a), np.where(swapped, a, b), np.minimum(forward, backward), np.maximum(forward, backward), documents)
