"""The sections of a plan, and what it promises, as spans of a spaCy document."""

from __future__ import annotations

import json
import logging
import subprocess
import sys
import warnings
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from jiaoyan_nlp.cli.commitments import COLUMNS
from jiaoyan_nlp.cli.main import group
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


@pytest.mark.parametrize(("component", "found"), [("sections", 1), ("commitments", 0)])
def test_it_is_found_by_its_name_alone(component: str, found: int) -> None:
    """In a fresh process that imports nothing of this package."""
    script = f"import spacy, sys; nlp = spacy.blank('zh'); nlp.add_pipe('jiaoyan_{component}'); print(len(nlp('好').spans['{component}']))"
    run = subprocess.run([sys.executable, "-c", script], capture_output=True, encoding="utf-8")
    assert run.stdout == f"{found}\n", run.stderr


# --- commitments ----------------------------------------------------------------------------------------------------------------------

DUTIES = """清河县第一小学语文教研组工作计划
一、主要工作
组内现有教师12人。35周岁以下青年教师每学期上研讨课２节。
每位教师每学期听课不少于20节,其中跨学科听课6节,读专著一至二本,每周一课。
优秀率从65%提高到75%以上,培养骨干教师xx名。
二、保障措施
学校安排经费1.5万元,組織校外學習三五次。
"""
SPLIT = "清河县第一小学教研计划\n一、主要工作\n每位教师听课不少于2参考资料，少熬夜！0节，写反思3篇。\n"
PROMISING = {**TEXTS, "duties": DUTIES, "noise inside an amount": SPLIT}
SEGMENTERS = ("char", "jieba")


def marker(segmenter: str, **config: Any) -> Any:
    nlp = spacy.blank("zh", config={"nlp": {"tokenizer": {"segmenter": segmenter}}})
    nlp.add_pipe("jiaoyan_commitments", config=config)
    return nlp


@pytest.fixture(scope="module", params=SEGMENTERS)
def counting(request: pytest.FixtureRequest) -> Any:
    return marker(request.param)


def printed(text: str, *options: str) -> list[dict[str, Any]]:
    """What the command line prints of a text, but for its file."""
    run = CliRunner().invoke(group(), ["commitments", "-", "--jobs", "1", *options], input=text.encode("utf-8"))
    assert run.exit_code == 0, run.output
    return [{k: v for k, v in json.loads(line).items() if k != "file"} for line in run.stdout.splitlines()]


def frames(doc: Any, key: str = "commitments") -> list[dict[str, Any]]:
    """The frames of the spans, with the columns that the command line prints."""
    return [{name: span._.commitment[name] for name in COLUMNS if name != "file"} for span in doc.spans[key]]


@pytest.mark.parametrize("name", PROMISING)
def test_amounts_are_those_of_the_command_line_whatever_the_segmenter(counting: Any, name: str) -> None:
    text = PROMISING[name]
    assert frames(counting(text)) == printed(text)


@pytest.mark.parametrize("segmenter", SEGMENTERS)
def test_all_classes_too_and_each_is_the_label_of_its_span(segmenter: str) -> None:
    doc = marker(segmenter, all_classes=True)(DUTIES)
    assert frames(doc) == printed(DUTIES, "--all-classes")
    assert [span.label_ for span in doc.spans["commitments"]] == [frame["class"] for frame in frames(doc)]
    assert {"commitment", "fact", "qualifier"} == {span.label_ for span in doc.spans["commitments"]}


@pytest.mark.parametrize("name", PROMISING)
def test_the_exact_place_is_kept_and_the_span_takes_in_the_tokens_that_it_touches(counting: Any, name: str) -> None:
    doc = counting(PROMISING[name])
    for span in doc.spans["commitments"]:
        start, end = span._.commitment["start"], span._.commitment["end"]
        assert doc.text[start:end] == span._.commitment["text"]
        assert span.start_char <= start < end <= span.end_char
        assert span[0].idx + len(span[0]) > start and span[-1].idx < end, "no token that the amount does not touch"
        assert span.id_ == f"{start}-{end}"


def test_an_amount_that_begins_inside_a_word_is_told_exactly() -> None:
    """A segmenter that puts the amount and the words around it into one token."""
    nlp = marker("char")
    words = ["每位教师每学期", "听课不少于20节写", "好", "反思3篇。"]
    nlp.tokenizer = lambda text: spacy.tokens.Doc(nlp.vocab, words=["清河县第一小学教研计划", "\n", "一、主要工作", "\n", *words], spaces=[False] * 8)
    doc = nlp("清河县第一小学教研计划\n一、主要工作\n" + "".join(words))
    assert [(span.text, span._.commitment["text"]) for span in doc.spans["commitments"]] == [("听课不少于20节写", "不少于20节"), ("反思3篇。", "3篇")]


@pytest.mark.parametrize("text", ["", " ", "\n\n\u3000", "好"])
def test_of_a_text_without_amounts_there_are_none(counting: Any, text: str) -> None:
    doc = counting(text)
    assert doc.text == text and list(doc.spans["commitments"]) == []


def test_both_components_in_one_pipeline_and_a_span_without_a_frame() -> None:
    nlp = marker("jieba", key="zahlen")
    nlp.add_pipe("jiaoyan_sections")
    doc = nlp(DUTIES)
    assert sections(doc) == sections(blank()(DUTIES))
    assert frames(doc, "zahlen") == printed(DUTIES)
    assert {span._.commitment for span in doc.spans["sections"]} == {None} == {doc[:1]._.commitment}


def test_many_texts_give_what_each_promises(counting: Any) -> None:
    texts = ["", *PROMISING.values()]
    assert [frames(doc) for doc in counting.pipe(texts, batch_size=2)] == [frames(counting(text)) for text in texts]


def test_frames_are_kept_on_disk_with_the_pipeline_and_the_documents(tmp_path: Path) -> None:
    from spacy.tokens import DocBin

    marker("char", key="zahlen", all_classes=True).to_disk(tmp_path / "pipeline")
    loaded = spacy.load(tmp_path / "pipeline")
    DocBin(docs=[loaded(DUTIES)], store_user_data=True).to_disk(tmp_path / "plans.spacy")
    [doc] = DocBin().from_disk(tmp_path / "plans.spacy").get_docs(loaded.vocab)
    assert frames(doc, "zahlen") == printed(DUTIES, "--all-classes")
