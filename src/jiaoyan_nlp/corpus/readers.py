"""Files to sources: the reader for each format, and files that are read together.

A reader is a function `(data, path) -> Source`; everything after it is the same for all formats.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from jiaoyan_nlp.corpus.decoding import decode
from jiaoyan_nlp.corpus.files import content
from jiaoyan_nlp.corpus.formats import office, sheets
from jiaoyan_nlp.corpus.formats.docx import read_docx
from jiaoyan_nlp.corpus.formats.html import read_html, read_mhtml
from jiaoyan_nlp.corpus.formats.pdf import read_pdf
from jiaoyan_nlp.corpus.formats.sniffing import format_of
from jiaoyan_nlp.errors import ReadError
from jiaoyan_nlp.text.source import Source
from jiaoyan_nlp.text.spans import Span

MOST_LETTERS = 20_000_000
"""Characters of the longest text that is analysed: two thousand times a long plan."""


@dataclass(frozen=True, slots=True)
class Reading:
    """How files are read and labelled.

    Attributes:
        text_column: column of a spreadsheet that holds the plans, one a row; recognised where empty.
        model: folder of the section model; the package's own where empty.
    """

    text_column: str = ""
    model: str = ""


DEFAULT = Reading()


def read_text(data: bytes, path: str = "-") -> Source:
    """A plain text file in any of the encodings of `decoding`."""
    text, encoding, damaged = decode(data, path)
    if not text.strip("\ufeff \t\r\n\u3000"):
        raise ReadError(path, "blank")
    return Source(text, path, "txt", encoding, headings=_markdown_headings(text), damaged=damaged)


def _markdown_headings(text: str) -> tuple[tuple[Span, int], ...]:
    """The lines that a Markdown text calls headings, with their level below the title; none where there are fewer than two."""
    found = [(Span(m.start(), m.end()), len(m[1])) for m in re.finditer(r"^(#{1,6})[ \t]+\S.*?(?=\r?$)", text, re.MULTILINE)]
    return tuple(found) if len(found) > 1 else ()


def _refuse(reason: str, detail: str = "") -> Callable[[bytes, str], Source]:
    def refuse(_: bytes, path: str) -> Source:
        raise ReadError(path, reason, detail)

    return refuse


Reader = Callable[[bytes, str], Source]

READERS: dict[str, Reader] = {
    "txt": read_text,
    "docx": read_docx,
    **{name: partial(office.read_office, format_=name) for name in office.SUFFIXES},
    "pdf": read_pdf,
    "html": read_html,
    "mhtml": read_mhtml,
    "sheet": sheets.read_sheets,
    "csv": sheets.read_csv,
}
REFUSED: dict[str, Reader] = {
    "zip": _refuse("is_archive"),
    "broken_zip": _refuse("damaged_zip"),
    "encrypted": _refuse("encrypted"),
    "picture": _refuse("picture"),
    **{name: _refuse("packed", f".{name}") for name in ("rar", "7z", "gz")},
    **{name: _refuse("unsupported", f".{name}") for name in ("ppt", "pptx", "odp", "ofd", "epub")},
    "ole": _refuse("damaged_office", "doc"),
}


def read_bytes(data: bytes, path: str = "-", reading: Reading = DEFAULT, converted: bytes | None = None) -> Source:
    """Read the content of one file.

    Args:
        path: what tables and errors call it.
        converted: what LibreOffice made of it, where that was done already.

    Raises:
        ReadError: it cannot be read; the error says why.
    """
    if not data:
        raise ReadError(path, "empty")
    format_ = format_of(data, path)
    if format_ in office.SUFFIXES:
        source = office.read_office(data, path, format_, converted)
    elif format_ in ("sheet", "csv"):
        read_table = sheets.read_csv if format_ == "csv" else sheets.read_sheets
        source = read_table(data, path, reading.text_column)
    else:
        source = {**READERS, **REFUSED}[format_](data, path)
    if len(source.text) > MOST_LETTERS:
        raise ReadError(path, "too_long", f"{MOST_LETTERS // 10_000}")
    return source


def read(path: str | os.PathLike[str], name: str | None = None, reading: Reading = DEFAULT) -> Source:
    """Read one file, also one inside a zip archive (`计划.zip/数学组.docx`); `name` is the path that tables show for it.

    Raises:
        ReadError: it cannot be read; the error says why.
    """
    shown = _shown(path) if name is None else name
    return read_bytes(content(path, shown), shown, reading)


def read_together(files: Sequence[tuple[str, str]], reading: Reading = DEFAULT) -> Iterator[Source | ReadError]:
    """Read files, each a path and the name that tables show, in order; those that LibreOffice must convert share one start of it."""
    contents: list[bytes | ReadError] = [_content(path, name) for path, name in files]
    names = [name for _, name in files]
    old = {i: (f, data) for i, data in enumerate(contents) if isinstance(data, bytes) and (f := format_of(data, names[i])) in office.SUFFIXES}
    converted = dict(zip(old, office.to_docx(list(old.values())), strict=True)) if len(old) > 1 else {}
    for i, (data, name) in enumerate(zip(contents, names, strict=True)):
        if isinstance(data, ReadError):
            yield data
            continue
        try:
            yield read_bytes(data, name, reading, converted.get(i))
        except ReadError as error:
            yield error


def _content(path: str, name: str) -> bytes | ReadError:
    try:
        return content(path, name)
    except ReadError as error:
        return error


def _shown(path: str | os.PathLike[str]) -> str:
    return os.fspath(path).replace("\\", "/") if os.sep == "\\" else os.fspath(path)
