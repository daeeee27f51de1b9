"""Joining: passages of two plans that belong together as one, and those that claim the same letters set apart."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from jiaoyan_nlp.reuse.ink import Ink
from jiaoyan_nlp.reuse.passages import OVERLAP, Options, Passage, Run
from jiaoyan_nlp.text.spans import Span, merged

MOST_LEFT_OUT = 160
"""Letters between two parts of a passage that one plan may have left out, or put in."""
LEFT_OUT = 0.6
"""The same as a share of the letters that the parts have in common."""


def whole(found: Sequence[Passage], a: Ink, b: Ink, options: Options, *, again: bool = False) -> list[Passage]:
    """Passages that lie near each other on both sides as one, whatever their order: sentences moved about, or some left out.

    Near is within the gap, or within one paragraph; the whole must be dense enough on both sides. With `again` letters of b may
    stand against several places of a: a centre tells of each of its places who holds it.
    """
    todo, out = _distinct(found, options.min_run, again=again)[::-1], list[Passage]()
    while todo:
        each = todo.pop()
        near = next((p for p in reversed(out) if _one_passage(p, each, a, b, options)), None)
        if near:
            out.remove(near)
            todo.append(_each_once([*near.runs, *each.runs]) if _claimed_by_both(near, each) else Passage.of([*near.runs, *each.runs]))
        else:
            out.append(each)
    return sorted((p for p in out if _is_particular(p, a, b, options)), key=lambda p: (p.a_start, p.b_start))


def _is_particular(p: Passage, a: Ink, b: Ink, options: Options) -> bool:
    """Whether what is shared tells more than the trade's language, headings and quotations do."""
    longest = shared = 0
    for run in sorted(p.runs, key=lambda r: -r.length):
        for start, end in _own(run, a, b, options.over_paragraphs):
            longest, shared = max(longest, end - start), shared + end - start
        if longest >= options.particular or shared >= (2 if longest >= options.min_run - 3 else 3) * options.min_run:
            return True
    return False


def _own(run: Run, a: Ink, b: Ink, over_paragraphs: bool) -> Iterator[Span]:
    """The parts of a run, as places in a, that are prose on both sides."""
    for start, end in a.prose(run.a, run.a + run.length, over_paragraphs):
        for low, high in b.prose(start + run.b - run.a, end + run.b - run.a, over_paragraphs):
            yield Span(low + run.a - run.b, high + run.a - run.b)


def _one_passage(p: Passage, q: Passage, a: Ink, b: Ink, options: Options) -> bool:
    length = max(max(p.a_end, q.a_end) - min(p.a_start, q.a_start), max(p.b_end, q.b_end) - min(p.b_start, q.b_start))
    shared = p.shared + q.shared
    if shared < options.density * length:
        return False
    a_hole, b_hole = _hole(p.a_start, p.a_end, q.a_start, q.a_end), _hole(p.b_start, p.b_end, q.b_start, q.b_end)
    # what was left out, or put in, between two parts may be longer than a gap where the parts are long
    widest = max(options.gap, min(MOST_LEFT_OUT, LEFT_OUT * shared)) if min(a_hole, b_hole) <= options.gap else options.gap
    if min(a_hole, b_hole) < -OVERLAP and _claimed_by_both(p, q) > OVERLAP:
        return False
    return (a_hole <= widest or _in_one_paragraph(p.a_start, p.a_end, q.a_start, q.a_end, a)) and (
        b_hole <= widest or _in_one_paragraph(p.b_start, p.b_end, q.b_start, q.b_end, b)
    )


def _each_once(runs: Iterable[Run]) -> Passage:
    """The passage of some runs, letters that two of them claim left to the longer one."""
    kept: list[Run] = []
    for run in sorted(runs, key=lambda r: (-r.length, r)):
        for other in kept:
            for side in (0, 1):
                head, tail = other[side] + other.length - run[side], run[side] + run.length - other[side]
                if 0 < head <= tail:
                    run = Run(run.a + head, run.b + head, max(0, run.length - head))
                elif 0 < tail < head:
                    run = run._replace(length=max(0, run.length - tail))
        if run.length:
            kept.append(run)
    return Passage.of(kept)


