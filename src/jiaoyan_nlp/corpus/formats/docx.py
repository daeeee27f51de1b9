"""Word files (.docx) as text: paragraphs and table rows in reading order, automatic numbers as the page shows them."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from typing import Any, NamedTuple

from jiaoyan_nlp.corpus.formats.numbering import Numbering, W, is_on, whole
from jiaoyan_nlp.corpus.formats.page import Page
from jiaoyan_nlp.corpus.formats.sniffing import PACKED
from jiaoyan_nlp.errors import ReadError
from jiaoyan_nlp.text.source import Source

MOST_MEMBERS = 5_000
MOST_BYTES = 200_000_000


class Line(NamedTuple):
    """A paragraph or table row: its automatic number, its text, its level where it is a heading, why it is no text of the plan."""

    label: str
    text: str
    level: int | None = None
    furniture: str = ""


def read_docx(data: bytes, path: str = "-") -> Source:
    """The text of a .docx file, one line a paragraph or table row, the cells of a row kept apart by tabs.

    Headers stand before the body and footers behind it, each once, as furniture; so does a table of contents in its place.

    Raises:
        ReadError: the archive is damaged, holds no document, or unpacks to an absurd size.
    """
    check_archive(data, path)
    from docx import Document
    from lxml.etree import XPathError

    try:
        document = Document(io.BytesIO(data))
    except KeyError as error:
        raise ReadError(path, "no_body") from error
    except Exception as error:  # python-docx lets whatever zipfile and lxml raise through
        raise ReadError(path, "damaged_docx") from error
    page = Page()
    try:
        reader = _Reader(document)
        for line in (*reader.margins("header"), *reader.lines(document.element.body), *reader.margins("footer")):
            page.line(line.text, label=line.label, level=line.level, furniture=line.furniture)
        known = document.core_properties
        properties = [(name, str(value)) for name, value in (("title", known.title), ("subject", known.subject)) if value and value != "Word Document"]
    except (AttributeError, KeyError, TypeError, ValueError, XPathError) as error:  # parts that are missing or no part of any Word file
        raise ReadError(path, "damaged_docx") from error
    return page.source(path, "docx", properties=properties)


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
            if any(m.compress_type not in PACKED for m in members):  # unpacking those cannot be bounded
                raise ReadError(path, "damaged_docx")
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
        self.document = document
        self.styles = {s.style_id: s.element for s in document.styles}
        try:
            part = document.part.numbering_part.element
        except (KeyError, NotImplementedError):
            part = None
        self.numbering = Numbering.of(part)

    def lines(self, container: Any) -> Iterator[Line]:
        """Each paragraph and table row under an element. A paragraph whose mark was deleted runs on into the next one."""
        before: list[str] = []
        for child in container.iterchildren():
            if child.tag == f"{W}p":
                line = self._paragraph(child)
                if child.find(f"{W}pPr/{W}rPr/{W}del") is not None:
                    before.append(line.label + line.text)
                    continue
                yield line._replace(label="", text="".join((*before, line.text))) if before else line
                before.clear()
                for box in _boxes(child):
                    yield from self.lines(box)
            elif child.tag == f"{W}tbl":
                for row in _inside(child, f"{W}tr"):
                    if row.find(f"{W}trPr/{W}del") is None:
                        yield Line("", "\t".join(self._cell(c) for c in _inside(row, f"{W}tc")))
            elif child.tag in _WRAPPERS:
                yield from self.lines(child)
        if before:
            yield Line("", "".join(before))

    def margins(self, place: str) -> Iterator[Line]:
        """The lines of all headers or footers, each once; a line that holds but a page number is told by the noise lexicon."""
        seen: set[str] = set()
        for section in self.document.sections:
            for kind in (place, f"first_page_{place}", f"even_page_{place}"):
                part = getattr(section, kind)
                if part.is_linked_to_previous:
                    continue
                for line in self.lines(part._element):
                    if line.text.strip() and line.text not in seen:
                        seen.add(line.text)
                        yield Line(line.label, line.text, None, place)

    def _cell(self, cell: Any) -> str:
        held = " ".join(f"{line.label}{line.text}".strip() for line in self.lines(cell) if line.text.strip())
        return re.sub(r"[\t\n]", " ", held)

    def _paragraph(self, paragraph: Any) -> Line:
        text = _text(paragraph)
        properties = list(self._properties(paragraph))
        number = _first(properties, "numPr")
        label = ""
        if number is not None:
            num_id = number.find(f"{W}numId")
            level = number.find(f"{W}ilvl")
            if num_id is not None:
                label = self.numbering.label(num_id.get(f"{W}val"), whole(level.get(f"{W}val") if level is not None else None, 0))
        style = self._style_name(paragraph)
        if re.match(r"(?i)toc \d|toc heading|目录 ?\d", style):
            return Line(label, text, None, "contents")
        return Line(label, text, self._heading_level(style, properties))

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

    def _style_name(self, paragraph: Any) -> str:
        own = paragraph.find(f"{W}pPr/{W}pStyle")
        element = self.styles.get(own.get(f"{W}val")) if own is not None else None
        return (element.find(f"{W}name").get(f"{W}val") or "") if element is not None else ""

    def _heading_level(self, style: str, properties: list[Any]) -> int | None:
        outline = _first(properties, "outlineLvl")
        if outline is not None and whole(outline.get(f"{W}val"), 9) < 9:
            return whole(outline.get(f"{W}val"), 9) + 1
        found = re.fullmatch(r"(?i)heading (\d)|标题 ?(\d)", style)
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


def _boxes(paragraph: Any) -> Iterator[Any]:
    """The text boxes anchored in a paragraph, inner ones left to the outer; of the two forms that Word writes, the shown one."""
    for box in paragraph.iter(f"{W}txbxContent"):
        if not _is_hidden(box, paragraph):
            yield box


_M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"


def _text(paragraph: Any) -> str:
    """Text of the runs that a reader sees: deleted and hidden text and field codes are left out, tabs and line breaks kept."""
    out: list[str] = []
    for element in paragraph.iter(f"{W}t", f"{_M}t", f"{W}tab", f"{W}ptab", f"{W}br", f"{W}cr", f"{W}noBreakHyphen"):
        if _is_hidden(element, paragraph):
            continue
        if element.tag in (f"{W}t", f"{_M}t"):
            out.append(element.text or "")
        elif element.tag in (f"{W}tab", f"{W}ptab") and element.getparent().tag == f"{W}r":
            out.append("\t")
        elif element.tag in (f"{W}br", f"{W}cr") and element.get(f"{W}type") not in ("page", "column"):
            out.append("\n")
        elif element.tag == f"{W}noBreakHyphen":
            out.append("-")
    return "".join(out)


# deleted, moved away, the fallback of something shown; the reading over a character (ruby) says it twice; a text box has lines of its own
_HIDING = (f"{W}del", f"{W}moveFrom", f"{W}rt", f"{W}txbxContent", "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback")


def _is_hidden(element: Any, paragraph: Any) -> bool:
    """Whether the line of a paragraph does not show something inside it."""
    element = element.getparent() if element.tag == f"{W}txbxContent" else element
    while element is not paragraph:
        if element.tag in _HIDING:
            return True
        if element.tag == f"{W}r" and is_on(element.find(f"{W}rPr/{W}vanish")):
            return True
        element = element.getparent()
    return False
