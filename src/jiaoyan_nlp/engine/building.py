"""Building a store: what is new or changed is analysed and committed, a segment at a time; what is gone is dropped.

A run that is killed leaves what it has committed, and the next one goes on from there. A file is known by its name and the SHA-256
of its bytes (and of what manifests say of it), taken before it is analysed: if it changes in between, the next run reads it again.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, NamedTuple

from jiaoyan_nlp.corpus.files import content
from jiaoyan_nlp.corpus.metadata import manifest as known
from jiaoyan_nlp.corpus.readers import DEFAULT, Reading
from jiaoyan_nlp.engine.analysis import Analysis
from jiaoyan_nlp.engine.local import Job, analyse_all, folder_jobs
from jiaoyan_nlp.engine.segments import home, read_analyses, write_segment
from jiaoyan_nlp.engine.store import MANIFEST, Entry, Manifest, described, is_store, synced
from jiaoyan_nlp.errors import ReadError, StoreError

SEGMENT = 500_000
"""Weight at which a segment is full, in characters: so much is in memory at a time, and so much work is lost by a kill at most."""
FILE = 1_000
"""Weight of a file beside its characters."""
PASSING = frozenset({"too_slow", "worker_died", "internal", "needs_libreoffice", "no_numbers"})
"""Problems that lie in the machine rather than in the file: it is read again by the next build."""
_OWN = {MANIFEST, f"{MANIFEST}.new", "segments", "lock"}


class Built(NamedTuple):
    """What a build did, in files: read as new or changed, kept as they were, dropped as gone."""

    read: int
    kept: int
    gone: int


def build(
    folder: str | os.PathLike[str],
    target: str | os.PathLike[str],
    *,
    workers: int | None = None,
    tick: Callable[[], None] | None = None,
    reading: Reading = DEFAULT,
) -> Built:
    """Bring a store up to date with a folder. It is made where it does not exist, and anew where another version built it, or with
    another reading.

    Args:
        workers: number of processes; by default that of the processors.
        tick: called once for each file of the folder.

    Raises:
        StoreError: the target is a folder with other things in it, a damaged store, one that another process builds, or not writable.
    """
    store = Path(target)
    with _locked(store):
        manifest = _begun(store, Path(folder), reading)
        jobs = folder_jobs(folder)
        digests = {job.name: digest_of(job) for job in jobs}
        kept = {name for name, digest in digests.items() if digest and name in manifest.files and manifest.files[name].digest == digest}
        gone = manifest.files.keys() - digests.keys()
        if tick:
            for _ in kept:
                tick()
        if len(kept) < len(jobs) or gone or not manifest.built:
            manifest.built = ""
            manifest.files = {name: entry for name, entry in manifest.files.items() if name not in gone}
            _save(manifest, store)
            _commit(store, manifest, analyse_all([job for job in jobs if job.name not in kept], workers, tick, reading), digests)
            _compact(store, manifest)
            _finish(store, manifest)
        return Built(len(jobs) - len(kept), len(kept), len(gone))


def digest_of(job: Job) -> str:
    """SHA-256 in hexadecimal of all that an analysis reads: a file's bytes, and what manifests say of it; empty where it cannot be read."""
    said = known.remarks_on(job.path) if Path(job.name).name == known.NAME else known.clues_of_manifests(job.path, job.name)
    try:
        return hashlib.sha256(content(job.path) + repr(said).encode("utf-8", "surrogatepass")).hexdigest()
    except ReadError:
        return ""


def _begun(store: Path, folder: Path, reading: Reading) -> Manifest:
    """The manifest to go on from: empty for a new store, and for one that was built in another way."""
    fresh = Manifest(folder.as_posix(), folder.resolve().name, described(reading))
    if not is_store(store):
        return fresh
    held = Manifest.load(store)
    if (held.fingerprint, held.reading) != (fresh.fingerprint, fresh.reading):
        fresh.last = held.last
        return fresh
    if (held.folder, held.name) != (fresh.folder, fresh.name):
        held.folder, held.name, held.built = fresh.folder, fresh.name, ""
    return held


def _commit(store: Path, manifest: Manifest, analyses: Iterable[Analysis], digests: Mapping[str, str]) -> None:
    """Write the analyses in segments; each is committed when the manifest that names it is in its place."""
    for batch in _batches(analyses):
        manifest.last += 1
        with _writing(store):
            write_segment(store, manifest.last, batch)
            for path in (*home(store, manifest.last).iterdir(), home(store, manifest.last)):
                synced(path)
        for place, analysis in enumerate(batch):
            again = any(p["reason"] in PASSING for p in analysis.problems)
            manifest.files[analysis.file] = Entry("" if again else digests[analysis.file], manifest.last, place, _weight(analysis))
        manifest.segments[manifest.last] = sum(map(_weight, batch))
        _save(manifest, store)


def _batches(analyses: Iterable[Analysis]) -> Iterator[list[Analysis]]:
    batch: list[Analysis] = []
    for analysis in analyses:
        batch.append(analysis)
        if sum(map(_weight, batch)) >= SEGMENT:
            yield batch
            batch = []
    if batch:
        yield batch


def _weight(analysis: Analysis) -> int:
    return FILE + len(analysis.text)


def _compact(store: Path, manifest: Manifest) -> None:
    """Write together what lives in segments that are mostly dead or small, so that at most one of these is left."""
    live = Counter[int]()
    for entry in manifest.files.values():
        live[entry.segment] += entry.weight
    poor = {number for number, weight in manifest.segments.items() if 0 < live[number] < max(weight, SEGMENT) / 2}
    if len(poor) > 1 or any(live[number] < manifest.segments[number] / 2 for number in poor):
        moved = [kept for kept in manifest.kept() if kept.segment in poor]
        digests = {name: entry.digest for name, entry in manifest.files.items()}
        _commit(store, manifest, read_analyses(store, moved), digests)


def _finish(store: Path, manifest: Manifest) -> None:
    """Say in the manifest that the build is done; only then remove the segments that it does not need."""
    alive = {entry.segment for entry in manifest.files.values()}
    manifest.segments = {number: weight for number, weight in manifest.segments.items() if number in alive}
    manifest.built = datetime.now(UTC).isoformat(timespec="seconds")
    _save(manifest, store)
    for path in (store / "segments").glob("*"):
        if path.name not in {home(store, number).name for number in alive}:
            shutil.rmtree(path, ignore_errors=True)


def _save(manifest: Manifest, store: Path) -> None:
    with _writing(store):
        manifest.save(store)


@contextmanager
def _writing(store: Path) -> Iterator[None]:
    import duckdb

    try:
        yield
    except (OSError, duckdb.Error) as error:
        why = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        raise StoreError(str(store), "store_unwritable", why) from error


@contextmanager
def _locked(store: Path) -> Iterator[None]:
    """Make the store's folder and hold its lock; the system lets go of it when this process ends, however it ends."""
    with _writing(store):
        store.mkdir(parents=True, exist_ok=True)
        if not is_store(store) and {path.name for path in store.iterdir()} - _OWN:
            raise StoreError(str(store), "not_a_store")
        lock = (store / "lock").open("a+b")
    with lock:
        try:
            _take(lock)
        except OSError as error:
            raise StoreError(str(store), "store_busy") from error
        yield


def _take(lock: IO[bytes]) -> None:
    if sys.platform == "win32":
        import msvcrt

        msvcrt.locking(lock.fileno(), msvcrt.LK_NBLCK, 1)
    else:
        import fcntl

        fcntl.lockf(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)  # unlike flock: the workers, forks of this process, do not share it
