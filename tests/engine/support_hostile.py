"""Makers of hostile files, each small on disk and large, endless, or treacherous when read; and what becomes of a folder of them."""

from __future__ import annotations

import io
import multiprocessing
import os
import struct
import subprocess
import sys
import zipfile
import zlib
from pathlib import Path

import pytest

from jiaoyan_nlp.engine.local import Job, analyse_all, folder_jobs

FORKED = [
    pytest.mark.filterwarnings("ignore:This process .* is multi-threaded:DeprecationWarning"),  # fork, Python 3.12 and 3.13
    pytest.mark.skipif(os.name != "posix" or multiprocessing.get_start_method() != "fork", reason="the workers would not have this process's bounds"),
]
"""Marks of tests that patch this process for the workers' sake."""

PLAN = (
    "示例县第一小学语文教研组工作计划\n一、指导思想\n以课堂为中心，扎实开展教研活动。\n二、工作目标\n优秀率达到40%。\n"
    "三、主要工作\n1、每位教师每学期听课不少于20节。\n2、教研组每两周组织一次集体备课。\n"
)
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/{main}+xml"/></Types>'
)
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_RELATIONS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="'
    + _OFFICE
    + '/officeDocument" Target="{target}"/></Relationships>'
)


def zip_of(members: dict[str, bytes | str], how: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A zip archive of these files."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", how) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return out.getvalue()


def word(document: str, target: str = "word/document.xml", **more: bytes | str) -> bytes:
    """A .docx file with this main part and others, whose names have __ for a slash."""
    parts = {name.replace("__", "/"): data for name, data in more.items()}
    types = _TYPES.format(main="vnd.openxmlformats-officedocument.wordprocessingml.document.main")
    return zip_of({"[Content_Types].xml": types, "_rels/.rels": _RELATIONS.format(target=target), "word/document.xml": document, **parts})


def body(xml: str) -> str:
    """A main part of .docx with this in its body."""
    return f"<w:document {W}><w:body>{xml}</w:body></w:document>"


def paragraphs(text: str = PLAN) -> str:
    """Word's XML of the lines of a text."""
    return "".join(f"<w:p><w:r><w:t>{line}</w:t></w:r></w:p>" for line in text.splitlines())


def workbook(sheet: str) -> bytes:
    """An .xlsx file with this sheet."""
    main = f'<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="{_OFFICE}"><sheets><sheet name="a" sheetId="1" r:id="r1"/>'
    relations = _RELATIONS.replace('/officeDocument"', '/worksheet"').replace("rId1", "r1").format(target="worksheets/sheet1.xml")
    return zip_of({
        "[Content_Types].xml": _TYPES.format(main="vnd.openxmlformats-officedocument.spreadsheetml.sheet.main"),
        "_rels/.rels": _RELATIONS.format(target="xl/workbook.xml"),
        "xl/workbook.xml": main + "</sheets></workbook>",
        "xl/_rels/workbook.xml.rels": relations,
        "xl/worksheets/sheet1.xml": sheet,
    })  # fmt: skip


