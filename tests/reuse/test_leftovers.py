"""Leftovers: open places, another school's name, an earlier year; and all that only looks like one of them."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from jiaoyan_nlp.corpus.metadata.fields import Metadata
from jiaoyan_nlp.engine.analysis import Analysis, analyse
from jiaoyan_nlp.engine.corpus import Corpus, load_corpus
from jiaoyan_nlp.reuse.families import find_families
from jiaoyan_nlp.reuse.ink import ink_of_text
from jiaoyan_nlp.reuse.leftovers import find_strange_fillers, united
from jiaoyan_nlp.reuse.own import is_own, is_same_school
from jiaoyan_nlp.reuse.slots import find_slots
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
    # a school that no plan is of
    ("太和县青山小学全体教师要继续努力。", "太和县青山小学"),
    ("课题在样板区青山小学开展得很扎实。", "样板区青山小学"),
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
    "刚刚结束的市高中联考里成绩有进步。",
    "教师的研修在区进修学校进行。",
    "每月认真研究,市中心小学再派人来。",
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


# --- what fills the slots of shared passages ------------------------------------------------------------------------------------

BEFORE = "为进一步落实校本教研制度,提高课堂教学的效率,"
BEHIND = "在每次活动之前认真准备话题,活动之后把达成的意见整理成文,供大家随时查阅和补充。"
S1, S2, S3, S4 = "示例县第一小学", "示例县第二小学", "样板市新苑小学", "海棠县青禾小学"


def plan(filler: str, school: str, **known: Any) -> tuple[str, Metadata]:
    return filler, Metadata(school=school, **known)


def year(filler: str, school: str, year: int | None, school_year: str = "") -> tuple[str, Metadata]:
    return plan(filler, school, year=year, school_year=school_year)


Told = tuple[int, str, str, str, str]


def strange(sentence: str, plans: Sequence[tuple[str, Metadata]]) -> list[Told]:
    """(plan, words, kind, evidence, owner) of what find_strange_fillers tells, the same in whatever order the plans come."""

    def told(order: Sequence[int]) -> list[Told]:
        held = [ink_of_text(f"{i}.txt", BEFORE + sentence.format(plans[i][0]) + BEHIND, plans[i][1].school) for i in order]
        slots = [slot for family in find_families(held) for slot in find_slots(held, family) if family.scope == "across"]
        found = find_strange_fillers(held, slots, [plans[i][1] for i in order])
        return sorted((order[f.plan], held[f.plan].text[f.start : f.end], f.kind, f.evidence, f.owner) for f in found)

    forwards = list(range(len(plans)))
    assert told(forwards) == told(forwards[::-1])
    return told(forwards)


OPEN, HERE, THIS_YEAR, TAUGHT, HEAD = "{}全体教师要", "立足{}教育的实际,", "现对{}工作作如下安排,", "{}教师要", "由组长{}负责,"
STRANGE = [
    # a copy with another school's name, in full and short, of a school that is in the family and of one that is not
    (OPEN, [plan(S1, S1), plan(S2, S2), plan(S1, S3)], (2, S1, "other_school", S3, S1)),
    (OPEN, [plan("第一小学", S1), plan("第二小学", S2), plan("第一小学", S3)], (2, "第一小学", "other_school", S3, S1)),
    (OPEN, [plan(S1, S1), plan(S2, S2), plan("青山市东湖中学", S3)], (2, "青山市东湖中学", "other_school", S3, "")),
    # just half of those that can be asked; plans of unknown schools are not asked
    (OPEN, [plan(S1, S1), plan(S2, S3), plan(S4, "")], (1, S2, "other_school", S3, "")),
    (HERE, [plan("示例县", S1, district="示例县"), plan("海棠县", S4, district="海棠县"), plan("示例县", "梅林县东湖小学", district="梅林县")],
     (2, "示例县", "other_place", "梅林县", S1)),
    (HERE, [plan("清河镇", "示例县清河镇中心小学"), plan("白石镇", "示例县白石镇中心小学"), plan("清河镇", "示例县东山镇中心小学")],
     (2, "清河镇", "other_place", "东山镇", "示例县清河镇中心小学")),
    (THIS_YEAR, [year("2023年", S1, 2023), year("2024年", S2, 2024), year("2022年", S3, 2024)], (2, "2022", "stale_year", "2024", "")),
    (THIS_YEAR, [year("2023年", S1, 2023), year("2024年", S2, 2024), year("2025年", S3, 2024)], (2, "2025", "other_year", "2024", "")),
    (THIS_YEAR, [year("2023-2024学年", S1, 2023, "2023-2024学年"), year("2024-2025学年", S2, 2024, "2024-2025学年"),
                 year("2022-2023学年", S3, 2023, "2023-2024学年")], (2, "20222023", "stale_year", "2023", "")),
    (THIS_YEAR, [year("2023-2024学年", S1, 2024, "2023-2024学年第二学期"), year("2024-2025学年", S2, 2024, "2024-2025学年第一学期"),
                 year("2024-2025学年", S3, 2024, "2023-2024学年第二学期")], (2, "20242025", "other_year", "2024", "")),
    (THIS_YEAR, [year("二〇二三年", S1, 2023), year("二〇二四年", S2, 2024), year("二〇二二年", S3, 2024)], (2, "二〇二二", "stale_year", "2024", "")),
    (TAUGHT, [plan("语文", S1, subject="语文"), plan("数学", S2, subject="数学"), plan("语文", S3, subject="英语")],
     (2, "语文", "other_subject", "英语", "")),
    # a person: the writer of another school's plan, beside a writer that is known and one that is not; letters tell no end of a name
    (HEAD, [plan("李明远", S1, author="李明远"), plan("王芳华", S2, author="王芳华"), plan("李明远", S3, author="孙一禾")],
     (2, "李明远", "other_person", "孙一禾", S1)),
    (HEAD, [plan("李明远", S1, author="李明远"), plan("王芳华", S2, author="王芳华"), plan("李明远", S3)], (2, "李明远", "other_person", "", S1)),
    (HEAD, [plan("李明", S1, author="李明"), plan("王芳", S2, author="王芳"), plan("李明", S3)], (2, "李明", "other_person", "", S1)),
]  # fmt: skip
NOT_STRANGE = [
    # no slot: all say the same, right or wrong
    ("与{}结对的教师要", [plan(S4, S1), plan(S4, S2), plan(S4, S3)]),
    (OPEN, [plan(S1, S1), plan(S1, S2)]),
    # a slot, but not of own values: each visits another school; most have the same name, one another
    ("走进{}以后大家要", [plan(S2, S1), plan(S1, S2), plan(S4, S3)]),
    ("{}来校的教师要", [plan(S4, S1), plan(S4, S2), plan(S1, S3)]),
    # own values, and a partner in one copy
    ("{}全体教师要", [plan(S1, S1), plan(S2, S2), plan(f"与{S4}结对的", S3)]),
    # own values throughout, in full and short; a short form that may be the own; a name left open
    (OPEN, [plan(S1, S1), plan("第二小学", S2), plan("新苑小学", S3)]),
    (OPEN, [plan(S1, S1), plan(S2, S2), plan("实验二小", "示例县第二实验小学")]),
    # nothing known
    (OPEN, [plan(S1, S1), plan(S2, S2), plan(S1, "")]),
    (TAUGHT, [plan("语文", S1, subject="语文"), plan("数学", S2, subject="数学"), plan("语文", S3)]),
    (THIS_YEAR, [year("2023年", S1, 2023), year("2024年", S2, 2024), year("2022年", S3, None)]),
    # numbers and dates are everyone's own
    ("每人听课{}节,", [plan("15", S1), plan("20", S2), plan("8", S3)]),
    ("从{}月起", [plan("三", S1), plan("九", S2), plan("三", S3)]),
    # the school's own plan of the year before, in the same form
    (OPEN, [plan(S1, S1, year=2022), plan(S1, S1, year=2023), plan(S2, S2, year=2023)]),
    (THIS_YEAR, [year("2022年", S1, 2022), year("2023年", S1, 2023), year("2023年", S2, 2023)]),
    # one school alone
    (THIS_YEAR, [year("2022年", S1, 2022), year("2023年", S1, 2023), year("2022年", S1, 2024)]),
    # both years of a school year; a year of the past, a cohort, a year left open
    (THIS_YEAR, [year("2023年", S1, 2023, "2023-2024学年"), year("2024年", S2, 2023, "2023-2024学年"), year("2024年", S3, 2024)]),
    ("回顾{}年的成绩,", [year("2022", S1, 2023), year("2023", S2, 2024), year("2021", S3, 2023)]),
    ("面向{}级学生,", [year("2023", S1, 2023), year("2024", S2, 2024), year("2022", S3, 2024)]),
    (THIS_YEAR, [year("2023年", S1, 2023), year("2024年", S2, 2024), year("20xx年", S3, 2024)]),
    # a city around the county, a town in it
    (HERE, [plan("示例县", S1, district="示例县"), plan("海棠县", S4, district="海棠县"), plan("青山市", "梅林县东湖小学", district="梅林县")]),
    (HERE, [plan("示例县", S1, district="示例县"), plan("海棠县", S4, district="海棠县"), plan("清河镇", "梅林县东湖小学", district="梅林县")]),
    # other names of one subject, a group of several
    (TAUGHT, [plan("语文", S1, subject="语文"), plan("数学", S2, subject="数学"), plan("品德", S3, subject="道德与法治")]),
    (TAUGHT, [plan("语文", S1, subject="语文"), plan("数学", S2, subject="数学"), plan("科学", S3, subject="综合")]),
    # a group's head who is not the plan's writer, and stands in no other school's copy
    (HEAD, [plan("李明远", S1, author="李明远"), plan("王芳华", S2, author="王芳华"), plan("赵青山", S3, author="孙一禾")]),
    # a colleague of the same school
    (HEAD, [plan("李明远", S1, author="李明远"), plan("王芳华", S2, author="王芳华"), plan("李明远", S1, author="孙一禾")]),
]  # fmt: skip


@pytest.mark.parametrize(("sentence", "plans", "told"), STRANGE)
def test_what_is_not_the_plans_own_among_those_that_have_theirs(sentence: str, plans: list[tuple[str, Metadata]], told: Told) -> None:
    assert strange(sentence, plans) == [told]


@pytest.mark.parametrize(("sentence", "plans"), NOT_STRANGE)
def test_what_differs_rightly(sentence: str, plans: list[tuple[str, Metadata]]) -> None:
    assert strange(sentence, plans) == []


def test_slots_of_a_corpus_and_one_finding_for_one_place() -> None:
    """Another school's name is found by its form and by its slot, an earlier year by its sentence and by its slot: each is told once."""
    rows = [(S1, S1, 2023), (S2, S2, 2023), (S3, S1, 2022)]
    texts = {
        f"{school[:3]}/{school}/2023年校本教研工作计划.txt": f"校本教研工作计划\n一、主要工作\n{BEFORE}{name}全体教师要在{said}年计划{BEHIND}\n"
        for school, name, said in rows
    }
    corpus = Corpus(tuple(analysed(path, text) for path, text in texts.items()))
    last = list(texts)[-1]
    found = corpus.findings[["file", "kind", "evidence", "owner"]].to_dict("records")
    assert found == [
        {"file": last, "kind": "other_school", "evidence": S3, "owner": S1},
        {"file": last, "kind": "stale_year", "evidence": "2023", "owner": ""},
    ]
    slots = corpus.slots
    assert all(texts[r.file][r.start : r.end] == r.filler for r in slots.itertuples())
    told = [(slot, held["kind"].iloc[0], dict(zip(held["school"], held["filler"], strict=True))) for slot, held in slots.groupby("slot")]
    assert told == [(1, "school", {school: name for school, name, _ in rows}), (2, "year", {school: str(said) for school, _, said in rows})]


