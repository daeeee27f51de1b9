"""Policy echo: phrases of superior documents in the plans of schools: when each comes in, how fast, how literally.

A phrase is a run of the policy's words within a clause, of four letters or more, that begins and ends with no stop word. It is told where it
is new, that is in no plan before the policy's year, or significantly more frequent since; and where enough plans since have it. Of
phrases within each other that occur equally often, the longest is told. A phrase of several policies is the earliest's. Years are
calendar years (of a school year its first): a plan of the policy's own year counts as one since, with a lag of 0.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from jiaoyan_nlp.language.certainty import cluster_p, clusters
from jiaoyan_nlp.language.tokens import Tokens
from jiaoyan_nlp.reuse.fingerprints import codes
from jiaoyan_nlp.reuse.synonyms import folding
from jiaoyan_nlp.tables import rows_of
from jiaoyan_nlp.text.folding import fold

if TYPE_CHECKING:
    import pandas as pd

COLUMNS = (
    "phrase", "policy", "policy_year", "plans_before", "before", "plans_since", "since", "share", "schools", "p", "q", "first_year", "lag", "count",
    "quoted", "reworded", "file", "plan", "start", "end", "school",
)  # fmt: skip
_OF_A_PHRASE = ("policy_year", "plans_before", "before", "plans_since", "since", "share", "schools", "p", "count")
SHORTEST, LONGEST = 4, 40
"""Letters of a phrase."""
LEVEL = 0.01
"""Below this q a phrase that plans had before is told as well."""
BETWEEN = 4
"""Letters that may stand between the words of a phrase that was reworded."""
_QUOTED = re.compile(r'[“「『"][^“”「」『』"\n]+[”」』"]|《[^《》\n]+》')


@dataclass(frozen=True)
class _Held:
    """The plans of a known year, and where phrases stand: occurrence by occurrence, each with its phrase and first and last token."""

    tokens: Tokens
    years: Mapping[int, int]
    phrase: NDArray[np.int64]
    first: NDArray[np.int64]
    last: NDArray[np.int64]


def echoes(plans: Tokens, policies: Tokens, *, least_plans: int = 3, stop_words: Collection[str] = ()) -> pd.DataFrame:
    """The phrases of policies that came into plans.

    Args:
        plans: the words of the plans; those of an unknown year are left out.
        policies: the words of the policies; a policy is a file, of the year that is known of it; those of no known year are left out, and those
            before which there is no plan, for what is new with them cannot be told (`policy_years`).
        least_plans: plans of the policy's year and later that have a phrase.
        stop_words: words that no phrase begins or ends with.

    Returns:
        A frame with the columns phrase, policy (file), policy_year, plans_before (the policy's year), before (of these, that have the phrase),
        plans_since, since (of these, that have it), share (since by plans_since), schools (whose plans since have it), p (that it is no more
        frequent since than before, a school counted once: `certainty.cluster_p`), q (after Benjamini and Hochberg 1995), first_year (of a plan
        since), lag (first_year less policy_year), count (occurrences since), quoted (of these, within quotation marks or 《》), reworded (plans
        since that have it with synonyms exchanged or up to four letters put between its words, and not as it stands), and the first plan's
        file, plan, start, end, school. The most widely taken over first.
    """
    import pandas as pd

    years = policy_years(policies, plans)
    candidates = _candidates(policies, years, frozenset(stop_words))
    held = _found(plans, list(candidates))
    rows = [row for file, year in years.items() for row in _echoes(held, [i for i, of in enumerate(candidates.values()) if of == file], year, least_plans)]
    told = pd.DataFrame(rows, columns=["number", "places", *(name for name in COLUMNS if name in _OF_A_PHRASE)])
    phrases = list(candidates)
    told["phrase"] = [phrases[i] for i in told["number"]]
    told["policy"] = told["phrase"].map(candidates)
    told = _surprising(told)
    told = told[_longest(told)]
    told = told.join(_places(held, told)).assign(reworded=_reworded(held, told)).astype({"reworded": "int64"})
    return told.sort_values(["since", "count", "phrase"], ascending=[False, False, True], ignore_index=True)[list(COLUMNS)]


def policy_years(policies: Tokens, plans: Tokens) -> dict[str, int]:
    """The year of each policy that has plans before its year to be compared with, the earliest first."""
    import pandas as pd

    known = policies.passages.dropna(subset=["year"]).groupby("file")["year"].min()
    first = plans.passages["year"].min()
    return {str(file): int(year) for year, file in sorted((year, file) for file, year in known.items()) if not pd.isna(first) and first < year}


def _candidates(policies: Tokens, years: Mapping[str, int], stop_words: frozenset[str]) -> dict[str, str]:
    """Each phrase with the policy it is first in."""
    out: dict[str, str] = {}
    for file in years:
        chosen = policies.selected((policies.passages["file"] == file).to_numpy(bool)[policies.passage])
        for words in chosen.runs("clause"):
            for start, word in enumerate(words):
                spelled = ""
                for end in range(start, len(words) if word not in stop_words else start):
                    spelled += words[end]
                    if len(spelled) > LONGEST:
                        break
                    if len(spelled) >= SHORTEST and words[end] not in stop_words and not spelled.isascii():
                        out.setdefault(spelled, file)
    return out


def _found(plans: Tokens, phrases: list[str]) -> _Held:
    """Every place where whole words side by side spell one of the phrases, within a clause."""
    number = {phrase: i for i, phrase in enumerate(phrases)}
    begins = {phrase[:length] for phrase in phrases for length in range(1, len(phrase) + 1)}
    known = plans.passages.dropna(subset=["year"]).drop_duplicates("document")
    years = dict(zip(known["document"].tolist(), known["year"].astype(int).tolist(), strict=True))
    rows = []
    words, cuts = plans.words(), np.flatnonzero(np.diff(plans.clause, prepend=-1, append=-1)).tolist()
    for low, high in pairwise(cuts):
        for start in range(low, high):
            spelled = ""
            for end in range(start, high):
                spelled += words[end]
                if spelled not in begins:
                    break
                if (phrase := number.get(spelled)) is not None:
                    rows.append((phrase, start, end))
    phrases_at, first, last = np.array(rows, np.int64).reshape(-1, 3).T
    dated = np.isin(plans.document[first], list(years))
    return _Held(plans, years, phrases_at[dated], first[dated], last[dated])


def _echoes(held: _Held, numbers: list[int], year: int, least_plans: int) -> Iterator[dict[str, Any]]:
    """The rows of one policy, without what the whole frame says."""
    tokens = held.tokens
    there = [document for document in np.unique(tokens.document).tolist() if document in held.years]
    since = np.array([held.years[document] >= year for document in there])
    schools = tokens.passages.drop_duplicates("document").set_index("document")["school"].loc[there].tolist()
    cluster, _ = clusters(there, schools)
    place = {document: i for i, document in enumerate(there)}
    chosen = np.isin(held.phrase, numbers)
    order = np.argsort(held.phrase[chosen], kind="stable")
    phrase, first, last = (each[chosen][order] for each in (held.phrase, held.first, held.last))
    for low, high in pairwise([0, *(np.flatnonzero(np.diff(phrase)) + 1).tolist(), len(phrase)] if len(phrase) else []):
        at = np.array([place[document] for document in tokens.document[first[low:high]].tolist()])
        having = np.zeros(len(there), bool)
        having[at] = True
        if (having & since).sum() < max(1, least_plans):
            continue
        scores = (since - since.mean()) * (having - having.mean())
        ours = [(int(f), int(e)) for f, e, i in zip(first[low:high], last[low:high], at, strict=True) if since[i]]
        yield {
            "number": int(phrase[low]), "policy_year": year, "plans_before": int((~since).sum()), "before": int((having & ~since).sum()),
            "plans_since": int(since.sum()), "since": int((having & since).sum()), "share": float(having[since].mean()),
            "schools": len({schools[i] or there[i] for i in np.flatnonzero(having & since)}),
            "p": float(cluster_p(np.bincount(cluster, scores).astype(float))) if scores.sum() > 0 else 1.0, "count": len(ours), "places": ours,
        }  # fmt: skip


def _places(held: _Held, told: pd.DataFrame) -> pd.DataFrame:
    """What is known of each phrase by its occurrences: the earliest plan, and how many are quoted."""
    import pandas as pd

    tokens, rows = held.tokens, []
    quoted: dict[int, list[tuple[int, int]]] = {}
    for r in rows_of(told[["places", "policy_year"]]):
        first, last = min(r.places, key=lambda place: (held.years[int(tokens.document[place[0]])], place[0]))
        plan, came = tokens.passages.iloc[int(tokens.passage[first])], held.years[int(tokens.document[first])]
        inside = 0
        for low, high in r.places:
            passage = int(tokens.passage[low])
            if passage not in quoted:
                quoted[passage] = _quoted(tokens, passage)
            inside += any(start < tokens.starts[low] and tokens.ends[high] < end for start, end in quoted[passage])
        where = {"file": plan["file"], "plan": plan["plan"], "start": int(tokens.starts[first]), "end": int(tokens.ends[last]), "school": plan["school"]}
        rows.append({"first_year": came, "lag": came - r.policy_year, "quoted": inside, **where})
    known = ["first_year", "lag", "quoted", "file", "plan", "start", "end", "school"]
    return pd.DataFrame(rows, columns=known, index=told.index)


def _quoted(tokens: Tokens, passage: int) -> list[tuple[int, int]]:
    """The stretches of a passage within quotation marks or 《》, in source offsets, marks included."""
    row = tokens.passages.iloc[passage]
    return [m.span() for m in _QUOTED.finditer(tokens.texts[row["file"]], int(row["start"]), int(row["end"]))]


def _surprising(told: pd.DataFrame) -> pd.DataFrame:
    """The rows that are new, or significantly more frequent since."""
    from scipy.stats import false_discovery_control

    told["q"] = false_discovery_control(told["p"]) if len(told) else []
    return told[(told["before"] == 0) | (told["q"] < LEVEL)]


def _longest(told: pd.DataFrame) -> NDArray[np.bool_]:
    """Which phrases lie within no other that occurs as often."""
    counts = dict(zip(told["phrase"], told["count"], strict=True))
    inner = {
        part
        for phrase, count in counts.items()
        for start in range(len(phrase))
        for end in range(start + SHORTEST, len(phrase) + 1)
        if (part := phrase[start:end]) != phrase and counts.get(part) == count
    }
    return ~told["phrase"].isin(inner).to_numpy(bool)


def _reworded(held: _Held, told: pd.DataFrame) -> list[int]:
    """Of each phrase the plans since that have it reworded alone."""
    tokens = held.tokens
    texts: dict[int, str] = defaultdict(str)
    for r in rows_of(tokens.passages[tokens.passages["document"].isin(np.unique(tokens.document))][["document", "file", "start", "end"]]):
        texts[r.document] += tokens.texts[r.file][r.start : r.end] + "\n"
    documents = [document for document in sorted(texts) if document in held.years]
    whole = _loose("\0".join(texts[document] for document in documents))
    begins = [0, *(m.end() for m in re.finditer("\0", whole))]
    having: dict[int, set[int]] = defaultdict(set)
    for phrase, document in zip(held.phrase.tolist(), tokens.document[held.first].tolist(), strict=True):
        having[phrase].add(document)
    out = []
    for r in rows_of(told[["number", "phrase", "policy_year"]]):
        plans = {documents[bisect_right(begins, m.start()) - 1] for m in _wording(r.phrase).finditer(whole)}
        out.append(sum(held.years[document] >= r.policy_year for document in plans - having[r.number]))
    return out


def _loose(text: str) -> str:
    """Folded text with every word written as the first of its synonyms, letter by letter."""
    return folding().fold(codes(fold(text))).tobytes().decode("utf-32-le", "surrogatepass")


def _wording(phrase: str) -> re.Pattern[str]:
    """A phrase in loose letters, its words up to `BETWEEN` letters apart."""
    from jiaoyan_nlp.text.words import segmenter

    loose = _loose(phrase)
    return re.compile(rf"\w{{0,{BETWEEN}}}?".join(re.escape(loose[word.start : word.end]) for word in segmenter().words(phrase)))
