"""Word files (.docx) as text: paragraphs and table rows in reading order, automatic numbers as the page shows them."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from jiaoyan_nlp.corpus.numbering import Numbering, W, is_on, whole
from jiaoyan_nlp.errors import ReadError
from jiaoyan_nlp.text.source import Source
from jiaoyan_nlp.text.spans import Span

MOST_MEMBERS = 5_000
MOST_BYTES = 200_000_000


@dataclass
class _Page:
    """The text as it grows, with what was learned of its stretches."""

    parts: list[str] = field(default_factory=list)
    length: int = 0
    generated: list[Span] = field(default_factory=list)
    headings: list[tuple[Span, int]] = field(default_factory=list)

    def line(self, label: str, text: str, level: int | None) -> None:
        start = self.length
        self.parts.append(f"{label}{text}\n")
        self.length += len(label) + len(text) + 1
        if label:
            self.generated.append(Span(start, start + len(label)))
        if level is not None and text.strip():
            self.headings.append((Span(start, self.length - 1), level))


def read_docx(data: bytes, path: str = "-") -> Source:
    """The text of a .docx file, one line a paragraph or table row, the cells of a row kept apart by tabs.

    Raises:
        ReadError: the archive is damaged, holds no document, or unpacks to an absurd size.
    """
    check_archive(data, path)
    from docx import Document

    try:
        document = Document(io.BytesIO(data))
    except KeyError as error:
        raise ReadError(path, "no_body") from error
    except Exception as error:  # python-docx lets whatever zipfile and lxml raise through
        raise ReadError(path, "damaged_docx") from error
    page = _Page()
    try:
        for label, text, level in _Reader(document).lines(document.element.body):
            page.line(label, text, level)
    except (AttributeError, KeyError, TypeError, ValueError) as error:  # parts that are missing or no part of any Word file
        raise ReadError(path, "damaged_docx") from error
    text = "".join(page.parts).removesuffix("\n")
    if not text.strip():
        raise ReadError(path, "blank")
    return Source(text, path, "docx", "", tuple(page.generated), tuple(page.headings))


def check_archive(data: bytes, path: str) -> None:
    """Refuse an archive that is cut short or that would unpack to more than an office document ever does.

    The members are unpacked to be counted, a megabyte at a time, since an archive's directory can lie about their sizes.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = archive.infolist()
            if len(members) > MOST_MEMBERS or sum(m.file_size for m in members) > MOST_BYTES:
                raise ReadError(path, "too_large_inside", f"{MOST_BYTES // 1_000_000} MB")
            if "[Content_Types].xml" not in archive.namelist():
                raise ReadError(path, "no_body")
            left = MOST_BYTES
            for member in members:
                with archive.open(member) as stream:
                    while piece := stream.read(1 << 20):
                        left -= len(piece)
                        if left < 0:
                            raise ReadError(path, "too_large_inside", f"{MOST_BYTES // 1_000_000} MB")
    except (zipfile.BadZipFile, EOFError, OSError, NotImplementedError, RuntimeError, ValueError, zipfile.zlib.error) as error:  # type: ignore[attr-defined]
        raise ReadError(path, "damaged_docx") from error


