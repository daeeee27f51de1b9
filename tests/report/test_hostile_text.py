"""Hostile text: whatever schools write, and whatever they call their files, is shown as written and does nothing."""

from __future__ import annotations

import json
import re
import tempfile
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import lxml.html
import pytest
from hypothesis import Phase, example, given, settings
from hypothesis import strategies as st
from support_book import Book
from support_page import Reader, index, record
from support_tables import Plan, tables_of

from jiaoyan_nlp.engine.corpus import Corpus, load_corpus
from jiaoyan_nlp.report import words
from jiaoyan_nlp.report.audit import write_report
from jiaoyan_nlp.report.html import render
from jiaoyan_nlp.report.workbook.excel import write_excel
from jiaoyan_nlp.report.workbook.layout import heading

pytestmark = pytest.mark.filterwarnings("ignore:This process .* is multi-threaded:DeprecationWarning")  # fork, Python 3.12 and 3.13

PIECES = [
    "<script>alert(1)</script>", "</script>", "</style>", "<!--", "-->", "]]>", "<![CDATA[", "<probe-a onprobe=x>", '" onprobe="x', "' onprobe='x",
    "</textarea>", "</title>", "{{ 7 * 7 }}", "{% raw %}", "${x}", "&lt;", "&#x3c;", "&amp", "javascript:alert(1)", "\\u003cprobe-a>", "\\", "</",
    "<r>", "</r>", "<t>", "</si>", "=1+1", "+1", "-1", "@SUM(A1)", '=HYPERLINK("http://a.invalid","x")', "=cmd|' /C calc'!A0", "|", "'", "\t", "\r", "\n",
    "internal:Sheet1!A1", "http://a.invalid/", "_x0041_", "_x005F_", "_x", "x0041_", "_x000D_", "_xD800_", "_", "\x00", "\x01", "\x0b", "\x0c", "\x1b",
    "\x1f", "\x7f", "\x85", "\u2028", "\u2029", "\ufeff", "\ufffe", "\uffff", "\u202e", "\u2066", "\u200b", "\u200d", "\u00ad", "\u0301", "𠮷",
    "\U0001f468\u200d\U0001f469", "\U0010ffff", "甲", "县第一小学", "2023", "每学期听课20节", " ", "\u3000",
]  # fmt: skip
WRITTEN = st.lists(st.sampled_from(PIECES) | st.text(st.characters(exclude_categories=["Cs"]), max_size=4), max_size=8).map("".join)
"""What a file can hold, once it is read: any characters but halves of surrogate pairs."""
HALVES = st.lists(WRITTEN | st.sampled_from(["\ud800", "\udfff", "\udcff"]), max_size=4).map("".join)

FIRST = (Phase.explicit, Phase.generate)
"""Workbooks and pages take their time: what fails is shown as it was found."""


def corpora(text: st.SearchStrategy[str]) -> st.SearchStrategy[list[Plan]]:
    """Two or three plans; files' names are not empty and differ."""
    return st.lists(
        st.builds(Plan, text.map(lambda t: f"{t}.txt"), text, text, text.map(lambda t: f"甲{t}")), min_size=2, max_size=3, unique_by=lambda p: p.file
    )


# --- the workbook -------------------------------------------------------------------------------------------------------------------


def read_back(text: str) -> str:
    """What is read of a cell: half a surrogate pair is no character, nor are U+FFFE and U+FFFF."""
    return re.sub("[\ud800-\udfff\ufffe\uffff]", "\ufffd", text)


