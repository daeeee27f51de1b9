"""Words: all of the text in words, the trade's words whole, jieba's cuts, and no shared dictionary."""

from __future__ import annotations

import itertools
import logging
import warnings
from types import ModuleType

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jiaoyan_nlp.text.words import Segmenter, domain_words, segmenter

SENTENCES = [
    "全体教师每周开展一次集体活动。",
    "本学期每人听课不少于20节,优秀率达到95%以上。",
    "每学期上1-2节公开课",
    "2023-2024学年第一学期",
    "3/5的教师参加了A4纸打印的问卷调查",
    "撰写反思2~3篇,字数1500字",
    "合格率为98.5%",
    "小明硕士毕业于中国科学院计算所",
    "使用PPT和Excel2016制作课件",
    "落实立德树人根本任务，提升课堂教学质量。",
    "8:30-10:00开会",
]


@pytest.fixture(scope="module")
def jieba() -> ModuleType:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # invalid escapes in jieba's own source, told when it is compiled
        import jieba
    jieba.setLogLevel(logging.ERROR)
    jieba.initialize()
    return jieba


@settings(deadline=None, derandomize=True, database=None, max_examples=200)
@given(st.one_of(st.text(max_size=30), st.text(alphabet="教研组听评课每人1-2.5%节A ,。\n\u3000é𠮷", max_size=30)))
def test_words_joined_are_the_text_and_stand_where_they_say(text: str) -> None:
    words = list(segmenter().words(text))
    assert "".join(w.text for w in words) == text
    assert all(text[w.start : w.end] == w.text for w in words)
    assert all(a.end == b.start for a, b in itertools.pairwise(words))


@pytest.mark.parametrize("word", [word for word, _ in domain_words()])
def test_every_word_of_the_trade_is_kept_whole(word: str) -> None:
    assert word in [w.text for w in segmenter().words(f"我们,{word},很好")]


def test_words_of_the_trade_are_whole_inside_a_sentence() -> None:
    words = [w.text for w in segmenter().words("各备课组长组织同课异构,骨干教师上示范课,做好培优补差")]
    assert {"备课组长", "同课异构", "骨干教师", "示范课", "培优补差"} <= set(words)


@pytest.mark.parametrize("sentence", SENTENCES)
def test_same_cuts_as_jieba(sentence: str, jieba: ModuleType) -> None:
    assert [w.text for w in Segmenter(domain=False).words(sentence)] == jieba.lcut(sentence)


def test_two_segmenters_do_not_share_words() -> None:
    sentence, word = "学校启动青禾拔节行动", "青禾拔节行动"
    one, other = Segmenter(domain=False), Segmenter(domain=False)
    before = [w.text for w in other.words(sentence)]
    one.add(word)
    assert word not in before
    assert word in [w.text for w in one.words(sentence)]
    assert [w.text for w in other.words(sentence)] == before


def test_the_jieba_package_learns_nothing_from_us(jieba: ModuleType) -> None:
    before = jieba.lcut("松涛晨读会每日举行")
    Segmenter(domain=False).add("松涛晨读会")
    assert "松涛晨读会" not in before
    assert jieba.lcut("松涛晨读会每日举行") == before
