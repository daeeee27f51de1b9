"""Metadata: school, district, year, term and subject, from folder and file names, the title, and the head of the text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from jiaoyan_nlp.text.folding import fold
from jiaoyan_nlp.text.numerals import value

SUBJECTS = (
    "语文",
    "数学",
    "英语",
    "科学",
    "道德与法治",
    "品德",
    "思品",
    "政治",
    "历史",
    "地理",
    "物理",
    "化学",
    "生物",
    "体育",
    "音乐",
    "美术",
    "信息技术",
    "信息科技",
    "心理",
    "劳动",
    "书法",
    "综合实践",
    "综合",
    "艺术",
    "班主任",
)

_KINDS_OF_SCHOOL = r"(?:小学校?|中学|学校|幼儿园|幼教集团|教育集团|学院|职业高中|高中|初中|教学点|教研室|教科所|教师发展中心|教师进修学校|中心校|教育局)"
SCHOOL = re.compile(rf"[一-鿿]{{2,16}}?(?:(?:实验|中心|附属|第[一二三四五六七八九十]+)?{_KINDS_OF_SCHOOL})(?:附属小学|附属中学|[(](?:[一-鿿]{{1,6}}校区)[)])?")
_GENERIC = re.compile(
    r"^(?:[我本各全某该城乡镇区县市村级内外所兄弟友邻农薄弱示范联盟乡镇完全民办公办义务教育阶段普通高级初级中心实验省学校小中基层参加其他两三几们的年度]|[一二三四五六七八九十]|20[xX]+)*"
    rf"{_KINDS_OF_SCHOOL}$"
)
_PLACE = re.compile(r"[一-鿿]{2,6}(?:新区|县|区|市|旗)")
_YEAR = re.compile(r"(?<!\d)(20\d\d)(?!\d)|(二〇[〇一二三四五六七八九]{2})")
_TERMS = [
    ("autumn", re.compile(r"第一学期|上学期|秋季|秋学期|秋期|下半年|[-—至]20\d\d学?年度?上|学年上")),
    ("spring", re.compile(r"第二学期|下学期|春季|春学期|春期|上半年|学年下")),
    ("year", re.compile(r"学年|全年|年度|20\d\d年")),
]


@dataclass(frozen=True, slots=True)
class Metadata:
    """What is known of a plan from around its text; empty where nothing was found. `found` says where each came from."""

    school: str = ""
    district: str = ""
    year: int | None = None
    term: str = ""
    subject: str = ""
    found: dict[str, str] = field(default_factory=dict)


def metadata_of(path: str, title: str, head: str) -> Metadata:
    """Ask, in this order: the names of folders and file, the title, the first lines of the text."""
    places = [*(("path", fold(part)) for part in reversed(path.replace("\\", "/").split("/"))), ("title", fold(title)), ("head", fold(head[:200]))]
    found: dict[str, str] = {}

    def first(name: str, answers: Iterable[tuple[str, str]]) -> str:
        for where, answer in answers:
            if answer:
                found[name] = where
                return answer
        return ""

    folders = [p for p in places if p[0] == "path"]
    school = first("school", ((w, _school(t)) for w, t in [*folders[1:], folders[0], *places[len(folders) :]]))
    district = first("district", ((w, _district(t)) for w, t in [*reversed(folders[1:]), ("school", school)]))
    year = first("year", ((w, str(next(years(t), ""))) for w, t in places))
    term = first("term", ((w, _term(t)) for w, t in places))
    subject = first("subject", ((w, _subject(t)) for w, t in places if w != "head"))
    return Metadata(school, district, int(year) if year else None, term, subject, found)


def schools_in(text: str) -> Iterator[re.Match[str]]:
    """Names in a folded text that look like a school's own name, generic words such as 我校 and 中心小学 left out."""
    for found in SCHOOL.finditer(text):
        if not _GENERIC.match(found[0]):
            yield found


def years(text: str) -> Iterator[int]:
    """The years that a folded text names, in order."""
    for found in _YEAR.finditer(text):
        yield int(found[1]) if found[1] else int(value(found[2]) or 0)


def _school(text: str) -> str:
    text = re.sub(r"^.*?(?:学年度?|学期|年度?|[\s_\-,、.\d])(?=[一-鿿]{2,14}(?:小学|中学|学校|幼儿园))", "", text)
    if re.search(r"[,。;:!?]", text[:30]):
        return ""
    found = next(schools_in(text), None)
    return found[0] if found and found.start() <= 8 else ""


def _district(text: str) -> str:
    found = _PLACE.match(text)
    return found[0] if found else ""


def _term(text: str) -> str:
    return next((name for name, pattern in _TERMS if pattern.search(text)), "")


def _subject(text: str) -> str:
    return next((s for s in SUBJECTS if s in text), "")
