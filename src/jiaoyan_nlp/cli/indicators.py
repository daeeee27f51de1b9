"""`jiaoyan indicators PATH…`: the promises of many schools laid side by side, indicator by indicator."""

from __future__ import annotations

import click

from jiaoyan_nlp.cli import options
from jiaoyan_nlp.cli.language import _
from jiaoyan_nlp.cli.output import print_records
from jiaoyan_nlp.cli.run import analyses, finish

SUMMED_UP = (
    "indicator", "indicator_zh", "actor_kind", "measure", "year_of", "schools", "lowest", "lower", "median", "upper", "highest", "far_low", "far_high",
    "most_common", "same",
)  # fmt: skip
BY_SCHOOL = (
    "indicator", "indicator_zh", "actor_kind", "measure", "school", "year_of", "value", "text", "schools", "median", "far", "same", "before", "file", "plan",
    "start", "end",
)  # fmt: skip


@click.command("indicators", help=_("Compare what schools promise of the same thing: the spread, who is far out, who changed, which numbers many share."))
@options.paths
@options.indicators
@click.option("--schools", "by_school", is_flag=True, help=_("A line for each school's promise instead of one for each indicator."))
@click.option("--far", is_flag=True, help=_("With --schools: only promises far from those of the others."))
@click.option("--changed", is_flag=True, help=_("With --schools: only promises that differ from the same school's of the year before."))
@options.model
@options.shared
def command(
    paths: tuple[str, ...],
    codes: set[str],
    by_school: bool,
    far: bool,
    changed: bool,
    form: str | None,
    output: str | None,
    quiet: bool,
    jobs: int | None,
) -> None:
    from jiaoyan_nlp.language.comparison import compared, summed_up

    if (far or changed) and not by_school:
        raise click.UsageError(_("--far and --changed need --schools."))
    commitments, plans = [], []
    for analysis in analyses(paths, jobs, quiet):
        commitments += [row for row in analysis.commitments if not codes or row["indicator"] in codes]
        plans += analysis.plans
    rows = compared(commitments, plans)
    if by_school:
        kept = (row for row in rows if (not far or row["far"]) and (not changed or row["before"] not in (None, row["value"])))
        print_records(({c: row[c] for c in BY_SCHOOL} for row in kept), BY_SCHOOL, form, output)
    else:
        print_records(({c: row[c] for c in SUMMED_UP} for row in summed_up(rows)), SUMMED_UP, form, output)
    finish()
