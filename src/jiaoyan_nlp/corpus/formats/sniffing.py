"""What a file is, told by its content; the suffix is asked only where content cannot tell (.csv from prose with commas)."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from typing import IO

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
_PAGE = re.compile(rb"(?is)\s*(?:<\?xml[^>]{0,200}\?>\s*)?(?:<!--.{0,2000}?-->\s*)*<(?:!doctype\s+html|html|head|body|meta|div|table|p)\b")
_MAIL = re.compile(rb"(?is)(?:from:|mime-version:|subject:|date:|content-).{0,4000}?multipart/related")
_WORD_XML = re.compile(rb"(?s)\s*<\?xml.{0,400}progid=.Word\.Document")


def format_of(data: bytes, path: str = "-") -> str:
    """Name of a format for these bytes: docx, doc, rtf, odt, word_xml, pdf, html, mhtml, sheet, csv, zip, txt, or one that is not read."""
    if data.startswith(b"PK"):
        return package_of(io.BytesIO(data)) or _broken_package(data, path)
    if data.startswith(_OLE):
        if not re.match(rb"(?s).{18}[\x03\x04]\x00\xfe\xff", data[8:32]):  # version and byte order of a compound file
            return "ole"
        return next((name for name, stream in _STREAMS if stream.encode("utf-16-le") in data), "ole")
    for magic, name in _MAGIC:
        if re.match(magic, data[:1100], re.DOTALL):
            return name
    return _textual(data, path)


def package_of(file: str | IO[bytes]) -> str:
    """What a zip archive is, by its members: docx, sheet, odt …, or zip; empty where it is cut short."""
    try:
        with zipfile.ZipFile(file) as archive:
            names = archive.namelist()
            mimetype = archive.open("mimetype").read(200) if "mimetype" in names else b""
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


def _broken_package(data: bytes, path: str) -> str:
    """What an archive cut short was: by its suffix, else by its first members."""
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
