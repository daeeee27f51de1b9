"""Several documents of one kind in one file, as collections on the web join them, with each way of marking the members."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from random import Random

from mutations.numerals import chinese
from mutations.record import Edit, Record, edited, joined, title_of

Marker = Callable[[str, str, int], str]
"""The line above a member, of the collection's subject, the member's own title, its number from 1."""

MARKERS: dict[str, Marker] = {
    "pian": lambda topic, _, n: f"{topic} 篇{n}",
    "pian-title": lambda _, title, n: f"篇{chinese(n)}：《{title}》",
    "boxed": lambda topic, _, n: f"【第{chinese(n)}篇】{topic}",
    "ordinal": lambda _, title, n: f"第{chinese(n)}篇：{title}",
    "numbered": lambda topic, _, n: f"{topic}{n}",
    "bracketed": lambda topic, _, n: f"{topic}（{chinese(n)}）",
    "lone": lambda _, __, n: f"篇{n}",
    "bare": lambda _, title, __: title,
}
_TOPICS = {"plan": ("教研组工作计划", "校本研修工作计划", "学校教研计划"), "summary": ("教研组工作总结", "校本研修工作总结", "学校教研总结")}
_LEADS = (
    "时光飞快，又到了动笔的时候。下面是小编为大家整理的{title}，希望对您有所帮助。",
    "写{topic}要有条理，也要有自己的话。本站从各地来稿中选出{count}篇，供各位老师参考。",
    "为了方便大家写作，特意收集了{count}篇{topic}，欢迎阅读与借鉴！",
)


def anthology(form: str) -> Callable[[Sequence[Record], Random], Record]:
    """A joining of records, each of one plan, whose members are marked in one of the forms of `MARKERS`."""

    def join(records: Sequence[Record], chance: Random) -> Record:
        topic = chance.choice(_TOPICS[records[0].plans[0]["kind"]])
        members = [_member(record, MARKERS[form], topic, n, chance, keeps_title=form == "bare") for n, record in enumerate(records, 1)]
        return _with_front(joined(members), topic, len(records), chance)

    return join


def _member(record: Record, marker: Marker, topic: str, number: int, chance: Random, keeps_title: bool) -> Record:
    """A record below its marker: its own title dropped, kept, or printed twice; the plan starts at the marker."""
    first = next(r for r in record.sections if r["label"] != "noise")
    title = title_of(record)
    if keeps_title:
        return record
    at = record.plans[0]["start"]
    edits = [Edit(at, at, f"{marker(topic, title, number)}\n", "title")]
    titled = first["label"] == "title"
    if titled and chance.random() < 0.3:
        edits.append(Edit(first["start"], first["end"], ""))
    elif titled and chance.random() < 0.3:
        edits.append(Edit(at, at, f"{title}\n", "title"))
    made = edited(record, edits)
    return replace(made, plans=(record.plans[0] | {"start": at},))


def _with_front(record: Record, topic: str, count: int, chance: Random) -> Record:
    """The collection's title, once or twice, and its introduction: front matter that belongs to no plan."""
    title = f"{topic}{chance.choice(['（通用{}篇）', '(精选{}篇)', '范文{}篇', '集锦（{}篇）']).format(count)}"
    lead = chance.choice(_LEADS).format(title=title, topic=topic, count=count)
    front = [Edit(0, 0, f"{title}\n", "title") for _ in range(chance.randint(1, 2))]
    return edited(record, [*front, Edit(0, 0, f"{lead}\n", "preamble")])
