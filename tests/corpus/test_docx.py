"""Word files: what a reader of the page sees, one line a paragraph or table row."""

from __future__ import annotations

import pytest
from docx import Document
from docx.oxml import parse_xml
from support_corpus import W, document_of, paragraph, saved, text_of

from jiaoyan_nlp.corpus.document import take_apart
from jiaoyan_nlp.corpus.formats.docx import read_docx


def test_paragraphs_are_lines_empty_ones_too() -> None:
    assert text_of(document_of(paragraph("校本研修计划"), paragraph(""), paragraph("一、目标"))) == "校本研修计划\n\n一、目标"


def test_tables_are_rows_of_cells_kept_apart_by_tabs_in_reading_order() -> None:
    document = Document()
    document.add_paragraph("活动安排")
    table = document.add_table(2, 3)
    for cell, words in zip((c for row in table.rows for c in row.cells), ("时间", "内容", "负责人", "九月", "集体备课", "林老师"), strict=True):
        cell.text = words
    document.add_paragraph("以上。")
    assert text_of(document) == "活动安排\n时间\t内容\t负责人\n九月\t集体备课\t林老师\n以上。"


def test_an_empty_cell_keeps_its_column() -> None:
    document = Document()
    table = document.add_table(1, 3)
    table.cell(0, 0).text, table.cell(0, 2).text = "九月", "林老师"
    assert text_of(document) == "九月\t\t林老师"


def test_a_row_is_one_line_though_a_cell_has_many_paragraphs() -> None:
    document = Document()
    cell = document.add_table(1, 2).cell(0, 0)
    cell.text = "备课"
    cell.add_paragraph("评课")
    lines = text_of(document).split("\n")
    assert len(lines) == 1
    assert "备课" in lines[0]
    assert "评课" in lines[0]


def test_a_row_is_one_line_though_a_cell_has_a_soft_line_break() -> None:
    document = Document()
    table = document.add_table(1, 2)
    table.cell(0, 0).text = "备课\n评课"  # python-docx writes a soft break
    table.cell(0, 1).text = "林老师"
    lines = text_of(document).split("\n")
    assert len(lines) == 1
    assert lines[0].split("\t")[1] == "林老师"


def test_a_tab_inside_a_cell_makes_no_column() -> None:
    document = Document()
    table = document.add_table(1, 2)
    table.cell(0, 0).text = "第一周\t第二周"
    table.cell(0, 1).text = "备课"
    assert len(text_of(document).split("\t")) == 2


def test_a_table_inside_a_cell_is_read_once() -> None:
    document = Document()
    cell = document.add_table(1, 1).cell(0, 0)
    cell.text = "外面"
    cell.add_table(1, 1).cell(0, 0).text = "里面"
    text = text_of(document)
    assert text.count("里面") == text.count("外面") == 1


def test_soft_line_breaks_are_line_breaks_and_tabs_tabs() -> None:
    document = document_of("<w:p><w:r><w:t>甲</w:t><w:br/><w:t>乙</w:t><w:cr/><w:t>丙</w:t><w:tab/><w:t>丁</w:t></w:r></w:p>")
    assert text_of(document) == "甲\n乙\n丙\t丁"


def test_a_page_break_is_no_text() -> None:
    assert text_of(document_of('<w:p><w:r><w:t>前</w:t><w:br w:type="page"/><w:t>后</w:t></w:r></w:p>')) == "前后"


def test_tab_stops_of_the_layout_are_no_text() -> None:
    assert text_of(document_of(paragraph("计划", '<w:tabs><w:tab w:val="left" w:pos="420"/></w:tabs>'))) == "计划"


