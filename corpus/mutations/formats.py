"""Records as files of other encodings and formats. A file's record is what it holds; what a reader makes of it is aligned with that."""

from __future__ import annotations

import csv
import io
import shutil
import subprocess
import tempfile
import zipfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from random import Random
from typing import NamedTuple

import xlsxwriter
from build import docx_of

from mutations.pages import page
from mutations.planted import traditional
from mutations.record import Edit, Record, edited, joined, noise
from mutations.site import site

OFFICE = ("pdf", "doc", "rtf", "odt")
"""Formats that LibreOffice makes of .docx files."""


class File(NamedTuple):
    """A file's name, its bytes, and the record of what stands in it."""

    name: str
    data: bytes
    record: Record


Format = Callable[[Sequence[Record]], list[File]]


def formats() -> dict[str, Format]:
    """Every format by name; those of LibreOffice only where it is installed."""
    made: dict[str, Format] = {name: _encoded(name) for name in ("gb18030", "utf-16", "utf-8-sig", "big5")}
    made |= {"docx": word, "html": web, "md": markdown, "xlsx": workbook, "csv": table}
    if shutil.which("soffice"):
        made |= {suffix: _office(suffix) for suffix in OFFICE}
    return made


def _chance(name: str, record: Record) -> Random:
    return Random(f"{name}:{record.name}")


def _named(record: Record, suffix: str) -> str:
    return Path(record.name).with_suffix(suffix).as_posix()


def _encoded(encoding: str) -> Format:
    def encode(held: Sequence[Record]) -> list[File]:
        if encoding == "big5":
            held = [made for made in (traditional(r, _chance("big5", r)) for r in held) if _fits(made.text, encoding)]
        return [File(_named(r, ".txt"), r.text.encode(encoding), r) for r in held]

    return encode


def _fits(text: str, encoding: str) -> bool:
    return len(text.encode(encoding, "ignore").decode(encoding)) == len(text)


def word(held: Sequence[Record]) -> list[File]:
    """.docx: tables as tables, every second list numbered by Word, the school in the header, a page field in the footer."""
    return [_word(record, _chance("docx", record)) for record in held]


def _word(record: Record, chance: Random) -> File:
    document = docx_of(record.text.replace("\r\n", "\n"), chance.random() < 0.5)
    school = dict(record.about).get("school", "示例学校")
    document.sections[0].header.paragraphs[0].text = f"{school}教研资料"
    _add_page_field(document.sections[0].footer.paragraphs[0])
    out = io.BytesIO()
    document.save(out)
    made = edited(record, [noise(0, f"{school}教研资料\n", "header"), noise(len(record.text), "\n第1页", "footer")])
    return File(_named(record, ".docx"), _undated(out.getvalue()), made)


def _add_page_field(paragraph: object) -> None:
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls

    xml = f'<w:fldSimple {nsdecls("w")} w:instr=" PAGE "><w:r><w:t>1</w:t></w:r></w:fldSimple>'
    paragraph.add_run("第")  # type: ignore[attr-defined]
    paragraph._p.append(parse_xml(xml))  # type: ignore[attr-defined]
    paragraph.add_run("页")  # type: ignore[attr-defined]


def _undated(data: bytes) -> bytes:
    """An archive whose members bear no time of making: the same content gives the same bytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(zipfile.ZipInfo(name), old.read(name), zipfile.ZIP_DEFLATED)
    return out.getvalue()


def web(held: Sequence[Record]) -> list[File]:
    """.html: a site's page in one of three layouts."""
    made = [(site(record, _chance("site", record)), _chance("html", record)) for record in held]
    return [File(_named(record, ".html"), page(record, chance), record) for record, chance in made]


def markdown(held: Sequence[Record]) -> list[File]:
    """.md: headings behind ##, tables between bars."""
    made = [edited(record, _marked_down(record)) for record in held]
    return [File(_named(record, ".md"), record.text.encode(), record) for record in made]


def _marked_down(record: Record) -> Iterator[Edit]:
    """Marks of headings belong to their heading, bars to their row; the line that tells a table's head is noise."""
    text = record.text
    for row in record.sections:
        opens = text[: row["start"]].rstrip(" \u3000")[-1:] in ("", "\n") and not text.startswith("#", row["start"])
        if row["heading"] and opens:
            yield Edit(row["start"], row["start"] + 1, f"{'#' * (row['heading'] + 1)} {text[row['start']]}")
    above = False
    at = 0
    for line in text.splitlines(keepends=True):
        cells = line.count("\t")
        if cells and not above:
            yield noise(at + len(line), f"|{'---|' * (cells + 1)}\n", "layout")
        yield from (Edit(at + i, at + i + 1, " | ") for i, letter in enumerate(line) if letter == "\t")
        above = bool(cells)
        at += len(line)


def workbook(held: Sequence[Record]) -> list[File]:
    """.xlsx: one plan a row, its school and year beside its whole text."""
    members = _members(held)
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    sheet = book.add_worksheet("计划")
    for number, row in enumerate([("学校", "年份", "正文"), *((*_about(r), r.text.strip()) for r in members)]):
        sheet.write_row(number, 0, row)
    book.close()
    return [File("计划汇总.xlsx", out.getvalue(), joined(members))]


def table(held: Sequence[Record]) -> list[File]:
    """.csv as Excel writes it in China (GB18030): the first line of each text as its title in a column of its own."""
    members = _members(held)
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(("序号", "学校", "年份", "标题", "正文"))
    for number, record in enumerate(members, 1):
        title, _, body = record.text.strip().partition("\n")
        writer.writerow((number, *_about(record), title.strip(), body.strip()))
    return [File("计划汇总.csv", out.getvalue().encode("gb18030"), joined(members))]


def _members(held: Sequence[Record]) -> list[Record]:
    """Records that a row can hold: one plan, its title on a line of its own; those whose amounts are annotated, so that the table's are."""
    return [r for r in held if len(r.plans) == 1 and "\n" in r.text[:80].strip() and r.quantities is not None]


def _about(record: Record) -> tuple[str, str]:
    about = dict(record.about)
    return about.get("school", ""), about.get("year", "")


def _office(suffix: str) -> Format:
    def convert(held: Sequence[Record]) -> list[File]:
        files = word(held)
        made = converted([file.data for file in files], suffix)
        return [File(_named(file.record, f".{suffix}"), data, file.record) for file, data in zip(files, made, strict=True)]

    return convert


def converted(documents: Sequence[bytes], suffix: str) -> list[bytes]:
    """.docx files as another format, by one start of LibreOffice.

    Raises:
        subprocess.CalledProcessError: it failed.
    """
    with tempfile.TemporaryDirectory() as scratch:
        names = [f"{number}.docx" for number in range(len(documents))]
        for name, data in zip(names, documents, strict=True):
            Path(scratch, name).write_bytes(data)
        home = f"-env:UserInstallation={Path(scratch, 'home').as_uri()}"
        command = ["soffice", home, "--headless", "--convert-to", suffix, *names]
        subprocess.run(command, cwd=scratch, check=True, capture_output=True, timeout=60 + 20 * len(names))
        return [Path(scratch, name).with_suffix(f".{suffix}").read_bytes() for name in names]
