"""Web pages (.html, .htm, .mhtml): the main text, a line a block, list numbers as the browser shows them.

trafilatura finds which words of a page are its main text; what is rendered is the innermost part of the page that holds nearly
all of them, whole and in order, with the page's own heading. Lines in it that are nothing but links are the site's, not the plan's.
"""

from __future__ import annotations

import email
import email.policy
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from jiaoyan_nlp.corpus.decoding import decode
from jiaoyan_nlp.corpus.formats.numbering import chinese
from jiaoyan_nlp.corpus.formats.page import Page
from jiaoyan_nlp.corpus.noise import find_noise
from jiaoyan_nlp.errors import ReadError
from jiaoyan_nlp.text.folding import fold
from jiaoyan_nlp.text.source import Source

_BLOCKS = frozenset({
    "address", "article", "aside", "blockquote", "body", "center", "dd", "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form",
    "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "main", "nav", "ol", "p", "pre", "section", "table", "tbody", "td", "tfoot", "th",
    "thead", "tr", "ul",
})  # fmt: skip
_UNSEEN = frozenset({
    "script", "style", "noscript", "template", "head", "title", "meta", "link", "iframe", "object", "svg", "button", "input", "textarea", "select", "option",
})  # fmt: skip
_SHARE = 0.8
"""Part of the main text that the rendered part of the page must hold."""
_MOST_LINES = 200
"""Lines of the main text, the longest, that are looked for in the parts of the page."""
_DEEPEST = 200


@dataclass(slots=True)
class _Line:
    """A block as the browser shows it, and how much of it is links."""

    text: str = ""
    label: str = ""
    level: int | None = None
    linked: int = 0


def read_html(data: bytes, path: str = "-") -> Source:
    """The main text of a saved web page.

    Raises:
        ReadError: the page holds no text, or is nested to an absurd depth.
    """
    text, encoding, _ = decode(data, path, declared=_declared(data))
    return replace(_page_text(text, path, "html"), encoding=encoding)


def read_mhtml(data: bytes, path: str = "-") -> Source:
    """The main text of a page saved with its pictures in one file (.mht, .mhtml, also called .doc by some programs).

    Raises:
        ReadError: the file holds no page.
    """
    message = email.message_from_bytes(data, policy=email.policy.default)
    part = next((p for p in message.walk() if p.get_content_type() == "text/html"), None)
    content = part.get_payload(decode=True) if part is not None else None
    if not isinstance(content, bytes) or not content.strip():
        raise ReadError(path, "damaged_page")
    return replace(read_html(content, path), format="mhtml")


