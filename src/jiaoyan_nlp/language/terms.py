"""Terms: how often words stand in passages, and in how many plans, by section label."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from typing import TYPE_CHECKING

from jiaoyan_nlp.tables import rows_of
from jiaoyan_nlp.text.words import segmenter

if TYPE_CHECKING:
    import pandas as pd

_TERM = re.compile(r"[\u4e00-\u9fff]{2,}")


def words_of(text: str) -> list[str]:
    """The words of two or more Chinese characters in a text, in order."""
    return [w.text for w in segmenter().words(text) if _TERM.fullmatch(w.text)]


def term_counts(passages: pd.DataFrame, labels: Iterable[str] | None = None) -> pd.DataFrame:
    """Frequency and range of every word in the passages, noise and titles left out.

    Args:
        passages: the `passages` table, or a part of it.
        labels: only passages with these section labels.

    Returns:
        A frame with columns `term`, `count` (occurrences), `plans` (number of plans it stands in) and `per_10k` (occurrences in
        10,000 words), the most frequent first.
    """
    import pandas as pd

    wanted = set(labels) if labels is not None else None
    counts: Counter[str] = Counter()
    ranges: dict[str, set[tuple[str, int]]] = {}
    total = 0
    for row in rows_of(passages):
        if row.label in ("noise", "title") or (wanted is not None and row.label not in wanted):
            continue
        words = words_of(row.text)
        total += len(words)
        counts.update(words)
        for word in set(words):
            ranges.setdefault(word, set()).add((row.file, row.plan))
    rows = [(t, n, len(ranges[t]), 10_000 * n / total) for t, n in sorted(counts.items(), key=lambda kv: (-kv[1], kv[0]))]
    return pd.DataFrame(rows, columns=["term", "count", "plans", "per_10k"])
