"""View: every character leads back to its source; masking and folding commute and never move anything."""

from __future__ import annotations

import random
import re

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jiaoyan_nlp.text.folding import fold
from jiaoyan_nlp.text.spans import Span, merged
from jiaoyan_nlp.text.view import View

PROPERTY = settings(deadline=None, derandomize=True, database=None, max_examples=100)
TEXT = st.text(alphabet="教研計劃１２，。（）ab \n亠", max_size=40)
SPANS = st.lists(st.tuples(st.integers(0, 45), st.integers(0, 45)), max_size=6)


def same(a: View, b: View) -> bool:
    return a.text == b.text and a.offsets.tolist() == b.offsets.tolist()


def left_out(text: str, spans: list[tuple[int, int]], start: int = 0, end: int | None = None) -> str:
    """The oracle: `text[start:end]` without the characters that a span covers."""
    hidden = {i for a, b in spans for i in range(a, b)}
    return "".join(c for i, c in enumerate(text) if i not in hidden and start <= i < (len(text) if end is None else end))


@PROPERTY
@given(TEXT, SPANS)
def test_every_character_leads_back_to_its_source_folded(text: str, spans: list[tuple[int, int]]) -> None:
    view = View.of(text).mask(spans).fold()
    assert len(view) == len(view.text) == len(view.offsets)
    assert [fold(text[i]) for i in view.offsets.tolist()] == list(view.text)
    assert (np.diff(view.offsets) > 0).all()


@PROPERTY
@given(TEXT, SPANS)
def test_masking_leaves_out_just_the_masked(text: str, spans: list[tuple[int, int]]) -> None:
    assert View.of(text).mask(spans).text == left_out(text, spans)


@PROPERTY
@given(TEXT, SPANS, st.data())
def test_a_span_of_the_view_quotes_the_source_with_the_masked_left_out(text: str, spans: list[tuple[int, int]], data: st.DataObject) -> None:
    view = View.of(text).mask(spans).fold()
    start, end = sorted(data.draw(st.tuples(st.integers(0, len(view)), st.integers(0, len(view)))))
    span = view.span(start, end)
    assert fold(left_out(text, spans, span.start, span.end)) == view.text[start:end]
    if start < end:
        pieces = list(view.pieces(start, end))
        assert fold("".join(p.quote(text) for p in pieces)) == view.text[start:end]
        assert merged(pieces) == pieces
        assert (pieces[0].start, pieces[-1].end) == (span.start, span.end)
        assert view.index(span.start) == start


@PROPERTY
@given(TEXT, SPANS)
def test_masking_twice_is_masking_once(text: str, spans: list[tuple[int, int]]) -> None:
    once = View.of(text).mask(spans)
    assert same(once.mask(spans), once)


@PROPERTY
@given(TEXT, SPANS, st.randoms(use_true_random=False))
def test_the_order_of_masks_does_not_matter(text: str, spans: list[tuple[int, int]], dice: random.Random) -> None:
    shuffled = list(spans)
    dice.shuffle(shuffled)
    one_by_one = View.of(text)
    for span in shuffled:
        one_by_one = one_by_one.mask([span])
    assert same(one_by_one, View.of(text).mask(spans))


@PROPERTY
@given(TEXT, SPANS)
def test_masking_and_folding_may_change_places(text: str, spans: list[tuple[int, int]]) -> None:
    assert same(View.of(text).fold().mask(spans), View.of(text).mask(spans).fold())


@PROPERTY
@given(TEXT, SPANS, SPANS)
def test_through_leads_an_inner_view_back_to_the_first_source(text: str, outer: list[tuple[int, int]], inner: list[tuple[int, int]]) -> None:
    first = View.of(text).mask(outer).fold()
    second = View.of(first.text).mask(inner)
    whole = first.through(second)
    assert whole.text == second.text
    assert [fold(text[i]) for i in whole.offsets.tolist()] == list(whole.text)


@PROPERTY
@given(TEXT, SPANS)
def test_through_a_whole_view_changes_nothing(text: str, spans: list[tuple[int, int]]) -> None:
    view = View.of(text).mask(spans)
    assert same(view.through(View.of(view.text)), view)
    assert same(View.of(text).through(view), view)


@PROPERTY
@given(TEXT, SPANS, st.integers(0, 45), st.integers(0, 45))
def test_within_is_the_part_of_a_source_stretch(text: str, spans: list[tuple[int, int]], a: int, b: int) -> None:
    start, end = sorted((a, b))
    part = View.of(text).mask(spans).within(start, end)
    assert part.text == left_out(text, spans, start, end)
    assert all(start <= i < end for i in part.offsets.tolist())


@PROPERTY
@given(TEXT, SPANS)
def test_only_keeps_the_characters_inside_matches(text: str, spans: list[tuple[int, int]]) -> None:
    pattern = re.compile("[教研计划]+")
    view = View.of(text).mask(spans).fold()
    only = view.only(pattern)
    assert only.text == "".join(pattern.findall(view.text))
    assert [fold(text[i]) for i in only.offsets.tolist()] == list(only.text)


def test_a_match_across_noise_quotes_the_noise_and_its_pieces_do_not() -> None:
    text = "每次20分3/6钟。"
    view = View.of(text).mask([(5, 8)])
    found = re.search("20分钟", view.text)
    assert found is not None
    assert view.span(*found.span()).quote(text) == "20分3/6钟"
    assert [p.quote(text) for p in view.pieces(*found.span())] == ["20分", "钟"]


def test_the_view_does_not_change_when_it_is_masked() -> None:
    view = View.of("教研组计划")
    view.mask([(0, 3)])
    assert view.text == "教研组计划"


@pytest.mark.parametrize("text", ["", "计划"])
def test_an_empty_view_has_an_empty_span_and_an_end(text: str) -> None:
    view = View.of(text).mask([(0, len(text))])
    assert view.text == ""
    assert view.span(0, 0) == Span(0, 0)
    assert list(view.pieces(0, 0)) == []
    assert view.source_end() == 0
