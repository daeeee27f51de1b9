"""Keyness: which words some plans have more often than others do, with what speaks for it, how large it is and in how many plans it shows.

Two tests are told. G² takes every word for an independent draw, so that what one long-winded plan repeats seems a finding (Lijffijt et al. 2016, who advise to
test over texts). The other asks how far a word's count would be from what is expected if the plans were dealt to the two sides at random: a word
that stands in few plans is no finding then, however often they say it. A word is key where both say so.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from jiaoyan_nlp.language.significance import Correction, Floats, adjusted, dealt, log_likelihood, of_chance
from jiaoyan_nlp.language.tokens import Tokens, chosen_rows, plans_having

if TYPE_CHECKING:
    import pandas as pd

COLUMNS = (
    "term", "count", "count_against", "per_10k", "per_10k_against", "documents", "documents_against",
    "g2", "p", "q", "p_plans", "q_plans", "log_ratio", "low", "high",
)  # fmt: skip
Unit = Literal["plan", "school"]
UNITS: tuple[Unit, ...] = ("plan", "school")
NONE = 0.5
"""What a count of 0 is taken for in the log ratio (Hardie 2014)."""
LEVEL = 0.95
"""How sure the interval of the log ratio is."""


class _Side(NamedTuple):
    """One of the two: its size, and of each word of the vocabulary what the tests need."""

    words: int
    units: int
    counts: Floats
    documents: NDArray[np.int64]
    lengths: tuple[float, float, float]
    """Sums over units (plans or schools) of their words, squared and cubed: what units without the word add to the sums below."""
    moments: tuple[Floats, Floats, Floats, Floats, Floats]
    """Sums over units of the products of the word's count a and the unit's words n: a², an, a³, a²n, an²."""

    def of(self, chosen: NDArray[np.int64]) -> _Side:
        """The same of some words only."""
        a2, an, a3, a2n, an2 = (each[chosen] for each in self.moments)
        return self._replace(counts=self.counts[chosen], documents=self.documents[chosen], moments=(a2, an, a3, a2n, an2))

    def squares(self, share: Floats) -> Floats:
        """Sum over units of (a - share n)²."""
        a2, an, *_ = self.moments
        return a2 - 2 * share * an + share**2 * self.lengths[1]

    def cubes(self, share: Floats) -> Floats:
        """Sum over units of (a - share n)³."""
        _, _, a3, a2n, an2 = self.moments
        return a3 - 3 * share * a2n + 3 * share**2 * an2 - share**3 * self.lengths[2]

    def doubt(self) -> Floats:
        """Variance of the logarithm of the word's share: the larger of those that independent words and units as clusters give."""
        count = np.maximum(self.counts, NONE)
        clusters = self.squares(self.counts / self.words) / count**2 * self.units / max(1, self.units - 1)
        return np.maximum(1 / count - 1 / self.words, np.where(self.counts > 0, clusters, 0))


def sides(tokens: Tokens, target: Mapping[str, Any], against: Mapping[str, Any] | None = None) -> tuple[Tokens, Tokens]:
    """The words with the values of `target`, and those with the values of `against` (default: all others); none is on both sides.

    Raises:
        KeyError: a name that is not in `tokens.BY`.
    """
    chosen = chosen_rows(tokens.passages, target)
    other = chosen_rows(tokens.passages, against or {}) & ~chosen
    return tokens.selected(chosen[tokens.passage]), tokens.selected(other[tokens.passage])