class _Reader:
    """Walks the body of a document and knows its styles and lists."""

    def __init__(self, document: Any) -> None:
        self.styles = {s.style_id: s.element for s in document.styles}
        try:
            part = document.part.numbering_part.element
        except (KeyError, NotImplementedError):
            part = None
        self.numbering = Numbering.of(part)

    def lines(self, container: Any) -> Iterator[tuple[str, str, int | None]]:
        """(automatic number, text, heading level or None) of each paragraph and table row under an element."""
        for child in container.iterchildren():
            if child.tag == f"{W}p":
                yield self._paragraph(child)
            elif child.tag == f"{W}tbl":
                for row in _inside(child, f"{W}tr"):
                    yield "", "\t".join(self._cell(c) for c in _inside(row, f"{W}tc")), None
            elif child.tag in _WRAPPERS:
                yield from self.lines(child)

    def _cell(self, cell: Any) -> str:
        held = " ".join(f"{label}{text}".strip() for label, text, _ in self.lines(cell) if text.strip())
        return re.sub(r"[\t\n]", " ", held)

    def _paragraph(self, paragraph: Any) -> tuple[str, str, int | None]:
        text = _text(paragraph)
        properties = list(self._properties(paragraph))
        number = _first(properties, "numPr")
        label = ""
        if number is not None:
            num_id = number.find(f"{W}numId")
            level = number.find(f"{W}ilvl")
            if num_id is not None:
                label = self.numbering.label(num_id.get(f"{W}val"), whole(level.get(f"{W}val") if level is not None else None, 0))
        return label, text, self._heading_level(paragraph, properties)

    def _properties(self, paragraph: Any) -> Iterator[Any]:
        """The paragraph's own properties, then those of its style, then of the styles that one is based on."""
        own = paragraph.find(f"{W}pPr")
        if own is not None:
            yield own
        style = own.find(f"{W}pStyle") if own is not None else None
        seen: set[str] = set()
        style_id = style.get(f"{W}val") if style is not None else None
        while style_id and style_id not in seen and style_id in self.styles:
            seen.add(style_id)
            element = self.styles[style_id]
            if (properties := element.find(f"{W}pPr")) is not None:
                yield properties
            based = element.find(f"{W}basedOn")
            style_id = based.get(f"{W}val") if based is not None else None

    def _heading_level(self, paragraph: Any, properties: list[Any]) -> int | None:
        outline = _first(properties, "outlineLvl")
        if outline is not None and whole(outline.get(f"{W}val"), 9) < 9:
            return whole(outline.get(f"{W}val"), 9) + 1
        own = paragraph.find(f"{W}pPr/{W}pStyle")
        element = self.styles.get(own.get(f"{W}val")) if own is not None else None
        name = element.find(f"{W}name").get(f"{W}val") if element is not None else ""
        found = re.fullmatch(r"(?i)heading (\d)|标题 ?(\d)", name or "")
        return int(found[1] or found[2]) if found else None


_WRAPPERS = (f"{W}sdt", f"{W}sdtContent", f"{W}customXml", f"{W}ins")


def _inside(element: Any, tag: str) -> Iterator[Any]:
    """The children with a tag, also those that content controls and the like are wrapped around."""
    for child in element.iterchildren():
        if child.tag == tag:
            yield child
        elif child.tag in _WRAPPERS:
            yield from _inside(child, tag)


def _first(properties: list[Any], name: str) -> Any:
    return next((e for p in properties if (e := p.find(f"{W}{name}")) is not None), None)


def _text(paragraph: Any) -> str:
    """Text of the runs that a reader sees: deleted and hidden text and field codes are left out, tabs and line breaks kept."""
    out: list[str] = []
    for element in paragraph.iter(f"{W}t", f"{W}tab", f"{W}br", f"{W}cr", f"{W}noBreakHyphen"):
        if _is_hidden(element, paragraph):
            continue
        if element.tag == f"{W}t":
            out.append(element.text or "")
        elif element.tag == f"{W}tab" and element.getparent().tag == f"{W}r":
            out.append("\t")
        elif element.tag in (f"{W}br", f"{W}cr") and element.get(f"{W}type") not in ("page", "column"):
            out.append("\n")
        elif element.tag == f"{W}noBreakHyphen":
            out.append("-")
    return "".join(out)


_HIDING = (f"{W}del", f"{W}moveFrom", "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback")


def _is_hidden(element: Any, paragraph: Any) -> bool:
    """Whether a reader of the page does not see it: deleted, moved away, hidden, or the fallback of something shown."""
    while element is not paragraph:
        if element.tag in _HIDING:
            return True
        if element.tag == f"{W}r" and is_on(element.find(f"{W}rPr/{W}vanish")):
            return True
        element = element.getparent()
    return False
