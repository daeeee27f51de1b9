"""The workbook of a small folder: complete, as written, linked, printable, the same bytes each time, and it accuses nobody."""

from __future__ import annotations

import math
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from support_audit import PLANS
from support_book import MAIN, Book
from support_tables import Plan, tables_of

from jiaoyan_nlp.engine.corpus import load_corpus
from jiaoyan_nlp.report import words
from jiaoyan_nlp.report.decisions import Decision
from jiaoyan_nlp.report.workbook import codes, excel
from jiaoyan_nlp.report.workbook.contents import COLUMNS, CONTENTS
from jiaoyan_nlp.report.workbook.enriched import enriched
from jiaoyan_nlp.report.workbook.excel import write_excel
from jiaoyan_nlp.report.workbook.layout import SHEETS, columns, folded, heading, meaning
from jiaoyan_nlp.report.workbook.meanings import ADDED
from jiaoyan_nlp.report.workbook.rows import LONGEST_CELL, MOST_LINES, fitting, lines
from jiaoyan_nlp.tables import TABLES, write_parquet

pytestmark = pytest.mark.filterwarnings("ignore:This process .* is multi-threaded:DeprecationWarning")  # fork, Python 3.12 and 3.13


@pytest.fixture(scope="module")
def tables(folder: Path) -> dict[str, pd.DataFrame]:
    return load_corpus(folder, workers=1).tables()


@pytest.fixture(scope="module")
def path(report: Path) -> Path:
    return report / "report.xlsx"


@pytest.fixture(scope="module")
def book(path: Path) -> Book:
    return Book(path)


# --- what is there ------------------------------------------------------------------------------------------------------------------


def test_sheets_stand_in_the_order_of_the_contents(book: Book) -> None:
    assert set(SHEETS) == set(TABLES)
    assert book.names == [CONTENTS, COLUMNS, *(words.TABLES[name] for name in SHEETS)]
    assert all(len(name) <= 31 and not set(name) & set("[]:*?/\\'") for name in book.names)


@pytest.mark.parametrize("table", TABLES)
def test_a_sheet_has_every_column_once_under_its_own_heading(book: Book, table: str) -> None:
    head = book.rows[words.TABLES[table]][0]
    assert head == [heading(table, column) for column in columns(table)]
    assert len(set(head)) == len(head)
    lacking = {c.name for c in TABLES[table]} - set(columns(table))
    assert lacking <= {"label_zh", "indicator"}, "what stands in another column in Chinese"
    named = set(SHEETS[table].columns) | set(SHEETS[table].linked)
    assert named <= set(columns(table))


def test_contents_tell_each_sheet_with_its_rows_and_lead_there(book: Book, tables: dict[str, pd.DataFrame]) -> None:
    told = {row[0]: (row[1], row[2]) for row in book.rows[CONTENTS] if row[0] in words.TABLES.values()}
    assert told == {words.TABLES[name]: (SHEETS[name].about, len(tables[name])) for name in SHEETS}
    assert sorted(book.links(CONTENTS).values()) == sorted(f"'{name}'!A1" for name in words.TABLES.values())


def test_every_column_is_explained(book: Book) -> None:
    told = {(row["工作表"], row["列"]): row["含义"] for row in book.table(COLUMNS)}
    assert told == {(words.TABLES[t], heading(t, c)): meaning(t, c) for t in SHEETS for c in columns(t)}
    assert all(any("\u4e00" <= letter <= "\u9fff" for letter in said) for said in told.values())


# --- as written ---------------------------------------------------------------------------------------------------------------------


def shown(table: str, column: str, value: Any) -> Any:
    """What a cell must hold."""
    if value is None or pd.isna(value):
        return ""
    if isinstance(value, bool):
        return "是" if value else ""
    say = codes.shown(table, column)
    return say(value) if say and value else value


@pytest.mark.parametrize("table", TABLES)
def test_every_cell_reads_back_as_written(book: Book, tables: dict[str, pd.DataFrame], table: str) -> None:
    expected = enriched(table, tables, {})[list(columns(table))].astype(object)
    written = book.table(words.TABLES[table])
    assert len(written) == len(expected)
    for row, values in zip(written, expected.itertuples(index=False), strict=True):
        assert list(row.values()) == [shown(table, c, v) for c, v in zip(columns(table), values, strict=True)]


