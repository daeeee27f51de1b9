"""Source: the decoded text of one file, never changed. Everything else in this package is a span over it."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field

from jiaoyan_nlp.text.spans import Span


@dataclass(frozen=True, slots=True)
class Source:
    """The text of one file as decoded, newline characters untouched.

    Attributes:
        text: the decoded text; all offsets in all tables count its code points.
        path: where it came from, as the user named it, with forward slashes.
        format: the reader that read it (txt, docx).
        encoding: the character encoding that was found; empty where the format has none.
        source_id: 16 hexadecimal digits of the SHA-256 of path and text.
        generated: stretches that the file does not hold as text, such as Word's automatic numbers.
        headings: stretches that the file's own styles call headings, with their level.
        damaged: offsets of characters that could not be decoded.
    """

    text: str
    path: str = "-"
    format: str = "txt"
    encoding: str = ""
    generated: tuple[Span, ...] = ()
    headings: tuple[tuple[Span, int], ...] = ()
    damaged: tuple[int, ...] = ()
    source_id: str = field(init=False, default="")

    def __post_init__(self) -> None:
        digest = hashlib.sha256(f"{self.path}\0{self.text}".encode("utf-8", "surrogatepass"))
        object.__setattr__(self, "source_id", digest.hexdigest()[:16])

    def __getitem__(self, span: slice) -> str:
        return self.text[span]

    def __len__(self) -> int:
        return len(self.text)
