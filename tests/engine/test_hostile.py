"""Hostile files and folders through the worker pool and the command line: bounded time and memory, one problem row each, nothing else harmed.

Bounds that take minutes or gigabytes to reach are made smaller here; the workers are forks and have them too.
"""

from __future__ import annotations

import http.server
import json
import multiprocessing
import os
import signal
import socket
import subprocess
import sys
import threading
import time
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from support_hostile import (
    OLE,
    PDF_LOOP,
    PLAN,
    body,
    crowded,
    lying,
    odt_lines,
    overlapping,
    paragraphs,
    pdf_stream,
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
from jiaoyan_nlp.engine import limits, local
from jiaoyan_nlp.engine.analysis import Analysis, analyse_files
from jiaoyan_nlp.engine.local import Job, analyse_all, folder_jobs

pytestmark = [
    pytest.mark.filterwarnings("ignore:This process .* is multi-threaded:DeprecationWarning"),  # fork, Python 3.12 and 3.13
    pytest.mark.skipif(os.name != "posix" or multiprocessing.get_start_method() != "fork", reason="the workers would not have this process's bounds"),
]
MEGABYTE = 1 << 20
SECRET = "机密口令九八七六五四三二"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with one good file, beside a secret that nothing may quote."""
    (tmp_path / "秘密.txt").write_text(SECRET * 5, encoding="utf-8")
    held = tmp_path / "材料"
    held.mkdir()
    (held / "好.txt").write_text(PLAN, encoding="utf-8")
    return held


def outcomes(folder: Path, jobs: list[Job] | None = None) -> dict[str, list[str]]:
    """The reasons told of each file but the good one, which must be whole."""
    found = {a.file: a for a in analyse_all(folder_jobs(folder) if jobs is None else jobs, 2)}
    assert found.pop("好.txt").text == PLAN
    assert all(SECRET not in a.text for a in found.values())
    return {name: [p["reason"] for p in a.problems] for name, a in found.items()}


def put(folder: Path, name: str, data: bytes) -> None:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)


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


# --- folders -----------------------------------------------------------------------------------------------------------------------


def test_what_is_no_file_is_told_and_never_waited_for(folder: Path) -> None:
    os.mkfifo(folder / "管道.txt")
    os.mkfifo(folder / "没有后缀的管道")
    (folder / "设备.txt").symlink_to("/dev/zero")
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(os.path.relpath(folder / "插座.txt"))
        put(folder / "像文件.docx", "计划.txt", PLAN.encode())
        assert outcomes(folder) == {"管道.txt": ["no_file"], "设备.txt": ["no_file"], "插座.txt": ["no_file"], "像文件.docx/计划.txt": []}


def test_links_in_circles(folder: Path) -> None:
    (folder / "圈").symlink_to(folder)
    (folder / "圈.txt").symlink_to(folder)
    (folder / "自己.txt").symlink_to("自己.txt")
    (folder / "甲.txt").symlink_to("乙.txt")
    (folder / "乙.txt").symlink_to("甲.txt")
    (folder / "断.txt").symlink_to("无.txt")
    assert outcomes(folder) == {"自己.txt": ["unreadable"], "甲.txt": ["unreadable"], "乙.txt": ["unreadable"], "断.txt": ["missing"]}


def test_folders_nested_without_end(folder: Path) -> None:
    """Three hundred deep; and so deep that a path cannot name what lies there."""
    put(folder, "d/" * 300 + "计划.txt", PLAN.encode())
    at = os.open(folder, os.O_RDONLY)
    for _ in range(100):
        os.mkdir("e" * 50, dir_fd=at)
        below = os.open("e" * 50, os.O_RDONLY, dir_fd=at)
        os.close(at)
        at = below
    os.close(at)
    told = outcomes(folder)
    assert told.pop("d/" * 300 + "计划.txt") == []
    [(name, reasons)] = told.items()
    assert set(name.split("/")) == {"e" * 50} and reasons == ["unreadable"]


NAMES = [
    "换\n行.txt",
    "控\x1b[31m制\x07.txt",
    "a" * 251 + ".txt",
    "空 格 .txt",
    "引'\"号.txt",
    "-n.txt",
    "%s{0}.txt",
    "*?[.txt",
    os.fsdecode(b"\xc4\xe3\xba\xc3.txt"),
]


def test_names(folder: Path) -> None:
    for name in NAMES:
        put(folder, name, PLAN.encode())
    assert outcomes(folder) == {name: [] for name in NAMES}


def test_two_thousand_tiny_files(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every file comes out once, in order, and few are ever under way at once."""
    for i in range(2_000):
        put(folder, f"{i:04}.txt", b"")
    assert outcomes(folder) == {f"{i:04}.txt": ["empty"] for i in range(2_000)}


def test_a_text_of_hundreds_of_megabytes_is_refused_unread(folder: Path) -> None:
    with (folder / "大.txt").open("wb") as file:
        file.truncate(files.MOST_BYTES + 1)
    start = time.perf_counter()
    assert outcomes(folder) == {"大.txt": ["too_large"]}
    assert time.perf_counter() - start < 2


def _vanish(path: Path) -> None:
    path.unlink()


def _grow(path: Path) -> None:
    with path.open("ab") as file:
        file.truncate(files.MOST_BYTES + 1)


def _shrink(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:300])


