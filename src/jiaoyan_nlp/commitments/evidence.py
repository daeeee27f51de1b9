"""Evidence: what around a number speaks for its being an amount, and for the class of the amount. The rules' own answers are part of it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from jiaoyan_nlp.commitments.articles import counts
from jiaoyan_nlp.commitments.choice import CLASSES, Candidate, choice_model
from jiaoyan_nlp.commitments.classes import class_of
from jiaoyan_nlp.commitments.context import Context, Tagged, tagged
from jiaoyan_nlp.commitments.expressions import Expression, kind_of_unit
from jiaoyan_nlp.commitments.mentions import actors, periods
from jiaoyan_nlp.resources import wording

_FIGURE = re.compile("[0-9]")
_CUES = {name: re.compile(wording(name)) for name in ("duty", "rule", "past", "state", "wishing", "binding", "problem")} | {
    "done": re.compile(r"了|已|曾|获|荣|取得|完成了|达到了|举行了|开展了"),
    "sum": re.compile(r"共|累计|总计|合计|达(?!到?\d+%?以上)"),
    "ahead": re.compile(r"将|拟|要(?!求)|下学期|新学期|明年|本学期|今年|计划|目标|力争"),
    "score": re.compile(r"扣|加|奖|得分|记|计"),
    "if": re.compile(r"如果|若|凡|未|无故|缺|者"),
    "each": re.compile(r"每|各|人均|人人"),
}


def is_in_figures(e: Expression, text: str) -> bool:
    """Whether a number is written in Arabic figures."""
    return _FIGURE.search(text, e.start, e.end) is not None


@lru_cache(maxsize=4096)
def _cues(where: str, text: str) -> tuple[str, ...]:
    """The names of the wording that is found in a text."""
    return tuple(f"{where}={name}" for name, pattern in _CUES.items() if pattern.search(text))


@lru_cache(maxsize=4096)
def _words(where: str, text: str, most: int) -> tuple[str, ...]:
    """The first words of a text; kept, since many amounts stand under a heading or behind a clause."""
    return tuple(f"{where}={word.text}" for word in tagged(text)[:most])


def amount_candidates(e: Expression, c: Context, text: str) -> list[Candidate]:
    """Whether a number with its unit is an amount: True or False."""
    words = text[e.start : e.end]
    said = [f"rule={counts(e, text, c)}", f"text={words}", f"one={words[:1] == '一'} unit={e.unit}"]
    said += [f"behind={c.behind[:1]}", f"behind={c.behind[:2]}", f"before={c.before[-1:]}", f"before={c.before[-2:]}"]
    said += [f"one={words[:1] == '一'} {feature}" for feature in _near(c)]
    said += [f"low={e.low if e.low is not None and e.low <= 10 else 'many'}"]
    return [Candidate(True, (*said, *_around(e, c))), Candidate(False, ())]


def class_candidates(e: Expression, c: Context) -> list[Candidate]:
    """The four classes of an amount."""
    said = _of_class(e, c)
    return [Candidate(name, tuple(f"{name} {feature}" for feature in said)) for name in CLASSES]


def class_chosen(e: Expression, c: Context) -> str:
    """The class that the model chooses among `class_candidates`; what is said is the same of all four, and looked up once."""
    rows = [row for row in map(choice_model().of_classes.get, _of_class(e, c)) if row]
    scores = [sum(column) for column in zip(*rows, strict=True)] or [0.0]
    return CLASSES[scores.index(max(scores))]


def _of_class(e: Expression, c: Context) -> tuple[str, ...]:
    answer, rule = class_of(e, c)
    return f"rule={answer}", f"rule={rule}", f"rule={rule} {answer} kind={c.kind}", *_around(e, c)


@lru_cache(maxsize=16)
def _around(e: Expression, c: Context) -> tuple[str, ...]:
    """What speaks for an amount and for its class alike."""
    return tuple(_signs(e, c))


def _signs(e: Expression, c: Context) -> Iterator[str]:
    kind = kind_of_unit(e)
    yield from ("bias", f"label={c.label}", f"kind={c.kind}", f"unit={e.unit}", f"unit={e.unit} kind={c.kind}", f"of={kind} label={c.label}")
    yield from (f"comparator={e.comparator}", f"comparator={e.comparator} kind={c.kind}", f"comparator={e.comparator} of={kind}", f"form={e.form}")
    yield from _near(c)
    yield from (f"b={word.text}" for word in c.words_before[-8:])
    yield from (f"a={word.text}" for word in c.words_behind[:6])
    yield from _words("h", c.heading[:24], 24)
    for clause in c.earlier[:2]:
        yield from _words("s", clause, 8)
    cues = _cues("cue", c.clause_before)
    yield from cues
    yield from (f"{cue} kind={c.kind}" for cue in cues)
    yield from (*_cues("sentence", c.before), *_cues("behind", c.clause_behind), *_cues("then", c.behind[:30]))
    yield f"period={bool(periods(c.clause_before))} kind={c.kind}"
    yield f"actor={'each' if any(a.each for a in actors(c.clause_before)) else bool(actors(c.clause_before))} kind={c.kind}"
    yield f"table={bool(c.column)}"


def _near(c: Context) -> Iterator[str]:
    """The words that touch the amount, and their parts of speech."""
    before, behind = c.words_before[-2:], c.words_behind[:2]
    edge = Tagged("", "edge")
    last, first = before[-1] if before else edge, behind[0] if behind else edge
    yield from (f"b1={last.text}", f"b1={last.tag}", f"a1={first.text}", f"a1={first.tag}", f"b1={last.tag} a1={first.tag}")
    yield f"b2={''.join(w.text for w in before)}"
    yield f"a2={''.join(w.text for w in behind)}"
