"""What a file is, told by its content; the suffix is asked only where content cannot tell (.csv from prose with commas)."""

from __future__ import annotations

import contextlib
import io
import re
import zipfile
import zlib
from pathlib import Path
from typing import IO

MOST_DIRECTORY = 16 << 20
"""Bytes of the largest directory of a zip archive that is read: each of its entries, 46 bytes or more, costs half a kilobyte of memory."""
PACKED = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
"""How members are packed that are unpacked: of the other ways zipfile cannot bound what a few bytes give, and hardly anybody uses them."""

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_STREAMS = [("encrypted", "EncryptedPackage"), ("doc", "WordDocument"), ("sheet", "Workbook"), ("sheet", "Book"), ("ppt", "PowerPoint Document")]
_PACKAGES = [("docx", "word/"), ("sheet", "xl/"), ("pptx", "ppt/")]
_MIMETYPES = [("odt", b"opendocument.text"), ("sheet", b"opendocument.spreadsheet"), ("odp", b"opendocument.presentation"), ("epub", b"epub+zip")]
_MAGIC = [
    (rb"\{\\rtf", "rtf"),
    (rb"Rar!", "rar"),
    (rb"7z\xbc\xaf\x27\x1c", "7z"),
    (rb"\x1f\x8b", "gz"),
    (rb"\x89PNG|\xff\xd8\xff|GIF8|BM.{4}\x00\x00\x00\x00|II\*\x00|MM\x00\*|RIFF.{4}WEBP", "picture"),
    (rb"(?s).{0,1000}%PDF-\d", "pdf"),
]
_PAGE = re.compile(rb"(?is)\s*(?:<\?xml[^>]{0,200}\?>\s*)?(?:<!--(?:(?!-->).){0,2000}-->\s*)*<(?:!doctype\s+html|html|head|body|meta|div|table|p)\b")
_MAIL = re.compile(rb"(?is)(?:from:|mime-version:|subject:|date:|content-).{0,4000}?multipart/related")
_WORD_XML = re.compile(rb"(?s)\s*<\?xml.{0,400}progid=.Word\.Document")


def format_of(data: bytes, path: str = "-") -> str:
    """Name of a format for these bytes: docx, doc, rtf, odt, word_xml, pdf, html, mhtml, sheet, csv, zip, txt, or one that is not read."""
    if is_zip(data):
        return package_of(io.BytesIO(data)) or _broken_package(data, path)
    if data.startswith(_OLE):
        if not re.match(rb"(?s).{18}[\x03\x04]\x00\xfe\xff", data[8:32]):  # version and byte order of a compound file
            return "ole"
        return next((name for name, stream in _STREAMS if stream.encode("utf-16-le") in data), "ole")
    for magic, name in _MAGIC:
        if re.match(magic, data[:1100], re.DOTALL):
            return name
    return _textual(data, path)


def is_zip(data: bytes) -> bool:
    """Whether a file that begins so is a zip archive; a text may begin with the letters PK."""
    return data.startswith((b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08"))


def package_of(file: str | IO[bytes]) -> str:
    """What a zip archive is, by its members: docx, sheet, odt …, or zip; empty where it is cut short."""
    try:
        if directory_size(file) > MOST_DIRECTORY:
            return "zip"
        with zipfile.ZipFile(file) as archive:
            names = archive.namelist()
            mimetype = archive.open("mimetype").read(200) if "mimetype" in names and archive.getinfo("mimetype").compress_type in PACKED else b""
    except (zipfile.BadZipFile, EOFError, OSError, NotImplementedError, RuntimeError, ValueError, zlib.error):
        return ""
    for name, word in _MIMETYPES:
        if word in mimetype:
            return name
    if "OFD.xml" in names:
        return "ofd"
    if "[Content_Types].xml" not in names:
        return "zip"
    return next((name for name, folder in _PACKAGES if any(n.startswith(folder) for n in names)), "docx")


def directory_size(file: str | IO[bytes]) -> int:
    """Bytes of a zip archive's directory by the record at its end (APPNOTE 4.3.14 to 4.3.16); 0 where there is none.

    Raises:
        OSError: the file cannot be read.
    """
    with Path(file).open("rb") if isinstance(file, str) else contextlib.nullcontext(file) as held:
        held.seek(max(0, held.seek(0, io.SEEK_END) - 65_700))
        tail = held.read()
    at = len(tail) - 22 if tail[-22:-18] == b"PK\x05\x06" else tail.rfind(b"PK\x05\x06")
    if at < 0:
        return 0
    is_large = at >= 76 and tail[at - 20 : at - 16] == b"PK\x06\x07"
    return int.from_bytes(tail[at - 36 : at - 28] if is_large else tail[at + 12 : at + 16], "little")


def _broken_package(data: bytes, path: str) -> str:
    """What an archive cut short was: by its first member where that tells, else by its suffix, else by its first members."""
    first = data[30:200]
    if (format_ := next((name for name, word in _MIMETYPES if first.startswith(b"mimetype") and word in first), "")) in ("odt", "sheet"):
        return format_
    suffix = path.lower().rpartition(".")[2]
    if suffix in ("xlsx", "ods", "et"):
        return "sheet"
    if suffix in ("docx", "docm", "wps", "odt") or b"[Content_Types].xml" in data[:4096] or b"word/" in data[:65_536]:
        return "docx"
    return "broken_zip"


def _textual(data: bytes, path: str) -> str:
    head = data[:8192].replace(b"\x00", b"") if data[:2] in (b"\xff\xfe", b"\xfe\xff") else data[:8192]
    head = head.removeprefix(b"\xef\xbb\xbf").removeprefix(b"\xff\xfe").removeprefix(b"\xfe\xff")
    if _WORD_XML.match(head):
        return "word_xml"
    if _MAIL.match(head):
        return "mhtml"
    if _PAGE.match(head):
        return "html"
    return "csv" if path.lower().endswith((".csv", ".tsv")) else "txt"
