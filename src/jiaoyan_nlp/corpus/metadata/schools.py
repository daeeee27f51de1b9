"""Names of schools in titles, paths and running text, the district that stands before them and the level that they tell.

A name ends with a kind of school (小学, 职业中专, 教研室). It begins behind the last word that belongs to the sentence, a date or
an office; what is left must hold more than generic words (全县小学, 农村薄弱学校 name no school). The words are data:
`corpus/lexicons/metadata.toml`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from jiaoyan_nlp.resources import lexicon

_LONGEST = 20
_ORDINAL = r"(?:第?(?:\d{1,3}|[一二三四五六七八九十百]{1,4}))"
_PEOPLE_BEHIND = "(?!生|段|阶段|教育(?!集团))"
_PLACE = r"[一-鿿]{2,7}?(?:新区|自治[县旗州]|开发区|[县区市旗])"
_NO_PLACE = re.compile(r"[全我本各该某]|(?:校|学|城|社|小|片|地|山|辖|市|园|景|牧|老|赛)区$|[上超夜开门]市$|(?:校区|学区|城区|社区|片区)")
_DISTRICT = re.compile(rf"(?:[一-鿿]{{2,4}}(?:省|自治区))?(?P<name>{_PLACE}(?:{_PLACE}|新区)?)")
_OWN_PLACE = re.compile(
    "(?!城市|农村|乡村|城乡|下乡|乡镇|城镇|街镇|[联同]盟|[校片地山社学城辖]区|[全我本各该外邻][县市区镇乡村])[一-鿿](?:[县市区旗镇乡村州盟]|街道|农场|林场)"
)
_WHOLE_DISTRICT = re.compile(f"{_PLACE}中?")  # 示例县小学, 示例县中小学: all of them; 示例县中学 is one
_SEASON = r"(?:[春秋](?![晓蕾晖华光风苗雨芽江水田阳实])[季天]?|[上下]半年)?(?:学?期)?"
_YEAR_BEHIND_DIGITS = re.compile(f"月份?|日(?!照|喀)|(?:学?年度?)?{_SEASON}")
_CHINESE_YEAR = re.compile(f"二[〇零][〇零一二三四五六七八九]{{2}}(?:学?年度?)?{_SEASON}")
_SHORT = re.compile("(?:实验|民族|外国语|城区|城关|[市县区]直?|镇)*")  # 实验二小, 县第一小学
_TAKEN = re.compile(r"(?s:.+)")


class _Rules(NamedTuple):
    """The lexicon compiled: kinds of school, what a name begins behind, and what is generic."""

    kind: re.Pattern[str]
    tail: re.Pattern[str]
    before: re.Pattern[str]
    generic: re.Pattern[str]
    others: re.Pattern[str]


@cache
def _rules() -> _Rules:
    heaps = lexicon("metadata")
    kinds = "|".join(f"(?P<k{i}>{each['pattern']})" for i, each in enumerate(heaps["kind"]))
    plain = "|".join(each["pattern"] for each in heaps["kind"])
    before = "|".join(heaps["before"])
    campus = rf"[(](?!{before})[一-鿿]{{1,6}}(?:校区|分校|分园|园区|部)[)]|(?!{before}|[各两三全每本我该等])[一-鿿]{{1,4}}?(?:校区|分校|分园|园区)"
    return _Rules(
        re.compile(f"(?:{kinds}){_PEOPLE_BEHIND}"),
        re.compile(rf"(?:附属(?:实验)?(?:{plain}){_PEOPLE_BEHIND})?(?:教育集团)?(?:{campus})?"),
        re.compile(before),
        re.compile(rf"(?:{'|'.join(heaps['generic'])})*"),
        re.compile(rf"(?:{'|'.join(heaps['others'])})了?[一-鿿]{{0,2}}$"),
    )


def schools_in(text: str) -> Iterator[re.Match[str]]:
    """Names in a folded text that look like a school's own name, in order; generic words such as 我校 and 中心小学 left out."""
    rules = _rules()
    done = 0
    for found in rules.kind.finditer(text):
        if found.start() < done:
            continue
        start, end = _start(text, done, found.start()), found.end()
        done = end
        if not _is_name(text, start, found):
            continue
        tail = rules.tail.match(text, end)
        done = tail.end() if tail else end
        name = _TAKEN.fullmatch(text, start, done)
        if name:
            yield name


