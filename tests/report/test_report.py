"""The audit report of a small folder: self-contained, escaped, the same bytes each time, and it accuses nobody."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
import zipfile
from pathlib import Path
from xml.etree import ElementTree

import duckdb
import pytest
from support_page import Reader

from jiaoyan_nlp.engine.corpus import load_corpus
from jiaoyan_nlp.report import words
from jiaoyan_nlp.report.audit import write_report
from jiaoyan_nlp.tables import TABLES

pytestmark = pytest.mark.filterwarnings("ignore:This process .* is multi-threaded:DeprecationWarning")  # fork, Python 3.12 and 3.13

SHARED_TEXT = (
    "为了让研讨有准备、有深度、有收获,各备课组在每次活动之前要确定一个小而实的话题,由主备人提前三天把材料发给大家,活动中围绕话题逐一发言,"
    "活动之后把达成的意见整理成文,贴在办公室的公示栏里,供全体教师随时查阅和补充。"
)
HOSTILE = """<script>alert("x")</script>]]><img src=x onerror=alert(1)> & </style></script> {{ 7 * 7 }}"""
PLANS = {
    "清河县/清河县第一小学/2023年语文教研组工作计划.txt": (
        f"语文教研组工作计划\n一、指导思想\n立足课堂,做实教研。\n二、主要工作\n{SHARED_TEXT}\n每位教师每学期听课不少于20节。\n"
    ),
    "清河县/清河县第二小学/2023年数学教研组工作计划.txt": (
        f"数学教研组工作计划\n一、主要工作\n{SHARED_TEXT.replace('各备课组', '本教研组')}\n2、组织研讨X次。\n3、结合实际,清河县第一小学的数学组要抓好落实。\n"
    ),
    "清河县/清河县第三小学/2023年英语教研组工作总结.txt": f"英语教研组工作总结\n一、主要工作\n本学期组织活动12次,收效良好。\n{HOSTILE}\n",
    "清河县/清河县第三小学/2023年=HYPERLINK(计划).txt": (
        "=1+1教研组工作计划\n一、工作目标\n=cmd|' /C calc'!A0\n+2号教师每周听课2节。\n@SUM(A1:A9)\n-3的结果要复查3次。\n"
    ),
}
BAD = "清河县/清河县第四小学/2023年计划.docx"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("audit") / "材料<b>&"
    for name, text in PLANS.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, encoding="utf-8")
    (root / BAD).parent.mkdir(parents=True)
    (root / BAD).write_bytes(b"PK\x03\x04 cut short")
    return root


@pytest.fixture(scope="module")
def report(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("report") / "out"
    assert write_report(load_corpus(folder, workers=1), out, folder.name) == out / "report.html"
    return out


@pytest.fixture(scope="module")
def page(report: Path) -> str:
    return (report / "report.html").read_text(encoding="utf-8")


def test_all_files_of_the_report_are_there(report: Path) -> None:
    names = {p.relative_to(report).as_posix() for p in report.rglob("*") if p.is_file()}
    assert names == {"report.html", "report.xlsx", *(f"tables/{name}.parquet" for name in TABLES)}


def test_page_refers_to_nothing_outside(page: str) -> None:
    reader = Reader(page)
    for tag, attributes in reader.tags:
        assert tag not in ("link", "img", "iframe", "object", "embed", "base", "form")
        for name in ("src", "href", "action", "srcset", "data", "poster"):
            value = attributes.get(name)
            assert value is None or value.startswith("#")
    assert "@import" not in page
    assert not re.search(r"url\(\s*['\"]?(?!data:|#)", page)
    assert not re.search(r"(?:src|href)\s*=\s*['\"]?\s*(?:https?:)?//", page)


def test_page_is_well_formed_and_its_own_links_lead_somewhere(page: str) -> None:
    reader = Reader(page)
    assert reader.open == []
    ids = {a["id"] for _, a in reader.tags if a.get("id")}
    assert {a["href"][1:] for tag, a in reader.tags if tag == "a" and a.get("href")} <= ids  # type: ignore[index]
    assert ("html", {"lang": "zh-CN"}) in reader.tags


def test_hostile_text_is_shown_as_text(page: str) -> None:
    reader = Reader(page)
    assert [tag for tag, _ in reader.tags].count("script") == 1
    assert not any(name.startswith("on") for _, attributes in reader.tags for name in attributes)
    assert "材料<b>&" in reader.text
    assert "onerror=alert" not in re.sub(r"&lt;.*", "", page)


def test_hostile_text_in_a_shared_passage_and_a_finding_is_shown_as_text(tmp_path: Path) -> None:
    """Where the page quotes a plan it quotes the very characters."""
    for school in ("甲县第一小学", "乙县第二小学"):
        (tmp_path / school).mkdir()
        own = "努力减负。" if school.startswith("甲") else "甲县第一小学<i>要抓好落实</i>,研讨X次<u>。"
        text = f"教研组工作计划\n一、主要工作\n{SHARED_TEXT}<script>alert(1)</script>]]>{SHARED_TEXT[::-1]}\n{own}\n"
        (tmp_path / school / "2023年计划.txt").write_text(text, encoding="utf-8")
    out = tmp_path / "out"
    page = write_report(load_corpus(tmp_path, workers=1), out, "材料").read_text(encoding="utf-8")
    reader = Reader(page)
    tags = [tag for tag, _ in reader.tags]
    assert tags.count("script") == 1 and "i" not in tags and "u" not in tags
    assert "<script>alert(1)</script>]]>" in reader.text
    assert "第一小学<i>要抓好落实</i>" in reader.text


def test_page_says_who_shares_what_side_by_side(page: str) -> None:
    reader = Reader(page)
    families = page.split('<section id="families">')[1].split("</section>")[0]
    text = Reader(families).text
    assert "清河县第一小学" in text and "清河县第二小学" in text
    assert text.count(SHARED_TEXT[-30:].rstrip("。")) == 2
    marked = re.findall(r"<mark>([^<]*)</mark>", families)
    assert {"各备课", "本教研"} <= set(marked)
    assert words.KIND_OF_COPY["edited"] in text
    assert "文本重合" in reader.text or "重合文本" in reader.text


def test_page_says_the_findings(page: str) -> None:
    findings = page.split('<section id="findings">')[1].split("</section>")[0]
    marked = re.findall(r"<mark>([^<]*)</mark>", findings)
    assert "清河县第一小学" in marked
    assert any(m.startswith("X") for m in marked)
    assert "清河县第二小学" in Reader(findings).text


def test_page_says_the_commitments_by_school(page: str) -> None:
    text = Reader(page.split('<section id="commitments">')[1].split("</section>")[0]).text
    assert "不少于20节" in text and "每位教师" in text and "每学期" in text
    assert "12次" not in text, "an achievement is no commitment"


def test_page_says_the_problems(page: str) -> None:
    text = Reader(page.split('<section id="problems">')[1].split("</section>")[0]).text
    assert BAD in text and "Word 文件已损坏" in text


def test_page_says_which_sections_are_missing(page: str) -> None:
    text = Reader(page.split('<section id="coverage">')[1].split("</section>")[0]).text
    assert "指导思想" in text and "—" in text and "✓" in text


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


def test_a_folder_of_bad_files_only_still_has_a_report(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "空.txt").write_bytes(b"")
    page = write_report(load_corpus(tmp_path / "in"), tmp_path / "out", "空").read_text(encoding="utf-8")
    assert "文件是空的" in Reader(page).text


# --- in a browser -------------------------------------------------------------------------------------------------------------------

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")

PROBE = """<!DOCTYPE html><html><body style="margin:0"><iframe id="f" src="{page}" width="390" height="800" style="border:0"></iframe>
<pre id="out"></pre><script>
document.getElementById("f").addEventListener("load", function () {{
  var d = this.contentDocument, out = document.getElementById("out");
  var head = d.querySelector("th[data-sort]"), opened;
  head.click();
  opened = head.getAttribute("data-sort");
  out.textContent = "WIDTH " + d.documentElement.scrollWidth + " SORTED " + opened + " TITLE " + d.title;
}});
</script></body></html>"""


@pytest.mark.skipif(CHROMIUM is None, reason="chromium is not on PATH")
def test_page_in_a_browser_has_no_errors_and_fits_a_telephone(report: Path, tmp_path: Path) -> None:
    assert CHROMIUM is not None
    probe = tmp_path / "probe.html"
    probe.write_text(PROBE.format(page=(report / "report.html").as_uri()), encoding="utf-8")
    command = (
        [CHROMIUM, "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--allow-file-access-from-files", "--enable-logging=stderr",
         f"--user-data-dir={tmp_path / 'profile'}", "--dump-dom", probe.as_uri()]
    )  # fmt: skip
    for _ in range(3):  # on a busy machine the browser may end before the frame has loaded
        run = subprocess.run(command, capture_output=True, encoding="utf-8", errors="replace", timeout=120, env=os.environ | {"HOME": str(tmp_path)})
        found = re.search(r"WIDTH (\d+) SORTED (\w*) TITLE ([^<]*)", run.stdout)
        if found:
            break
    assert found, run.stderr[-2000:]
    assert int(found[1]) <= 390
    assert found[2] == "down"
    assert "教研计划文本分析报告" in found[3]
    assert "CONSOLE" not in run.stderr, run.stderr[-2000:]