def test_sums_are_those_of_the_parquet_tables(book: Book, tables: dict[str, pd.DataFrame], tmp_path: Path) -> None:
    write_parquet(tables, str(tmp_path))
    summed = 0
    for name, held in TABLES.items():
        for column in held:
            if column.type not in ("str", "bool") and column.name in columns(name):
                ((total, count),) = duckdb.sql(f'SELECT sum("{column.name}"), count("{column.name}") FROM \'{tmp_path}/{name}.parquet\'').fetchall()
                numbers = [v for row in book.table(words.TABLES[name]) if (v := row[heading(name, column.name)]) != ""]
                assert len(numbers) == count
                assert math.isclose(sum(numbers), float(total or 0), rel_tol=1e-12)
                summed += 1
    assert summed > 70, "nearly every column of numbers"


@pytest.mark.parametrize(
    ("table", "column", "code", "said"),
    [
        ("findings", "kind", "other_school", "出现他校名称"), ("families", "kind", "verbatim", "逐字相同"), ("families", "scope", "across", "不同学校之间"),
        ("families", "reference", "policy:通知.txt", "上级文件：通知.txt"), ("families", "reference", "其他:甲.txt", "其他:甲.txt"),
        ("families", "reference", "", ""), ("reuse", "kind", "exemplar", "对照文本"), ("slots", "kind", "school", "校名"),
        ("plans", "kind", "summary", "总结"), ("plans", "term", "spring", "春季"), ("plans", "missing", "goals schedule", "工作目标、工作安排"),
        ("plans", "found", "school:path year:foot", "学校：文件名；年份：落款"), ("passages", "kind", "row", "表格行"),
        ("passages", "label", "guiding", "指导思想"), ("commitments", "class", "qualifier", "限定"), ("commitments", "per", "semester", "每学期"),
        ("commitments", "per", "plan", ""), ("commitments", "strength", "bound", "有界"), ("commitments", "indicator", "activity_length", "每次时长"),
        ("commitments", "actor_kind", "young_teacher", "青年与新教师"), ("commitments", "comparator", "ge", "不少于"), ("commitments", "change", "none", ""),
        ("indicators", "far", "high", "▲ 偏高"), ("vague", "kind", "frequency", "频次"), ("problems", "stage", "read", "读取"),
        ("reuse", "edits", '[{"kind": "replace", "exemplar": "各备", "copy": "本教"}, {"kind": "delete", "exemplar": "实", "copy": ""}]',
         "改「各备」→「本教」；删「实」"),
        ("reuse", "edits", '[{"kind": "school", "exemplar": "甲", "copy": "乙"}, {"kind": "insert", "exemplar": "", "copy": "再"}]',
         "校名「甲」→「乙」；增「再」"),
    ],
)  # fmt: skip
def test_codes_are_said_in_chinese(table: str, column: str, code: str, said: str) -> None:
    say = codes.shown(table, column)
    assert say is not None and say(code) == said


@given(st.text(st.characters() | st.sampled_from("甲𠮷\U0001f600\ud800\udc00"), max_size=9), st.integers(0, 5), st.integers(3_000, 9_000))
def test_what_is_too_long_is_cut_between_characters(unit: str, before: int, times: int) -> None:
    text = "x" * before + unit * times
    cut = fitting(text)
    assert len(cut.encode("utf-16-le", "surrogatepass")) <= 2 * LONGEST_CELL
    if cut != text:
        assert cut.endswith("…") and text.startswith(cut[:-1])
        following = text[len(cut) - 1]
        assert len((cut + following).encode("utf-16-le", "surrogatepass")) > 2 * LONGEST_CELL, "no more was cut off than had to be"


@pytest.mark.parametrize(
    ("text", "width", "count"),
    [("", 10, 1), ("短", 10, 1), ("一二三四五", 8, 2), ("abcdefgh", 20, 1), ("甲\n乙\n丙", 30, 3), ("字" * 5000, 20, MOST_LINES), ("\n" * 40, 20, MOST_LINES)],
)
def test_lines_of_a_cell(text: str, width: int, count: int) -> None:
    assert lines(text, width) == count


def test_a_finding_stands_in_its_passage(book: Book) -> None:
    rows = book.table(words.TABLES["findings"])
    assert rows
    for row in rows:
        assert row["所见文字"] in row["所在段落"]
    assert any(row["所在段落"].startswith("3、结合实际") and row["学校"] == "清河县第二小学" for row in rows)


