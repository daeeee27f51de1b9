"""Everything about one file: a pure function from its bytes to rows. It runs in a process pool or on a cluster unchanged."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Any

from jiaoyan_nlp.commitments.extraction import Commitment, commitments
from jiaoyan_nlp.commitments.specificity import Specificity, Vague, specificity, vague_wording
from jiaoyan_nlp.corpus.document import Document, take_apart
from jiaoyan_nlp.corpus.metadata import manifest
from jiaoyan_nlp.corpus.metadata.clues import Clue, clue_of_root
from jiaoyan_nlp.corpus.metadata.fields import Metadata
from jiaoyan_nlp.corpus.readers import DEFAULT, Reading, read_together
from jiaoyan_nlp.engine.known import known_of, with_kinds
from jiaoyan_nlp.errors import REASONS, JiaoyanError
from jiaoyan_nlp.reuse.ink import Ink, inks
from jiaoyan_nlp.reuse.leftovers import find_leftovers
from jiaoyan_nlp.sections.labelling import label_document
from jiaoyan_nlp.sections.labels import EXPECTED, LABELS
from jiaoyan_nlp.sections.passages import Passage, passages
from jiaoyan_nlp.text.source import Source

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Analysis:
    """What one file gives: its rows for the tables, and the ink of its plans for what looks across files."""

    file: str
    text: str = ""
    sources: list[Row] = field(default_factory=list)
    plans: list[Row] = field(default_factory=list)
    passages: list[Row] = field(default_factory=list)
    commitments: list[Row] = field(default_factory=list)
    vague: list[Row] = field(default_factory=list)
    specificity: list[Row] = field(default_factory=list)
    findings: list[Row] = field(default_factory=list)
    problems: list[Row] = field(default_factory=list)
    inks: list[Ink] = field(default_factory=list)


def analyse_files(files: Sequence[tuple[str, str]], reading: Reading = DEFAULT) -> list[Analysis]:
    """Read and analyse files, each a path and what the tables call it; one that cannot be read gives a problem row."""
    out = []
    for (path, name), read in zip(files, read_together(files, reading), strict=True):
        if PurePosixPath(name).name == manifest.NAME:
            out.append(Analysis(name, problems=[problem(name, "read", *remark) for remark in manifest.remarks_on(path)]))
        elif isinstance(read, JiaoyanError):
            out.append(Analysis(name, problems=[problem(name, "read", read.reason, read.detail)]))
        else:
            out.append(analyse(read, [*manifest.clues_of_manifests(path, name), *clue_of_root(path, name)], reading.model))
    return out


def problem(name: str, stage: str, reason: str, detail: str = "") -> Row:
    """A row of the table of problems: a file, where it failed (read, analyse), a key of `errors.REASONS`, what fills its blank."""
    return {"file": name, "stage": stage, "reason": reason, "detail": detail, "message": REASONS[reason].zh.format(detail=detail)}


def analyse(source: Source, said: Sequence[Clue] = (), model: str = "") -> Analysis:
    """All rows of a source that was read; `said` is what manifests say of its file, `model` the folder of a section model of one's own."""
    document = take_apart(source)
    known = known_of(document, said)
    document = with_kinds(document, known)
    labelled = label_document(document, model)
    parts = passages(document, labelled)
    found = commitments(document, labelled)
    name = source.path
    return Analysis(
        file=name,
        text=source.text,
        sources=[_source_row(document)],
        plans=[_plan_row(document, number, m, parts) for number, m in enumerate(known, 1)],
        passages=[passage_row(source, p) for p in parts],
        commitments=[commitment_row(source, c) for c in found],
        vague=[_vague_row(source, v) for v in vague_wording(document, labelled)],
        specificity=[_specificity_row(source, s, known[s.plan - 1]) for s in specificity(document, labelled, found)],
        findings=_findings(document, known),
        problems=_remarks(source),
        inks=inks(document, [m.school for m in known]),
    )


