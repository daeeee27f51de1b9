"""Names: what schools fill into one form, and what only looks like it."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiaoyan_nlp.reuse.names import SLOTS, names_in

NAMES: list[tuple[str, list[tuple[str, str]]]] = [
    # schools, and what stands in them counts once
    ("示例县第一小学语文教研组", [("示例县第一小学", "school"), ("语文", "subject")]),
    ("按照新苑小学的要求", [("新苑小学", "school")]),
    ("示例市外国语学校全体教师", [("示例市外国语学校", "school")]),
    ("示例市新苑小学", [("示例市新苑小学", "school")]),
    # places
    ("清河镇各校", [("清河镇", "place")]),
    ("面向南湖区展示", [("面向南湖区"[2:], "place")]),
    # persons: a surname behind or before an office
    ("由张志强组长负责", [("张志强", "person")]),
    ("组长李明华", [("李明华", "person")]),
    ("主持人陈静", [("陈静", "person")]),
    ("王小红老师", [("王小红", "person")]),
    # years
    ("2023年秋季学期", [("2023", "year"), ("秋", "date")]),
    ("20232024学年", [("20232024", "year")]),
    ("20xx学年", [("20xx", "year")]),
    ("二〇二三年", [("二〇二三", "year")]),
    ("2022级学生", [("2022", "year")]),
    # dates
    ("九月十五日前交", [("九", "date"), ("十五", "date")]),
    ("5月20日", [("5", "date"), ("20", "date")]),
    ("第三周召开", [("三", "date")]),
    ("上半年完成", [("上", "date")]),
    ("2023学年第一学期", [("2023", "year"), ("第一", "date")]),
    ("2023学年度第一学期", [("2023", "year"), ("第一", "date")]),
    # numbers, and those left open
    ("每人听课20节", [("20", "number")]),
    ("共有教师十二人", [("十二", "number")]),
    ("听课xx次", [("xx", "number")]),
    # subjects
    ("语文组和数学组", [("语文", "subject"), ("数学", "subject")]),
    ("信息技术组", [("信息技术", "subject")]),
]
NONE = [
    "",
    "我校教师认真备课",
    "方法多样高效课堂",
    "提高课堂教学质量",
    "全县各小学",
    "各校长负责",
    "成立领导小组",
    "马上落实",
    "中心小学的做法",
    "Excel和XMind的用法",
]
KNOWN = [("和老师谈心", []), ("安排老师听课", []), ("一定要重视", []), ("万一下雨", [])]


def told(letters: str) -> list[tuple[str, str]]:
    return [(letters[n.start : n.end], n.kind) for n in names_in(letters)]


@pytest.mark.parametrize(("letters", "names"), NAMES, ids=[case[0] for case in NAMES])
def test_names(letters: str, names: list[tuple[str, str]]) -> None:
    assert told(letters) == names


@pytest.mark.parametrize("letters", NONE)
def test_no_names(letters: str) -> None:
    assert told(letters) == []


@pytest.mark.xfail(strict=True, reason="a word that begins with a surname beside an office, a numeral that is part of a word")
@pytest.mark.parametrize(("letters", "names"), KNOWN, ids=[case[0] for case in KNOWN])
def test_known_failures(letters: str, names: list[tuple[str, str]]) -> None:
    assert told(letters) == names


PIECES = sorted({piece for letters, _ in NAMES for piece in (letters, letters[:3], letters[2:])} | set("年月日第一二20xX组"))


@given(st.lists(st.sampled_from(PIECES), max_size=6).map("".join))
def test_names_stand_in_order_apart_and_have_a_kind(letters: str) -> None:
    names = names_in(letters)
    assert all(0 <= n.start < n.end <= len(letters) and n.kind in SLOTS for n in names)
    assert all(n.end <= m.start for n, m in pairwise(names))