def own_school(text: str) -> str:
    """The school that a title, or a folder's or file's name, is of; empty where it names none, or others only (赴…学习)."""
    for found in schools_in(text):
        if not _rules().others.search(text[max(0, found.start() - 8) : found.start()]):
            return found[0]
    return ""


def district_of(text: str) -> str:
    """The district (县, 区, 市, 旗) with which a folder's or a school's name begins, as written; empty where there is none."""
    found = _DISTRICT.match(text)
    return found["name"] if found and not _NO_PLACE.search(found["name"]) else ""


def level_of(school: str, title: str = "") -> str:
    """The level of a school: what its name says, else what the title's words say.

    Returns:
        幼儿园, 小学, 初中, 高中, 中学 (of which sort is not said), 九年一贯, 十二年一贯, 完全中学, 中职, 特教, 教研机构, or empty.
    """
    named = _level_of_name(school)
    if named not in ("", "中学"):
        return named
    told = [level for level, words in lexicon("metadata")["levels"].items() if re.search("|".join(words), title)]
    fitting = [level for level in told if not named or level in ("初中", "高中")]
    return fitting[0] if len(fitting) == 1 else named


def _level_of_name(school: str) -> str:
    """What the last kind of school in a name says: of 师范学院附属小学 the 小学."""
    last = ""
    for found in _rules().kind.finditer(school):
        last = lexicon("metadata")["kind"][_number(found)]["level"] or last
    return last


def _number(found: re.Match[str]) -> int:
    """Place in the lexicon of the kind that was found."""
    return int((found.lastgroup or "k0")[1:])


def _start(text: str, since: int, end: int) -> int:
    """Where the name begins whose kind begins at `end`: behind the last break, not before `since`."""
    run = re.search(r"(?:[一-鿿〇·]|第?\d{1,3}(?=\Z|第))*\Z", text[max(since, end - _LONGEST) : end])
    start = end - len(run[0]) if run else end
    year = (_YEAR_BEHIND_DIGITS if start and re.match(r"[\dxX×*_】)]", text[start - 1]) else _CHINESE_YEAR).match(text, start, end)
    start = year.end() if year else start
    for found in _rules().before.finditer(text, start, end):
        start = found.end()
    return start


def _is_name(text: str, start: int, kind: re.Match[str]) -> bool:
    """Whether what stands from `start` to the kind's end names one school."""
    name = text[start : kind.start()]
    ordinal = re.search(rf"{_ORDINAL}$", name)
    own = name[: ordinal.start()] if ordinal else name
    if ordinal and _rules().generic.fullmatch(own):
        return bool(own or ordinal[0].startswith("第")) and _SHORT.fullmatch(own) is not None
    if len(own) < 2 or _rules().generic.fullmatch(own) or (not ordinal and kind[0] in ("小学", "初中", "高中") and _WHOLE_DISTRICT.fullmatch(own)):
        return False
    return not lexicon("metadata")["kind"][_number(kind)].get("weak") or _stands_alone(text, start, kind, own)


def _stands_alone(text: str, start: int, kind: re.Match[str], name: str) -> bool:
    """Whether a name that ends in a common word carries a place or a usual modifier, or is a line's first or only word."""
    if _OWN_PLACE.search(name) or re.search("实验|外国语|双语|国际|民族|职业|艺术|体育|附属|希望|完全", name):
        return True
    first = start == 0 or not re.match("[一-鿿]", text[start - 1])
    return (
        first and len(name) <= 5 and re.match(r"$|\W|\d|[教附](?![学育])|[小初高中幼][一-鿿]{0,2}部|[一-鿿]{0,4}组|工作|校本", text[kind.end() :]) is not None
    )
