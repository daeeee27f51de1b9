"""The contract of every reader, and what none of them may do on hostile input."""

from __future__ import annotations

import csv
import io
import random
import re
import zipfile
from collections.abc import Callable
from email.mime.image import MIMEImage
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from docx import Document
from hypothesis import given, settings
from hypothesis import strategies as st
from support_corpus import (
    check_source,
    converted,
    define_list,
    define_num,
    document_of,
    level,
    member,
    numbered,
    paragraph,
    saved,
    with_member,
    zip_of,
)  # fmt: skip

from jiaoyan_nlp.corpus.formats import docx as docx_reader
from jiaoyan_nlp.corpus.formats.sniffing import format_of
from jiaoyan_nlp.corpus.readers import READERS, REFUSED, read, read_bytes
from jiaoyan_nlp.errors import ReadError
from jiaoyan_nlp.text.source import Source

PROPERTY = settings(deadline=None, derandomize=True, database=None)

PLAN = """松涛小学数学组2023年秋季教研计划
为把常规做实,特制定本计划。
一、工作目标
1、每人每学期上一节研讨课。
2、合格率达到95%以上。
二、活动安排
九月:制订计划。
第1页 共2页
十月:集体备课。
松涛小学数学组
2023年9月1日
"""


@cache
def word_plan() -> bytes:
    document = document_of(paragraph("松涛小学数学组教研计划"), numbered("工作目标", 70), paragraph("每人上一节研讨课。"), numbered("活动安排", 70))
    define_list(document, 70, level(0, "chineseCounting", "%1、"))
    define_num(document, 70, 70)
    table = document.add_table(2, 2, style="Table Grid")
    for cell, words in zip((c for row in table.rows for c in row.cells), ("时间", "内容", "九月", "制订计划"), strict=True):
        cell.text = words
    document.add_paragraph("松涛小学数学组")
    return saved(document)


PAGE = """<!DOCTYPE html><html><head><meta charset="{charset}"><title>计划_示例文库</title></head><body><div class="nav"><a href="/">首页</a>
<a href="/p">计划大全</a></div><div class="article"><h1>松涛小学数学组2023年秋季教研计划</h1><p>为把常规做实，数学组特制定本学期的教研活动计划。</p>
<h2>一、工作目标</h2><p>1、每人每学期上一节研讨课，课后写出不少于三百字的反思。</p><p>2、期末合格率达到95%以上，优秀率比上学期提高三个百分点。</p>
<h2>二、活动安排</h2><table><tr><td>时间</td><td>内容</td></tr><tr><td>九月</td><td>制订计划</td></tr></table></div></body></html>"""


def saved_page(charset: str = "utf-8") -> bytes:
    return PAGE.format(charset=charset).encode(charset)


def web_archive() -> bytes:
    message = MIMEMultipart("related")
    message.attach(MIMEText(PAGE.format(charset="utf-8"), "html", "utf-8"))
    message.attach(MIMEImage(b"GIF89a" + bytes(20), "gif"))
    return message.as_bytes()


def workbook(*rows: tuple[Any, ...]) -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        for at, row in enumerate(rows):
            sheet.write_row(at, 0, row)
    return out.getvalue()


ROWS = (("学校", "标题", "正文"), ("松涛小学", "数学组教研计划", PLAN), ("柳河小学", "语文组教研计划", PLAN.replace("松涛", "柳河").replace("数学", "语文")))


def table(mark: str) -> str:
    out = io.StringIO()
    csv.writer(out, delimiter=mark).writerows(ROWS)
    return out.getvalue()


# reader → (what a file of the format is called, contents that it must read)
GOOD: dict[str, tuple[str, list[bytes]]] = {
    "txt": (".txt", [PLAN.encode(e) for e in ("utf-8", "gb18030", "utf-16", "utf-8-sig")] + [PLAN.replace("\n", "\r\n").encode(), "\ufeff\u3000计划".encode()]),
    "docx": (".docx", [word_plan()]),
    "doc": (".doc", [converted(word_plan(), "doc")]),
    "rtf": (".rtf", [converted(word_plan(), "rtf")]),
    "odt": (".odt", [converted(word_plan(), "odt")]),
    "word_xml": (".doc", [converted(word_plan(), "xml")]),
    "pdf": (".pdf", [converted(word_plan(), "pdf")]),
    "html": (".html", [saved_page(c) for c in ("utf-8", "gb18030", "gbk")] + [saved_page().replace(b"utf-8", b"gb2312")]),
    "mhtml": (".mht", [web_archive()]),
    "sheet": (".xlsx", [workbook(*ROWS), workbook(("时间", "内容"), ("九月", "制订计划"))]),
    "csv": (".csv", [table(",").encode("utf-8-sig"), table("\t").encode("gb18030")]),
}
FORMATS = {"sheet": "xlsx"}
BLANK: dict[str, list[bytes]] = {
    "txt": [b" \r\n\t", "\u3000\n\ufeff".encode()],
    "docx": [saved(Document()), saved(document_of(paragraph("\u3000 ")))],
    "html": [b"<html><body><p> </p></body></html>", b"<html></html>"],
    "sheet": [workbook(("", " "))],
    "csv": [b",,\n,,\n"],
}
SAMPLES = [(name, f"某区/某校/计划{suffix}", data) for name, (suffix, heap) in GOOD.items() for data in heap]


