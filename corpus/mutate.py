"""Messy variants of the clean corpora: `python corpus/mutate.py FOLDER [--heap demo] [--only NAME]` writes files and their gold.

Each mutation does to an annotated text what collecting sites, converters and careless hands do, and moves the gold with it. All
are deterministic: the chance of a mutation is seeded with its name and the file's. Names joined by + are done in turn.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from random import Random

from manuscript import parse
from mutations import layout, numerals, planted, site
from mutations.anthology import MARKERS, anthology
from mutations.record import Record, Row, record_of

HERE = Path(__file__).parent
Mutation = Callable[[Record, Random], Record]
Joining = Callable[[Sequence[Record], Random], Record]

MUTATIONS: dict[str, Mutation] = {
    "clean": lambda record, _: record,
    "glued": layout.glued,
    "half-glued": layout.half_glued,
    "soft": layout.soft,
    "headless": layout.headless,
    "wrapped": layout.wrapped,
    "paginated-lines": planted.paginated_lines,
    "paginated-sentences": planted.paginated_sentences,
    "paginated-digits": planted.paginated_digits,
    "watermarked": planted.watermarked,
    "branded": planted.branded,
    "stray": planted.dotted,
    "zero-width": planted.zero_width,
    "entities": planted.entities,
    "traditional": planted.traditional,
    "glossed": planted.glossed,
    "site": site.site,
    "marks-lost": numerals.lost,
    "marks-skipping": numerals.skipping,
    "marks-restarting": numerals.restarting,
    "marks-parts": numerals.parts,
    "marks-dots": numerals.dots,
    "marks-arabic": numerals.arabic,
    "half-width": numerals.half_width,
    "full-width": numerals.full_width,
}
JOININGS: dict[str, Joining] = {f"anthology-{form}": anthology(form) for form in MARKERS}
COMPOSED = (
    "watermarked+glued", "paginated-digits+glued", "site+watermarked", "glued+site", "site+half-glued", "entities+branded", "glossed+watermarked+glued",
    "wrapped+paginated-lines", "marks-lost+glued", "anthology-pian+glued", "anthology-boxed+watermarked", "anthology-numbered+site",
    "anthology-bare+glued", "anthology-ordinal+paginated-digits+glued",
)  # fmt: skip
NAMES = (*MUTATIONS, *JOININGS, *COMPOSED)
_MEMBERS = (3, 5)
"""Fewest and most documents in an anthology."""


def records(heap: str) -> list[Record]:
    """The manuscripts of a heap (demo, dev, heldout), in the order of their names."""
    return [record_of(parse(path)) for path in sorted((HERE / "manuscripts" / heap).rglob("*.txt"))]


def mutated(name: str, held: Iterable[Record]) -> list[Record]:
    """The records with the mutation `name`, or several joined by +, done to them; joinings give fewer records than they get.

    Raises:
        KeyError: there is no mutation of that name.
    """
    out = list(held)
    for step in name.split("+"):
        if step in JOININGS:
            out = [JOININGS[step](group, Random(f"{step}:{group[0].name}")) for group in groups(out)]
        else:
            out = [MUTATIONS[step](record, Random(f"{step}:{record.name}")) for record in out]
    return out


def groups(held: Sequence[Record]) -> list[list[Record]]:
    """Records of one plan each in groups of one kind, those with quantities together; what is left over is left out."""
    out: list[list[Record]] = []
    for kind in ("plan", "summary"):
        left = sorted((r for r in held if [p["kind"] for p in r.plans] == [kind]), key=lambda r: r.quantities is None)
        while len(left) >= _MEMBERS[0]:
            size = min(len(left), Random(left[0].name).randint(*_MEMBERS))
            out.append(left[:size])
            left = left[size:]
    return out


def write(record: Record, folder: Path, gold: Path) -> None:
    """Write a record as a text file, and its gold beside that of others."""
    path = (folder / record.name).with_suffix(".txt")
    path.parent.mkdir(parents=True, exist_ok=True)
    gold.mkdir(parents=True, exist_ok=True)
    path.write_bytes(record.text.encode("utf-8"))
    heaps: dict[str, Sequence[Row] | None] = {"sections": record.sections, "plans": record.plans, "quantities": record.quantities}
    for heap, rows in heaps.items():
        if rows is not None:
            (gold / f"{path.stem}.{heap}.jsonl").write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--heap", choices=("demo", "dev", "heldout"), default="demo")
    parser.add_argument("--only", metavar="NAME", help="one mutation, or several joined by +; names: " + ", ".join(NAMES))
    asked = parser.parse_args()
    for name in [asked.only] if asked.only else NAMES:
        for record in mutated(name, records(asked.heap)):
            write(record, asked.folder / name / "files", asked.folder / name / "gold")


if __name__ == "__main__":
    main()
