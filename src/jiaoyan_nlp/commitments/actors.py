"""Who is bound by an amount: 每位教师, 教研组长, 35周岁以下青年教师, or nobody whom the text names."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise

from jiaoyan_nlp.commitments.choice import Candidate, with_rule
from jiaoyan_nlp.commitments.context import STOPS, Context, tagged
from jiaoyan_nlp.commitments.expressions import Expression, kind_of_unit
from jiaoyan_nlp.commitments.indicators import actor_kind
from jiaoyan_nlp.commitments.mentions import EACH, NOBODY, Actor, actors, periods, subject
from jiaoyan_nlp.commitments.rules import ruled_actor
from jiaoyan_nlp.resources import wording

_OWNER = re.compile(wording("no_actor"))
_OBJECT = re.compile(
    r"(?:对|向|给|为|帮|被|与|和|听|把|将|请|送|培养|选派|推荐|选出|选|派|评选|评出|聘请|邀请|检查|抽查|组织|要求|鼓励|确保|保证|引导|规定|由|安排|让|使)$"
)


_STOP = re.compile(rf"[{re.escape(STOPS)}]")
_GROUPS = {
    "clause": "own", "share": "share", "earlier": "carried", "previous": "before", "opening": "before", "lead": "above", "heading": "above", "path": "above",
    "topic": "table", "responsible": "table",
}  # fmt: skip


def actor_candidates(e: Expression, c: Context) -> list[Candidate]:
    """Everyone who may be bound by an amount, and nobody; an answer is an `Actor` or None."""
    kind = kind_of_unit(e)
    found = list(_mentions(c))
    none = [f"none label={c.label}", f"none n={min(len(found), 3)}", f"none form={e.form}", f"none unit={e.unit}"]
    none += _of_nobody(frozenset(where.split()[0] for where, *_ in found), kind)
    none += [f"none opens={word.tag}" for word in tagged(c.clause_before[:8])[:1]] + [f"none word={word.text}" for word in c.words_before[:3]]
    none += [f"none period={bool(periods(c.clause_before))}", f"none empty={not c.clause_before.strip()}"]
    out = [Candidate(None, tuple(none))]
    for place, (where, actor, text) in enumerate(found):
        out.append(Candidate(actor, (*_features(where, actor, text, place, kind, c), f"form={e.form} {where}")))
    words, each = ruled_actor(e, c)
    ruled = Candidate(words and Actor(words, each, 0, len(words), "ruled"), ("ruled", f"ruled kind={kind}"))
    return with_rule(out, ruled, kind, lambda one, other: (one and one.words) == (other and other.words))


@lru_cache(maxsize=4096)
def _of_nobody(wheres: frozenset[str], kind: str) -> tuple[str, ...]:
    """What speaks for nobody, or against it, where somebody is named."""
    others = [f"none but {where}" for where in (*sorted(wheres), *sorted({_GROUPS[where] for where in wheres}))]
    return tuple(each for other in ("none", *others) for each in (other, f"{other} kind={kind}"))


def carried_actor(e: Expression, c: Context) -> Actor | None:
    """Whom the sentence before names, for a sentence that opens with a period and so has no subject of its own (每学期听课20节)."""
    opening = periods(c.before.lstrip()[:8])
    words, each = ruled_actor(e, c)
    if words is None or not opening or opening[0].start > 1 or words in c.before or words not in c.previous:
        return None
    return Actor(words, each, 0, len(words), "carried")


def named(actor: Actor | None) -> str | None:
    """The words of an actor; of 人均 and 人手 none, for they name nobody."""
    return None if actor is None or actor.words in NOBODY else actor.words


_DEALT = re.compile(r"各(?![级类项种方]|位|[学年班校组科])|每[人位名]|人人|人均|人手|均|都|分别")


def each_candidates(actor: Actor | None, c: Context) -> list[Candidate]:
    """Whether an amount holds for every one of its actors: True or False."""
    said = [f"form={actor.form if actor else None}", f"each={actor.each if actor else None}"]
    words = actor.words if actor else ""
    said += [f"starts={words[:1]}", f"starts={words[:2]}", f"ends={words[-2:]}", f"ends={words[-1:]}"]
    own, before = _DEALT.findall(c.clause_before), _DEALT.findall(c.before[: len(c.before) - len(c.clause_before)])
    said += [*(f"own={word}" for word in own), *(f"before={word}" for word in before[-2:])]
    said += [f"own={bool(own)} before={bool(before)} each={actor.each if actor else None}"]
    said += [f"near={c.clause_before[-1:]}", f"near={c.clause_before[-1:]} each={actor.each if actor else None}"]
    return [Candidate(True, tuple(said)), Candidate(False, ())]


def _mentions(c: Context) -> Iterator[tuple[str, Actor, str]]:
    """(where, actor, text) of all who are named around, the nearest first."""
    if c.responsible:
        yield "responsible", Actor(c.responsible, bool(EACH.match(c.responsible)), 0, len(c.responsible), "head"), c.responsible
    yield from _in_sentence(c.before)
    yield from _above(c.previous, c.opening, c.lead, c.topic, c.heading, c.path.rpartition("/")[0])
    share = re.match(r"的?([\u4e00-\u9fff]{0,8}?(?:教师|学生|老师|班级|学校|幼儿|家长|同学|毕业生|组员|学员))", c.clause_behind)
    if share:
        yield "share", Actor(share[1], False, 0, share.end(), "head"), c.clause_behind


@lru_cache(maxsize=64)
def _above(previous: str, opening: str, lead: str, topic: str, heading: str, path: str) -> tuple[tuple[str, Actor, str], ...]:
    """Who is named around a sentence: kept for its next amounts."""
    above = [("previous", clause) for clause in reversed(_clauses(previous))] + [("opening", clause) for clause in reversed(_clauses(opening)[:3])]
    above += [("lead", lead), ("topic", topic), ("heading", heading), ("path", path)]
    return tuple((where, actor, text) for where, text in above if text for actor in _named_in(text, subjects=where in ("previous", "opening", "lead")))


def _in_sentence(before: str) -> Iterator[tuple[str, Actor, str]]:
    """Who is named in the sentence before an amount; read as a whole, since 、 may stand inside an actor (三、四年级)."""
    starts = [0, *(m.end() for m in _STOP.finditer(before))]
    found = list(actors(before))
    for start, end in pairwise([*starts, len(before) + 1]):
        noun = subject(before[start : max(start, end - 1)])
        if noun and not any(actor.start < start + noun.end and start + noun.start < actor.end for actor in found):
            found.append(noun._replace(start=start + noun.start, end=start + noun.end))
    for actor in sorted(found, key=lambda actor: -actor.start):
        stops = sum(start > actor.start + len(actor.words) - 1 for start in starts)
        start = max(s for s in starts if s <= actor.start)
        end = min((s - 1 for s in starts if s > actor.end), default=len(before))
        yield "clause" if not stops else f"earlier {min(stops, 4)}", actor._replace(start=actor.start - start, end=actor.end - start), before[start:end]


def _named_in(text: str, *, subjects: bool) -> Iterator[Actor]:
    known = actors(text)
    yield from reversed(known)
    noun = subject(text) if subjects else None
    if noun and not any(actor.start < noun.end for actor in known):
        yield noun


def _clauses(text: str) -> list[str]:
    return [clause for clause in re.split("[,;:、()。]", text) if clause]


def _features(where: str, actor: Actor, text: str, place: int, kind: str, c: Context) -> Iterator[str]:
    known = actor_kind(actor.words) or "other"
    before, behind = text[: actor.start].rstrip(), text[actor.end :]
    said, head = "each" if actor.each else actor.form, _stands(before)
    yield from _of_mention(where, said, head, known, kind)
    yield from _of_place(min(place, 4), said, head)
    if where == "clause" and not behind.strip():
        yield from ("touching", f"touching kind={kind}", f"touching {said}")
    if _OWNER.match(behind[:4]):
        yield from ("owner", f"owner {where}", f"owner {said}")
    if object_of := _OBJECT.search(before[-2:]):
        yield from ("object", f"object {object_of[0]}", f"object {where}")
    next_tag = next((word.tag for word in tagged(behind[:6])), "end")
    yield from (f"next={next_tag}", f"next={next_tag} {head}")
    if where.startswith("earlier"):
        yield f"earlier {'own' if actors(c.clause_before) else 'alone'}"
        yield f"earlier semicolon={';' in c.before[c.before.rfind(text) + len(text) :]}"
    if where in ("previous", "opening"):
        yield f"{where} opens={next((w.tag for w in tagged(c.before[:8])), 'none')}"
        yield f"{where} alone={not actors(c.before)} {said}"
    if known == "other":
        yield f"end={actor.words[-1]} {head}"


# Names of few parts come again and again, and are kept: to make them anew is what would cost most.


@lru_cache(maxsize=4096)
def _of_mention(where: str, said: str, head: str, known: str, kind: str) -> tuple[str, ...]:
    group = _GROUPS[where.split()[0]]
    at = (where, f"{where} {said}", f"{where} {head}", f"{where} {said} {head}", f"{where} kind={kind}", f"{where} {said} kind={kind}")
    of = (group, f"{group} {said}", f"{group} {head}", f"{group} {said} {head}", f"{group} kind={kind}", f"{group} {head} kind={kind}")
    who = (f"{group} who={known}", f"who={known}", f"who={known} {where}", f"who={known} kind={kind}", f"said={said}", f"said={said} {head}")
    return *at, *of, *who


@lru_cache(maxsize=4096)
def _of_place(place: int, said: str, head: str) -> tuple[str, ...]:
    return f"place={place}", f"nearest={not place} {said}", f"nearest={not place} {head}"


def _stands(before: str) -> str:
    """How an actor stands in its clause: at its head, behind a period, or within."""
    if not before:
        return "head"
    named = periods(before)
    if named and named[-1].end == len(before):
        return "behind period"
    if before.endswith("其中"):
        return "among"
    return "near head" if len(before) <= 4 else "within"