def test_each_missing_section_is_listed(book: Book) -> None:
    """By hand: which of the sections expected have no heading in `PLANS`, by school, then in the order in which sections stand."""
    rows = book.table(words.TABLES["missing"])
    assert [(row["学校"], row["年份"], row["类型"], row["缺少的部分"]) for row in rows] == [
        (f"清河县第{school}小学", 2023, kind, part)
        for school, kind, parts in (
            ("一", "计划", "工作目标 具体措施 工作安排 保障措施 考核评价"),
            ("三", "计划", "指导思想 主要任务 具体措施 工作安排 保障措施 考核评价"),
            ("三", "总结", "存在问题 今后打算"),
            ("二", "计划", "指导思想 工作目标 具体措施 工作安排 保障措施 考核评价"),
        )
        for part in parts.split()
    ]  # fmt: skip
    assert {(row["文件"], row["第几篇"]) for row in rows} == {(file, 1) for file in PLANS}


def test_a_family_names_its_schools(book: Book) -> None:
    (row,) = [row for row in book.table(words.TABLES["families"]) if row["范围"] == "不同学校之间"]
    assert set(row["哪些学校"].split("、")) == {"清河县第一小学", "清河县第二小学"}


def test_decisions_stand_beside_their_families(tables: dict[str, pd.DataFrame], tmp_path: Path) -> None:
    name = tables["families"]["family_id"].iloc[0]
    decisions: Mapping[str, Decision] = {name: Decision("合理引用", "=教研室统一模板"), "ffffffff": Decision("别的", "")}
    write_excel(tables, tmp_path / "report.xlsx", decisions)
    told = {row["编号"]: (row["判断"], row["备注"]) for row in Book(tmp_path / "report.xlsx").table(words.TABLES["families"])}
    assert told.pop(name) == ("合理引用", "=教研室统一模板")
    assert set(told.values()) <= {("", "")}


# --- links --------------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("table", [name for name in SHEETS if "file" in SHEETS[name].linked and name not in ("plans", "sources")])
def test_a_row_leads_to_its_plan(book: Book, table: str) -> None:
    links, rows = book.links(words.TABLES[table]), book.table(words.TABLES[table])
    led = [book.at(place) for cell, place in links.items() if place.startswith(f"'{words.TABLES['plans']}'")]
    assert [(plan["文件"], plan["第几篇"]) for plan in led] == [(row["文件"], row["第几篇"]) for row in rows]


def test_a_plan_leads_to_its_file_and_the_file_back(book: Book) -> None:
    plans, sources = words.TABLES["plans"], words.TABLES["sources"]
    for here in (plans, sources):
        led = [book.at(place)["文件"] for place in book.links(here).values()]
        assert led == [row["文件"] for row in book.table(here)] and led


def test_a_family_leads_to_the_first_of_its_copies_and_back(book: Book) -> None:
    families, reuse = words.TABLES["families"], words.TABLES["reuse"]
    copies, rows = book.table(reuse), book.table(families)
    assert rows
    assert [book.at(place) for place in book.links(families).values()] == [next(c for c in copies if c["编号"] == row["编号"]) for row in rows]
    back = [place for place in book.links(reuse).values() if place.startswith(f"'{families}'")]
    assert [book.at(place)["编号"] for place in back] == [copy["编号"] for copy in copies]


