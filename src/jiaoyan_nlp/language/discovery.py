"""Discovery of terms: runs of words that the dictionary cuts apart and the trade does not.

Two questions are asked of each run of two to four words within a clause: do its words stand together more often than chance (normalised
pointwise mutual information by gensim's phrase model, Bouma 2009), and does it stand free (the entropy of what follows and what comes before,
Jin and Tanaka-Ishii 2006)? What a longer run nearly always contains is left out. The answer is a list for a human to check, not a lexicon.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator
from itertools import pairwise
from math import log2
from typing import TYPE_CHECKING, NamedTuple

from jiaoyan_nlp.language.tokens import Tokens

if TYPE_CHECKING:
    import pandas as pd

COLUMNS = ("term", "words", "count", "documents", "npmi", "left_entropy", "right_entropy", "score")
LONGEST = 4
_EDGE = "\n"


class Run(NamedTuple):
    """How often a run of words occurs, in how many plans, and how freely: the entropy of what stands before and behind it, in bits."""

    times: int
    documents: int
    left: float
    right: float


def discovered(
    tokens: Tokens, *, least_count: int = 5, least_documents: int = 3, least_npmi: float = 0.3, least_entropy: float = 0.8, stop: Collection[str] = ()
) -> pd.DataFrame:
    """Runs of words that may be terms, the likeliest first.

    Args:
        tokens: words, best with shared text counted once: else a template's every turn looks like a term.
        least_count, least_documents: occurrences and plans of the rarest that is told.
        least_npmi: how closely its words belong together, -1 to 1; of longer runs the least of its joints.
        least_entropy: how freely it stands, in bits, on the less free side.
        stop: words that a term neither begins nor ends with.

    Returns:
        A frame with the columns term, words (as cut), count, documents, npmi, left_entropy, right_entropy, score (npmi times the entropy of the less
        free side times log2 of the count).

    >>> set(discovered(corpus.where().distinct().words(), least_count=3)["count"] >= 3)
    {True}
    """
    import pandas as pd

    joints = _joints(tokens)
    runs = _runs(tokens, least_count, frozenset(stop))
    rows = []
    for words, run in runs.items():
        npmi = min(joints.get(pair, -1.0) for pair in pairwise(words))
        free = min(run.left, run.right)
        if run.documents >= least_documents and npmi >= least_npmi and free >= least_entropy:
            rows.append(("".join(words), " ".join(words), run.times, run.documents, npmi, run.left, run.right, npmi * free * log2(run.times)))
    rows.sort(key=lambda row: (-row[-1], row[0]))
    return pd.DataFrame(_not_within(rows), columns=list(COLUMNS))


def _joints(tokens: Tokens) -> dict[tuple[str, str], float]:
    """Normalised pointwise mutual information of words that stand next to each other."""
    from gensim.models.phrases import Phrases

    model = Phrases(tokens.runs("clause"), min_count=1, threshold=-1.0, scoring="npmi", delimiter=_EDGE, connector_words=frozenset())
    told = {(a, b): float(score) for key, score in model.export_phrases().items() for a, b in [key.split(_EDGE)]}
    belong = _surprising(tokens, told)
    return {pair: score for pair, score in told.items() if pair in belong}


def _surprising(tokens: Tokens, pairs: Collection[tuple[str, str]]) -> set[tuple[str, str]]:
    """The pairs that stand together more often than words thrown together would: Poisson's tail below .01, Bonferroni over all pairs."""
    from scipy.stats import poisson

    counts = Counter(pair for clause in tokens.runs("clause") for pair in pairwise(clause))
    alone = tokens.counts()
    held = list(pairs)
    expected = [float(alone[tokens.number[a]]) * float(alone[tokens.number[b]]) / len(tokens) for a, b in held]
    tails = poisson.sf([counts[pair] - 1 for pair in held], expected)
    return {pair for pair, tail in zip(held, tails, strict=True) if tail * len(held) < 0.01}


def _runs(tokens: Tokens, least_count: int, stop: Collection[str]) -> dict[tuple[str, ...], Run]:
    """The runs of two to `LONGEST` words that occur often enough, with what stands around them."""
    counts = Counter(run for clause in tokens.runs("clause") for run, _, _ in _within(clause))
    kept = {run for run, n in counts.items() if n >= least_count and run[0] not in stop and run[-1] not in stop and all(word.isalpha() for word in run)}
    left: dict[tuple[str, ...], Counter[str]] = defaultdict(Counter)
    right: dict[tuple[str, ...], Counter[str]] = defaultdict(Counter)
    plans: dict[tuple[str, ...], set[int]] = defaultdict(set)
    for number, document in enumerate(_documents(tokens)):
        for clause in document:
            for run, before, behind in _within(clause):
                if run in kept:
                    left[run][before] += 1
                    right[run][behind] += 1
                    plans[run].add(number)
    return {run: Run(counts[run], len(plans[run]), entropy(left[run]), entropy(right[run])) for run in kept}


def _within(clause: list[str]) -> Iterator[tuple[tuple[str, ...], str, str]]:
    """The runs of a clause, each with the character before and the one behind; at the clause's ends a mark of its own place."""
    for start in range(len(clause) - 1):
        before = clause[start - 1][-1] if start else _EDGE
        for end in range(start + 2, min(len(clause), start + LONGEST) + 1):
            yield tuple(clause[start:end]), before, clause[end][0] if end < len(clause) else _EDGE


def _documents(tokens: Tokens) -> Iterator[Iterable[list[str]]]:
    for document in sorted(set(tokens.document.tolist())):
        yield tokens.selected(tokens.document == document).runs("clause")


def entropy(held: Counter[str]) -> float:
    """Shannon's entropy in bits; every end of a clause counts as a neighbour of its own, for what ends a clause stands free."""
    total = held.total()
    ends = held.get(_EDGE, 0)
    inner = -sum(n / total * log2(n / total) for word, n in held.items() if word != _EDGE)
    return inner + ends / total * log2(total)


def _not_within(rows: list[tuple[str, str, int, int, float, float, float, float]]) -> list[tuple[str, str, int, int, float, float, float, float]]:
    """Rows without those whose term stands nearly always (nine times in ten) within a longer one that is told too."""
    longest_first = sorted(rows, key=lambda row: -len(row[0]))
    within: dict[str, int] = {}
    for row in longest_first:
        for start in range(len(row[0])):
            for end in range(start + 2, len(row[0]) + 1):
                if end - start < len(row[0]):
                    part = row[0][start:end]
                    within[part] = max(within.get(part, 0), row[2])
    return [row for row in rows if within.get(row[0], 0) < 0.9 * row[2]]


def as_lexicon(table: pd.DataFrame) -> str:
    """The terms as a list of words to be checked by hand: each behind a mark of comment, to be taken away where it is a term."""
    head = "# 候选新词：确是词语的，去掉行首的 #，保存后用 --words 本文件。\n# Take the # away from what is a term, then use the file with --words.\n"
    return head + "".join(f"#{r.term} n  # {r.count} 次 {r.documents} 份\n" for r in table.itertuples())
