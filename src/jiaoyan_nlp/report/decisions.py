"""`decisions.csv`: what a reviewer decided of shared passages, kept from run to run.

A row a passage; the columns 编号, 判断 and 备注 are read (in English: family, verdict, note), those beside them are for the human, and
columns that the reviewer added are kept. A table in Excel may come back in another encoding, with other marks between its cells,
or not at all: what cannot be read is kept aside, and no verdict is ever dropped.
"""

from __future__ import annotations

import contextlib
import csv
import io
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from jiaoyan_nlp.errors import DecisionsError
from jiaoyan_nlp.tables import rows_of

if TYPE_CHECKING:
    import pandas as pd

NAME = "decisions.csv"
DAMAGED = "decisions.damaged{}.csv"
FAMILY, VERDICT, NOTE, OPENING, REMARK = "编号", "判断", "备注", "文本开头", "说明"
COLUMNS = (FAMILY, VERDICT, NOTE, "字数", "学校数", "处数", REMARK, OPENING)
_ENGLISH = {"family": FAMILY, "verdict": VERDICT, "note": NOTE, "letters": "字数", "schools": "学校数", "places": "处数", "remark": REMARK, "text": OPENING}
MOST_OPENING = 200
"""Characters of a passage that are told, and by which it is known again where its number is gone."""
MOSTLY = 0.6
"""Share of these that a passage must hold to be taken for the same."""
_RUN, _FEW = 4, 8
CARRIED, GONE, TWICE = "由 {} 沿用，请核对", "本次没有找到这段文本", "编号重复"
_ENCODINGS = ("utf-8-sig", "utf-16", "gb18030")
_MARKS = ",;\t"
FORMULA = re.compile(r"'*[=+\-@\t\r＝＋－＠]")
"""What a spreadsheet would take for a formula, or would after one ' is taken away (OWASP, CSV injection)."""

Row = dict[str, str]


class Decision(NamedTuple):
    """What a reviewer said of a shared passage, both as written."""

    verdict: str
    note: str


@dataclass(frozen=True)
class Review:
    """The decisions at one run.

    Attributes:
        path: of the file.
        rows: what the file is to hold now.
        fault: a key of `errors.REASONS` where the file that was there could not be read.
    """

    path: Path
    rows: list[Row]
    fault: str = ""

    @property
    def decided(self) -> dict[str, Decision]:
        """What was said, by the families of this run."""
        return _said(row for row in self.rows if row[REMARK] not in (GONE, TWICE))

    def save(self) -> None:
        """Write the file in one step, over the one that was read; one that could not be read is kept under another name.

        Raises:
            DecisionsError: the file is open in another program, or was damaged; in the second case the new one is written all the same.
            OSError: the folder cannot be written.
        """
        if self.fault == "decisions_locked":
            raise DecisionsError(str(self.path), self.fault)
        beside = self.path.with_name(f".{NAME}.part")
        try:
            beside.write_bytes(b"\xef\xbb\xbf" + _written(self.rows).encode("utf-8", "replace"))
            kept = _kept_aside(self.path) if self.fault else ""
            beside.replace(self.path)
        except PermissionError as error:
            raise DecisionsError(str(self.path), "decisions_locked") from error
        finally:
            with contextlib.suppress(OSError):
                beside.unlink()
        if kept:
            raise DecisionsError(str(self.path), "decisions_kept", kept)


def read_decisions(path: Path) -> dict[str, Decision]:
    """What a reviewer said, by the families' identifiers; nothing where there is no file.

    Raises:
        DecisionsError: the file is damaged, or open in another program.
        OSError: it cannot be read.
    """
    return _said(_read(path))


def review(path: Path, families: pd.DataFrame) -> Review:
    """The decisions in a file brought to the families of this run (the table of that name), those across schools first."""
    rows = [_row(r) for r in sorted(rows_of(families), key=lambda r: r.scope != "across")]
    try:
        return Review(path, _brought(_read(path), rows, {r.family_id: _letters(r.exemplar) for r in rows_of(families)}))
    except DecisionsError as error:
        return Review(path, rows, error.reason)


def _row(family: Any) -> Row:
    told = (family.family_id, "", "", family.length, family.schools, family.members, "", " ".join(family.exemplar.split())[:MOST_OPENING])
    return dict(zip(COLUMNS, map(str, told), strict=True))


def _said(rows: Iterable[Row]) -> dict[str, Decision]:
    out: dict[str, Decision] = {}
    for row in rows:
        if row[VERDICT] or row[NOTE]:
            out.setdefault(row[FAMILY], Decision(row[VERDICT], row[NOTE]))
    return out


# --- from run to run ---------------------------------------------------------------------------------------------------------------


