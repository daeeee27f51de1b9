"""What an audit is told beside its folder: one record with its defaults. `settings_file` reads it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from fnmatch import fnmatchcase
from pathlib import PurePosixPath
from typing import NamedTuple

from jiaoyan_nlp.report.families import MOST_LINES
from jiaoyan_nlp.report.words import FINDING
from jiaoyan_nlp.reuse.passages import Options

KINDS = ("policy", "template")
"""Kinds of references, in the order in which they are told where a text stands in several."""
NONE = "—"
"""What is told where nothing is set."""


class Reference(NamedTuple):
    """A folder of texts that passages may come from: its kind, where it lies, and what it was called by whoever named it."""

    kind: str
    folder: str
    name: str


@dataclass(frozen=True)
class Settings:
    """What an audit is told beside its folder; lengths in letters, punctuation left out.

    Attributes:
        references: texts that passages may come from.
        together: schools that count as one, by the name of what they belong to.
        shortest: length of the shortest passage that is told as shared.
        run: every run of this length that two plans share is compared; shorter than `shortest`, or as long.
        left_out: patterns of files that are not read, such as 草稿/*.
        findings_left_out: kinds of findings that are not told.
        most_families: passages that the page shows, those with most text first; the tables hold all.
    """

    references: tuple[Reference, ...] = ()
    together: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    shortest: int = Options().shortest
    run: int = Options().min_run
    left_out: tuple[str, ...] = ()
    findings_left_out: tuple[str, ...] = ()
    most_families: int = MOST_LINES

    @property
    def options(self) -> Options:
        """How shared passages are told from chance."""
        return Options(min_run=self.run, shortest=self.shortest, particular=min(Options().particular, self.shortest))

    def leaves_out(self, name: str) -> bool:
        """Whether a file is left out: a pattern fits its name, a folder's, or several in a row (草稿/*), at any depth."""
        parts = PurePosixPath(name).parts
        held = {"/".join(parts[start:end]) for start in range(len(parts)) for end in range(start + 1, len(parts) + 1)}
        return any(fnmatchcase(part, pattern) for pattern in self.left_out for part in held)

    def with_references(self, given: Iterable[Reference]) -> Settings:
        """These settings with the references given in place of those of the same kinds."""
        new = tuple(given)
        kinds = {r.kind for r in new}
        return replace(self, references=in_order([*new, *(r for r in self.references if r.kind not in kinds)]))

    def described(self) -> list[tuple[str, str, str]]:
        """Each setting as a reader sees it: its name in Chinese and in English, and its value."""
        others = sorted({r.kind for r in self.references} - set(KINDS))
        groups = "；".join(f"{name}：{_listed(schools)}" for name, schools in self.together.items())
        return [
            ("最短的重合文本（字，不计标点）", "Shortest passage told (letters, punctuation left out)", str(self.shortest)),
            ("连续相同多少字即作比对", "Run of letters that is compared", str(self.run)),
            ("上级文件", "Policy documents", self._names_of("policy")),
            ("模板", "Templates", self._names_of("template")),
            *((kind, kind, self._names_of(kind)) for kind in others),
            ("视为一家的学校", "Schools that count as one", groups or NONE),
            ("没有读的文件", "Files left out", _listed(self.left_out)),
            ("没有提示的核对事项", "Kinds of findings left out", _listed(FINDING[kind] for kind in self.findings_left_out)),
            ("网页最多列出的重合文本（段）", "Passages shown on the page at most", str(self.most_families)),
        ]

    def _names_of(self, kind: str) -> str:
        return _listed(r.name for r in self.references if r.kind == kind)


DEFAULT = Settings()


def in_order(references: Iterable[Reference]) -> tuple[Reference, ...]:
    """References by their kinds, policy first: of two that hold the same text the first is told."""
    return tuple(sorted(references, key=lambda r: KINDS.index(r.kind) if r.kind in KINDS else len(KINDS)))


def _listed(values: Iterable[str]) -> str:
    return "、".join(values) or NONE
