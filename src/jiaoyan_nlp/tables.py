"""The tables that the stages hand each other: every column with its type, unit and meaning.

`frame` makes a pandas frame of a table's rows with exactly these columns, in this order, with these types, whatever rows
there are: an empty table has them too.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    import pandas as pd


class Column(NamedTuple):
    """A column: its name, its pandas type (str, int, float, bool; Int64 and Float64 where a value may be missing), its meaning."""

    name: str
    type: str
    meaning: str


_PLACE = [
    Column("file", "str", "path of the file, relative to the folder that was read, with forward slashes"),
    Column("plan", "int", "number of the plan in its file, from 1; 0 for what belongs to no plan"),
    Column("start", "int", "place of the first character in the source text, in code points"),
    Column("end", "int", "place behind the last character"),
]
_WHERE = [
    Column("school", "str", "school, empty where unknown"),
    Column("district", "str", "district, empty where unknown"),
    Column("level", "str", "the school's level in Chinese: 幼儿园, 小学, 初中, 高中, 中学, 九年一贯, 十二年一贯, 完全中学, 中职, 特教, 教研机构, or empty"),
    Column("year", "Int64", "calendar year, of a school year its first"),
    Column("term", "str", "spring, autumn, year, or empty"),
    Column("school_year", "str", "school year with its term, as 2021-2022学年第一学期; empty where the plan is of none or of an unknown one"),
    Column("subject", "str", "school subject as named, or empty"),
    Column("issuer", "str", "office that issued the plan, as named (语文教研组, 教导处), or empty"),
    Column("date", "str", "date of the plan, ISO 8601 by the day or the month, or empty"),
    Column("author", "str", "person whom the plan names as its writer (执笔:…), or empty"),
]
_SHARED = {column.name: column for column in (*_PLACE, *_WHERE)}

TABLES: dict[str, list[Column]] = {
    "sources": [
        Column("source_id", "str", "16 hexadecimal digits of the SHA-256 of path and text"),
        Column("file", "str", _PLACE[0].meaning),
        Column("format", "str", "txt, docx, doc, rtf, odt, word_xml, pdf, html, mhtml, xlsx or csv"),
        Column("encoding", "str", "character encoding found, empty where the format has none"),
        Column("characters", "int", "length of the text, in code points"),
        Column("plans", "int", "number of plans found in the file"),
        Column("noise", "int", "characters masked as noise"),
    ],
    "plans": [
        Column("plan_id", "str", "source_id and number of the plan, joined by a hyphen"),
        *_PLACE,
        Column("title", "str", "title line, empty where there is none"),
        Column("kind", "str", "plan or summary"),
        *_WHERE,
        Column("found", "str", "where each piece of metadata was found, as name:place pairs"),
        Column("missing", "str", "labels of the sections that a reader expects and the plan has not, joined by spaces"),
    ],
    "passages": [
        *_PLACE,
        Column("kind", "str", "title, heading, item, paragraph, row or noise"),
        Column("heading", "int", "level of a heading, 1 or 2; 0 for everything else"),
        Column("label", "str", "section label"),
        Column("label_zh", "str", "section label in Chinese"),
        Column("decided_by", "str", "the rule that gave the label; of noise its reason"),
        Column("confidence", "float", "how often that rule is right, 0 to 1"),
        Column("heading_path", "str", "headings that govern the passage, top first, joined by ' / '"),
        Column("cut", "str", "what says that the passage begins here: line, or in run-together text mark, count, table, model …; noise behind noise"),
        Column("text", "str", "the source text of the passage"),
    ],
    "commitments": [
        *_PLACE,
        Column("text", "str", "the quantity expression as written"),
        Column("class", "str", "commitment, achievement, fact or qualifier"),
        Column("actor", "str", "who is bound, as written; empty where the text leaves it out"),
        Column("each", "bool", "whether the amount holds for every one of the actors"),
        Column("item", "str", "what is counted, as written"),
        Column("comparator", "str", "eq, ge, le, gt, lt, approx or range"),
        Column("min", "Float64", "lower bound, in units"),
        Column("max", "Float64", "upper bound, in units"),
        Column("unit", "str", "unit as written; % for percentages; empty where there is none"),
        Column("change", "str", "increase or decrease for an amount of change, none for a level"),
        Column("per", "str", "day, week, biweek, month, bimonth, semester, year, unit, lesson or plan"),
        Column("placeholder", "bool", "whether the amount was left open"),
        Column("label", "str", "section label of the passage"),
        Column("decided_by", "str", "the rule that says the class too; model where the rules say another"),
        Column("sentence_start", "int", "place of the sentence"),
        Column("sentence_end", "int", "place behind the sentence"),
        Column("sentence", "str", "the sentence as written"),
        Column("strength", "str", "of a commitment how firmly it is promised, weakest first: open, soft, plain, duty, bound; else empty"),
        Column("indicator", "str", "code of what is counted (corpus/lexicons/indicators.toml), empty where none fits"),
        Column("actor_kind", "str", "code of who is bound: teacher, young_teacher, group_leader, leader, group, school …; empty where unknown"),
        Column("rate", "Float64", "what a commitment comes to in a semester, in units; missing where it is no count of things done again and again"),
        Column("rate_factor", "Float64", "the constant that the rate was made with: how often the period comes in a semester"),
        Column("baseline", "Float64", "where a change starts from (of 从65%提高到75% the 65), in units"),
        Column("part_of", "Int64", "start of the amount that this one is a part of (其中), in the same file"),
    ],
    "vague": [
        *_PLACE,
        Column("text", "str", "wording that promises without a number that anyone could check"),
        Column("kind", "str", "amount (若干), frequency (定期), time (适时) or degree (尽量)"),
        Column("label", "str", "section label of the passage"),
        Column("sentence", "str", "the sentence as written"),
    ],
    "specificity": [
        *_PLACE[:2],
        *(_SHARED[name] for name in ("school", "school_year", "year")),
        Column("sentences", "int", "sentences of the plan's tasks and measures"),
        Column("quantified", "int", "of these, with an amount that is promised"),
        Column("dated", "int", "with a point in time"),
        Column("checkable", "int", "with either: what anyone could check later"),
        Column("vague", "int", "with neither, and with vague wording"),
        Column("share", "Float64", "checkable sentences by sentences, 0 to 1; missing where there is no sentence"),
    ],
    "indicators": [
        Column("indicator", "str", "code of what is counted"),
        Column("indicator_zh", "str", "its Chinese name"),
        Column("actor_kind", "str", "code of who is bound, empty where unknown"),
        Column("measure", "str", "the unit that amounts are compared in, with /学期 behind it where they are rates in a semester"),
        Column("year_of", "str", "year that the plan is compared in: school year (2022-2023), else calendar year"),
        Column("school", "str", "school; the file where it is not known"),
        _SHARED["school_year"],
        Column("value", "float", "the highest promise of the plan, in a semester or in the unit"),
        Column("text", "str", "the amount as written"),
        *(Column(name, "str", "as in the table commitments") for name in ("comparator", "unit", "per", "strength")),
        Column("schools", "int", "schools with a promise of this kind in this year"),
        Column("median", "float", "median over these schools"),
        Column("lower", "float", "lower quartile"),
        Column("upper", "float", "upper quartile"),
        Column("far", "str", "low or high where the value lies far outside the quartiles, else empty"),
        Column("same", "int", "schools that promise this very amount, this one included"),
        Column("before", "Float64", "value of the same school in the latest year before, missing where none is known"),
        *_PLACE,
    ],
    "families": [
        Column(
            "family_id",
            "str",
            "f and eight hexadecimal digits made from the exemplar's letters, and a number where families have the same; it stays when copies join",
        ),
        Column("length", "int", "letters of the exemplar, punctuation left out"),
        Column("members", "int", "number of copies, the exemplar included"),
        Column("schools", "int", "number of different owners among them, as in the table sharing: schools, mostly"),
        Column("kind", "str", "verbatim, names, edited, reordered, merged or spun: the strongest change among the members"),
        Column("scope", "str", "across schools, within one school, or within one file"),
        Column("reference", "str", "kind and file of the reference that it comes from (policy:通知.txt), empty where none is known"),
        Column("earliest", "str", "file of the copy that is dated before all others, empty where dates are not known or overlap"),
        Column("exemplar", "str", "the exemplar's source text"),
    ],
    "reuse": [
        Column("family_id", "str", "the family"),
        *_PLACE,
        Column("school", "str", "school, empty where unknown"),
        Column("kind", "str", "exemplar, verbatim, names, edited, reordered, merged or spun"),
        Column("similarity", "float", "share of letters kept from the exemplar, 0 to 1"),
        Column("edits", "str", "JSON list of what differs from the exemplar: kind, words of the exemplar, words of the copy, their start and end in the file"),
        Column("text", "str", "the source text of the copy"),
    ],
    "substitutions": [
        Column("word", "str", "a word; the one that most copies keep where that can be told"),
        Column("other", "str", "another that stands in its place in aligned copies"),
        Column("copies", "int", "copies in which one stands for the other"),
        Column("families", "int", "families in which they do"),
        Column("forward", "int", "copies with the other word where most have this one"),
        Column("backward", "int", "copies with this word where most have the other"),
    ],
    "sharing": [
        *_PLACE[:2],
        _SHARED["school"],
        Column("owner", "str", "who the plan counts as of: the group of schools where the settings name one, the school, or the file where it is not known"),
        Column("letters", "int", "letters of the plan, punctuation left out; the sum of the five counts that follow, each letter in the first that holds it"),
        Column("policy", "int", "letters that stand in a policy document, or in a passage that comes from one"),
        Column("template", "int", "of the rest, letters that stand in a reference of another kind, such as a template"),
        Column("shared", "int", "of the rest, letters that stand in plans of other owners"),
        Column("repeated", "int", "of the rest, letters that stand in another plan of the same owner, such as last year's"),
        Column("own", "int", "the rest"),
        Column("share", "Float64", "shared by letters, 0 to 1; missing where the plan has none"),
    ],
    "between": [
        Column("school", "str", "an owner of plans, as in the table sharing: a school, mostly"),
        Column("other", "str", "another"),
        Column("letters", "int", "letters of the first one's plans"),
        Column("shared", "int", "of these, letters that stand in the other's plans, each counted once; what comes from a reference left out"),
        Column("share", "float", "shared by letters, 0 to 1"),
    ],
    "stock": [
        Column("letters", "str", "a phrase that plans share and that is no passage, punctuation left out"),
        Column("plans", "int", "plans that hold it"),
        Column("schools", "int", "schools whose plans hold it"),
    ],
    "slots": [
        Column("family_id", "str", "the family"),
        Column("slot", "int", "number of the slot in the family, from 1, in the order of the exemplar's text"),
        Column("kind", "str", "what fills it: school, place, person, year, date, number or subject"),
        *_PLACE,
        Column("school", "str", "school, empty where unknown"),
        Column("filler", "str", "what this copy has there, as written; the exemplar is the first row of a slot"),
    ],
    "findings": [
        *_PLACE,
        Column("kind", "str", "placeholder, other_school, other_place, other_person, other_subject, stale_year, or other_year (a later one)"),
        Column("text", "str", "the words found"),
        Column("evidence", "str", "the plan's own value that they were compared with; empty where none is known"),
        Column("owner", "str", "the other school whose own name, place or writer it is, empty where unknown"),
    ],
    "missing": [
        *(_SHARED[name] for name in ("school", "school_year", "year")),
        Column("kind", "str", "plan or summary"),
        Column("title", "str", "title line of the plan, empty where there is none"),
        Column("label", "str", "label of a section that a reader expects and the plan has not"),
        Column("label_zh", "str", "section label in Chinese"),
        *(_SHARED[name] for name in ("file", "plan")),
    ],
    "problems": [
        Column("file", "str", _PLACE[0].meaning),
        Column("stage", "str", "read or analyse"),
        Column("reason", "str", "short name of the reason"),
        Column("detail", "str", "what the sentence names: a format, a number, an error"),
        Column("message", "str", "what is the matter and what to do, in Chinese"),
    ],
}

ASKED_FOR: dict[str, list[Column]] = {
    "sentences": [
        *_PLACE,
        Column("kind", "str", "kind of the passage that it stands in"),
        Column("label", "str", "section label of the passage"),
        Column("text", "str", "the sentence as written"),
    ],
    "masked": [
        *_PLACE,
        Column("place", "str", "text: the place is one in the file's text; file: in the file's name"),
        Column("kind", "str", "name, phone, identity, mail, account, card or plate"),
        Column("length", "int", "characters masked, in code points"),
        Column("replacement", "str", "what stands there instead"),
        Column("number", "int", "the same number for the same words, in the order in which they come; nothing else is told of them"),
    ],
}
"""Tables that are made from the others when they are asked for; a report has none of them."""

_PANDAS = {"str": "str", "int": "int64", "float": "float64", "bool": "bool", "Int64": "Int64", "Float64": "Float64"}


def frame(name: str, rows: Iterable[Mapping[str, Any]]) -> pd.DataFrame:
    """A table as a pandas frame; missing texts are empty, missing numbers are <NA>.

    Raises:
        KeyError: a row lacks a column of the table.
    """
    import pandas as pd

    columns = (TABLES | ASKED_FOR)[name]
    held = list(rows)
    data = {}
    for column in columns:
        values = [row[column.name] for row in held]
        if column.type == "str":
            values = ["" if v is None else v for v in values]
        data[column.name] = series(column, values)
    return pd.DataFrame(data, columns=[c.name for c in columns])


def series(column: Column, values: Sequence[Any]) -> pd.Series[Any]:
    """Values as a pandas series of the column's type; None is a missing value."""
    import pandas as pd

    return pd.Series(values, dtype=_PANDAS[column.type])


def records_of(table: pd.DataFrame) -> list[dict[str, Any]]:
    """The rows of a frame as dictionaries, what is missing as None."""
    held = table.astype(object).where(table.notna(), None)
    return [{str(k): v for k, v in row.items()} for row in held.to_dict("records")]


def rows_of(table: pd.DataFrame) -> list[Any]:
    """The rows of a frame as records with a field a column; a column that is a Python keyword (class) has none."""
    return list(table.itertuples(index=False, name="Row"))


def write_parquet(tables: Mapping[str, pd.DataFrame], folder: str) -> None:
    """Write each table as FOLDER/NAME.parquet; the same tables give the same bytes."""
    import duckdb

    with duckdb.connect(":memory:", config={"threads": "1"}) as connection:
        for name, table in tables.items():
            connection.register("held", table)
            target = f"{folder}/{name}.parquet".replace("'", "''")
            connection.execute(f"COPY (SELECT * FROM held) TO '{target}' (FORMAT parquet, COMPRESSION zstd)")
            connection.unregister("held")
