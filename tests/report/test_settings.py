"""audit.toml: what it may say, and that all that is wrong with it is told at once, in words."""

from __future__ import annotations

import re
from dataclasses import fields
from pathlib import Path

import pytest

from jiaoyan_nlp.errors import SettingsError
from jiaoyan_nlp.report.settings import DEFAULT, Reference, Settings
from jiaoyan_nlp.report.settings_file import ENTRIES, read_settings, written
from jiaoyan_nlp.reuse.passages import Options

FULL = """
[references]
policy = ["上级文件", '材料\\通知']
template = ["模板"]
[lengths]
shortest = 30
run = 10
[together]
"示例教育集团" = ["示例县第一小学", "示例县第二小学"]
[leave_out]
files = ["草稿/*"]
findings = ["留空未填", "stale_year"]
[report]
families = 20
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("上级文件", "材料/通知", "模板"):
        (tmp_path / name).mkdir(parents=True)
    return tmp_path


def read(folder: Path, text: str | bytes) -> Settings:
    (folder / "audit.toml").write_bytes(text if isinstance(text, bytes) else text.encode())
    return read_settings(folder / "audit.toml")


def faults(folder: Path, text: str) -> list[tuple[str, str]]:
    with pytest.raises(SettingsError) as caught:
        read(folder, text)
    return list(caught.value.faults)


# --- what it says ----------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_every_setting_is_read_whatever_editor_wrote_it(folder: Path, encoding: str) -> None:
    found = read(folder, FULL.replace("\n", "\r\n").encode(encoding))
    assert found == Settings(
        references=(
            Reference("policy", str(folder / "上级文件"), "上级文件"), Reference("policy", str(folder / "材料/通知"), "材料\\通知"),
            Reference("template", str(folder / "模板"), "模板"),
        ),
        together={"示例教育集团": ("示例县第一小学", "示例县第二小学")}, shortest=30, run=10, left_out=("草稿/*",),
        findings_left_out=("placeholder", "stale_year"), most_families=20,
    )  # fmt: skip
    assert all(getattr(found, f.name) != getattr(DEFAULT, f.name) for f in fields(Settings)), "each setting was tried"


@pytest.mark.parametrize("text", ["", "\n# 备注\n", "[references]\n"])
def test_a_file_that_says_nothing_changes_nothing(folder: Path, text: str) -> None:
    assert read(folder, text) == DEFAULT


def test_the_file_for_filling_in_changes_nothing_also_with_every_setting_opened(folder: Path) -> None:
    opened = re.sub(r"^#(?! )", "", written(), flags=re.M)
    assert opened.count(" = ") == written().count(" = ") and opened != written()
    assert read(folder, written()) == read(folder, opened) == DEFAULT
    assert all(re.search(rf"^{entry.place.partition('.')[2]} = ", opened, re.M) for entry in ENTRIES if entry.default)


def test_an_example_in_the_file_is_a_setting_when_its_mark_is_taken_away(folder: Path) -> None:
    text = written().replace('#   "示例教育集团"', '  "示例教育集团"')
    assert list(read(folder, text).together) == ["示例教育集团"]


def test_the_defaults_are_those_of_comparing_without_settings() -> None:
    assert DEFAULT.options == Options()
    assert Settings(shortest=30).options == Options(shortest=30) and Settings(shortest=14).options == Options(shortest=14, particular=14)


# --- what is wrong ---------------------------------------------------------------------------------------------------------------------

WRONG = [
    ("[reference]\npolicy = []", [("settings_unknown", "reference")]),
    ("policy = []", [("settings_unknown", "policy")]),
    ("[lengths]\nlongest = 3", [("settings_unknown", "lengths.longest")]),
    ("lengths = 3", [("settings_table", "lengths")]),
    ("[references]\npolicy = '上级文件'", [("settings_list", "references.policy")]),
    ("[references]\npolicy = [3]", [("settings_list", "references.policy")]),
    ("[references]\npolicy = ['']", [("settings_list", "references.policy")]),
    ("[references]\npolicy = ['没有']\ntemplate = ['也没有']", [("settings_no_folder", "没有"), ("settings_no_folder", "也没有")]),
    ("[together]\n'集团' = '甲校'", [("settings_list", "together.集团")]),
    ("[together]\n'一' = ['甲校']\n'二' = ['甲校', '乙校']", [("settings_two_groups", "甲校")]),
    ("[lengths]\nrun = 3", [("settings_number", "lengths.run: 4–60")]),
    ("[lengths]\nshortest = true", [("settings_number", "lengths.shortest: 4–1000")]),
    ("[lengths]\nshortest = '20'", [("settings_number", "lengths.shortest: 4–1000")]),
    ("[lengths]\nshortest = 12", [("settings_lengths", "12 < 13")]),
    ("[report]\nfamilies = 0", [("settings_number", "report.families: 1–100000")]),
    ("[references]\npolicy = ['没有']\n[lengths]\nrun = 99\n[x]", [
        ("settings_number", "lengths.run: 4–60"), ("settings_unknown", "x"), ("settings_no_folder", "没有"),
    ]),
    ("[lengths]\n\nshortest = “20”", [("settings_form", "3")]),
    ("[lengths", [("settings_form", "1")]),
    ('[references]\npolicy = ["D:\\上级文件"]', [("settings_backslash", "2")]),
    ('[references]\npolicy = ["C:\\Users\\文件"]', [("settings_backslash", "2")]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "found"), WRONG)
def test_what_is_wrong(folder: Path, text: str, found: list[tuple[str, str]]) -> None:
    assert faults(folder, text) == found


def test_a_kind_of_finding_that_there_is_none_of_is_told_with_those_that_there_are(folder: Path) -> None:
    [(reason, detail)] = faults(folder, "[leave_out]\nfindings = ['错别字']")
    assert reason == "settings_finding" and "错别字" in detail and "留空未填" in detail


def test_each_fault_is_a_sentence_in_both_languages(folder: Path) -> None:
    with pytest.raises(SettingsError) as caught:
        read(folder, "[x]\n[y]")
    for lang in ("zh", "en"):
        assert [word in line for word, line in zip("xy", caught.value.sentence(lang).splitlines(), strict=True)] == [True, True]


# --- files left out ----------------------------------------------------------------------------------------------------------------------

FILES = [
    ("草稿/*", "草稿/计划.docx", True),
    ("草稿/*", "示例县/草稿/2023/计划.docx", True),
    ("草稿", "示例县/草稿/计划.docx", True),
    ("草稿/*", "草稿.docx", False),
    ("草稿", "示例县/草稿本/计划.docx", False),
    ("*征求意见稿*", "示例县/计划（征求意见稿）.docx", True),
    ("*.pdf", "示例县/计划.pdf", True),
    ("*.pdf", "示例县/计划.pdf.docx", False),
    ("示例县/*.txt", "样板市/示例县/计划.txt", True),
    ("示例县/计划.txt", "示例县/甲校/计划.txt", False),
]


@pytest.mark.parametrize(("pattern", "name", "is_left_out"), FILES)
def test_files_left_out(pattern: str, name: str, is_left_out: bool) -> None:
    assert Settings(left_out=(pattern,)).leaves_out(name) is is_left_out


# --- what is told of them -----------------------------------------------------------------------------------------------------------------


def test_what_is_set_is_described_in_both_languages(folder: Path) -> None:
    told = {zh: value for zh, _, value in read(folder, FULL).described()}
    for words in ("30", "10", "上级文件、材料\\通知", "模板", "示例教育集团：示例县第一小学、示例县第二小学", "草稿/*", "留空未填、出现较早年份", "20"):
        assert words in told.values()
    assert len(told) == len({en for _, en, _ in DEFAULT.described()}) == len(DEFAULT.described())


def test_references_of_the_command_line_go_before_those_of_the_file_of_the_same_kind(folder: Path) -> None:
    other = Reference("policy", "x", "x")
    assert [(r.kind, r.name) for r in read(folder, FULL).with_references([other]).references] == [("policy", "x"), ("template", "模板")]
