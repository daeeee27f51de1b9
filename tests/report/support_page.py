"""A page as a browser takes it apart."""

from __future__ import annotations

import json
from html.parser import HTMLParser
from typing import Any

import lxml.html


class Reader(HTMLParser):
    """Tags with their attributes, and the text that a reader sees, in both languages."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.pieces: list[str] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in ("meta", "br", "img", "link", "input", "hr"):
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open and self.open.pop() == tag, f"</{tag}> closes nothing"

    def handle_data(self, data: str) -> None:
        if not {"script", "style"} & set(self.open):
            self.pieces.append(data)

    @property
    def text(self) -> str:
        return "".join(self.pieces)


def tree(page: str) -> Any:
    """The page as elements, with its Chinese words only."""
    root = lxml.html.fromstring(page)
    for element in root.xpath("//*[contains(concat(' ', @class, ' '), ' en ')]"):
        element.drop_tree()
    return root


def chapter(page: str, name: str) -> str:
    """The text of a chapter in Chinese."""
    return str(tree(page).get_element_by_id(name).text_content())


def cells(page: str, table: str) -> list[list[str]]:
    """The body of a table, row by row, in Chinese; words that a cell sets apart (a share, a file's name) stand behind a space."""
    rows = tree(page).xpath(f"//table[@id='{table}']/tbody/tr")
    return [[" ".join(" ".join(cell.itertext()).split()) for cell in row if "screen" not in cell.get("class", "")] for row in rows]


def numbers(page: str, table: str) -> list[list[float | None]]:
    """The numbers that a table sorts by, row by row; None where a cell has none."""
    rows = tree(page).xpath(f"//table[@id='{table}']/tbody/tr")
    return [[float(n) if (n := cell.get("data-n")) else None for cell in row if "screen" not in cell.get("class", "")] for row in rows]


def index(page: str) -> dict[str, Any]:
    """The index of the evidence."""
    return dict(json.loads(lxml.html.fromstring(page).get_element_by_id("index").text))


def record(page: str, place: list[int]) -> list[Any]:
    """A record of the evidence that the page holds itself."""
    return list(json.loads(lxml.html.fromstring(page).get_element_by_id(f"chunk-{place[0]}").text)[place[1]])
