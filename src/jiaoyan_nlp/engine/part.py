"""A part of a corpus: the same tables, with the rows of some sections, schools, levels or years; and its words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

from jiaoyan_nlp.language.distinct import distinct
from jiaoyan_nlp.language.tokens import BY, Tokens, chosen_rows
from jiaoyan_nlp.sections.labels import label_named

if TYPE_CHECKING:
    import pandas as pd

    from jiaoyan_nlp.engine.corpus import Corpus

OF_SECTIONS = ("passages", "sentences", "commitments", "vague")
"""Tables whose rows belong to a section; of the others the rows of the plans chosen are told."""


@dataclass(frozen=True)
class Part:
    """A part of a corpus, as `Corpus.where` gives it.

    Attributes:
        values: what was asked for: columns of the table of plans (`kind` among them), and `label`.
        without_shared: whether of every shared passage one copy alone is among the words.

    >>> part = corpus.where(kind="plan", section=["tasks", "measures"])
    >>> sorted(set(part.commitments["label"]))
    ['measures', 'tasks']
    >>> len(part.distinct().words()) < len(part.words())
    True
    """

    corpus: Corpus
    values: Mapping[str, Any] = field(default_factory=dict)
    without_shared: bool = False

    def where(self, **values: Any) -> Part:
        """The part of this part with these values too."""
        return replace(self, values={**self.values, **known_values(values)})

    def distinct(self) -> Part:
        """This part with every shared passage counted once."""
        return replace(self, without_shared=True)

    @cached_property
    def plans(self) -> pd.DataFrame:
        """The plans of this part; a section does not choose among plans."""
        plans = self.corpus.plans
        return plans[chosen_rows(plans, {"kind" if name == "plan_kind" else name: v for name, v in self.values.items() if name != "label"})]

    def table(self, name: str) -> pd.DataFrame:
        """The rows of a table that belong to this part: of its plans, and of its sections where the table has labels."""
        table: pd.DataFrame = getattr(self.corpus, name)
        held = table.merge(self.plans[["file", "plan"]], on=["file", "plan"])
        if name in OF_SECTIONS and "label" in self.values:
            held = held[chosen_rows(held, {"label": self.values["label"]})]
        return held.reset_index(drop=True)

    @property
    def passages(self) -> pd.DataFrame:
        return self.table("passages")

    @property
    def sentences(self) -> pd.DataFrame:
        return self.table("sentences")

    @property
    def commitments(self) -> pd.DataFrame:
        return self.table("commitments")

    @property
    def findings(self) -> pd.DataFrame:
        return self.table("findings")

    @property
    def reuse(self) -> pd.DataFrame:
        return self.table("reuse")

    @property
    def families(self) -> pd.DataFrame:
        """The families that have a copy in this part."""
        families = self.corpus.families
        return families[families["family_id"].isin(self.reuse["family_id"])].reset_index(drop=True)

    def words(self, *, tagged: bool = False, words: str = "") -> Tokens:
        """The words of this part (`language.tokens`), with their parts of speech where asked; `words` is a file of words of one's own."""
        chosen = self.corpus.tokens(tagged=tagged, words=words).where(**self.values)
        return distinct(chosen, self.corpus.reuse) if self.without_shared else chosen

    def groups(self, by: str, *, tagged: bool = False, words: str = "") -> Iterator[tuple[Any, Tokens]]:
        """The words of this part by a value of `tokens.BY`; where shared text is counted once, it is in each of the groups that have it."""
        for value, group in replace(self, without_shared=False).words(tagged=tagged, words=words).groups(by):
            yield value, distinct(group, self.corpus.reuse) if self.without_shared else group


def known_values(values: Mapping[str, Any]) -> dict[str, Any]:
    """Values as the tables call them: `section` is a label, by any of its names; `kind` that of the plan.

    Raises:
        KeyError: a name that nothing can be selected by, or a section that there is not.
    """
    out = {}
    for name, wanted in values.items():
        column = {"section": "label", "kind": "plan_kind"}.get(name, name)
        if column not in BY:
            raise KeyError(f"{name}; known are section, kind, {', '.join(each for each in BY if each not in ('label', 'plan_kind'))}")
        out[column] = [_label(each) for each in ([wanted] if isinstance(wanted, str) else wanted)] if column == "label" else wanted
    return out


def _label(name: str) -> str:
    label = label_named(name)
    if label is None:
        raise KeyError(f"section {name}")
    return label
