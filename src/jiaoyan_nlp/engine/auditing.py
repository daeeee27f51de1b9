"""What an audit reads, as its settings say: the plans of a folder or a store, and the references."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from jiaoyan_nlp.corpus.readers import DEFAULT as AS_EVER
from jiaoyan_nlp.corpus.readers import Reading
from jiaoyan_nlp.engine.analysis import Row, problem
from jiaoyan_nlp.engine.corpus import Corpus
from jiaoyan_nlp.engine.local import analyse_all, folder_jobs
from jiaoyan_nlp.engine.store import Store
from jiaoyan_nlp.progress import Stage, steps
from jiaoyan_nlp.report.settings import DEFAULT, Settings
from jiaoyan_nlp.report.settings_file import NAME


def load_audited(
    place: str | os.PathLike[str] | Store,
    settings: Settings = DEFAULT,
    *,
    output: str | os.PathLike[str] = "",
    workers: int | None = None,
    reading: Reading = AS_EVER,
    stage: Stage | None = None,
) -> Corpus:
    """The corpus of an audit. References and the report, where they lie below the folder, are no plans of it.

    Args:
        place: a folder, or an open store.
        output: the folder of the report.
        workers: number of processes; by default that of the processors.
        stage: hears how far the stage `read` has come.
    """
    root = Path(place.manifest.folder if isinstance(place, Store) else place).resolve()
    apart = _below(root, [*(r.folder for r in settings.references), *([output] if output else [])])
    known = [(r, job) for r in settings.references for job in folder_jobs(r.folder)]
    jobs = [] if isinstance(place, Store) else [job for job in folder_jobs(place) if _is_plan(job.name, settings, apart)]
    asked = [*(job for _, job in known), *jobs]
    read = list(steps("read", analyse_all(asked, workers, None, reading), len(asked), stage))
    references = [(r, analysis) for (r, _), analysis in zip(known, read[: len(known)], strict=True)]
    corpus = Corpus(
        _of_plans(place, settings, apart) if isinstance(place, Store) else tuple(read[len(known) :]),
        settings.options,
        tuple((r.kind, ink) for r, analysis in references for ink in analysis.inks),
        settings.together,
        frozenset(settings.findings_left_out),
    )
    unread = [row | {"file": f"{r.name}/{row['file']}"} for r, analysis in references for row in analysis.problems]
    return replace(corpus, remarks=(*unread, *_unknown_schools(corpus, settings)))


def _below(root: Path, folders: Iterable[str | os.PathLike[str]]) -> tuple[str, ...]:
    """What the names of files begin with that lie in one of these folders, of those that lie below the root."""
    found = [Path(folder).resolve() for folder in folders]
    return tuple(f"{folder.relative_to(root).as_posix()}/" for folder in found if root in folder.parents)


def _is_plan(name: str, settings: Settings, apart: tuple[str, ...]) -> bool:
    return not name.startswith(apart) and not settings.leaves_out(name)


def _of_plans(store: Store, settings: Settings, apart: tuple[str, ...]) -> Store:
    files = {name: entry for name, entry in store.manifest.files.items() if _is_plan(name, settings, apart)}
    return replace(store, manifest=replace(store.manifest, files=files))


def _unknown_schools(corpus: Corpus, settings: Settings) -> Iterator[Row]:
    """A remark for each school that the settings put together with others and that no plan is of."""
    named = [school for schools in settings.together.values() for school in schools]
    held = set(corpus.plans["school"]) if named else set()
    yield from (problem(NAME, "read", "settings_no_school", school) for school in named if school not in held)