@given(corpora(HALVES))
@example([Plan("<r>a/</r>.txt", "<r>", "<r>甲</r>", "<r><t>1</t></r>"), Plan("b.txt", "_x0041_x0042_", "_x005F_x0041_", "\x00\ufffe\ud800\ufffex0041_")])
@settings(max_examples=20, phases=FIRST)
def test_cells_of_the_workbook_hold_the_text_as_written(plans: list[Plan]) -> None:
    tables, _ = tables_of(plans)
    with tempfile.TemporaryDirectory() as folder:
        write_excel(tables, Path(folder, "report.xlsx"))
        book = Book(Path(folder, "report.xlsx"))
    for name, column in (
        ("plans", "title"), ("plans", "school"), ("plans", "file"), ("sources", "file"), ("passages", "text"), ("commitments", "sentence"),
        ("commitments", "item"), ("families", "exemplar"), ("reuse", "text"), ("findings", "evidence"), ("findings", "context"), ("problems", "detail"),
        ("slots", "filler"), ("stock", "letters"),
    ):  # fmt: skip
        written = [row[heading(name, column)] for row in book.table(words.TABLES[name])]
        source = "passages" if column == "context" else name
        assert written == [read_back(text) for text in tables[source]["text" if column == "context" else column]], (name, column)
    assert not [part for part, data in book.parts.items() if b"<f>" in data or b"<f " in data or b"TargetMode" in data]
    for name in words.TABLES.values():
        for place in book.links(name).values():
            book.at(place) if not place.endswith("!A1") else None


# --- the page -----------------------------------------------------------------------------------------------------------------------


def skeleton(page: str) -> set[tuple[str, str]]:
    """The kinds of elements that a page is made of, with their attributes, as two parsers see them."""
    out = {(tag, name) for tag, attributes in Reader(page).tags for name in ("", *attributes)}
    for element in lxml.html.fromstring(page.replace("\x00", "")).iter(lxml.etree.Element):
        out |= {(str(element.tag), str(name)) for name in ("", *element.attrib)}
    return out


@cache
def plain_page() -> str:
    """A page of harmless plans that differ in all that can differ."""
    tables, texts = tables_of(
        [Plan("甲.txt", "甲校", "计划一", "甲校的文字甲"), Plan("乙.txt", "乙校", "计划二", "乙校的文字乙"), Plan("丙.txt", "", "", "甲校文字甲")]
    )
    return render(tables, texts, "材料").html


@given(corpora(WRITTEN), WRITTEN)
@settings(max_examples=20, phases=FIRST)
def test_no_element_and_no_attribute_of_the_page_comes_from_the_data(plans: list[Plan], name: str) -> None:
    tables, texts = tables_of(plans)
    page = render(tables, texts, name).html
    found = skeleton(page)
    assert not [kind for kind in found if "probe" in "".join(kind) or kind[1].startswith("on")]
    assert found <= skeleton(plain_page()) | {("mark", "")}
    scripts, plain = ([(a.get("type"), a.get("id")) for tag, a in Reader(p).tags if tag == "script"] for p in (page, plain_page()))
    assert scripts == plain


@given(corpora(WRITTEN), WRITTEN)
@settings(max_examples=20, phases=FIRST)
def test_the_page_holds_the_text_as_written(plans: list[Plan], name: str) -> None:
    tables, texts = tables_of(plans)
    page = render(tables, texts, name).html
    rows = {row[0]: row for row in index(page)["plans"]}
    for plan in plans:
        row = rows[plan.file]
        assert (row[2].split(), row[3]) == (plan.title.split(), plan.school or plan.file)
        assert record(page, row[8])[1] == texts[plan.file]
    assert name in Reader(page).text


# --- a folder of hostile files, in a browser ------------------------------------------------------------------------------------------

SHARED = "为了让研讨有准备、有深度、有收获,各备课组在每次活动之前要确定一个小而实的话题,由主备人提前三天把材料发给大家,活动中围绕话题逐一发言,"
HARM = '<script>window.injected=1;alert(1)</script><img src=x onerror="window.injected=2"><svg onload=alert(2)>]]><!--</script></style>{{7*7}}'
ATTACK = f"{HARM}\u202e倒\u202c\u200b\u2028𠮷"
FILES = {
    "甲县/甲县第一小学<img src=x onerror=alert(3)>/2023年'\"><script>alert(4)<script>计划.txt": (
        f"{ATTACK}教研组工作计划\n一、主要工作\n{SHARED}{ATTACK}\n每人听课20节{ATTACK}。\n"
    ),
    "甲县/甲县第二小学/2023年=cmd|计划.txt": (
        f"=1+1教研组工作计划\n一、主要工作\n{SHARED}{ATTACK}\n结合实际,甲县第一小学要抓好落实{ATTACK},研讨X次。\n{'长' * 3000}{'a' * 3000}\n"
    ),
    "甲县/甲县第三小学/2023年\u202etxt.计划\U0001f600.txt": f"工作总结\n一、主要工作\n{ATTACK}\n控\x01制\x0b字\x1b符\ufffe\ufeff\n{SHARED}\n",
    "甲县/甲县第四小学/2023年坏的<b>.docx": "PK\x03\x04 cut short",
}


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Corpus:
    root = tmp_path_factory.mktemp("hostile")
    for name, text in FILES.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, encoding="utf-8")
    return load_corpus(root, workers=1)


