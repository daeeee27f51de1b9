"""Clues: what is known of a plan from around its text, before it is weighed. Said outright in columns and properties, or by the way
in the names of folders and files, titles, first and last lines."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from typing import NamedTuple

from jiaoyan_nlp.corpus.metadata.schoolyear import TERMS, period_of
from jiaoyan_nlp.corpus.metadata.signature import date_of, foot_of, head_of
from jiaoyan_nlp.resources import lexicon
from jiaoyan_nlp.text.folding import fold

PLACES = ("manifest", "member", "path", "document", "title", "head", "foot", "text", "front", "root")
"""Where a clue may come from, the more trusted first: a manifest, the columns of a spreadsheet, the names of folders and file, the
document's properties, the plan's title, its first lines, its signature, its first sentences, the title of the anthology around it, the folder that was read."""

STATED = ("manifest", "member")
"""Places that say a field outright."""

_KINDS = {"plan": "计划|规划|方案|要点|plan", "summary": "总结|小结|汇报|报告|summary"}
_BARE_TERMS = {"上": "第一学期", "一": "第一学期", "1": "第一学期", "秋": "秋季", "下": "第二学期", "二": "第二学期", "2": "第二学期", "春": "春季"}
_BARE_TERMS |= {"学年": "学年", "全年": "全年", "year": "全年"}
_DOCUMENT_FIELDS = ("title", "date")  # Word's author is whoever owned the computer


class Clue(NamedTuple):
    """Something known of a plan from around its text.

    Attributes:
        place: one of `PLACES`.
        text: folded words that may name a school, a year …
        fields: what is said outright, as (field, value) with the fields of `field_named` and values as `said_value` gives them.
        depth: in a path 0 for the file, 1 for its folder, and so on; of manifests 0 for the row that names the file.
    """

    place: str
    text: str = ""
    fields: tuple[tuple[str, str], ...] = ()
    depth: int = 0

    def says(self, name: str) -> str:
        """What it says outright of a field, empty for nothing."""
        return next((value for known, value in self.fields if known == name), "")


def clues_of(path: str = "", title: str = "", text: str = "", front: str = "") -> list[Clue]:
    """The clues in a plan's path, its title and what follows the title, and in the title of the anthology around it."""
    parts = [part for part in reversed(path.replace("\\", "/").split("/")) if part]
    words = fold(text)
    texts = {"title": fold(title), "head": head_of(words[:200]), "foot": foot_of(words), "text": words[:200], "front": fold(front)}
    return [*(Clue("path", _in_full(parts, depth), depth=depth) for depth in range(len(parts))), *(Clue(place, said) for place, said in texts.items() if said)]


def clue_of_root(path: str, name: str) -> list[Clue]:
    """The name of the folder that was read, where `name` says a file's place below it and `path` where it lies."""
    around = path.replace("\\", "/").removesuffix(name)
    root = around.rstrip("/").rpartition("/")[2] if around != path else ""
    return [Clue("root", fold(root))] if root else []


def _in_full(parts: list[str], depth: int) -> str:
    """A part of a path, folded; where it is a school's short name in the folder of a district or town, with that before it."""
    name = fold(parts[depth])
    outer = fold(parts[depth + 1]) if 0 < depth < len(parts) - 1 else ""
    heap = {"县": "short", "区": "short", "市": "short", "旗": "short", "镇": "short_in_town", "乡": "short_in_town"}.get(outer[-1:])
    return outer + name if heap and re.match("|".join(lexicon("metadata")[heap]), name) else name


def stated(place: str, said: Iterable[tuple[str, str]], depth: int = 0) -> Clue:
    """A clue of columns or properties with names of any kind (学校, School …).

    Names that mean no field and values that the field cannot have are left out; of a document's properties all but title and
    date are. Year and term together become the field `period`.
    """
    known = [(name, value) for column, text in said if (name := field_named(column)) and (value := said_value(name, text))]
    if place == "document":
        known = [(name, value) for name, value in known if name in _DOCUMENT_FIELDS]
    year = next((value for wanted in ("school_year", "year") for name, value in known if name == wanted), "")
    term = next((value for name, value in known if name == "term"), "")
    whole = term if period_of(term).year else year + term
    words = " ".join(fold(value) for name, value in known if name in ("title", "issuer"))  # 单位 is a school as often as an office
    rest = [(name, value) for name, value in known if name not in ("school_year", "year", "term", "title")]
    return Clue(place, words, (*rest, ("period", whole)) if whole else tuple(rest), depth)


@cache
def _field_names() -> dict[str, str]:
    return {fold(alias).lower(): name for name, aliases in lexicon("metadata")["fields"].items() for alias in aliases}


def field_named(column: str) -> str:
    """The field that a column's heading means, in Chinese or English: file, school, district, level, year, school_year, term, subject,
    kind, issuer, date, author or title; empty where it means none."""
    return _field_names().get(re.sub(r"[\s*:]+", "", fold(column)).lower(), "")


def said_value(name: str, text: str) -> str:
    """A cell's text as the value of a field, in its one form; empty where the field cannot have it (学期: 不详)."""
    words = " ".join(fold(text).split())
    if name in ("year", "school_year"):
        return _said_year(name, re.sub(r"(?<=^\d{4})(?:\.0|年)$", "", words))
    if name == "term":
        words = _BARE_TERMS.get(words.lower().strip("第学期季()"), words)
        return words if period_of(words).term in TERMS else ""
    if name == "kind":
        return next((kind for kind, pattern in _KINDS.items() if re.search(pattern, words, re.I)), "")
    return date_of(words) if name == "date" else words


def _said_year(name: str, words: str) -> str:
    """A bare number is a school year or a calendar year as its column is called; a calendar year keeps no term of its own."""
    bare = re.fullmatch(r"\d{4}", words)
    text = words + ("学年" if name == "school_year" else "年") if bare else words
    return text if period_of(text).year else ""