def test_a_colleague_is_no_stranger_where_another_schools_copy_names_him_too() -> None:
    filled = [("李明远", S1, "李明远"), ("李明远", S1, "孙一禾"), ("王芳华", S2, "王芳华"), ("赵青山", S4, "赵青山"), ("李明远", S3, "周小禾")]
    plans = [plan(name, school, author=author) for name, school, author in filled]
    assert strange(HEAD, plans) == [(4, "李明远", "other_person", "周小禾", S1)]


IS_OWN = [
    ("school", "第一小学", Metadata(school=S1), True),
    ("school", "第二小学", Metadata(school=S1), False),
    ("school", "示例县第一小学东校区", Metadata(school=S1), True),
    ("school", "实验二小", Metadata(school="示例县第二实验小学"), None),
    ("school", "xx小学", Metadata(school=S1), None),
    ("school", "第一小学", Metadata(), None),
    ("place", "样板市", Metadata(district="样板市新区"), True),
    ("place", "样板市新区", Metadata(district="样板市新区"), True),
    ("place", "梅林区", Metadata(district="示例县"), False),
    ("place", "青山市", Metadata(district="示例县"), None),
    ("place", "青山市", Metadata(district="海棠市"), False),
    ("place", "我们县", Metadata(district="示例县"), None),
    ("place", "清河镇", Metadata(school="示例县清河镇中心小学"), True),
    ("place", "城镇", Metadata(school="示例县清河镇中心小学"), None),
    ("year", "20232024", Metadata(year=2023, school_year="2023-2024学年"), True),
    ("year", "2024", Metadata(year=2023, school_year="2023-2024学年"), True),
    ("year", "20222023", Metadata(year=2023), True),
    ("year", "20222023", Metadata(year=2024), False),
    ("year", "20xx", Metadata(year=2023), None),
    ("subject", "道法", Metadata(subject="政治"), True),
    ("subject", "音乐", Metadata(subject="艺术"), None),
    ("person", "李明远", Metadata(author="李明远"), True),
    ("person", "李明远", Metadata(author="王芳华"), False),
    ("number", "15", Metadata(school=S1, year=2023), None),
]


