"""The sections of a plan as spans of a spaCy document."""

from __future__ import annotations

import logging
import subprocess
import sys
import warnings
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from jiaoyan_nlp.corpus.document import take_apart
from jiaoyan_nlp.sections.labels import LABELS
from jiaoyan_nlp.sections.passages import passages
from jiaoyan_nlp.text.source import Source

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # invalid escapes in jieba's own source, told when it is compiled
    import jieba
    import spacy
jieba.setLogLevel(logging.ERROR)

PLAN = """清河县第一小学语文教研组工作计划
一、工作目标
1、力争让每位教师在本学期里都能上一节
- 2 -
像样的研讨课,并且写下反思。
2、优秀率达到40%以上。
二、组织领导
校长任组长,教导主任任副组长。
"""
ANTHOLOGY = "教研组工作计划(通用2篇)\n新学期到了,这里有几份计划,可以拿来参考。\n" + "".join(
    f"教研组工作计划 篇{n}\n为把教研做实,特制定本计划。\n一、工作目标\n让每节课都有收获。\n" for n in (1, 2)
)
FULL_WIDTH = "清河县第一小学教研计划\r\n一、工作目标：\r\n每学期听课不少于２０节。\r\n二、  考核评价\r\n每月查一次记录。"
TEXTS = {"plan": PLAN, "anthology": ANTHOLOGY, "widths and line ends": FULL_WIDTH, "one line": PLAN.replace("\n", ""), "no plan": "好"}


def blank(**config: str) -> Any:
    nlp = spacy.blank("zh", config={"nlp": {"tokenizer": {"segmenter": "jieba"}}})
    nlp.add_pipe("jiaoyan_sections", config=config)
    return nlp


@pytest.fixture(scope="module")
def nlp() -> Any:
    return blank()


def sections(doc: Any, key: str = "sections") -> list[tuple[str, str, str]]:
    """The plan, the label and the text of each span."""
    return [(span.id_, span.label_, span.text) for span in doc.spans[key]]


def test_the_sections_of_a_plan(nlp: Any) -> None:
    assert sections(nlp(PLAN)) == [
        ("1", "title", "清河县第一小学语文教研组工作计划"),
        ("1", "goals", "一、工作目标\n1、力争让每位教师在本学期里都能上一节"),
        ("1", "noise", "- 2 -"),
        ("1", "goals", "像样的研讨课,并且写下反思。\n2、优秀率达到40%以上。"),
        ("1", "safeguards", "二、组织领导\n校长任组长,教导主任任副组长。"),
    ]


@pytest.mark.parametrize("name", TEXTS)
def test_spans_lead_back_to_the_text_and_hold_every_passage(nlp: Any, name: str) -> None:
    text = TEXTS[name]
    doc = nlp(text)
    spans = list(doc.spans["sections"])
    assert doc.text == text
    assert all(span.text == text[span.start_char : span.end_char] and span.label_ in LABELS for span in spans)
    assert all(a.start < b.start or a.end < b.end for a, b in pairwise(spans)), "in text order"
    assert all((a.id_, a.label_) != (b.id_, b.label_) for a, b in pairwise(spans)), "a run of one label is one span"
    for passage in passages(take_apart(Source(text))):
        held = [s for s in spans if s.start_char <= passage.start and passage.end <= s.end_char and (s.id_, s.label_) == (str(passage.plan), passage.label)]
        assert len(held) == 1


def test_both_plans_of_an_anthology_and_what_stands_before_them(nlp: Any) -> None:
    found = sections(nlp(ANTHOLOGY))
    assert [(plan, label) for plan, label, _ in found] == [
        ("0", "title"), ("0", "preamble"), *((plan, label) for plan in "12" for label in ("title", "preamble", "goals")),
    ]  # fmt: skip
    assert {text for _, label, text in found if label == "goals"} == {"一、工作目标\n让每节课都有收获。"}


@pytest.mark.parametrize("text", ["", " ", "\n\n\u3000"])
def test_of_an_empty_text_there_are_no_sections(nlp: Any, text: str) -> None:
    doc = nlp(text)
    assert doc.text == text and list(doc.spans["sections"]) == []


def test_many_texts_give_what_each_gives(nlp: Any) -> None:
    texts = ["", *TEXTS.values()]
    assert [sections(doc) for doc in nlp.pipe(texts, batch_size=2)] == [sections(nlp(text)) for text in texts]


def test_a_pipeline_saved_and_loaded_does_the_same(tmp_path: Path) -> None:
    nlp = blank(key="teile")
    nlp.to_disk(tmp_path / "pipeline")
    loaded = spacy.load(tmp_path / "pipeline")
    assert loaded.pipe_names == ["jiaoyan_sections"]
    doc = loaded(PLAN)
    assert sections(doc, "teile") == sections(nlp(PLAN), "teile") != []
    assert "sections" not in doc.spans


def test_documents_keep_their_sections_on_disk(nlp: Any, tmp_path: Path) -> None:
    from spacy.tokens import DocBin

    DocBin(docs=[nlp(PLAN)]).to_disk(tmp_path / "plans.spacy")
    [doc] = DocBin().from_disk(tmp_path / "plans.spacy").get_docs(nlp.vocab)
    assert sections(doc) == sections(nlp(PLAN))


def test_a_model_of_ones_own(tmp_path: Path) -> None:
    from jiaoyan_nlp.errors import ModelError
    from jiaoyan_nlp.sections.model import section_model

    section_model().save(tmp_path / "模型")
    text = "清河县第一小学教研计划\n每位教师上一节研讨课。\n"
    assert sections(blank(model=str(tmp_path / "模型"))(text)) == sections(blank()(text))
    with pytest.raises(ModelError):
        blank(model=str(tmp_path))(text)


def test_it_is_found_by_its_name_alone() -> None:
    """In a fresh process that imports nothing of this package."""
    script = "import spacy, sys; nlp = spacy.blank('zh'); nlp.add_pipe('jiaoyan_sections'); print(len(nlp('好').spans['sections']))"
    run = subprocess.run([sys.executable, "-c", script], capture_output=True, encoding="utf-8")
    assert run.stdout == "1\n", run.stderr
