"""Noise: what sites and converters leave in a plan is found, and what only looks like it stays.

In a case the noise stands between ⟦ and ⟧; nothing else may be found.
"""

from __future__ import annotations

import itertools
import re
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from jiaoyan_nlp.corpus.noise import find_noise
from jiaoyan_nlp.resources import lexicon
from jiaoyan_nlp.text.folding import fold

REASONS = {"page", "watermark", "site", "entity", "layout", "stray", "pinyin"}
PLAIN = "松涛小学教研计划\n一、工作目标\n全体教师每学期上一节研讨课。写一篇反思。\n二、措施\n认真备课。认真评课。做好记录。\n"

WILD = {
    "page number in a sentence": "各组按时参加集体备课,⟦第3页 共9页⟧做好记录。",
    "page numbers that run on": "全体教师⟦1/4⟧参加学习。\n备课要⟦2/4⟧写清目标。\n作业要⟦3/4⟧分层设计。\n期末⟦4/4⟧交案例。",
    "page number glued to a year": "计划始于⟦1/24⟧2023年春。备课⟦2/24⟧要写清目标。作业⟦3/24⟧分层。",
    "page number line": "一、目标\n上好课。\n⟦- 2 -⟧\n二、措施\n多听课。",
    "converter's page": "备好课。⟦—PAGE3—⟧上好课。",
    "reader's counter": "上好课。⟦已阅读5页,还剩7页,继续阅读⟧",
    "watermark of a converter": "教师要认真备课,⟦参考资料，少熬夜！⟧写好反思。",
    "watermark that cuts sentences": ("各组按时备⟦祝您天天有好心情！⟧课。\n⟦祝您天天有好心情！⟧\n教师写好反⟦祝您天天有好心情！⟧思。\n期末交案例。"),
    "motto that cuts words": "行政⟦日积月累,终有所成。⟧领导带头听课。教师写好反⟦日积月累,终有所成。⟧思,按时上交。期末展⟦日积月累,终有所成。⟧示优秀案例。",
    "site's name that cuts words": "全体教师认真备⟦欢迎来到青禾资料库⟧课。每月集体学⟦欢迎来到青禾资料库⟧习一次。",
    "site in brackets twice": "每人上课两节⟦(知砚资料库)⟧,写好反思。听课后及时⟦(知砚资料库)⟧评议。",
    "menu above the title": "⟦半亩公文铺⟧\n⟦首页　工作计划　工作总结　会员中心⟧\n松涛小学教研计划\n一、目标\n上好课。",
    "where one is, run into the text": "⟦首页 > 范文大全 > 工作总结⟧时光匆匆,一学年过去了。",
    "neighbours run into the end": "以上各项,望认真执行。⟦上一篇:没有了 下一篇:数学组计划⟧",
    "comments of visitors": PLAIN + "⟦网友评论⟧\n⟦一叶知秋:写得很实在,收藏了。⟧\n⟦匿名:谢谢⟧",
    "pinyin before a figure": "教師⟦(shī)⟧11人,課題⟦(tí)⟧“低年級閱讀”",
    "rule of a Markdown table": "| 时间 | 内容 |\n⟦|---|---|⟧\n| 九月 | 备课 |",
    "bold type of Markdown": "⟦**⟧一、工作目标⟦**⟧\n上好每一节课。",
    "site in brackets": "本计划自开学起执行⟦(好用范文网)⟧。",
    "address": "详见⟦http://www.example.com/a/1.html⟧ 各校照办。",
    "download": "上好课。⟦点击下载全文⟧",
    "byline and views": "松涛小学教研计划\n⟦发布时间:2023-05-14 浏览次数:1203次⟧\n一、目标\n上好课。",
    "posting date at the head": "松涛小学教研计划\n⟦2023-05-14 10:20⟧\n一、目标\n上好课。",
    "source line": "松涛小学教研计划\n⟦来源:网络 作者:佚名⟧\n一、目标\n上好课。",
    "where one is": "⟦首页 > 工作计划 > 学校工作计划⟧\n松涛小学教研计划\n一、目标\n上好课。",
    "foot of a site": PLAIN + "⟦为您推荐⟧\n⟦语文教研组计划五则⟧\n⟦数学教研组计划三则⟧",
    "comments": PLAIN + "⟦评论(0)⟧",
    "next article": PLAIN + "⟦下一篇:小学语文教研组工作总结⟧",
    "rights": PLAIN + "⟦版权声明:本文内容由互联网用户自发贡献,如有侵权请联系删除。⟧",
    "collector's last word": PLAIN + "⟦以上就是小编为大家整理的教研组工作计划,希望对您有所帮助。⟧",
    "entity": "一、目标⟦&nbsp;⟧让每节课都有收获。",
    "entities in a row": "⟦&nbsp;&nbsp;⟧全体教师上好课。",
    "zero width": "教研⟦\u200b⟧组⟦\ufeff⟧计划",
    "rule": "一、目标\n上好课。\n⟦------⟧\n二、措施\n多听课。",
    "stray dot": "要提高教师⟦.⟧的能力。要关心学生的成长。认真备课。认真上课。",
    "pinyin": "教研計⟦(jì)⟧劃",
}
MUST_STAY = {
    "fraction of teachers": "占3/5的教师参加了培训,其余下学期参加。",
    "fraction and more": "1/2以上的课由青年教师来上。",
    "date with a slash": "2/24 开学第一次会议\n备课从单元做起。",
    "two fractions": "达标1/2以上,优秀占2/5左右。",
    "three fractions of their own": "一年级占1/2,二年级占2/3,三年级占3/4。",
    "full stop for a list mark": "一.指导思想\n以课堂为根,以学生为本。\n二.工作目标\n上好每一节课。",
    "dots for full stops": "全体教师参加学习.做好记录.认真反思.期末交案例.",
    "decimal": "合格率98.5%,每次1.5小时,人均4.5分。",
    "ellipsis and dashes": "教研——课堂的源头,要坚持下去……",
    "pages of a book": "每人读书不少于300页,做笔记10页以上。",
    "remark in brackets": "各备课组(含综合组)每周活动一次(周三下午)。",
    "site as a topic": "建好学校网站,发布教研简报。",
    "download as a topic": "教师可从资源平台下载课件,用后评论。",
    "reading": "开展阅读活动,每天阅读30分钟,推荐好书。",
    "sentence that comes again": "教师要写反思。学生要写作业。教师要写反思。学校要查反思。教师要写反思。",
    "exclamation that comes again": "加油!上好每一节课。加油!写好每一篇反思。加油!",
    "letter in brackets": "分(a)、(b)两组进行。",
    "abbreviation in brackets": "做好课件(ppt),上传平台。",
    "ampersand": "PPT&Word培训,“双减”在行动。",
    "quotes as entities": "&ldquo;双减&rdquo;背景下的作业。",
    "time table": "8:30-10:00 集体备课\n10:10-11:00 评课",
    "duty of reading": "一、工作目标\n1、教师每天阅读30分钟。\n2、每人每学期阅读2本教育专著",
    "log in and watch": "二、措施\n登录平台看课,每周不少于一节",
    "shared hour": "二、措施\n分享会:每月一次,人人说话。",
    "above and recommend": "三、活动安排\n以上是本学期的安排,推荐各组照办。",
    "dates on one day of three months": "2/28 例会\n3/28 评课\n4/28 总结",
    "phrase of one author": "要提高自己的教学能力,要提高自己的教育水平。\n为提高自己的教研水平,各组要提高自己的教学质量。\n人人提高自己的教养。",
    "counts of one form": "中师以上学历102人,约占在职教师总数的88%,高级职称36人,约占在职教师总数的31%,骨干12人,约占在职教师总数的10%。",
    "level in brackets": "论文(市级以上)发表三篇,课例(市级以上)获奖两节,课题(市级以上)立项一个。",
    "platform named twice": "教师登录县教育资源网看课,每月登录县教育资源网不少于两次。",
    "name left out": "联系人:**,电话:****。",
    "menu of the day": "三、食堂\n周一  周二  周三  周四\n上好课。",
    "score": "研讨课满分100分,备课占3:3:4。",
    "traditional and full width": "一、計劃（草案）：每人１節。",
}


