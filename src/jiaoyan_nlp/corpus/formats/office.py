"""Word's old formats (.doc, .wps, .rtf, .odt, Word 2003 XML): LibreOffice turns them into .docx, many files a start.

Where LibreOffice is not installed, .rtf is read by striprtf, .doc and .wps by office-oxide without the automatic numbers, and the
source says so; .odt and XML are refused with the name of what to install.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from jiaoyan_nlp.corpus.decoding import is_plausible
from jiaoyan_nlp.corpus.formats.docx import read_docx
from jiaoyan_nlp.corpus.formats.page import Page
from jiaoyan_nlp.errors import ReadError
from jiaoyan_nlp.text.source import Source

SUFFIXES = {"doc": ".doc", "rtf": ".rtf", "odt": ".odt", "word_xml": ".xml"}
"""What a file of each format is called in the folder that LibreOffice reads; .wps is .doc under another name."""
_START, _EACH = 30, 5
"""Seconds that LibreOffice gets to start, and for each file."""
_PLACES = (
    "/usr/lib/libreoffice/program/soffice",
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    r"C:\Program Files\LibreOffice\program\soffice.exe",
    r"C:\Program Files (x86)\LibreOffice\program\soffice.exe",
)


def find_soffice() -> str | None:
    """The LibreOffice program, or None where it is not installed."""
    found = shutil.which("soffice") or shutil.which("libreoffice")
    return found or next((place for place in _PLACES if Path(place).is_file()), None)


def to_docx(files: Sequence[tuple[str, bytes]]) -> list[bytes]:
    """Convert files, each a format of `SUFFIXES` and its bytes, in one start of LibreOffice; empty for each that it cannot read.

    When a file makes LibreOffice end or hang, those that it left undone are converted one a start.
    """
    soffice = find_soffice()
    if not files or soffice is None:
        return [b""] * len(files)
    done = _converted(soffice, files)
    if len(files) > 1:
        done = [each or _converted(soffice, [file])[0] for each, file in zip(done, files, strict=True)]
    return done


# LibreOffice fetches no linked picture, from the network or the disk, for a document that is not from a trusted place
_SETTINGS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="BlockUntrustedRefererLinks" oor:op="fuse"><value>true</value></prop></item>
</oor:items>
"""


def _converted(soffice: str, files: Sequence[tuple[str, bytes]]) -> list[bytes]:
    with tempfile.TemporaryDirectory(prefix="jiaoyan-", ignore_cleanup_errors=True) as scratch:
        home, out = Path(scratch, "profile"), Path(scratch, "out")
        (home / "user").mkdir(parents=True)
        (home / "user" / "registrymodifications.xcu").write_text(_SETTINGS, encoding="utf-8")
        names = [f"{i}{SUFFIXES[format_]}" for i, (format_, _) in enumerate(files)]
        for name, (_, data) in zip(names, files, strict=True):
            Path(scratch, name).write_bytes(data)
        command = [
            soffice, f"-env:UserInstallation={home.as_uri()}", "--headless", "--norestore", "--nolockcheck",
            "--convert-to", "docx:MS Word 2007 XML", "--outdir", str(out), *names,
        ]  # fmt: skip
        _run(command, scratch, _START + _EACH * len(files))
        made = [out / Path(name).with_suffix(".docx") for name in names]
        return [path.read_bytes() if path.is_file() else b"" for path in made]


def _run(command: list[str], folder: str, seconds: float) -> None:
    """Run to the end, to the time limit, or until this task is stopped; then LibreOffice and what it has started are ended together."""
    quiet = {"stdin": subprocess.DEVNULL, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    process = subprocess.Popen(command, cwd=folder, start_new_session=True, **quiet)  # type: ignore[call-overload]
    try:
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(seconds)
    finally:
        if process.poll() is None:
            _end(process)


def _end(process: subprocess.Popen[bytes]) -> None:
    if sys.platform == "win32":
        process.kill()
    else:
        import signal

        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def read_office(data: bytes, path: str, format_: str, converted: bytes | None = None) -> Source:
    """An old Word file as a source; `converted` is what LibreOffice made of it, None where it was not asked.

    Raises:
        ReadError: the file is damaged, or needs a program that is not installed.
    """
    if converted is None:
        converted = to_docx([(format_, data)])[0]
    if converted:
        try:
            source = replace(read_docx(converted, path), format=format_)
        except ReadError as error:
            raise ReadError(path, "blank" if error.reason == "blank" else "damaged_office", format_) from error
        if not is_plausible(source.text):  # what LibreOffice does not know it takes for text
            raise ReadError(path, "damaged_office", format_)
        return source
    plain = {"doc": _plain_doc, "rtf": _plain_rtf}.get(format_)
    if plain is None and find_soffice() is None:
        raise ReadError(path, "needs_libreoffice", format_)
    page = Page()
    for line in (plain(data, path) if plain else "").splitlines():
        page.line(line.strip())
    if not is_plausible("".join(page.parts)):
        raise ReadError(path, "damaged_office", format_)
    if format_ == "doc":
        page.remarks.append(("no_numbers", ""))
    return page.source(path, format_)


def _plain_doc(data: bytes, path: str) -> str:
    from office_oxide import Document, OfficeOxideError

    try:
        return str(Document.from_bytes(data, "doc").plain_text())
    except (OfficeOxideError, ValueError, OverflowError) as error:
        raise ReadError(path, "damaged_office", "doc") from error


def _plain_rtf(data: bytes, path: str) -> str:
    from striprtf.striprtf import rtf_to_text

    try:
        return str(rtf_to_text(data.decode("ascii", "replace"), encoding="gb18030", errors="replace"))  # type: ignore[no-untyped-call]
    except (ValueError, IndexError, KeyError, LookupError, RecursionError) as error:
        raise ReadError(path, "damaged_office", "rtf") from error