def test_every_reader_has_its_samples() -> None:
    assert set(GOOD) == set(READERS)
    assert not set(READERS) & set(REFUSED)


@pytest.mark.parametrize(("name", "path", "data"), SAMPLES, ids=[f"{name}-{i}" for i, (name, _, _) in enumerate(SAMPLES)])
def test_contract(name: str, path: str, data: bytes) -> None:
    assert format_of(data, path) == name
    source = READERS[name](data, path)
    assert (source.path, source.format) == (path, FORMATS.get(name, name))
    check_source(source)
    assert READERS[name](data, path) == source == read_bytes(data, path)


PARTS = ("工作目标", "活动安排", "九月", "制订计划")


@pytest.mark.parametrize(("name", "path", "data"), [s for s in SAMPLES if s[0] not in ("txt", "sheet")])
def test_every_format_gives_the_same_plan(name: str, path: str, data: bytes) -> None:
    text = read_bytes(data, path).text
    places = [text.index(words) for words in PARTS]
    assert places == sorted(places)
    if name not in ("csv", "rtf", "word_xml"):  # of the latter two LibreOffice spoils the numbers when it writes them
        assert "一、工作目标" in text
        assert "二、活动安排" in text
    if name != "csv":
        assert re.search("九月\t制订计划", text), "a table row keeps its cells apart"


@pytest.mark.parametrize("name", READERS)
def test_empty_input_is_refused(name: str) -> None:
    with pytest.raises(ReadError):
        READERS[name](b"", "空")
    with pytest.raises(ReadError) as caught:
        read_bytes(b"", "空")
    assert caught.value.reason == "empty"


@pytest.mark.parametrize(("name", "data"), [(name, data) for name, heap in BLANK.items() for data in heap])
def test_white_space_alone_is_refused(name: str, data: bytes) -> None:
    with pytest.raises(ReadError) as caught:
        READERS[name](data, "空")
    assert caught.value.reason in ("blank", "damaged_page")


# what is not read → its first bytes, the reason that is told
UNREAD: dict[str, tuple[bytes, str]] = {
    "an archive inside": (zip_of({"甲.txt": b"x"}), "is_archive"),
    "rar": (b"Rar!\x1a\x07\x00" + bytes(50), "packed"),
    "7z": (b"7z\xbc\xaf\x27\x1c" + bytes(50), "packed"),
    "picture": (b"\xff\xd8\xff\xe0" + bytes(50), "picture"),
    "slides": (zip_of({"[Content_Types].xml": b"<Types/>", "ppt/presentation.xml": b"<p/>"}), "unsupported"),
    "ofd": (zip_of({"OFD.xml": b"<OFD/>"}), "unsupported"),
    "a password": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(18) + b"\x03\x00\xfe\xff" + bytes(600) + "EncryptedPackage".encode("utf-16-le"), "encrypted"),
    "no Word document": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "damaged_office"),
    "half a PDF": (b"%PDF-1.7\n" + bytes(50), "damaged_pdf"),
}


@pytest.mark.parametrize("name", UNREAD)
def test_what_is_not_read_says_why(name: str) -> None:
    data, reason = UNREAD[name]
    with pytest.raises(ReadError) as caught:
        read_bytes(data, "旧计划")
    assert caught.value.reason == reason
    assert caught.value.sentence("zh") != caught.value.sentence("en")


def test_the_suffix_is_not_asked(tmp_path: Path) -> None:
    path = tmp_path / "计划.txt"
    path.write_bytes(word_plan())
    assert read(path).format == "docx"


def test_the_decoded_text_is_the_source_text() -> None:
    text = "一 行\r\n\u3000二行\x0c三行\u2028四行\n"
    assert read_bytes(text.encode()).text == text


def test_a_missing_file_and_a_folder_are_read_errors(tmp_path: Path) -> None:
    with pytest.raises(ReadError) as caught:
        read(tmp_path / "无.txt")
    assert caught.value.reason == "missing"
    with pytest.raises(ReadError):
        read(tmp_path)


