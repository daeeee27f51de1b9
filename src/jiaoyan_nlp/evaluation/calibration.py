"""How often each labelling rule is right: counted on gold, shipped in `models/rules.json`, shown as confidence.

python -m jiaoyan_nlp.evaluation.calibration models/rules.json corpus/gold/heldout corpus/heldout corpus/gold/training corpus/training

What the section model decides has a probability of its own and is not counted here.
"""

from __future__ import annotations

import hashlib
import json
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from jiaoyan_nlp.corpus.document import Document, take_apart
from jiaoyan_nlp.sections.labelled import labelled_files
from jiaoyan_nlp.sections.labelling import rule_of
from jiaoyan_nlp.sections.passages import passages
from jiaoyan_nlp.sections.units import units_of


def count_rules(gold: Path, sources: Path) -> tuple[Counter[str], Counter[str]]:
    """Of each rule, how many passages (their first character) it labelled as the gold does, and how many in all."""
    right: Counter[str] = Counter()
    seen: Counter[str] = Counter()
    for each in labelled_files(gold, sources):
        label_at = {i: row["label"] for row in each.rows for i in range(row["start"], row["end"])}
        for rule, start, label in _ruled(take_apart(each.source)):
            seen[rule] += 1
            right[rule] += label_at.get(start) == label
    return right, seen


def _ruled(document: Document) -> Iterator[tuple[str, int, str]]:
    """Rule, start in the source and label of every passage that a rule decided, or that stands below a heading so decided."""
    for passage in passages(document):
        if passage.label == "noise" or passage.decided_by in ("title", "front"):
            yield "noise" if passage.label == "noise" else passage.decided_by, passage.start, passage.label
    for plan in document.plans:
        for unit in units_of(document.view.text, plan):
            for at in unit.blocks if unit.decided_by else ():
                block = plan.blocks[at]
                yield rule_of(unit, at, block), document.view.span(block.start, block.end).start, unit.labels[0]


def main() -> None:
    """Count the rules on the pairs of folders named and write the file named (see above)."""
    target, *folders = map(Path, sys.argv[1:])
    right: Counter[str] = Counter()
    seen: Counter[str] = Counter()
    digest = hashlib.sha256()
    for gold, sources in zip(folders[::2], folders[1::2], strict=True):
        for total, part in zip((right, seen), count_rules(gold, sources), strict=True):
            total.update(part)
        digest.update(b"".join(p.read_bytes() for p in sorted(gold.glob("*.sections.jsonl"))))
    rules = {rule: {"right": right[rule], "of": n} for rule, n in sorted(seen.items())}
    target.write_text(json.dumps({"gold": digest.hexdigest(), "rules": rules}, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
