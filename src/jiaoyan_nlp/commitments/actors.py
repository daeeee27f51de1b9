"""Who is bound by an amount: 每位教师, 教研组长, 35周岁以下青年教师, or nobody whom the text names."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from typing import NamedTuple

from jiaoyan_nlp.commitments.choice import Candidate
from jiaoyan_nlp.commitments.context import Context, tagged
from jiaoyan_nlp.commitments.expressions import Expression
from jiaoyan_nlp.commitments.indicators import actor_kind
from jiaoyan_nlp.commitments.periods import kind_of_unit, periods
from jiaoyan_nlp.resources import lexicon, wording

_EACH = re.compile(r"每[位名个一所人]|每$|各|人人|人均|班班|校校|生均|师均|每(?=[\u4e00-\u9fff]{0,8}(?:教师|组|师傅|班|校|小学|中学|人))")
_NOBODY = ("人均", "生均", "师均", "人手")
_OWNER = re.compile(wording("no_actor"))
_OBJECT = re.compile(
    r"(?:对|向|给|为|帮|被|与|和|听|把|将|请|送|培养|选派|推荐|选出|选|派|评选|评出|聘请|邀请|检查|抽查|组织|要求|鼓励|确保|保证|引导|规定|由|安排|让|使)$"
)


class Actor(NamedTuple):
    """A mention of someone who can be bound: the words, whether they say each, and where they stand in the text searched."""

    words: str
    each: bool
    start: int
    end: int
    form: str


@cache
def _pattern() -> re.Pattern[str]:
    """An actor phrase: every/each or a qualifier, then who."""
    actors = lexicon("quantities")["actors"]

    def longest(words: Sequence[str]) -> str:
        return "|".join(sorted(map(re.escape, words), key=len, reverse=True))

    heads = longest(actors["heads"])
    head = rf"(?:{heads})(?:[、和及](?:[\u4e00-\u9fff]{{0,4}}?(?:{heads})))*(?:成员)?"
    return re.compile(
        rf"(?P<whole>{longest(actors['whole'])})"
        rf"|(?P<each>每一?[位名个所]|每(?!学[期年]|[周月年天日次课节期例份篇场轮块项件回题张幅科]|单元|两|个月|个学)|各(?!级|类|项|种|方)位?|全体|所有)"
        rf"(?:[\u4e00-\u9fff]{{0,8}}?)(?:{head}|小学|中学|片区|班|组|校|园|人|年级|成员|科|级部|社团)(?:成员|教师|老师)?"
        rf"|(?P<head>(?:{actors['qualifier']})*(?:{head}))"
        rf"|(?P<grades>[低中高]{{1,2}}年级|[一二三四五六七八九](?:、[一二三四五六七八九])*(?:至[一二三四五六七八九])?年级(?:组|及以上|备课组)?|[初高][一二三](?:年级)?)"
        rf"|(?P<me>(?<![\u4e00-\u9fff])(?:我们?|本人)(?!校|区|县|国|市|镇|园))"
    )


@lru_cache(maxsize=4096)
def actors(text: str) -> tuple[Actor, ...]:
    """The actors named in a text, in order; 教师每人 is one, and says each."""
    out: list[Actor] = []
    for m in _pattern().finditer(text):
        words, each = m[0].strip(), bool(m["whole"] or _EACH.match(m[0].strip()))
        if m["whole"] and out and out[-1].end == m.start():
            out[-1] = out[-1]._replace(each=True, end=m.end())
        else:
            out.append(Actor(words, each, m.start(), m.end(), m.lastgroup or "head"))
    return tuple(out)


_NOUNS = frozenset(["n", "nr", "nt", "nz", "ns", "nrt", "nrfg", "ng", "j", "l", "i", "b", "vn", "a", "an", "t", "f", "s", "m", "q", "uj", "r"])
_PEOPLE_END = re.compile(r"[师生长员组室处部校园队班人者们员会区片家手童对位级方]$|学段|大家|双方|师徒|年级|其他人|各科|科$")


@lru_cache(maxsize=4096)
def subject(clause: str) -> Actor | None:
    """The noun phrase that opens a clause where it is no known actor: 田径队, 每个学段, 三个年轻人."""
    start = at = len(clause) - len(clause.lstrip())
    for word in tagged(clause[start:]):
        if word.tag not in _NOUNS or at - start > 12 or any(p.start <= at < p.end for p in periods(clause)):
            break
        at += len(word.text)
    words = clause[start:at].rstrip("的")
    return (
        Actor(words, bool(_EACH.match(words)), start, start + len(words), "people" if _PEOPLE_END.search(words) else "noun")
        if len(words) >= 2 and at < len(clause)
        else None
    )


def actor_candidates(e: Expression, c: Context) -> list[Candidate]:
    """Everyone who may be bound by an amount, and nobody; an answer is an `Actor` or None."""
    kind = kind_of_unit(e)
    found = list(_mentions(e, c))
    wheres = sorted({where.split()[0] for where, *_ in found})
    none = ["none", f"none kind={kind}", f"none label={c.label}", f"none n={min(len(found), 3)}", f"none form={e.form}", f"none unit={e.unit}"]
    none += [f"none but {where}" for where in wheres] + [f"none but {where} kind={kind}" for where in wheres]
    none += [f"none opens={word.tag}" for word in tagged(c.clause_before[:8])[:1]] + [f"none word={word.text}" for word in c.words_before[:3]]
    none += [f"none period={bool(periods(c.clause_before))}", f"none empty={not c.clause_before.strip()}"]
    return [
        Candidate(None, tuple(none)),
        *(Candidate(actor, tuple(_features(where, actor, text, place, kind, e, c))) for place, (where, actor, text) in enumerate(found)),
    ]


def named(actor: Actor | None) -> str | None:
    """The words of an actor; of 人均 and 人手 none, for they name nobody."""
    return None if actor is None or actor.words in _NOBODY else actor.words


_DEALT = re.compile(r"各(?![级类项种方]|位|[学年班校组科])|每[人位名]|人人|人均|人手|均|都|分别")


def each_candidates(actor: Actor | None, c: Context) -> list[Candidate]:
    """Whether an amount holds for every one of its actors: True or False."""
    said = [f"form={actor.form if actor else None}", f"each={actor.each if actor else None}"]
    words = actor.words if actor else ""
    said += [f"starts={words[:1]}", f"starts={words[:2]}", f"ends={words[-2:]}", f"ends={words[-1:]}"]
    own, before = _DEALT.findall(c.clause_before), _DEALT.findall(c.before[: len(c.before) - len(c.clause_before)])
    said += (
        [f"own={word}" for word in own]
        + [f"before={word}" for word in before[-2:]]
        + [f"own={bool(own)} before={bool(before)} each={actor.each if actor else None}"]
    )
    said += [f"near={c.clause_before[-1:]}", f"near={c.clause_before[-1:]} each={actor.each if actor else None}"]
    return [Candidate(True, tuple(said)), Candidate(False, ())]


def _mentions(e: Expression, c: Context) -> Iterator[tuple[str, Actor, str]]:
    """(where, actor, text) of all who are named around, the nearest first."""
    if c.responsible:
        yield "responsible", Actor(c.responsible, bool(_EACH.match(c.responsible)), 0, len(c.responsible), "head"), c.responsible
    texts = [("clause", c.clause_before), *((f"earlier {min(i, 4)}", clause) for i, clause in enumerate(c.earlier, 1))]
    texts += [("previous", clause) for clause in reversed(_clauses(c.previous))] + [("opening", clause) for clause in reversed(_clauses(c.opening)[:3])]
    texts += [("lead", c.lead), ("topic", c.topic), ("heading", c.heading), ("path", c.path.rpartition("/")[0])]
    for where, text in texts:
        known = actors(text)
        for actor in reversed(known):
            yield where, actor, text
        noun = subject(text) if where.startswith(("clause", "earlier", "previous", "opening")) else None
        if noun and not any(actor.start < noun.end for actor in known):
            yield where, noun, text
    share = re.match(r"的?([\u4e00-\u9fff]{0,8}?(?:教师|学生|老师|班级|学校|幼儿|家长|同学|毕业生|组员|学员))", c.clause_behind)
    if share:
        yield "share", Actor(share[1], False, 0, share.end(), "head"), c.clause_behind


def _clauses(text: str) -> list[str]:
    return [clause for clause in re.split("[,;:、()。]", text) if clause]


def _features(where: str, actor: Actor, text: str, place: int, kind: str, e: Expression, c: Context) -> Iterator[str]:
    known = actor_kind(actor.words) or "other"
    before, behind = text[: actor.start].rstrip(), text[actor.end :]
    said = "each" if actor.each else actor.form
    head = _stands(before)
    touching = not behind.strip() and where == "clause"
    yield from (where, f"{where} {said}", f"{where} {head}", f"{where} {said} {head}", f"{where} kind={kind}", f"{where} {said} kind={kind}")
    yield from (f"who={known}", f"who={known} {where}", f"who={known} kind={kind}", f"said={said}", f"said={said} {head}", f"place={min(place, 4)}")
    if touching:
        yield from ("touching", f"touching kind={kind}", f"touching {said}")
    if _OWNER.match(behind[:4]):
        yield from ("owner", f"owner {where}", f"owner {said}")
    if object_of := _OBJECT.search(before):
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
    yield f"form={e.form} {where}"


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
