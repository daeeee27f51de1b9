"""Plans of made-up schools with planted copies, and the gold of what was planted: `python benchmarks/reuse/plant.py OUT [--plans 240] [--seed 1]`.

Writes OUT/plans/*.txt, OUT/gold.reuse.jsonl ({"a": {"file", "start", "end"}, "b": {…}, "kind"}, offsets in code points) and OUT/reference/policy.txt.
What plans share was planted and is in the gold, or is a trap: stock phrases, quotations of the policy, equal headings, titles, months, table heads.
The words of spun copies and the rewrites are this folder's own: no lexicon of the package is read.
"""

from __future__ import annotations

import argparse
import itertools
import json
import random
import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bank import Bank
from changes import HERE, Changer, phrases
from plans import Part, Piece, Plan

KINDS = ("verbatim", "light", "names", "spun", "reorder", "trimmed")
STRENGTH = ("source", "verbatim", "light", "names", "template", "trimmed", "reorder", "merged", "spun", "rewrite")
"""A pair of copies has the kind of the one that was changed more."""
NUMERALS = "一二三四五六七八九十"
OWN = (500, 900)
"""Characters of a plan that are its own."""
Gold = dict[str, Any]


class Planter:
    """Makes the plans, step by step, from one chain of chance."""

    def __init__(self, plans: int, seed: int) -> None:
        self.chance = random.Random(seed)
        self.bank = Bank(plans * 1600, self.chance)
        self.changer = Changer([self.bank.sentence() for _ in range(400)], self.chance)
        self.plans = [self.plan(number) for number in range(1, plans + 1)]
        for kind in KINDS:
            for number in range(max(2, plans // 8)):
                self.plant(kind, f"{kind} {number}")
        for number in range(max(2, plans // 12)):
            self.merge(number)
        self.rewrite(min(20, max(2, plans // 4)))
        self.templates()
        self.quote(max(4, plans // 6))

    # --- plans

    def plan(self, number: int) -> Plan:
        """A plan of its own sentences only."""
        county, level = self.chance.choice(phrases()["counties"]), self.chance.choice(["小学", "中学"])
        plan = Plan(f"{county}第{number}{level}", self.chance.choice(phrases()["subjects"]), self.chance.randint(2010, 2025), self.changer.person())
        plan.pieces.append(self.own())
        target, kinds = self.chance.randint(*OWN), phrases()["headings"]
        headings = [self.chance.choice(kinds[i]) for i in sorted(self.chance.sample(range(len(kinds)), self.chance.randint(4, 6)))]
        for count, heading in enumerate(headings):
            plan.pieces.append(Piece("heading", [[f"{NUMERALS[count]}、{heading}"]]))
            while sum(p.size() for p in plan.pieces) < target * (count + 1) / len(headings) or plan.pieces[-1].kind == "heading":
                plan.pieces.append(self.own())
        plan.pieces += self.lists()
        return plan

    def own(self) -> Piece:
        """One paragraph, or two or three that belong together; now and then with a phrase of the trade."""
        paragraphs = [self.bank.paragraph(self.chance) for _ in range(self.chance.choice([1, 1, 1, 1, 1, 1, 2, 3]))]
        if self.chance.random() < 0.3:
            sentence = paragraphs[0][0]
            at = sentence.find("，") + 1
            paragraphs[0][0] = f"{sentence[:at]}{self.chance.choice(phrases()['stock'])}，{sentence[at:]}"
        return Piece("own", paragraphs)

    def lists(self) -> Iterator[Piece]:
        """The list of months and the table that some plans end in."""
        if self.chance.random() < 0.6:
            lines = [[f"{month}：{self.bank.sentence()}"] for month in self.chance.choice(phrases()["months"])]
            yield from (Piece("heading", [["附：工作安排"]]), Piece("lines", lines))
        if self.chance.random() < 0.2:
            rows = [[f"{n}\t第{self.chance.randint(1, 18)}周\t{self.bank.sentence()}\t{self.changer.person()}\t{n}号楼"] for n in range(1, 5)]
            yield from (Piece("heading", [[self.chance.choice(phrases()["tables"])]]), Piece("lines", [[phrases()["table"]], *rows]))

    # --- copies

    def source(self, name: str, most: int = 3, longest: int = 900) -> tuple[Plan, Piece]:
        """A piece of some plan's own that nothing was copied from so far, marked as a source."""
        while True:
            plan = self.chance.choice(self.plans)
            free = [p for p in plan.pieces if p.kind == "own" and not p.parts and len(p.paragraphs) <= most and p.size() <= longest]
            if free:
                piece = self.chance.choice(free)
                piece.parts.append(Part(name, "source", 0, piece.sentences()))
                return plan, piece

    def other(self, *sources: str) -> Plan:
        """Some plan that holds none of the sources."""
        return self.chance.choice([p for p in self.plans if not any(map(p.holds, sources))])

    def plant(self, kind: str, name: str) -> None:
        """Copies of one passage in one to three other plans, most of them changed as the kind says."""
        while True:
            plan, piece = self.source(name)
            if kind == "names":
                self.name(plan, piece, name)
            made = self.changer.change(kind, piece.paragraphs)
            if made is not None:
                break
            piece.parts.clear()
        for number in range(self.chance.choices([1, 2, 3], [6, 3, 1])[0]):
            if number:
                another = kind if self.chance.random() < 0.75 else self.chance.choice(KINDS)
                made = self.changer.change(another, piece.paragraphs)
            else:
                another = kind
            if made is not None:
                copy = Piece("copy", made)
                copy.parts.append(Part(name, another, 0, copy.sentences()))
                self.other(name).add_copy(copy, self.chance)

    def name(self, plan: Plan, piece: Piece, source: str) -> None:
        """Put sentences with names into a source."""
        for form in self.chance.sample(phrases()["named"], 2):
            paragraph = self.chance.choice(piece.paragraphs)
            paragraph.insert(self.chance.randint(0, len(paragraph)), self.filled(form, plan))
        piece.parts = [Part(source, "source", 0, piece.sentences())]

    def filled(self, form: str, plan: Plan) -> str:
        """A form with the names of a plan's school in it."""
        n, m = self.chance.randint(3, 40), self.chance.randint(2, 12)
        return form.format(s=plan.school, h=plan.head, k=self.changer.person(), j=plan.subject, n=n, m=m, y=plan.year)

    def merge(self, number: int) -> None:
        """Two passages of two plans, or of two places of one, run together into one paragraph of a third."""
        names = (f"merged {number} first", f"merged {number} second")
        pieces = [self.source(name, most=1, longest=250)[1] for name in names]
        held = [sentence for piece in pieces for sentence in piece.paragraphs[0]]
        cut = pieces[0].sentences()
        parts = [Part(names[0], "merged", 0, cut), Part(names[1], "merged", cut, len(held))]
        self.other(*names).add_copy(Piece("copy", [held], parts), self.chance)

    def rewrite(self, number: int) -> None:
        """The same content in other words altogether, in two plans."""
        pairs = tomllib.loads((HERE / "rewrites.toml").read_text(encoding="utf-8"))["pair"]
        for place, pair in enumerate(pairs[:number]):
            for kind, text in (("source", pair["a"]), ("rewrite", pair["b"])):
                self.other(f"rewrite {place}").add_copy(Piece("copy", [[text]], [Part(f"rewrite {place}", kind, 0, 1)]), self.chance)

    def templates(self) -> None:
        """Paragraphs that many schools were handed: names filled in, a sentence dropped or edited now and then."""
        for number, template in enumerate(phrases()["templates"]):
            for plan in self.chance.sample(self.plans, round(template["share"] * len(self.plans))):
                paragraphs = [[self.filled(s, plan) for s in paragraph if self.chance.random() > 0.06] for paragraph in template["paragraphs"]]
                edited = [[self.changer.light([[s]])[0][0] if self.chance.random() < 0.12 else s for s in paragraph] for paragraph in paragraphs if paragraph]
                piece = Piece("copy", edited)
                piece.parts.append(Part(f"template {number}", "template", 0, piece.sentences()))
                plan.add_copy(piece, self.chance)

    def quote(self, number: int) -> None:
        """Quotations of the policy, which are no gold."""
        for count in range(number):
            sentence = phrases()["policy"][count % len(phrases()["policy"])]
            while True:
                free = [p for p in self.chance.choice(self.plans).pieces if p.kind == "own" and not p.parts]
                if free:
                    break
            self.chance.choice(free).paragraphs[0].append(self.chance.choice(phrases()["frames"]).format(sentence))


def gold(places: list[tuple[str, Part, int, int]]) -> Iterator[Gold]:
    """A row for every two places in two files that hold copies of one source; two rewrites are none."""
    by_source: dict[str, list[tuple[str, Part, int, int]]] = defaultdict(list)
    for place in places:
        by_source[place[1].source].append(place)
    for held in by_source.values():
        for a, b in itertools.combinations(sorted(held), 2):
            kind = max(a[1].kind, b[1].kind, key=STRENGTH.index)
            if a[0] != b[0] and {a[1].kind, b[1].kind} != {"rewrite"}:
                yield {"a": {"file": a[0], "start": a[2], "end": a[3]}, "b": {"file": b[0], "start": b[2], "end": b[3]}, "kind": kind}


def write(out: Path, plans: int, seed: int) -> list[Gold]:
    """Make a corpus and write it; the gold."""
    planter, places = Planter(plans, seed), []
    (out / "plans").mkdir(parents=True, exist_ok=True)
    (out / "reference").mkdir(exist_ok=True)
    for old in (out / "plans").glob("*.txt"):
        old.unlink()
    for plan in planter.plans:
        name = f"{plan.school}{plan.subject}教研组计划.txt"
        text, parts = plan.rendered(planter.chance)
        (out / "plans" / name).write_text(text, encoding="utf-8")
        places += [(name, *part) for part in parts]
    rows = list(gold(places))
    (out / "gold.reuse.jsonl").write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
    policy = "关于加强教学研究工作的意见\n\n" + "\n".join(phrases()["policy"]) + "\n"
    (out / "reference" / "policy.txt").write_text(policy, encoding="utf-8")
    return rows


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("out", type=Path)
    parser.add_argument("--plans", type=int, default=240)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    rows = write(given.out, given.plans, given.seed)
    sizes = [len(path.read_text(encoding="utf-8")) for path in (given.out / "plans").iterdir()]
    print(f"{len(sizes)} plans of {min(sizes)} to {max(sizes)} characters, {sum(sizes) // len(sizes)} in the mean")
    for kind, count in sorted(Counter(row["kind"] for row in rows).items()):
        print(f"  {kind:9} {count:6} pairs")


if __name__ == "__main__":
    main()
