"""The audit report of a small folder: self-contained, escaped, the same bytes each time, and it accuses nobody."""

from __future__ import annotations

import hashlib
import zipfile
from pathlib import Path
from xml.etree import ElementTree

import duckdb
import pytest
from support_audit import PLANS

from jiaoyan_nlp.engine.corpus import load_corpus
from jiaoyan_nlp.report import words
from jiaoyan_nlp.report.audit import write_report
from jiaoyan_nlp.tables import TABLES

pytestmark = pytest.mark.filterwarnings("ignore:This process .* is multi-threaded:DeprecationWarning")  # fork, Python 3.12 and 3.13


def test_all_files_of_the_report_are_there(report: Path) -> None:
    names = {p.relative_to(report).as_posix() for p in report.rglob("*") if p.is_file()}
    assert names == {"report.html", "report.xlsx", *(f"tables/{name}.parquet" for name in TABLES)}


@pytest.mark.parametrize("word", ["抄袭", "剽窃", "造假", "copied", "copying", "plagiar", "cheat", "作弊", "雷同"])
def test_report_accuses_nobody(report: Path, page: str, word: str) -> None:
    assert word not in page.lower()
    assert word not in "".join(cell for cells in sheets(report / "report.xlsx").values() for cell in cells)


# --- the workbook -------------------------------------------------------------------------------------------------------------------

NS = {"s": "http://schemas.openxmlformats.org/spreadsheetml/2006/main"}


def sheets(path: Path) -> dict[str, list[str]]:
    """Text of all cells by sheet, in order."""
    with zipfile.ZipFile(path) as book:
        strings = []
        if "xl/sharedStrings.xml" in book.namelist():
            root = ElementTree.fromstring(book.read("xl/sharedStrings.xml"))
            strings = ["".join(t.text or "" for t in each.iter(f"{{{NS['s']}}}t")) for each in root.findall("s:si", NS)]
        names = [each.attrib["name"] for each in ElementTree.fromstring(book.read("xl/workbook.xml")).find("s:sheets", NS) or []]
        out = {}
        for number, name in enumerate(names, 1):
            root = ElementTree.fromstring(book.read(f"xl/worksheets/sheet{number}.xml"))
            cells = []
            for cell in root.iter(f"{{{NS['s']}}}c"):
                if cell.attrib.get("t") == "s":
                    cells.append(strings[int(cell.findtext("s:v", "0", NS))])
                elif cell.attrib.get("t") == "inlineStr":
                    cells.append("".join(t.text or "" for t in cell.iter(f"{{{NS['s']}}}t")))
                else:
                    cells.append(cell.findtext("s:v", "", NS))
            out[name] = cells
    return out


def test_workbook_has_a_sheet_for_each_table(report: Path) -> None:
    found = sheets(report / "report.xlsx")
    assert sorted(found) == sorted(words.TABLES.values())
    for name, columns in TABLES.items():
        assert found[words.TABLES[name]][: len(columns)] == [words.COLUMNS[c.name] for c in columns]


def test_workbook_lists_each_missing_section(report: Path) -> None:
    """By hand: which of the sections expected have no heading in `PLANS`, by school, then in the order in which sections stand."""
    cells = sheets(report / "report.xlsx")["缺少的部分"]
    width = len(TABLES["missing"])
    rows = [dict(zip(cells[:width], cells[n : n + width], strict=True)) for n in range(width, len(cells), width)]
    assert [(row["学校"], row["年份"], row["类型"], row["部分（中文）"]) for row in rows] == [
        (f"清河县第{school}小学", "2023", kind, part)
        for school, kind, parts in (
            ("一", "plan", "工作目标 具体措施 工作安排 保障措施 考核评价"),
            ("三", "plan", "指导思想 主要任务 具体措施 工作安排 保障措施 考核评价"),
            ("三", "summary", "存在问题 今后打算"),
            ("二", "plan", "指导思想 工作目标 具体措施 工作安排 保障措施 考核评价"),
        )
        for part in parts.split()
    ]  # fmt: skip
    assert {(row["文件"], row["第几篇"]) for row in rows} == {(file, "1") for file in PLANS}


def test_no_cell_is_a_formula_or_a_link(report: Path) -> None:
    with zipfile.ZipFile(report / "report.xlsx") as book:
        for name in book.namelist():
            data = book.read(name)
            if name.startswith("xl/worksheets/sheet"):
                assert b"<f>" not in data and b"<f " not in data and b"<hyperlink" not in data
            assert b"TargetMode" not in data, name
    cells = sheets(report / "report.xlsx")[words.TABLES["passages"]]
    assert any(c.startswith("=cmd|") for c in cells)
    assert any(c.startswith("@SUM") for c in cells)
    assert any("<script>" in c for c in cells)


def test_workbook_keeps_no_time_of_making(report: Path) -> None:
    with zipfile.ZipFile(report / "report.xlsx") as book:
        assert len({i.date_time for i in book.infolist()}) == 1
        assert b"2000-01-01T" in book.read("docProps/core.xml")


# --- the tables ---------------------------------------------------------------------------------------------------------------------


def test_parquet_tables_have_the_documented_columns(report: Path, folder: Path) -> None:
    frames = load_corpus(folder, workers=1).tables()
    for name, columns in TABLES.items():
        rows = duckdb.sql(f"SELECT * FROM '{report}/tables/{name}.parquet'")
        assert rows.columns == [c.name for c in columns]
        assert len(rows.fetchall()) == len(frames[name])


def digests(out: Path) -> dict[str, str]:
    return {p.relative_to(out).as_posix(): hashlib.sha256(p.read_bytes()).hexdigest() for p in sorted(out.rglob("*")) if p.is_file()}


def test_two_runs_give_the_same_bytes(folder: Path, report: Path, tmp_path: Path) -> None:
    write_report(load_corpus(folder, workers=2), tmp_path / "again", folder.name)
    assert digests(tmp_path / "again") == digests(report)
