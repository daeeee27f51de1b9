"""The contract of every reader, and what none of them may do on hostile input."""

from __future__ import annotations

import io
import random
import zipfile
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest
from docx import Document
from hypothesis import given, settings
from hypothesis import strategies as st
from support_corpus import check_source, define_list, define_num, document_of, level, member, numbered, paragraph, saved, with_member

from jiaoyan_nlp.corpus.formats import docx as docx_reader
from jiaoyan_nlp.corpus.readers import MAGIC, READERS, files_under, format_of, read, read_bytes
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
    table = document.add_table(2, 2)
    for cell, words in zip((c for row in table.rows for c in row.cells), ("时间", "内容", "九月", "制订计划"), strict=True):
        cell.text = words
    return saved(document)


# reader → contents that it must read; the unsupported have what it must refuse
GOOD: dict[str, list[bytes]] = {
    "txt": [PLAN.encode(e) for e in ("utf-8", "gb18030", "utf-16", "utf-8-sig")] + [PLAN.replace("\n", "\r\n").encode(), "\ufeff\u3000计划".encode()],
    "docx": [word_plan()],
}
REFUSED: dict[str, bytes] = {
    "ole": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600),
    "pdf": b"%PDF-1.7\n" + bytes(50),
    "rtf": rb"{\rtf1\ansi plan}",
}
BLANK: dict[str, list[bytes]] = {"txt": [b" \r\n\t", "\u3000\n\ufeff".encode()], "docx": [saved(Document()), saved(document_of(paragraph("\u3000 ")))]}


def test_every_reader_has_its_samples() -> None:
    assert set(GOOD) | set(REFUSED) == set(READERS)
    assert {name for _, name in MAGIC} <= set(READERS)


@pytest.mark.parametrize(("name", "data"), [(name, data) for name, heap in GOOD.items() for data in heap])
def test_contract(name: str, data: bytes) -> None:
    assert format_of(data) == name
    source = READERS[name](data, "某区/某校/计划")
    assert (source.path, source.format) == ("某区/某校/计划", name)
    check_source(source)
    assert READERS[name](data, "某区/某校/计划") == source == read_bytes(data, "某区/某校/计划")


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
    assert caught.value.reason == "blank"


@pytest.mark.parametrize("name", REFUSED)
def test_formats_that_are_not_read_say_what_to_do(name: str) -> None:
    assert format_of(REFUSED[name]) == name
    with pytest.raises(ReadError) as caught:
        read_bytes(REFUSED[name], "旧计划")
    assert caught.value.reason == "unsupported"
    assert ".docx" in caught.value.sentence("zh")
    assert ".docx" in caught.value.sentence("en")


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


def test_files_under_a_folder_in_order_without_strangers(tmp_path: Path) -> None:
    for name in ("乙/计划.docx", "甲/计划.TXT", "甲/~$计划.docx", "甲/.隐.txt", "照片.jpg", "旧.doc"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(b"x")
    (tmp_path / "像文件的.txt").mkdir()
    found = [p.relative_to(tmp_path).as_posix() for p in files_under([tmp_path])]
    assert found == sorted(["乙/计划.docx", "甲/计划.TXT", "旧.doc"])


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
    assert caught.value.reason == "damaged_docx"


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


def test_an_archive_that_is_no_word_file() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("计划.txt", PLAN)
    with pytest.raises(ReadError) as caught:
        read_bytes(out.getvalue())
    assert caught.value.reason == "no_body"


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
@given(st.sampled_from([magic for magic, _ in MAGIC]), st.binary(max_size=300))
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
