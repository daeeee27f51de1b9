"""Discovery of terms: what was planted is found, a shuffled corpus has nothing, and the list is one that a human can edit."""

from __future__ import annotations

import random
from collections import Counter
from math import log2
from pathlib import Path

import pytest
from test_tokens import corpus_of

from jiaoyan_nlp.engine.corpus import Corpus
from jiaoyan_nlp.language.discovery import as_lexicon, discovered, entropy
from jiaoyan_nlp.text.words import listed_words, segmenter, stop_words

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")

WORDS = ["教师", "学生", "课堂", "教学", "计划", "学校", "质量", "能力", "活动", "课程", "作业", "阅读", "合作", "交流", "反思", "评价", "目标", "内容", "方法"]
PLANTED = "双线四环"


def planted(shuffled: bool = False) -> Corpus:
    """Twelve plans of chance words, half of whose sentences hold a turn that no dictionary knows; or the same words in any order."""
    chance = random.Random(3)
    plans = {}
    for number in range(12):
        sentences = []
        for _ in range(30):
            words = chance.choices(WORDS, k=9)
            words[chance.randrange(9)] = "双线四环" if chance.random() < 0.5 else "教师"
            pieces = [piece for word in words for piece in (list(word) if word == PLANTED and shuffled else [word])]
            if shuffled:
                chance.shuffle(pieces)
            sentences.append("".join(pieces) + "。")
        plans[f"示例县第{number}小学/2023年计划.txt"] = "教研组工作计划\n一、主要工作\n" + "\n".join(sentences) + "\n"
    return corpus_of(plans)


def test_a_planted_term_is_found_first() -> None:
    found = discovered(planted().tokens(), stop=stop_words())
    assert found["term"].iloc[0] == PLANTED
    row = found.iloc[0]
    assert row["words"].replace(" ", "") == PLANTED and row["count"] > 100 and row["documents"] == 12 and row["npmi"] > 0.5


def test_in_any_order_there_is_no_term() -> None:
    sentences = planted(shuffled=True).tokens()
    paragraphs = sentences.selected((sentences.passages["kind"] != "heading").to_numpy()[sentences.passage])
    assert list(discovered(paragraphs, stop=stop_words())["term"]) == []


def test_of_nothing_there_is_no_term() -> None:
    found = discovered(Corpus(()).tokens())
    assert len(found) == 0 and "npmi" in found.columns


@pytest.mark.parametrize(
    ("neighbours", "bits"),
    [
        ({"的": 4}, 0.0),
        ({"的": 2, "了": 2}, 1.0),
        ({"\n": 4}, 2.0),  # every end is a neighbour of its own
        ({"的": 2, "\n": 2}, -0.5 * log2(0.5) - 2 * 0.25 * log2(0.25)),
    ],
)
def test_entropy(neighbours: dict[str, int], bits: float) -> None:
    assert entropy(Counter(neighbours)) == pytest.approx(bits)


def test_the_list_changes_nothing_until_a_human_has_checked_it(tmp_path: Path) -> None:
    text = as_lexicon(discovered(planted().tokens()))
    assert listed_words(text) == []
    checked = text.replace(f"#{PLANTED}", PLANTED)
    assert listed_words(checked) == [(PLANTED, "n")]
    file = tmp_path / "words.txt"
    file.write_text(checked, encoding="utf-8")
    assert [w.text for w in segmenter(str(file)).words(f"推行{PLANTED}机制")].count(PLANTED) == 1
    assert Counter(planted().tokens(words=str(file)).words())[PLANTED] > 100


def test_stop_words_are_words_and_say_little() -> None:
    words = stop_words()
    assert len(words) > 350
    assert {"的", "进行", "以及", "我们"} <= words
    assert not words & {"教师", "教研", "听课", "校本研修", "质量", "课堂"}
