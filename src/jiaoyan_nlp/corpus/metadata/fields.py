"""Metadata: school, year, term, subject and more of a plan, from what is known around its text (`clues`).

Clues are weighed in the order of `clues.PLACES`, whatever order they come in, and each value says where it was found.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from jiaoyan_nlp.corpus.metadata.clues import PLACES, Clue
from jiaoyan_nlp.corpus.metadata.periods import weigh
from jiaoyan_nlp.corpus.metadata.schools import district_of, level_of, own_school, schools_in
from jiaoyan_nlp.corpus.metadata.schoolyear import Period
from jiaoyan_nlp.corpus.metadata.signature import author_of, date_of, issuer_of
from jiaoyan_nlp.resources import lexicon


@dataclass(frozen=True, slots=True)
class Metadata:
    """What is known of a plan; empty where nothing was found.

    Attributes:
        level: the school's, in Chinese (see `schools.level_of`).
        year: calendar year, of a school year its first.
        term: autumn, spring, year, or empty.
        school_year: such as 2021-2022学年第一学期.
        issuer: the office that issued it, as written.
        date: ISO 8601, by the day or the month.
        kind: plan or summary where a manifest or the file says so; empty where the text decides.
        found: where each came from: a place of `clues.PLACES`, `school` or `date`.
    """

    school: str = ""
    district: str = ""
    level: str = ""
    year: int | None = None
    term: str = ""
    school_year: str = ""
    subject: str = ""
    issuer: str = ""
    date: str = ""
    author: str = ""
    kind: str = ""
    found: dict[str, str] = field(default_factory=dict)


def metadata_of(clues: Iterable[Clue], kind: str = "plan") -> Metadata:
    """What the clues say together.

    Args:
        clues: in any order.
        kind: plan or summary, for what the month of the date means.
    """
    known = sorted(clues, key=lambda c: (PLACES.index(c.place), c.depth, c.text, c.fields))
    found: dict[str, str] = {}

    def first(name: str, read: Callable[[str], str], among: Sequence[Clue]) -> str:
        for clue in among:
            if answer := clue.says(name) or read(clue.text):
                found[name] = clue.place
                return answer
        return ""

    def unless(name: str, answer: str, derived: str, place: str) -> str:
        if not answer and derived:
            found[name] = place
        return answer or derived

    school = first("school", own_school, _order(known, "manifest member folder path document title head foot front root"))
    date = first("date", date_of, _order(known, "manifest member foot head title path document"))
    kind = first("kind", _nothing, known) or kind
    period = _weighed(known, date, kind, found)
    titles = " ".join(c.text for c in _order(known, "member path title"))
    return Metadata(
        school=school,
        district=unless("district", first("district", _whole_district, _order(known, "manifest member folder root")), district_of(school), "school"),
        level=unless("level", first("level", _nothing, known), level := level_of(school, titles), "school" if level == level_of(school) else "title"),
        year=period.year,
        term=period.term,
        school_year=period.school_year,
        subject=first("subject", subject_of, _order(known, "manifest member path folder document title front")),
        issuer=first("issuer", _issuer, _order(known, "manifest member path document title head foot")),
        date=date,
        author=first("author", author_of, _order(known, "manifest member head foot")),
        kind=kind if "kind" in found else "",
        found=found,
    )


def subject_of(text: str) -> str:
    """The subject that a title or a name of a folder or file names, as written; names of schools (艺术学校) are none."""
    words = _without_schools(text)
    guards = lexicon("metadata")["guards"]
    return next((s for s in lexicon("metadata")["subjects"] if re.search(guards.get(s, s), words)), "")


def _order(known: Sequence[Clue], places: str) -> list[Clue]:
    """The clues of these places in this order; `path` is the file's own name, `folder` those around it."""
    names = places.split()
    return sorted((c for c in known if _place(c) in names), key=lambda c: (names.index(_place(c)), c.depth))


def _place(clue: Clue) -> str:
    return "folder" if clue.place == "path" and clue.depth else clue.place


def _nothing(_: str) -> str:
    return ""


def _whole_district(folder: str) -> str:
    """The district that a folder is called by and nothing else."""
    name = folder.lstrip("0123456789.、-_ ")
    return name if name and district_of(name) == name else ""


def _issuer(text: str) -> str:
    return issuer_of(_without_schools(text))


def _without_schools(text: str) -> str:
    out, at = [], 0
    for name in schools_in(text):
        out.append(text[at : name.start()])
        at = name.end()
    return "|".join([*out, text[at:]])


def _weighed(known: Sequence[Clue], date: str, kind: str, found: dict[str, str]) -> Period:
    period, *places = weigh([c for c in known if c.place != "root"], date, kind)  # 2024年检查 holds plans of any year
    found |= {name: place for name, place in zip(("year", "term"), places, strict=True) if place}
    if period.school_year:
        found["school_year"] = found["year"]
    return period
