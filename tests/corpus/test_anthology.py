"""Files into plans: every form of marker, glued text, tables of contents, and files of one plan.

In a case ‖ stands where a plan begins.
"""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jiaoyan_nlp.corpus.plans.anthology import Parts, is_title, split, title_end
from jiaoyan_nlp.text.folding import fold

BODY = "为把教研做实,特制定本计划。\n一、工作目标\n让每节课都有收获,让每位教师都有成长。\n二、具体措施\n1、每周集体备课。\n2、每月评课一次。\n"
GLUED = (
    "为把教研做实,我们定下这份打算。一、工作目标让每节课都有收获,让每位教师都有成长,让课堂成为大家说话的地方。"
    "二、具体措施1、每周集体备课,由主讲人先说课,再由大家修改。2、每月评课一次,先说长处,再说短处,最后说怎样改。"
    "三、活动安排九月定计划,十月磨课,十一月评课,十二月写案例,一月交总结,各组按时完成。"
)
COLLECTED = "教研组工作计划(通用3篇)\n"

MANY = {
    "title and 篇 with a number": COLLECTED + "".join(f"‖教研组工作计划 篇{n}\n{BODY}" for n in (1, 2, 3)),
    "篇 with Chinese number and name": "".join(f"‖篇{n}:《松涛小学{s}教研计划》\n{BODY}" for n, s in zip("一二三", ("语文", "数学", "英语"), strict=True)),
    "【第一篇】": COLLECTED + "".join(f"‖【第{n}篇】\n{BODY}" for n in "一二三"),
    "【第一篇】 and a title": "".join(f"‖【第{n}篇】{s}教研组工作计划\n{BODY}" for n, s in zip("一二三", ("语文", "数学", "英语"), strict=True)),
    "第三篇:": "".join(f"‖第{n}篇:{s}教研组工作计划\n{BODY}" for n, s in zip("一二三", ("语文", "数学", "英语"), strict=True)),
    "numbered titles": "".join(f"‖教研组工作计划{n}\n{BODY}" for n in (1, 2, 3)),
    "numbers in brackets": "".join(f"‖教研组工作计划({n})\n{BODY}" for n in "一二三"),
    "introduction of the collector": COLLECTED
    + "时光匆匆,新学期又到了,下面是几份教研组工作计划,供大家参考。\n"
    + "".join(f"‖教研组工作计划 篇{n}\n{BODY}" for n in (1, 2)),
    "glued text": "教研组工作计划(精选3篇)" + "".join(f"‖教研组工作计划篇{n}{GLUED}" for n in (1, 2, 3)),
    "glued text of two": "教研组工作计划(精选2篇)" + "".join(f"‖教研组工作计划篇{n}{GLUED}" for n in (1, 2)),
    "glued text in brackets": "".join(f"‖【第{n}篇】{GLUED}" for n in "一二"),
    "table of contents": "教研组工作计划(通用2篇)\n目录\n教研组工作计划 篇1\n教研组工作计划 篇2\n" + "".join(f"‖教研组工作计划 篇{n}\n{BODY}" for n in (1, 2)),
    "a number is missing": "".join(f"‖教研组工作计划 篇{n}\n{BODY}" for n in (1, 2, 4)),
    "titles without numbers": "".join(f"‖松涛小学{s}教研组工作计划\n{BODY}" for s in ("语文", "数学", "英语")),
    "full-width marks": "".join(f"‖篇{n}：《{s}教研计划》\n{BODY}" for n, s in zip("一二", ("语文", "数学"), strict=True)),
}
ONE = {
    "a plan": f"‖松涛小学教研计划\n{BODY}",
    "blank lines before it": f"\n\n \u3000‖松涛小学教研计划\n{BODY}",
    "no title": f"‖{BODY}",
    "no headings": "‖全体教师上好课。\n每周听课。",
    "one line": "‖松涛小学教研计划",
    "篇 as a unit": f"‖松涛小学教研计划\n{BODY}三、成果\n每人写反思2篇,案例1篇,全组3篇论文。\n",
    "an ordinal in a sentence": f"‖松涛小学教研计划\n{BODY}第一篇反思九月交,第二篇反思十一月交。\n",
    "number in the title": f"‖2023年松涛小学教研计划\n{BODY}",
    "a subtitle that speaks of a plan": f"‖松涛小学教研计划\n{BODY}三、制订个人成长计划\n每人一份。\n四、工作总结\n期末写。\n",
    "a glued plan": f"‖松涛小学教研组工作计划{GLUED}",
}


