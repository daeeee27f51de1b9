"""Time, memory and finds on a large corpus, beside MinHash: `python benchmarks/reuse/speed.py [--plans 10000] [--only NAME]… [--growth 1000,10000,100000]`.

Each way runs in a process of its own that makes the corpus (`district.py`), notes the time, works, and says its time and the most memory that
the process ever held, the corpus (`texts` in the table) and all libraries included. Ours goes from texts to families and their table; a peer
asks its index about every passage. By kind: the share of the planted copies that are found together with their source. `stray`: pairs found
that were not planted. `--growth` runs ours alone on several sizes and draws `growth.svg` with the exponent that fits best.
"""

from __future__ import annotations

import argparse
import itertools
import json
import math
import resource
import subprocess
import sys
import time
from bisect import bisect
from collections import defaultdict
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, NamedTuple

from district import TEMPLATE, District, Planted, district
from peers import PEERS, PERMISSIVE, USUAL, Setting

SETTINGS = {"usual": USUAL, "permissive": PERMISSIVE, "most permissive": Setting(0.2, 3, 64, 2)}
SHORTEST = 20
"""Characters of a passage that a member of a family covers at least: the shortest passage that counts as shared."""
LIMIT = 3600
"""Seconds after which a way is given up."""
KINDS = ("template", "verbatim", "light", "names", "spun", "part")
Place = tuple[int, int]
"""A plan and the number of a passage in it."""


class Clock(NamedTuple):
    """Seconds by the clock, and of the processor in all threads."""

    wall: float
    processor: float

    @classmethod
    def now(cls) -> Clock:
        return cls(time.perf_counter(), time.process_time())

    def since(self) -> Clock:
        now = Clock.now()
        return Clock(now.wall - self.wall, now.processor - self.processor)


class Found(NamedTuple):
    """What a way of finding found: is this among it; pairs that were not planted; what it took."""

    has: Callable[[Planted], bool]
    stray: int
    took: Clock


def ours(held: District) -> Found:
    """Families and their table, from texts."""
    import pandas as pd

    from jiaoyan_nlp.reuse.families import find_families
    from jiaoyan_nlp.reuse.ink import ink_of_text

    begun = Clock.now()
    families = find_families([ink_of_text(f"{number}.txt", "\n".join(plan), f"school {number}") for number, plan in enumerate(held.plans)])
    rows = [(f.family_id, m.plan, *m.span, m.kind, m.similarity) for f in families for m in f.members]
    pd.DataFrame(rows, columns=["family_id", "plan", "start", "end", "kind", "similarity"])
    took = begun.since()
    starts = [list(itertools.accumulate((len(p) + 1 for p in plan), initial=0)) for plan in held.plans]
    families_at: dict[Place, set[str]] = defaultdict(set)
    stray, true = 0, _planted_places(held)
    for family in families:
        places = []
        for member in family.members:
            cuts = starts[member.plan]
            over = range(bisect(cuts, member.span.start) - 1, bisect(cuts, member.span.end - 1))
            places.append({n for n in over if min(member.span.end, cuts[n + 1]) - max(member.span.start, cuts[n]) >= SHORTEST})
            for number in places[-1]:
                families_at[member.plan, number].add(family.family_id)
        sources = [{true.get((m.plan, n)) for n in numbers} - {None} for m, numbers in zip(family.members, places, strict=True)]
        stray += sum(not sources[0] & other for other in sources[1:])
    return Found(lambda planted: bool(families_at[planted.source] & families_at[planted.copy]), stray, took)


def _planted_places(held: District) -> dict[Place, Place]:
    """Every place where something was planted, with its source."""
    return {place: p.source for p in held.planted for place in (p.source, p.copy)}


