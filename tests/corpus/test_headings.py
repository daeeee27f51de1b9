"""Names of headings: a walk over the whole lexicon, and the rules of the guidelines."""

from __future__ import annotations

from typing import Any

import pytest

from jiaoyan_nlp.corpus.outline import headings
from jiaoyan_nlp.resources import lexicon
from jiaoyan_nlp.sections.labels import LABELS

LEXICON: dict[str, Any] = lexicon("headings")
PHRASES = [(phrase, label) for label, phrases in LEXICON["exact"].items() for phrase in phrases]
WORDS = [(word, entry["label"]) for entry in LEXICON["word"] for word in entry["words"]]
OPENERS = LEXICON["theme"]["openers"]


def test_the_lexicon_knows_labels_only_and_no_phrase_twice() -> None:
    assert set(LEXICON["exact"]) <= set(LABELS)
    assert {entry["label"] for entry in LEXICON["word"]} <= set(LABELS)
    for heap in (PHRASES, WORDS):
        said = [words for words, _ in heap]
        assert sorted(said) == sorted(set(said))


@pytest.mark.parametrize(("phrase", "label"), PHRASES)
def test_every_phrase_names_its_label(phrase: str, label: str) -> None:
    assert headings.exact_name(phrase) == (label, headings.bare(phrase), "exact")
    named = headings.name(phrase)
    assert named is not None
    assert named.label == label


@pytest.mark.parametrize(("word", "label"), WORDS)
def test_every_word_names_its_label_inside_a_heading(word: str, label: str) -> None:
    named = headings.word_name(f"松涛{word}")
    assert named == (label, word, "word")


@pytest.mark.parametrize("entry", LEXICON["word"], ids=lambda e: e["label"])
def test_every_example_has_its_label(entry: dict[str, Any]) -> None:
    named = headings.name(entry["example"])
    assert named is not None
    assert named.label == entry["label"]


@pytest.mark.parametrize("opener", OPENERS)
def test_every_opener_makes_a_theme(opener: str) -> None:
    assert headings.is_theme(f"{opener}课堂目标落地")
    assert headings.word_name(f"{opener}课堂目标落地") is None


@pytest.mark.parametrize("opener", LEXICON["theme"]["neutral"])
def test_neutral_openers_make_a_theme_unless_a_function_word_ends_it(opener: str) -> None:
    assert headings.is_theme(f"{opener}校本课程")
    assert not headings.is_theme(f"{opener}途径")


@pytest.mark.parametrize("qualifier", LEXICON["strip"]["front"])
def test_every_qualifier_in_front_changes_nothing(qualifier: str) -> None:
    named = headings.exact_name(f"{qualifier}指导思想")
    assert named is not None
    assert named.label == "guiding"


@pytest.mark.parametrize("qualifier", LEXICON["strip"]["back"])
def test_every_qualifier_behind_changes_nothing(qualifier: str) -> None:
    named = headings.exact_name(f"指导思想{qualifier}")
    assert named is not None
    assert named.label == "guiding"


NAMES = {
    "指导思想": "guiding",
    "本学期教研工作目标": "goals",
    "2023年工作目标": "goals",
    "工作任务及措施": "tasks",  # of two functions the first
    "目标与任务": "goals",
    "主要项目与步骤": "tasks",
    "措施和要求": "measures",
    "现状及需求分析": "situation",
    "活动时间、地点安排": "schedule",
    "“五抓”工作措施": "measures",
    "九月份": "schedule",
    "9月": "schedule",
    "第三周": "schedule",
    "第一阶段(9月)": "schedule",
    "存在的问题与不足": "problems",
    "今后努力方向": "outlook",
    "领导小组": "safeguards",
    "考核办法": "assessment",
    "预期成果": "outcomes",
}
THEMES = ["加强理论学习", "落实教学常规", "提升教师素养", "狠抓备课", "以课堂为主阵地", "做好师徒结对工作", "优化作业设计"]


@pytest.mark.parametrize(("heading", "label"), NAMES.items())
def test_name(heading: str, label: str) -> None:
    named = headings.name(heading)
    assert named is not None
    assert named.label == label


@pytest.mark.parametrize("heading", THEMES)
def test_a_theme_names_no_function(heading: str) -> None:
    assert headings.name(heading) is None


@pytest.mark.parametrize("heading", ["指导思想:", "【指导思想】", "指导思想。", " 指导思想 ", "**指导思想**", "“指导思想”"])
def test_punctuation_around_a_heading_changes_nothing(heading: str) -> None:
    named = headings.name(heading)
    assert named is not None
    assert named.label == "guiding"


PHRASE_LENGTHS = {
    "指导思想以课堂为根": "指导思想",
    "工作目标1、上好课": "工作目标",
    "本学期工作重点各组照办": "本学期工作重点",
    "各组照办": "",
    "": "",
}


@pytest.mark.parametrize(("text", "phrase"), PHRASE_LENGTHS.items())
def test_phrase_length(text: str, phrase: str) -> None:
    assert text[: headings.phrase_length(text)] == phrase
