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
    """A phrase of a clause and how it was cut: whole, without its light verb (bare), or its last word."""

    words: str
    cut: str
    first: Tagged
    last: Tagged
    start: int
    end: int


@lru_cache(maxsize=4096)
def phrases(clause: str, *, behind: bool) -> tuple[Phrase, ...]:
    """The phrases of a clause in order: runs of nouns, verbs and what stands with them, without periods, amounts, and those who act.

    Whom a clause names right before the amount, or behind it, is counted rather than acting.
    """
    spans = (
        [(a.start, a.end) for a in actors(clause) if not behind and a.end < len(clause.rstrip())]
        + [(p.start, p.end) for p in periods(clause)]
        + [m.span() for m in _NUMBER.finditer(clause)]
    )
    held = {place for span in spans for place in range(*span)}
    out: list[Phrase] = []
    run: list[tuple[Tagged, int]] = []
    at = 0
    for word in (*tagged(clause), Tagged("", "x")):
        if word.text and (word.tag in _NAMING or word.text in _LINKS) and held.isdisjoint(range(at, at + len(word.text))):
            run.append((word, at))
        elif run:
            out += _cuts(run)
            run = []
        at += len(word.text)
    return tuple(out)


def _cuts(run: list[tuple[Tagged, int]]) -> Iterator[Phrase]:
    """A run of words as phrases: the whole, what is left behind its light verbs, its last word."""
    while run and run[-1][0].text in _LINKS:
        run = run[:-1]
    while run and run[0][0].text in _LINKS:
        run = run[1:]
    if not run:
        return
    seen = set()
    bare = run
    while len(bare) > 1 and _LIGHT.match(bare[0][0].text):
        bare = bare[1:]
    for cut, words in (("bare", bare), ("whole", run), ("last", bare[-1:]), ("last two", bare[-2:])):
        text = "".join(w.text for w, _ in words).strip("“”《》")
        text = _TAIL.sub("", text) or text
        if len(text) >= 1 and text not in seen:
            seen.add(text)
            yield Phrase(text, cut, words[0][0], words[-1][0], words[0][1], words[-1][1] + len(words[-1][0].text))


def item_candidates(e: Expression, c: Context) -> list[Candidate]:
    """Every phrase that may tell what an amount counts, and none."""
    if e.noun:
        return [Candidate(e.noun, ("fused",))]
    kind = kind_of_unit(e)
    found = [Candidate(p.words, tuple(_features(where, rank, count, p, text, kind, e, c))) for where, rank, count, p, text in _phrases(c)]
    none = ("none", f"none kind={kind}", f"none unit={e.unit}", f"none n={min(len(found), 3)}", f"none form={e.form}")
    words = ruled_item(e, c)
    ruled = Candidate(words, ("ruled", f"ruled kind={kind}", f"ruled length={min(len(words or ''), 8)}"))
    return [_near_rule(each, words, kind) for each in with_rule([Candidate(None, none), *found], ruled, kind)]


def _near_rule(each: Candidate, words: str | None, kind: str) -> Candidate:
    """A candidate, marked where its words and the rules' hold one another and it is not the rules' own."""
    if words and each.answer and (each.answer in words or words in each.answer) and {"rule", "ruled"}.isdisjoint(each.features):
        return each._replace(features=(*each.features, "near rule", f"near rule kind={kind}"))
    return each


def _phrases(c: Context) -> Iterator[tuple[str, int, int, Phrase, str]]:
    """(where, rank from the amount, how many there are, phrase, text) of the phrases around."""
    texts = [("behind", c.clause_behind), ("clause", c.clause_before), *((f"earlier {min(i, 3)}", clause) for i, clause in enumerate(c.earlier[:4], 1))]
    texts += [(f"later {i}", clause) for i, clause in enumerate(c.later[:2], 1)]
    texts += [("topic", c.topic), ("column", c.column), ("lead", c.lead), ("heading", c.heading), ("previous", re.split("[,;:]", c.previous)[-1])]
    for where, text in texts:
        held = phrases(text, behind=where == "behind")
        runs = sorted({p.end for p in held}, reverse=where not in ("behind", "later 1", "later 2"))
        for p in held:
            yield where, min(runs.index(p.end), 3), min(len(runs), 3), p, text


def _features(where: str, rank: int, count: int, p: Phrase, text: str, kind: str, e: Expression, c: Context) -> Iterator[str]:
    at = f"{where} {rank}"
    yield from (where, at, f"{at} of {count}", f"{at} kind={kind}", f"{at} unit={e.unit}", f"{at} {p.cut}", f"cut={p.cut}", f"cut={p.cut} kind={kind}")
    yield from (
        f"first={p.first.tag}",
        f"last={p.last.tag}",
        f"last={p.last.tag} {at}",
        f"{p.first.tag}…{p.last.tag} {p.cut}",
        f"length={min(len(p.words), 8)}",
    )
    yield f"length={min(len(p.words), 8)} {where}"
    if (where == "behind" and not text[: p.start].strip("的 ")) or (where == "clause" and not text[p.end :].strip()):
        yield from ("touching", f"touching {where}", f"touching {where} kind={kind}", f"touching {where} {p.last.tag}", f"touching {where} unit={e.unit}")
    if where == "clause" and periods(text):
        yield f"clause {'behind' if p.start >= periods(text)[-1].end else 'before'} period"
    if where == "clause" and actors(text):
        yield f"clause {'behind' if p.start >= actors(text)[-1].end else 'before'} actor"
    if text[p.end : p.end + 1] == "的":
        yield f"owner {where}"
    if _LIGHT.match(p.words):
        yield "light"
    fit = _fit(p.words, e.unit or "")
    yield from (f"fit={fit}", f"fit={fit} {where}", f"fit={fit} {at}")
    yield from (f"word={p.last.text}", f"word={p.last.text} unit={e.unit}")
    if not c.clause_behind.strip():
        yield f"ends {at}"
    if where.startswith("earlier"):
        yield f"{at} own={bool(phrases(c.clause_before, behind=False))}"


@lru_cache(maxsize=4096)
def _fit(words: str, unit: str) -> str:
    """Whether a phrase names an indicator, and one that is counted in this unit."""
    named = naming(words)
    return "unit" if any(each.measure(unit) for each in named) else "word" if named else "none"