def text_document(content: str, before: str = "") -> bytes:
    """An .odt file whose content.xml has this in its text body, and `before` in front of its root."""
    spaces = "".join(f' xmlns:{n}="urn:oasis:names:tc:opendocument:xmlns:{n}:1.0"' for n in ("office", "text"))
    xml = f'<?xml version="1.0" encoding="UTF-8"?>{before}<office:document-content{spaces} xmlns:xlink="http://www.w3.org/1999/xlink" office:version="1.2">'
    manifest = (
        '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"><manifest:file-entry manifest:full-path="/" '
        'manifest:media-type="application/vnd.oasis.opendocument.text"/><manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/>'
        "</manifest:manifest>"
    )
    full = f"{xml}<office:body><office:text>{content}</office:text></office:body></office:document-content>"
    return zip_of({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": full, "META-INF/manifest.xml": manifest})


def odt_lines(text: str = PLAN) -> str:
    """ODF's XML of the lines of a text."""
    return "".join(f"<text:p>{line}</text:p>" for line in text.splitlines())


def word_2003(text: str, before: str = "") -> bytes:
    """A Word 2003 XML file, `before` in front of its root."""
    space = "http://schemas.microsoft.com/office/word/2003/wordml"
    lines = "".join(f"<w:p><w:r><w:t>{line}</w:t></w:r></w:p>" for line in text.splitlines())
    head = f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>{before}<?mso-application progid="Word.Document"?>'
    return f'{head}<w:wordDocument xmlns:w="{space}"><w:body><w:sect>{lines}</w:sect></w:body></w:wordDocument>'.encode()


def lying(member: bytes, says: int) -> bytes:
    """An archive whose directory says of its member that it unpacks to only so many bytes."""
    data = bytearray(zip_of({"计划.txt": member}))
    for signature, offset in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        at = data.index(signature) + offset
        data[at : at + 4] = says.to_bytes(4, "little")
    return bytes(data)


def overlapping(member: bytes, count: int) -> bytes:
    """An archive of one member's data that its directory names `count` times."""
    packed = zlib.compressobj(9, zlib.DEFLATED, -15)
    data = packed.compress(member) + packed.flush()
    name = b"0000.txt"
    fixed = struct.pack("<HHHHHIIIHH", 20, 0x800, 8, 0, 0, zlib.crc32(member), len(data), len(member), len(name), 0)
    local = b"PK\x03\x04" + fixed + name + data
    entries = b"".join(b"PK\x01\x02" + b"\x14\x00" + fixed + bytes(14) + b"%04d.txt" % i for i in range(count))
    end = b"PK\x05\x06" + struct.pack("<HHHHIIH", 0, 0, min(count, 0xFFFF), min(count, 0xFFFF), len(entries), len(local), 0)
    return local + entries + end


def crowded(entries: int) -> bytes:
    """An archive with nothing in it but a directory of so many nameless members."""
    local = b"PK\x03\x04" + bytes(26)
    directory = (b"PK\x01\x02" + bytes(42)) * entries
    return local + directory + b"PK\x05\x06" + struct.pack("<HHHHIIH", 0, 0, 0xFFFF, 0xFFFF, len(directory), len(local), 0)


def pdf(*objects: bytes) -> bytes:
    """A PDF file of these objects, numbered from 1; the first is the catalog."""
    out, places = b"%PDF-1.7\n", []
    for number, held in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, held)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    tail = b"xref\n0 %d\n0000000000 65535 f \n%strailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n"
    return out + tail % (len(places) + 1, table, len(places) + 1, len(out))


def pdf_stream(content: bytes) -> bytes:
    """A PDF file of one page with this content, packed."""
    packed = zlib.compress(content, 9)
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Resources<</Font<</F 5 0 R>>>>/Contents 4 0 R>>"
    stream = b"<</Filter/FlateDecode/Length %d>>stream\n%s\nendstream" % (len(packed), packed)
    font = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"
    return pdf(b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[3 0 R]/Count 1>>", page, stream, font)


PDF_LOOP = pdf(
    b"<</Type/Catalog/Pages 2 0 R>>",
    b"<</Type/Pages/Kids[3 0 R 2 0 R]/Count 1000000>>",
    b"<</Type/Pages/Parent 2 0 R/Kids[2 0 R 3 0 R]/Count 1000000>>",
)

SECRET = "机密口令九八七六五四三二"
MEGABYTE = 1 << 20


def set_out(home: Path) -> Path:
    """A folder with one good file, beside a secret that nothing may quote."""
    (home / "秘密.txt").write_text(SECRET * 5, encoding="utf-8")
    put(home, "材料/好.txt", PLAN.encode())
    return home / "材料"


def put(folder: Path, name: str, data: bytes) -> None:
    """Write a file, and the folders on its way."""
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)


def outcomes(folder: Path, jobs: list[Job] | None = None) -> dict[str, list[str]]:
    """The reasons told of each file but the good one, which must be whole."""
    found = {a.file: a for a in analyse_all(folder_jobs(folder) if jobs is None else jobs, 2)}
    assert found.pop("好.txt").text == PLAN
    assert all(SECRET not in a.text for a in found.values())
    return {name: [p["reason"] for p in a.problems] for name, a in found.items()}


def jiaoyan(*arguments: str | Path, before: tuple[str, ...] = (), cwd: Path) -> subprocess.CompletedProcess[str]:
    """Run the command line, behind another command if one is named."""
    environment = os.environ | {"PYTHONUTF8": "1", "LC_ALL": "zh_CN.UTF-8"}
    command = [*before, sys.executable, "-m", "jiaoyan_nlp", *map(str, arguments)]
    return subprocess.run(command, cwd=cwd, env=environment, capture_output=True, encoding="utf-8", errors="replace", timeout=60)
