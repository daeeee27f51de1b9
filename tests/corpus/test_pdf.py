"""PDF files: printed lines joined to paragraphs, tables to rows, running heads and page numbers told apart."""

from __future__ import annotations

import re
from collections.abc import Sequence

import pytest
from docx import Document
from docx.oxml import OxmlElement
from support_corpus import check_source, converted, saved

from jiaoyan_nlp.corpus.document import take_apart
from jiaoyan_nlp.corpus.formats.pdf import read_pdf
from jiaoyan_nlp.errors import ReadError

PARAGRAPHS = [
    "示例县第三小学科学教研组工作计划",
    "新学期里，科学组要把每一次活动都落到课堂上。为此，全组教师在暑期里走访了四个年级的课堂，收集了“实验难做、材料难找”等十二个问题，并订出下面的计划。",
    "一、工作目标",
    "1、每位教师每学期听课不少于15节，其中跨学科听课不少于3节，评课记录完整；教研组长每周推门听课一次，课后当面交换意见，并在2天之内把意见写进记录本。",
    "2、分组实验开出率达到98%以上。",
    "二、主要措施",
    "每两周集中研讨一次，主讲人提前三天把材料发到组里；研讨时先看课例，再议问题，最后由组长归纳成三条以内的改进建议，下一次研讨从检查这些建议的落实情况开始。",
    "示例县第三小学科学组",
]
ROWS = [
    ("时间", "内容", "负责人"),
    ("九月", "制订计划，整理实验室，清点仪器和药品，登记造册并公示，缺损的及时补齐", "林老师"),
    ("十月", "集体备课", ""),
]


def document(paragraphs: Sequence[str] = PARAGRAPHS, rows: Sequence[Sequence[str]] = (), header: str = "", pages: bool = False, indent: bool = False) -> bytes:
    made = Document()
    for text in paragraphs:
        paragraph = made.add_paragraph(text)
        if indent:
            paragraph.paragraph_format.first_line_indent = 266_700
    if rows:
        table = made.add_table(len(rows), len(rows[0]), style="Table Grid")
        for row, values in zip(table.rows, rows, strict=True):
            for cell, value in zip(row.cells, values, strict=True):
                cell.text = value
        made.add_paragraph("以上安排，请各位教师遵照执行。")
    if header:
        made.sections[0].header.paragraphs[0].text = header
    if pages:
        run = made.sections[0].footer.paragraphs[0].add_run()
        for kind, code in (("begin", ""), ("", "PAGE"), ("end", "")):
            element = OxmlElement("w:fldChar" if kind else "w:instrText")
            if kind:
                element.set(re.sub("^", "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}", "fldCharType"), kind)
            element.text = code or None
            run._r.append(element)
    return converted(saved(made), "pdf")


def lines(data: bytes) -> list[str]:
    source = read_pdf(data)
    check_source(source)
    hidden = {s.start for s, _ in source.furniture}
    return [m[0] for m in re.finditer(r"[^\n]+", source.text) if m.start() not in hidden]


@pytest.mark.parametrize("indent", [False, True])
def test_printed_lines_are_joined_to_paragraphs(indent: bool) -> None:
    assert lines(document(indent=indent)) == PARAGRAPHS


def test_tables_are_rows_with_their_cells_apart_empty_ones_too() -> None:
    held = lines(document(PARAGRAPHS[:1], ROWS))
    assert held == [PARAGRAPHS[0], *("\t".join(row) for row in ROWS), "以上安排，请各位教师遵照执行。"]


@pytest.mark.parametrize("copies", [1, 12])
def test_running_heads_and_page_numbers_are_furniture(copies: int) -> None:
    data = document(PARAGRAPHS * copies, header="示例县教研文件汇编", pages=True)
    assert lines(data) == PARAGRAPHS * copies
    source = read_pdf(data)
    told = {(source.text[s.start : s.end], why) for s, why in source.furniture}
    assert ("示例县教研文件汇编", "header") in told
    assert ("1", "page") in told
    assert not re.search("汇编", take_apart(source).view.text)


def test_a_scan_is_told() -> None:
    made = Document()
    made.add_picture(picture(), width=3_000_000)
    with pytest.raises(ReadError) as caught:
        read_pdf(converted(saved(made), "pdf"))
    assert caught.value.reason == "scanned"


def test_a_scanned_page_among_others_is_told() -> None:
    made = Document()
    made.add_paragraph(PARAGRAPHS[1])
    made.add_page_break()
    made.add_picture(picture(), width=3_000_000)
    source = read_pdf(converted(saved(made), "pdf"))
    assert source.remarks == (("scanned_pages", "2"),)
    assert source.text.strip() == PARAGRAPHS[1]


def picture() -> object:
    """A PNG of one grey pixel in ten by ten."""
    import io
    import struct
    import zlib

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    rows = b"".join(b"\0" + bytes([200] * 10) for _ in range(10))
    header = struct.pack(">IIBBBBB", 10, 10, 8, 0, 0, 0, 0)
    return io.BytesIO(b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b""))


@pytest.mark.parametrize("part", [0.05, 0.3, 0.6, 0.9])
def test_a_file_cut_short_is_read_or_refused(part: float) -> None:
    data = document()
    try:
        check_source(read_pdf(data[: int(len(data) * part)]))
    except ReadError as error:
        assert error.reason in ("damaged_pdf", "blank", "garbled")