@pytest.fixture(scope="module")
def hostile(corpus: Corpus, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_report(corpus, tmp_path_factory.mktemp("report") / "out", f"材料{ATTACK}")


@pytest.fixture
def opened(browser: Any, hostile: Path) -> Iterator[tuple[Any, list[str]]]:
    """The page in a browser, and what happened there that should not."""
    page, wrong = browser.new_page(), []
    page.on("dialog", lambda dialog: (wrong.append(f"dialog {dialog.message}"), dialog.dismiss()))
    page.on("console", lambda message: wrong.append(f"console {message.type} {message.text}"))
    page.on("pageerror", lambda error: wrong.append(f"error {error}"))
    page.on("request", lambda request: wrong.append(f"request {request.url}") if request.url.split("#")[0] != hostile.as_uri() else None)
    page.goto(hostile.as_uri())
    yield page, wrong
    page.close()


OWN = """() => {
    const frame = document.body.appendChild(document.createElement("iframe"));
    const own = Object.keys(window).filter(name => name !== "0" && !(name in frame.contentWindow));
    frame.remove();
    return own;
}"""


def test_a_folder_of_hostile_files_does_nothing_in_a_browser(opened: tuple[Any, list[str]]) -> None:
    page, wrong = opened
    for place in ("#report", "#plan-0", "#plan-1", "#plan-2", "#family-1", "#compare-1-0-1"):
        page.evaluate("place => { location.hash = place }", place)
        page.wait_for_timeout(150)
        assert page.locator("img, [onerror], [onload]").count() == 0, place
    assert page.evaluate(OWN) == ["jiaoyan"]
    assert wrong == []


TEXT = """() => Array.from(document.querySelectorAll("#view .passage > p"), p => {
    const copy = p.cloneNode(true);
    copy.querySelectorAll("sup").forEach(number => number.remove());
    return copy.textContent;
}).join("")"""
"""A plan as its view draws it, without the numbers of the passages that it shares."""


def test_a_plan_is_drawn_as_written(opened: tuple[Any, list[str]]) -> None:
    page, _ = opened
    held = json.loads(page.evaluate("() => document.getElementById('index').textContent"))["plans"]
    assert {row[0] for row in held} == {name for name in FILES if name.endswith(".txt")}
    for number, row in enumerate(held):
        page.evaluate("place => { location.hash = place }", f"#plan-{number}")
        page.wait_for_timeout(150)
        drawn = page.evaluate(TEXT)
        assert "".join(drawn.split()) == "".join(FILES[row[0]].removeprefix("\ufeff").split())
        assert row[0] in page.evaluate("() => document.getElementById('view').textContent")
        assert page.evaluate("() => document.documentElement.scrollWidth <= window.innerWidth"), "words without end break"


def test_the_workbook_of_a_hostile_folder_is_as_written(corpus: Corpus, hostile: Path) -> None:
    book = Book(hostile.parent / "report.xlsx")
    rows = book.table(words.TABLES["passages"])
    assert len(rows) == len(corpus.passages) > 15
    for row in rows:
        assert row["原文"] == read_back(corpus.texts[row["文件"]][int(row["起"]) : int(row["止"])])
    assert sum(row["原文"].count(HARM) for row in rows) == sum(text.count(HARM) for text in FILES.values())
    assert {row["文件"] for row in book.table(words.TABLES["problems"])} == {name for name in FILES if name.endswith(".docx")}