def _become_folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


def _become_pipe(path: Path) -> None:
    path.unlink()
    os.mkfifo(path)


# what happens to a text file and to an archive between listing and reading, and what is told of each
CHANGES: list[tuple[Callable[[Path], None], str, str]] = [
    (_vanish, "missing", "missing"),
    (_grow, "too_large", "damaged_zip"),
    (_shrink, "", "damaged_zip"),
    (_become_folder, "is_folder", "missing"),
    (_become_pipe, "no_file", "missing"),
]


@pytest.mark.parametrize(("change", "of_text", "of_archive"), CHANGES)
def test_files_that_change_between_listing_and_reading(folder: Path, change: Callable[[Path], None], of_text: str, of_archive: str) -> None:
    put(folder, "变.txt", (PLAN * 3).encode())
    put(folder, "变.zip", zip_of({f"{i}.txt": PLAN * 3 for i in range(9)}, zipfile.ZIP_STORED))
    jobs = folder_jobs(folder)
    files._archive.cache_clear()
    change(folder / "变.txt")
    change(folder / "变.zip")
    told = outcomes(folder, jobs)
    assert told.pop("变.txt") == ([of_text] if of_text else [])
    assert told == {f"变.zip/{i}.txt": [of_archive] for i in range(9)}


# --- workers -----------------------------------------------------------------------------------------------------------------------


