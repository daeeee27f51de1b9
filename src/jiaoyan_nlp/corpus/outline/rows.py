"""Tables in lines without breaks: cells that tabs part, and where a row ends and the next begins."""

from __future__ import annotations

import re
from collections.abc import Iterator

from jiaoyan_nlp.corpus.outline import headings
from jiaoyan_nlp.corpus.outline.opening import opening_mark
from jiaoyan_nlp.text.spans import Span, trimmed

NUMERAL = "[一二三四五六七八九十]"
_TABLE = re.compile(r"\t(?:[^\t]{0,60}\t)+")
_FIRST_CELL = re.compile(r"(?:周次|月份|月次|时间|日期|序号|阶段|项目|姓名|类别|内容|任务|课题|主题)$")
_LAST_CELL = re.compile(rf"[^。!?;\t]{{0,12}}?(?=\s|[。!?;]|{NUMERAL}{{1,2}}\s?、|\({NUMERAL}\)|$)")
_TIME = rf"第?(?:{NUMERAL}{{1,3}}|\d{{1,2}})(?:[-~至、](?:{NUMERAL}{{1,3}}|\d{{1,2}}))?(?:周|月份?|阶段)(?:[上中下]旬)?"
_NEXT_ROW = re.compile(rf"(?:{_TIME}|(?<=\D)\d{{1,2}})$")
"""The first cell of a row, glued to the last of the row above: a time or a number."""


def tables(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Stretches of a line that are tables: cells that tabs part, from the first cell to the last."""
    for found in _TABLE.finditer(text, start, end):
        head = max(start, found.start() - 24)
        first = _FIRST_CELL.search(text[head : found.start()])
        cell = re.search(r"[^。!?;:\s]*$", text[head : found.start()])
        last = _LAST_CELL.match(text, found.end(), end)
        assert cell is not None
        at = head + (first or cell).start()
        if opening_mark(text, at) or headings.exact_name(text[at : found.start()]):
            at = found.start() + 1  # a heading, its break left as a tab
        yield at, last.end() if last else found.end()


def rows(text: str, start: int, end: int) -> Iterator[Span]:
    """The rows of a table. A row begins at a time, in a cell of its own or at the end of the cell of the row above."""
    at, width = start, 0
    for cell in re.finditer(r"[^\t]+", text[start:end]):
        width += 1
        following = _NEXT_ROW.search(cell[0])
        if following and width > 1 and start + cell.end() < end and (following.start() or re.fullmatch(_TIME, cell[0])):
            yield trimmed(text, at, start + cell.start() + following.start())
            at, width = start + cell.start() + following.start(), 1
    yield trimmed(text, at, end)
