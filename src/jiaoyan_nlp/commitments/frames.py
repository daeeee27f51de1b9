"""Frames: of an amount its class, who is bound, what is counted, how often, and whether it is a change or a level."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from jiaoyan_nlp.commitments.actors import actor_candidates, carried_actor, each_candidates, named
from jiaoyan_nlp.commitments.choice import choice_model, choose
from jiaoyan_nlp.commitments.classes import class_of
from jiaoyan_nlp.commitments.context import Context
from jiaoyan_nlp.commitments.evidence import class_chosen
from jiaoyan_nlp.commitments.expressions import Expression, Number
from jiaoyan_nlp.commitments.items import item_candidates
from jiaoyan_nlp.commitments.rules import ruled_period
from jiaoyan_nlp.resources import lexicon


@dataclass(frozen=True, slots=True)
class Frame:
    """The fields of a commitment; `low` and `high` are the bounds that its comparator leaves."""

    class_: str
    decided_by: str
    actor: str | None
    each: bool
    item: str | None
    comparator: str
    low: Number
    high: Number
    change: str
    per: str


SETTLED = frozenset({"level", "baseline", "qualifier"})
"""Rules of the class that are hardly ever wrong: where one answers, the model is not asked."""


def frame_of(e: Expression, c: Context) -> Frame:
    """The frame of an amount in its context."""
    weights = choice_model().weights
    actor = choose(weights["actor"], actor_candidates(e, c)) or carried_actor(e, c)
    comparator = _comparator(e, c)
    class_, decided_by = _class(e, c)
    return Frame(
        class_, decided_by, named(actor), choose(weights["each"], each_candidates(actor, c)), choose(weights["item"], item_candidates(e, c)),
        comparator, e.low if comparator not in ("le", "lt") else None, e.high if comparator not in ("ge", "gt") else None,
        _change(e, c), ruled_period(e, c),
    )  # fmt: skip


def _class(e: Expression, c: Context) -> tuple[str, str]:
    """The class chosen, and the rule that says so too; `model` where the rules say otherwise."""
    ruled, rule = class_of(e, c)
    if rule in SETTLED:
        return ruled, rule
    chosen = class_chosen(e, c)
    return chosen, rule if ruled == chosen else "model"


@cache
def _apart() -> dict[str, str]:
    """The words that may stand apart from their amount and the comparator that each means, the longest first."""
    words: dict[str, dict[str, str]] = lexicon("quantities")["comparators"]
    apart = {**words["before_outside"], **words["before_inside"]}
    return {word: apart[word] for word in sorted(apart, key=len, reverse=True)}


def _comparator(e: Expression, c: Context) -> str:
    """Comparators that stand apart from the amount: 至少读一本, 控制在…, 突破…; 不少于 does not carry to the next amount."""
    if e.comparator not in ("eq", "range"):
        return e.comparator
    apart = _apart()
    for word in apart:
        at = c.clause_before.rfind(word)
        if at < 0:
            continue
        between = c.clause_before[at + len(word) :]
        touching = not between.strip() or (word == "限" and len(between) <= 2)
        of_what = between.endswith("的") and len(between) <= 10  # 不低于公用经费的5%
        if (
            touching
            or of_what
            or (word in ("至少", "最少", "起码", "至多", "最多") and len(between) <= 12 and not re.search(r"\d|[一二三四五六七八九十]+[节次篇本份个]", between))
        ):
            return apart[word]
    return e.comparator


_REACHED = re.compile(r"(?:到|至|为|达|达到|成)(?:了|约)?$")
_COMPARED = ("%", "百分点", "分", "倍", "元", "学分", "学时", None)


def _change(e: Expression, c: Context) -> str:
    """increase or decrease for an amount of change (提升5%), none for a level (提升至60%)."""
    if _REACHED.search(c.clause_before):
        return "none"
    words = lexicon("quantities")["change"]
    for name in ("increase", "decrease"):
        if any(re.search(pattern, c.clause_before) for pattern in words[name]["always"]):
            return name
        if e.unit in _COMPARED and any(re.search(pattern, c.clause_before) for pattern in words[name]["of_rates"]):
            return name
    newly = next((name for name in ("increase", "decrease") for pattern in words[name]["lists"] for clause in c.earlier[:3] if re.search(pattern, clause)), "")
    return newly if newly and c.before[: len(c.before) - len(c.clause_before)].endswith("、") else "none"
