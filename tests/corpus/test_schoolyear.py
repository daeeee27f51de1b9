"""School years and terms in all the ways in which people write them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiaoyan_nlp.corpus.metadata.schoolyear import Period, explicit_period, period_of, school_year, term_of_month, years
from jiaoyan_nlp.text.folding import fold

# words → (year, term, school year)
CASES: dict[str, tuple[int | None, str, str]] = {
    # school years
    "2021-2022学年第一学期": (2021, "autumn", "2021-2022学年第一学期"),
    "2021—2022学年度上学期": (2021, "autumn", "2021-2022学年第一学期"),
    "2021－2022学年第二学期": (2021, "spring", "2021-2022学年第二学期"),
    "2021～2022学年度第二学期": (2021, "spring", "2021-2022学年第二学期"),
    "2021/2022学年下学期": (2021, "spring", "2021-2022学年第二学期"),
    "2021至2022学年": (2021, "year", "2021-2022学年"),
    "2021到2022学年度": (2021, "year", "2021-2022学年"),
    "2021一2022学年第一学期": (2021, "autumn", "2021-2022学年第一学期"),
    "2021、2022学年第一学期": (2021, "autumn", "2021-2022学年第一学期"),
    "2022 —— 2023 学年 第 1 学期": (2022, "autumn", "2022-2023学年第一学期"),
    "２０２１－２０２２學年第２學期": (2021, "spring", "2021-2022学年第二学期"),
    "2021年-2022年学年第一学期": (2021, "autumn", "2021-2022学年第一学期"),
    "2021-2022年度第二学期": (2021, "spring", "2021-2022学年第二学期"),
    "2021-2022第一学期": (2021, "autumn", "2021-2022学年第一学期"),
    "2021-2022上学期": (2021, "autumn", "2021-2022学年第一学期"),
    "2021-2022学年(上)": (2021, "autumn", "2021-2022学年第一学期"),
    "2021-2022学年（下）语文组": (2021, "spring", "2021-2022学年第二学期"),
    "2021-2022学年下期": (2021, "spring", "2021-2022学年第二学期"),
    "2021-2022学年一学期": (2021, "autumn", "2021-2022学年第一学期"),
    "2021-2022学年秋季学期": (2021, "autumn", "2021-2022学年第一学期"),
    "2021-2022学年春季学期": (2021, "spring", "2021-2022学年第二学期"),
    "2021-2022-1": (2021, "autumn", "2021-2022学年第一学期"),
    "2021-2022-2": (2021, "spring", "2021-2022学年第二学期"),
    "2021-22学年第二学期": (2021, "spring", "2021-2022学年第二学期"),
    "21-22学年第一学期": (2021, "autumn", "2021-2022学年第一学期"),
    "1999-2000学年第一学期": (1999, "autumn", "1999-2000学年第一学期"),
    "21学年第二学期": (2021, "spring", "2021-2022学年第二学期"),
    "2021学年第二学期": (2021, "spring", "2021-2022学年第二学期"),
    "2021学年": (2021, "year", "2021-2022学年"),
    "2021学年度上学期": (2021, "autumn", "2021-2022学年第一学期"),
    "二〇二一学年": (2021, "year", "2021-2022学年"),
    "二○二一至二○二二学年度第二学期": (2021, "spring", "2021-2022学年第二学期"),
    "二零二一—二零二二学年第一学期": (2021, "autumn", "2021-2022学年第一学期"),
    "学年第一学期 2021-2022": (2021, "autumn", "2021-2022学年第一学期"),
    "2022年9月 2022-2023学年第一学期": (2022, "autumn", "2022-2023学年第一学期"),
    # calendar years
    "2021年秋季": (2021, "autumn", "2021-2022学年第一学期"),
    "2022年春": (2022, "spring", "2021-2022学年第二学期"),
    "2022年春季学期语文组计划": (2022, "spring", "2021-2022学年第二学期"),
    "2022春语文": (2022, "spring", "2021-2022学年第二学期"),
    "2023秋 语文组计划": (2023, "autumn", "2023-2024学年第一学期"),
    "23秋语文": (2023, "autumn", "2023-2024学年第一学期"),
    "23年春季": (2023, "spring", "2022-2023学年第二学期"),
    "2022年秋学期": (2022, "autumn", "2022-2023学年第一学期"),
    "2022年春期": (2022, "spring", "2021-2022学年第二学期"),
    "2022年上半年": (2022, "spring", "2021-2022学年第二学期"),
    "2022年下半年": (2022, "autumn", "2022-2023学年第一学期"),
    "2022年第一学期": (2022, "autumn", "2022-2023学年第一学期"),
    "2022年第二学期": (2022, "spring", "2021-2022学年第二学期"),
    "二O二一年秋季": (2021, "autumn", "2021-2022学年第一学期"),
    "二〇二四年春": (2024, "spring", "2023-2024学年第二学期"),
    "2023年春春晓小学": (2023, "spring", "2022-2023学年第二学期"),
    "2023年春示例小学": (2023, "spring", "2022-2023学年第二学期"),
    "Spring 2022": (2022, "spring", "2021-2022学年第二学期"),
    "2021 autumn term": (2021, "autumn", "2021-2022学年第一学期"),
    # a calendar year is of no school year
    "2022年度": (2022, "year", ""),
    "2022年全年": (2022, "year", ""),
    "2022年工作要点": (2022, "year", ""),
    "2022": (2022, "", ""),
    "2021-2025年发展规划": (2021, "year", ""),
    # a term alone
    "第一学期教研计划": (None, "autumn", ""),
    "下学期": (None, "spring", ""),
    "20xx-20xx学年第一学期": (None, "autumn", ""),
    "20xx年秋季": (None, "autumn", ""),
    "20××学年": (None, "year", ""),
    # years and seasons of something else
    "义务教育课程标准(2022年版)学习计划": (None, "", ""),
    "2022版课标": (None, "", ""),
    "2021级": (None, "", ""),
    "2023届毕业班": (None, "", ""),
    "建校2005年": (None, "", ""),
    "2023春晓小学": (2023, "", ""),
    "春蕾幼儿园": (None, "", ""),
    "秋实小学": (None, "", ""),
    "编号120231": (None, "", ""),
    "": (None, "", ""),
}


@pytest.mark.parametrize("words", CASES)
def test_cases(words: str) -> None:
    period = period_of(words)
    assert (period.year, period.term, period.school_year) == CASES[words]


@pytest.mark.parametrize("words", CASES)
def test_what_was_folded_before_says_the_same(words: str) -> None:
    assert period_of(fold(words)) == period_of(words)


PROSE = {
    "2023-2024学年第一学期已经开始,我组": "2023-2024学年第一学期",
    "在2023年秋季学期里": "2023-2024学年第一学期",
    "上学期全镇统测": "",
    "2022年版课标下发后,第一学期": "",
    "近年来": "",
    "从2019年到2021年,春季": "",
}


@pytest.mark.parametrize("prose", PROSE)
def test_in_running_text_only_a_year_with_its_term_counts(prose: str) -> None:
    assert explicit_period(prose).school_year == PROSE[prose]


@given(
    st.integers(1990, 2090),
    st.sampled_from(["第一学期", "第二学期", "", "上学期", "下学期"]),
    st.sampled_from(["-", "—", "~", "至"]),
    st.sampled_from(["学年", "学年度"]),
)
def test_all_ways_of_writing_a_school_year_have_one_form(first: int, term: str, to: str, word: str) -> None:
    normal = {"上学期": "第一学期", "下学期": "第二学期"}.get(term, term)
    assert school_year(f"{first}{to}{first + 1}{word}{term}") == f"{first}-{first + 1}学年{normal}"


ODD = st.lists(st.sampled_from([*"012二〇九xX-—至/年春秋上下第一()级版 \n", "2021", "2022", "学年", "学期", "度", "季"])).map("".join)


@given(st.one_of(st.sampled_from(list(CASES)), ODD, st.text()))
def test_the_one_form_is_its_own_form(words: str) -> None:
    once = school_year(words)
    assert school_year(once) == once


@given(st.integers(2000, 2090), st.sampled_from(["autumn", "spring", "year"]))
def test_a_school_year_is_within_itself(first: int, term: str) -> None:
    whole = Period(first, "year", of_school_year=True)
    assert Period(first, term, of_school_year=True).is_within(whole)
    assert Period(first + (term == "spring"), term).is_within(whole)
    assert not Period(first + 1, term, of_school_year=True).is_within(whole)


def test_years_in_order() -> None:
    assert years("2022年、二〇二三年和２０２４年,编号120231,20xx年") == [2022, 2023, 2024]


@pytest.mark.parametrize(
    ("month", "kind", "term"), [(9, "plan", "autumn"), (2, "plan", "spring"), (7, "summary", "spring"), (1, "summary", "autumn"), (6, "plan", "")]
)
def test_months(month: int, kind: str, term: str) -> None:
    assert term_of_month(month, kind) == term
