"""What is uploaded: where a file may lie, how much may come, and the folder of one batch."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path, PurePosixPath
from secrets import token_urlsafe
from threading import Lock
from typing import IO, NamedTuple

from jiaoyan_nlp.errors import ServeError

LONGEST_PATH = 200
"""Characters of a path: Windows takes 260 with the folder around it."""
LONGEST_NAME = 255
"""Bytes of one name in UTF-8, which Linux takes."""
_CHUNK = 1 << 16
_DEVICE = re.compile(r"(?i)(?:con|prn|aux|nul|conin\$|conout\$|(?:com|lpt)[0-9¹²³])\s*(?:\..*)?")
"""Names that Windows takes for a device, whatever suffix they have."""


class Limits(NamedTuple):
    """Bytes of one file, bytes of a batch, and files of a batch, at the most."""

    file: int = 100 << 20
    batch: int = 2 << 30
    files: int = 5_000


LIMITS = Limits()


def safe_path(name: str) -> PurePosixPath:
    """A relative path as the browser gives it, as one that every system can store; Chinese names stay as they are.

    Characters that some system forbids become `_`; names of devices get one in front; dots and spaces at the end of a name are left out.

    Raises:
        ServeError: the path is absolute, leads upwards, has an empty name in it, or is too long.
    """
    parts = [_safe_name(part) for part in name.split("/")]
    if not all(parts):
        raise ServeError(name, "upload_path")
    if len("/".join(parts)) > LONGEST_PATH or max(len(part.encode()) for part in parts) > LONGEST_NAME:
        raise ServeError(name, "upload_long")
    return PurePosixPath(*parts)


def _safe_name(part: str) -> str:
    """One name of a path; empty where nothing is left of it, as of `..`."""
    kept = "".join(c if (c.isprintable() or c == "\u3000") and c not in '\\:*?"<>|' else "_" for c in part).rstrip(". ")
    return f"_{kept}" if _DEVICE.fullmatch(kept) else kept


class Batch:
    """The files of one upload below `folder`, which is made; several requests may add to it at once."""

    def __init__(self, folder: Path, limits: Limits) -> None:
        self.id = token_urlsafe(9)
        self.folder = folder
        self._limits = limits
        self._taken: set[str] = set()
        self._bytes = 0
        self._lock = Lock()
        folder.mkdir(parents=True)

    def __len__(self) -> int:
        return len(self._taken)

    def add(self, name: str, content: IO[bytes]) -> str:
        """Store a file under its path in the batch; returns that path. Of files of one name the later ones are numbered: `计划 (2).docx`.

        Raises:
            ServeError: its name, or its size, or that of the batch, is beyond what is taken; nothing of it is left then.
            OSError: the disk is full, or the name of a file is that of a folder.
        """
        path = self._reserved(safe_path(name))
        try:
            self._write(self.folder / path, name, content)
        except BaseException as error:
            with self._lock:
                self._taken.discard(_key(path))
            if isinstance(error, (FileExistsError, NotADirectoryError, IsADirectoryError)):  # one is a file, another lies in a folder of that name
                raise ServeError(name, "upload_path") from error
            raise
        return str(path)

    def audited(self) -> Path:
        """The folder to audit, which gives the report its name: the one that was dropped, or all, called as the one archive in it.

        Raises:
            ServeError: nothing has been uploaded.
        """
        held = list(self.folder.iterdir())
        if not self._taken:
            raise ServeError("", "audit_nothing")
        if len(held) == 1 and held[0].is_dir():
            return held[0]
        if len(held) == 1:
            self.folder = self.folder.rename(self.folder.with_name(_safe_name(held[0].stem) or "-"))
        return self.folder

    def _reserved(self, path: PurePosixPath) -> PurePosixPath:
        """A path that no other file of the batch has, also where capitals or accents make no difference."""
        with self._lock:
            if len(self._taken) >= self._limits.files:
                raise ServeError(str(path), "upload_many", f"{self._limits.files:,}")
            free, number = path, 1
            while _key(free) in self._taken:
                number += 1
                free = path.with_name(f"{path.stem} ({number}){path.suffix}")
            self._taken.add(_key(free))
            return free

    def _write(self, target: Path, name: str, content: IO[bytes]) -> None:
        target.parent.mkdir(parents=True, exist_ok=True)
        written = 0
        with target.open("xb") as file:
            try:
                while chunk := content.read(_CHUNK):
                    written += len(chunk)
                    self._count(name, len(chunk), written)
                    file.write(chunk)
            except BaseException:
                file.close()  # Windows deletes no open file
                target.unlink()
                with self._lock:
                    self._bytes -= written
                raise

    def _count(self, name: str, more: int, written: int) -> None:
        with self._lock:
            self._bytes += more
            total = self._bytes
        if written > self._limits.file:
            raise ServeError(name, "upload_large", in_words(self._limits.file))
        if total > self._limits.batch:
            raise ServeError(name, "upload_full", in_words(self._limits.batch))


def in_words(size: int) -> str:
    """Bytes as people say them: `100 MB`, `2 GB`."""
    return f"{size >> 30} GB" if size >= 1 << 30 else f"{size >> 20} MB" if size >= 1 << 20 else f"{size} B"


def _key(path: PurePosixPath) -> str:
    return unicodedata.normalize("NFC", str(path)).casefold()
