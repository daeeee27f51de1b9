"""Corpus: the analyses of many files as tables, and what looks across them."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

from jiaoyan_nlp.corpus.readers import DEFAULT, Reading
from jiaoyan_nlp.engine.analysis import Analysis, Row
from jiaoyan_nlp.engine.leftovers import leftover_rows, slot_rows
from jiaoyan_nlp.engine.local import analyse_all, folder_jobs
from jiaoyan_nlp.engine.part import Part, known_values
from jiaoyan_nlp.engine.sharing import family_row, member_rows, plan_rows, school_rows
from jiaoyan_nlp.engine.store import Store, is_store
from jiaoyan_nlp.language.comparison import compared
from jiaoyan_nlp.language.coverage import missing_sections
from jiaoyan_nlp.language.sentence_rows import sentence_rows
from jiaoyan_nlp.language.tokens import Tokens, tokens_of
from jiaoyan_nlp.progress import Stage, steps
from jiaoyan_nlp.reuse.alignment import Aligned, aligned
from jiaoyan_nlp.reuse.dating import period_of
from jiaoyan_nlp.reuse.families import Family, find_families
from jiaoyan_nlp.reuse.ink import Ink
from jiaoyan_nlp.reuse.leftovers import united
from jiaoyan_nlp.reuse.merging import with_merged
from jiaoyan_nlp.reuse.pairs import Pair, find_pairs
from jiaoyan_nlp.reuse.passages import Options
from jiaoyan_nlp.reuse.references import POLICY, Origin, find_origins, origin_of_family
from jiaoyan_nlp.reuse.sharing import Sharing, sharing
from jiaoyan_nlp.reuse.slots import Slot, find_slots
from jiaoyan_nlp.reuse.stock import stock_phrases
from jiaoyan_nlp.reuse.substitutions import substitutions
from jiaoyan_nlp.tables import TABLES, frame, records_of

if TYPE_CHECKING:
    import pandas as pd


_COMPARED = ("_aligned", "_families", "origins")
"""What comparing plans gives, each from the one before."""


@dataclass(frozen=True)
class Corpus:
    """Files that were read and analysed, in the order of their names.

    Every table is a pandas frame with the columns of `jiaoyan_nlp.tables.TABLES`, made when it is first asked for. Where the
    analyses lie in a store, what a table needs is read then.

    Attributes:
        options: how shared passages are told from chance.
        references: texts that passages may come from, each with its kind; what comes from one of kind `policy` is quoted, not shared.
        together: schools that count as one owner, by the name of their group.
        findings_left_out: kinds of findings that are not told.
        remarks: rows of the table of problems beside those of the files.
    """

    analyses: tuple[Analysis, ...] | Store
    options: Options = field(default_factory=Options)
    references: tuple[tuple[str, Ink], ...] = ()
    together: Mapping[str, Sequence[str]] = field(default_factory=dict)
    findings_left_out: frozenset[str] = frozenset()
    remarks: tuple[Row, ...] = ()

    @cached_property
    def texts(self) -> dict[str, str]:
        """Source text of each file that was read."""
        held = self.analyses
        return held.texts() if isinstance(held, Store) else {a.file: a.text for a in held if a.sources}

    @cached_property
    def inks(self) -> list[Ink]:
        held = self.analyses
        group_of = {school: group for group, schools in self.together.items() for school in schools}
        inks = held.inks() if isinstance(held, Store) else [ink for a in held for ink in a.inks]
        return [replace(ink, group=group_of.get(ink.school, "")) for ink in inks] if group_of else inks

    def _table(self, name: str) -> pd.DataFrame:
        held = self.analyses
        return held.table(name) if isinstance(held, Store) else frame(name, (row for a in held for row in getattr(a, name)))

    @cached_property
    def _aligned(self) -> Aligned:
        return aligned(self.inks, self.options)

    @cached_property
    def _families(self) -> list[Family]:
        return with_merged(find_families(self.inks, self.options, self._aligned), self.inks)

    @cached_property
    def origins(self) -> dict[int, list[Origin]]:
        """Of each plan (place in `inks`) the stretches that stand in one of the references."""
        return find_origins(self.inks, self.references, self.options)

    @cached_property
    def _slots(self) -> list[tuple[Family, list[Slot]]]:
        return [(family, find_slots(self.inks, family)) for family in self._families]

    def pairs(self) -> Iterable[Pair]:
        """Every two plans that share passages, with the passages (see `reuse.pairs.Pair`)."""
        return find_pairs(self.inks, self._aligned, self._families, self.options)

    @cached_property
    def sources(self) -> pd.DataFrame:
        return self._table("sources")

    @cached_property
    def plans(self) -> pd.DataFrame:
        return self._table("plans")

    @cached_property
    def passages(self) -> pd.DataFrame:
        return self._table("passages")

    @cached_property
    def sentences(self) -> pd.DataFrame:
        return frame("sentences", sentence_rows(self.passages))

    @cached_property
    def commitments(self) -> pd.DataFrame:
        return self._table("commitments")

    @cached_property
    def vague(self) -> pd.DataFrame:
        return self._table("vague")

    @cached_property
    def specificity(self) -> pd.DataFrame:
        return self._table("specificity")

    @cached_property
    def indicators(self) -> pd.DataFrame:
        return frame("indicators", compared(records_of(self.commitments), records_of(self.plans)))

    @cached_property
    def families(self) -> pd.DataFrame:
        plans = {(row["file"], row["plan"]): period_of(row) for row in records_of(self.plans)}
        periods = [plans.get((ink.file, ink.plan)) for ink in self.inks]
        return frame("families", (family_row(f, self.inks, self.texts, periods, self._origin_of.get(f.family_id)) for f in self._families))

    @cached_property
    def reuse(self) -> pd.DataFrame:
        return frame("reuse", (row for family in self._families for row in member_rows(family, self.inks, self.texts)))

    @cached_property
    def substitutions(self) -> pd.DataFrame:
        return frame("substitutions", map(asdict, substitutions(self._families, self.inks)))

    @cached_property
    def _sharing(self) -> Sharing:
        return sharing(self.inks, self._families, self.origins)

    @cached_property
    def _origin_of(self) -> dict[str, Origin]:
        """The families that come from a reference, by their ids."""
        return {f.family_id: origin for f in self._families if (origin := origin_of_family(f, self.origins))}

    @cached_property
    def sharing(self) -> pd.DataFrame:
        return frame("sharing", plan_rows(self._sharing, self.inks))

    @cached_property
    def between(self) -> pd.DataFrame:
        return frame("between", school_rows(self._sharing))

    @cached_property
    def stock(self) -> pd.DataFrame:
        return frame("stock", map(asdict, stock_phrases(self.inks, self._families)))

    @cached_property
    def findings(self) -> pd.DataFrame:
        quoted = {name for name, origin in self._origin_of.items() if origin.kind == POLICY}
        copied = [(family, slots) for family, slots in self._slots if family.family_id not in quoted]
        across = leftover_rows(copied, self.inks, records_of(self.plans), self.texts, self.together)
        told = united([*records_of(self._table("findings")), *across])
        return frame("findings", (row for row in told if row["kind"] not in self.findings_left_out))

    @cached_property
    def slots(self) -> pd.DataFrame:
        return frame("slots", slot_rows(self._slots, self.inks, self.texts))

    @cached_property
    def missing(self) -> pd.DataFrame:
        return frame("missing", missing_sections(records_of(self.plans)))

    @cached_property
    def problems(self) -> pd.DataFrame:
        return frame("problems", [*records_of(self._table("problems")), *self.remarks])

    def where(self, **values: Any) -> Part:
        """The part of the corpus with these values, each one or several: `where(section="goals", year=[2022, 2023])`.

        Selected is by section (a label, its Chinese name, a usual heading), kind (plan or summary), school, district, level, year,
        term, school_year and subject.

        Raises:
            KeyError: a name that nothing can be selected by, or a section that there is not.

        >>> goals = corpus.where(section="工作目标", year=2023)
        >>> set(goals.sentences["label"]), set(goals.plans["year"]) == {2023}
        ({'goals'}, True)
        """
        return Part(self, known_values(values))

    def tokens(self, *, tagged: bool = False, words: str = "") -> Tokens:
        """The words of the corpus (`language.tokens`), cut when they are first asked for; `words` is a file of words of one's own.

        >>> tokens = corpus.tokens()
        >>> len(tokens) == len(tokens.words()) and tokens.documents <= len(corpus.plans)
        True
        """
        if (tagged, words) not in self._cut:
            self._cut[tagged, words] = tokens_of(self.passages, self.plans, self.texts, tagged=tagged, words=words)
        return self._cut[tagged, words]

    @cached_property
    def _cut(self) -> dict[tuple[bool, str], Tokens]:
        return {}

    def tables(self, stage: Stage | None = None) -> dict[str, pd.DataFrame]:
        """All tables by name; `stage` hears how far the stages `compare` and `tables` have come."""
        for name in steps("compare", _COMPARED, len(_COMPARED), stage):
            getattr(self, name)
        return {name: getattr(self, name) for name in steps("tables", TABLES, len(TABLES), stage)}


def load_corpus(
    folder: str | os.PathLike[str],
    *,
    workers: int | None = None,
    options: Options | None = None,
    references: Mapping[str, str | os.PathLike[str]] | None = None,
    tick: Callable[[], None] | None = None,
    reading: Reading = DEFAULT,
) -> Corpus:
    """Read and analyse every plan below a folder, or in a zip archive; or open the store that was built from one.

    `references` are folders of texts that passages may come from, by kind: policy (to be quoted), template (collections from the web).

    Raises:
        StoreError: the store is damaged, or was built in another way.

    >>> corpus = load_corpus("corpus/demo", workers=1)
    >>> corpus.plans["school"].nunique(), corpus.plans["kind"].value_counts().to_dict()
    (12, {'plan': 26, 'summary': 15})
    >>> first = corpus.commitments.iloc[0]
    >>> corpus.texts[first["file"]][first["start"] : first["end"]] == first["text"]
    True
    """
    held = Store.open(folder, reading) if is_store(folder) else tuple(analyse_all(folder_jobs(folder), workers, tick, reading))
    known = [(kind, ink) for kind, place in sorted((references or {}).items()) for ink in load_corpus(place, workers=workers, reading=reading).inks]
    return Corpus(held, options or Options(), tuple(known))
