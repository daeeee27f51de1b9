"""Files into plans: a file holds one plan or summary, or, as an anthology (通用13篇), many."""

from __future__ import annotations

import re
from dataclasses import dataclass

from jiaoyan_nlp.corpus.plans.collection import Collection, behind_lead, collection_of, is_lead, tops
from jiaoyan_nlp.corpus.plans.members import Member, numbered_members
from jiaoyan_nlp.corpus.plans.titles import GLUED_TITLE, is_title, title_end
from jiaoyan_nlp.corpus.plans.unnumbered import titled_members
from jiaoyan_nlp.text.spans import trimmed

__all__ = ["Part", "Parts", "is_title", "split", "title_end"]

_LONGEST_LEAD = 400


@dataclass(frozen=True, slots=True)
class Part:
    """One plan in a file's view: its stretch, and where its title (with issuer and date) ends."""

    start: int
    end: int
    title_end: int


@dataclass(frozen=True, slots=True)
class Parts:
    """A file's plans, and what stands before the first: an anthology's own title (to `title_end`) and introduction."""

    front: Part
    plans: tuple[Part, ...]

    @property
    def is_anthology(self) -> bool:
        return len(self.plans) > 1


def split(text: str) -> Parts:
    """Split the folded, masked text of a file into its front matter and its plans.

    Running numbers decide (篇1, 【第一篇】, 篇一:《…》, 工作计划3); where a file has none, titles that stand before a new beginning.
    """
    collection = collection_of(text)
    members = numbered_members(text, collection)
    if len(members) < 2:
        members = titled_members(text, is_collected=collection is not None and collection.is_many) or members
    if not members:
        return _one(text)
    members = _with_unmarked_first(text, members, collection)
    ends = [*(m.start for m in members[1:]), len(text)]
    front = Part(0, members[0].start, title_end(text, 0, members[0].start))
    return Parts(front, tuple(Part(m.start, end, title_end(text, m.start, end, m.marker_end)) for m, end in zip(members, ends, strict=True)))


def _with_unmarked_first(text: str, members: list[Member], collection: Collection | None) -> list[Member]:
    """The members, before them the first one where it has neither marker nor title: a plan's headings stand there."""
    if tops(text, 0, members[0].start) < 2:
        return members
    start = behind_lead(text, collection.title_end if collection else 0, members[0].start)
    return [Member(start, 0), *members]


def _one(text: str) -> Parts:
    """The parts of a file of one plan."""
    first = trimmed(text, 0, len(text)).start
    start = _behind_lead_in(text, first)
    return Parts(Part(0, start, first), (Part(start, len(text), title_end(text, start, len(text))),))


def _behind_lead_in(text: str, first: int) -> int:
    """Where the title stands behind a site's lead-in that runs on into it; `first` where there is none."""
    head = text[first : first + _LONGEST_LEAD]
    broken, flat = "\n" in head.strip(), head.replace("\n", "\0")  # a break may stand anywhere, also in the title
    for found in () if GLUED_TITLE.match(head) else re.finditer(r"(?<=[。!?])\0*", flat[:300]):
        if GLUED_TITLE.match(flat, found.end()) and (not broken or is_lead(head[: found.start()])):
            return first + found.end()
    return first
