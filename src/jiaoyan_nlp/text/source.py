"""Source: the decoded text of one file, never changed. Everything else in this package is a span over it."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import NamedTuple

from jiaoyan_nlp.text.spans import Span


class Member(NamedTuple):
    """A stretch of a source that is a plan of its own, and what its file says of it, as (name, value): title, school, year …"""

    span: Span
    properties: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Source:
    """The text of one file as decoded, newline characters untouched.

    Attributes:
        text: the decoded text; all offsets in all tables count its code points.
        path: where it came from, as the user named it, with forward slashes.
        format: what it was read as (txt, docx, doc, pdf, html, xlsx …).
        encoding: the character encoding that was found; empty where the format has none.
        source_id: 16 hexadecimal digits of the SHA-256 of path and text.
        generated: stretches that the file does not hold as text, such as Word's automatic numbers.
        headings: stretches that the file's own styles call headings, with their level.
        damaged: offsets of characters that could not be decoded.
        furniture: stretches that the file's own form tells apart from its text, with why: header, footer, page, site.
        members: stretches that the file's own form says are a plan each, such as the rows of a spreadsheet.
        properties: what the file says of itself, as (name, value): title, author, date.
        remarks: what was read only in part, as keys of `errors.REASONS` with what fills their blanks.
    """

    text: str
    path: str = "-"
    format: str = "txt"
    encoding: str = ""
    generated: tuple[Span, ...] = ()
    headings: tuple[tuple[Span, int], ...] = ()
    damaged: tuple[int, ...] = ()
    furniture: tuple[tuple[Span, str], ...] = ()
    members: tuple[Member, ...] = ()
    properties: tuple[tuple[str, str], ...] = ()
    remarks: tuple[tuple[str, str], ...] = ()
    source_id: str = field(init=False, default="")

    def __post_init__(self) -> None:
        digest = hashlib.sha256(f"{self.path}\0{self.text}".encode("utf-8", "surrogatepass"))
        object.__setattr__(self, "source_id", digest.hexdigest()[:16])

    def __getitem__(self, span: slice) -> str:
        return self.text[span]

    def __len__(self) -> int:
        return len(self.text)
