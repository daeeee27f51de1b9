"""What a person should look at first: the findings in plain sentences with their numbers, each with a way to the evidence."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from jiaoyan_nlp.report.between import Pair
from jiaoyan_nlp.report.bilingual import say
from jiaoyan_nlp.report.completeness import Coverage
from jiaoyan_nlp.report.families import Line
from jiaoyan_nlp.report.leftovers import Group
from jiaoyan_nlp.report.promises import Distribution, SameSet
from jiaoyan_nlp.report.words import SCOPE

PAIRS = 3
MANY_LACKING = 4


@dataclass(frozen=True, slots=True)
class Statement:
    """A sentence, and the place in the page where its evidence is."""

    words: Markup
    link: str


def statements(
    groups: Sequence[Group],
    pairs: Sequence[Pair],
    lines: Sequence[Line],
    same: Sequence[SameSet],
    held: Sequence[Distribution],
    coverages: Sequence[Coverage],
) -> list[Statement]:
    """The sentences in the order in which they help: single words left over, pairs of schools, passages, promises, gaps."""
    return [
        *_leftovers([g for g in groups if g.kind != "placeholder"]), *_pairs(pairs), *_passages([each for each in lines if each.scope == SCOPE["across"]]),
        *_leftovers([g for g in groups if g.kind == "placeholder"]), *_promises(same, held), *_gaps(coverages),
    ]  # fmt: skip


def _leftovers(groups: Sequence[Group]) -> Iterator[Statement]:
    for g in groups:
        if not g.count:
            continue
        row = g.rows[0]
        told = say(
            "{plans} 份材料里{name}，共 {count} 处", "{plans:plan|plans}: {name}, {count:place|places} in all", plans=g.plans, count=g.count, name=g.name
        )
        where = row.plan.school if row.plan else row.file
        example = say("，例如{where}的材料里有“{text}”。", ", for example “{text}” in the material of {where}.", where=where, text=row.text)
        yield Statement(told + example, f"#leftovers-{g.kind}")


def _pairs(pairs: Sequence[Pair]) -> Iterator[Statement]:
    for p in pairs[:PAIRS]:
        yield Statement(
            say(
                "{a}的材料有 {n} 字（{x}）也见于{b}，{b}有 {m} 字（{y}）也见于{a}。",
                "{n} characters ({x}) of {a} stand in the plans of {b} too, {m} ({y}) of {b} in those of {a}.",
                a=p.school, b=p.other, n=p.letters, m=p.back, x=percent(p.share), y=percent(p.back_share),
            ),
            "#between",
        )  # fmt: skip


def _passages(lines: Sequence[Line]) -> Iterator[Statement]:
    if not lines:
        return
    rest = [each for each in lines if not each.reference[1]]
    known = len(lines) - len(rest)
    source = say("，其中 {n} 段出自已提供的上级文件或模板", ", {n} of them from policy or templates that were given", n=known) if known else Markup()
    total = say("不同学校之间共有 {n} 段重合文本", "{n:passage is|passages are} shared across schools", n=len(lines))
    yield Statement(total + source + say("。", "."), "#families")
    if rest:
        yield from _largest(rest, *(("其余各段中，", "Of the others, the") if known else ("", "The")))


def _largest(lines: Sequence[Line], zh: str, en: str) -> Iterator[Statement]:
    """The passage in most schools, and the longest where that is another; `zh` and `en` begin the sentences."""
    widest = max(lines, key=lambda each: (each.schools, each.length, -each.at))
    longest = max(lines, key=lambda each: (each.length, -each.at))
    told = [(widest, "涉及学校最多的一段", "passage in most schools"), (longest, "最长的一段", "longest passage")]
    for line, chinese, english in told if longest is not widest else told[:1]:
        words = say(
            f"{zh}{chinese} {{n}} 字，见于 {{s}} 所学校的材料：“{{text}}”",
            f"{en} {english} has {{n}} characters and stands in the plans of {{s}} schools: “{{text}}”",
            n=line.length, s=line.schools, text=line.opening,
        )  # fmt: skip
        yield Statement(words, f"#family-{line.number}")


def _promises(same: Sequence[SameSet], held: Sequence[Distribution]) -> Iterator[Statement]:
    if same:
        plans = sum(len(each.plans) for each in same)
        words = say(
            "{plans} 份材料的量化承诺与另一所学校的完全相同（共 {sets} 组）。",
            "{plans} plans promise exactly the same amounts as another school’s ({sets:set|sets}).",
            plans=plans, sets=len(same),
        )  # fmt: skip
        yield Statement(words, "#same-sets")
    far = [p for d in held for p in d.far]
    if far:
        words = say("{n} 项承诺的数量与各校相差较远。", "{n:promised amount lies|promised amounts lie} far from those of the other schools.", n=len(far))
        yield Statement(words, "#promises")


def _gaps(coverages: Sequence[Coverage]) -> Iterator[Statement]:
    for each in coverages:
        many = sum(sum(not has for has in row) >= MANY_LACKING for _, _, row in each.plans)
        if many:
            words = say(
                "{n} 份{kind}没有找到 {k} 个以上的常见部分。",
                "{k} or more of the usual sections were not found in {n} of the {kind}s.",
                n=many,
                k=MANY_LACKING,
                kind=each.kind,
            )
            yield Statement(words, f"#coverage-{each.code}")


def percent(share: float) -> str:
    """A share in percent, with one decimal."""
    return f"{100 * share:.1f}%"
