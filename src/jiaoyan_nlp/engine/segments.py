"""Segments: the analyses of some files as Parquet, one Parquet file for each table, from which they come back equal.

The columns are those of `jiaoyan_nlp.tables.TABLES`, with `segment` and `place` (number of the file in its segment, from 0) before
them. The bounds of an amount stand as JSON numbers in text, so that 20 does not come back as 20.0.
"""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from jiaoyan_nlp.engine.analysis import Analysis, Row
from jiaoyan_nlp.errors import StoreError
from jiaoyan_nlp.reuse.fingerprints import Fingerprints, fingerprints
from jiaoyan_nlp.reuse.ink import Ink
from jiaoyan_nlp.tables import TABLES, Column, frame, series, write_parquet

if TYPE_CHECKING:
    import pandas as pd

PER_FILE = ("sources", "plans", "passages", "commitments", "vague", "specificity", "findings", "problems")
"""The tables whose rows are made from one file alone; each is a field of `Analysis`."""

COLUMNS: dict[str, list[Column]] = {
    **{name: TABLES[name] for name in PER_FILE},
    "texts": [Column("text", "str", "source text of a file that was read")],
    "inks": [
        Column("plan", "int", "number of the plan in its file, from 1"),
        Column("school", "str", "school, empty where unknown"),
        Column("text", "str", "the letters of the plan"),
        Column("runs", "str", "where they stand in the source text: start and length of each unbroken run"),
        Column("breaks", "str", "places of the letters with which paragraphs begin"),
        Column("aside", "str", "start and end of what alone makes no shared passage, in letters"),
        Column("fingerprints", "str", "hash and place of each fingerprint (reuse.fingerprints.STANDARD)"),
    ],
}
AT_ONCE = 200
"""Files whose analyses are read together."""
_KEYS = [Column("segment", "int", "number of the segment"), Column("place", "int", "number of the file in its segment, from 0")]


class Kept(NamedTuple):
    """Where a file's analysis is kept."""

    file: str
    segment: int
    place: int


def home(store: Path, segment: int) -> Path:
    """The folder of a segment."""
    return store / "segments" / f"{segment:06}"


def write_segment(store: Path, segment: int, analyses: Sequence[Analysis]) -> None:
    """Write analyses as one segment; the same analyses give the same bytes.

    Raises:
        OSError, duckdb.Error: the folder cannot be written.
    """
    import pandas as pd

    tables = {}
    for name, columns in COLUMNS.items():
        rows = [{**row, "segment": segment, "place": place} for place, a in enumerate(analyses) for row in _rows(a, name)]
        tables[name] = pd.DataFrame({c.name: series(_stored(c), [_in(c, row[c.name]) for row in rows]) for c in (*_KEYS, *columns)})
    home(store, segment).mkdir(parents=True, exist_ok=True)
    write_parquet(tables, str(home(store, segment)))


def read_analyses(store: Path, kept: Sequence[Kept]) -> Iterator[Analysis]:
    """The analyses of these files, in this order; no more than `AT_ONCE` are in memory.

    Raises:
        StoreError: a segment is damaged.
    """
    for first in range(0, len(kept), AT_ONCE):
        yield from _together(store, kept[first : first + AT_ONCE])


def read_table(store: Path, kept: Sequence[Kept], name: str) -> pd.DataFrame:
    """One of the tables `PER_FILE` as a pandas frame with the columns and types of `TABLES`, straight from Parquet.

    Raises:
        StoreError: a segment is damaged.
    """
    import pandas as pd

    if not kept:
        return frame(name, [])
    with _reading(store, kept) as rows:
        found = rows(name, as_table=True)
    found["file"] = np.array([k.file for k in kept], dtype=object)[found["number"]]
    return pd.DataFrame({c.name: series(c, found[c.name].tolist()) for c in TABLES[name]})


def read_texts(store: Path, kept: Sequence[Kept]) -> dict[str, str]:
    """The source text of each of these files that was read.

    Raises:
        StoreError: a segment is damaged.
    """
    with _reading(store, kept) as rows:
        return {kept[number].file: text for number, text in rows("texts")}


def read_inks(store: Path, kept: Sequence[Kept]) -> list[Ink]:
    """The inks of these files' plans, in order.

    Raises:
        StoreError: a segment is damaged.
    """
    with _reading(store, kept) as rows:
        return [_ink(kept[number].file, *values) for number, *values in rows("inks")]


def renamed(analysis: Analysis, file: str) -> Analysis:
    """The analysis with another name for its file."""
    tables: dict[str, Any] = {name: [{**row, "file": file} for row in getattr(analysis, name)] for name in PER_FILE}
    return replace(analysis, file=file, inks=[replace(ink, file=file) for ink in analysis.inks], **tables)


