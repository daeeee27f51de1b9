"""`jiaoyan duplicates FOLDER`: passages that stand in more than one plan, as pairs or as families."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import click

from jiaoyan_nlp.cli import options
from jiaoyan_nlp.cli.language import _
from jiaoyan_nlp.cli.output import print_records
from jiaoyan_nlp.cli.run import finish, read_corpus
from jiaoyan_nlp.tables import records_of

if TYPE_CHECKING:
    from jiaoyan_nlp.engine.corpus import Corpus
    from jiaoyan_nlp.report.settings import Reference

PAIR_COLUMNS = ("a", "b", "kind", "scope", "similarity", "family")
FAMILY_COLUMNS = ("family_id", "length", "members", "schools", "kind", "scope", "reference", "earliest", "exemplar", "copies")
SCOPES = ("across", "school", "file")


@click.command("duplicates", help=_("Find passages that stand in more than one plan of a folder."))
@options.folder
@options.references
@click.option(
    "--scope",
    "scopes",
    multiple=True,
    type=click.Choice(SCOPES),
    help=_("Only passages shared across schools, within one school, or within one file. May be repeated."),
)
@click.option(
    "--min-run",
    type=click.IntRange(4, 60),
    metavar="N",
    help=_("Tell every run of N letters or more that two plans share. Without it passages of 20 characters or more are told."),
)
@click.option("--families", is_flag=True, help=_("Print each shared passage once with all its copies, instead of pairs."))
@options.shared
def command(
    folder: str, references: list[Reference], scopes: tuple[str, ...], families: bool, min_run: int | None,
    form: str | None, output: str | None, quiet: bool, jobs: int | None,
) -> None:  # fmt: skip
    from jiaoyan_nlp.reuse.passages import Options

    known = tuple((r.kind, ink) for r in references for ink in read_corpus(r.folder, jobs, quiet).inks)
    corpus = replace(read_corpus(folder, jobs, quiet), references=known, options=Options.for_runs_of(min_run) if min_run else Options())
    rows = family_records(corpus) if families else pair_records(corpus)
    wanted = (row for row in rows if not scopes or row["scope"] in scopes)
    columns = FAMILY_COLUMNS if families else (*PAIR_COLUMNS, "reference") if known else PAIR_COLUMNS
    print_records(wanted, columns, form, output)
    finish()


def pair_records(corpus: Corpus) -> Iterator[dict[str, Any]]:
    """One record for each two passages; with references, where the passage stands in one of them."""
    from jiaoyan_nlp.reuse.references import origin_of

    for pair in corpus.pairs():
        record = {
            "a": _side(corpus, pair.a, *pair.a_span),
            "b": _side(corpus, pair.b, *pair.b_span),
            "kind": pair.kind,
            "scope": pair.scope,
            "similarity": pair.similarity,
            "family": pair.family,
        }
        if corpus.references:
            origin = origin_of(pair.a_span, corpus.origins.get(pair.a, [])) or origin_of(pair.b_span, corpus.origins.get(pair.b, []))
            record["reference"] = {"kind": origin.kind, "file": origin.file} if origin else None
        yield record


def _side(corpus: Corpus, plan: int, start: int, end: int) -> dict[str, Any]:
    file = corpus.inks[plan].file
    return {"file": file, "start": start, "end": end, "text": corpus.texts[file][start:end]}


def family_records(corpus: Corpus) -> Iterator[dict[str, Any]]:
    """One record for each family, its copies in a list, the exemplar first."""
    copies: dict[str, list[dict[str, Any]]] = {}
    for row in records_of(corpus.reuse):
        row["edits"] = json.loads(row["edits"])
        copies.setdefault(row["family_id"], []).append({k: v for k, v in row.items() if k != "family_id"})
    for row in records_of(corpus.families):
        yield {**row, "copies": copies[row["family_id"]]}
