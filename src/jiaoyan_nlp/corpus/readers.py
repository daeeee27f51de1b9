"""Files to sources: what a file is, told by its first bytes, and the reader for it.

A reader is a function `(data, path) -> Source` in `READERS`; everything after it is the same for all formats.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from jiaoyan_nlp.corpus.decoding import decode
from jiaoyan_nlp.corpus.docx import read_docx
from jiaoyan_nlp.errors import ReadError
from jiaoyan_nlp.text.source import Source

SUFFIXES = frozenset({".txt", ".text", ".md", ".docx", ".doc", ".wps", ".pdf", ".rtf", ".odt"})
SKIPPED = ("~$", ".", "Thumbs.db", "desktop.ini")


def read_text(data: bytes, path: str = "-") -> Source:
    """A plain text file in any of the encodings of `decoding`."""
    text, encoding, damaged = decode(data, path)
    if not text.strip("\ufeff \t\r\n\u3000"):
        raise ReadError(path, "blank")
    return Source(text, path, "txt", encoding, damaged=damaged)


def _unsupported(name: str) -> Callable[[bytes, str], Source]:
    def refuse(_: bytes, path: str) -> Source:
        raise ReadError(path, "unsupported", name)

    return refuse


Reader = Callable[[bytes, str], Source]

READERS: dict[str, Reader] = {
    "txt": read_text,
    "docx": read_docx,
    "ole": _unsupported(".doc/.wps"),
    "pdf": _unsupported(".pdf"),
    "rtf": _unsupported(".rtf"),
}
MAGIC: list[tuple[bytes, str]] = [
    (b"PK\x03\x04", "docx"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "ole"),
    (b"%PDF-", "pdf"),
    (b"{\\rtf", "rtf"),
]


def format_of(data: bytes) -> str:
    """Name of the reader for these bytes; a file's suffix is not asked, it is wrong too often."""
    return next((name for magic, name in MAGIC if data.startswith(magic)), "txt")


def read_bytes(data: bytes, path: str = "-") -> Source:
    """Read the content of one file.

    Raises:
        ReadError: it cannot be read; the error says why.
    """
    if not data:
        raise ReadError(path, "empty")
    return READERS[format_of(data)](data, path)


def read(path: str | os.PathLike[str], name: str | None = None) -> Source:
    """Read one file; `name` is the path that tables show for it, by default `path` itself.

    Raises:
        ReadError: it cannot be read; the error says why.
    """
    shown = Path(path).as_posix() if name is None else name
    try:
        data = Path(path).read_bytes()
    except FileNotFoundError as error:
        raise ReadError(shown, "missing") from error
    except PermissionError as error:
        raise ReadError(shown, "no_permission") from error
    except OSError as error:
        raise ReadError(shown, "unreadable", error.strerror or type(error).__name__) from error
    return read_bytes(data, shown)


def files_under(paths: Iterable[str | os.PathLike[str]]) -> Iterator[Path]:
    """Every file named, and every file of a known kind below the folders named, each folder in the order of its names."""
    for each in paths:
        path = Path(each)
        if not path.is_dir():
            yield path
            continue
        for found in sorted(path.rglob("*"), key=lambda p: p.relative_to(path).as_posix()):
            known = found.suffix.lower() in SUFFIXES and not found.name.startswith(SKIPPED)
            if known and not found.is_dir():
                yield found
