"""`jiaoyan corpus build FOLDER -o STORE` and `jiaoyan corpus info STORE`: a folder's analyses kept on disk."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from jiaoyan_nlp.cli import options
from jiaoyan_nlp.cli.language import _
from jiaoyan_nlp.cli.output import print_records
from jiaoyan_nlp.cli.run import finish, opened, progress, reading, tell

if TYPE_CHECKING:
    import pandas as pd

    from jiaoyan_nlp.engine.store import Store

COLUMNS = ("what", "which", "value")


@click.group("corpus", help=_("Keep a folder's analysis in a store, which the other commands take in place of the folder."))
@options.lang
def command() -> None: ...


@command.command("build", help=_("Bring a store up to date with a folder: only what is new or changed is read. A run that was stopped is taken up again."))
@options.folder
@click.option(
    "-o", "--output", "store", required=True, metavar="STORE", type=click.Path(file_okay=False), help=_("Folder of the store; made where it does not exist.")
)
@options.lang
@options.quiet
@options.jobs
@options.text_column
@options.model
def build_command(folder: str, store: str, quiet: bool, jobs: int | None) -> None:
    from jiaoyan_nlp.engine.building import build
    from jiaoyan_nlp.engine.local import folder_jobs
    from jiaoyan_nlp.tables import records_of

    with progress(len(folder_jobs(folder)), quiet) as tick:
        built = build(folder, store, workers=jobs, tick=tick, reading=reading())
    problems = tell(records_of(opened(store).table("problems")))
    if not quiet:
        words = _("Read {read} new or changed files, kept {kept}, dropped {gone} that are gone; {problems} problems.")
        click.echo(words.format(**built._asdict(), problems=problems), err=True)
    finish()


@command.command("info", help=_("Show what a store holds: files, plans, schools, years, problems, and when it was built from where."))
@click.argument("store", metavar="STORE", type=click.Path(exists=True, file_okay=False))
@options.form
@options.output
@options.lang
def info_command(store: str, form: str | None, output: str | None) -> None:
    print_records(_facts(Path(store)), COLUMNS, form, output)
    finish()


def _facts(path: Path) -> Iterator[dict[str, Any]]:
    from jiaoyan_nlp.engine.store import Manifest, Store, fingerprint

    manifest = Manifest.load(path)
    facts = {
        "folder": manifest.folder, "built": manifest.built, "version": manifest.version, "current": manifest.fingerprint == fingerprint(),
        "bytes": sum(p.stat().st_size for p in path.rglob("*") if p.is_file()), "files": len(manifest.files),
    }  # fmt: skip
    yield from ({"what": what, "which": "", "value": value} for what, value in facts.items())
    if facts["current"]:
        yield from _counts(Store(path, manifest))


def _counts(store: Store) -> Iterator[dict[str, Any]]:
    plans = store.table("plans")
    yield {"what": "plans", "which": "", "value": len(plans)}
    yield from _by("plans", plans["kind"])
    yield {"what": "schools", "which": "", "value": plans.loc[plans["school"] != "", "school"].nunique()}
    yield from _by("years", plans["year"].astype("str").fillna(""))
    yield from _by("problems", store.table("problems")["reason"])


def _by(what: str, values: pd.Series[Any]) -> Iterator[dict[str, Any]]:
    return ({"what": what, "which": str(which), "value": int(count)} for which, count in values.value_counts().sort_index().items())