RUN = "<w:r><w:t>{}</w:t></w:r>"
SEEN = {
    "inserted": (f'<w:p><w:ins w:id="1" w:author="a">{RUN.format("新写的")}</w:ins></w:p>', "新写的"),
    "link": (f'<w:p><w:hyperlink w:anchor="a">{RUN.format("附件一")}</w:hyperlink></w:p>', "附件一"),
    "content control": (f"<w:sdt><w:sdtContent><w:p>{RUN.format('控件里')}</w:p></w:sdtContent></w:sdt>", "控件里"),
    "smart tag": (f'<w:p><w:smartTag w:uri="a" w:element="b">{RUN.format("松涛")}</w:smartTag>{RUN.format("小学")}</w:p>', "松涛小学"),
    "field result": (
        '<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>DATE</w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>'
        f'{RUN.format("九月一日")}<w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>',
        "九月一日",
    ),
    "non-breaking hyphen": ("<w:p><w:r><w:t>1</w:t><w:noBreakHyphen/><w:t>2</w:t></w:r></w:p>", "1-2"),
}
UNSEEN = {
    "deleted": '<w:p><w:del w:id="1" w:author="a"><w:r><w:delText>旧的</w:delText></w:r></w:del><w:r><w:t>新的</w:t></w:r></w:p>',
    "deleted, written as text": '<w:p><w:del w:id="1" w:author="a"><w:r><w:t>旧的</w:t></w:r></w:del><w:r><w:t>新的</w:t></w:r></w:p>',
    "deleted break": '<w:p><w:r><w:t>新</w:t></w:r><w:del w:id="1" w:author="a"><w:r><w:tab/><w:br/></w:r></w:del><w:r><w:t>的</w:t></w:r></w:p>',
    "moved away": '<w:p><w:moveFrom w:id="1" w:author="a"><w:r><w:t>旧的</w:t></w:r></w:moveFrom><w:r><w:t>新的</w:t></w:r></w:p>',
    "hidden": "<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>旧的</w:t></w:r><w:r><w:t>新的</w:t></w:r></w:p>",
}


@pytest.mark.parametrize("name", SEEN)
def test_what_a_reader_sees_is_text(name: str) -> None:
    xml, expected = SEEN[name]
    assert text_of(document_of(xml)) == expected


@pytest.mark.parametrize("name", UNSEEN)
def test_what_a_reader_does_not_see_is_no_text(name: str) -> None:
    assert text_of(document_of(UNSEEN[name])) == "新的"


