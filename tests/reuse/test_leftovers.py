"""Leftovers: open places, another school's name, an earlier year; and all that only looks like one of them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from jiaoyan_nlp.engine.analysis import Analysis, analyse
from jiaoyan_nlp.engine.corpus import Corpus, load_corpus
from jiaoyan_nlp.reuse.own import is_same_school
from jiaoyan_nlp.text.source import Source

pytestmark = pytest.mark.filterwarnings("ignore:This process .* is multi-threaded:DeprecationWarning")  # fork, Python 3.12 and 3.13

OWN = "示例县/示例县第一小学/2023年语文教研组工作计划.txt"
OTHERS = [
    ("示例县/示例县第二小学/2023年数学教研组工作计划.txt", "数学教研组工作计划\n一、工作目标\n提高课堂质量。\n"),
    ("样板市新区/样板市新苑小学/2023年英语教研组工作计划.txt", "英语教研组工作计划\n一、工作目标\n减轻课业负担。\n"),
    ("样板市新区/样板市外国语学校/2023年英语教研组工作计划.txt", "英语教研组工作计划\n一、工作目标\n丰富社团活动。\n"),
]


def analysed(path: str, text: str) -> Analysis:
    return analyse(Source(text, path))


def findings(sentence: str, path: str = OWN, title: str = "语文教研组工作计划") -> list[tuple[str, str]]:
    """(kind, words) of the findings in a plan with this sentence, among plans of other schools."""
    text = f"{title}\n一、主要工作\n{sentence}\n"
    corpus = Corpus((analysed(path, text), *(analysed(p, t) for p, t in OTHERS)))
    rows = corpus.findings[corpus.findings["file"] == path].to_dict("records")
    assert all(text[r["start"] : r["end"]] == r["text"] for r in rows)
    return [(r["kind"], r["text"]) for r in rows]


OTHER_SCHOOL = [
    ("示例县第二小学全体教师要继续努力。", "示例县第二小学"),
    ("第二小学每位教师每学期听课20节。", "第二小学"),
    ("把新苑小学建成让家长放心的学校。", "新苑小学"),
    ("结合示例县第二小学的实际情况,特制定本计划。", "示例县第二小学"),
    ("为了促进样板市新苑小学教师成长,制定如下措施。", "样板市新苑小学"),
]
NO_OTHER_SCHOOL = [
    # a partner, a place to visit
    "与示例县第二小学同课异构。",
    "赴示例县第二小学学习。",
    "和外国语学校联合教研。",
    "参观新苑小学的阅读角。",
    "邀请第二小学的骨干教师来讲课。",
    "新苑小学的老师来校交流。",
    # the own school, in full and short
    "示例县第一小学全体教师要继续努力。",
    "第一小学每位教师每学期听课20节。",
    "我们第一小学语文组共有教师12人。",
    # no names
    "我校每位教师每学期听课20节。",
    "全县各小学都要重视校本教研。",
    "向兄弟学校学习好的经验。",
    "送教到乡镇中心小学。",
    "今年毕业生升入县重点高中的人数要有增加。",
]


@pytest.mark.parametrize(("sentence", "name"), OTHER_SCHOOL)
def test_other_school(sentence: str, name: str) -> None:
    assert findings(sentence) == [("other_school", name)]


@pytest.mark.parametrize("sentence", NO_OTHER_SCHOOL)
def test_no_other_school(sentence: str) -> None:
    assert findings(sentence) == []


@pytest.mark.parametrize("before", ["材料供大家查阅和补充。", "要求按时签到。", "鼓励学生参与。"])
def test_the_sentence_before_does_not_make_a_partner(before: str) -> None:
    assert findings(f"{before}第二小学每位教师每学期听课20节。") == [("other_school", "第二小学")]


def test_a_plan_whose_school_is_not_known_has_no_other() -> None:
    assert findings("示例县第二小学全体教师要继续努力。", path="计划.txt") == []


def test_evidence_is_the_own_school() -> None:
    text = "语文教研组工作计划\n一、主要工作\n第二小学每位教师每学期听课20节。\n"
    corpus = Corpus((analysed(OWN, text), *(analysed(p, t) for p, t in OTHERS)))
    assert corpus.findings[["kind", "evidence"]].to_dict("records") == [{"kind": "other_school", "evidence": "示例县第一小学"}]


SAME = [
    ("示例县第一小学", "示例县第一小学", True),
    ("第一小学", "示例县第一小学", True),
    ("示例县第二小学", "示例县第一小学", False),
    ("第二小学", "示例县第一小学", False),
]


@pytest.mark.parametrize(("name", "own", "same"), SAME)
def test_is_same_school(name: str, own: str, same: bool) -> None:
    assert is_same_school(name, own) is same


PLACEHOLDERS = [
    ("20xx年上半年,全组要做好以下工作。", ["20xx年"]),
    ("20XX学年度第一学期安排如下。", ["20XX学年度"]),
    ("XX小学的教师要加强学习。", ["XX小学"]),
    ("由xx老师负责。", ["xx老师"]),
    ("合格率达到xx%。", ["xx%"]),
]
AMOUNTS_LEFT_OPEN = ["每人听课X节。", "组织研讨__次。", "上交论文__篇。"]
NO_PLACEHOLDERS = [
    "学习Excel和XMind的用法。",
    "坐标系中的x轴和y轴。",
    "使用my_file_name命名文件。",
    "邮箱里的附件要及时下载。",
    "2023年上半年,全组要做好以下工作。",
]


@pytest.mark.parametrize(("sentence", "words"), PLACEHOLDERS)
def test_placeholders(sentence: str, words: list[str]) -> None:
    assert findings(sentence) == [("placeholder", w) for w in words]


@pytest.mark.parametrize("sentence", AMOUNTS_LEFT_OPEN)
def test_amounts_left_open_are_placeholders(sentence: str) -> None:
    assert [kind for kind, _ in findings(sentence)] == ["placeholder"]


@pytest.mark.parametrize("sentence", NO_PLACEHOLDERS)
def test_no_placeholder(sentence: str) -> None:
    assert findings(sentence) == []


STALE = [
    ("2022年秋季学期我校将继续推进课堂改革。", "2022年"),
    ("2021学年度工作重点如下。", "2021学年度"),
    ("2020年,我校要抓好常规。", "2020年"),
    ("2022年秋季学期,我校将继续推进课堂改革。", "2022年"),
]
NOT_STALE = [
    "学习2022年版课程标准。",
    "依据《2022年教研工作要点》开展工作。",
    "根据2021年教育局文件精神,加强管理。",
    "我校2021年被评为先进单位。",
    "2023年我校将继续推进课堂改革。",
    "2024年我校将继续推进课堂改革。",
    "2001年我校将要建校。",
]


@pytest.mark.parametrize(("sentence", "words"), STALE)
def test_stale_year(sentence: str, words: str) -> None:
    assert findings(sentence) == [("stale_year", words)]


@pytest.mark.parametrize("sentence", NOT_STALE)
def test_no_stale_year(sentence: str) -> None:
    assert findings(sentence) == []


def test_a_summary_may_speak_of_any_year() -> None:
    assert findings("2021年我校将课堂改革作为重点。", OWN.replace("计划", "总结"), "语文教研组工作总结") == []


# --- the demonstration corpus ---------------------------------------------------------------------------------------------------

DEMO = Path(__file__).parents[2] / "corpus" / "demo"


def key(row: dict[str, Any]) -> tuple[str, str, int]:
    return row["file"], row["kind"], row["start"]


def test_all_planted_findings_are_found_and_no_others() -> None:
    planted = json.loads((DEMO / "expected.json").read_text(encoding="utf-8"))["findings"]
    got = load_corpus(DEMO).findings.to_dict("records")

    def meets(a: dict[str, Any], b: dict[str, Any]) -> bool:
        return a["file"] == b["file"] and a["kind"] == b["kind"] and a["start"] < b["end"] and b["start"] < a["end"]

    assert [key(p) for p in planted if not any(meets(p, g) for g in got)] == []
    assert [key(g) for g in got if not any(meets(g, p) for p in planted)] == []
