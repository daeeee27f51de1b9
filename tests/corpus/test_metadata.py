"""Metadata: school, district, year, term and subject, and where each was found."""

from __future__ import annotations

import pytest

from jiaoyan_nlp.corpus.metadata import SUBJECTS, Metadata, metadata_of, schools_in, years
from jiaoyan_nlp.text.folding import fold

# (path, title, head) → fields that must come out
CASES: dict[str, tuple[tuple[str, str, str], dict[str, object]]] = {
    "all from folders and file name": (
        ("清河区/松涛小学/2023年秋季语文教研组工作计划.docx", "", ""),
        {"school": "松涛小学", "district": "清河区", "year": 2023, "term": "autumn", "subject": "语文"},
    ),
    "all from the title": (
        ("a.txt", "松涛小学2024年春季数学教研组工作总结", ""),
        {"school": "松涛小学", "district": "", "year": 2024, "term": "spring", "subject": "数学"},
    ),
    "school from the head of the text": (("a.txt", "教研工作计划", "松涛小学\n为把教研做实"), {"school": "松涛小学", "year": None, "subject": ""}),
    "school from the file name": (("松涛小学教研计划.txt", "", ""), {"school": "松涛小学"}),
    "the folder goes before the title": (("松涛小学/计划.txt", "柳岸小学2023年教研计划", ""), {"school": "松涛小学", "year": 2023}),
    "kindergarten": (("星芽幼儿园/计划.txt", "", ""), {"school": "星芽幼儿园"}),
    "numbered middle school": (("清河县/清河第三中学/英语组计划.txt", "", ""), {"school": "清河第三中学", "district": "清河县", "subject": "英语"}),
    "our school is no name": (("a.txt", "我校2023年教研计划", ""), {"school": "", "year": 2023}),
    "Chinese year": (("a.txt", "二〇二三年教研计划", ""), {"year": 2023}),
    "circles for zeros": (("a.txt", "二○二三年教研计划", ""), {"year": 2023}),
    "open year": (("a.txt", "20xx年教研计划", ""), {"year": None}),
    "first semester": (("a.txt", "2023-2024学年第一学期教研计划", ""), {"year": 2023, "term": "autumn"}),
    "second semester": (("a.txt", "2023-2024学年第二学期教研计划", ""), {"year": 2023, "term": "spring"}),
    "second half of the year": (("a.txt", "2023年下半年教研计划", ""), {"term": "autumn"}),
    "first half of the year": (("a.txt", "2023年上半年教研计划", ""), {"term": "spring"}),
    "whole year": (("a.txt", "2023年度教研计划", ""), {"term": "year"}),
    "whole school year": (("a.txt", "2023-2024学年教研计划", ""), {"term": "year"}),
    "traditional and full width": (("a.txt", "星芽幼兒園２０２３學年教研計劃", ""), {"school": "星芽幼儿园", "year": 2023, "term": "year"}),
    "backslashes": (("清河区\\松涛小学\\计划.txt", "", ""), {"school": "松涛小学", "district": "清河区"}),
    "nothing": (("a.txt", "", ""), {"school": "", "district": "", "year": None, "term": "", "subject": ""}),
}


@pytest.mark.parametrize("name", CASES)
def test_cases(name: str) -> None:
    given, expected = CASES[name]
    found = metadata_of(*given)
    assert {key: getattr(found, key) for key in expected} == expected


@pytest.mark.parametrize("name", CASES)
def test_what_was_found_says_where_and_what_was_not_says_nothing(name: str) -> None:
    found = metadata_of(*CASES[name][0])
    filled = {key for key in ("school", "district", "year", "term", "subject") if getattr(found, key)}
    assert set(found.found) == filled
    assert set(found.found.values()) <= {"path", "title", "head", "school"}


def test_where_each_was_found() -> None:
    found = metadata_of("松涛小学/计划.txt", "2023年教研计划", "语文组:秋季学期")
    assert found.found == {"school": "path", "year": "title", "term": "title"} | ({"term": "title"} if found.term == "year" else {})


@pytest.mark.parametrize("subject", SUBJECTS)
def test_every_subject(subject: str) -> None:
    assert metadata_of("a.txt", f"松涛小学{subject}教研组计划", "").subject == subject


GENERIC = ["我校", "本校", "我们学校", "全区各中小学校", "中心小学", "农村小学", "各学校", "实验小学", "乡镇中心学校", "示范学校"]


@pytest.mark.parametrize("word", GENERIC)
def test_generic_words_are_no_names(word: str) -> None:
    assert [m[0] for m in schools_in(word)] == []


@pytest.mark.parametrize("school", ["松涛小学", "柳岸中学", "清河实验小学", "星芽幼儿园", "清河第三中学", "松涛学校", "清河师范附属小学"])
def test_names_of_schools(school: str) -> None:
    assert [m[0] for m in schools_in(school)] == [school]


def test_years_in_order() -> None:
    assert list(years(fold("2022年、二〇二三年和２０２４年,编号120231,20xx年"))) == [2022, 2023, 2024]


def test_metadata_without_anything_is_empty() -> None:
    assert Metadata() == metadata_of("", "", "")