def peer(name: str, setting: Setting) -> Callable[[District], Found]:
    """What a peer's index answers about every passage."""

    def search(held: District) -> Found:
        places = [(plan, number) for plan, passages in enumerate(held.plans) for number in range(len(passages))]
        number_of = {place: at for at, place in enumerate(places)}
        partners: dict[int, set[int]] = defaultdict(set)
        for p in held.planted:
            partners[number_of[p.source]].add(number_of[p.copy])
            partners[number_of[p.copy]].add(number_of[p.source])
        found: set[tuple[Place, Place]] = set()
        answers, begun = 0, Clock.now()
        for at, others in PEERS[name]([held.plans[a][b] for a, b in places], setting):
            right = partners[at].intersection(others) if at in partners else ()
            found |= {(min(places[at], places[other]), max(places[at], places[other])) for other in right}
            if places[at][1] >= TEMPLATE:  # answers about templates are too many to be looked at here
                answers += len(others) - 1 - len(right)
        took = begun.since()
        return Found(lambda p: (min(p.source, p.copy), max(p.source, p.copy)) in found, answers // 2, took)

    return search


def ways() -> dict[str, Callable[[District], Found]]:
    """Every way of finding, by name."""
    return {"ours": ours} | {f"{name} {called}": peer(name, setting) for name in PEERS for called, setting in SETTINGS.items()}


def run(name: str, plans: int) -> dict[str, Any]:
    """In a process of its own: time, memory and recall of one way; `texts` measures the corpus alone."""
    held = district(plans)
    found = ways()[name](held) if name != "texts" else Found(lambda _: False, 0, Clock(0, 0))
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    letters = sum(len(p) for plan in held.plans for p in plan)
    out = {"plans": plans, "letters": letters, "seconds": found.took.wall, "processor": found.took.processor, "megabytes": memory, "stray": found.stray}
    for kind in KINDS:
        asked = [p for p in held.planted if p.kind == kind]
        out[kind] = sum(map(found.has, asked)) / max(1, len(asked))
    return out


def child(name: str, plans: int, limit: float = LIMIT) -> dict[str, Any] | None:
    """What `run` says in a process of its own; None where it failed or took longer than the limit in seconds."""
    try:
        done = subprocess.run([sys.executable, __file__, "--child", name, "--plans", str(plans)], stdout=subprocess.PIPE, check=True, timeout=limit)
    except (subprocess.CalledProcessError, subprocess.TimeoutExpired) as error:
        print(f"{name}: {type(error).__name__}", file=sys.stderr)
        return None
    return dict(json.loads(done.stdout))


def table(plans: int, names: Iterable[str]) -> None:
    """One line a way, processor time as a ratio to ours: the machine may be busy with other things."""
    print(
        f"{plans:,} plans\n\n| | seconds | processor | ours = 1 | MB | ",
        " | ".join((*KINDS, "stray")),
        " |\n|" + " --- |" * (len(KINDS) + 6),
        sep="",
    )
    base = 0.0
    for name in ("texts", *names):
        if (got := child(name, plans)) is None:
            print(f"| {name} | over {LIMIT} or failed |", flush=True)
            continue
        base = got["processor"] if name == "ours" else base
        ratio = f"{got['processor'] / base:.2f}" if base else ""
        print(
            f"| {name} | {got['seconds']:.1f} | {got['processor']:.1f} | {ratio} | {got['megabytes']:,.0f} |",
            " | ".join(f"{got[k]:.3f}" for k in KINDS),
            f"| {got['stray']:,} |",
            flush=True,
        )


def growth(sizes: list[int]) -> None:
    """Ours on several sizes: a table, the exponent that fits, and a drawing of it."""
    got = [result for size in sizes if (result := child("ours", size))]
    xs, ys = [math.log(g["plans"]) for g in got], [math.log(g["processor"]) for g in got]
    mx, my = sum(xs) / len(xs), sum(ys) / len(ys)
    slope = sum((x - mx) * (y - my) for x, y in zip(xs, ys, strict=True)) / sum((x - mx) ** 2 for x in xs)
    print("| plans | letters | seconds | processor | MB |\n| --- | --- | --- | --- | --- |")
    for g in got:
        print(f"| {g['plans']:,} | {g['letters']:,} | {g['seconds']:.1f} | {g['processor']:.1f} | {g['megabytes']:,.0f} |")
    print(f"processor time grows as plans to the power of {slope:.2f}")
    from matplotlib.figure import Figure

    figure = Figure(figsize=(5, 3.5), layout="constrained")
    axes = figure.add_subplot()
    axes.loglog([g["plans"] for g in got], [g["processor"] for g in got], "o")
    axes.loglog([g["plans"] for g in got], [math.exp(my + slope * (x - mx)) for x in xs], "-", label=f"plans to the power of {slope:.2f}")
    axes.set(xlabel="plans", ylabel="seconds of the processor")
    axes.legend()
    figure.savefig(Path(__file__).parent / "growth.svg", metadata={"Date": None, "Creator": None})


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--plans", type=int, default=10_000)
    parser.add_argument("--only", action="append", metavar="NAME", help=f"one of: {', '.join(ways())}")
    parser.add_argument("--growth", type=lambda words: [int(word) for word in words.split(",")], metavar="PLANS,PLANS,…")
    parser.add_argument("--child", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.child:
        print(json.dumps(run(given.child, given.plans)))
    elif given.growth:
        growth(given.growth)
    else:
        table(given.plans, given.only or ways())


if __name__ == "__main__":
    main()