@pytest.mark.parametrize(("kind", "name", "known", "own"), IS_OWN)
def test_is_own(kind: str, name: str, known: Metadata, own: bool | None) -> None:
    assert is_own(kind, name, known) is own


def row(start: int, end: int, kind: str = "other_school", owner: str = "", file: str = "a.txt") -> dict[str, Any]:
    return {"file": file, "start": start, "end": end, "kind": kind, "owner": owner}


UNITED = [
    ([row(3, 7), row(3, 10)], [row(3, 10)]),
    ([row(3, 10, owner=S1), row(3, 7), row(5, 12)], [row(3, 10, owner=S1)]),
    ([row(3, 10), row(3, 7, owner=S1)], [row(3, 10, owner=S1)]),
    ([row(3, 7), row(7, 10)], [row(3, 7), row(7, 10)]),
    ([row(3, 7, "stale_year"), row(3, 7, "other_school")], [row(3, 7, "other_school"), row(3, 7, "stale_year")]),
    ([row(3, 7, file="b.txt"), row(3, 7)], [row(3, 7), row(3, 7, file="b.txt")]),
    ([], []),
]


@pytest.mark.parametrize(("rows", "expected"), UNITED)
def test_one_row_for_one_place_and_kind(rows: list[dict[str, Any]], expected: list[dict[str, Any]]) -> None:
    assert united(rows) == united(rows[::-1]) == expected


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