def _declared(data: bytes) -> str:
    found = re.search(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?([\w-]{3,20})""", data[:4096], re.I)
    return found[1].decode("ascii").lower() if found else ""


def _page_text(text: str, path: str, format_: str) -> Source:
    import lxml.html
    from lxml import etree

    try:
        tree = lxml.html.document_fromstring(re.sub(r"^\s*<\?xml[^>]*\?>", "", text.replace("\x00", "")), parser=lxml.html.HTMLParser(huge_tree=False))
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise ReadError(path, "damaged_page") from error
    if _depth(tree) > _DEEPEST:
        raise ReadError(path, "nested_too_deep")
    main, date = _main_part(text, tree)
    page = Page()
    for line in (*_own_heading(tree, main), *_lines(main)):
        site = "site" if line.linked and line.linked >= 0.9 * len(re.sub(r"\s", "", line.text)) else ""
        page.line(line.text, label=line.label, level=line.level, furniture=site)
    title = " ".join((tree.findtext(".//title") or "").split())
    return page.source(path, format_, properties=[(n, v) for n, v in (("title", title), ("posted", date)) if v])


def _depth(tree: Any) -> int:
    deepest = depth = 0
    from lxml import etree

    for event, _ in etree.iterwalk(tree, events=("start", "end")):
        depth += 1 if event == "start" else -1
        deepest = max(deepest, depth)
    return deepest


def _main_part(text: str, tree: Any) -> tuple[Any, str]:
    """The innermost element that holds nearly all of the main text, and the date of posting if the page tells one."""
    from trafilatura import bare_extraction
    from trafilatura.settings import Document

    body = tree.find("body") if tree.find("body") is not None else tree
    found = bare_extraction(text, include_comments=False, include_tables=True, favor_recall=True, deduplicate=False, with_metadata=True)
    if not isinstance(found, Document) or not found.text:
        return body, ""
    noise = find_noise(fold(found.text))
    wanted = {_ink(m[0]) for m in re.finditer(r"[^\n]+", found.text) if len(_ink(m[0])) >= 8 and not any(n.start <= m.start() + 2 < n.end for n in noise)}
    wanted = set(sorted(wanted, key=lambda line: (len(line), line))[-_MOST_LINES:])
    whole = sum(map(len, wanted))
    main = body
    while whole:
        inner = [child for child in main if isinstance(child.tag, str) and child.tag in _BLOCKS and _held(child, wanted) >= _SHARE * whole]
        if not inner or inner[0].tag in ("p", "li", "tr", "td", "table"):
            break
        main = inner[0]
    return main, str(found.date or "")


def _ink(text: str) -> str:
    return re.sub(r"[\s|]", "", text)


def _held(element: Any, wanted: set[str]) -> int:
    held = _ink("".join(element.itertext()))
    return sum(len(line) for line in wanted if line in held)


def _own_heading(tree: Any, main: Any) -> Iterator[_Line]:
    """The page's own heading where it stands before the main part: the last heading there that is of first rank or in the page's title."""
    title = _ink(tree.findtext(".//title") or "")
    found = ""
    for element in tree.iter():
        if element is main:
            break
        words = " ".join("".join(element.itertext()).split()) if element.tag in ("h1", "h2", "h3") else ""
        if words and (element.tag == "h1" or _ink(words) in title) and main not in element.iterancestors():
            found = words
    if found:
        yield _Line(found)


def _lines(element: Any) -> Iterator[_Line]:
    """The blocks of an element that hold text."""
    renderer = _Renderer()
    renderer.element(element, 0)
    renderer.close()
    return (line for line in renderer.lines if line.text.strip())


class _Renderer:
    """Walks a page as a browser lays it out: blocks begin lines, runs of white space are one space, list items carry their numbers."""

    def __init__(self) -> None:
        self.lines: list[_Line] = []
        self.open = _Line()
        self.words: list[str] = []
        self.numbers: dict[Any, int] = {}

    def close(self) -> None:
        self.open.text = "".join(self.words).strip(" \n")
        self.words.clear()
        self.lines.append(self.open)
        self.open = _Line()

    def begin_block(self) -> None:
        if any(words.strip() for words in self.words):
            self.close()

    def element(self, element: Any, linked: int) -> None:
        tag = element.tag if isinstance(element.tag, str) else ""
        if not tag or tag in _UNSEEN or re.search(r"display\s*:\s*none", element.get("style") or ""):
            return
        if tag == "br":
            self.close()
            return
        if tag == "table" and not _is_layout(element):
            self.table(element)
            return
        block = tag in _BLOCKS
        if block:
            self.begin_block()
        if tag == "li":
            self.open.label = self.number(element)
        if re.fullmatch("h[1-6]", tag):
            self.open.level = int(tag[1])
        self.text(element.text, linked or tag == "a")
        for child in element:
            self.element(child, linked or tag == "a")
            self.text(child.tail, linked or tag == "a")
        if block:
            self.close()

    def text(self, text: str | None, linked: int) -> None:
        words = re.sub(r"[ \t\r\n\f]+", " ", text or "")
        if words.startswith(" ") and (not self.words or self.words[-1].endswith(" ")):
            words = words[1:]
        if words:
            self.words.append(words)
        if linked:
            self.open.linked += len(re.sub(r"\s", "", words))

    def table(self, table: Any) -> None:
        self.begin_block()
        for row in table.iter("tr"):
            cells = [" ".join(line.text for line in _lines(cell)) for cell in row if cell.tag in ("td", "th")]
            self.lines.append(_Line("\t".join(re.sub(r"\s+", " ", cell).strip() for cell in cells)))

    def number(self, item: Any) -> str:
        """The number that a browser writes before an item of an ordered list; empty where it writes none."""
        parent = item.getparent()
        if parent is None or parent.tag != "ol":
            return ""
        first = parent.get("start") or "1"
        before = self.numbers.get(parent, int(first) - 1 if re.fullmatch(r"-?\d{1,6}", first) else 0)
        number = self.numbers[parent] = before + 1
        style = f"{parent.get('style') or ''} {item.get('style') or ''}"
        if "none" in style:
            return ""
        return f"{chinese(number)}、" if re.search("cjk|chinese|han", style) and number >= 0 else f"{number}. "


def _is_layout(table: Any) -> bool:
    """Whether a table only lays the page out: it holds a table, has one cell a row, or a cell as long as a text."""
    rows = [[c for c in row if c.tag in ("td", "th")] for row in table.iter("tr")]
    if next(table.iterdescendants("table"), None) is not None or all(len(row) <= 1 for row in rows):
        return True
    return any(len(_ink("".join(cell.itertext()))) > 1_000 for row in rows for cell in row)