def places(case: str) -> tuple[str, list[int]]:
    parts = case.split("‖")
    starts, at = [], len(parts[0])
    for part in parts[1:]:
        starts.append(at)
        at += len(part)
    return fold("".join(parts)), starts


def check_parts(text: str, parts: Parts) -> None:
    """Front and plans stand in order and hold all of the text."""
    assert parts.plans
    at = parts.front.start
    assert text[:at].strip() == ""
    for part in (parts.front, *parts.plans):
        assert part.start == at <= part.title_end <= part.end
        at = part.end
    assert text[at:].strip() == ""


@pytest.mark.parametrize("name", [*MANY, *ONE])
def test_plans_begin_at_their_titles(name: str) -> None:
    text, starts = places((MANY | ONE)[name])
    parts = split(text)
    check_parts(text, parts)
    assert [text[p.start : p.start + 16] for p in parts.plans] == [text[s : s + 16] for s in starts]
    assert [p.start for p in parts.plans] == starts
    assert parts.is_anthology == (name in MANY)


@pytest.mark.parametrize("name", ["title and 篇 with a number", "introduction of the collector", "glued text"])
def test_front_matter_belongs_to_no_plan(name: str) -> None:
    text, starts = places(MANY[name])
    front = split(text).front
    assert (front.start, front.end) == (0, starts[0])
    assert text[: front.title_end].strip().startswith("教研组工作计划(")


def test_an_anthology_of_one() -> None:
    text, starts = places(f"教研组工作计划(精选1篇)\n‖教研组工作计划 篇1\n{BODY}")
    assert [p.start for p in split(text).plans] == starts


@pytest.mark.parametrize("text", ["", " \n\u3000"])
def test_nothing_is_one_empty_plan_without_ink(text: str) -> None:
    assert all(not text[p.start : p.end].strip() for p in split(text).plans)


@settings(deadline=None, derandomize=True, database=None, max_examples=200)
@given(
    st.lists(
        st.sampled_from(
            [
                "教研组工作计划 篇1\n",
                "篇2\n",
                "【第三篇】",
                "第二篇:",
                "工作计划1\n",
                "工作计划2\n",
                "一、目标\n",
                "上好课。",
                "\n",
                " ",
                "总结",
                "(通用2篇)",
                "一、",
                "《研修》",
            ]
        ),
        max_size=14,
    )
)
def test_parts_always_hold_the_whole_text(pieces: list[str]) -> None:
    text = "".join(pieces)
    check_parts(text, split(text))


TITLES = {
    True: ["松涛小学2023年教研工作计划", "教研组工作总结", "校本研修实施方案(试行)", "关于做好秋季校本研修工作的通知", "教研组工作计划3"],
    False: ["一、工作计划", "1、个人计划", "为此特制定本计划", "现将工作总结如下:", "每人写好计划,交教导处。", "计划", "全体教师上好课。"],
}


@pytest.mark.parametrize(("line", "expected"), [(line, answer) for answer, lines in TITLES.items() for line in lines])
def test_is_title(line: str, expected: bool) -> None:
    assert is_title(line) is expected


# text before ‖ is title: with issuer, date and doubles
HEADS = [
    "松涛小学教研计划\n‖一、目标\n上好课。",
    "松涛小学教研计划\n松涛小学教导处\n2023年9月1日\n‖一、目标\n上好课。",
    "松涛小学教研计划\n松涛小学教研计划\n‖一、目标\n上好课。",
    "松涛小学教研计划\n(2023-2024学年第一学期)\n‖为把教研做实,特制定本计划。\n一、目标",
    "松涛小学文件\n松教〔2023〕5号\n松涛小学教研计划\n‖各组:\n一、目标\n上好课。",
    "春风又绿,与书同行——松涛小学语文组工作计划\n‖一、目标\n上好课。",
    "春风又绿,与书同行——松涛小学2008年教研工作总结‖开学的钟声敲响了,我们上好每一课。",
    "松涛小学英语教研组工作计划(2016—2017学年第一学期)‖英语是我校的招牌。一、目标上好课。",
    "松涛小学2023年教研组工作要点教导处2023年9月1日‖全体教师上好每一课。",
    "‖一、目标\n上好课。",
    "‖本学期全体教师继续以课堂为根,把每一节课上好,把每一次教研做实,让学生有所得。\n一、目标",
]


@pytest.mark.parametrize("case", HEADS)
def test_where_a_title_ends(case: str) -> None:
    text, (end,) = places(case)
    assert text[: title_end(text, 0, len(text))].strip() == text[:end].strip()