def test_a_worker_that_takes_too_much_memory(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def hungry(tasks: list[tuple[str, str]], *rest: object) -> list[Analysis]:
        held = bytearray(3 << 30) if tasks[0][1] == "饿.txt" else b""
        return [] if held else analyse_files(tasks, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(local, "analyse_files", hungry)
    monkeypatch.setattr(limits, "MOST_MEMORY", 3 << 30)
    put(folder, "饿.txt", PLAN.encode())
    assert outcomes(folder) == {"饿.txt": ["worker_died"]}


def test_an_analysis_that_cannot_be_sent(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def strange(tasks: list[tuple[str, str]], *rest: object) -> list[Analysis]:
        found = analyse_files(tasks, *rest)  # type: ignore[arg-type]
        return [Analysis(a.file, inks=[lambda: 0]) if a.file == "怪.txt" else a for a in found]  # type: ignore[list-item]

    monkeypatch.setattr(local, "analyse_files", strange)
    put(folder, "怪.txt", PLAN.encode())
    assert outcomes(folder) == {"怪.txt": ["internal"]}


def test_time_is_bounded_also_without_workers(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def slow(tasks: list[tuple[str, str]], *rest: object) -> list[Analysis]:
        time.sleep(30 if tasks[0][1] == "慢.txt" else 0)
        return analyse_files(tasks, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(local, "analyse_files", slow)
    monkeypatch.setattr(limits, "_SECONDS", 1)
    put(folder, "慢.txt", PLAN.encode())
    assert [[p["reason"] for p in a.problems] for a in analyse_all(folder_jobs(folder), 1)] == [[], ["too_slow"]]


# --- by the command line -----------------------------------------------------------------------------------------------------------


def jiaoyan(*arguments: str | Path, before: tuple[str, ...] = (), cwd: Path) -> subprocess.CompletedProcess[str]:
    environment = os.environ | {"PYTHONUTF8": "1", "LC_ALL": "zh_CN.UTF-8"}
    command = [*before, sys.executable, "-m", "jiaoyan_nlp", *map(str, arguments)]
    return subprocess.run(command, cwd=cwd, env=environment, capture_output=True, encoding="utf-8", errors="replace", timeout=60)


def test_command_line(folder: Path) -> None:
    for kind, (data, _) in ARCHIVES.items():
        if kind != "a directory of millions":
            put(folder, f"{kind}.zip", data)
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


def test_interrupted_from_the_keyboard(folder: Path) -> None:
    """Ctrl-C reaches the command and its workers alike."""
    for i in range(300):
        put(folder, f"{i}.txt", PLAN.encode() * 20)
    command = [sys.executable, "-m", "jiaoyan_nlp", "plans", str(folder), "--format", "jsonl", "--jobs", "2"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True, encoding="utf-8") as run:
        assert run.stdout is not None and json.loads(run.stdout.readline())["plan"] == 1
        os.killpg(run.pid, signal.SIGINT)
        _, told = run.communicate(timeout=30)
    assert run.returncode == 1
    assert "Traceback" not in told and len(told.splitlines()) <= 2


@pytest.mark.parametrize("name", ["x" * 300 + ".zip", "包.zip/" + "x/" * 3_000 + "计划.txt", "好.txt/计划.zip"])
def test_a_path_that_cannot_be(folder: Path, name: str) -> None:
    run = jiaoyan("plans", name, cwd=folder)
    assert run.returncode == 2 and "Traceback" not in run.stderr


def test_a_folder_that_may_not_be_listed(folder: Path, tmp_path: Path) -> None:
    dropped = "-dac_override,-dac_read_search"
    before = ("setpriv", f"--bounding-set={dropped}", f"--inh-caps={dropped}") if os.geteuid() == 0 else ()
    if before and subprocess.run([*before, "true"], capture_output=True, check=False).returncode:
        pytest.skip("runs as root, and setpriv cannot drop the right to read everything")
    put(folder, "关/计划.txt", PLAN.encode())
    (folder / "关").chmod(0)
    run = jiaoyan("plans", folder, "--format", "jsonl", before=before, cwd=tmp_path)
    (folder / "关").chmod(0o700)
    assert run.returncode == 3
    assert [Path(json.loads(line)["file"]).name for line in run.stdout.splitlines()] == ["好.txt"]
    [told] = run.stderr.splitlines()
    assert "关: " in told and "权限" in told


def test_old_files_are_seen_as_such_by_their_first_bytes(tmp_path: Path) -> None:
    """They must share a start of LibreOffice; the first bytes of an .odt file are those of any archive."""
    put(tmp_path, "a.odt", text_document(odt_lines(PLAN * 50)))
    put(tmp_path, "b.doc", OLE)
    put(tmp_path, "包.zip", zip_of({"c.odt": text_document(odt_lines(PLAN * 50))}, zipfile.ZIP_STORED))
    assert list(local.tasks_of(folder_jobs(tmp_path))) == [[0, 1, 2]]
