"""Old Word files: many in one start of LibreOffice, what happens without it, and with files that it cannot read."""

from __future__ import annotations

import random

import pytest
from support_corpus import check_source, converted, define_list, define_num, document_of, level, numbered, paragraph, saved

from jiaoyan_nlp.corpus.formats import office
from jiaoyan_nlp.corpus.formats.office import read_office, to_docx
from jiaoyan_nlp.corpus.readers import read_bytes
from jiaoyan_nlp.errors import ReadError

GARBAGE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + random.Random(3).randbytes(20_000) + "WordDocument".encode("utf-16-le")


def plan() -> bytes:
    document = document_of(paragraph("柳河小学语文组教研工作计划"), numbered("工作目标", 70), paragraph("每位教师听课不少于20节。"), numbered("工作安排", 70))
    define_list(document, 70, level(0, "chineseCounting", "%1、"))
    define_num(document, 70, 70)
    return saved(document)


def test_many_files_in_one_start(monkeypatch: pytest.MonkeyPatch) -> None:
    starts: list[list[str]] = []
    run = office._run
    monkeypatch.setattr(office, "_run", lambda command, *rest: (starts.append(command), run(command, *rest)))
    made = to_docx([("doc", converted(plan(), "doc")), ("rtf", converted(plan(), "rtf")), ("odt", converted(plan(), "odt"))] * 2)
    assert len(starts) == 1
    texts = [read_office(b"", "旧", "doc", each).text for each in made]
    assert all("工作目标" in text and "每位教师听课不少于20节。" in text for text in texts)


def test_one_bad_file_costs_only_itself() -> None:
    good = converted(plan(), "doc")
    made = to_docx([("doc", good), ("doc", good[: len(good) // 3]), ("doc", good)])
    assert made[0]
    assert made[2]


@pytest.mark.parametrize("data", [GARBAGE, GARBAGE[:600]])
def test_what_is_no_word_document_is_refused(data: bytes) -> None:
    with pytest.raises(ReadError) as caught:
        read_bytes(data, "坏.doc")
    assert caught.value.reason == "damaged_office"


@pytest.fixture
def bare(monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine without LibreOffice."""
    monkeypatch.setattr(office, "find_soffice", lambda: None)


@pytest.mark.usefixtures("bare")
def test_without_libreoffice_old_word_files_lack_their_numbers_and_say_so() -> None:
    source = read_office(converted(plan(), "doc"), "旧.doc", "doc")
    check_source(source)
    assert "工作目标" in source.text
    assert "一、" not in source.text
    assert source.remarks == (("no_numbers", ""),)


@pytest.mark.usefixtures("bare")
def test_without_libreoffice_rtf_is_read() -> None:
    source = read_office(converted(plan(), "rtf"), "旧.rtf", "rtf")
    check_source(source)
    assert "每位教师听课不少于20节。" in source.text


@pytest.mark.usefixtures("bare")
@pytest.mark.parametrize("format_", ["odt", "word_xml"])
def test_without_libreoffice_the_rest_names_what_to_install(format_: str) -> None:
    with pytest.raises(ReadError) as caught:
        read_office(b"x", "旧", format_)
    assert caught.value.reason == "needs_libreoffice"
    assert "LibreOffice" in caught.value.sentence("zh")


@pytest.mark.usefixtures("bare")
@pytest.mark.parametrize(("format_", "data"), [("doc", GARBAGE), ("doc", b""), ("rtf", b"{\\rtf1" + b"{" * 50_000), ("rtf", b"{\\rtf1}")])
def test_without_libreoffice_hostile_files_are_refused(format_: str, data: bytes) -> None:
    with pytest.raises(ReadError):
        read_office(data, "坏", format_)


def test_a_program_that_hangs_is_ended(monkeypatch: pytest.MonkeyPatch, tmp_path: object) -> None:
    script = tmp_path / "soffice"  # type: ignore[operator]
    script.write_text("#!/bin/sh\nsleep 600 & wait\n", encoding="utf-8")
    script.chmod(0o755)
    monkeypatch.setattr(office, "find_soffice", lambda: str(script))
    monkeypatch.setattr(office, "_START", 1)
    monkeypatch.setattr(office, "_EACH", 0)
    assert to_docx([("doc", GARBAGE)]) == [b""]
