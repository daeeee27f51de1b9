"""Word's automatic numbers, as Word shows them on the page."""

from __future__ import annotations

import pytest
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import parse_xml
from support_corpus import W, define_list, define_num, document_of, level, numbered, paragraph, saved, text_of

from jiaoyan_nlp.corpus.formats.docx import read_docx
from jiaoyan_nlp.corpus.formats.numbering import chinese, written

PLAN_LIST = (level(0, "chineseCounting", "%1、"), level(1, "chineseCounting", "（%2）"), level(2, "decimal", "%3、"))


def lines_of(body: list[str], *levels: str, overrides: str = "") -> list[str]:
    """Lines of a document whose list 70 has these levels."""
    document = document_of(*body)
    define_list(document, 70, *levels)
    define_num(document, 70, 70, overrides)
    return text_of(document).split("\n")


def labels(count: int, form: str, text: str) -> list[str]:
    return lines_of([numbered("。", 70) for _ in range(count)], level(0, form, text))


FORMATS = {
    ("chineseCounting", "%1、"): (12, ["一、", "二、", "三、", "四、", "五、", "六、", "七、", "八、", "九、", "十、", "十一、", "十二、"]),
    ("chineseCountingThousand", "第%1章"): (3, ["第一章", "第二章", "第三章"]),
    ("japaneseCounting", "（%1）"): (2, ["（一）", "（二）"]),
    ("decimal", "%1."): (3, ["1.", "2.", "3."]),
    ("decimalEnclosedCircle", "%1"): (4, ["①", "②", "③", "④"]),
    ("decimalEnclosedCircleChinese", "%1"): (2, ["①", "②"]),
    ("decimalEnclosedParen", "%1"): (2, ["⑴", "⑵"]),
    ("decimalEnclosedFullstop", "%1"): (2, ["⒈", "⒉"]),
    ("decimalFullWidth", "%1、"): (2, ["１、", "２、"]),
    ("decimalZero", "%1、"): (2, ["01、", "02、"]),
    ("upperLetter", "%1、"): (28, [f"{c}、" for c in "ABCDEFGHIJKLMNOPQRSTUVWXYZ"] + ["AA、", "BB、"]),
    ("lowerLetter", "%1)"): (2, ["a)", "b)"]),
    ("upperRoman", "%1、"): (9, ["I、", "II、", "III、", "IV、", "V、", "VI、", "VII、", "VIII、", "IX、"]),
    ("lowerRoman", "%1、"): (2, ["i、", "ii、"]),
    ("chineseLegalSimplified", "%1、"): (9, [f"{c}、" for c in "壹贰叁肆伍陆柒捌玖"]),
    ("none", ""): (2, ["", ""]),
}


@pytest.mark.parametrize(("form", "text"), FORMATS)
def test_formats(form: str, text: str) -> None:
    count, expected = FORMATS[form, text]
    assert [line.removesuffix("。").rstrip() for line in labels(count, form, text)] == expected


@pytest.mark.parametrize(("number", "expected"), [(10, "十"), (19, "十九"), (20, "二十"), (21, "二十一"), (99, "九十九"), (105, "一百零五"), (110, "一百一十")])
def test_chinese(number: int, expected: str) -> None:
    assert chinese(number) == written(number, "chineseCountingThousand") == expected


def test_three_levels_restart_below_a_higher_one() -> None:
    body = [numbered(f"文{i}", 70, at) for i, at in enumerate([0, 1, 1, 2, 2, 1, 2, 0, 1, 2])]
    assert lines_of(body, *PLAN_LIST) == ["一、文0", "（一）文1", "（二）文2", "1、文3", "2、文4", "（三）文5", "1、文6", "二、文7", "（一）文8", "1、文9"]


def test_text_between_does_not_stop_the_count() -> None:
    body = [numbered("目标", 70), paragraph("每人上好一节课。"), numbered("措施", 70)]
    assert lines_of(body, *PLAN_LIST) == ["一、目标", "每人上好一节课。", "二、措施"]