def test_the_shown_name_takes_the_place_of_the_path(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(PLAN, encoding="utf-8")
    assert read(path, "某校/a.txt").path == "某校/a.txt"
    assert read(path).path == path.as_posix()


def test_a_source_is_known_by_path_and_content() -> None:
    one, again, elsewhere, other = (read_bytes(d.encode(), p) for d, p in ((PLAN, "a"), (PLAN, "a"), (PLAN, "b"), (PLAN + "。", "a")))
    assert one.source_id == again.source_id
    assert len({one.source_id, elsewhere.source_id, other.source_id}) == 3


# Hostile input: an answer or a ReadError, never anything else


def reads_or_refuses(data: bytes) -> Source | None:
    try:
        source = read_bytes(data, "可疑")
    except ReadError as error:
        assert error.path == "可疑"
        assert error.sentence("zh")
        return None
    check_source(source)
    return source


@pytest.mark.parametrize("part", [0.001, 0.01, 0.1, 0.3, 0.5, 0.8, 0.95, 0.99, 0.9999])
def test_a_word_file_cut_short_is_refused(part: float) -> None:
    data = word_plan()
    with pytest.raises(ReadError) as caught:
        read_bytes(data[: max(4, int(len(data) * part))])
    assert caught.value.reason in ("damaged_docx", "damaged_zip")


def zeros_archive(size: int) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        with archive.open("word/document.xml", "w") as stream:
            for _ in range(size // 1_000_000):
                stream.write(bytes(1_000_000))
    return out.getvalue()


def test_a_zip_bomb_is_not_opened() -> None:
    with pytest.raises(ReadError) as caught:
        read_bytes(zeros_archive(docx_reader.MOST_BYTES + 2_000_000))
    assert caught.value.reason == "too_large_inside"


def test_a_zip_bomb_that_lies_about_its_size_is_not_opened(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(docx_reader, "MOST_BYTES", 1_000_000)
    size = 5_000_000
    data = zeros_archive(size)
    lying = data.replace(size.to_bytes(4, "little"), (1000).to_bytes(4, "little"))
    assert lying != data
    with pytest.raises(ReadError):
        read_bytes(lying)


def test_an_archive_of_thousands_of_members_is_not_opened() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        for i in range(docx_reader.MOST_MEMBERS + 1):
            archive.writestr(str(i), b"")
    with pytest.raises(ReadError) as caught:
        read_bytes(out.getvalue())
    assert caught.value.reason == "too_large_inside"


NAMESPACE = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
BODIES: dict[str, bytes | None] = {
    "missing part": None,
    "empty part": b"",
    "no body": f"<w:document {NAMESPACE}/>".encode(),
    "another root": b"<html><body><p>plan</p></body></html>",
    "body of another kind": f"<w:document {NAMESPACE}><body/></w:document>".encode(),
    "no XML": b"plan",
}


@pytest.mark.parametrize("name", BODIES)
def test_a_word_file_without_a_body_is_refused(name: str) -> None:
    with pytest.raises(ReadError):
        read_bytes(with_member(word_plan(), "word/document.xml", BODIES[name]))


def body_with(doctype: str, text: str) -> bytes:
    xml = f"<?xml version='1.0'?>{doctype}<w:document {NAMESPACE}><w:body><w:p><w:r><w:t>研修计划{text}</w:t></w:r></w:p></w:body></w:document>"
    return with_member(word_plan(), "word/document.xml", xml.encode())


def test_an_external_entity_is_never_read(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("口令七七八八", encoding="utf-8")
    source = reads_or_refuses(body_with(f'<!DOCTYPE x [<!ENTITY e SYSTEM "{secret.as_uri()}">]>', "&e;"))
    assert source is None or "口令" not in source.text


def test_an_external_doctype_is_never_read(tmp_path: Path) -> None:
    definitions = tmp_path / "x.dtd"
    definitions.write_text('<!ENTITY e "口令七七八八">', encoding="utf-8")
    source = reads_or_refuses(body_with(f'<!DOCTYPE x SYSTEM "{definitions.as_uri()}">', "&e;"))
    assert source is None or "口令" not in source.text


def test_a_billion_laughs_do_not_grow() -> None:
    entities = '<!ENTITY a0 "哈哈哈哈哈哈哈哈哈哈">' + "".join(f'<!ENTITY a{i} "{f"&a{i - 1};" * 10}">' for i in range(1, 10))
    source = reads_or_refuses(body_with(f"<!DOCTYPE x [{entities}]>", "&a9;"))
    assert source is None or len(source) < 1000


def test_a_deep_tree_is_no_stack_overflow() -> None:
    xml = f"<w:document {NAMESPACE}><w:body>{'<w:sdt><w:sdtContent>' * 5000}{'</w:sdtContent></w:sdt>' * 5000}</w:body></w:document>"
    assert reads_or_refuses(with_member(word_plan(), "word/document.xml", xml.encode())) is None


HOSTILE_NUMBERING = {
    "level is no number": lambda x: x.replace(b'w:ilvl w:val="0"', b'w:ilvl w:val="x"'),
    "level is missing": lambda x: x.replace(b'<w:ilvl w:val="0"/>', b""),
    "list is unknown": lambda x: x.replace(b'<w:numId w:val="70"/>', b'<w:numId w:val="7777"/>'),
    "list is no number": lambda x: x.replace(b'<w:numId w:val="70"/>', b'<w:numId w:val="x"/>'),
    "list has no value": lambda x: x.replace(b'<w:numId w:val="70"/>', b"<w:numId/>"),
}


@pytest.mark.parametrize("name", HOSTILE_NUMBERING)
def test_a_broken_list_reference_costs_the_number_at_most(name: str) -> None:
    xml = member(word_plan(), "word/document.xml")
    broken = HOSTILE_NUMBERING[name](xml)
    assert broken != xml
    reads_or_refuses(with_member(word_plan(), "word/document.xml", broken))


HOSTILE_DEFINITIONS: dict[str, Callable[[bytes], bytes]] = {
    "list without abstract list": lambda x: x.replace(b'<w:abstractNumId w:val="70"/>', b""),
    "abstract list is missing": lambda x: x.replace(b'<w:abstractNumId w:val="70"/>', b'<w:abstractNumId w:val="7777"/>'),
    "start is no number": lambda x: x.replace(b'<w:start w:val="1"/>', b'<w:start w:val="x"/>'),
    "level is no number": lambda x: x.replace(b'w:lvl w:ilvl="0"', b'w:lvl w:ilvl="x"'),
    "level has no place": lambda x: x.replace(b'w:lvl w:ilvl="0"', b"w:lvl"),
    "no definitions": lambda x: b"<x/>",
}


@pytest.mark.parametrize("name", HOSTILE_DEFINITIONS)
def test_broken_list_definitions_cost_the_numbers_at_most(name: str) -> None:
    xml = member(word_plan(), "word/numbering.xml")
    broken = HOSTILE_DEFINITIONS[name](xml)
    assert broken != xml
    reads_or_refuses(with_member(word_plan(), "word/numbering.xml", broken))


@PROPERTY
@given(st.binary(max_size=400))
def test_random_bytes_are_read_or_refused(data: bytes) -> None:
    reads_or_refuses(data)


@PROPERTY
@given(st.sampled_from([b"PK\x03\x04", b"%PDF-1.7\n", b"<html>", b"MIME-Version: 1.0\nContent-Type: multipart/related; boundary=x\n"]), st.binary(max_size=300))
def test_random_bytes_behind_a_magic_number_are_read_or_refused(magic: bytes, data: bytes) -> None:
    reads_or_refuses(magic + data)


@settings(PROPERTY, max_examples=60)
@given(st.sampled_from(["utf-8", "gb18030", "utf-16", "big5"]), st.data())
def test_a_text_file_with_changed_bytes_is_read_or_refused(encoding: str, data: st.DataObject) -> None:
    content = bytearray(PLAN.encode(encoding, errors="ignore"))
    for _ in range(data.draw(st.integers(1, 5))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    reads_or_refuses(bytes(content))


@settings(PROPERTY, max_examples=40)
@given(st.integers(0, 2**31))
def test_a_word_file_with_changed_bytes_is_read_or_refused(seed: int) -> None:
    dice, data = random.Random(seed), bytearray(word_plan())
    for _ in range(dice.randint(1, 4)):
        data[dice.randrange(len(data))] = dice.randrange(256)
    reads_or_refuses(bytes(data))


@settings(PROPERTY, max_examples=60)
@given(
    st.sampled_from(["word/document.xml", "word/numbering.xml", "word/styles.xml", "[Content_Types].xml", "word/_rels/document.xml.rels"]),
    st.integers(0, 2**31),
)
def test_a_word_file_with_a_changed_part_is_read_or_refused(name: str, seed: int) -> None:
    """An attribute or an element of one part is lost or has another value: still well-formed, as other programs write it."""
    dice, data = random.Random(seed), word_plan()
    pieces = member(data, name).split(b"<")
    for _ in range(dice.randint(1, 3)):
        at = dice.randrange(1, len(pieces))
        words = pieces[at].split(b'"')
        if len(words) >= 3:
            words[1 + 2 * dice.randrange(len(words) // 2)] = dice.choice([b"", b"x", b"-1", b"99999999999", b"0"])
            pieces[at] = b'"'.join(words)
        elif pieces[at].endswith(b"/>"):
            pieces[at] = b"w:x/>"
    reads_or_refuses(with_member(data, name, b"<".join(pieces)))
