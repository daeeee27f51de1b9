"""Quantity expressions: what is one, with which span and value, and all that holds a number and is none."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from jiaoyan_nlp.commitments.expressions import Expression, expressions, not_quantities
from jiaoyan_nlp.resources import lexicon
from jiaoyan_nlp.text.folding import fold

Case = tuple[str, str, str, float | None, float | None, str | None, bool]

# text, span text (folded), comparator, min, max, unit, placeholder
PLAIN: list[Case] = [
    ("每人听课20节。", "20节", "eq", 20, 20, "节", False),
    ("每人听课二十节。", "二十节", "eq", 20, 20, "节", False),
    ("每人听课２０节。", "20节", "eq", 20, 20, "节", False),
    ("全年撰写教学论文两篇。", "两篇", "eq", 2, 2, "篇", False),
    ("累计培训120学时。", "120学时", "eq", 120, 120, "学时", False),
    ("组织外出学习35人次。", "35人次", "eq", 35, 35, "人次", False),
    ("全校阅读一百二十本。", "一百二十本", "eq", 120, 120, "本", False),
    ("撰写3.5万字的读书笔记。", "3.5万字", "eq", 35000, 35000, "字", False),
    ("投入经费2万元。", "2万元", "eq", 20000, 20000, "元", False),
    ("学生阅读50万字。", "50万字", "eq", 500000, 500000, "字", False),
    ("购书1,200册。", "1,200册", "eq", 1200, 1200, "册", False),
    ("集中学习半天。", "半天", "eq", 0.5, 0.5, "天", False),
    ("每次40分钟。", "40分钟", "eq", 40, 40, "分钟", False),
    ("每次一个半小时。", "一个半小时", "eq", 1.5, 1.5, "小时", False),
    ("购书2000册。", "2000册", "eq", 2000, 2000, "册", False),
]
COMPARED: list[Case] = [
    ("每人听课不少于20节。", "不少于20节", "ge", 20, None, "节", False),
    ("每人听课不得少于15节。", "不得少于15节", "ge", 15, None, "节", False),
    ("外出培训至少2人次。", "至少2人次", "ge", 2, None, "人次", False),
    ("听课15节以上。", "15节以上", "ge", 15, None, "节", False),
    ("每次不超过30分钟。", "不超过30分钟", "le", None, 30, "分钟", False),
    ("一周以内交齐。", "一周以内", "le", None, 1, "周", False),
    ("反思至多3篇。", "至多3篇", "le", None, 3, "篇", False),
    ("参加人数超过60人。", "超过60人", "gt", 60, None, "人", False),
    ("用时约20分钟。", "约20分钟", "approx", 20, 20, "分钟", False),
    ("每次20分钟左右。", "20分钟左右", "approx", 20, 20, "分钟", False),
    ("教龄35周岁以下。", "35周岁以下", "le", None, 35, "周岁", False),
    ("发言十余次。", "十余次", "approx", 10, 10, "次", False),
    ("累计培训不少于2000课时。", "不少于2000课时", "ge", 2000, None, "课时", False),
]
RANGES: list[Case] = [
    ("每月集体备课一至二次。", "一至二次", "range", 1, 2, "次", False),
    ("推荐1-2名教师。", "1-2名", "range", 1, 2, "名", False),
    ("推荐1～2名教师。", "1~2名", "range", 1, 2, "名", False),
    ("开展活动三四次。", "三四次", "range", 3, 4, "次", False),
    ("开展活动两三次。", "两三次", "range", 2, 3, "次", False),
    ("撰写论文一两篇。", "一两篇", "range", 1, 2, "篇", False),
    ("参加十五六人。", "十五六人", "range", 15, 16, "人", False),
    ("备课用2到3课时。", "2到3课时", "range", 2, 3, "课时", False),
]
SHARES: list[Case] = [
    ("优秀率80%以上。", "80%以上", "ge", 80, None, "%", False),
    ("优秀率达到95%。", "95%", "eq", 95, 95, "%", False),
    ("优秀率为80％。", "80%", "eq", 80, 80, "%", False),
    ("合格率百分之九十五。", "百分之九十五", "eq", 95, 95, "%", False),
    ("合格率百分之九十五以上。", "百分之九十五以上", "ge", 95, None, "%", False),
    ("九成教师会用平台。", "九成", "eq", 90, 90, "%", False),
    ("三分之二以上的教师参加。", "三分之二以上", "ge", 0.6667, None, None, False),
    ("一半以上的教师上过公开课。", "一半以上", "ge", 0.5, None, None, False),
    ("及格率提高5个百分点。", "5个百分点", "eq", 5, 5, "百分点", False),
    ("约占总数的58%。", "58%", "eq", 58, 58, "%", False),
]
FUSED: list[Case] = [
    ("坚持每周一课。", "一课", "eq", 1, 1, "课", False),
    ("坚持每日一题。", "一题", "eq", 1, 1, "题", False),
    ("坚持每周一练。", "一练", "eq", 1, 1, "练", False),
    ("专题研讨每学期一次。", "一次", "eq", 1, 1, "次", False),
]
OPEN: list[Case] = [
    ("每人听课X节。", "X节", "eq", None, None, "节", True),
    ("组织研讨__次。", "__次", "eq", None, None, "次", True),
    ("优秀率达到xx%。", "xx%", "eq", None, None, "%", True),
    ("培养骨干教师xx名。", "xx名", "eq", None, None, "名", True),
    ("上交论文__篇。", "__篇", "eq", None, None, "篇", True),
    ("听课不少于X节。", "不少于X节", "ge", None, None, "节", True),
]


def found(text: str) -> list[tuple[str, Expression]]:
    folded = fold(text)
    return [(folded[e.start : e.end], e) for e in expressions(folded, 0, len(folded))]


def check(case: Case) -> None:
    text, *fields = case
    got: list[list[Any]] = [[words, e.comparator, e.low, e.high, e.unit, e.placeholder] for words, e in found(text)]
    assert got == [fields]


def of(cases: list[Case]) -> Any:
    return pytest.mark.parametrize("case", cases, ids=[c[0] for c in cases])


@of(PLAIN)
def test_number_and_unit(case: Case) -> None:
    check(case)


@of(COMPARED)
def test_comparator_is_inside_the_span_and_sets_the_bound(case: Case) -> None:
    check(case)


@of(RANGES)
def test_ranges_have_both_bounds(case: Case) -> None:
    check(case)


@of(SHARES)
def test_percentages_and_fractions(case: Case) -> None:
    check(case)


@of(FUSED)
def test_fused_forms_span_amount_and_noun(case: Case) -> None:
    check(case)


@of(OPEN)
def test_amounts_left_open_are_placeholders(case: Case) -> None:
    check(case)


def test_approx_has_one_number_also_for_a_range() -> None:
    [(_, e)] = found("讲座20至30分钟左右。")
    assert e.comparator != "approx" or e.low == e.high


OUTSIDE: list[tuple[str, str]] = [
    # words before the amount that stay outside its span
    ("参与率达到90%。", "90%"),
    ("参与率突破90%。", "90%"),
    ("各3篇。", "3篇"),
    ("共12次。", "12次"),
    ("发言限5分钟。", "5分钟"),
    ("时间控制在10分钟。", "10分钟"),
    ("至少读一本。", "一本"),
]


@pytest.mark.parametrize(("text", "words"), OUTSIDE)
def test_these_words_stay_outside_the_span(text: str, words: str) -> None:
    assert [w for w, _ in found(text)] == [words]


SEVERAL: list[tuple[str, list[str]]] = [
    ("高年级不少于三十首,中年级二十首。", ["不少于三十首", "二十首"]),
    ("每学期上一节研讨课,写两篇反思,听课不少于20节。", ["一节", "两篇", "不少于20节"]),
    ("由35%提高到40%。", ["35%", "40%"]),
    ("每两周一次,每次不少于两课时。", ["一次", "不少于两课时"]),
    ("面向35周岁至50周岁以下的教师。", ["35周岁至50周岁以下"]),
]


@pytest.mark.parametrize(("text", "words"), SEVERAL)
def test_every_amount_of_a_sentence_in_order(text: str, words: list[str]) -> None:
    assert [w for w, _ in found(text)] == words


# --- what is none -------------------------------------------------------------------------------------------------------------

NOT = lexicon("quantities")["not"]


@pytest.mark.parametrize("example", [entry["example"] for entry in NOT])
def test_example_of_each_blocking_pattern_is_no_quantity(example: str) -> None:
    text = fold(example)
    assert not found(example)
    assert not_quantities(text, 0, len(text))


@pytest.mark.parametrize("entry", NOT, ids=[e["example"] for e in NOT])
def test_blocking_entries_have_just_pattern_and_example(entry: dict[str, str]) -> None:
    assert set(entry) == {"pattern", "example"}


DATES = [
    "2022年9月1日开学。",
    "20xx年上半年",
    "二〇二三年秋季学期",
    "2023-2024学年第一学期",
    "九月份",
    "十二月",
    "12月25日",
    "周三下午",
    "第二周",
    "14:30开始",
    "2022年版",
]
ORDINALS = ["第一名", "第三小组", "首页", "一、指导思想", "(1)", "①", "第二届", "第12页", "前三名", "二等奖"]
NAMES = ["十九届四中全会", "《新课程标准50条》", "〔2023〕15号", "《小学语文100问》", "三年级", "三、四年级", "五(2)班", "高一年级", "一级教师"]
SLOGANS = [
    "做到四落实", "开展五研究", "抓好六个环节", "实行三级管理", "十大行动", "从四个方面入手", "三位一体", "五育并举", "落实双减政策", "两手抓两手都要硬",
    "一人一课", "一课一研", "一课多上", "二次备课", "四个一",
]  # fmt: skip
FIXED = [
    "一方面",
    "一言一行",
    "第一时间",
    "一系列",
    "一定要落实",
    "统一要求",
    "进一步加强",
    "一线教师",
    "一如既往",
    "一起成长",
    "一致认为",
    "万分感谢",
    "举一反三",
]
IN_A_NAME = ["认真学习新课程标准50条。"]
VAGUE = ["开展若干次活动", "一批骨干", "多次研讨", "十年前", "几次会议", "数十次", "音乐、美术、体育三科"]


@pytest.mark.parametrize("text", [*DATES, *ORDINALS, *NAMES, *SLOGANS, *FIXED, *IN_A_NAME, *VAGUE])
def test_no_quantity(text: str) -> None:
    assert not found(text)


@pytest.mark.parametrize(("slogan", "amounts"), [("做到四个一:上好一堂研讨课,写好一篇反思。", ["一堂", "一篇"])])
def test_slogan_is_none_but_the_amounts_of_its_list_are(slogan: str, amounts: list[str]) -> None:
    assert [w for w, _ in found(slogan)] == amounts


# --- properties ---------------------------------------------------------------------------------------------------------------

PIECES = st.sampled_from([
    "每学期", "听课", "不少于", "20", "节", "二十", "一", "次", "至", "两", "%", "以上", "百分之", "九十", "X", "__", "第", "周",
    "年", ",", "。", "、", "(1)", "半", "天", "每周", "课", "的", "\n", "2023", "万元", "3:4", "几",
])  # fmt: skip


@example("不少于3:4")
@given(st.lists(PIECES, max_size=24).map("".join))
def test_expressions_are_in_order_and_apart_and_hold_a_number(text: str) -> None:
    got = list(expressions(text, 0, len(text)))
    assert all(0 <= e.start < e.end <= len(text) for e in got)
    assert all(a.end <= b.start for a, b in pairwise(got))
    for e in got:
        assert e.comparator in ("eq", "ge", "le", "gt", "lt", "approx", "range")
        if e.placeholder:
            assert e.low is None and e.high is None
        if e.comparator in ("eq", "approx"):
            assert e.low == e.high


NUMBERS = st.integers(1, 9_999)


@given(NUMBERS, st.sampled_from(["节", "次", "篇", "本", "人次", "课时", "元"]))
def test_arabic_amounts_are_read_back(n: int, unit: str) -> None:
    [(words, e)] = found(f"完成听课不少于{n}{unit}。")
    assert (words, e.comparator, e.low, e.high, e.unit) == (f"不少于{n}{unit}", "ge", n, None, unit)


@given(st.lists(PIECES, max_size=12).map("".join), st.lists(PIECES, max_size=12).map("".join))
def test_a_stretch_is_read_alone(before: str, text: str) -> None:
    """Offsets count the whole text, and nothing outside the stretch is taken in."""
    whole = f"{before}\n{text}"
    start = len(before) + 1
    assert all(start <= e.start and e.end <= len(whole) for e in expressions(whole, start, len(whole)))
