"""Policy echo by the sentence: which sentences of superior documents plans quote or reword, since when, how literally.

Found by aligning every plan with the policies (`reuse.alignment`): passages from thirteen shared letters in a row on, reworded ones too.
A plan has a sentence if half of its letters are shared with that passage; of policies that say the same the earliest given is told.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from jiaoyan_nlp.reuse.alignment import aligned
from jiaoyan_nlp.reuse.edits import similarity
from jiaoyan_nlp.reuse.ink import Ink
from jiaoyan_nlp.reuse.passages import Options, Passage
from jiaoyan_nlp.tables import rows_of
from jiaoyan_nlp.text.sentences import sentences

if TYPE_CHECKING:
    import pandas as pd

COLUMNS = ("policy", "policy_year", "start", "end", "text", "plans", "schools", "verbatim", "similarity", "first_year", "lag", "file", "plan")
SHORTEST = 13
"""Letters of the shortest sentence that is asked for: shorter ones cannot be found."""
MOSTLY = 0.5


class _Copy(NamedTuple):
    ink: Ink
    year: int
    similarity: float


def quoted_sentences(
    inks: Sequence[Ink], plans: pd.DataFrame, policies: Sequence[Ink], policy_plans: pd.DataFrame, texts: Mapping[str, str], options: Options | None = None
) -> pd.DataFrame:
    """Every sentence of the policies, with the plans of the policy's year and later that quote or reword it.

    Args:
        inks, plans: of the schools' plans (`Corpus.inks`, `Corpus.plans`); those of an unknown year are left out.
        policies, policy_plans, texts: the same of the policies, and their source texts; those of an unknown year are left out.

    Returns:
        A frame with the columns policy (file), policy_year, start, end, text (of the sentence), plans, schools (that have it), verbatim (of these
        plans, letter by letter), similarity (the median over them, 0 to 1), first_year, lag, and the first plan's file and plan; in the order
        of the policies. The share of a policy's sentences that is taken over: `frame.groupby("policy")["plans"].agg(lambda n: (n > 0).mean())`.
    """
    import pandas as pd

    of_policies, of_plans = _years(policy_plans), _years(plans)
    dated = sorted((ink for ink in policies if (ink.file, ink.plan) in of_policies), key=lambda ink: (of_policies[ink.file, ink.plan], ink.file, ink.plan))
    members = [ink for ink in inks if (ink.file, ink.plan) in of_plans]
    held: dict[int, list[tuple[Ink, Passage]]] = defaultdict(list)
    if dated and members:
        for (centre, member), passages in aligned([*dated, *members], options or Options(), len(dated)).items():
            if centre < len(dated) <= member:
                held[centre] += [(members[member - len(dated)], passage) for passage in passages]
    rows = [row for i, ink in enumerate(dated) for row in _rows(ink, of_policies[ink.file, ink.plan], held[i], of_plans, texts[ink.file])]
    return pd.DataFrame(rows, columns=list(COLUMNS)).astype({**dict.fromkeys(("first_year", "lag", "plan"), "Int64"), "similarity": "Float64"})


def _years(plans: pd.DataFrame) -> dict[tuple[str, int], int]:
    return {(r.file, r.plan): int(r.year) for r in rows_of(plans[["file", "plan", "year"]].dropna())}


def _rows(policy: Ink, year: int, held: Sequence[tuple[Ink, Passage]], of_plans: Mapping[tuple[str, int], int], text: str) -> Iterator[dict[str, Any]]:
    for span in sentences(text):
        start, end = np.searchsorted(policy.offsets, (span.start, span.end)).tolist()
        if end - start < SHORTEST:
            continue
        copies = _copies(policy, start, end, held, of_plans, year)
        row = {"policy": policy.file, "policy_year": year, "start": span.start, "end": span.end, "text": span.quote(text), "plans": len(copies)}
        row |= {"schools": len({copy.ink.owner for copy in copies}), "verbatim": sum(copy.similarity == 1 for copy in copies)}
        if copies:
            first = copies[0]
            row |= {"first_year": first.year, "lag": first.year - year, "file": first.ink.file, "plan": first.ink.plan}
            row["similarity"] = float(np.median([copy.similarity for copy in copies]))
        yield row


def _copies(policy: Ink, start: int, end: int, held: Sequence[tuple[Ink, Passage]], of_plans: Mapping[tuple[str, int], int], year: int) -> list[_Copy]:
    """The plans that have the letters from start to end, each with its best copy, the earliest first."""
    best: dict[tuple[str, int], _Copy] = {}
    for ink, passage in held:
        place = (ink.file, ink.plan)
        low, high = max(start, passage.a_start), min(end, passage.a_end)
        if high - low < MOSTLY * (end - start) or of_plans[place] < year:
            continue
        b_low, b_high = passage.to_b(low, high)
        shared = sum(max(0, min(high, r.a + r.length) - max(low, r.a)) for r in passage.runs)
        if shared >= MOSTLY * (end - start):
            copy = _Copy(ink, of_plans[place], similarity(policy.text[start:end], ink.text[b_low:b_high]))
            best[place] = max(best.get(place, copy), copy, key=lambda c: c.similarity)
    return sorted(best.values(), key=lambda c: (c.year, c.ink.file, c.ink.plan))