def _brought(before: Sequence[Row], rows: Sequence[Row], texts: dict[str, str]) -> list[Row]:
    """The rows of this run with what was said before: by the same number, else by the text; at the end what fits none."""
    now = {row[FAMILY]: row for row in rows}
    left, gone = [], []
    for old in (row for row in before if any(_own(row).values())):
        new = now.get(old[FAMILY])
        if new is None:
            gone.append(old)
        elif any(_own(new).values()):
            left.append(old | {REMARK: TWICE})
        else:
            new |= _own(old) | {REMARK: old[REMARK] if old[REMARK] not in (GONE, TWICE) else ""}
    free = {name: texts[name] for name, row in now.items() if not any(_own(row).values())}
    for old, name in zip(gone, _known_again(gone, free), strict=True):
        if name:
            now[name] |= _own(old) | {REMARK: CARRIED.format(old[FAMILY])}
        else:
            left.append(old | {REMARK: GONE})
    return [*rows, *left]


def _own(row: Row) -> Row:
    """What of a row is the reviewer's: the verdict, the note, the columns that are not ours."""
    return {name: cell for name, cell in row.items() if name in (VERDICT, NOTE) or name not in COLUMNS}


def _known_again(gone: Sequence[Row], free: dict[str, str]) -> list[str]:
    """For each row the family that holds most of its text, each family once, the likest first; empty where there is none."""
    likeness = sorted(((share, i, name) for i, name, share in _likely([_letters(row[OPENING]) for row in gone], free)), key=lambda found: -found[0])
    found: dict[int, str] = {}
    taken = set[str]()
    for share, i, name in likeness:
        if share >= MOSTLY and i not in found and name not in taken:
            found[i] = name
            taken.add(name)
    return [found.get(i, "") for i in range(len(gone))]


def _likely(openings: Sequence[str], texts: dict[str, str]) -> Iterator[tuple[int, str, float]]:
    """How much of each opening is held by those texts that have most of its short runs: comparing all with all would take minutes."""
    asked = {run for opening in openings for run in _runs(opening)}
    holders = defaultdict[str, list[str]](list)
    for name, text in texts.items():
        for run in _runs(text) & asked:
            holders[run].append(name)
    for i, opening in enumerate(openings):
        common = Counter(name for run in sorted(_runs(opening)) for name in holders[run])
        yield from ((i, name, _held(opening, texts[name])) for name, _ in common.most_common(_FEW))


def _runs(text: str) -> set[str]:
    return {text[at : at + _RUN] for at in range(len(text) - _RUN + 1)}


def _held(opening: str, text: str) -> float:
    """The share of an opening that a text holds, 0 to 1, wherever in it."""
    from rapidfuzz import fuzz

    return fuzz.partial_ratio(opening, text) / 100 * min(1.0, len(text) / len(opening)) if opening else 0.0


def _letters(text: str) -> str:
    return "".join(c for c in text if c.isalnum())


# --- the file ----------------------------------------------------------------------------------------------------------------------


def _read(path: Path) -> list[Row]:
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        return []
    except PermissionError as error:
        raise DecisionsError(str(path), "decisions_locked") from error
    if not data.strip():
        return []
    for encoding in _ENCODINGS:
        for mark in _MARKS:
            with contextlib.suppress(UnicodeError, csv.Error):
                if (rows := _table(data.decode(encoding), mark)) is not None:
                    return rows
    raise DecisionsError(str(path), "decisions_damaged")


def _table(text: str, mark: str) -> list[Row] | None:
    """The rows of a table; None where its head names no numbers and verdicts."""
    head, *lines = list(csv.reader(io.StringIO(text, newline=""), delimiter=mark)) or [[]]
    names = [_ENGLISH.get(name.strip().lower(), _unguarded(name)) for name in head]
    if not {FAMILY, VERDICT} <= set(names):
        return None
    empty = dict.fromkeys((*COLUMNS, *filter(None, names)), "")
    rows = [empty | {name: _unguarded(cell) for name, cell in zip(names, line, strict=False) if name} for line in lines]
    return [row for row in rows if any(row.values())]


def _written(rows: Sequence[Row]) -> str:
    names = list(dict.fromkeys([*COLUMNS, *(name for row in rows for name in row)]))
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(map(_guarded, names))
    writer.writerows([_guarded(row.get(name, "")) for name in names] for row in rows)
    return out.getvalue()


def _guarded(cell: str) -> str:
    cell = cell.strip()
    return f"'{cell}" if FORMULA.match(cell) else cell


def _unguarded(cell: str) -> str:
    cell = cell.strip()
    return cell[1:] if cell.startswith("'") and FORMULA.match(cell) else cell


def _kept_aside(path: Path) -> str:
    """Put a file aside under a name that is free; returns the name."""
    names = (DAMAGED.format(f"-{n}" if n else "") for n in range(1000))
    name = next(name for name in names if not path.with_name(name).exists())
    path.rename(path.with_name(name))
    return name
