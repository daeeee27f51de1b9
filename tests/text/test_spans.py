"""Spans: quoting, overlap, union, gaps, trimming; the algebra is checked against sets of places."""

from __future__ import annotations

import itertools

from hypothesis import given, settings
from hypothesis import strategies as st

from jiaoyan_nlp.text.spans import Span, gaps, merged, trimmed

PROPERTY = settings(deadline=None, derandomize=True, database=None)
PAIRS = st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40)), max_size=8)


def places(spans: list[tuple[int, int]] | list[Span]) -> set[int]:
    return {i for start, end in spans for i in range(start, end)}


def test_a_span_quotes_its_half_open_stretch() -> None:
    text = "校本研修计划"
    assert Span(2, 4).quote(text) == "研修" == text[2:4]
    assert Span(2, 4).length == 2
    assert Span(3, 3).quote(text) == ""


def test_offsets_count_code_points() -> None:
    assert Span(1, 2).quote("𠮷学𠮷") == "学"


@PROPERTY
@given(st.tuples(st.integers(0, 30), st.integers(0, 30)), st.tuples(st.integers(0, 30), st.integers(0, 30)))
def test_overlap_counts_the_common_places(a: tuple[int, int], b: tuple[int, int]) -> None:
    one, other = Span(*sorted(a)), Span(*sorted(b))
    assert one.overlap(other) == len(places([one]) & places([other])) == other.overlap(one)


@PROPERTY
@given(PAIRS)
def test_merged_is_the_union_in_order_and_apart(spans: list[tuple[int, int]]) -> None:
    union = merged(spans)
    assert places(union) == places(spans)
    assert all(s.length > 0 for s in union)
    assert all(a.end < b.start for a, b in itertools.pairwise(union))


@PROPERTY
@given(PAIRS, st.integers(0, 5))
def test_merged_with_a_gap_joins_what_is_at_most_that_far_apart(spans: list[tuple[int, int]], gap: int) -> None:
    union = merged(spans, gap)
    assert places(spans) <= places(union)
    assert all(b.start - a.end > gap for a, b in itertools.pairwise(union))


@PROPERTY
@given(PAIRS, st.integers(0, 40), st.integers(0, 40))
def test_gaps_and_spans_together_fill_the_stretch(spans: list[tuple[int, int]], a: int, b: int) -> None:
    start, end = sorted((a, b))
    free = list(gaps(spans, start, end))
    assert places(free) == set(range(start, end)) - places(spans)
    assert free == merged(free)


@PROPERTY
@given(st.text(alphabet=" \t\n\u3000教研a", max_size=20), st.integers(0, 20), st.integers(0, 20))
def test_trimmed_is_strip_with_places(text: str, a: int, b: int) -> None:
    start, end = sorted((min(a, len(text)), min(b, len(text))))
    span = trimmed(text, start, end)
    assert span.quote(text) == text[start:end].strip()
    assert start <= span.start <= span.end <= end
