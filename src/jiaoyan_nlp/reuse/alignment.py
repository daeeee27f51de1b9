"""Alignment: the passages that plans share, from the runs of letters along the links between plans and centres."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from jiaoyan_nlp.reuse.chains import Chains, needed, promising
from jiaoyan_nlp.reuse.edits import similarity
from jiaoyan_nlp.reuse.exchanges import exchanged
from jiaoyan_nlp.reuse.extension import passages_of
from jiaoyan_nlp.reuse.fingerprints import STANDARD, Fingerprints, Stack, Winnowing
from jiaoyan_nlp.reuse.ink import Ink
from jiaoyan_nlp.reuse.joining import whole
from jiaoyan_nlp.reuse.links import Runs, shared_runs
from jiaoyan_nlp.reuse.passages import Options, Passage, Run
from jiaoyan_nlp.reuse.synonyms import Folding, folding, folding_with

REWORDED = Winnowing(5, 3)
"""Of the second pass: runs of seven folded letters are found."""
LEAST_REWORDED = 32
"""Folded letters that a reworded passage shares at least."""
THIN = 0.42
"""Least share of its letters that are the same when folded; less is the language of the trade."""
LIKENESS = 0.42
"""Least similarity of its two sides, folded (see `edits.similarity`)."""

Aligned = dict[tuple[int, int], list[Passage]]
"""Of two plans, the centre (text a of the passages) first, the passages that they share in the order of a."""


def aligned(inks: Sequence[Ink], options: Options, first: int = 0) -> Aligned:
    """The passages that plans share with the centres that they are linked to (`links`), in two passes.

    The first goes over the letters as they are: every run of `options.min_run` is found. The second looks for reworded copies, in
    what no plan was found to share: over letters folded by synonyms and by what the first pass saw exchanged, shorter runs in
    step will do. It finds the likely, with no guarantee.

    Args:
        first: the first so many inks are centres of all that they hold. Otherwise the order of the inks changes nothing.

    Returns:
        by places of centre and member in `inks`, in the order of their files and plans.
    """
    order = [*range(first), *sorted(range(first, len(inks)), key=lambda i: (inks[i].file, inks[i].plan))]
    found = _aligned([inks[i] for i in order], options, first)
    return {(order[a], order[b]): passages for (a, b), passages in found.items()}


def _aligned(inks: Sequence[Ink], options: Options, first: int) -> Aligned:
    stack = Stack.of([ink.text for ink in inks])
    prior = np.zeros(len(stack.starts))
    prior[:first] = np.arange(first, 0, -1) * 1e12  # more than any text has letters: the first given comes before the next
    winnowing = Winnowing.for_runs_of(options.min_run)
    runs = shared_runs(stack, _kept(inks, stack, winnowing), winnowing.k, prior, options.min_run)
    loose = _loosened(stack, folding())
    found = _along(runs, loose, _texts(loose), options)
    prior += np.bincount(runs.centre, weights=runs.length, minlength=len(stack.starts))
    loose = _loosened(stack, folding_with(exchanged(found, inks)))
    del stack, runs  # a district's letters take room
    _add_reworded(found, loose, prior, options)
    out = {(a, b): whole(held, inks[a], inks[b], options, again=True) for (a, b), held in sorted(found.items())}
    return {pair: passages for pair, passages in out.items() if passages}


def _add_reworded(found: Aligned, loose: Stack, prior: NDArray[np.float64], options: Options) -> None:
    """The second pass, over what no member was found to share."""
    texts = _texts(loose)
    for (_, member), passages in found.items():
        for p in passages:
            loose.codes[loose.starts[member] + p.b_start : loose.starts[member] + p.b_end] = 0
    runs = shared_runs(loose, loose.fingerprints(REWORDED), REWORDED.k, prior)
    for (a, b), passages in _along(runs, loose, texts, replace(options, density=THIN)).items():
        found.setdefault((a, b), []).extend(p for p in passages if _is_reworded(p, texts[a], texts[b]))


def _kept(inks: Sequence[Ink], stack: Stack, winnowing: Winnowing) -> Iterable[Fingerprints]:
    """The fingerprints that came with the inks where these are what is asked for."""
    held = [ink.fingerprints for ink in inks if ink.fingerprints] if winnowing == STANDARD else []
    return held if len(held) == len(inks) else stack.fingerprints(winnowing)


def _loosened(stack: Stack, by: Folding) -> Stack:
    return Stack(by.fold(stack.codes), stack.starts)


def _texts(stack: Stack) -> list[str]:
    return [stack.codes[s : e - 1].tobytes().decode("utf-32-le", "surrogatepass") for s, e in pairwise(stack.starts.tolist())]


def _along(runs: Runs, loose: Stack, texts: Sequence[str], options: Options) -> Aligned:
    """The passages along runs, in folded letters."""
    found: Aligned = defaultdict(list)
    for centre, member, chain in _chained(loose, runs, options):
        if passages := passages_of(texts[centre], texts[member], chain, options):
            found[centre, member] += passages
    return found


def _is_reworded(p: Passage, a: str, b: str) -> bool:
    return p.shared >= LEAST_REWORDED and similarity(a[p.a_start : p.a_end], b[p.b_start : p.b_end]) >= LIKENESS


def align(a: Ink, b: Ink, options: Options) -> list[Passage]:
    """The passages that two plans share, in the order of a."""
    found = aligned([a, b], options, first=2)
    return sorted([*found.get((0, 1), []), *(p.flipped() for p in found.get((1, 0), []))], key=lambda p: (p.a_start, p.b_start))


def _chained(stack: Stack, runs: Runs, options: Options) -> Iterator[tuple[int, int, list[Run]]]:
    """The chains that tell something: centre, member, and the runs with places in these."""
    if not len(runs):
        return
    held = Chains.of(runs, options.gap)
    held = held.only(promising(held, stack.codes, options.shortest))
    held = held.only(needed(held, len(stack.codes), options))
    runs = held.runs
    a, b, lengths = (runs.a - stack.starts[runs.centre]).tolist(), (runs.b - stack.starts[runs.member]).tolist(), runs.length.tolist()
    bounds = pairwise([*held.edges.tolist(), len(runs)])
    for (first, last), centre, member in zip(bounds, held.centre.tolist(), held.member.tolist(), strict=True):
        yield centre, member, [Run(a[i], b[i], lengths[i]) for i in range(first, last)]
