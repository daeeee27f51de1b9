"""The page: a text as it grows line by line, with what its format knows of each line."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from jiaoyan_nlp.errors import ReadError
from jiaoyan_nlp.text.source import Member, Source
from jiaoyan_nlp.text.spans import Span

Properties = tuple[tuple[str, str], ...]


@dataclass
class Page:
    """Lines of text, as a reader of the page sees them, and what was learned of their stretches."""

    parts: list[str] = field(default_factory=list)
    length: int = 0
    generated: list[Span] = field(default_factory=list)
    headings: list[tuple[Span, int]] = field(default_factory=list)
    furniture: list[tuple[Span, str]] = field(default_factory=list)
    members: list[Member] = field(default_factory=list)
    remarks: list[tuple[str, str]] = field(default_factory=list)

    def line(self, text: str, *, label: str = "", level: int | None = None, furniture: str = "") -> Span:
        """Add a line; returns the span of its text.

        Args:
            label: an automatic number, which the file does not hold as text.
            level: of a heading, as the file's styles say.
            furniture: why the line is no text of the plan (header, footer, page, site), else empty.
        """
        start = self.length
        self.parts.append(f"{label}{text}\n")
        self.length += len(label) + len(text) + 1
        span = Span(start, self.length - 1)
        if label:
            self.generated.append(Span(start, start + len(label)))
        if text.strip() and furniture:
            self.furniture.append((span, furniture))
        elif text.strip() and level is not None:
            self.headings.append((span, level))
        return span

    def member(self, start: int, properties: Properties) -> None:
        """What was added from `start` on is a plan of its own."""
        self.members.append(Member(Span(start, self.length - 1), properties))

    def source(self, path: str, format_: str, encoding: str = "", *, properties: Iterable[tuple[str, str]] = (), damaged: tuple[int, ...] = ()) -> Source:
        """The page as a source.

        Raises:
            ReadError: it holds no text.
        """
        text = "".join(self.parts).removesuffix("\n")
        hidden = sum(len(text[s.start : s.end].strip()) for s, _ in self.furniture)
        if not text.strip() or hidden == len(text.strip()):
            raise ReadError(path, "blank")
        return Source(
            text, path, format_, encoding, tuple(self.generated), tuple(self.headings), damaged,
            tuple(self.furniture), tuple(self.members), tuple(properties), tuple(self.remarks),
        )  # fmt: skip
