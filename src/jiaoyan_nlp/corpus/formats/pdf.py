"""PDF files: text in reading order, printed lines joined into paragraphs, running heads and page numbers told apart.

A PDF holds placed characters, no paragraphs. A printed line runs on into the next one where it reaches the right margin and the
next begins neither indented nor with a numbering mark. What stands in the same place at the head or foot of most pages,
digits aside, is a running head or foot (the rule of pdfplumber's users and of GROBID: repetition by place).
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, NamedTuple

import numpy as np

from jiaoyan_nlp.corpus.decoding import is_plausible
from jiaoyan_nlp.corpus.formats.page import Page
from jiaoyan_nlp.corpus.formats.pdf_tables import Cell, Lines, cells_of, drawn_lines, rows_of
from jiaoyan_nlp.errors import ReadError
from jiaoyan_nlp.text.folding import fold
from jiaoyan_nlp.text.marks import mark_at
from jiaoyan_nlp.text.source import Source

MOST_PAGES = 2_000
_MARGIN, _EDGE = 0.12, 0.075
"""Parts of a page's height, at the top and at the bottom: where running heads and page numbers stand, and where nothing else does."""
_MOST_PAGES_SHARE = 0.6
_PAGE_NUMBER = re.compile(r"[-—–~·\s]*(?:第?\s?\d{1,4}\s?页?|[ivxIVX]{1,6})[-—–~·\s]*(?:[/,共\s]{0,3}\s?\d{1,4}\s?页?)?[-—–~·\s]*")


@dataclass(frozen=True, slots=True)
class Printed:
    """One printed line: its text, its box in points from the page's lower left corner, its page."""

    text: str
    left: float
    right: float
    top: float
    bottom: float
    page: int
    height: float
    """Of the page."""
    is_row: bool = False

    @property
    def size(self) -> float:
        return max(self.top - self.bottom, 1.0)

    @property
    def place(self) -> str:
        """`header` or `footer` for the margins of the page, else empty."""
        if self.bottom > self.height * (1 - _MARGIN):
            return "header"
        return "footer" if self.top < self.height * _MARGIN else ""


def read_pdf(data: bytes, path: str = "-") -> Source:
    """The text of a PDF file, a line a paragraph.

    Raises:
        ReadError: the file is damaged or encrypted, has too many pages, or holds pictures of pages, or letters without a code.
    """
    import pypdfium2 as pdfium

    try:
        document = pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        raise ReadError(path, "encrypted" if "password" in str(error).lower() else "damaged_pdf") from error
    try:
        if len(document) > MOST_PAGES:
            raise ReadError(path, "too_many_pages", str(MOST_PAGES))
        pages = [list(_printed_lines(document[i], i)) for i in range(len(document))]
        scanned = [i + 1 for i, lines in enumerate(pages) if not lines and _has_picture(document[i])]
        title = str(document.get_metadata_value("Title") or "")
    except pdfium.PdfiumError as error:
        raise ReadError(path, "damaged_pdf") from error
    finally:
        document.close()
    if not any(pages):
        raise ReadError(path, "scanned" if scanned else "blank")
    page = Page()
    _write(page, pages)
    if scanned:
        page.remarks.append(("scanned_pages", "、".join(map(str, scanned[:20])) + ("…" if len(scanned) > 20 else "")))
    if not is_plausible("".join(page.parts)):
        raise ReadError(path, "garbled")
    return page.source(path, "pdf", properties=[("title", title)] if title else [])


def _has_picture(page: Any) -> bool:
    import pypdfium2.raw as raw

    return next(page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE], max_depth=4), None) is not None


class Letter(NamedTuple):
    """A printed character and its box."""

    text: str
    left: float
    bottom: float
    right: float
    top: float


