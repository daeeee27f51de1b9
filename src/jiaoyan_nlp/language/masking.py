"""Masking what is personal in the texts and tables of a corpus, before they are shared.

Every masked character is replaced by one other (某 in names, ＊ elsewhere), so that a place in any table still leads to the same words of the
source. A name that is found anywhere is masked wherever it stands, unless it is a word too (高峰): that is masked only where it is found.
What was masked is told without the words: kind, place, length, and a number that is the same for the same words.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any

from jiaoyan_nlp.language.private import Private, apart, private_in
from jiaoyan_nlp.tables import frame, rows_of
from jiaoyan_nlp.text.folding import fold
from jiaoyan_nlp.text.words import segmenter

if TYPE_CHECKING:
    import pandas as pd

MARKS = {"name": "某"}
OTHER_MARK = "＊"
SHORTEST = 7
"""Characters of a number that is masked wherever it stands; the 8012 of an extension may be an amount elsewhere."""
_PLACES = (("start", "end"), ("sentence_start", "sentence_end"))
"""Columns that give the place of a text in its file, and so of the text beside them."""
_IN_PATH = re.compile(r"[^/_\-+()（）\[\]【】,，、.·\s]+")


@dataclass(frozen=True)
class Masking:
    """What is masked in a corpus.

    Attributes:
        texts: source text of each file, as it is.
        authors: names of people that are known already, such as those whom plans name as their writers.
    """

    texts: Mapping[str, str]
    authors: Iterable[str] = ()
    _cells: dict[str, str] = field(default_factory=dict)

    @cached_property
    def _found(self) -> dict[str, list[Private]]:
        return {file: private_in(text) for file, text in self.texts.items()}

    @cached_property
    def _everywhere(self) -> dict[str, str]:
        """What is masked wherever it stands, with its kind: all that was found, but for names that are words too, and short numbers."""
        found = [(fold(text[p.start : p.end]), p.kind) for file, text in self.texts.items() for p in self._found[file]]
        found += [(fold(file[p.start : p.end]), p.kind) for file in self.texts for p in private_in_path(file)]
        found += [(fold(name), "name") for name in self.authors]
        return {word: kind for word, kind in found if (not _is_word(word) if kind == "name" else len(word) >= SHORTEST)}

    @cached_property
    def _again(self) -> re.Pattern[str]:
        return re.compile("|".join(map(re.escape, sorted(self._everywhere, key=lambda w: (-len(w), w)))) or r"(?!)")

    def spans(self, text: str, found: Iterable[Private] | None = None) -> list[Private]:
        """What is masked in a text, in order and apart; `found` is what is personal in it by itself."""
        again = [Private(m.start(), m.end(), self._everywhere[m[0]]) for m in self._again.finditer(fold(text))]
        return apart([*(private_in(text) if found is None else found), *again])

    @cached_property
    def masked_spans(self) -> dict[str, list[Private]]:
        """What is masked in the text of each file."""
        return {file: self.spans(text, self._found[file]) for file, text in self.texts.items()}

    @cached_property
    def files(self) -> dict[str, str]:
        """The name of each file as it is shown; where two become the same, a number is put behind."""
        out: dict[str, str] = {}
        taken = set[str]()
        for file in self.texts:
            path = PurePosixPath(self._path(file))
            names = (str(path) if n == 1 else str(path.with_stem(f"{path.stem} ({n})")) for n in range(1, len(self.texts) + 2))
            out[file] = file if str(path) == file else next(name for name in names if name not in taken and name not in self.texts)
            taken.add(out[file])
        return out

    def _path(self, file: str) -> str:
        return masked(file, self.spans(file, private_in_path(file)))

    @cached_property
    def masked_texts(self) -> dict[str, str]:
        """The texts masked, by the names of their files as they are shown."""
        return {self.files[file]: masked(text, self.masked_spans[file]) for file, text in self.texts.items()}

    def cell(self, text: str) -> str:
        """A text of a table masked, of whatever file."""
        if text not in self._cells:
            self._cells[text] = self.files.get(text) or (_json(text, self.cell) if text.startswith("[{") else masked(text, self.spans(text)))
        return self._cells[text]

    def table(self, table: pd.DataFrame) -> pd.DataFrame:
        """A table masked: what it quotes from a file as it is masked there, all other texts by themselves."""
        import pandas as pd

        texts = [name for name in table.columns if table[name].dtype == "str"]
        places = [pair for pair in _PLACES if {"file", *pair} <= set(table.columns)]
        columns: dict[str, list[str]] = {name: [] for name in texts}
        for record in table.to_dict("records"):
            quoted = dict(self._quoted(record, places))
            for name in texts:
                columns[name].append(quoted.get(record[name]) or self.cell(record[name]))
        if "file" in columns:
            columns["file"] = [self.files.get(file) or self._path(file) for file in table["file"]]
        if "author" in columns:
            columns["author"] = [MARKS["name"] * len(name) for name in table["author"]]
        return table.assign(**{name: pd.Series(values, table.index, "str") for name, values in columns.items()})

    def _quoted(self, record: Mapping[Any, Any], places: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str]]:
        """The stretches of the file that a row has the places of, as they are and masked."""
        file = record.get("file", "")
        for start, end in places:
            if file in self.texts:
                yield self.texts[file][record[start] : record[end]], self.masked_texts[self.files[file]][record[start] : record[end]]

    def report(self, plans: pd.DataFrame) -> pd.DataFrame:
        """What was masked where (the table `masked`): in the texts, and in the names of files; never the words."""
        return frame("masked", self._rows(plans))

    def _rows(self, plans: pd.DataFrame) -> Iterator[dict[str, Any]]:
        known: dict[str, int] = {}
        held = {file: list(rows_of(rows)) for file, rows in plans.groupby("file")}
        for file, text in self.texts.items():
            for place, words, spans in (("file", file, self.spans(file, private_in_path(file))), ("text", text, self.masked_spans[file])):
                for p in spans:
                    number = known.setdefault(fold(words[p.start : p.end]), len(known) + 1)
                    plan = next((r.plan for r in held.get(file, []) if place == "text" and r.start <= p.start < r.end), 0)
                    told = {"file": self.files[file], "plan": plan, "start": p.start, "end": p.end}
                    yield {**told, "place": place, "kind": p.kind, "length": p.end - p.start, "replacement": _mark(p), "number": number}


def masked(text: str, spans: Iterable[Private]) -> str:
    """A text with every character of these stretches replaced."""
    out, at = [], 0
    for span in spans:
        out += [text[at : span.start], _mark(span)]
        at = span.end
    return "".join([*out, text[at:]])


def private_in_path(path: str) -> list[Private]:
    """What is personal in the name of a file: as in any text, and a part between its marks that is a name as a whole (李敏-计划.docx)."""
    from jiaoyan_nlp.language.persons import is_person

    parts = [Private(m.start(), m.end(), "name") for m in _IN_PATH.finditer(path) if is_person(fold(m[0]))]
    return apart([*private_in(path), *parts])


def _mark(span: Private) -> str:
    return MARKS.get(span.kind, OTHER_MARK) * (span.end - span.start)


def _is_word(name: str) -> bool:
    """Whether a name could be anything else: a single character, or a word of the dictionary that it does not call a name."""
    return len(name) < 2 or [tag.startswith(("nr", "x")) for _, tag in segmenter().tagged(name)] == [False]


def _json(text: str, cell: Any) -> str:
    """A list of records in JSON, the texts in it masked."""
    return json.dumps([{key: cell(value) if isinstance(value, str) else value for key, value in each.items()} for each in json.loads(text)], ensure_ascii=False)
