"""The store: a folder's analyses on disk. A manifest says which files stand in which segment; how it grows is told in `building`.

STORE/store.json                     the manifest; putting a new one in its place is the commit
STORE/segments/000001/plans.parquet  the tables of some files, never changed once they are committed
STORE/lock                           held by the process that builds
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from jiaoyan_nlp import __version__
from jiaoyan_nlp.corpus.readers import DEFAULT, Reading
from jiaoyan_nlp.engine.analysis import Analysis
from jiaoyan_nlp.engine.segments import Kept, read_analyses, read_inks, read_table, read_texts
from jiaoyan_nlp.errors import StoreError
from jiaoyan_nlp.resources import resource
from jiaoyan_nlp.reuse.ink import Ink

if TYPE_CHECKING:
    import pandas as pd

MANIFEST = "store.json"
FORMAT = 1
"""Raised when the form of manifest or segments changes."""
_PACKAGE = Path(__file__).parents[1]
_DECIDES = ("text", "corpus", "sections", "commitments", "reuse", "engine")


@cache
def fingerprint() -> str:
    """16 hexadecimal digits of the SHA-256 of all that an analysis depends on: this package's code, lexicons and models."""
    digest = hashlib.sha256(__version__.encode())
    for top in (*(_PACKAGE / floor for floor in _DECIDES), resource("corpus/lexicons"), resource("models")):
        for path in sorted(p for p in top.rglob("*") if p.is_file() and "__pycache__" not in p.parts):
            digest.update(f"{path.relative_to(top).as_posix()}\0".encode() + hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()[:16]


def described(reading: Reading) -> str:
    """How files are read, as a manifest keeps it: of a section model its content, for it may move or be trained again under its name."""
    files = sorted(path for path in Path(reading.model).iterdir() if path.is_file()) if reading.model else []
    return repr(replace(reading, model=hashlib.sha256(b"".join(path.read_bytes() for path in files)).hexdigest()[:16] if files else ""))


class Entry(NamedTuple):
    """A file: SHA-256 of its bytes (empty where it must be read again), where its analysis lies, its weight (see `building`)."""

    digest: str
    segment: int
    place: int
    weight: int


@dataclass
class Manifest:
    """What a store holds.

    Attributes:
        folder: the folder that was read, as it was named then, with forward slashes.
        name: the folder's own name.
        reading: how the files were read (see `described`).
        version, fingerprint: of the package that analysed.
        built: when the last build that changed something was done, ISO 8601, UTC; empty while one is under way or was cut off.
        files: the files by name.
        segments: the weight of each segment when it was written.
        last: the highest number that a segment ever had; none is used twice.
    """

    folder: str
    name: str
    reading: str
    version: str = __version__
    fingerprint: str = field(default_factory=lambda: fingerprint())
    built: str = ""
    files: dict[str, Entry] = field(default_factory=dict)
    segments: dict[int, int] = field(default_factory=dict)
    last: int = 0

    def save(self, store: Path) -> None:
        """Put this manifest in the place of the last one, in one step.

        Raises:
            OSError: the store cannot be written.
        """
        new = store / f"{MANIFEST}.new"
        new.write_text(json.dumps({"format": FORMAT, **vars(self)}, sort_keys=True), encoding="ascii")
        synced(new)
        new.replace(store / MANIFEST)
        synced(store)

    @classmethod
    def load(cls, store: Path) -> Manifest:
        """The manifest of a store, by whatever version of the package it was built.

        Raises:
            StoreError: there is none, it is damaged, or it has another format.
        """
        try:
            held = json.loads((store / MANIFEST).read_bytes())
            if held.pop("format") != FORMAT:
                raise StoreError(str(store), "store_other_version")
            held["files"] = {name: Entry(*entry) for name, entry in held["files"].items()}
            held["segments"] = {int(number): weight for number, weight in held["segments"].items()}
            return cls(**held)
        except OSError as error:
            raise StoreError(str(store), "no_store") from error
        except (ValueError, TypeError, KeyError, AttributeError) as error:
            raise StoreError(str(store), "store_damaged", MANIFEST) from error

    def kept(self) -> list[Kept]:
        """The files in the order of their names, and where they lie."""
        return [Kept(name, entry.segment, entry.place) for name, entry in sorted(self.files.items())]


@dataclass(frozen=True)
class Store:
    """A store that is read: what `manifest` held when it was opened."""

    path: Path
    manifest: Manifest

    @classmethod
    def open(cls, path: str | os.PathLike[str], reading: Reading = DEFAULT) -> Store:
        """Open a store; where `reading` names options, they are to be those that it was built with.

        Raises:
            StoreError: it is no store, is damaged, or was built by another version or with other options.
        """
        manifest = Manifest.load(Path(path))
        if manifest.fingerprint != fingerprint():
            raise StoreError(str(path), "store_other_version")
        if reading != DEFAULT and described(reading) != manifest.reading:
            raise StoreError(str(path), "store_other_reading")
        return cls(Path(path), manifest)

    @cached_property
    def kept(self) -> list[Kept]:
        """The files in the order of their names."""
        return self.manifest.kept()

    def __len__(self) -> int:
        return len(self.manifest.files)

    def __iter__(self) -> Iterator[Analysis]:
        """The analyses, as `analyse_all` gives them for the folder; a part of them is in memory at a time."""
        return read_analyses(self.path, self.kept)

    def table(self, name: str) -> pd.DataFrame:
        """One of the tables `segments.PER_FILE` of all files."""
        return read_table(self.path, self.kept, name)

    def texts(self) -> dict[str, str]:
        """Source text of each file that was read."""
        return read_texts(self.path, self.kept)

    def inks(self) -> list[Ink]:
        """The ink of every plan."""
        return read_inks(self.path, self.kept)


def is_store(path: str | os.PathLike[str]) -> bool:
    """Whether there is a store at a path, damaged or not."""
    return (Path(path) / MANIFEST).is_file()


def synced(path: Path) -> None:
    """Wait until a file, or the names in a folder, are on the disk."""
    if os.name != "posix" and path.is_dir():
        return  # only POSIX knows how to sync a folder
    descriptor = os.open(path, os.O_RDONLY if os.name == "posix" else os.O_RDWR)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