def _printed_lines(page: Any, number: int) -> Iterator[Printed]:
    """The lines of a page as pdfium orders them, the letters of each from left to right.

    pdfium puts letters of a second font, such as the quotation marks of a Latin one, behind the others of their line.
    """
    textpage = page.get_textpage()
    count = textpage.count_chars()
    text = textpage.get_text_range(0, count) if count > 0 else ""
    height = page.get_height()
    if len(text) != count:  # a character beyond the basic plane counts twice: places cannot be told
        for line in text.splitlines():
            if line.strip():
                yield Printed(line.strip(), 0.0, 1e9, height / 2 + 5, height / 2 - 5, number, height)
        return
    pieces = [
        [Letter(text[i], *textpage.get_charbox(i, loose=True)) for i in range(m.start(), m.end()) if not text[i].isspace()]
        for m in re.finditer(r"[^\r\n]+", text)
    ]
    textpage.close()
    yield from _lines_and_rows([letters for letters in pieces if letters], drawn_lines(page), number, height)


def _lines_and_rows(pieces: Sequence[list[Letter]], drawn: Lines, number: int, height: float) -> Iterator[Printed]:
    """The letters of a page as lines, those in ruled tables as rows where the first of them stands."""
    letters = [c for piece in pieces for c in piece]
    centres = np.array([((c.left + c.right) / 2, (c.bottom + c.top) / 2) for c in letters]).reshape(-1, 2)
    homes = iter(cells_of(drawn, centres))
    free: list[list[Letter]] = []
    held: dict[Cell, list[list[Letter]]] = defaultdict(list)
    place: dict[Cell, int] = {}
    for piece in pieces:
        split: dict[Cell | None, list[Letter]] = defaultdict(list)
        for letter in piece:
            split[next(homes)].append(letter)
        for cell, part in split.items():
            if cell is not None:
                place.setdefault(cell, len(free))
                held[cell].append(part)
        free.append(split.get(None, []))
    rows = rows_of(list(held))
    first = min(place.values(), default=0)
    for i, piece in enumerate(free):
        if i == first:
            yield from (_row(row, held, number, height) for row in rows)
        boxed = [] if rows else [part for cell, parts in held.items() if place[cell] == i for part in parts]
        for line in ([piece] if piece else []) + boxed:
            line.sort(key=lambda c: c.left)
            yield Printed(_spaced(line), line[0].left, line[-1].right, max(c.top for c in line), min(c.bottom for c in line), number, height)


def _row(row: Sequence[Cell | None], held: Mapping[Cell, list[list[Letter]]], number: int, height: float) -> Printed:
    """A row of a table as one line, its cells kept apart by tabs, the lines of each cell joined."""
    cells = [cell for cell in row if cell]
    texts = ["".join(_spaced(sorted(part, key=lambda c: c.left)).replace("\t", " ") for part in held[cell]) if cell else "" for cell in row]
    return Printed("\t".join(texts), cells[0].left, cells[-1].right, max(c.top for c in cells), min(c.bottom for c in cells), number, height, is_row=True)


