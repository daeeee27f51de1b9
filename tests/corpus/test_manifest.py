"""manifest.csv: rows that name files and folders, in the encodings of offices, and what is told of rows that make no sense."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiaoyan_nlp.corpus.metadata.fields import metadata_of
from jiaoyan_nlp.corpus.metadata.manifest import clues_of_manifests, parse, remarks_on
from jiaoyan_nlp.engine.corpus import load_corpus
from jiaoyan_nlp.errors import REASONS

PLAN = "语文教研组工作计划\n一、指导思想\n以课标为准。\n二、工作目标\n每位教师上一节课。\n"
ROWS = "文件,学校,区县,学年,学期\n甲/语文.txt,示例县第一小学,示例县,2021-2022,第二学期\n乙,示例县第二小学,示例县,,\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two schools' folders, called so that nobody can tell the school."""
    for name in ("甲/语文.txt", "甲/数学.txt", "乙/丙/语文.txt"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(PLAN, encoding="utf-8")
    return tmp_path


def write(folder: Path, text: str, encoding: str = "utf-8") -> None:
    (folder / "manifest.csv").write_bytes(text.encode(encoding))


def school_of(folder: Path, name: str) -> str:
    return metadata_of(clues_of_manifests(str(folder / name), name)).school


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("mark", [",", ";", "\t"])
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_rows_name_files_and_folders(folder: Path, encoding: str, mark: str, newline: str) -> None:
    write(folder, ROWS.replace(",", mark).replace("\n", newline), encoding)
    assert school_of(folder, "甲/语文.txt") == "示例县第一小学"
    assert school_of(folder, "甲/数学.txt") == ""
    assert school_of(folder, "乙/丙/语文.txt") == "示例县第二小学"
    assert remarks_on(str(folder / "manifest.csv")) == []


def test_columns_in_english(folder: Path) -> None:
    write(
        folder, "file,school,district,level,year,term,subject,kind,issuer,date\n甲/语文.txt,示例小学,示例县,小学,2022,spring,语文,summary,语文组,2022-07-01\n"
    )
    found = metadata_of(clues_of_manifests(str(folder / "甲/语文.txt"), "甲/语文.txt"))
    assert (found.school, found.district, found.level, found.year, found.term) == ("示例小学", "示例县", "小学", 2022, "spring")
    assert (found.school_year, found.subject, found.kind, found.issuer, found.date) == ("2021-2022学年第二学期", "语文", "summary", "语文组", "2022-07-01")
    assert set(found.found.values()) == {"manifest"}


PATHS = {"甲/语文.txt": True, "甲\\语文.txt": True, "./甲/语文.txt": True, "甲": True, "甲/": True, ".": True, "语文.txt": False, "乙": False, "甲/语": False}


@pytest.mark.parametrize("cell", PATHS)
def test_what_a_cell_names(folder: Path, cell: str) -> None:
    write(folder, f"文件,学校\n{cell},示例小学\n")
    assert (school_of(folder, "甲/语文.txt") == "示例小学") is PATHS[cell]


def test_the_row_of_the_file_goes_before_those_of_its_folders(folder: Path) -> None:
    write(folder, "文件,学校,区县,学科\n.,全县,示例县,\n乙,乙小学,,数学\n乙/丙/语文.txt,,,语文\n")
    found = metadata_of(clues_of_manifests(str(folder / "乙/丙/语文.txt"), "乙/丙/语文.txt"))
    assert (found.school, found.district, found.subject) == ("乙小学", "示例县", "语文")


def test_the_nearer_manifest_goes_before_the_farther(folder: Path) -> None:
    write(folder, "文件,学校,区县\n甲,远小学,示例县\n")
    write(folder / "甲", "文件,学校\n语文.txt,近小学\n")
    found = metadata_of(clues_of_manifests(str(folder / "甲/语文.txt"), "甲/语文.txt"))
    assert (found.school, found.district) == ("近小学", "示例县")


def test_no_manifest_above_the_folder_read_is_asked(folder: Path) -> None:
    write(folder, "文件,学校\n.,示例小学\n")
    assert clues_of_manifests(str(folder / "甲/语文.txt"), "语文.txt") == []


WRONG = {  # manifest → what is told of it
    "学校,学年\n示例小学,2021\n": [("manifest_no_file", "")],
    "文件,学校\n,示例小学\n": [("manifest_row", "2")],
    "文件,学校\n甲,示例小学,多,了\n": [("manifest_row", "2")],
    "文件,学校\n甲,一小学\n\n乙,二小学,,\n甲,三小学\n": [("manifest_twice", "5: 甲")],
    "文件,学期\n甲,不详\n": [("manifest_value", "2: 学期=不详")],
    "文件,类型,日期\n甲,教案,昨天\n": [("manifest_value", "2: 类型=教案"), ("manifest_value", "2: 日期=昨天")],
    "文件,学校\n丁/语文.txt,示例小学\n": [("manifest_unknown", "丁/语文.txt")],
    "文件,学校\n../甲,示例小学\n": [("manifest_unknown", "../甲")],
    "文件,备注\n甲,随便写什么\n": [],
    "文件,学校\n甲\n": [],
}


@pytest.mark.parametrize("text", WRONG)
def test_what_makes_no_sense_is_told(folder: Path, text: str) -> None:
    write(folder, text)
    assert remarks_on(str(folder / "manifest.csv")) == WRONG[text]


@pytest.mark.parametrize("data", [b"", b"\x00\x01\x02\x03" * 50, b'"' * 9, "文件,学校\n甲,\ufffd小学".encode() + b"\xff\xfe"])
def test_a_manifest_that_is_no_table_is_told_too(folder: Path, data: bytes) -> None:
    (folder / "manifest.csv").write_bytes(data)
    told = remarks_on(str(folder / "manifest.csv"))
    assert told
    for reason, detail in told:
        assert REASONS[reason].zh.format(detail=detail)


def test_a_damaged_row_leaves_the_others(folder: Path) -> None:
    write(folder, "文件,学校\n,无名小学\n甲,示例小学\n")
    assert school_of(folder, "甲/语文.txt") == "示例小学"


def test_a_folder_is_read_with_its_manifest(folder: Path) -> None:
    write(folder, "文件,学校,类型,学年\n甲/语文.txt,示例县第一小学,总结,2021-2022\n乙,示例县第二小学,,\n丁,示例县第三小学,,\n")
    corpus = load_corpus(folder, workers=1)
    plans = corpus.plans.set_index("file")
    assert list(plans.index) == ["乙/丙/语文.txt", "甲/数学.txt", "甲/语文.txt"]
    assert list(plans["school"]) == ["示例县第二小学", "", "示例县第一小学"]
    assert list(plans["kind"]) == ["plan", "plan", "summary"]
    assert plans.loc["甲/语文.txt", "school_year"] == "2021-2022学年"
    assert "school:manifest" in plans.loc["甲/语文.txt", "found"]
    assert [(r.file, r.reason, r.detail) for r in corpus.problems.itertuples()] == [("manifest.csv", "manifest_unknown", "丁")]
    assert not len(corpus.sources[corpus.sources["file"] == "manifest.csv"])


def test_a_manifest_inside_an_archive(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "报送.zip", "w") as archive:
        archive.writestr("语文.txt", PLAN)
        archive.writestr("manifest.csv", "文件,学校\n语文.txt,示例小学\n无.txt,示例小学\n")
    corpus = load_corpus(tmp_path, workers=1)
    assert list(corpus.plans["school"]) == ["示例小学"]
    assert list(corpus.problems["detail"]) == ["无.txt"]


@given(st.one_of(st.binary(), st.text().map(lambda t: ("文件,学校,学年\n" + t).encode("utf-8", "replace"))))
def test_no_bytes_are_too_odd(data: bytes) -> None:
    for reason, detail in parse(data).remarks:
        assert REASONS[reason].en.format(detail=detail)
