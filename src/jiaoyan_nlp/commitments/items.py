"""What is counted: the shortest phrase that tells, 听课 in 每学期听课不少于20节, 教学论文 in 撰写2篇教学论文."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from jiaoyan_nlp.commitments.choice import Candidate, with_rule
from jiaoyan_nlp.commitments.context import Context, Tagged, tagged
from jiaoyan_nlp.commitments.expressions import Expression, kind_of_unit
from jiaoyan_nlp.commitments.indicators import naming
from jiaoyan_nlp.commitments.mentions import actors, periods
from jiaoyan_nlp.commitments.rules import ruled_item
from jiaoyan_nlp.resources import wording

_NAMING = frozenset(
    ["n", "nr", "nt", "nz", "ns", "nrt", "nrfg", "ng", "v", "vn", "vg", "vd", "a", "ad", "an", "b", "j", "l", "i", "s", "eng", "z", "g", "zg", "vi", "vq", "nw"]
)
"""Parts of speech that phrases are made of; at all others they end."""
_LINKS = frozenset(["和", "与", "及", "或", "、", "“", "”", "《", "》"])
_LIGHT = re.compile(rf"^{wording('verb')}$")
_TAIL = re.compile(rf"{wording('tail')}+$")
_NUMBER = re.compile(
    r"[\d一二两三四五六七八九十百千万半]+(?:[、~-][\d一二两三四五六七八九十]+)?(?:%|[节次篇本份场人名个项门位课学时分钟周天年月字期轮遍件首张幅条])+(?:以上|以下|左右|以内)?"
)


class Phrase(NamedTuple):
    """A phrase of a clause: its words, its cut (whole; bare, without its light verb; last, its last word; last two), its last word, where it
    stands in the clause, and what speaks for it wherever that is."""

    words: str
    cut: str
    last: Tagged
    start: int
    end: int
    said: tuple[str, ...]


@lru_cache(maxsize=4096)
def phrases(clause: str, *, behind: bool) -> tuple[tuple[Phrase, ...], ...]:
    """The phrases of a clause in order, the cuts of one together: runs of nouns, verbs and what stands with them, without periods, amounts, and those who act.

    Whom a clause names right before the amount, or behind it, is counted rather than acting.
    """
    spans = [m.span() for m in _NUMBER.finditer(clause)] + [(p.start, p.end) for p in periods(clause)]
    if not behind:
        spans += [(a.start, a.end) for a in actors(clause) if a.end < len(clause.rstrip())]
    held = {place for span in spans for place in range(*span)}
    runs: list[list[tuple[Tagged, int]]] = [[]]
    at = 0
    for word in tagged(clause):
        end = at + len(word.text)
        if (word.tag in _NAMING or word.text in _LINKS) and held.isdisjoint(range(at, end)):
            runs[-1].append((word, at))
        elif runs[-1]:
            runs.append([])
        at = end
    return tuple(filter(None, (tuple(_cuts(run)) for run in runs)))


def _cuts(run: list[tuple[Tagged, int]]) -> Iterator[Phrase]:
    """A run of words as phrases: what is left behind its light verbs, the whole, its last word, its last two."""
    while run and run[-1][0].text in _LINKS:
        run = run[:-1]
    while run and run[0][0].text in _LINKS:
        run = run[1:]
    bare = 0
    while bare < len(run) - 1 and _LIGHT.match(run[bare][0].text):
        bare += 1
    seen: dict[str, Phrase] = {}
    for cut, first in (("bare", bare), ("whole", 0), ("last", len(run) - 1), ("last two", max(bare, len(run) - 2))):
        words = "".join([word.text for word, _ in run[first:]]).strip("“”《》")
        words = _TAIL.sub("", words) or words
        if words and words not in seen:
            seen[words] = _phrase(words, cut, run[first], run[-1])
    yield from seen.values()


def _phrase(words: str, cut: str, first: tuple[Tagged, int], last: tuple[Tagged, int]) -> Phrase:
    (opening, start), (closing, at) = first, last
    said = (*_of_form(cut, opening.tag, closing.tag, min(len(words), 8)), f"word={closing.text}", *(["light"] if _LIGHT.match(words) else []))
    return Phrase(words, cut, closing, start, at + len(closing.text), said)


@lru_cache(maxsize=4096)
def _of_form(cut: str, first: str, last: str, length: int) -> tuple[str, ...]:
    return f"cut={cut}", f"first={first}", f"last={last}", f"{first}…{last} {cut}", f"length={length}"


def item_candidates(e: Expression, c: Context) -> list[Candidate]:
    """Every phrase that may tell what an amount counts, and none."""
    if e.noun:
        return [Candidate(e.noun, ("fused",))]
    kind = kind_of_unit(e)
    found = [each for where, text in _texts(c) if text for each in _among(where, text, kind, e, c)]
    none = ("none", f"none kind={kind}", f"none unit={e.unit}", f"none n={min(len(found), 3)}", f"none form={e.form}")
    words = ruled_item(e, c)
    ruled = Candidate(words, ("ruled", f"ruled kind={kind}", f"ruled length={min(len(words or ''), 8)}"))
    return [_near_rule(each, words, kind) for each in with_rule([Candidate(None, none), *found], ruled, kind)]


def _near_rule(each: Candidate, words: str | None, kind: str) -> Candidate:
    """A candidate, marked where its words and the rules' hold one another and it is not the rules' own."""
    if words and each.answer and (each.answer in words or words in each.answer) and {"rule", "ruled"}.isdisjoint(each.features):
        return each._replace(features=(*each.features, "near rule", f"near rule kind={kind}"))
    return each


_AHEAD = ("behind", "later 1", "later 2")


def _texts(c: Context) -> Iterator[tuple[str, str]]:
    """(where, text) of what stands around an amount."""
    yield from (("behind", c.clause_behind), ("clause", c.clause_before))
    yield from ((f"earlier {min(i, 3)}", clause) for i, clause in enumerate(c.earlier[:4], 1))
    yield from ((f"later {i}", clause) for i, clause in enumerate(c.later[:2], 1))
    yield from (("topic", c.topic), ("column", c.column), ("lead", c.lead), ("heading", c.heading), ("previous", re.split("[,;:]", c.previous)[-1]))


def _among(where: str, text: str, kind: str, e: Expression, c: Context) -> Iterator[Candidate]:
    """The phrases of a text with what speaks for each; ranks count from the amount."""
    runs = phrases(text, behind=where == "behind")
    near = where in ("behind", "clause")
    for number, cuts in enumerate(runs):
        rank = number if where in _AHEAD else len(runs) - 1 - number
        place = _Place(where, min(rank, 3), kind, e.unit)
        of_run = (*_of_place(place, min(len(runs), 3)), *_of_run(place, cuts[0], text, c))
        for p in cuts:
            of_cut = (*p.said, *_of_cut(place, p.cut, min(len(p.words), 8)), *_of_fit(place, _fit(p.words, e.unit or "")))
            yield Candidate(p.words, (*of_cut, *of_run, *_of_touch(place, p, text)) if near else (*of_cut, *of_run))


class _Place(NamedTuple):
    """Where a phrase stands, how near to the amount, and of what kind and unit this is."""

    where: str
    rank: int
    kind: str
    unit: str | None


# Names of few parts come again and again, and are kept: to make them anew is what would cost most.


@lru_cache(maxsize=4096)
def _of_place(place: _Place, count: int) -> tuple[str, ...]:
    where, rank, kind, unit = place
    at = f"{where} {rank}"
    return where, at, f"{at} of {count}", f"{at} kind={kind}", f"{at} unit={unit}"


@lru_cache(maxsize=4096)
def _of_cut(place: _Place, cut: str, length: int) -> tuple[str, ...]:
    return f"{place.where} {place.rank} {cut}", f"cut={cut} kind={place.kind}", f"length={length} {place.where}"


@lru_cache(maxsize=4096)
def _of_fit(place: _Place, fit: str) -> tuple[str, ...]:
    return f"fit={fit}", f"fit={fit} {place.where}", f"fit={fit} {place.where} {place.rank}"


def _of_run(place: _Place, p: Phrase, text: str, c: Context) -> list[str]:
    """What speaks for all cuts of a phrase, which end alike."""
    where, rank, _, unit = place
    said = [f"last={p.last.tag} {where} {rank}", f"word={p.last.text} unit={unit}"]
    if text.startswith("的", p.end):
        said.append(f"owner {where}")
    if not c.clause_behind.strip():
        said.append(f"ends {where} {rank}")
    if where.startswith("earlier"):
        said.append(f"{where} {rank} own={bool(phrases(c.clause_before, behind=False))}")
    return said


def _of_touch(place: _Place, p: Phrase, text: str) -> Iterator[str]:
    """What a phrase of the amount's own clause is told by: whether it touches the amount, stands behind a period or behind who acts."""
    where, _, kind, unit = place
    if not (text[p.end :].strip() if where == "clause" else text[: p.start].strip("的 ")):
        yield from ("touching", f"touching {where}", f"touching {where} kind={kind}", f"touching {where} {p.last.tag}", f"touching {where} unit={unit}")
    if where == "clause" and periods(text):
        yield f"clause {'behind' if p.start >= periods(text)[-1].end else 'before'} period"
    if where == "clause" and actors(text):
        yield f"clause {'behind' if p.start >= actors(text)[-1].end else 'before'} actor"


def _fit(words: str, unit: str) -> str:
    """Whether a phrase names an indicator, and one that is counted in this unit."""
    named = naming(words)
    return "unit" if any(each.measure(unit) for each in named) else "word" if named else "none"
