"""Annotated manuscripts: the form in which the corpora are written.

A manuscript is the text of one submitted file with inline tags for everything that the gold annotation says of it:
sections, quantities, planted reuse, planted findings. `parse` takes the tags out and returns the bare text together with
spans over it, so that no offset is ever counted by hand. The tags are described in `corpus/MANUSCRIPTS.md`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path

LABELS = frozenset(
    [
        "title",
        "preamble",
        "guiding",
        "situation",
        "goals",
        "tasks",
        "measures",
        "schedule",
        "safeguards",
        "assessment",
        "outcomes",
        "work_done",
        "problems",
        "outlook",
        "closing",
        "noise",
    ]
)
CLASSES = frozenset({"commitment", "achievement", "fact", "qualifier"})
COMPARATORS = frozenset({"eq", "ge", "le", "gt", "lt", "approx", "range"})
PERIODS = frozenset(["day", "week", "biweek", "month", "bimonth", "semester", "year", "unit", "lesson", "plan"])
TAG = re.compile(r"<(/?)([a-z_]+)((?:\s+[^<>]*)?)>")
ROW = re.compile(r"^((?:<[^<>]*>)*)\|(.*)\|((?:</[a-z_]+>)*)$", re.M)
ATTRIBUTE = re.compile(r"([a-z]+)=([^\s<>]*)")


class ManuscriptError(Exception):
    """A manuscript breaks the rules of its markup; the message names the file, the line and the rule."""


@dataclass
class Mark:
    """One tagged stretch of the bare text: `name` is the tag, `flags` its bare words, `values` its key=value pairs."""

    name: str
    start: int
    end: int
    flags: list[str]
    values: dict[str, str]


@dataclass
class Manuscript:
    path: Path
    header: dict[str, str]
    text: str
    marks: list[Mark] = field(default_factory=list)

    @property
    def file(self) -> str:
        """Path of the built file inside its heap."""
        return self.header["file"]

    @property
    def has_gold(self) -> bool:
        return self.header.get("gold") == "yes"

    def of(self, *names: str) -> list[Mark]:
        return sorted((m for m in self.marks if m.name in names), key=lambda m: (m.start, -m.end))

    def sections(self) -> list[dict[str, object]]:
        """Gold spans of sections: the innermost tag wins, layout at the edges is trimmed, no two overlap."""
        owner: list[Mark | None] = [None] * len(self.text)
        for mark in sorted(self.of(*LABELS), key=lambda m: (m.start, -m.end)):
            for i in range(mark.start, mark.end):
                owner[i] = mark
        rows: list[dict[str, object]] = []
        start = 0
        for i in range(1, len(owner) + 1):
            if i < len(owner) and owner[i] is owner[start]:
                continue
            held, piece = owner[start], self.text[start:i]
            if held is not None and piece.strip():
                left = start + len(piece) - len(piece.lstrip())
                right = start + len(piece.rstrip())
                heading = int(held.flags[0]) if held.flags else 0
                rows.append({"start": left, "end": right, "label": held.name, "heading": heading})
            elif piece.strip():
                raise ManuscriptError(f"{self.path.name}: no section tag around {piece.strip()[:30]!r}")
            start = i
        return rows

    def plans(self) -> list[dict[str, object]]:
        """Starts and kinds of the plans: every <plan/> tag, or the first character that is no noise."""
        marks = self.of("plan")
        if marks:
            return [{"start": self._ink(m.start), "kind": m.values["kind"]} for m in marks]
        first = next(s for s in self.sections() if s["label"] != "noise")
        return [{"start": first["start"], "kind": self.header.get("kind", "plan")}]

    def quantities(self) -> list[dict[str, object]]:
        return [self._quantity(m) for m in self.of("q")]

    def _ink(self, at: int) -> int:
        while self.text[at].isspace():
            at += 1
        return at

    def _quantity(self, mark: Mark) -> dict[str, object]:
        text = self.text[mark.start : mark.end]
        kind = mark.flags[0] if mark.flags else ""
        if kind not in CLASSES:
            raise ManuscriptError(f"{self.path.name}: <q> around {text!r} needs one of {sorted(CLASSES)}")
        row: dict[str, object] = {"start": mark.start, "end": mark.end, "text": text, "class": kind}
        if kind != "commitment":
            return row
        v = mark.values
        comparator, per = v.get("cmp", "eq"), v.get("per", "plan")
        if comparator not in COMPARATORS or per not in PERIODS:
            raise ManuscriptError(f"{self.path.name}: <q> around {text!r}: cmp={comparator} per={per}")
        low, high = v.get("min", v.get("n")), v.get("max", v.get("n"))
        return row | {
            "actor": v.get("actor") or None,
            "each": v.get("each") == "yes",
            "item": v.get("item") or None,
            "comparator": comparator,
            "min": number(low),
            "max": number(high),
            "unit": v.get("unit") or None,
            "change": v.get("change", "none"),
            "per": per,
            "placeholder": v.get("placeholder") == "yes",
        }


def number(text: str | None) -> float | int | None:
    if not text:
        return None
    value = float(text)
    return int(value) if value.is_integer() else value


def parse(path: Path) -> Manuscript:
    """Read one manuscript.

    Raises:
        ManuscriptError: an unknown or unbalanced tag, a missing header, a file name that is not given.
    """
    raw = path.read_text(encoding="utf-8")
    head, separator, body = raw.partition("\n---\n")
    if not separator:
        raise ManuscriptError(f"{path.name}: no line --- between header and text")
    header = dict(line.split(": ", 1) for line in head.splitlines() if line.strip())
    if "file" not in header:
        raise ManuscriptError(f"{path.name}: the header needs file:")
    body = ROW.sub(lambda m: m[1] + m[2].replace("|", "\t") + m[3], body.strip("\n"))
    if header.get("glue") == "yes":
        body = body.replace("\n", "")
    if header.get("newline") == "crlf":
        body = body.replace("\n", "\r\n")
    return untag(path, header, body)


def untag(path: Path, header: dict[str, str], body: str) -> Manuscript:
    """Take the tags out of a body and turn them into spans over what is left."""
    known = LABELS | {"q", "r", "f", "plan"}
    out: list[str] = []
    marks: list[Mark] = []
    open_tags: dict[str, list[Mark]] = {}
    at = done = 0
    for tag in TAG.finditer(body):
        out.append(body[at : tag.start()])
        done += tag.start() - at
        at = tag.end()
        closing, name, rest = tag.groups()
        if name not in known:
            raise ManuscriptError(f"{path.name}: unknown tag <{name}>")
        if closing:
            if not open_tags.get(name):
                raise ManuscriptError(f"{path.name}: </{name}> without a start")
            mark = open_tags[name].pop()
            mark.end = done
            marks.append(mark)
            continue
        values = dict(ATTRIBUTE.findall(rest))
        flags = [w for w in rest.split() if "=" not in w]
        mark = Mark(name, done, done, flags, values)
        if name == "plan":
            marks.append(mark)
        else:
            open_tags.setdefault(name, []).append(mark)
    out.append(body[at:])
    left = [name for name, stack in open_tags.items() if stack]
    if left:
        raise ManuscriptError(f"{path.name}: never closed: {left}")
    return Manuscript(path, header, "".join(out), marks)