def _together(store: Path, kept: Sequence[Kept]) -> list[Analysis]:
    found = [Analysis(k.file) for k in kept]
    texts = [""] * len(kept)
    with _reading(store, kept) as rows:
        for name in PER_FILE:
            for number, *values in rows(name):
                row = {c.name: _out(c, v) for c, v in zip(COLUMNS[name], values, strict=True)}
                getattr(found[number], name).append({**row, "file": kept[number].file})
        for number, text in rows("texts"):
            texts[number] = text
        for number, *values in rows("inks"):
            found[number].inks.append(_ink(kept[number].file, *values))
    return [replace(a, text=text) for a, text in zip(found, texts, strict=True)]


def _rows(analysis: Analysis, name: str) -> list[Row]:
    if name == "texts":
        return [{"text": analysis.text}] if analysis.sources else []
    if name == "inks":
        return [_ink_row(ink) for ink in analysis.inks]
    rows: list[Row] = getattr(analysis, name)
    return rows


def _ink_row(ink: Ink) -> Row:
    kept = ink.fingerprints or fingerprints(ink.text)
    return {
        "plan": ink.plan, "school": ink.school, "text": ink.text, "runs": _runs(ink), "breaks": _numbers(ink.breaks),
        "aside": _numbers(ink.aside), "fingerprints": _packed(kept),
    }  # fmt: skip


def _numbers(values: NDArray[Any]) -> str:
    return " ".join(map(str, values.ravel().tolist()))


def _packed(kept: Fingerprints) -> str:
    return base64.b85encode(kept.hashes.tobytes() + kept.places.tobytes()).decode("ascii")


def _unpacked(packed: str) -> Fingerprints:
    held = base64.b85decode(packed)
    size = len(held) // 12
    return Fingerprints(np.frombuffer(held[: 8 * size], np.uint64), np.frombuffer(held[8 * size :], np.int32))


def _runs(ink: Ink) -> str:
    edges = np.flatnonzero(np.diff(ink.offsets, prepend=-2) != 1)
    lengths = np.diff(edges, append=len(ink.offsets))
    return _numbers(np.column_stack((ink.offsets[edges], lengths)))


def _ink(file: str, plan: int, school: str, text: str, runs: str, breaks: str, aside: str, packed: str) -> Ink:
    starts, lengths = _read_numbers(runs).reshape(-1, 2).T
    before = np.cumsum(lengths, dtype=np.int32) - lengths
    offsets = np.repeat(starts - before, lengths) + np.arange(len(text), dtype=np.int32)
    return Ink(file, plan, school, text, offsets, _read_numbers(breaks), _read_numbers(aside).reshape(-1, 2), _unpacked(packed))


def _read_numbers(words: str) -> NDArray[np.int32]:
    return np.array(words.split(), dtype=np.int32)


def _stored(column: Column) -> Column:
    return column._replace(type="str") if column.type == "Float64" else column


def _in(column: Column, value: Any) -> Any:
    if column.type == "Float64":
        return None if value is None else json.dumps(value)
    # Parquet holds no half of a surrogate pair, as in the name of a file that is no UTF-8; the manifest keeps the name itself
    return value.encode("utf-8", "replace").decode("utf-8") if isinstance(value, str) else value


def _out(column: Column, value: Any) -> Any:
    return json.loads(value) if column.type == "Float64" and value is not None else value


_AS_TABLE = {"str": "COALESCE({0}, '') AS {0}", "Float64": "CAST({0} AS DOUBLE) AS {0}"}


@contextmanager
def _reading(store: Path, kept: Sequence[Kept]) -> Iterator[Callable[..., Any]]:
    """A function that gives a table's rows for the files kept, the number of the file first, in the order of the files."""
    import duckdb
    import pandas as pd

    numbered = pd.DataFrame(((n, k.segment, k.place) for n, k in enumerate(kept)), columns=["number", "segment", "place"], dtype="int64")
    homes = [home(store, segment) for segment in sorted({k.segment for k in kept})]
    with duckdb.connect(":memory:", config={"threads": "1"}) as connection:
        connection.register("kept", numbered)

        def rows(name: str, as_table: bool = False) -> Any:
            if not homes:
                return []
            paths = [_literally(h / f"{name}.parquet") for h in homes]
            wanted = [(_AS_TABLE.get(c.type, "{0}") if as_table else "{0}").format(f'"{c.name}"') for c in COLUMNS[name]]
            connection.execute(
                f"SELECT number, {', '.join(wanted)} FROM read_parquet(?, file_row_number = true) JOIN kept USING (segment, place) "
                "ORDER BY number, file_row_number",
                [paths],
            )
            return connection.fetchnumpy() if as_table else connection.fetchall()

        try:
            yield rows
        except (duckdb.Error, ValueError) as error:
            raise StoreError(str(store), "store_damaged", next(iter(str(error).splitlines()), "")) from error


def _literally(path: Path) -> str:
    """A path in which DuckDB sees no pattern."""
    return re.sub(r"[\[*?]", r"[\g<0>]", path.as_posix())
