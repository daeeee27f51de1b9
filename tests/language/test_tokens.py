"""Tokens: every word leads back to its source; they are selected, grouped and told apart as the passages are."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jiaoyan_nlp.engine.analysis import analyse
from jiaoyan_nlp.engine.corpus import Corpus
from jiaoyan_nlp.language.distinct import _KEPT, _LEFT_OUT, Copy, _decided, distinct
from jiaoyan_nlp.language.tokens import tokens_of
from jiaoyan_nlp.text.folding import fold
from jiaoyan_nlp.text.source import Source

SHARED = "各备课组在每次活动之前要确定一个小而实的话题，由主备人提前三天把材料发给大家，活动中围绕话题逐一发言，活动之后把意见整理成文。"


def corpus_of(plans: dict[str, str]) -> Corpus:
    return Corpus(tuple(analyse(Source(text, path)) for path, text in sorted(plans.items())))


@pytest.fixture(scope="module")
def corpus() -> Corpus:
    return corpus_of({
        "示例县/示例县第一小学/2022年语文教研组工作计划.txt": f"语文教研组工作计划\n一、工作目标\n听课听课，评课一次。\n二、主要工作\n{SHARED}\n",
        "示例县/示例县第二小学/2023年數學教研組工作計劃.txt": f"數學教研組工作計劃\n一、工作目標\n聽課二十節𠮷。\n二、主要工作\n{SHARED}\n",
        "示例县/示例县第一中学/2023年英语教研组工作计划.txt": f"英语教研组工作计划\n一、工作目标\n读书。\n二、主要工作\n{SHARED}要读书。\n",
    })  # fmt: skip


def test_every_token_is_the_folded_text_at_its_place(corpus: Corpus) -> None:
    for tagged in (False, True):
        tokens = corpus.tokens(tagged=tagged)
        assert len(tokens) > 100
        files = tokens.passages["file"].to_numpy()
        for word, row, start, end in zip(tokens.words(), tokens.passage, tokens.starts, tokens.ends, strict=True):
            assert fold(corpus.texts[files[row]][start:end]) == word
        assert (np.diff(tokens.passage) >= 0).all() and (np.diff(tokens.clause) >= 0).all() and (np.diff(tokens.sentence) >= 0).all()
    assert len(tokens.tags) == len(tokens) and set(tokens.tagset) >= {"n", "v"}


def test_traditional_and_simplified_are_one_word(corpus: Corpus) -> None:
    assert Counter(corpus.tokens().words())["听课"] == 3


def test_words_are_selected_by_section_school_level_and_year(corpus: Corpus) -> None:
    goals = corpus.where(section="工作目标")
    assert Counter(goals.words().words())["听课"] == 3
    assert Counter(corpus.where(section="goals", year=2022).words().words())["听课"] == 2
    assert goals.where(year=[2022, 2023]).words().documents == 3
    assert corpus.where(level="小学").words().documents == 2
    assert corpus.where(school="示例县第三小学").words().words() == []
    assert len(corpus.where(school="示例县第三小学").passages) == 0
    assert set(goals.passages["label"]) == {"goals"} and set(goals.sentences["label"]) == {"goals"}
    with pytest.raises(KeyError, match="colour"):
        corpus.where(colour="red")
    with pytest.raises(KeyError, match="没有这一部分"):
        corpus.where(section="没有这一部分")


def test_groups_are_the_words_of_each_value(corpus: Corpus) -> None:
    groups = dict(corpus.tokens().groups("year"))
    assert sorted(groups) == [2022, 2023]
    assert sum(map(len, groups.values())) == len(corpus.tokens())


def test_clauses_end_at_punctuation_and_sentences_at_stops(corpus: Corpus) -> None:
    tokens = corpus.where(section="goals", year=2022).words()
    assert [run for run in tokens.runs("clause") if "听课" in run] == [["听课", "听课"]]
    assert [run for run in tokens.runs("sentence") if "听课" in run] == [["听课", "听课", "评课", "一次"]]
    assert all(len(run) for run in tokens.runs("document"))


def test_a_shared_passage_is_counted_once(corpus: Corpus) -> None:
    whole, once = Counter(corpus.where().words().words()), Counter(corpus.where().distinct().words().words())
    assert whole["意见"] == 3 and once["意见"] == 1
    assert once["听课"] == 3 and once["读书"] == 2
    # among the words of one plan its copy is the only one
    assert Counter(corpus.where(level="中学").distinct().words().words())["意见"] == Counter(corpus.where(level="中学").words().words())["意见"]


def test_split_by_year_each_year_has_the_shared_passage_once(corpus: Corpus) -> None:
    """The passage stands in one plan of 2022 and two of 2023."""
    groups = {year: Counter(tokens.words())["意见"] for year, tokens in corpus.where().distinct().groups("year")}
    assert groups == {2022: 1, 2023: 1}
    assert {year: Counter(tokens.words())["意见"] for year, tokens in corpus.where().groups("year")} == {2022: 1, 2023: 2}


COPIES = st.lists(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 20), st.integers(1, 15)), min_size=2, max_size=4), max_size=6)


@settings(max_examples=300)
@given(COPIES)
def test_nothing_but_copies_is_left_out_and_the_largest_passage_stays_whole(families: list[list[tuple[int, int, int]]]) -> None:
    copies = [[Copy(plan, start, start + length, i == 0) for i, (plan, start, length) in enumerate(family)] for family in families]
    state = _decided(copies)
    in_copies = {(c.document, at) for family in copies for c in family for at in range(c.start, c.end)}
    for plan, marks in state.items():
        assert all((plan, at) in in_copies for at in np.flatnonzero(marks))
    if copies:
        first = copies[0][0]
        assert (state[first.document][first.start : first.end] == _KEPT).all()


def test_a_passage_within_another_is_kept_once() -> None:
    """Plans 0 and 1 share 0..20; of it 5..10 stands in plan 2 too, as a family of its own whose exemplar is plan 1's."""
    state = _decided([[Copy(0, 0, 20, True), Copy(1, 0, 20, False)], [Copy(1, 5, 10, True), Copy(0, 5, 10, False), Copy(2, 3, 8, False)]])
    assert (state[0] == _KEPT).all()
    assert (state[1] == _LEFT_OUT).all()
    assert state[2].tolist() == [0, 0, 0, 2, 2, 2, 2, 2]


def test_what_a_copy_says_otherwise_is_its_own() -> None:
    state = _decided([[Copy(0, 0, 10, True), Copy(1, 0, 10, False, ((4, 6),))]])
    assert np.flatnonzero(state[1] != _LEFT_OUT).tolist() == [4, 5]


def test_of_nothing_there_are_no_words() -> None:
    empty = Corpus(())
    tokens = empty.tokens()
    assert len(tokens) == 0 and tokens.documents == 0 and list(tokens.runs()) == [] and list(tokens.groups("year")) == []
    assert len(distinct(tokens, empty.reuse)) == 0
    assert len(tokens_of(empty.passages, empty.plans, {}, tagged=True)) == 0