def bare(case: str) -> tuple[str, set[int]]:
    """The text of a case, and the places of its noise that are no white space."""
    text, places, inside = "", set(), False
    for c in case:
        if c in "⟦⟧":
            inside = c == "⟦"
            continue
        if inside and not c.isspace():
            places.add(len(text))
        text += c
    return text, places


def found_in(text: str) -> set[int]:
    return {i for n in find_noise(fold(text)) for i in range(n.start, n.end) if not text[i].isspace()}


def shown(text: str, places: set[int]) -> str:
    return "".join(f"⟦{c}⟧" if i in places else c for i, c in enumerate(text)).replace("⟧⟦", "")


@pytest.mark.parametrize("name", WILD)
def test_noise_as_in_the_wild(name: str) -> None:
    text, places = bare(WILD[name])
    assert shown(text, found_in(text)) == shown(text, places)


@pytest.mark.parametrize("name", MUST_STAY)
def test_what_must_stay(name: str) -> None:
    text = MUST_STAY[name]
    assert shown(text, found_in(text)) == text


def test_nothing_in_a_plain_plan_and_in_nothing() -> None:
    assert find_noise(PLAIN) == []
    assert find_noise("") == []


ENTRIES: list[dict[str, Any]] = lexicon("noise")["noise"]


@pytest.mark.parametrize("entry", ENTRIES, ids=[f"{i}-{e['reason']}-{e['where']}" for i, e in enumerate(ENTRIES)])
def test_every_entry_of_the_lexicon(entry: dict[str, Any]) -> None:
    assert set(entry) - {"needs"} == {"reason", "where", "pattern", "example"}
    assert entry["reason"] in REASONS
    pattern, example = re.compile(entry["pattern"]), fold(entry["example"])
    assert pattern.search("") is None or not pattern.search("")[0]  # type: ignore[index]
    if entry["where"] == "inline":
        assert pattern.search(example)
        text, at = f"全体教师上好课。{entry['example']}\n" + PLAIN, 8
    else:
        assert entry["where"] in ("line", "head")
        assert pattern.fullmatch(example.strip())
        text, at = f"{entry['example']}\n{PLAIN}", 0
    found = [n for n in find_noise(fold(text)) if n.start < at + len(entry["example"]) and n.end > at]
    assert found, "the example is not found in a text"
    assert all(n.end <= at + len(entry["example"]) for n in found), "more than the example is found"


