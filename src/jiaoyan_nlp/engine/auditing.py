"""What an audit reads: the plans of a folder or a store."""

from __future__ import annotations

import os

from jiaoyan_nlp.corpus.readers import DEFAULT, Reading
from jiaoyan_nlp.engine.corpus import Corpus
from jiaoyan_nlp.engine.local import analyse_all, folder_jobs
from jiaoyan_nlp.engine.store import Store
from jiaoyan_nlp.progress import Stage, steps


def load_audited(place: str | os.PathLike[str] | Store, *, workers: int | None = None, reading: Reading = DEFAULT, stage: Stage | None = None) -> Corpus:
    """The corpus of an audit.

    Args:
        place: a folder, or an open store.
        workers: number of processes; by default that of the processors.
        stage: hears how far the stage `read` has come.
    """
    if isinstance(place, Store):
        return Corpus(place)
    jobs = folder_jobs(place)
    return Corpus(tuple(steps("read", analyse_all(jobs, workers, None, reading), len(jobs), stage)))
