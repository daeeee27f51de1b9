"""Gold files against what the pipeline gives for their sources."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jiaoyan_nlp.corpus.files import files_under
from jiaoyan_nlp.corpus.readers import read
from jiaoyan_nlp.engine.analysis import analyse
from jiaoyan_nlp.engine.corpus import load_corpus
from jiaoyan_nlp.errors import GoldError
from jiaoyan_nlp.evaluation import reuse
from jiaoyan_nlp.evaluation.measures import Plans, Quantities, Sections

HEAPS = ("sections", "plans", "quantities")


@dataclass(frozen=True, slots=True)
class Evaluation:
    """Figures by heap of gold (sections, plans, quantities, reuse), and F1 by section label."""

    documents: int
    figures: dict[str, dict[str, float]]
    labels: dict[str, float]


def evaluate(gold: Path, sources: Path) -> Evaluation:
    """Score the sources whose gold stands in the folder `gold` as STEM.sections.jsonl, STEM.plans.jsonl, STEM.quantities.jsonl.

    Where `sources` holds an `expected.json`, its planted reuse is scored too.

    Raises:
        GoldError: a gold file without a source, or one that is no JSON lines.
    """
    sections, plans, quantities = Sections(), Plans(), Quantities()
    stems = sorted({_stem(p) for p in gold.glob("*.jsonl")})
    if not stems:
        raise GoldError(str(gold), "no_gold")
    held = {path.stem: path for path in files_under([sources])}
    for stem in stems:
        if stem not in held:
            raise GoldError(str(gold / stem), "bad_gold", f"{sources} 里没有 {stem}.*")
        analysis = analyse(read(held[stem]))
        for heap in HEAPS:
            rows = list(rows_of(gold / f"{stem}.{heap}.jsonl"))
            if heap == "sections" and rows:
                sections.add(rows, analysis.passages, analysis.text)
            elif heap == "plans" and rows:
                plans.add(rows, analysis.plans, analysis.text)
            elif heap == "quantities" and (gold / f"{stem}.{heap}.jsonl").exists():
                quantities.add(rows, analysis.commitments)
    figures = {"sections": sections.figures(), "plans": plans.figures(), "quantities": quantities.figures()}
    planted = sources / "expected.json"
    if planted.exists() and (expected := json.loads(planted.read_text(encoding="utf-8"))["reuse"]):
        figures["reuse"] = reuse.figures(expected, _pairs(sources))
    return Evaluation(len(stems), figures, sections.per_label())


def _stem(path: Path) -> str:
    name = path.name.removesuffix(".jsonl")
    return name.rsplit(".", 1)[0]


def rows_of(path: Path) -> Iterator[dict[str, Any]]:
    """The rows of a gold file; none where there is no file.

    Raises:
        GoldError: a line is no JSON.
    """
    if not path.exists():
        return
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if line.strip():
            try:
                yield json.loads(line)
            except json.JSONDecodeError as error:
                raise GoldError(str(path), "bad_gold", f"第 {number} 行不是 JSON") from error


def _pairs(folder: Path) -> Iterator[dict[str, Any]]:
    corpus = load_corpus(folder)
    for p in corpus.pairs():
        a, b = corpus.inks[p.a].file, corpus.inks[p.b].file
        yield {
            "a": {"file": a, "start": p.a_span.start, "end": p.a_span.end},
            "b": {"file": b, "start": p.b_span.start, "end": p.b_span.end},
            "kind": p.kind,
        }
