"""Questions of language on a large corpus, their seconds, memory and growth: `python benchmarks/language.py [--sizes 1,10] [--only NAME]…`.

Sizes are in millions of characters. The corpus is that of `reuse/district.py`: plans of words drawn by how often they stand in ours, a template in most of
them. Its words are cut once; each question is then asked in a process forked off, so that its memory is what it needs beside the words. Seconds are those of
the processor. Growth is the exponent between the smallest size and the largest.
"""

from __future__ import annotations

import argparse
import math
import multiprocessing
import resource
import sys
import time
from collections.abc import Callable
from multiprocessing.connection import Connection
from pathlib import Path
from typing import NamedTuple

sys.path.insert(0, str(Path(__file__).parent / "reuse"))

import pandas as pd
import scipy.stats  # noqa: F401 - loaded before any clock runs
from district import district

from jiaoyan_nlp.language.collocations import collocations
from jiaoyan_nlp.language.concordance import concordance
from jiaoyan_nlp.language.echo import echoes
from jiaoyan_nlp.language.frequency import frequencies
from jiaoyan_nlp.language.keyness import keyness, sides
from jiaoyan_nlp.language.near import near
from jiaoyan_nlp.language.readability import readability
from jiaoyan_nlp.language.tokens import KNOWN, Tokens, tokens_of
from jiaoyan_nlp.language.trends import by_year, slopes
from jiaoyan_nlp.text.words import stop_words

LETTERS = 4400
"""Characters of a plan of the district, about."""
YEARS = range(2014, 2024)
LABELS = ("guiding", "situation", "goals", "tasks", "measures", "schedule", "safeguards", "assessment")
QUESTIONS: dict[str, Callable[[Tokens], object]] = {
    "terms": lambda tokens: frequencies(tokens, leave_out=stop_words()),
    "keyness of a year": lambda tokens: keyness(*sides(tokens, {"year": 2023}), leave_out=stop_words()),
    "keyness of a section": lambda tokens: keyness(*sides(tokens, {"label": "goals"}), leave_out=stop_words()),
    "concordance of a word": lambda tokens: concordance(tokens, "教师", sort="right"),
    "concordance of characters": lambda tokens: concordance(tokens, "师，", sort="left"),
    "concordance of a pattern": lambda tokens: concordance(tokens, "每.{0,3}教师", regex=True),
    "collocations of a word": lambda tokens: collocations(tokens, "教师", leave_out=stop_words()),
    "collocations, all pairs": lambda tokens: collocations(tokens, leave_out=stop_words()),
    "trends of all words": lambda tokens: slopes(tokens, leave_out=stop_words()),
    "trend of a word": lambda tokens: by_year(tokens, ["教师"]),
    "echo of a policy": lambda tokens: echoes(tokens, tokens.where(year=2018, school="示例县第0小学"), stop_words=stop_words()),
    "near words": lambda tokens: near(tokens, "教师"),
    "readability": lambda tokens: readability(tokens, function_words=stop_words()),
}


class Cost(NamedTuple):
    """Seconds, and MB beside what was there before."""

    seconds: float
    megabytes: float


def made(millions: float) -> tuple[pd.DataFrame, pd.DataFrame, dict[str, str]]:
    """Passages, plans and texts of a made-up corpus of so many million characters, with schools, years and sections."""
    held = district(max(2, round(millions * 1_000_000 / LETTERS))).plans
    texts = {f"{number:06}.txt": "\n".join(plan) for number, plan in enumerate(held)}
    passages = []
    for file, plan in zip(texts, held, strict=True):
        at = 0
        for number, text in enumerate(plan):
            passages.append((file, 1, at, at + len(text), LABELS[number * len(LABELS) // len(plan)]))
            at += len(text) + 1
    plans = pd.DataFrame({"file": list(texts), "plan": 1, "kind": "plan"} | dict.fromkeys(KNOWN, ""))
    plans["school"] = [f"示例县第{number // len(YEARS)}小学" for number in range(len(plans))]
    plans["year"] = pd.array([YEARS[number % len(YEARS)] for number in range(len(plans))], "Int64")
    return pd.DataFrame(passages, columns=["file", "plan", "start", "end", "label"]), plans, texts


def asked(question: Callable[[Tokens], object], tokens: Tokens) -> Cost:
    """What a question costs, in a process forked off."""
    ours, theirs = multiprocessing.get_context("fork").Pipe(duplex=False)
    child = multiprocessing.get_context("fork").Process(target=_ask, args=(question, tokens, theirs))
    child.start()
    cost: Cost = ours.recv()
    child.join()
    return cost


def _ask(question: Callable[[Tokens], object], tokens: Tokens, tell: Connection) -> None:
    before, begun = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.process_time()
    question(tokens)
    tell.send(Cost(time.process_time() - begun, (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024))


def measured(millions: float, names: list[str]) -> dict[str, Cost]:
    """The cost of cutting the words and of each question."""
    passages, plans, texts = made(millions)
    before, begun = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.process_time()
    tokens = tokens_of(passages, plans, texts)
    costs = {"words cut": Cost(time.process_time() - begun, (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024)}
    print(f"{sum(map(len, texts.values())):,} characters, {len(tokens):,} words of {len(tokens.vocabulary):,}, {len(plans):,} plans", file=sys.stderr)
    return costs | {name: asked(QUESTIONS[name], tokens) for name in names}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", default=[1, 10], type=lambda words: [float(word) for word in words.split(",")])
    parser.add_argument("--only", action="append", choices=QUESTIONS, default=[])
    given = parser.parse_args()
    sizes = sorted(given.sizes)
    costs = [measured(size, given.only or list(QUESTIONS)) for size in sizes]
    print("|", *(f"| {size:g} million | MB" for size in sizes), "| growth |\n|", "--- | " * (2 * len(sizes) + 2))
    for name, first in costs[0].items():
        last = costs[-1][name]
        growth = math.log(max(last.seconds, 1e-3) / max(first.seconds, 1e-3)) / math.log(sizes[-1] / sizes[0]) if len(sizes) > 1 else float("nan")
        print(f"| {name} |", " | ".join(f"{cost[name].seconds:.2f} s | {cost[name].megabytes:,.0f}" for cost in costs), f"| {growth:.2f} |")


if __name__ == "__main__":
    main()
