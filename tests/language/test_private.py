"""What is personal in a text is told by what stands beside it. In each sentence stands between [ and ] what is to be masked, and nothing else."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiaoyan_nlp.language.masking import masked
from jiaoyan_nlp.language.private import KINDS, private_in
from jiaoyan_nlp.resources import lexicon
from jiaoyan_nlp.text.folding import fold


def marked(text: str) -> str:
    """A text with [ and ] around what is personal in it."""
    out, at = "", 0
    for start, end, _ in private_in(text):
        out, at = f"{out}{text[at:start]}[{text[start:end]}]", end
    return out + text[at:]


NAMES = r"""
组长：[陈晓红]
组长：[陈晓红]，副组长：[李敏]、[张华]
组　长：由教研组推选
[王]老师上了一节研讨课。
[李敏]、[张华]两位老师上了研讨课。
请[陈]老师和[刘]老师发言。
区教研员[周毅]到校指导。
[周毅]校长作了讲话，[罗]副校长主持。
由[王芳]老师负责记录。
请小[王]老师把材料整理成文。
本学期由[李敏]执教公开课。
[张丽华]主讲，全组评课。
主备人：[孟丽]
主讲人：[孟丽]（语文）、[何静]（数学）
执笔：[邵一帆]
执笔人：[罗　敏]
姓名：[苏晓禾]　学科：英语
执笔人:[欧阳娜]
[欧阳娜]老师执教。
[阿依古丽·买买提]老师带来一节音乐课。
师傅[张丽华]老师，徒弟[李娜]老师
学生[王小明]获一等奖。
[王小明]同学获一等奖。
[孟丽]名师工作室
我校[何明]等三位老师获奖。
班主任[李华]
周次\t主备人\t内容\n1\t[李敏]\t《秋天》\n2\t[张华]、[王芳]\t《春》
周次\t内容\n1\t周一例会\n2\t高效课堂
語文組組長：[陳曉紅]，[劉]老師協助。
语文组　[闻一舟]　2024年3月
示例县第二小学　[戴晓芸]
学科\t负责人\n语文\t[秦园园]
成员：[赵小兰]、[钱进]、[孙立]
和老师谈心，向老师请教。
由校长任组长，教导主任任副组长。
全体老师都要提高老师的水平。
任课老师、班主任、年轻老师都参加。
高级教师、骨干教师主讲，高效课堂是重点。
组长高度重视，校长亲自安排。
执笔：教导处
负责人：各备课组长
负责人：教导处、教研组长
主讲：高段的几位，内容自定
主持：高年级组
主持人：[李敏]，时间：周三
组长要查常规，校长应当听课。
对于新老师，单独安排师傅。
举办班主任沙龙，教师明白要求。
每位师傅带一名徒弟，名师傅带徒。
应老师要求，双方老师共同商量。
教师：巩固率、优秀率都要提高
学生巩固率达到99%。
其余老师、任何老师、所有老师。
成员单位负责落实。
年级组长汇总，备课组长检查。
主讲内容由教研组确定，执教年级为三年级。
优秀教师主讲，青年教师执教。
全区29名教研员参加，本校两名老师获奖。
由[潘一鸣]、[胡可]两位老师先行。
家长和老师都满意，学校和老师共同努力。
"""
NUMBERS = r"""
电话：[13812345678]
手机[138-1234-5678]，固话[0512-65123456转8012]
联系方式：[138 1234 5678]
电话：[65123456]，分机[8012]
咨询电话[（010）62345678]
手机：[１３８１２３４５６７８]
热线[400-123-4567]
身份证号：[11010519491231002X]
名单：[11010519491231002X]。
旧证[110105491231002]。
学号110105194912310021不是身份证号。
邮箱：[li.min@sch.example.cn]
请发至 [limin_01@example.com]。
QQ：[12345678]，QQ群[123456789]
微信号：[abc_12345]
微信[limin2023]
银行卡号：[6222 0212 3456 7890 128]
卡[6222021234567890128]
车牌[苏E12345]，停东门
安排经费13800元，2023年9月1日起执行。
2023-2024学年第一学期，每人听课20节。
教研〔2023〕15号，共13812345678元。
创新STEAM课程，QQ群里讨论，微信公众号发布。
第1-16周，8:00-11:30，3.1415926535897932
优秀率达到98.5%，参加1200人次，编号2023090112345678
"""


def cases(heap: str) -> list[str]:
    return [line.replace("\\t", "\t").replace("\\n", "\n") for line in heap.strip().split("\n")]


@pytest.mark.parametrize("expected", cases(NAMES))
def test_a_name_is_told_by_what_stands_beside_it(expected: str) -> None:
    text = re.sub(r"[\[\]]", "", expected)
    assert marked(text) == expected
    assert {kind for _, _, kind in private_in(text)} <= {"name"}


@pytest.mark.parametrize("expected", cases(NUMBERS))
def test_a_number_is_told_by_its_form_and_what_stands_beside_it(expected: str) -> None:
    assert marked(re.sub(r"[\[\]]", "", expected)) == expected


KIND_OF = {
    "13812345678": "phone",
    "11010519491231002X": "identity",
    "a.b@example.com": "mail",
    "6222021234567890128": "card",
    "苏E12345": "plate",
    "QQ:12345678": "account",
}


@pytest.mark.parametrize(("text", "kind"), KIND_OF.items())
def test_each_has_its_kind(text: str, kind: str) -> None:
    assert [each.kind for each in private_in(text)] == [kind]


ENTRIES = [(heap, word, example) for heap in ("ahead", "behind", "verbs", "not") for word, example in lexicon("private")[heap].items()]


@pytest.mark.parametrize(("heap", "word", "example"), ENTRIES, ids=lambda value: str(value))
def test_every_entry_of_the_lexicon_decides_its_example(heap: str, word: str, example: str) -> None:
    assert word in example and fold(example) == example
    assert marked(re.sub(r"[\[\]]", "", example)) == example
    assert ("[" in example) == (heap != "not")


def test_family_names_stand_once_and_are_folded() -> None:
    names = lexicon("private")["surnames"]
    for each in (names["common"] + names["rare"], names["compound"]):
        assert len(each) == len(set(each))
        assert all(fold(name) == name for name in each)


PIECES = [
    "王老师",
    "李敏",
    "、",
    "组长：",
    "电话",
    "13812345678",
    "110105",
    "19491231",
    "002X",
    "@",
    "a.com",
    "QQ：",
    "\t",
    "\n",
    "主备人",
    "𠮷",
    "（",
    "·",
    "2023年",
    "和",
    "微信",
    "苏E",
    "1",
]


@given(st.lists(st.sampled_from(PIECES), max_size=12).map("".join))
def test_what_is_found_lies_apart_and_masking_keeps_every_other_character(text: str) -> None:
    found = private_in(text)
    assert all(0 <= p.start < p.end <= len(text) and p.kind in KINDS for p in found)
    assert all(a.end <= b.start for a, b in pairwise(found))
    out = masked(text, found)
    inside = {i for p in found for i in range(p.start, p.end)}
    assert len(out) == len(text)
    assert all((a == b) == (i not in inside) for i, (a, b) in enumerate(zip(text, out, strict=True)))
    assert private_in(fold(text)) == found