def test_a_sheet_has_no_more_links_than_excel_takes(tables: dict[str, pd.DataFrame], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(excel, "MOST_LINKS", 3)
    write_excel(tables, tmp_path / "report.xlsx")
    held = Book(tmp_path / "report.xlsx")
    assert all(len(held.links(words.TABLES[name])) <= 3 for name in SHEETS)
    assert len(held.links(words.TABLES["plans"])) == 3


def test_a_table_that_is_cut_says_so_and_no_link_leads_beyond(tables: dict[str, pd.DataFrame], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(excel, "MOST_ROWS", 2)
    write_excel(tables, tmp_path / "report.xlsx")
    held = Book(tmp_path / "report.xlsx")
    for name in SHEETS:
        rows = len(tables[name])
        (told,) = [row for row in held.rows[CONTENTS] if row[0] == words.TABLES[name]]
        assert told[2] == min(rows, 2) == len(held.table(words.TABLES[name]))
        assert (f"共 {rows:,} 行" in told[3] and f"tables/{name}.parquet" in told[3]) is (rows > 2)
        for place in held.links(words.TABLES[name]).values():
            held.at(place)


# --- no harm, same bytes, for print ---------------------------------------------------------------------------------------------------


def test_no_cell_is_a_formula_and_no_link_leads_out(book: Book) -> None:
    for name, data in book.parts.items():
        assert b"<f>" not in data and b"<f " not in data and b"TargetMode" not in data and b"externalLink" not in data, name
    texts = {cell for row in book.rows[words.TABLES["passages"]] for cell in row}
    assert {"=cmd|' /C calc'!A0", "@SUM(A1:A9)"} <= texts


def calc(path: Path, out: Path, *to: str) -> Path | None:
    """The file as LibreOffice writes it again; None where its spreadsheet program is not installed."""
    soffice = shutil.which("soffice")
    if soffice is None:
        return None
    profile = f"-env:UserInstallation={(out / 'profile').as_uri()}"
    command = [soffice, profile, "--headless", "--norestore", "--convert-to", *to, "--outdir", str(out), str(path)]
    subprocess.run(command, check=False, capture_output=True, timeout=180)
    made = out / path.name
    return made if made.is_file() else None


def _rounded(cell: Any) -> Any:
    """LibreOffice writes fifteen digits of a number."""
    return float(f"{cell:.12g}") if isinstance(cell, float) else cell


def test_a_spreadsheet_program_keeps_the_text_and_sees_no_formula(path: Path, book: Book, tmp_path: Path) -> None:
    made = calc(path, tmp_path, "xlsx:Calc MS Excel 2007 XML")
    if made is None:
        pytest.skip("LibreOffice Calc is not installed")
    again = Book(made)
    assert all(b"<f>" not in data and b"<f " not in data for name, data in again.parts.items() if name.startswith("xl/worksheets/"))
    for name in book.names[2:]:
        kept, given = ([list(map(_rounded, filled)) for row in b.rows[name] if (filled := [cell for cell in row if cell != ""])] for b in (again, book))
        assert kept == given
        assert len(again.links(name)) == len(book.links(name))


def test_the_same_tables_give_the_same_bytes(tables: dict[str, pd.DataFrame], path: Path, book: Book, tmp_path: Path) -> None:
    write_excel(tables, tmp_path / "again.xlsx")
    assert (tmp_path / "again.xlsx").read_bytes() == path.read_bytes()
    assert b"2000-01-01T" in book.parts["docProps/core.xml"]


@pytest.mark.parametrize("name", [CONTENTS, COLUMNS, *words.TABLES.values()])
def test_a_sheet_is_made_for_print(book: Book, name: str) -> None:
    xml = book.xml(name)
    setup = xml.find(f"{MAIN}pageSetup")
    assert setup is not None
    assert (setup.attrib["paperSize"], setup.attrib["orientation"], setup.attrib["fitToHeight"]) == ("9", "landscape", "0")
    assert "&P" in xml.findtext(f"{MAIN}headerFooter/{MAIN}oddFooter", "")
    assert f'<definedName name="_xlnm.Print_Titles" localSheetId="{book.names.index(name)}">'.encode() in book.parts["xl/workbook.xml"]


@pytest.mark.parametrize("table", TABLES)
def test_head_stays_rows_filter_and_what_is_for_experts_is_folded_away(book: Book, tables: dict[str, pd.DataFrame], table: str) -> None:
    xml = book.xml(words.TABLES[table])
    pane, ranged = xml.find(f".//{MAIN}pane"), xml.find(f"{MAIN}autoFilter")
    assert pane is not None and pane.attrib["ySplit"] == "1" and int(pane.attrib.get("xSplit", 0)) == SHEETS[table].frozen
    assert ranged is not None and ranged.attrib["ref"].startswith("A1:") and ranged.attrib["ref"].endswith(str(max(1, len(tables[table])) + 1))
    hidden = [n for c in xml.iter(f"{MAIN}col") if c.attrib.get("hidden") for n in range(int(c.attrib["min"]), int(c.attrib["max"]) + 1)]
    assert hidden == list(range(folded(table) + 1, len(columns(table)) + 1))


@pytest.mark.parametrize("word", ["抄袭", "剽窃", "造假", "copied", "copying", "plagiar", "cheat", "作弊", "雷同", "涉嫌"])
def test_workbook_accuses_nobody(book: Book, word: str) -> None:
    assert not [cell for rows in book.rows.values() for row in rows for cell in row if isinstance(cell, str) and word in cell.lower()]


def test_added_columns_are_those_explained(tables: dict[str, pd.DataFrame]) -> None:
    for name in TABLES:
        assert set(enriched(name, tables, {}).columns) - {c.name for c in TABLES[name]} == set(ADDED.get(name, ()))


def test_empty_tables_give_a_workbook(tmp_path: Path) -> None:
    tables, _ = tables_of([Plan("甲.txt", "甲校", "计划", "一")])
    write_excel({name: table.head(0) for name, table in tables.items()}, tmp_path / "report.xlsx")
    held = Book(tmp_path / "report.xlsx")
    assert all(held.table(words.TABLES[name]) == [] for name in SHEETS)
