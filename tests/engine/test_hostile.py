"""Hostile files through the worker pool: bounded time and memory, one problem row each, nothing else harmed.

Bounds that take minutes or gigabytes to reach are made smaller here; the workers are forks and have them too.
"""

from __future__ import annotations

import http.server
import os
import threading
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from support_hostile import (
    FORKED,
    MEGABYTE,
    PDF_LOOP,
    PLAN,
    SECRET,
    body,
    crowded,
    jiaoyan,
    lying,
    odt_lines,
    outcomes,
    overlapping,
    paragraphs,
    pdf_stream,
    put,
    set_out,
    text_document,
    word,
    word_2003,
    workbook,
    zip_of,
)  # fmt: skip

from jiaoyan_nlp.corpus import files
from jiaoyan_nlp.corpus.formats import archive, docx
from jiaoyan_nlp.corpus.formats.office import find_soffice
from jiaoyan_nlp.corpus.formats.sniffing import format_of

pytestmark = FORKED


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return set_out(tmp_path)


# --- archives ----------------------------------------------------------------------------------------------------------------------

ZEROS = bytes(4 * MEGABYTE)
INNER = zip_of({"计划.txt": PLAN.encode()})
# the archive → what is told, by the path below it; a megabyte is the most that a member may unpack to, ten all together
ARCHIVES: dict[str, tuple[bytes, dict[str, list[str]]]] = {
    "flat": (zip_of({"弹.txt": ZEROS, "计划.txt": PLAN.encode()}), {"弹.txt": ["too_large"], "计划.txt": []}),
    "flat, too large together": (zip_of({f"{i}.txt": ZEROS for i in range(3)}), {"": ["too_large_inside"]}),
    "nested": (zip_of({"里.zip": zip_of({"里.zip": zip_of({"弹.txt": ZEROS})})}), {"里.zip/里.zip/弹.txt": ["too_large"]}),
    "nested too deep": (zip_of({"里.zip": zip_of({"里.zip": zip_of({"里.zip": INNER})})}), {"里.zip/里.zip/里.zip": ["is_archive"]}),
    "an inner archive too large": (zip_of({"里.zip": zip_of({"弹.txt": ZEROS}, zipfile.ZIP_STORED)}), {"里.zip": ["too_large"]}),
    "overlapping": (overlapping(bytes(MEGABYTE // 2), 40), {"": ["too_large_inside"]}),
    "a directory that lies": (lying(ZEROS, says=100), {"计划.txt": ["damaged_zip"]}),
    "packed in a rare way": (zip_of({"弹.txt": ZEROS}, zipfile.ZIP_BZIP2), {"弹.txt": ["packed"]}),
    "a mimetype packed so": (zip_of({"mimetype": ZEROS, "计划.txt": PLAN.encode()}, zipfile.ZIP_BZIP2), {"计划.txt": ["packed"]}),
    "too many members": (zip_of({f"{i}.txt": b"x" for i in range(60)}), {"": ["too_many_members"]}),
    "a directory of millions": (crowded(400_000), {"": ["too_many_members"]}),
    "a directory of millions inside": (zip_of({"里.zip": crowded(20_000)}), {"里.zip": ["too_many_members"]}),
}


@pytest.mark.parametrize("kind", ARCHIVES)
def test_archives(folder: Path, monkeypatch: pytest.MonkeyPatch, kind: str) -> None:
    monkeypatch.setattr(archive, "MOST_BYTES", MEGABYTE)
    monkeypatch.setattr(archive, "MOST_BYTES_IN_ALL", 10 * MEGABYTE)
    monkeypatch.setattr(archive, "MOST_MEMBERS", 50)
    data, told = ARCHIVES[kind]
    put(folder, "包.zip", data)
    start = time.perf_counter()
    assert outcomes(folder) == {f"包.zip/{name}".rstrip("/"): reasons for name, reasons in told.items()}
    assert time.perf_counter() - start < 5


def test_listing_archives_in_archives_is_bounded(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files._Budget, "__init__", lambda self: self.__dict__.update(size=5 * len(INNER), members=1_000))
    put(folder, "包.zip", zip_of({f"{i}.zip": INNER for i in range(9)}))
    told = outcomes(folder)
    assert sorted(told.values()) == [[]] * 4 + [["is_archive"]] * 5
    monkeypatch.setattr(files._Budget, "__init__", lambda self: self.__dict__.update(size=MEGABYTE, members=12))
    assert sum(name.endswith("计划.txt") for name in outcomes(folder)) == 3


def test_no_name_in_an_archive_leads_out_of_it(folder: Path) -> None:
    put(folder, "包.zip", zip_of({"../../秘密.txt": PLAN, "/etc/hostname.txt": PLAN, "..\\..\\秘密.txt": PLAN}))
    before = sorted(folder.parent.rglob("*"))
    assert set(map(tuple, outcomes(folder).values())) == {()}
    assert sorted(folder.parent.rglob("*")) == before


# --- markup ------------------------------------------------------------------------------------------------------------------------

LAUGHS = '<!ENTITY a "哈哈哈哈哈哈哈哈哈哈">' + "".join(f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefgh", "bcdefghi", strict=True))
SHEET = '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{}</sheetData></worksheet>'
CELL = '<row r="{0}"><c r="{1}{0}" t="inlineStr"><is><t>计划</t></is></c></row>'
PAGE = "<html><body>" + "".join(f"<p>{line}</p>" for line in PLAN.splitlines()) + "{}</body></html>"
# file → the reasons one of which is told; none where it may be read in part
MARKUP: dict[str, tuple[bytes, set[str]]] = {
    "大.docx": (word(body(paragraphs("教" * 3 * MEGABYTE))), {"too_large_inside"}),
    "深.docx": (word(body("<w:tbl><w:tr><w:tc>" * 20_000)), {"damaged_docx"}),
    "套.docx": (word(body(paragraphs() + "<w:tbl><w:tr><w:tc>" * 80 + paragraphs() + "</w:tc></w:tr></w:tbl>" * 80)), set()),
    "笑.docx": (word(f"<!DOCTYPE a [{LAUGHS}]>" + body(paragraphs(PLAN + "&i;"))), {"damaged_docx"}),
    "外.docx": (word(body(paragraphs()), target="../../../../秘密.txt"), {"no_body", "damaged_docx"}),
    "上.docx": (word(body(paragraphs()), **{"..__..__新.xml": "x"}), set()),
    "深.html": (PAGE.format("<div>" * 50_000).encode(), {"nested_too_deep"}),
    "笑.html": (f"<!DOCTYPE html [{LAUGHS}]>".encode() + PAGE.format("&i;").encode(), set()),
    "注.html": (b"<!---->" * 280 + b"x" + PAGE.encode(), set()),
    "深.xlsx": (workbook(SHEET.format("<row>" * 100_000)), {"damaged_sheet", "blank"}),
    "远.xlsx": (workbook(SHEET.format(CELL.format(1, "A") + CELL.format(1_048_576, "XFD"))), {"worker_died", "damaged_sheet", "too_many_rows"}),
    "圈.pdf": (PDF_LOOP, {"too_many_pages", "damaged_pdf"}),
    "胀.pdf": (pdf_stream(b" " * 100 * MEGABYTE + b"BT /F 12 Tf 50 700 Td (a plan for the term) Tj ET"), set()),
}


def test_markup(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(docx, "MOST_BYTES", 5_000_000)
    for name, (data, _) in MARKUP.items():
        put(folder, name, data)
    start = time.perf_counter()
    told = outcomes(folder)
    assert told.keys() == MARKUP.keys()
    for name, (_, reasons) in MARKUP.items():
        assert len(told[name]) <= 1 and set(told[name]) <= (reasons or {"too_slow"}) and bool(told[name]) == bool(reasons), (name, told[name])
    assert time.perf_counter() - start < 20


def test_comments_in_a_row_are_told_from_a_page_at_once() -> None:
    start = time.perf_counter()
    assert format_of(b"<!---->" * 1_000 + b"x") == "txt"
    assert format_of(b"<!-- a --> <!-- b -->\n<html>") == "html"
    assert time.perf_counter() - start < 1


# --- what lies elsewhere -----------------------------------------------------------------------------------------------------------


@pytest.fixture
def asked() -> Iterator[tuple[str, list[str]]]:
    """The address of a server on this machine, and what it was asked for."""
    seen: list[str] = []

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            seen.append(self.path)
            self.send_error(404)

        do_HEAD = do_OPTIONS = do_PROPFIND = do_GET

        def log_message(self, *_: object) -> None: ...

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}", seen
        server.shutdown()


def entities(root: str, secret: str, net: str) -> str:
    return f'<!DOCTYPE {root} [<!ENTITY s SYSTEM "{secret}"><!ENTITY n SYSTEM "{net}/{root}">]>'


def test_no_file_makes_us_read_another_or_ask_the_network(folder: Path, asked: tuple[str, list[str]]) -> None:
    net, seen = asked
    secret = (folder.parent / "秘密.txt").as_uri()
    put(folder, "外.docx", word(entities("w:document", secret, net) + body(paragraphs(PLAN + "&s;&n;"))))
    put(folder, "外.html", (entities("html", secret, net) + PAGE.format(f"&s;&n;<iframe src='{secret}'></iframe><img src='{net}/i.png'>")).encode())
    put(folder, "外.xlsx", workbook(entities("worksheet", secret, net) + SHEET.format(CELL.format(1, "A").replace("计划", "计划&s;&n;"))))
    told = outcomes(folder)
    assert set(told) == {"外.docx", "外.html", "外.xlsx"}
    assert seen == []


@pytest.mark.skipif(find_soffice() is None, reason="needs LibreOffice")
def test_nor_does_libreoffice(folder: Path, asked: tuple[str, list[str]]) -> None:
    net, seen = asked
    secret = (folder.parent / "秘密.txt").as_uri()
    put(folder, "实体.odt", text_document(odt_lines(PLAN + "&s;&n;"), entities("office:document-content", secret, net)))
    link = '<text:section text:name="{0}"><text:section-source xlink:href="{1}" xlink:type="simple"/><text:p>旧</text:p></text:section>'
    put(folder, "链接.odt", text_document(odt_lines() + link.format("a", secret) + link.format("b", f"{net}/section.txt")))
    put(folder, "实体.doc", word_2003(PLAN + "&s;&n;", entities("w:wordDocument", secret, net)))
    letters = "".join(f"\\u{ord(c)}?" if c != "\n" else "\\par " for c in PLAN)
    include = rf'{{\field{{\*\fldinst INCLUDETEXT "{folder.parent.as_posix()}/secret.txt"}}{{\fldrslt x}}}}'
    (folder.parent / "secret.txt").write_text(SECRET, encoding="utf-8")
    put(folder, "引用.rtf", rf"{{\rtf1\ansi {letters}{include}}}".encode())
    assert set(outcomes(folder)) == {"实体.odt", "链接.odt", "实体.doc", "引用.rtf"}
    assert seen == []


@pytest.mark.skipif(find_soffice() is None, reason="needs LibreOffice")
def test_libreoffice_asks_for_no_linked_picture(folder: Path, asked: tuple[str, list[str]]) -> None:
    net, seen = asked
    space = 'xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0"'
    picture = f'<text:p><draw:frame {space}><draw:image xlink:href="{net}/picture.png" xlink:type="simple"/></draw:frame></text:p>'
    put(folder, "图.odt", text_document(odt_lines() + picture))
    assert outcomes(folder) == {"图.odt": []}
    assert seen == []


# --- by the command line -----------------------------------------------------------------------------------------------------------


def test_command_line(folder: Path) -> None:
    for kind in ("nested too deep", "a directory that lies", "packed in a rare way"):
        put(folder, f"{kind}.zip", ARCHIVES[kind][0])
    for name in ("深.docx", "外.docx", "深.html", "远.xlsx", "圈.pdf"):
        put(folder, name, MARKUP[name][0])
    os.mkfifo(folder / "管道.txt")
    (folder / "自己.txt").symlink_to("自己.txt")
    before = {p: p.lstat().st_mtime_ns for p in folder.parent.rglob("*")}
    run = jiaoyan("audit", folder, "-o", "报告", "--jobs", "2", cwd=folder.parent)
    assert run.returncode == 3
    assert "Traceback" not in run.stderr and "backtrace" not in run.stderr and run.stdout == ""
    assert (folder.parent / "报告" / "report.html").is_file()
    after = {p: p.lstat().st_mtime_ns for p in folder.parent.rglob("*") if "报告" not in p.parts}
    assert after == before
    told = run.stderr.splitlines()
    assert all(
        sum(line.startswith(f"{name}: ") for line in told) == 1 for name in ("深.docx", "外.docx", "深.html", "远.xlsx", "圈.pdf", "管道.txt", "自己.txt")
    )
