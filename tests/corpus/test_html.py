"""Web pages: the main text whole and in order, nothing of the site; list numbers as the browser shows them."""

from __future__ import annotations

import re

import pytest
from support_corpus import check_source

from jiaoyan_nlp.corpus.document import take_apart
from jiaoyan_nlp.corpus.formats.html import read_html
from jiaoyan_nlp.errors import ReadError
from jiaoyan_nlp.text.source import Source

LINES = [
    "示例县第三小学科学教研组工作计划",
    "新学期里，科学组要把每一次活动都落到课堂上，为此订出下面的计划。",
    "一、指导思想",
    "以课程标准为准绳，以学生动手为主线，把实验课上足、上好。",
    "二、工作目标",
    "1、每位教师每学期听课不少于15节，评课记录完整。",
    "2、分组实验开出率达到98%以上，学生实验操作合格率不低于90%。",
    "三、主要措施",
    "每两周集中研讨一次，主讲人提前三天把材料发到组里。",
    "示例县第三小学科学教研组",
    "2023年9月3日",
]
SITE = ["首页", "计划大全", "青禾文库", "猜你喜欢", "初中语文备课组计划", "评论", "写得真好", "备案号", "扫码下载"]


def p(line: str) -> str:
    return f"<p>　　{line}</p>"


def heading_in_bold(line: str) -> str:
    return f"<p><strong>{line}</strong></p>" if re.match("[一二三]、", line) else p(line)


def breaks(lines: list[str]) -> str:
    return "<br>\n".join(f"&nbsp;&nbsp;{line}" for line in lines)


NAV = '<div class="nav"><a href="/">首页</a><a href="/p">计划大全</a></div><div class="logo">青禾文库</div>'
FOOT = (
    '<div class="rel"><h3>猜你喜欢</h3><ul><li><a href="/1">初中语文备课组计划</a></li><li><a href="/2">小学英语备课组计划</a></li></ul></div>'
    '<div class="cmt"><h3>评论</h3><p>写得真好</p></div><div class="foot">青禾文库 备案号 示例000号 <a href="/q">扫码下载</a></div>'
)


def page(body: str, head: str = "") -> str:
    return f"<!DOCTYPE html><html><head><title>{LINES[0]}_青禾文库</title>{head}</head><body>{body}</body></html>"


# a way that sites lay their pages out → the page
LAYOUTS = {
    "paragraphs": page(f'{NAV}<div class="main"><h1>{LINES[0]}</h1><div class="text">{"".join(map(p, LINES[1:]))}</div></div>{FOOT}'),
    "bold headings": page(f'{NAV}<div id="c"><h1>{LINES[0]}</h1><div>{"".join(map(heading_in_bold, LINES[1:]))}</div></div>{FOOT}'),
    "line breaks": page(f'{NAV}<div class="main"><h1>{LINES[0]}</h1><div class="text">{breaks(LINES[1:])}</div></div>{FOOT}'),
    "layout table": page(f"{NAV}<table><tr><td><table><tr><td>{''.join(map(p, LINES))}</td></tr></table></td></tr></table>{FOOT}"),
    "article": page(f"<header>{NAV}</header><article>{''.join(map(p, LINES))}</article><aside>{FOOT}</aside>"),
    "spans": page(f"{NAV}<div>{''.join(f'<div><span>{line[:4]}</span><span>{line[4:]}</span></div>' for line in LINES)}</div>{FOOT}"),
    "saved by Word": page(
        "".join(f'<p class="MsoNormal"><span lang="ZH-CN">{line}</span></p>' for line in LINES), '<meta name="Generator" content="Microsoft Word">'
    ),
}


def ink(text: str) -> str:
    return re.sub(r"\s", "", text)


def clean(source: Source) -> str:
    return ink(take_apart(source).view.text)


@pytest.mark.parametrize("name", LAYOUTS)
def test_the_whole_plan_in_order_and_nothing_of_the_site(name: str) -> None:
    source = read_html(LAYOUTS[name].encode())
    check_source(source)
    held = [ink(line) for line in source.text.splitlines()]
    assert [line for line in held if line in map(ink, LINES)] == [ink(line) for line in LINES]
    text = clean(source)
    assert not [words for words in SITE if words in text]


# part of a body → the lines that a browser shows
SHOWN = {
    "<ol><li>定计划</li><li>作总结</li></ol>": ["1. 定计划", "2. 作总结"],
    '<ol start="3"><li>定计划</li></ol>': ["3. 定计划"],
    '<ol style="list-style-type:cjk-ideographic"><li>定计划</li><li>作总结</li></ol>': ["一、定计划", "二、作总结"],
    '<ol style="list-style:none"><li>定计划</li></ol>': ["定计划"],
    "<ul><li>定计划</li><li>作总结</li></ul>": ["定计划", "作总结"],
    "<p>定<b>计</b>划\n   作总结</p>": ["定计划 作总结"],
    "<p>定计划<br/>作总结</p>": ["定计划", "作总结"],
    "<div>定计划<div>作总结</div>收尾</div>": ["定计划", "作总结", "收尾"],
    "<table><tr><th>时间</th><th>内容</th></tr><tr><td>九月</td><td><p>定计划</p><p>分工</p></td></tr></table>": ["时间\t内容", "九月\t定计划 分工"],
    "<p>定计划</p><script>alert(1)</script><style>p{}</style><p style='display:none'>看不见</p><p>作总结</p>": ["定计划", "作总结"],
    "<p>&ldquo;定&rdquo;计划&amp;总结</p>": ["“定”计划&总结"],
    "<h2>一、目标</h2><p>定计划</p>": ["一、目标", "定计划"],
}


@pytest.mark.parametrize("body", SHOWN)
def test_what_a_browser_shows(body: str) -> None:
    assert read_html(page(body).encode()).text.split("\n") == SHOWN[body]


def test_headings_are_told() -> None:
    source = read_html(page("<h2>一、目标</h2><p>定计划</p>").encode())
    assert [(source.text[s.start : s.end], level) for s, level in source.headings] == [("一、目标", 2)]


def test_title_of_the_page_is_a_property() -> None:
    assert dict(read_html(LAYOUTS["paragraphs"].encode()).properties)["title"] == f"{LINES[0]}_青禾文库"


@pytest.mark.parametrize("charset", ["utf-8", "gbk", "gb18030", "big5"])
@pytest.mark.parametrize("declared", ["utf-8", "gb2312", "iso-8859-1", ""])
def test_a_wrong_declaration_is_only_a_vote(charset: str, declared: str) -> None:
    lines = LINES if charset != "big5" else ["教師每學期聽課十五節", "教研組工作計劃", "以課程標準為依據,開展校本教研活動。"]
    text = page("".join(f"<p>{line}</p>" for line in lines), f'<meta charset="{declared}">' if declared else "")
    assert lines[1] in read_html(text.encode(charset, "ignore")).text


HOSTILE = {
    "deep": "<div>" * 20_000 + "计划" + "</div>" * 20_000,
    "deep tables": "<table><tr><td>" * 5_000 + "计划",
    "unclosed": "<p>计划<b><i><u>" * 500,
    "entities": "<!DOCTYPE x [<!ENTITY a '哈哈'><!ENTITY b '&a;&a;'>]><html><p>&b;计划</p></html>",
    "NUL": "<p>计\x00划</p>",
    "no body": "<html></html>",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_pages_are_read_or_refused(name: str) -> None:
    try:
        source = read_html(HOSTILE[name].encode())
    except ReadError as error:
        assert error.reason in ("blank", "binary", "damaged_page", "nested_too_deep")
    else:
        check_source(source)
        assert len(source.text) < 10_000
