"""The codes of the tables in Chinese, as the workbook shows them; the parquet tables keep the codes."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

from jiaoyan_nlp.commitments.indicators import indicators
from jiaoyan_nlp.commitments.strength import STRENGTHS
from jiaoyan_nlp.report import words
from jiaoyan_nlp.sections.labels import LABELS

EDITS = {**words.SLOT, "synonym": "近义词", "replace": "改", "delete": "删", "insert": "增", "move": "移"}
TERMS = {"spring": "春季", "autumn": "秋季", "year": "全年"}
CLASSES = {"commitment": "承诺", "achievement": "已完成", "fact": "现状", "qualifier": "限定"}
COMPARATORS = {"eq": "等于", "ge": "不少于", "le": "不超过", "gt": "多于", "lt": "少于", "approx": "约", "range": "范围"}
CHANGES = {"increase": "提高", "decrease": "降低", "none": ""}
PASSAGES = {"title": "标题", "heading": "小标题", "item": "条目", "paragraph": "段落", "row": "表格行", "noise": "杂质"}
VAGUE = {"amount": "数量", "frequency": "频次", "time": "时间", "degree": "程度"}
FAR = {"low": "▼ 偏低", "high": "▲ 偏高"}
STAGES = {"read": "读取", "analyse": "分析"}
FIELDS = {name: words.COLUMNS[name] for name in ("school", "district", "level", "year", "term", "school_year", "subject", "issuer", "date", "author")}
PLACES = {
    "manifest": "清单", "member": "压缩包内路径", "path": "文件名", "folder": "文件夹", "document": "文档属性", "title": "标题", "head": "篇首", "foot": "落款",
    "text": "正文", "front": "卷首", "root": "所选文件夹", "school": "学校名",
}  # fmt: skip

Shown = Callable[[str], str]


def _in(names: Mapping[str, str]) -> Shown:
    return lambda code: names.get(code, code)


def _labels(codes: str) -> str:
    return "、".join(LABELS.get(code, code) for code in codes.split())


def _reference(value: str) -> str:
    kind, colon, file = value.partition(":")
    return f"{words.REFERENCE[kind]}：{file}" if colon and kind in words.REFERENCE else value


def _found(pairs: str) -> str:
    """Where metadata was found: 学校：文件夹；年份：标题."""
    told = [pair.partition(":") for pair in pairs.split()]
    return "；".join(f"{FIELDS.get(name, name)}：{PLACES.get(place, place)}" for name, _, place in told)


def _edits(value: str) -> str:
    """What differs from the first copy, in its order: 改「各备课组」→「本教研组」；删「认真」."""
    held: list[dict[str, Any]] = json.loads(value)
    return "；".join(f"{EDITS.get(each['kind'], each['kind'])}{_change(each['exemplar'], each['copy'])}" for each in held)


def _change(old: str, new: str) -> str:
    return "→".join(f"「{text}」" for text in (old, new) if text)


@cache
def shown_as() -> dict[tuple[str, str], Shown]:
    """How the codes of a column are shown, by table and column; a table of `` stands for all tables."""
    return {
        ("", "label"): _in(LABELS), ("", "per"): _in({**words.PER, "plan": ""}), ("", "strength"): _in(STRENGTHS), ("", "comparator"): _in(COMPARATORS),
        ("", "change"): _in(CHANGES), ("", "class"): _in(CLASSES), ("", "scope"): _in(words.SCOPE), ("", "term"): _in(TERMS), ("", "far"): _in(FAR),
        ("", "missing"): _labels, ("", "found"): _found, ("", "edits"): _edits, ("", "reference"): _reference, ("", "stage"): _in(STAGES),
        ("", "indicator"): _in({each.code: each.zh for each in indicators()}), ("", "actor_kind"): _in(words.actors()),
        ("plans", "kind"): _in(words.KIND_OF_PLAN), ("missing", "kind"): _in(words.KIND_OF_PLAN), ("findings", "kind"): _in(words.FINDING),
        ("families", "kind"): _in(words.KIND_OF_COPY), ("reuse", "kind"): _in(words.KIND_OF_COPY), ("slots", "kind"): _in(words.SLOT),
        ("passages", "kind"): _in(PASSAGES), ("vague", "kind"): _in(VAGUE),
    }  # fmt: skip


def shown(table: str, column: str) -> Shown | None:
    """How a column's codes are shown; None where it holds none."""
    return shown_as().get((table, column)) or shown_as().get(("", column))
