"""What the sheets of the workbook are: their order, which columns stand first and how wide, what is added for a reader, what each is for.

Columns that a sheet does not name follow behind, folded away: places in the text, identifiers, how a value was come by.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

from jiaoyan_nlp.report import words
from jiaoyan_nlp.report.workbook.meanings import ADDED, MEANINGS, MEANINGS_OF
from jiaoyan_nlp.tables import TABLES

_NOWHERE: Mapping[str, str] = MappingProxyType({})


class Sheet(NamedTuple):
    """A sheet.

    Attributes:
        about: what a row is, and how to read it.
        columns: the columns that stand first, in order.
        frozen: how many of them stay in sight when one scrolls to the right.
        linked: of the columns, those whose cells lead elsewhere: to which sheet (`report.links`).
    """

    about: str
    columns: tuple[str, ...]
    frozen: int
    linked: Mapping[str, str] = _NOWHERE


_FILE = {"file": "plans"}
_FAMILY = {"family_id": "families"}

SHEETS = {
    "findings": Sheet(
        "一行是一处请人看一看的文字：出现他校名称、较早年份、留空未填等。是否需要改，由人看原文后决定。",
        ("kind", "school", "text", "context", "evidence", "owner", "file", "plan"), 2, _FILE,
    ),
    "families": Sheet(
        "一行是一段在几份材料里都出现的文字。只说明文字相同或相近，不说明谁写在先、谁取自谁；各处原文在《重合文本出处》，点编号可跳去。",
        ("family_id", "length", "schools", "members", "holders", "kind", "scope", "exemplar", "reference", "earliest", "verdict", "note"), 1,
        {"family_id": "reuse"},
    ),
    "reuse": Sheet(
        "一行是一段重合文本的一处，同一编号的各行相邻，第一行是用来对照的文本；点编号可跳回《重合文本》。",
        ("family_id", "school", "kind", "similarity", "text", "edits", "file", "plan"), 2, {**_FAMILY, **_FILE},
    ),
    "sharing": Sheet(
        "一行是一份材料：多少字出自上级文件、模板，多少字也出现在别的学校的材料里，多少字是本校沿用，其余多少。",
        ("school", "file", "plan", "letters", "policy", "template", "shared", "repeated", "own", "share"), 1, _FILE,
    ),
    "between": Sheet("一行是两所学校：前一所的材料里有多少字也出现在后一所的材料里。", ("school", "other", "letters", "shared", "share"), 2),
    "commitments": Sheet(
        "一行是一处数量：承诺要做的、已经做到的、现状，以及只用来限定范围的。只看承诺，请在“类别”一列筛选。",
        ("school", "class", "item", "text", "per", "actor", "each", "strength", "placeholder", "label", "sentence", "indicator", "file", "plan"), 1, _FILE,
    ),
    "indicators": Sheet(
        "一行是一份材料对一项工作的数量承诺，与同一年度其他学校的比较。偏高、偏低是与各校四分位数相比，不是好坏。",
        ("indicator_zh", "school", "year_of", "text", "value", "measure", "median", "lower", "upper", "far", "schools", "same", "before", "actor_kind", "per",
         "strength", "file", "plan"), 2, _FILE,
    ),
    "specificity": Sheet(
        "一行是一份计划：它的任务与措施里，有多少句写了日后可以核查的数量或时间。",
        ("school", "school_year", "sentences", "quantified", "dated", "checkable", "vague", "share", "file", "plan"), 1, _FILE,
    ),
    "vague": Sheet("一行是一处说了要做、却没有数量或时间可供核查的用语。", ("school", "text", "kind", "label", "sentence", "file", "plan"), 1, _FILE),
    "missing": Sheet(
        "一行是一份材料里没有找到的一个常见部分。可能写在别的标题下，请看原文。", ("school", "school_year", "kind", "title", "label", "file", "plan"), 1, _FILE,
    ),
    "plans": Sheet(
        "一行是一份计划或总结；一个文件里有几份的，各占一行。",
        ("school", "title", "kind", "school_year", "year", "term", "subject", "issuer", "date", "author", "level", "district", "missing", "file", "plan"), 2,
        {"file": "sources"},
    ),
    "sources": Sheet("一行是一个读过的文件。", ("file", "format", "encoding", "characters", "plans", "noise"), 1, _FILE),
    "problems": Sheet("一行是一个没有读成、或只读了一部分的文件，写明原因和办法。", ("file", "message", "stage"), 1),
    "slots": Sheet(
        "一行是重合文本里一处“填空”的一种填法：几份材料在同一处各填了什么。",
        ("family_id", "slot", "kind", "school", "filler", "file", "plan"), 2, _FAMILY,
    ),
    "substitutions": Sheet("一行是一对在重合文本里互相替换的词。", ("word", "other", "copies", "families", "forward", "backward"), 2),
    "stock": Sheet("一行是一句许多材料都用的套语，太短，不算重合文本。", ("letters", "plans", "schools"), 1),
    "passages": Sheet("一行是原文的一段，按文件里的次序，写明它属于计划的哪一部分。", ("label", "kind", "heading_path", "text", "file", "plan"), 1),
}  # fmt: skip
"""The sheets in the order in which a person needs them."""

_TWICE = {"passages": ("label_zh",), "missing": ("label_zh",), "indicators": ("indicator",)}
"""Columns left out, for another of the sheet says the same in Chinese."""

WIDTHS = {
    "text": 44, "context": 48, "sentence": 44, "exemplar": 56, "file": 32, "title": 28, "message": 60, "heading_path": 22, "school": 22, "other": 22,
    "owner": 20, "found": 24, "filler": 20, "holders": 28, "edits": 36, "evidence": 14, "kind": 12, "family_id": 10, "item": 14, "reference": 14,
    "earliest": 16, "note": 16, "school_year": 13, "year_of": 11, "missing": 26, "indicator_zh": 12, "indicator": 12, "actor": 12, "actor_kind": 12,
    "issuer": 12, "date": 11, "label": 10, "scope": 11, "source_id": 18, "plan_id": 20, "district": 11, "verdict": 10, "class": 8,
}  # fmt: skip
"""Widths of columns, in digits; a Chinese character takes two. Together they are what a page across can hold legibly."""
WIDTHS_OF = {
    "commitments": {"text": 14}, "indicators": {"text": 14}, "findings": {"text": 16, "kind": 14}, "vague": {"text": 12}, "passages": {"text": 80},
    "sources": {"file": 70}, "problems": {"file": 50}, "stock": {"letters": 40}, "sharing": {"file": 50}, "plans": {"kind": 7, "file": 34},
}  # fmt: skip
_NARROW = 7

PERCENT = frozenset({"similarity", "confidence", "share"})
PLAIN = frozenset({"year", "plan", "slot", "heading", "start", "end", "sentence_start", "sentence_end", "part_of"})
"""Whole numbers that are no amounts: no thousands are marked."""


def columns(table: str) -> tuple[str, ...]:
    """All columns of a sheet, those that stand first in front."""
    held = [c.name for c in TABLES[table] if c.name not in _TWICE.get(table, ())]
    first = [name for name in SHEETS[table].columns if name in held or name in ADDED.get(table, {})]
    return (*first, *(name for name in held if name not in first))


def folded(table: str) -> int:
    """The place of the first column of a sheet that is folded away; their number where none is."""
    return sum(name in SHEETS[table].columns for name in columns(table))


def heading(table: str, column: str) -> str:
    """What a column is called."""
    return words.COLUMNS_OF.get(table, {}).get(column) or words.COLUMNS[column]


def meaning(table: str, column: str) -> str:
    """What a column means, in Chinese."""
    return ADDED.get(table, {}).get(column) or MEANINGS_OF.get(table, {}).get(column) or MEANINGS[column]


def width(table: str, column: str) -> int:
    """How wide a column is, in digits."""
    return WIDTHS_OF.get(table, {}).get(column) or WIDTHS.get(column, _NARROW)
