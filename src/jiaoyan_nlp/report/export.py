"""Exports: a corpus as files for other programs, each with a datasheet beside it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from jiaoyan_nlp.errors import ExportError
from jiaoyan_nlp.report.datasheet import Facts, as_csv, as_markdown
from jiaoyan_nlp.report.decisions import FORMULA
from jiaoyan_nlp.tables import TABLES, write_parquet

if TYPE_CHECKING:
    import pandas as pd

    from jiaoyan_nlp.engine.corpus import Corpus

OFFERED = (*TABLES, "sentences")
"""Tables that can be exported."""
NEEDED = {"conllu": ("plans", "passages"), "docbin": ("plans", "passages", "commitments")}
"""What the forms that are no tables are made from."""
FORMS = ("csv", "parquet", *NEEDED)


@dataclass(frozen=True)
class Material:
    """What an export is made from.

    Attributes:
        texts: source text of each file.
        tables: by name.
    """

    texts: Mapping[str, str]
    tables: Mapping[str, pd.DataFrame]


def write_export(corpus: Corpus, folder: Path, form: str, *, names: Sequence[str] = (), redact: bool = False, options: str = "") -> None:
    """Write a corpus into `folder`, made where it does not exist: tables (csv, parquet), `plans.conllu` or `plans.spacy`, and a datasheet
    (`datasheet.md`, of tables `datasheet.csv` too).

    The same corpus gives the same bytes.

    Args:
        form: one of `FORMS`.
        names: tables to be written, of `OFFERED`; all of them where none is named. The forms that are no tables do not ask.
        redact: whether what is personal is masked in all of it (`language.masking`); `masked.csv` says where.
        options: how the export was asked for, for the datasheet.

    Raises:
        ExportError: there are files in the folder.
        ImportError: form docbin, and spaCy is not installed.
        OSError: the folder cannot be written.
    """
    chosen = NEEDED.get(form) or [name for name in OFFERED if name in names or not names]
    material = Material(corpus.texts, {name: getattr(corpus, name) for name in chosen})
    report: dict[str, pd.DataFrame] = {}
    if redact:
        from jiaoyan_nlp.language.masking import Masking

        masking = Masking(corpus.texts, corpus.plans["author"].tolist())
        material = Material(masking.masked_texts, {name: masking.table(table) for name, table in material.tables.items()})
        report["masked"] = masking.report(corpus.plans)
    facts = Facts(form, options, len(corpus.sources), len(corpus.plans), Counter(corpus.problems["reason"].tolist()), redact)
    folder.mkdir(parents=True, exist_ok=True)
    if any(folder.iterdir()):
        raise ExportError(str(folder), "export_not_empty")
    _write(material, folder, form)
    told = report if form in NEEDED else {**material.tables, **report}
    for name, table in report.items():
        _save(folder / f"{name}.csv", csv_of(table), "utf-8-sig")
    _save(folder / "datasheet.md", as_markdown(told, facts))
    if told:
        _save(folder / "datasheet.csv", as_csv(told), "utf-8-sig")


def _write(material: Material, folder: Path, form: str) -> None:
    tables = material.tables
    if form == "csv":
        for name, table in tables.items():
            _save(folder / f"{name}.csv", csv_of(table), "utf-8-sig")
    elif form == "parquet":
        write_parquet(tables, str(folder))
    elif form == "conllu":
        from jiaoyan_nlp.language.conllu import conllu

        _save(folder / "plans.conllu", "".join(conllu(tables["passages"], material.texts)))
    else:
        from jiaoyan_nlp.language.docbin import docbin

        docbin(tables["plans"], tables["passages"], tables["commitments"], material.texts).to_disk(folder / "plans.spacy")


def csv_of(table: pd.DataFrame) -> str:
    """A table as CSV for spreadsheets: what they would take for a formula has a ' put before it (as in `decisions.csv`)."""
    guarded = table.assign(**{name: table[name].map(_guarded) for name in table.columns if table[name].dtype == "str"})
    return guarded.to_csv(index=False, lineterminator="\r\n")


def _guarded(cell: str) -> str:
    return f"'{cell}" if FORMULA.match(cell) else cell


def _save(path: Path, text: str, encoding: str = "utf-8") -> None:
    path.write_text(text, encoding=encoding, errors="replace", newline="")