def _remarks(source: Source) -> list[Row]:
    """What was read only in part."""
    places = ", ".join(map(str, source.damaged[:5])) + (" …" if len(source.damaged) > 5 else "")
    damaged = [("undecodable", f"{len(source.damaged)} ({places})")] if source.damaged else []
    return [problem(source.path, "read", reason, detail) for reason, detail in (*damaged, *source.remarks)]


def _source_row(document: Document) -> Row:
    source = document.source
    noise = sum(n.end - n.start for n in document.noise)
    return {
        "source_id": source.source_id, "file": source.path, "format": source.format, "encoding": source.encoding,
        "characters": len(source.text), "plans": len(document.plans), "noise": noise,
    }  # fmt: skip


def _plan_row(document: Document, number: int, known: Metadata, parts: list[Passage]) -> Row:
    plan = document.plans[number - 1]
    span = document.view.span(plan.start, plan.end)
    has = {p.label for p in parts if p.plan == number}
    return {
        "plan_id": f"{document.source.source_id}-{number}", "file": document.source.path, "plan": number,
        "start": span.start, "end": span.end, "title": plan.title, "kind": plan.kind,
        "school": known.school, "district": known.district, "level": known.level, "year": known.year, "term": known.term,
        "school_year": known.school_year, "subject": known.subject, "issuer": known.issuer, "date": known.date, "author": known.author,
        "found": " ".join(f"{k}:{v}" for k, v in sorted(known.found.items())),
        "missing": " ".join(label for label in EXPECTED[plan.kind] if label not in has),
    }  # fmt: skip


def passage_row(source: Source, p: Passage) -> Row:
    """A passage as a row of its table."""
    return {
        "file": source.path, "plan": p.plan, "start": p.start, "end": p.end, "kind": p.kind, "heading": p.heading,
        "label": p.label, "label_zh": LABELS[p.label], "decided_by": p.decided_by, "confidence": p.confidence,
        "heading_path": p.heading_path, "cut": p.cut, "text": source.text[p.start : p.end],
    }  # fmt: skip


def commitment_row(source: Source, c: Commitment) -> Row:
    """A quantity expression as a row of its table."""
    return {
        "file": source.path, "plan": c.plan, "start": c.start, "end": c.end, "text": c.text, "class": c.class_,
        "actor": c.actor, "each": c.each, "item": c.item, "comparator": c.comparator, "min": c.min, "max": c.max,
        "unit": c.unit, "change": c.change, "per": c.per, "placeholder": c.placeholder, "label": c.label,
        "decided_by": c.decided_by, "sentence_start": c.sentence_start, "sentence_end": c.sentence_end,
        "sentence": source.text[c.sentence_start : c.sentence_end], "strength": c.strength, "indicator": c.indicator,
        "actor_kind": c.actor_kind, "rate": c.rate, "rate_factor": c.rate_factor, "baseline": c.baseline, "part_of": c.part_of,
    }  # fmt: skip


def _vague_row(source: Source, v: Vague) -> Row:
    return {
        "file": source.path, "plan": v.plan, "start": v.start, "end": v.end, "text": source.text[v.start : v.end], "kind": v.kind,
        "label": v.label, "sentence": v.sentence.quote(source.text),
    }  # fmt: skip


def _specificity_row(source: Source, s: Specificity, known: Metadata) -> Row:
    return {
        "file": source.path, "plan": s.plan, "school": known.school, "school_year": known.school_year, "year": known.year,
        "sentences": s.sentences, "quantified": s.quantified, "dated": s.dated, "checkable": s.checkable, "vague": s.vague, "share": s.share,
    }  # fmt: skip


def _findings(document: Document, known: list[Metadata]) -> list[Row]:
    rows = []
    for number, (plan, m) in enumerate(zip(document.plans, known, strict=True), 1):
        for f in find_leftovers(document, number, plan, m):
            span = document.view.span(f.start, f.end)
            rows.append({
                "file": document.source.path, "plan": number, "start": span.start, "end": span.end, "kind": f.kind,
                "text": span.quote(document.source.text), "evidence": f.evidence, "owner": "",
            })  # fmt: skip
    return rows