def test_an_empty_paragraph_of_the_list_counts() -> None:
    assert lines_of([numbered("目标", 70), numbered("", 70), numbered("措施", 70)], *PLAN_LIST)[-1] == "三、措施"


def test_first_number_of_the_definition() -> None:
    assert lines_of([numbered("甲", 70), numbered("乙", 70)], level(0, "decimal", "%1、", start=4)) == ["4、甲", "5、乙"]


def test_counters_of_higher_levels_in_a_text() -> None:
    body = [numbered("文", 70, at) for at in (0, 1, 1, 0, 1)]
    assert lines_of(body, level(0, "decimal", "%1、"), level(1, "decimal", "%1.%2、")) == ["1、文", "1.1、文", "1.2、文", "2、文", "2.1、文"]


def test_legal_numbering_shows_higher_counters_in_arabic_digits() -> None:
    levels = (level(0, "chineseCounting", "第%1章"), level(1, "decimal", "%1.%2、", extra="<w:isLgl/>"))
    assert lines_of([numbered("文", 70, at) for at in (0, 1, 0, 1)], *levels)[1::2] == ["1.1、文", "2.1、文"]


def test_a_level_that_is_told_not_to_restart_counts_on() -> None:
    levels = (level(0, "chineseCounting", "%1、"), level(1, "decimal", "%2、", extra='<w:lvlRestart w:val="0"/>'))
    assert lines_of([numbered("文", 70, at) for at in (0, 1, 1, 0, 1)], *levels) == ["一、文", "1、文", "2、文", "二、文", "3、文"]


def test_two_lists_of_one_definition_count_on() -> None:
    document = document_of(numbered("甲", 70), numbered("乙", 71), numbered("丙", 70))
    define_list(document, 70, *PLAN_LIST)
    define_num(document, 70, 70)
    define_num(document, 71, 70)
    assert text_of(document).split("\n") == ["一、甲", "二、乙", "三、丙"]


def test_a_start_override_restarts_once() -> None:
    document = document_of(*(numbered("文", n) for n in (70, 70, 71, 71, 71)))
    define_list(document, 70, *PLAN_LIST)
    define_num(document, 70, 70)
    define_num(document, 71, 70, '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>')
    assert text_of(document).split("\n") == ["一、文", "二、文", "一、文", "二、文", "三、文"]


def test_a_start_override_gives_the_first_number() -> None:
    override = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="3"/></w:lvlOverride>'
    assert lines_of([numbered("甲", 70), numbered("乙", 70)], *PLAN_LIST, overrides=override) == ["三、甲", "四、乙"]


def test_a_start_override_of_a_deeper_level_outlives_the_higher_level() -> None:
    override = '<w:lvlOverride w:ilvl="1"><w:startOverride w:val="3"/></w:lvlOverride>'
    assert lines_of([numbered("甲", 70), numbered("乙", 70, 1), numbered("丙", 70, 1)], *PLAN_LIST, overrides=override) == ["一、甲", "（三）乙", "（四）丙"]


def test_an_override_may_define_the_level_anew() -> None:
    override = f'<w:lvlOverride w:ilvl="0">{level(0, "decimalEnclosedCircle", "%1")}</w:lvlOverride>'
    assert [line[0] for line in lines_of([numbered("甲", 70), numbered("乙", 70)], *PLAN_LIST, overrides=override)] == ["①", "②"]


def test_lists_of_their_own_definitions_count_apart() -> None:
    document = document_of(numbered("甲", 70), numbered("乙", 71), numbered("丙", 70))
    for number in (70, 71):
        define_list(document, number, *PLAN_LIST)
        define_num(document, number, number)
    assert text_of(document).split("\n") == ["一、甲", "一、乙", "二、丙"]


