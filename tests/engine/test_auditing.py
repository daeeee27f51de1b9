"""What an audit reads, and how its settings change what it tells: references, schools that count as one, what is left out."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from support_store import put

from jiaoyan_nlp.engine.auditing import load_audited
from jiaoyan_nlp.engine.building import build
from jiaoyan_nlp.engine.corpus import Corpus, load_corpus
from jiaoyan_nlp.engine.store import Store
from jiaoyan_nlp.report.settings import Reference, Settings

POLICY = "各校要把教研活动排进课表,每两周至少集中一次,时间、地点、主题、主讲人一并公布,教研员随机参加,期末向全县通报活动开展的情况。"
SHARED = "为了让研讨有准备、有收获,各备课组在每次活动之前要确定一个小而实的话题,由主备人提前三天把材料发给大家,活动之后把意见整理成文。"
OWN = {
    "示例县第一小学": "阅读角由四年级的孩子轮流看管,每周五下午换一次书,坏了的书送到传达室请保安伯伯粘好。",
    "示例县第二小学": "操场东边的菜地分给六个班,浇水施肥都写进观察日记,秋天把收成称一称再画成条形图。",
    "示例县第三小学": "合唱队借音乐教室排练,钢琴太旧,先用口风琴定音,元旦演出的曲目由孩子们投票决定。",
}
FILES = {f"{school}/2023年计划.txt": f"{school}语文教研组工作计划\n一、主要工作\n{SHARED}\n{text}\n{POLICY}\n" for school, text in OWN.items()}
FILES["示例县第一小学/2023年计划.txt"] += "示例县第二小学全体教师要继续努力。\n示例县第三小学全体教师要继续努力。\n"
MORE = {"上级文件/通知.txt": f"关于加强教研工作的通知\n一、工作要求\n{POLICY}\n", "草稿/计划.txt": FILES["示例县第三小学/2023年计划.txt"]}
GROUP = {"示例教育集团": ("示例县第一小学", "示例县第二小学")}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return put(tmp_path / "材料", {name: text.encode() for name, text in (FILES | MORE).items()})


def audited(folder: Path, **told: Any) -> Corpus:
    return load_audited(folder, Settings(**{"left_out": ("草稿",), **told}), workers=1)


def policy(folder: Path) -> tuple[Reference, ...]:
    return (Reference("policy", str(folder / "上级文件"), "上级文件"),)


def letters(corpus: Corpus, part: str) -> Mapping[str, int]:
    return dict(zip(corpus.sharing["school"], corpus.sharing[part], strict=True))


def others_named(corpus: Corpus) -> list[str]:
    return corpus.findings.loc[corpus.findings["kind"] == "other_school", "text"].tolist()


# --- what is read ----------------------------------------------------------------------------------------------------------------------


def test_references_in_the_folder_are_no_plans_of_it(folder: Path) -> None:
    assert audited(folder, references=policy(folder)).sources["file"].tolist() == sorted(FILES)
    assert audited(folder).sources["file"].tolist() == sorted([*FILES, "上级文件/通知.txt"])


def test_the_report_in_the_folder_is_not_read_and_the_folder_as_report_is(folder: Path) -> None:
    put(folder, {"报告/旧页.html": "<p>教研组工作计划</p>".encode(), "报告/decisions.csv": b"x", "decisions.csv": b"x", "audit.toml": b""})
    names = sorted([*FILES, "上级文件/通知.txt"])
    for output in (folder / "报告", folder / "报告" / ".."):
        held = load_audited(folder, Settings(left_out=("草稿",)), output=output, workers=1).sources["file"].tolist()
        assert [name for name in held if name != "报告/旧页.html"] == names
        assert ("报告/旧页.html" in held) == (output.name == "..")


def test_a_store_is_audited_as_its_folder_is(folder: Path, tmp_path: Path) -> None:
    build(folder, tmp_path / "库", workers=1)
    settings = Settings(references=policy(folder), together=GROUP, left_out=("草稿",), shortest=20)
    kept, held = load_audited(Store.open(tmp_path / "库"), settings, workers=1).tables(), load_audited(folder, settings, workers=1).tables()
    assert {name: table.to_csv() for name, table in kept.items()} == {name: table.to_csv() for name, table in held.items()}


def test_without_settings_an_audit_is_of_all_that_is_there(folder: Path) -> None:
    kept, held = load_audited(folder, workers=1).tables(), load_corpus(folder, workers=1).tables()
    assert {name: table.to_csv() for name, table in kept.items()} == {name: table.to_csv() for name, table in held.items()}


def test_a_reference_that_cannot_be_read_is_told_under_its_folder(folder: Path) -> None:
    put(folder, {"上级文件/空.txt": b""})
    assert audited(folder, references=policy(folder)).problems[["file", "reason"]].to_numpy().tolist() == [["上级文件/空.txt", "empty"]]


def test_reading_tells_its_steps_with_the_references(folder: Path) -> None:
    told: list[tuple[str, int, int]] = []
    load_audited(folder, Settings(references=policy(folder), left_out=("草稿",)), workers=1, stage=lambda *step: told.append(step))
    assert told == [("read", done, 4) for done in range(5)]


# --- what is told ----------------------------------------------------------------------------------------------------------------------


def test_what_comes_from_a_reference_is_counted_as_such(folder: Path) -> None:
    n = len(POLICY.translate({ord(c): None for c in ",。、"}))
    plain, told = audited(folder, left_out=("草稿", "上级文件")), audited(folder, references=policy(folder))
    for school in OWN:
        assert (letters(plain, "policy")[school], letters(told, "policy")[school]) == (0, n)
        assert letters(plain, "shared")[school] - letters(told, "shared")[school] == n
    assert told.between["shared"].lt(plain.between["shared"]).all()


def test_schools_that_count_as_one_share_nothing_and_name_each_other_freely(folder: Path) -> None:
    out = ("草稿", "上级文件", "示例县第三小学")
    apart, one = audited(folder, left_out=out), audited(folder, left_out=out, together=GROUP)
    assert [name[-7:] for name in others_named(apart)] == ["示例县第二小学", "示例县第三小学"] and [name[-7:] for name in others_named(one)] == [
        "示例县第三小学"
    ]
    assert set(apart.families["scope"]) == {"across"} and set(one.families["scope"]) == {"school"}
    assert letters(one, "repeated") == letters(apart, "shared") and len(one.between) == 0
    assert set(one.sharing["owner"]) == {"示例教育集团"} and set(one.plans["school"]) == {"示例县第一小学", "示例县第二小学"}


def test_what_a_group_shares_with_another_school_is_shared(folder: Path) -> None:
    corpus = audited(folder, left_out=("草稿", "上级文件"), together=GROUP)
    assert set(corpus.families["scope"]) == {"across"} and set(corpus.families["schools"]) == {2}
    assert {(r.school, r.other) for r in corpus.between.itertuples()} == {("示例教育集团", "示例县第三小学"), ("示例县第三小学", "示例教育集团")}


def test_a_school_that_no_plan_is_of_is_told(folder: Path) -> None:
    problems = audited(folder, together={"集团": ("示例县第一小学", "示例县第十小学")}).problems
    assert problems[["file", "reason", "detail"]].to_numpy().tolist() == [["audit.toml", "settings_no_school", "示例县第十小学"]]


def test_kinds_of_findings_are_left_out(folder: Path) -> None:
    assert others_named(audited(folder, findings_left_out=("other_school",))) == [] != others_named(audited(folder))


def test_a_longer_shortest_passage_leaves_out_the_shorter_ones(folder: Path) -> None:
    told = {shortest: "".join(audited(folder, shortest=shortest).families["exemplar"]) for shortest in (16, 60, 70)}
    assert [(POLICY[:-1] in text, SHARED[:-1] in text) for text in told.values()] == [(True, True), (False, True), (False, False)]
