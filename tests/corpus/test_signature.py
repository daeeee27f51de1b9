"""Issuer, date and author in the first and last lines of a plan."""

from __future__ import annotations

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiaoyan_nlp.corpus.metadata.signature import author_of, date_of, foot_of, head_of, issuer_of, without_dates
from jiaoyan_nlp.text.folding import fold

DATES = {
    "2023年9月1日": "2023-09-01", "２０２３年９月１日": "2023-09-01", "2022年8月30日": "2022-08-30", "2023年9月": "2023-09",
    "2023.9": "2023-09", "2023.9.1": "2023-09-01", "2023-09-01": "2023-09-01", "2023/9/1": "2023-09-01", "20230901语文计划": "2023-09-01",
    "2024 年 2 月 26 日": "2024-02-26", "二〇二三年九月一日": "2023-09-01", "二○二三年十二月二十五日": "2023-12-25",
    "二零二三年三月": "2023-03", "2023年九月": "2023-09", "(2024年1月)": "2024-01", "2023年9月1日星期五": "2023-09-01",
    "2023年2月28日修订 2023年9月1日": "2023-09-01", "2023年13月": "", "2023年2月30日": "", "20xx年八月": "", "2023-2024学年": "",
    "2022年版": "", "2023年": "", "9月1日": "", "12023年9月": "", "": "", "2023年9月-2024年1月": "", "2023.9-2024.1": "", "2023年2月至7月": "",
    "2023年9月1日—2024年1月20日": "",
}  # fmt: skip

AUTHORS = {
    "执笔:张三": "张三", "执笔人：王 五": "王五", "拟稿人:欧阳小明 2023年9月": "欧阳小明", "执笔:研修处邢月2023年2月": "邢月",
    "教研组长：李四  2023.2": "李四", "撰稿:语文组 张三": "张三", "姓名：陈青山 学校：示例小学": "陈青山", "汇报人:赵六": "赵六",
    "拟稿:教科室  审定:校长办公会": "", "执笔人：语文组": "", "撰稿:全体教师": "", "副组长:王五": "", "总结:本学期": "", "组长:见附件": "",
    "张三": "", "李老师": "", "": "", "校长:李四": "", "负责人:李四": "",
}  # fmt: skip

ISSUERS = {
    "语文教研组工作计划": "语文教研组", "2023年秋季数学组计划": "数学组", "八年级英语备课组工作总结": "八年级英语备课组",
    "音体美综合教研组": "音体美综合教研组", "理科大教研组计划": "理科大教研组", "高二物理备课组计划": "高二物理备课组",
    "教导处工作计划": "教导处", "教务处": "教务处", "教科研室": "教科研室", "校本研修领导小组": "校本研修领导小组",
    "张三名师工作室计划": "名师工作室", "大班组教研计划": "大班组", "教研组": "教研组", "物理组": "物理组",
    "低年级语文教研组": "低年级语文教研组", "校长室": "校长室", "教研组长工作计划": "", "教研组建设方案": "", "校本研修计划": "",
    "教研工作计划": "", "个人研修计划": "", "": "",
}  # fmt: skip

FEET = {
    "正文。\n示例县第一小学\n2023年9月1日": "示例县第一小学\n2023年9月1日",
    "正文。语文组 2023年9月": "语文组 2023年9月",
    "正文。": "",
    "正文很长。\n一、再抓质量\n语文组": "语文组",
    "周次\t内容\n第一周\t制定计划": "",
    "2024.7.5": "2024.7.5",
    "": "",
}


@pytest.mark.parametrize("words", DATES)
def test_dates(words: str) -> None:
    assert date_of(fold(words)) == DATES[words]


@pytest.mark.parametrize("words", AUTHORS)
def test_authors_are_persons_that_a_line_names_as_such(words: str) -> None:
    assert author_of(fold(words)) == AUTHORS[words]


@pytest.mark.parametrize("words", ISSUERS)
def test_issuers(words: str) -> None:
    assert issuer_of(fold(words)) == ISSUERS[words]


@pytest.mark.parametrize("text", FEET)
def test_the_foot_of_a_plan(text: str) -> None:
    assert foot_of(fold(text)) == FEET[text]


def test_the_head_ends_where_sentences_begin() -> None:
    assert head_of("语文教研组工作计划\n示例县第一小学\n为做好工作,特制定本计划。\n语文组") == "语文教研组工作计划\n示例县第一小学"


@pytest.mark.parametrize(("text", "left"), [("2023年9月1日 2022年计划", "2022"), ("2023年9月-2024年1月", "2023"), ("2021-2022学年", "2021-2022学年")])
def test_years_of_dates_are_taken_out(text: str, left: str) -> None:
    assert left in without_dates(text)
    assert "9月" not in without_dates(text)


@given(st.dates(), st.sampled_from(["{0.year}年{0.month}月{0.day}日", "{0.year}.{0.month}.{0.day}", "{0:%Y-%m-%d}", "{0:%Y/%m/%d}"]))
def test_every_day_of_this_age_is_read_as_itself(day: datetime.date, form: str) -> None:
    assert date_of(form.format(day)) == (day.isoformat() if 1900 <= day.year < 2100 else "")


@given(st.text())
def test_no_text_is_too_odd(text: str) -> None:
    for read in (date_of, author_of, issuer_of, foot_of, head_of, without_dates):
        assert isinstance(read(text), str)