@pytest.mark.parametrize("entry", [e for e in ENTRIES if "needs" in e], ids=lambda e: e["needs"][0])
@settings(deadline=None, derandomize=True, database=None, max_examples=200, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_all_that_a_pattern_finds_holds_a_word_that_it_needs(entry: dict[str, Any], data: st.DataObject) -> None:
    assert entry["where"] == "inline"
    text = data.draw(st.from_regex(entry["pattern"]))
    assert all(any(word in found[0] for word in entry["needs"]) for found in re.finditer(entry["pattern"], text))


def test_heads_are_noise_at_the_head_only() -> None:
    line = "天天范文"
    assert found_in(f"{line}\n{PLAIN}")
    assert not found_in(PLAIN * 4 + f"{line}\n{PLAIN}")


@settings(deadline=None, derandomize=True, database=None, max_examples=200)
@given(
    st.lists(
        st.sampled_from(
            [
                "教研",
                "。",
                "\n",
                "第3页",
                "1/9",
                "2/9",
                "3/9",
                "&nbsp;",
                "评论",
                "www.a.cn",
                " ",
                "\r\n",
                "为您推荐",
                "课件网!",
                "\u200b",
                "的.课",
                "首页",
                "（",
                "ａ",
            ]
        ),
        max_size=20,
    )
)
def test_noise_stands_in_order_apart_and_inside_the_text(pieces: list[str]) -> None:
    text = "".join(pieces)
    found = find_noise(fold(text))
    assert all(0 <= n.start < n.end <= len(text) and n.reason in REASONS for n in found)
    assert all(a.end <= b.start for a, b in itertools.pairwise(found))
    assert find_noise(fold(text)) == found