def keyness(
    target: Tokens, against: Tokens, *, least_letters: int = 2, least_count: int = 5, least_documents: int = 2,
    unit: Unit = "plan", correction: Correction = "bh", leave_out: Collection[str] = (),
) -> pd.DataFrame:  # fmt: skip
    """Every word that both sides together have often enough, compared.

    Args:
        least_letters: characters of the shortest word that is compared.
        least_count, least_documents: how often, and in how many plans, both sides together must have a word. What is rarer is no test and
            does not weigh on the others.
        unit: what is dealt to the sides, and a cluster of the interval: a plan, or a school with all its plans of that side (a plan of an unknown school is its
            own). Schools are right where schools, levels or districts are compared: plans of one school resemble each other.
        correction: for the number of words compared (`significance.adjusted`).
        leave_out: words that are not compared (stop words); they count among the words all the same.

    Returns:
        A frame, from what is most typical of the target down to what is most typical of the other side (by G² with the sign of the log ratio):
        term; count, per_10k (in 10,000 words) and documents (plans that have it), each also of the other side (…_against);
        g2 (Dunning 1993), its p (χ², one degree of freedom) and q (corrected);
        p_plans, q_plans: of count less expected count over all ways to deal the units to sides of these sizes (`significance.dealt`); a unit that has
            words on both sides, as where sections are compared, is one of each, which makes the test careful;
        log_ratio: log2 of the ratio of the two frequencies, a count of 0 taken for 0.5 (Hardie 2014): 1 is twice as often. It holds what %DIFF says;
        low, high: its interval of 95 %, by the larger of the variances that independent words (Katz et al. 1978) and units as clusters give, and t
            with one degree of freedom less than the side with fewer units has (one at least).
        No rows where a side has no words.

    >>> told = keyness(corpus.where(kind="summary").words(), corpus.where(kind="plan").words())
    >>> told[["log_ratio", "low", "high"]].iloc[0].between(0, 20).tolist()
    [True, True, True]
    """
    import pandas as pd

    vocabulary = target.vocabulary + tuple(word for word in against.vocabulary if word not in target.number)
    if not len(target) or not len(against):
        return pd.DataFrame({name: pd.Series(dtype="str" if name == "term" else "float") for name in COLUMNS})
    one, two = _side(target, vocabulary, unit), _side(against, vocabulary, unit)
    enough = (one.counts + two.counts >= max(1, least_count)) & (one.documents + two.documents >= least_documents)
    out = set(leave_out)
    chosen = np.array([i for i in np.flatnonzero(enough).tolist() if len(vocabulary[i]) >= least_letters and vocabulary[i] not in out], np.int64)
    table = pd.DataFrame({"term": pd.Series([vocabulary[i] for i in chosen.tolist()], dtype="str")})
    table = table.assign(**_compared(one.of(chosen), two.of(chosen), correction))
    order = sorted(range(len(table)), key=list(zip(-np.copysign(table["g2"], table["log_ratio"]), table["term"], strict=True)).__getitem__)
    return table.iloc[order].reset_index(drop=True)[list(COLUMNS)]


def _compared(one: _Side, two: _Side, correction: Correction) -> dict[str, NDArray[Any]]:
    """The columns behind the term."""
    from scipy.stats import t

    g2 = log_likelihood(one.counts, two.counts, one.words - one.counts, two.words - two.counts)
    share = (one.counts + two.counts) / (one.words + two.words)
    squares, cubes = one.squares(share) + two.squares(share), one.cubes(share) + two.cubes(share)
    p, p_plans = of_chance(g2), dealt(one.counts - share * one.words, squares, cubes, one.units, one.units + two.units)
    ratio = np.log2(np.maximum(one.counts, NONE) / one.words) - np.log2(np.maximum(two.counts, NONE) / two.words)
    reach = t.ppf((1 + LEVEL) / 2, max(1, min(one.units, two.units) - 1)) * np.sqrt(one.doubt() + two.doubt()) / np.log(2)
    return {
        "count": one.counts.astype(int), "count_against": two.counts.astype(int),
        "per_10k": 10_000 * one.counts / one.words, "per_10k_against": 10_000 * two.counts / two.words,
        "documents": one.documents, "documents_against": two.documents,
        "g2": g2, "p": p, "q": adjusted(p, correction), "p_plans": p_plans, "q_plans": adjusted(p_plans, correction),
        "log_ratio": ratio, "low": ratio - reach, "high": ratio + reach,
    }  # fmt: skip


def _side(tokens: Tokens, vocabulary: tuple[str, ...], unit: Unit) -> _Side:
    place = {word: i for i, word in enumerate(vocabulary)}
    ids, size = np.array([place[word] for word in tokens.vocabulary], np.int64)[tokens.ids], len(vocabulary)
    _, number, held = np.unique(_units(tokens, unit), return_inverse=True, return_counts=True)
    lengths = held.astype(float)
    cells, counts = np.unique(ids * len(lengths) + number, return_counts=True)
    word, a, n = cells // len(lengths), counts.astype(float), lengths[cells % len(lengths)]
    a2, an, a3, a2n, an2 = (np.bincount(word, weight, size).astype(float) for weight in (a * a, a * n, a**3, a * a * n, a * n * n))
    return _Side(
        len(tokens), len(lengths), np.bincount(ids, minlength=size).astype(float), plans_having(ids, tokens.document, size),
        (lengths.sum(), (lengths**2).sum(), (lengths**3).sum()), (a2, an, a3, a2n, an2),
    )  # fmt: skip


def _units(tokens: Tokens, unit: Unit) -> NDArray[np.int64]:
    """The number of each token's plan or school."""
    import pandas as pd

    known = tokens.passages
    owners = known["document"].astype(str) if unit == "plan" else known["school"].where(known["school"] != "", known["document"].astype(str))
    return pd.factorize(owners)[0].astype(np.int64)[tokens.passage]
