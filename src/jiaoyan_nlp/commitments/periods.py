"""The period that governs an amount: 每学期, 本周, 全年, named in its clause, its sentence, or from above."""

from __future__ import annotations

import re
from collections.abc import Iterator

from jiaoyan_nlp.commitments.choice import Candidate
from jiaoyan_nlp.commitments.context import Context
from jiaoyan_nlp.commitments.expressions import Expression, kind_of_unit
from jiaoyan_nlp.commitments.mentions import periods
from jiaoyan_nlp.commitments.rules import ruled_period

_DATED = re.compile(r"期[末中初]|学期[末初]|年[底末]|开学|\d{1,2}月|[一二三四五六七八九十]月")
_EVENT = re.compile(r"每[一]?[次期节回场人讲课篇例个项轮](?!学期|周|月|年)")


_GROUPS = {
    "behind": "own", "clause behind": "own", "clause": "own", "sentence": "carried", "previous": "before", "lead": "above",
    "heading": "above", "path": "above", "topic": "table", "column": "table",
}  # fmt: skip


_BEHIND = re.compile(r"^[/每(]{1,2}(周|月|学期|学年|年|天|日)")
_NAMED = {"周": "week", "月": "month", "学期": "semester", "学年": "year", "年": "year", "天": "day", "日": "day"}


def period_candidates(e: Expression, c: Context) -> list[Candidate]:
    """Every period that may govern an amount, and none (plan)."""
    kind = kind_of_unit(e)
    mentions = list(_mentions(c))
    none = ["none", f"none kind={kind}", f"none label={c.label}", f"none unit={e.unit}", *(f"none {sign}" for sign in _signs(c))]
    none += [f"none but {where}" for where, *_ in mentions] + [f"none but {where} kind={kind}" for where, *_ in mentions]
    found = [Candidate("plan", tuple(none))]
    for place, (where, name, text, at) in enumerate(mentions):
        near = (f"nearest={not place}", f"nearest={not place} kind={kind}") if where not in ("heading", "path") else ()
        found.append(Candidate(name, (*_features(where, name, kind, text, at, e, c), *near)))
    rule = ruled_period(e, c)
    marks = ("rule", f"rule kind={kind}", f"rule {rule}")
    return [Candidate(answer, (*features, *(marks if answer == rule else ()))) for answer, features in found]


def _mentions(c: Context) -> Iterator[tuple[str, str, str, int]]:
    """(where, name, text, place) of the periods around: of each place the nearest."""
    if behind := _BEHIND.match(c.clause_behind):
        yield "behind", _NAMED[behind[1]], c.clause_behind, 0
    elif c.clause_behind and (named := periods(c.clause_behind)):
        yield "clause behind", named[0].name, c.clause_behind, named[0].start
    for where, text in (
        ("clause", c.clause_before), ("column", c.column), ("sentence", c.before[: len(c.before) - len(c.clause_before)]), ("topic", c.topic),
        ("previous", c.previous), ("lead", c.lead), ("heading", c.heading), ("path", c.path.rpartition("/")[0]),
    ):  # fmt: skip
        if named := periods(text):
            yield where, named[-1].name, text, named[-1].start


def _features(where: str, name: str, kind: str, text: str, at: int, e: Expression, c: Context) -> Iterator[str]:
    group = _GROUPS[where]
    yield from (where, f"{where} {name}", group, f"{group} {name}", f"{group} kind={kind}", f"{group} {name} kind={kind}", f"{name} kind={kind}")
    yield f"{where} kind={kind}"
    yield f"{where} {name} kind={kind}"
    yield f"{where} {'fixed' if text[at : at + 1] in '本今新下全' else 'each'}"
    if where == "clause":
        yield "touching" if not c.clause_before[at + 1 :].strip("每周月期年学日天") else "apart"
    if where == "sentence":
        stops = sum(text[at:].count(stop) for stop in ",;:、")
        yield f"sentence stops={min(stops, 3)}"
        yield f"sentence {';' if ';' in text[at:] else 'no ;'}"
    for sign in _signs(c):
        yield f"{where} {sign}"


def _signs(c: Context) -> Iterator[str]:
    if _EVENT.search(c.clause_before):
        yield "of each event"
    if _DATED.search(c.clause_before):
        yield "dated"
    if re.search(r"提前|之?内$|限时|后$", c.clause_before[-4:]):
        yield "lead time"
