"""Metadata: what is known of a plan, where each was found, and which clue wins."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiaoyan_nlp.corpus.metadata.clues import PLACES, Clue, clue_of_root, clues_of, field_named, said_value, stated
from jiaoyan_nlp.corpus.metadata.fields import Metadata, metadata_of, subject_of
from jiaoyan_nlp.engine.analysis import analyse_files
from jiaoyan_nlp.resources import lexicon

CORPORA = Path(__file__).parents[2] / "corpus"
FIELDS = ("school", "district", "level", "year", "term", "school_year", "subject", "issuer", "date", "author")

# (path, title, text) → fields that must come out
CASES: dict[str, tuple[tuple[str, str, str], dict[str, object]]] = {
    "all from folders and file name": (
        ("清河区/松涛小学/2023年秋季语文教研组工作计划.docx", "", ""),
        {
            "school": "松涛小学",
            "district": "清河区",
            "level": "小学",
            "year": 2023,
            "term": "autumn",
            "school_year": "2023-2024学年第一学期",
            "subject": "语文",
            "issuer": "语文教研组",
        },
    ),
    "a folder with a number": (
        ("01-示例县第一小学/2023秋 语文组计划.docx", "", ""),
        {"school": "示例县第一小学", "district": "示例县", "year": 2023, "term": "autumn", "issuer": "语文组"},
    ),
    "folders of a term": (
        ("2021-2022学年第二学期/示例县/示例县第一小学/语文组.docx", "", ""),
        {"school": "示例县第一小学", "district": "示例县", "year": 2021, "term": "spring", "school_year": "2021-2022学年第二学期"},
    ),
    "all from the title": (
        ("a.txt", "松涛小学2024年春季数学教研组工作总结", ""),
        {"school": "松涛小学", "district": "", "year": 2024, "term": "spring", "subject": "数学"},
    ),
    "school from the head of the text": (("a.txt", "教研工作计划", "松涛小学\n为把教研做实,制定本计划。"), {"school": "松涛小学", "year": None, "subject": ""}),
    "school, date and author from the signature": (
        ("a.txt", "教研工作计划", "为把教研做实,制定本计划。\n示例县松涛小学教导处\n执笔:张三\n2023年9月1日"),
        {"school": "示例县松涛小学", "district": "示例县", "issuer": "教导处", "author": "张三", "date": "2023-09-01", "year": 2023},
    ),
    "a school in a sentence is not the writer's": (("a.txt", "教研工作计划", "我们到示例县第一小学听课,很受启发。\n再接再厉。"), {"school": ""}),
    "school from the file name": (("松涛小学教研计划.txt", "", ""), {"school": "松涛小学"}),
    "a short name in a district's folder": (("示例县/实验小学/计划.txt", "", ""), {"school": "示例县实验小学", "district": "示例县"}),
    "a number in a district's folder": (("示例市/第三中学/计划.txt", "", ""), {"school": "示例市第三中学", "district": "示例市"}),
    "an office in a district's folder": (("示例县/教研室/计划.txt", "", ""), {"school": "示例县教研室", "level": "教研机构"}),
    "a short name in a town's folder": (("示例县/柳溪镇/中心小学/计划.txt", "", ""), {"school": "柳溪镇中心小学", "district": "示例县"}),
    "a kind of school in a town's folder": (("示例县/柳溪镇/小学/计划.txt", "", ""), {"school": "", "district": "示例县"}),
    "the folder goes before the title": (("松涛小学/计划.txt", "柳岸小学2023年教研计划", ""), {"school": "松涛小学", "year": 2023}),
    "the inner folder goes before the outer": (("示例县教研室/松涛小学/计划.txt", "", ""), {"school": "松涛小学"}),
    "kindergarten": (("星芽幼儿园/计划.txt", "", ""), {"school": "星芽幼儿园", "level": "幼儿园"}),
    "numbered middle school": (
        ("清河县/清河第三中学/英语组计划.txt", "", ""),
        {"school": "清河第三中学", "district": "清河县", "level": "中学", "subject": "英语"},
    ),
    "level of a middle school by the grade": (("清河第三中学/八年级英语备课组计划.txt", "", ""), {"level": "初中", "issuer": "八年级英语备课组"}),
    "our school is no name": (("a.txt", "我校2023年教研计划", ""), {"school": "", "year": 2023}),
    "a category of schools is no school": (("示例县/小学/计划.txt", "全县小学教研计划", ""), {"school": "", "district": "示例县"}),
    "open year": (("a.txt", "20xx年教研计划", ""), {"year": None, "school_year": ""}),
    "first year of a school year": (("a.txt", "2021-2022学年第二学期教研计划", ""), {"year": 2021, "term": "spring"}),
    "calendar year of a season": (("a.txt", "2022年春季教研计划", ""), {"year": 2022, "term": "spring", "school_year": "2021-2022学年第二学期"}),
    "whole year": (("a.txt", "2023年度教研计划", ""), {"year": 2023, "term": "year", "school_year": ""}),
    "a folder's year and a title's term": (("2023/a.txt", "第二学期语文组计划", ""), {"year": 2023, "term": "spring"}),
    "a folder's year, and a title that says the same time more exactly": (
        ("2022/a.txt", "2021-2022学年第二学期语文组计划", ""),
        {"year": 2021, "term": "spring", "school_year": "2021-2022学年第二学期"},
    ),
    "a title of another time is not mixed in": (
        ("2023年语文组计划.txt", "2019-2020学年第二学期语文组计划", ""),
        {"year": 2023, "term": "year", "school_year": ""},
    ),
    "last term in a sentence is not the plan's": (("a.txt", "语文组计划", "上学期及格率为82%,本年要再提高。"), {"term": ""}),
    "subtitle": (
        ("a.txt", "英语备课组总结", "(2023年秋季学期)\n一个学期又过去了。\n英语备课组\n2024年1月18日"),
        {"year": 2023, "term": "autumn", "date": "2024-01-18"},
    ),
    "year and term by the date of a plan": (
        ("a.txt", "语文组计划", "新学期开始了。\n2024年2月20日"),
        {"year": 2024, "term": "spring", "school_year": "2023-2024学年第二学期"},
    ),
    "year of a January summary": (
        ("a.txt", "语文组总结", "一学期过去了。\n2024年1月18日"),
        {"year": 2023, "term": "autumn", "school_year": "2023-2024学年第一学期"},
    ),
    "the date of a plan of a year tells no term": (("a.txt", "教研室工作要点", "围绕中心工作。\n2024年2月20日"), {"year": 2024, "term": ""}),
    "上学期 of a calendar year, dated in autumn": (("a.txt", "2022年上学期语文组计划", "正文。\n2022年9月1日"), {"year": 2022, "term": "autumn"}),
    "上学期 of a calendar year, dated in spring": (
        ("a.txt", "2022年上学期语文组计划", "正文。\n2022年2月20日"),
        {"year": 2022, "term": "spring", "school_year": "2021-2022学年第二学期"},
    ),
    "date in a file's name": (("20230901语文组计划.txt", "", ""), {"date": "2023-09-01", "year": 2023}),
    "the signature's date goes before the title's": (("a.txt", "语文组计划(2023年8月)", "正文。\n2023年9月1日"), {"date": "2023-09-01"}),
    "a school's name is no subject": (("示例艺术学校/计划.txt", "示例体育学校教研计划", ""), {"subject": ""}),
    "traditional and full width": (("a.txt", "星芽幼兒園２０２３學年教研計劃", ""), {"school": "星芽幼儿园", "year": 2023, "term": "year"}),
    "backslashes": (("清河区\\松涛小学\\计划.txt", "", ""), {"school": "松涛小学", "district": "清河区"}),
    "nothing": (("a.txt", "", ""), {"school": "", "district": "", "year": None, "term": "", "subject": ""}),
}
KINDS = {"year of a January summary": "summary", "subtitle": "summary"}


@pytest.mark.parametrize("name", CASES)
def test_cases(name: str) -> None:
    given_, expected = CASES[name]
    found = metadata_of(clues_of(*given_), KINDS.get(name, "plan"))
    assert {key: getattr(found, key) for key in expected} == expected


@pytest.mark.parametrize("name", CASES)
def test_what_was_found_says_where_and_what_was_not_says_nothing(name: str) -> None:
    found = metadata_of(clues_of(*CASES[name][0]), KINDS.get(name, "plan"))
    assert set(found.found) == {key for key in FIELDS if getattr(found, key)}
    assert set(found.found.values()) <= {*PLACES, "school", "date"}


def said(**fields: str) -> tuple[tuple[str, str], ...]:
    return tuple(fields.items())


CLUES = [
    stated("manifest", said(学校="示例县第一小学", 学年="2021", 学期="第二学期", 学段="小学"), 0),
    stated("manifest", said(school="示例县第二小学", 区县="示例县"), 1),
    stated("member", said(学校="柳溪小学", 学科="科学", 类型="总结", 单位="科学组")),
    stated("document", said(title="2020年数学组计划", author="office", date="2020-01-01")),
    *clues_of("样板市/柳岸小学/2019年语文组计划.docx", "2018年英语组计划", "松涛小学\n正文。\n执笔:张三\n2017年9月1日", "2016年计划精选"),
]


def test_the_order_of_places_decides() -> None:
    assert metadata_of(CLUES) == Metadata(
        "示例县第一小学", "示例县", "小学", 2021, "spring", "2021-2022学年第二学期", "科学", "科学组", "2017-09-01", "张三", "summary",
        found={
            "school": "manifest", "district": "manifest", "level": "manifest", "year": "manifest", "term": "manifest", "school_year": "manifest",
            "subject": "member", "issuer": "member", "date": "foot", "author": "foot", "kind": "member",
        },
    )  # fmt: skip


WINNERS = {  # places taken away, one after another → who then names the year
    "manifest": 2019,
    "path": 2020,
    "document": 2018,
    "title": 2017,
    "foot": 2016,
}


def test_when_a_place_is_silent_the_next_one_speaks() -> None:
    left, years = CLUES, []
    for place in WINNERS:
        left = [c for c in left if c.place != place]
        years.append(metadata_of(left).year)
    assert years == list(WINNERS.values())


@given(st.permutations(CLUES), st.integers(0, len(CLUES)))
def test_the_order_in_which_clues_come_changes_nothing(shuffled: list[Clue], kept: int) -> None:
    chosen = shuffled[:kept]
    expected = metadata_of([c for c in CLUES if c in chosen])
    assert metadata_of(chosen) == expected


STATED = {
    "school year and term in two columns": (said(学年="2021-2022", 学期="第二学期"), (2021, "spring", "2021-2022学年第二学期")),
    "a number under 学年": (said(学年="2021", 学期="下"), (2021, "spring", "2021-2022学年第二学期")),
    "a number under year": (said(year="2022", term="spring"), (2022, "spring", "2021-2022学年第二学期")),
    "a number that a spreadsheet made": (said(年份="2022.0", 学期="2"), (2022, "spring", "2021-2022学年第二学期")),
    "all under 学期": (said(学期="2021-2022学年第一学期"), (2021, "autumn", "2021-2022学年第一学期")),
    "a term that is more exact than another year": (said(年份="2021", 学期="2022年春"), (2022, "spring", "2021-2022学年第二学期")),
    "a year alone": (said(年度="2022年"), (2022, "year", "")),
    "nonsense": (said(学年="待定", 学期="不详"), (None, "", "")),
}


@pytest.mark.parametrize("name", STATED)
def test_years_and_terms_of_columns(name: str) -> None:
    found = metadata_of([stated("manifest", STATED[name][0])])
    assert (found.year, found.term, found.school_year) == STATED[name][1]


def test_a_manifests_term_goes_before_a_title_that_says_otherwise() -> None:
    found = metadata_of([stated("manifest", said(学期="第二学期")), *clues_of("", "2023-2024学年第一学期语文组计划")])
    assert (found.year, found.term, found.school_year) == (2023, "spring", "2023-2024学年第二学期")


def test_a_unit_that_is_a_school_is_the_school() -> None:
    assert metadata_of([stated("member", said(单位="示例县第一小学"))]).school == "示例县第一小学"


def test_a_documents_author_is_nobody_and_its_date_the_last_resort() -> None:
    found = metadata_of([stated("document", said(author="张三", date="2020-01-01"))])
    assert (found.author, found.date) == ("", "2020-01-01")


COLUMNS = {
    "文件": "file",
    "File": "file",
    "文件名": "file",
    "学校": "school",
    "学校名称 ": "school",
    "SCHOOL": "school",
    "区县": "district",
    "District": "district",
    "学段": "level",
    "level": "level",
    "学年": "school_year",
    "year": "year",
    "学期": "term",
    "term": "term",
    "学科": "subject",
    "類型": "kind",
    "kind": "kind",
    "单位": "issuer",
    "issuer": "issuer",
    "日期": "date",
    "date": "date",
    "备注": "",
    "正文": "",
    "": "",
}


@pytest.mark.parametrize("column", COLUMNS)
def test_columns_are_known_in_both_languages(column: str) -> None:
    assert field_named(column) == COLUMNS[column]


VALUES = {
    ("kind", "工作计划"): "plan",
    ("kind", "Summary"): "summary",
    ("kind", "教案"): "",
    ("term", "上"): "第一学期",
    ("term", "spring"): "spring",
    ("term", "不详"): "",
    ("date", "2023/9/1"): "2023-09-01",
    ("date", "九月"): "",
    ("school_year", "2021"): "2021学年",
    ("year", "2021"): "2021年",
    ("year", "abc"): "",
    ("school", " 示例 小学 "): "示例 小学",
}


@pytest.mark.parametrize(("name", "text"), VALUES)
def test_values_have_one_form(name: str, text: str) -> None:
    assert said_value(name, text) == VALUES[name, text]


@pytest.mark.parametrize("subject", lexicon("metadata")["subjects"])
def test_every_subject(subject: str) -> None:
    assert subject_of(f"松涛小学{subject}教研组计划") == subject


@pytest.mark.parametrize("words", ["提高教学艺术", "教育科学研究", "综合素质评价", "科学备考方案", "劳动节活动", "教研计划"])
def test_words_that_are_no_subject(words: str) -> None:
    assert subject_of(words) == ""


def test_metadata_without_anything_is_empty() -> None:
    assert Metadata() == metadata_of(clues_of()) == metadata_of([])


@given(st.text(), st.text(), st.text(), st.text(), st.lists(st.tuples(st.sampled_from(["学校", "学年", "学期", "日期", "类型", "标题"]), st.text())))
def test_no_text_is_too_odd(path: str, title: str, text: str, front: str, columns: list[tuple[str, str]]) -> None:
    metadata_of([*clues_of(path, title, text, front), stated("member", columns)])


# Share of single plans (no anthologies: their pieces name no year) of which the field is as the corpus was written.
FLOORS = {"demo": {"school": 1, "district": 1, "year": 1}, "dev": {"school": 1, "district": 1, "year": 0.8}}


@pytest.mark.parametrize("corpus", FLOORS)
def test_accuracy_on_the_corpora(corpus: str) -> None:
    files = [f for f in json.loads((CORPORA / corpus / "expected.json").read_text(encoding="utf-8"))["files"] if len(f["plans"]) == 1]
    rows = [a.plans[0] for a in analyse_files([(str(CORPORA / corpus / f["file"]), f["file"]) for f in files])]
    for name, floor in FLOORS[corpus].items():
        right = sum(row[name] == f[name] for row, f in zip(rows, files, strict=True))
        assert right >= floor * len(files), name


# path, name below the folder read → the folder's name as a clue
ROOTS = {
    ("/材料/示例县第一小学/计划.docx", "计划.docx"): ["示例县第一小学"],
    ("示例县/甲校/计划.docx", "甲校/计划.docx"): ["示例县"],
    ("甲校/计划.docx", "甲校/计划.docx"): [],
    ("计划.docx", "计划.docx"): [],
    ("/计划.docx", "计划.docx"): [],
}


@pytest.mark.parametrize(("path", "name"), ROOTS)
def test_the_folder_that_was_read_is_a_clue(path: str, name: str) -> None:
    assert [c.text for c in clue_of_root(path, name)] == ROOTS[path, name]


def test_the_folder_that_was_read_is_asked_last() -> None:
    root = clue_of_root("示例县第一小学/计划.docx", "计划.docx")
    assert metadata_of([*clues_of("计划.docx", "工作计划"), *root]).school == "示例县第一小学"
    assert metadata_of([*clues_of("计划.docx", "示例县第二小学工作计划"), *root]).school == "示例县第二小学"
    assert metadata_of([*clues_of("计划.docx", "工作计划"), *clue_of_root("2024年示例县第一小学/计划.docx", "计划.docx")]).year is None
