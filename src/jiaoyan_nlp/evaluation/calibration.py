"""How often each labelling rule is right: counted on gold, shipped in `models/rules.json`, shown as confidence.

python -m jiaoyan_nlp.evaluation.calibration corpus/gold/heldout corpus/heldout models/rules.json
"""

from __future__ import annotations

import hashlib
import json
import sys
from collections import Counter
from pathlib import Path

from jiaoyan_nlp.corpus.files import files_under
from jiaoyan_nlp.corpus.readers import read
from jiaoyan_nlp.engine.analysis import analyse


def count_rules(gold: Path, sources: Path) -> dict[str, tuple[int, int]]:
    """Of each rule, how many passages (their first character) it labelled as the gold does, and how many in all."""
    held = {path.stem: path for path in files_under([sources])}
    right: Counter[str] = Counter()
    seen: Counter[str] = Counter()
    for path in sorted(gold.glob("*.sections.jsonl")):
        label_at = {}
        for line in path.read_text(encoding="utf-8").splitlines():
            span = json.loads(line)
            label_at.update(dict.fromkeys(range(span["start"], span["end"]), span["label"]))
        for passage in analyse(read(held[path.name.removesuffix(".sections.jsonl")])).passages:
            rule = "noise" if passage["label"] == "noise" else passage["decided_by"]
            seen[rule] += 1
            right[rule] += label_at.get(passage["start"]) == passage["label"]
    return {rule: (right[rule], n) for rule, n in sorted(seen.items())}


def main() -> None:
    """Count the rules on the folders named and write the file named (see above)."""
    gold, sources, target = map(Path, sys.argv[1:4])
    digest = hashlib.sha256(b"".join(p.read_bytes() for p in sorted(gold.glob("*.sections.jsonl")))).hexdigest()
    rules = {rule: {"right": right, "of": n} for rule, (right, n) in count_rules(gold, sources).items()}
    target.write_text(json.dumps({"gold": digest, "rules": rules}, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
