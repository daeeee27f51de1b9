"""A small corpus for the tests of exports: two widths, two scripts, characters beyond the first plane, a table, an anthology."""

from __future__ import annotations

from collections.abc import Mapping

from jiaoyan_nlp.engine.analysis import analyse
from jiaoyan_nlp.engine.corpus import Corpus
from jiaoyan_nlp.text.source import Source

SHARED = "各备课组在每次活动之前要确定一个小而实的话题，由主备人提前三天把材料发给大家，活动中围绕话题逐一发言，活动之后把意见整理成文。"
PLANS = {
    "示例县/示例县第一小学/2022年语文教研组工作计划.txt": (
        f"语文教研组工作计划\r\n一、工作目标\r\n𠮷每位教师每学期听课不少于２０节𠮷，写反思3篇。\u3000优秀率从65%提高到75%。\r\n=HYPERLINK(1)\r\n二、主要工作\r\n{SHARED}\r\n"
    ),
    "示例县/示例县第二小学/2023年數學教研組工作計劃.txt": (
        f"數學教研組工作計劃\n一、工作目標\n聽課二十節 ，讀書 2  本。\n二、活動安排\n第一周\t聽課\t2節\n第二周\t評課\t1節\n三、主要工作\n{SHARED}\n"
    ),
    "示例县/示例县第三小学/合集.txt": "教研组工作计划(通用2篇)\n新学期到了,这里有几份计划,可以拿来参考。\n"
    + "".join(f"教研组工作计划 篇{n}\n一、工作目标\n每人上研讨课{n}节，其中跨学科1节。\n" for n in (1, 2)),
}


def corpus_of(plans: Mapping[str, str]) -> Corpus:
    return Corpus(tuple(analyse(Source(text, path)) for path, text in sorted(plans.items())))