def _claimed_by_both(p: Passage, q: Passage) -> int:
    """Letters of one side that runs of both claim."""
    a = _common([(r.a, r.a + r.length) for r in p.runs], [(r.a, r.a + r.length) for r in q.runs])
    return max(a, _common([(r.b, r.b + r.length) for r in p.runs], sorted((r.b, r.b + r.length) for r in q.runs)))


def _hole(start: int, end: int, other_start: int, other_end: int) -> int:
    return max(start, other_start) - min(end, other_end)


def _in_one_paragraph(start: int, end: int, other_start: int, other_end: int, ink: Ink) -> bool:
    low, high = min(end, other_end), max(start, other_start)
    return bisect_right(ink.breaks, high) == bisect_right(ink.breaks, low - 1)


def _distinct(found: Sequence[Passage], least: int, *, again: bool) -> list[Passage]:
    """Of passages that claim the same letters of one side (with `again` of a) the one that shares most stays, in the order of a.

    Another stays too where it alone holds a run of `least` letters.
    """
    in_order = sorted(found, key=lambda p: (p.a_start, p.b_start))
    if _stand_apart([(p.a_start, p.a_end) for p in in_order]) and _stand_apart(sorted((p.b_start, p.b_end) for p in in_order)):
        return in_order
    kept: list[Passage] = []
    a_taken: list[Span] = []
    b_taken: list[Span] = []
    for each in sorted(_completed(in_order), key=lambda p: -p.shared):
        a_runs, b_runs = [(r.a, r.a + r.length) for r in each.runs], [(r.b, r.b + r.length) for r in each.runs]
        if max(_common(a_runs, a_taken), 0 if again else _common(b_runs, b_taken)) <= 0.5 * each.shared or _tells_more(each, kept, least):
            kept.append(each)
            a_taken, b_taken = merged([*a_taken, *a_runs]), merged([*b_taken, *b_runs])
    return sorted(kept, key=lambda p: (p.a_start, p.b_start))


def _completed(passages: Sequence[Passage]) -> list[Passage]:
    """The passages with their runs as long as any of them has these: one seen through another plan breaks off where that does."""
    longest: list[Run] = []
    place: dict[Run, int] = {}
    for run in sorted({r for p in passages for r in p.runs}, key=lambda r: (r.a - r.b, r.a)):
        last = longest[-1] if longest else None
        if last and last.a - last.b == run.a - run.b and run.a <= last.a + last.length:
            longest[-1] = last._replace(length=max(last.length, run.a + run.length - last.a))
        else:
            longest.append(run)
        place[run] = len(longest) - 1
    return [_each_once({longest[place[r]] for r in p.runs}) for p in passages]


def _tells_more(p: Passage, kept: Sequence[Passage], least: int) -> bool:
    """Whether it holds a run of `least` letters that lies in no run of the others, neither on side a nor on side b."""
    told = [r for other in kept for r in other.runs]
    return any(
        run.length >= least and not any(0 <= run.a - r.a <= r.length - run.length or 0 <= run.b - r.b <= r.length - run.length for r in told) for run in p.runs
    )


def _stand_apart(bounds: Sequence[tuple[int, int]]) -> bool:
    return all(p[1] <= q[0] for p, q in pairwise(bounds))


def _common(spans: list[tuple[int, int]], taken: Sequence[tuple[int, int]]) -> int:
    """Letters of the spans that are taken; `taken` is sorted and has no overlaps."""
    total = 0
    for start, end in spans:
        at = max(0, bisect_right(taken, (start, start)) - 1)
        while at < len(taken) and taken[at][0] < end:
            total += max(0, min(end, taken[at][1]) - max(start, taken[at][0]))
            at += 1
    return total
