"""The datasheet of an export: what each table and column holds, how the corpus was read, and what only the researcher can say.

In the manner of Gebru et al., Datasheets for Datasets (Communications of the ACM 64(12), 2021): questions that the program cannot answer stand
as questions. In Chinese and English, as `datasheet.md` for readers and `datasheet.csv` for programs.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from jiaoyan_nlp import __version__
from jiaoyan_nlp.report.workbook.meanings import MEANINGS, MEANINGS_OF
from jiaoyan_nlp.tables import ASKED_FOR, TABLES

if TYPE_CHECKING:
    import pandas as pd

COLUMNS = ("table", "column", "type", "rows", "meaning", "meaning_zh")
OFFSETS = (
    "`start`、`end` 等位置都是原文（`jiaoyan text 文件` 的输出）里的字符位置，按 Unicode 码点从 0 数起，不含 `end` 本身；表里的 `plan` 从 1 数起。",
    "`start`, `end` and other places count the code points of the source text (what `jiaoyan text FILE` prints) from 0; "
    "the character at `end` is the first behind. `plan` counts from 1.",
)
FORMS = {
    "csv": (
        "CSV：UTF-8 带 BOM，逗号分隔。表格软件会当作公式的单元格（以 = + - @ 等开头），前面加了一个撇号 '；要一字不差的值，请导出 parquet。",
        "CSV: UTF-8 with a BOM, commas. A cell that a spreadsheet would take for a formula (it begins with = + - @ …) has a ' put before it; "
        "export parquet for exact values.",
    ),
    "parquet": ("Parquet：各值与分析结果完全一致。", "Parquet: all values exactly as analysed."),
    "conllu": (
        "CoNLL-U：一篇一个 newdoc，一段一个 newpar，MISC 里是位置和所属部分；不含杂质。"
        "UPOS 由 jieba 的词性换算（corpus/lexicons/upos.toml），LEMMA 和依存关系没有标。",
        "CoNLL-U: a newdoc a plan, a newpar a passage, place and section in MISC; noise left out. UPOS is made from jieba's tags (corpus/lexicons/upos.toml); "
        "lemmas and trees are not annotated.",
    ),
    "docbin": (
        "spaCy DocBin：一篇一个 Doc，`spans` 有 sections 和 commitments，`user_data` 有 file、plan、school、year、kind 和 start（这篇在文件里的起点）。",
        "spaCy DocBin: a Doc a plan, `spans` sections and commitments, `user_data` file, plan, school, year, kind and start (where it begins in its file).",
    ),
}
REDACTED = (
    "姓名、电话、身份证号、邮箱、QQ 和微信号、银行卡号、车牌号已按规则用等长的符号遮盖，位置不变；遮盖了哪些地方见 masked.csv。"
    "规则会有遗漏，分享之前请再看一遍。",
    "Personal names, telephone, identity and bank card numbers, mail addresses, QQ and WeChat numbers and number plates "
    "were masked by rule, with as many characters, so that places hold; `masked.csv` says where. "
    "Rules miss some: look through the files before you share them.",
)
QUESTIONS = (
    ("动机：为什么收集这些材料？由谁、用什么经费？", "Motivation: why were these plans collected, by whom, paid by whom?"),
    (
        "构成：它们代表哪些学校和年份？是全部还是抽样，怎样抽的？缺了哪些？",
        "Composition: which schools and years do they stand for? All or a sample, drawn how? What is missing?",
    ),
    ("收集：怎样得到的？写的人知道并同意吗？", "Collection: how were they obtained? Do their writers know, and did they agree?"),
    ("用途：已经用在哪里？不宜用在哪里？", "Uses: where were they used already, and what should they not be used for?"),
    ("分发与维护：谁可以得到，按什么许可？出了错找谁？", "Distribution and maintenance: who may have them, under which licence? Whom to tell of errors?"),
)


@dataclass(frozen=True)
class Facts:
    """How an export was made.

    Attributes:
        form: csv, parquet, conllu or docbin.
        options: the options that it was made with, as written on a command line.
        files, plans: how many were read.
        problems: how many files had a problem, by its reason.
        redacted: whether what is personal was masked.
    """

    form: str
    options: str
    files: int
    plans: int
    problems: Mapping[str, int]
    redacted: bool = False


def meaning(table: str, column: str) -> str:
    """What a column of a table means, in Chinese."""
    return MEANINGS_OF.get(table, {}).get(column) or MEANINGS[column]


def column_rows(tables: Mapping[str, pd.DataFrame]) -> Iterator[tuple[str, ...]]:
    """A row a column of these tables, under `COLUMNS`."""
    known = TABLES | ASKED_FOR
    for name, table in tables.items():
        for column in known[name]:
            yield name, column.name, column.type, str(len(table)), column.meaning, meaning(name, column.name)


def as_csv(tables: Mapping[str, pd.DataFrame]) -> str:
    """The columns of these tables as CSV."""
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerows([COLUMNS, *column_rows(tables)])
    return out.getvalue()


def as_markdown(tables: Mapping[str, pd.DataFrame], facts: Facts) -> str:
    """The whole datasheet."""
    parts = [
        "# 数据说明 · Datasheet",
        *(f"- {zh}\n  {en}\n\n  ____" for zh, en in QUESTIONS),
        "## 怎样得来 · How it was made",
        f"- jiaoyan-nlp {__version__}, `jiaoyan export {facts.options}`",
        f"- 文件 files: {facts.files}; 计划与总结 plans: {facts.plans}; 问题 problems: {_problems(facts)}",
        *(f"- {zh}\n  {en}" for zh, en in (FORMS[facts.form], OFFSETS, *([REDACTED] if facts.redacted else []))),
        *(_table(name, table) for name, table in tables.items()),
    ]
    return "\n\n".join(parts) + "\n"


def _problems(facts: Facts) -> str:
    return ", ".join(f"{reason} {count}" for reason, count in sorted(facts.problems.items())) or "0"


def _table(name: str, table: pd.DataFrame) -> str:
    lines = [f"| {column} | {kind} | {zh} | {en} |".replace("\n", " ") for _, column, kind, _, en, zh in column_rows({name: table})]
    return "\n".join([f"## {name} ({len(table)})\n", "| 列 column | 类型 type | 含义 | meaning |", "| --- | --- | --- | --- |", *lines])
