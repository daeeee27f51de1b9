"""`jiaoyan commitments PATH…`: what was promised in numbers, one record an amount; or the wording that promises without any."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import click

from jiaoyan_nlp.cli import options
from jiaoyan_nlp.cli.language import _
from jiaoyan_nlp.cli.output import print_records
from jiaoyan_nlp.cli.run import analyses, finish

COLUMNS = (
    "file", "plan", "start", "end", "text", "class", "actor", "each", "item", "comparator", "min", "max", "unit", "change", "per",
    "placeholder", "label", "sentence_start", "sentence_end", "strength", "indicator", "rate", "rate_factor", "baseline", "part_of",
)  # fmt: skip
VAGUE = ("file", "plan", "start", "end", "text", "kind", "label", "sentence")
STRENGTHS = ("open", "soft", "plain", "duty", "bound")
"""The degrees that an amount may have, weakest first (`jiaoyan_nlp.commitments.strength`)."""


@click.command("commitments", help=_("List the quantitative commitments: who is to do how much of what, how often."))
@options.paths
@click.option("--all-classes", is_flag=True, help=_("Achievements, facts and qualifiers too."))
@options.indicators
@click.option("--min-strength", type=click.Choice(STRENGTHS), help=_("Only commitments at least so firm: left open, striven for, plain, a duty, with a bound."))
@click.option("--vague", is_flag=True, help=_("List instead the wording that promises without a number: several, regularly, in due time …"))
@options.model
@options.shared
def command(
    paths: tuple[str, ...],
    all_classes: bool,
    codes: set[str],
    min_strength: str | None,
    vague: bool,
    form: str | None,
    output: str | None,
    quiet: bool,
    jobs: int | None,
) -> None:
    if vague and (all_classes or codes or min_strength):
        raise click.UsageError(_("--vague excludes --all-classes, --indicator and --min-strength."))
    if all_classes and min_strength:
        raise click.UsageError(_("--all-classes and --min-strength exclude each other: only commitments have a strength."))
    wanted = _wanted(codes, all_classes, min_strength)
    found = analyses(paths, jobs, quiet)
    if vague:
        print_records(({c: row[c] for c in VAGUE} for a in found for row in a.vague), VAGUE, form, output)
    else:
        print_records(({c: row[c] for c in COLUMNS} for a in found for row in a.commitments if wanted(row)), COLUMNS, form, output)
    finish()


def _wanted(codes: set[str], all_classes: bool, least: str | None) -> Callable[[dict[str, Any]], bool]:
    def wanted(row: dict[str, Any]) -> bool:
        if codes and row["indicator"] not in codes:
            return False
        if row["class"] != "commitment":
            return all_classes
        return least is None or STRENGTHS.index(row["strength"]) >= STRENGTHS.index(least)

    return wanted