@pytest.mark.parametrize("depth", [1, 2])
def test_a_list_inherited_from_a_style(depth: int) -> None:
    document = document_of()
    define_list(document, 70, *PLAN_LIST)
    define_num(document, 70, 70)
    style = document.styles.add_style("计划标题", WD_STYLE_TYPE.PARAGRAPH)
    style.element.append(parse_xml(f'<w:pPr {W}><w:numPr><w:ilvl w:val="1"/><w:numId w:val="70"/></w:numPr></w:pPr>'))
    used = style
    if depth == 2:
        used = document.styles.add_style("计划小标题", WD_STYLE_TYPE.PARAGRAPH)
        used.base_style = style
    for text in ("甲", "乙"):
        document.add_paragraph(text, style=used)
    assert text_of(document).split("\n") == ["（一）甲", "（二）乙"]


def test_list_zero_takes_the_inherited_number_away() -> None:
    document = document_of()
    define_list(document, 70, *PLAN_LIST)
    define_num(document, 70, 70)
    style = document.styles.add_style("计划标题", WD_STYLE_TYPE.PARAGRAPH)
    style.element.append(parse_xml(f'<w:pPr {W}><w:numPr><w:numId w:val="70"/></w:numPr></w:pPr>'))
    for text, own in (("甲", ""), ("乙", "0"), ("丙", "")):
        added = document.add_paragraph(text, style=style)
        if own:
            added._p.get_or_add_pPr().append(parse_xml(f'<w:numPr {W}><w:ilvl w:val="0"/><w:numId w:val="0"/></w:numPr>'))
    assert text_of(document).split("\n") == ["一、甲", "乙", "二、丙"]


def test_a_list_defined_by_a_list_style() -> None:
    document = document_of(numbered("甲", 71), numbered("乙", 71))
    define_list(document, 70, '<w:styleLink w:val="PlanList"/>', *PLAN_LIST)
    define_num(document, 70, 70)
    define_list(document, 71, '<w:numStyleLink w:val="PlanList"/>')
    define_num(document, 71, 71)
    style = f'<w:style {W} w:type="numbering" w:styleId="PlanList"><w:name w:val="PlanList"/><w:pPr><w:numPr><w:numId w:val="70"/></w:numPr></w:pPr></w:style>'
    document.styles.element.append(parse_xml(style))
    assert text_of(document).split("\n") == ["一、甲", "二、乙"]


def test_a_bullet_of_a_symbol_font_is_a_visible_bullet() -> None:
    document = document_of(numbered("甲", 70))
    define_list(document, 70, level(0, "bullet", "\uf0b7"))
    define_num(document, 70, 70)
    line = text_of(document)
    assert line.endswith("甲")
    assert line != "甲"
    assert not any("\ue000" <= c <= "\uf8ff" for c in line)


def test_numbers_in_a_table_cell_are_shown() -> None:
    document = document_of()
    define_list(document, 70, *PLAN_LIST)
    define_num(document, 70, 70)
    table = document.add_table(1, 1)
    cell = table.cell(0, 0)
    cell.text = "制订计划"
    cell.paragraphs[0]._p.get_or_add_pPr().append(parse_xml(f'<w:numPr {W}><w:ilvl w:val="0"/><w:numId w:val="70"/></w:numPr>'))
    assert text_of(document) == "一、制订计划"


def test_what_word_made_is_told_from_what_the_file_holds() -> None:
    document = document_of(numbered("目标", 70), paragraph("一、手打的"), numbered("措施", 70))
    define_list(document, 70, *PLAN_LIST)
    define_num(document, 70, 70)
    source = read_docx(saved(document))
    assert [s.quote(source.text) for s in source.generated] == ["一、", "二、"]


def test_a_number_that_ends_in_a_digit_is_kept_apart_from_the_text() -> None:
    assert lines_of([numbered("2月计划", 70)], level(0, "decimal", "%1", suffix="tab")) == ["1 2月计划"]
