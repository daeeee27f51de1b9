"""The sentence around an amount: what stands before and behind it, clause by clause."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from jiaoyan_nlp.resources import lexicon
from jiaoyan_nlp.text.spans import Span

_CLAUSE = re.compile(r"[,;:。!?、\n\t(),]")


@dataclass(frozen=True, slots=True)
class Context:
    """Where an amount stands. All texts are folded; offsets are places in the view's text.

    Attributes:
        sentence: the sentence that holds it.
        before, behind: the sentence up to and from the amount.
        clause_before, clause_behind: the same, only to the nearest stop of any kind.
        previous: the sentence before, within the same item or paragraph.
        lead: what governs the item from above: the line that announces its list, or nothing.
        label: section label of the passage; kind: plan or summary; path: the headings above.
        topic: in a table, the row's first cell that is words, neither a time nor a person.
        responsible: in a table, what stands in the row's column of who is responsible.
    """

    sentence: Span
    before: str
    behind: str
    clause_before: str
    clause_behind: str
    previous: str
    lead: str
    label: str
    kind: str
    path: str
    responsible: str = ""
    topic: str = ""

    def sentence_text(self, text: str) -> str:
        return self.sentence.quote(text)


def clause_edges(text: str, sentence: Span, start: int, end: int) -> tuple[int, int]:
    """Start and end of the clause that holds [start, end) in its sentence."""
    left = sentence.start
    for stop in _CLAUSE.finditer(text, sentence.start, start):
        left = stop.end()
    found = _CLAUSE.search(text, end, sentence.end)
    return left, found.start() if found else sentence.end


def _longest_first(words: list[str]) -> str:
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True))


@cache
def period_pattern() -> re.Pattern[str]:
    """Any period word; the group that matched names the period."""
    periods: dict[str, list[str]] = lexicon("quantities")["periods"]
    words = {word: name for name, all_words in periods.items() for word in all_words}
    parts = [f"(?P<{name}_{i}>{re.escape(word)})" for i, (word, name) in enumerate(sorted(words.items(), key=lambda kv: -len(kv[0])))]
    return re.compile("|".join(parts))


_NO_PERIOD = re.compile(r"学期[末初中]|期[末初中]|年[底末初]|学年[末初]|上学期|上学年|去年|近年|年级|学年度?第")


def last_period(text: str) -> tuple[str, int] | None:
    """The period named last in `text` and where it ends; ends of terms (学期末) and past terms are dates, not periods."""
    found = None
    for m in period_pattern().finditer(text):
        if any(n.start() < m.end() and m.start() < n.end() for n in _NO_PERIOD.finditer(text)):
            continue
        if m.lastgroup is None or re.match(r"[末初底中]|之?内|以内|前|后|时间", text[m.end() : m.end() + 2]):
            continue
        if m[0] == "一月" and (text[: m.start()].endswith("十") or re.match(r"[:份、,]", text[m.end() : m.end() + 1])):
            continue
        if re.search(r"(?:提前|为期|历时|开学)$", text[: m.start()]):
            continue
        found = (m.lastgroup.split("_")[0], m.end())
    return found


@cache
def actor_pattern() -> re.Pattern[str]:
    """An actor phrase: every/each or a qualifier, then who: 每位教师, 各教研组, 35周岁以下青年教师, 教研组长, 人人."""
    actors = lexicon("quantities")["actors"]
    heads = _longest_first(actors["heads"])
    head = rf"(?:{heads})(?:、(?:[\u4e00-\u9fff]{{0,4}}?(?:{heads})))*(?:成员)?"
    return re.compile(
        rf"(?P<whole>{_longest_first(actors['whole'])})"
        rf"|(?P<each>每一?[位名个所]|每(?!学[期年]|[周月年天日次课节期例份篇场轮块项件回题张幅科]|单元|两|个月|个学)|各(?!级|类|项|种|方)位?|全体|所有)"
        rf"(?:[\u4e00-\u9fff]{{0,8}}?)(?:{head}|小学|中学|片区|班|组|校|人|年级|成员|科|级部)(?:成员|教师|老师)?"
        rf"|(?P<head>(?:{actors['qualifier']})*(?:{head}))"
        rf"|(?P<grades>[低中高]{{1,2}}年级|[一二三四五六七八九](?:、[一二三四五六七八九])*(?:至[一二三四五六七八九])?年级(?:组|及以上|备课组)?|[初高][一二三](?:年级)?)"
        rf"|(?P<me>(?<![\u4e00-\u9fff])(?:我们?|本人)(?!校|区|县|国|市|镇|园))"
    )