def test_a_text_box_is_read_once() -> None:
    """Word writes a text box twice, for newer and for older programs."""
    box = "<w:txbxContent><w:p><w:r><w:t>框里的字</w:t></w:r></w:p></w:txbxContent>"
    document = document_of(paragraph("正文"))
    run = parse_xml(
        f'<w:r {W} xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
        f' xmlns:v="urn:schemas-microsoft-com:vml"><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wps:txbx>{box}</wps:txbx></w:drawing></mc:Choice>'
        f"<mc:Fallback><w:pict><v:textbox>{box}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )
    document.paragraphs[0]._p.append(run)
    assert text_of(document).count("框里的字") == 1


def test_heading_styles_are_told_with_their_level() -> None:
    document = Document()
    document.add_paragraph("校本研修计划")
    document.add_heading("我们的家底", 1)
    document.add_paragraph("现有教师三十人。")
    document.add_heading("队伍", 2)
    source = read_docx(saved(document))
    assert [(s.quote(source.text), at) for s, at in source.headings] == [("我们的家底", 1), ("队伍", 2)]


def test_an_outline_level_makes_a_heading_of_any_style() -> None:
    source = read_docx(saved(document_of(paragraph("我们的家底", '<w:outlineLvl w:val="1"/>'), paragraph("正文。", '<w:outlineLvl w:val="9"/>'))))
    assert [(s.quote(source.text), at) for s, at in source.headings] == [("我们的家底", 2)]


def test_a_document_without_lists_and_headings() -> None:
    source = read_docx(saved(document_of(paragraph("计划"))), "a.docx")
    assert (source.text, source.path, source.format, source.generated, source.headings) == ("计划", "a.docx", "docx", (), ())


DELETED_MARK = '<w:rPr><w:del w:id="1" w:author="a"/></w:rPr>'
BOX = "<w:txbxContent>{}</w:txbxContent>"
OUTER = "<w:p><w:r><w:t>外</w:t></w:r>{}</w:p>"
SHAPE = '<w:r><w:pict><v:textbox xmlns:v="urn:schemas-microsoft-com:vml">{}</v:textbox></w:pict></w:r>'


# name → the body, the lines that a reader sees once every change is accepted
LINES: dict[str, tuple[list[str], list[str]]] = {
    "a deleted paragraph mark joins": ([paragraph("每位教师", DELETED_MARK), paragraph("听课二十节。"), paragraph("完。")], ["每位教师听课二十节。", "完。"]),
    "three joined": ([paragraph("甲", DELETED_MARK), paragraph("乙", DELETED_MARK), paragraph("丙")], ["甲乙丙"]),
    "a deleted mark at the end": ([paragraph("甲"), paragraph("乙", DELETED_MARK)], ["甲", "乙"]),
    "a deleted table row": (
        [
            "<w:tbl><w:tr><w:tc><w:p><w:r><w:t>留下</w:t></w:r></w:p></w:tc></w:tr>"
            '<w:tr><w:trPr><w:del w:id="1" w:author="a"/></w:trPr><w:tc><w:p><w:r><w:t>删去</w:t></w:r></w:p></w:tc></w:tr></w:tbl>'
        ],
        ["留下"],
    ),
    "paragraphs of a text box": (
        [f"<w:p><w:r><w:t>正文</w:t></w:r>{SHAPE.format(BOX.format(paragraph('框一') + paragraph('框二')))}</w:p>", paragraph("后文")],
        ["正文", "框一", "框二", "后文"],
    ),
    "a box in a box": (
        [f"<w:p><w:r><w:t>正文</w:t></w:r>{SHAPE.format(BOX.format(OUTER.format(SHAPE.format(BOX.format(paragraph('里'))))))}</w:p>"],
        ["正文", "外", "里"],
    ),
    "pinyin over a character": (
        [
            "<w:p><w:r><w:ruby><w:rt><w:r><w:t>jiào</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>教</w:t></w:r></w:rubyBase></w:ruby></w:r>"
            "<w:r><w:t>研</w:t></w:r></w:p>"
        ],
        ["教研"],
    ),
    "a formula": (
        [
            '<w:p><w:r><w:t>达到</w:t></w:r><m:oMath xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"><m:r><m:t>95%</m:t></m:r></m:oMath></w:p>'
        ],
        ["达到95%"],
    ),
}


@pytest.mark.parametrize("name", LINES)
def test_lines_once_every_change_is_accepted(name: str) -> None:
    body, expected = LINES[name]
    assert text_of(document_of(*body)).split("\n") == expected


def with_margins(first: bool = False) -> bytes:
    document = document_of(paragraph("示例县第一小学教研计划"), paragraph("一、工作目标"), paragraph("每人听课二十节。"))
    section = document.sections[0]
    section.header.paragraphs[0].text = "示例县教研室汇编"
    section.footer.paragraphs[0].text = "内部资料"
    if first:
        section.different_first_page_header_footer = True
        section.first_page_header.paragraphs[0].text = "首页页眉"
    document.add_section()
    return saved(document)


@pytest.mark.parametrize("first", [False, True])
def test_headers_and_footers_are_told_apart_from_the_body(first: bool) -> None:
    source = read_docx(with_margins(first))
    told = [(source.text[s.start : s.end], why) for s, why in source.furniture]
    assert told == [("示例县教研室汇编", "header"), *([("首页页眉", "header")] if first else []), ("内部资料", "footer")]
    document = take_apart(source)
    assert document.view.text.split() == ["示例县第一小学教研计划", "一、工作目标", "每人听课二十节。"]
    assert {n.reason for n in document.noise} == {"header", "footer"}
    assert document.plans[0].title == "示例县第一小学教研计划"


def test_a_table_of_contents_is_told_apart() -> None:
    document = Document()
    style = document.styles.add_style("toc 1", 1)
    document.add_paragraph("示例小学教研计划")
    document.add_paragraph("一、工作目标\t3", style=style)
    document.add_paragraph("一、工作目标")
    source = read_docx(saved(document))
    assert [(source.text[s.start : s.end], why) for s, why in source.furniture] == [("一、工作目标\t3", "contents")]


def test_the_title_of_the_document_is_a_property() -> None:
    document = document_of(paragraph("计划"))
    document.core_properties.title = "示例小学教研计划"
    assert dict(read_docx(saved(document)).properties)["title"] == "示例小学教研计划"
    assert read_docx(saved(document_of(paragraph("计划")))).properties == ()