def _spaced(letters: Sequence[Letter]) -> str:
    """The letters of a line as text: a tab where a gap is more than two letters wide, a space between Latin words."""
    width = sorted(c.right - c.left for c in letters)[len(letters) * 3 // 4] or 1.0
    out = letters[0].text
    for before, letter in pairwise(letters):
        gap = letter.left - before.right
        if gap > 2.2 * width and not _opens_line(out):
            out += "\t"
        elif gap > 0.2 * width and before.text.isascii() and letter.text.isascii():
            out += " "
        elif gap > 1.2 * width:
            out += "\u3000"
        out += letter.text
    return out


def _opens_line(before: str) -> bool:
    """Whether what stands before a gap is nothing but a numbering mark, or the first letters of a word that is spread wide (计　划)."""
    words = fold(before).strip()
    mark = mark_at(words + "目")
    return len(words) == 1 or (mark is not None and mark.length >= len(words))


def _write(page: Page, pages: Sequence[Sequence[Printed]]) -> None:
    """Paragraphs in order; what is furniture stands behind the paragraph that it interrupts."""
    heads = _running(pages)
    right = _right_margin(pages)
    apart = {id(line) for lines in pages for line in _apart(lines)}
    waiting: list[Printed] = []
    paragraph: list[Printed] = []

    def close() -> None:
        if paragraph:
            page.line(_joined(paragraph))
            paragraph.clear()
        for line in waiting:
            page.line(line.text, furniture="page" if _PAGE_NUMBER.fullmatch(fold(line.text)) else line.place)
        waiting.clear()

    for line in (line for lines in pages for line in lines):
        if id(line) in apart or _is_furniture(line, heads):
            waiting.append(line)
            continue
        if paragraph and not _runs_on(paragraph, line, right):
            close()
        paragraph.append(line)
    close()


def _running(pages: Sequence[Sequence[Printed]]) -> set[tuple[str, str]]:
    """(place, text with digits as #) of lines that stand in the margin of most pages."""
    seen = Counter(key for lines in pages for key in {(line.place, re.sub(r"\d+", "#", line.text)) for line in lines if line.place})
    return {key for key, count in seen.items() if len(pages) >= 2 and count >= max(2, _MOST_PAGES_SHARE * len(pages))}


def _apart(lines: Sequence[Printed]) -> Iterator[Printed]:
    """The lines at the very edge of a page, a gap away from its text: heads and feet also of a single page."""
    inner = [line for line in lines if _EDGE * line.height <= (line.top + line.bottom) / 2 <= (1 - _EDGE) * line.height]
    for line in lines:
        if line.is_row:
            continue
        gaps = [max(line.bottom - other.top, other.bottom - line.top) for other in inner]
        if gaps and line not in inner and min(gaps) > 0.8 * line.size:
            yield line


def _is_furniture(line: Printed, heads: set[tuple[str, str]]) -> bool:
    if not line.place or line.is_row:
        return False
    return (line.place, re.sub(r"\d+", "#", line.text)) in heads or _PAGE_NUMBER.fullmatch(fold(line.text)) is not None


def _right_margin(pages: Sequence[Sequence[Printed]]) -> float:
    """Where full lines end: the edge that the furthest tenth of the lines reaches."""
    edges = sorted(line.right for lines in pages for line in lines if not line.place)
    return edges[max(0, len(edges) * 9 // 10 - 1)] if edges else 0.0


def _runs_on(paragraph: Sequence[Printed], line: Printed, right: float) -> bool:
    """Whether a printed line continues the paragraph: the last line is full, and this one opens nothing of its own."""
    last = paragraph[-1]
    word = re.match(r"[!-~]*", line.text)  # a figure or Latin word is not broken: the line before it ends early
    full = last.right >= right - (1.8 + 0.6 * len(word[0] if word else "")) * last.size
    if not full or last.is_row or line.is_row or "\t" in last.text + line.text or abs(last.size - line.size) > 0.35 * last.size:
        return False
    if last.text[-1] in "。！？" and not re.search("[，。、；：,;:]", line.text) and line.right < right - 4 * line.size:
        return False  # a signature or a heading, behind a paragraph that ends with its line
    hanging = len(paragraph) > 1 and abs(line.left - last.left) < 0.6 * line.size
    indented = line.left > min(p.left for p in paragraph) + 1.2 * line.size and not hanging
    if indented or (len(paragraph) > 1 and line.left > last.left + 1.2 * line.size):
        return False
    far = last.page == line.page and last.bottom - line.top > 1.6 * line.size
    mark = mark_at(fold(line.text))
    return not far and (mark is None or (mark.kind in ("lost", "bullet", "decimal") and last.text[-1] not in "。；：！？;:!?."))


def _joined(lines: Sequence[Printed]) -> str:
    """Printed lines as one; a space where two Latin words meet."""
    out = lines[0].text
    for line in lines[1:]:
        latin = out[-1].isascii() and out[-1].isalnum() and line.text[0].isascii() and line.text[0].isalpha()
        out += (" " if latin else "") + line.text
    return out
