"""The choices that annotated texts decide: what the choice model learns from, and how often it is right where it has not learned."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from jiaoyan_nlp.commitments.actors import actor_candidates, each_candidates, named
from jiaoyan_nlp.commitments.choice import CLASSES, Candidate, ChoiceModel
from jiaoyan_nlp.commitments.context import Context
from jiaoyan_nlp.commitments.evidence import amount_candidates, class_candidates, is_in_figures
from jiaoyan_nlp.commitments.expressions import Expression
from jiaoyan_nlp.commitments.extraction import without_spaces
from jiaoyan_nlp.commitments.items import item_candidates
from jiaoyan_nlp.commitments.occurrences import occurrences
from jiaoyan_nlp.commitments.training import Decision
from jiaoyan_nlp.corpus.document import take_apart
from jiaoyan_nlp.corpus.files import files_under
from jiaoyan_nlp.corpus.readers import read
from jiaoyan_nlp.evaluation.measures import agree, matched
from jiaoyan_nlp.evaluation.run import rows_of
from jiaoyan_nlp.resources import resource
from jiaoyan_nlp.sections.labelling import label_document
from jiaoyan_nlp.text.spans import Span

Row = Mapping[str, Any]

OWN = ("demo", "dev", "training", "amounts")
"""Heaps of the project's corpora that are learned from; `heldout` never is."""

RULED = ChoiceModel(
    {
        "amount": {"rule=False": -1},
        "class": {f"{name} rule={name}": 1 for name in CLASSES},
        "actor": {"rule": 1, "ruled": 1},
        "each": {"each=False": -1, "each=None": -1, "own=人均": 2, "own=人手": 2},
        "item": {"rule": 1, "ruled": 1},
    }
)
"""The rules as a model: what they answer is evidence like the rest, and here it alone weighs anything (人均 and 人手 say each and name nobody)."""


class Annotated(NamedTuple):
    """An occurrence with its place in the source and its row of gold; None where the annotators saw no amount."""

    e: Expression
    c: Context
    text: str
    span: Span
    gold: Row | None


def own_decisions() -> Iterator[Decision]:
    """Every choice that the project's own annotated texts decide; a school is its folder."""
    for heap in OWN:
        for source, gold in annotated_files(resource(f"corpus/gold/{heap}"), resource(f"corpus/{heap}")):
            for each in annotated(source, rows_of(gold)):
                yield from decisions(each, f"{heap}/{source.parent.name}")


def annotated_files(gold: Path, sources: Path) -> list[tuple[Path, Path]]:
    """(source, gold) of the files whose amounts are annotated."""
    held = {path.stem: path for path in files_under([sources])}
    return [(held[path.name.removesuffix(".quantities.jsonl")], path) for path in sorted(gold.glob("*.quantities.jsonl"))]


def annotated(source: Path, gold: Iterable[Row]) -> list[Annotated]:
    """The occurrences of a file, each with the row of gold that it overlaps most."""
    rows = list(gold)
    document = take_apart(read(source))
    document, labelled = without_spaces(document, label_document(document))
    text = document.view.text
    found: list[tuple[Expression, Context, Span]] = []
    for plan, blocks in zip(document.plans, labelled, strict=True):
        for place in range(len(blocks)):
            found += [(e, c, document.view.span(e.start, e.end)) for e, c in occurrences(text, plan, blocks, place)]
    right = {row["place"]: one for one, row in matched(rows, [{"start": s.start, "end": s.end, "place": j} for j, (_, _, s) in enumerate(found)])}
    return [Annotated(e, c, text, span, right.get(j)) for j, (e, c, span) in enumerate(found)]


def decisions(each: Annotated, school: str) -> Iterator[Decision]:
    """The choices that the gold of an occurrence decides: of an amount its class, of a commitment actor, each and item too."""
    e, c, gold = each.e, each.c, each.gold

    def decision(choice: str, candidates: Sequence[Candidate], right: Sequence[bool]) -> Decision:
        return Decision(choice, school, candidates, right)

    if not is_in_figures(e, each.text):
        amount = amount_candidates(e, c, each.text)
        yield decision("amount", amount, [candidate.answer == (gold is not None) for candidate in amount])
    if gold is None:
        return
    classes = class_candidates(e, c)
    yield decision("class", classes, [candidate.answer == gold["class"] for candidate in classes])
    if gold["class"] != "commitment":
        return
    actors = actor_candidates(e, c)
    right = same([named(candidate.answer) for candidate in actors], gold["actor"])
    yield decision("actor", actors, right)
    if any(right):
        dealt = each_candidates(actors[right.index(True)].answer, c)
        yield decision("each", dealt, [candidate.answer == gold["each"] for candidate in dealt])
    items = item_candidates(e, c)
    yield decision("item", items, same([candidate.answer for candidate in items], gold["item"]))


def same(answers: Sequence[str | None], wanted: str | None) -> list[bool]:
    """Which answers are the one wanted; where none is to the letter, those that the measures let pass."""
    exact = [answer == wanted for answer in answers]
    return exact if any(exact) else [agree(wanted, answer) for answer in answers]
