"""Helpers of the corpus tests: Word files made by hand, and the check that passages hold a whole source."""

from __future__ import annotations

import io
import re
import subprocess
import tempfile
import zipfile
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

from docx import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from jiaoyan_nlp.corpus.document import take_apart
from jiaoyan_nlp.corpus.formats.docx import read_docx
from jiaoyan_nlp.corpus.formats.office import find_soffice
from jiaoyan_nlp.errors import REASONS
from jiaoyan_nlp.sections.passages import Passage, passages
from jiaoyan_nlp.text.source import Source

W = nsdecls("w")


def saved(document: Any) -> bytes:
    """The bytes of a python-docx document."""
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def text_of(document: Any) -> str:
    """The text that our reader gives for a python-docx document."""
    return read_docx(saved(document)).text


def document_of(*body: str) -> Any:
    """A document whose body is the given XML elements (prefix w bound)."""
    document = Document()
    for xml in body:
        element = parse_xml(re.sub(r"^<[\w:]+", rf"\g<0> {W}", xml))
        document.element.body.insert(len(document.element.body) - 1, element)
    return document


def paragraph(text: str, properties: str = "") -> str:
    """A paragraph as XML: `text` in one run, `properties` inside its w:pPr."""
    return f'<w:p><w:pPr>{properties}</w:pPr><w:r><w:t xml:space="preserve">{text}</w:t></w:r></w:p>'


def numbered(text: str, num_id: int, level: int = 0) -> str:
    """A paragraph of an automatic list."""
    return paragraph(text, f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{num_id}"/></w:numPr>')


def level(at: int, form: str, text: str, *, start: int = 1, extra: str = "", suffix: str = "nothing") -> str:
    """One level of a list's definition."""
    return f'<w:lvl w:ilvl="{at}"><w:start w:val="{start}"/><w:numFmt w:val="{form}"/>{extra}<w:suff w:val="{suffix}"/><w:lvlText w:val="{text}"/></w:lvl>'


def define_list(document: Any, abstract_id: int, *levels: str) -> None:
    """Add an abstract list to the document's numbering definitions."""
    root = document.part.numbering_part.element
    root.insert(0, parse_xml(f'<w:abstractNum {W} w:abstractNumId="{abstract_id}"><w:multiLevelType w:val="multilevel"/>{"".join(levels)}</w:abstractNum>'))


def define_num(document: Any, num_id: int, abstract_id: int, overrides: str = "") -> None:
    """Add a list that uses an abstract list."""
    root = document.part.numbering_part.element
    root.append(parse_xml(f'<w:num {W} w:numId="{num_id}"><w:abstractNumId w:val="{abstract_id}"/>{overrides}</w:num>'))


def with_member(data: bytes, name: str, content: bytes | None) -> bytes:
    """The archive with one member's content replaced, or left out where `content` is None."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for member in old.namelist():
            if member != name:
                new.writestr(member, old.read(member))
        if content is not None:
            new.writestr(name, content)
    return out.getvalue()


def zip_of(members: dict[str, bytes]) -> bytes:
    """A zip archive of these files."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return out.getvalue()


def member(data: bytes, name: str) -> bytes:
    """The content of one member of an archive."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return archive.read(name)


def check_cover(text: str, found: Iterable[Passage]) -> None:
    """Every character that is no white space lies in exactly one passage; passages stand in order and are trimmed."""
    owners = [0] * len(text)
    at = 0
    for each in found:
        assert at <= each.start < each.end <= len(text), each
        assert text[each.start : each.end] == text[each.start : each.end].strip(), each
        for i in range(each.start, each.end):
            owners[i] += 1
        at = each.end
    lost = [(i, c) for i, c in enumerate(text) if not c.isspace() and owners[i] != 1]
    assert not lost, lost[:10]


def check_source(source: Source) -> None:
    """What every reader owes: offsets that fit the text, and passages that hold all of it."""
    assert source.text.strip()
    assert source[slice(0, len(source))] == source.text
    for span in (*source.generated, *(s for s, _ in source.headings), *(s for s, _ in source.furniture), *(m.span for m in source.members)):
        assert 0 <= span.start < span.end <= len(source)
    assert all(reason in REASONS for reason, _ in source.remarks)
    assert all(source.text[i] == "\ufffd" for i in source.damaged)
    check_cover(source.text, passages(take_apart(source)))


@cache
def converted(data: bytes, suffix: str) -> bytes:
    """What LibreOffice makes of a .docx file: .doc, .rtf, .odt, .pdf or .xml (Word 2003)."""
    soffice = find_soffice()
    assert soffice, "the tests of readers need LibreOffice (Debian: libreoffice-writer-nogui)"
    target = {"doc": "doc:MS Word 97", "xml": "xml:MS Word 2003 XML"}.get(suffix, suffix)
    with tempfile.TemporaryDirectory() as scratch:
        Path(scratch, "plan.docx").write_bytes(data)
        command = [soffice, f"-env:UserInstallation={Path(scratch, 'profile').as_uri()}", "--headless", "--convert-to", target, "plan.docx"]
        subprocess.run(command, cwd=scratch, check=True, capture_output=True, timeout=120)
        return Path(scratch, f"plan.{suffix}").read_bytes()
