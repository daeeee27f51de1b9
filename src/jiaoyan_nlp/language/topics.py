"""Topics: latent Dirichlet allocation (Blei, Ng and Jordan 2003; gensim's variational Bayes), with how coherent and how stable each topic is.

- coherence: normalised pointwise mutual information of the topic's ten first words in windows of ten words (c_npmi; Bouma 2009; Röder, Both and
  Hinneburg 2015): about 0 for words thrown together, rarely above .3;
- stability: the model is made again from other seeds, its topics are matched one to one (Hungarian method) by the Jaccard index of their
  ten first words, and the mean of that index is told (after Greene, O'Callaghan and Cunningham 2014). Below one half a topic is not stable:
  another seed tells another story.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from jiaoyan_nlp.language.certainty import Floats, clusters, interval, ratio, resamples
from jiaoyan_nlp.language.tokens import Tokens
from jiaoyan_nlp.language.trends import years_between, years_of

if TYPE_CHECKING:
    import pandas as pd

COLUMNS = ("topic", "words", "weights", "share", "coherence", "stability", "stable")
COMPARED = ("topics", "coherence", "least_coherence", "stability", "stable")
BY_YEAR = ("topic", "words", "year", "plans", "share", "share_low", "share_high")
UNITS = ("document", "passage")
FIRST = 10
"""Words that a topic is told and judged by."""
SEEDS = 5
STABLE = 0.5
PASSES, ITERATIONS = 10, 50


@dataclass(frozen=True)
class Bags:
    """What topics are made of: units (plans or passages) as bags of words.

    Attributes:
        words: those that are kept.
        texts: the words of each unit, in order, as places in `words`.
        units: document or passage number of each, as the tokens have it.
    """

    words: tuple[str, ...]
    texts: tuple[NDArray[np.int64], ...]
    units: NDArray[np.int64]
    of: str


@dataclass(frozen=True)
class Topics:
    """Topics of a corpus, the largest first.

    Attributes:
        weights: topics × words, every row sums to 1; shares: units × topics, every row sums to 1.
        coherence, stability: of each topic.
    """

    bags: Bags
    weights: Floats
    shares: Floats
    coherence: Floats
    stability: Floats

    def names(self) -> list[str]:
        """The first words of each topic."""
        return [" ".join(self.bags.words[i] for i in row) for row in _firsts(self.weights).tolist()]

    def table(self) -> pd.DataFrame:
        """A frame with the columns topic (from 1), words (the first ten), weights (of these), share (of all words), coherence, stability, stable."""
        import pandas as pd

        sizes = np.array([len(text) for text in self.bags.texts], float)
        rows = [
            (i + 1, name, " ".join(f"{weight:.4f}" for weight in np.sort(row)[::-1][:FIRST]), share, coherence, stability, stability >= STABLE)
            for i, (name, row, share, coherence, stability) in enumerate(
                zip(self.names(), self.weights, sizes @ self.shares / max(1, sizes.sum()), self.coherence.tolist(), self.stability.tolist(), strict=True)
            )
        ]
        return pd.DataFrame(rows, columns=list(COLUMNS))

    def documents(self, tokens: Tokens) -> pd.DataFrame:
        """A row a unit: file, plan, start (of the passage, or the plan's first one), words (that are kept), and topic_1 … with its share of each."""
        import pandas as pd

        rows = tokens.passages.drop_duplicates("document").set_index("document") if self.bags.of == "document" else tokens.passages
        known = rows.loc[self.bags.units.tolist(), ["file", "plan", "start"]].reset_index(drop=True).assign(words=[len(text) for text in self.bags.texts])
        shares = pd.DataFrame(self.shares, columns=[f"topic_{i + 1}" for i in range(len(self.weights))])
        joined: pd.DataFrame = known.join(shares)
        return joined

    def by_year(self, tokens: Tokens, *, by: str = "year") -> pd.DataFrame:
        """Topics year by year.

        Returns:
            A frame with the columns topic, words, year, plans, share (of the year's words that are kept) with its interval from 1,000 resamples of
            schools (or plans: `certainty.clusters`). Years without plans have 0 plans and no share; plans of no year are left out.
        """
        import pandas as pd

        plans = tokens.passages.drop_duplicates("document").set_index("document")
        document = self.bags.units if self.bags.of == "document" else tokens.passages["document"].to_numpy()[self.bags.units]
        named = years_of(plans.loc[np.unique(document).tolist()], by)
        cluster, _ = clusters(named.index.tolist(), plans.loc[named.index, "school"].tolist())
        place = {each: i for i, each in enumerate(named.index)}
        rows = []
        for year in years_between(set(named)):
            held = np.flatnonzero([named.get(each) == year for each in document.tolist()])
            numbers = [int(cluster[place[each]]) for each in document[held].tolist()]
            words = np.zeros((int(cluster.max()) + 1, len(self.weights) + 1))
            for number, unit in zip(numbers, held.tolist(), strict=True):
                size = len(self.bags.texts[unit])
                words[number] += [*(size * self.shares[unit]), size]
            drawn = resamples(len(words)) @ words
            low, high = interval(ratio(drawn[:, :-1], drawn[:, -1:]))
            whole = ratio(words.sum(axis=0)[:-1], words.sum(axis=0)[-1:])
            for i, name in enumerate(self.names()):
                rows.append((i + 1, name, year, len(set(document[held].tolist())), whole[i], low[i], high[i]))
        return pd.DataFrame(rows, columns=list(BY_YEAR)).sort_values(["topic", "year"], ignore_index=True)


def bags_of(tokens: Tokens, *, of: str = "document", least_documents: int = 3, most: float = 0.5, stop_words: Collection[str] = ()) -> Bags:
    """Units of words of two or more letters that are no numbers and no stop words.

    Args:
        of: document (a plan a unit) or passage.
        least_documents: plans that a word stands in at least.
        most: share of the plans that it stands in at most; the words that nearly all have tell no topics apart.
    """
    spread = np.unique(np.column_stack((tokens.ids, tokens.document)), axis=0)
    plans = np.bincount(spread[:, 0], minlength=len(tokens.vocabulary))
    right = [
        i
        for i, word in enumerate(tokens.vocabulary)
        if least_documents <= plans[i] <= most * tokens.documents and len(word) > 1 and not word.isdigit() and word not in stop_words
    ]
    right.sort(key=lambda i: tokens.vocabulary[i])
    place = np.full(len(tokens.vocabulary), -1, np.int64)
    place[right] = np.arange(len(right))
    chosen = place[tokens.ids] >= 0 if len(tokens) else np.zeros(0, bool)
    units = np.asarray(getattr(tokens, of), np.int64)[chosen]
    cuts = np.flatnonzero(np.diff(units)) + 1
    texts = tuple(np.split(place[tokens.ids[chosen]], cuts)) if len(units) else ()
    return Bags(tuple(tokens.vocabulary[i] for i in right), texts, units[[0, *cuts.tolist()]] if len(units) else units, of)


def topics_of(bags: Bags, number: int, *, seeds: int = SEEDS) -> Topics:
    """So many topics; of a corpus without words none. The same words always give the same topics."""
    if not bags.texts:
        return Topics(bags, np.zeros((0, 0)), np.zeros((0, 0)), np.zeros(0), np.zeros(0))
    corpus = [list(zip(*(each.tolist() for each in np.unique(text, return_counts=True)), strict=True)) for text in bags.texts]
    model, *others = [_model(corpus, bags.words, number, seed) for seed in range(max(2, seeds))]
    shares, _ = model.inference(corpus)
    shares = np.asarray(shares / shares.sum(axis=1, keepdims=True), float)
    order = np.argsort(-(np.array([len(text) for text in bags.texts]) @ shares), kind="stable")
    weights = np.asarray(model.get_topics(), float)[order]
    again = [np.asarray(other.get_topics(), float) for other in others]
    return Topics(bags, weights, shares[:, order], _coherence(bags, weights), _stability(weights, again))


def compared(bags: Bags, numbers: Iterable[int], *, seeds: int = SEEDS) -> pd.DataFrame:
    """Several numbers of topics side by side: topics, coherence (mean), least_coherence, stability (mean), stable (how many are)."""
    import pandas as pd

    rows = []
    for number in numbers:
        told = topics_of(bags, number, seeds=seeds)
        if len(told.weights):
            held = (told.coherence.mean(), told.coherence.min(), told.stability.mean(), int((told.stability >= STABLE).sum()))
            rows.append((number, *held))
    return pd.DataFrame(rows, columns=list(COMPARED))


def _model(corpus: Any, words: tuple[str, ...], number: int, seed: int) -> Any:
    from gensim.models import LdaModel

    return LdaModel(corpus, number, dict(enumerate(words)), passes=PASSES, iterations=ITERATIONS, eval_every=None, random_state=seed)


def _firsts(weights: Floats) -> NDArray[np.int64]:
    return np.asarray(np.argsort(-weights, axis=1, kind="stable")[:, :FIRST], np.int64)


def _coherence(bags: Bags, weights: Floats) -> Floats:
    """c_npmi of each topic, by gensim in this process; 0 where there is one word alone."""
    from gensim.corpora import Dictionary
    from gensim.models import CoherenceModel

    if len(bags.words) < 2:
        return np.zeros(len(weights))
    texts = [[bags.words[i] for i in text.tolist()] for text in bags.texts]
    firsts = [[bags.words[i] for i in row] for row in _firsts(weights).tolist()]
    told = CoherenceModel(topics=firsts, texts=texts, dictionary=Dictionary(texts), coherence="c_npmi", topn=len(firsts[0]), processes=1)
    return np.nan_to_num(np.array(told.get_coherence_per_topic(), np.float64))


def _stability(weights: Floats, others: Iterable[Floats]) -> Floats:
    """The mean Jaccard index of each topic's first words with those of the topics matched to it in other models."""
    from scipy.optimize import linear_sum_assignment

    told = []
    mine = [set(row) for row in _firsts(weights).tolist()]
    for other in others:
        theirs = [set(row) for row in _firsts(other).tolist()]
        alike = np.array([[len(a & b) / len(a | b) for b in theirs] for a in mine])
        told.append(alike[linear_sum_assignment(-alike)])
    return np.asarray(np.mean(told, axis=0), float)
