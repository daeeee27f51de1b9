"""What is personal is in no file of a redacted export, whatever its form, and every place still leads to the same words."""

from __future__ import annotations

import json
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import pytest
from support_export import PLANS, SHARED, corpus_of

from jiaoyan_nlp.engine.corpus import Corpus
from jiaoyan_nlp.language.masking import Masking
from jiaoyan_nlp.report.export import FORMS, OFFERED, write_export

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # invalid escapes in jieba's own source, told when it is compiled
    import spacy
    from spacy.tokens import DocBin

SECRETS = (
    "陈晓红", "陳曉紅", "邵一帆", "罗敏", "张丽华", "李娜", "欧阳娜", "郑文苑", "13812345678", "１３８１２３４５６７８", "0512-65123456", "11010519491231002X",
    "limin@sch.example.cn", "6222021234567890128", "abc_12345", "苏E12345",
)  # fmt: skip
KEPT = ("2023", "13800", "20节", "听课", "第一周", "教研员")
PERSONAL = {
    **PLANS,
    "示例县/示例县第一小学/陈晓红-2023年英语教研组计划.txt": (
        "英语教研组工作计划\n组长：陈晓红　电话：１３８１２３４５６７８\n一、工作目标\n陈晓红每学期听课不少于20节，安排经费13800元。教研员张丽华到校指导。\n"
        f"二、主要工作\n{SHARED}\n周次\t内容\t主备人\n第一周\t听课2节\t郑文苑\n第二周\t评课\t陈晓红、李娜\n"
        "三、保障措施\n联系欧阳娜老师，固话0512-65123456，邮箱limin@sch.example.cn，微信号：abc_12345。\n"
        "身份证11010519491231002X，卡6222021234567890128，车牌苏E12345。\n执笔人：邵一帆\n2023年9月1日\n"
    ),
    "示例县/示例县第一小学/邵一帆-2023年英语教研组计划.txt": "英语教研组工作总结\n一、主要工作\n邵一帆听课3节，罗敏老师评课2节，李娜老师13812345678。\n",
    "示例县/示例县第三小学/2024年數學組計劃.txt": f"數學組工作計劃\n一、主要工作\n陳曉紅老師聽課2節。\n{SHARED.replace('主备人', '主备人张丽华')}\n",
}


@pytest.fixture(scope="module")
def corpus() -> Corpus:
    return corpus_of(PERSONAL)


@pytest.fixture(scope="module")
def written(corpus: Corpus, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    root = tmp_path_factory.mktemp("redacted")
    for form in FORMS:
        write_export(corpus, root / form, form, redact=True)
    return {form: root / form for form in FORMS}


@pytest.fixture(scope="module")
def masking(corpus: Corpus) -> Masking:
    return Masking(corpus.texts, corpus.plans["author"].tolist())


def strings(value: Any) -> Iterator[str]:
    """All texts in what msgpack or a table holds."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        yield from (text for pair in value.items() for each in pair for text in strings(each))
    elif isinstance(value, list | tuple):
        yield from (text for each in value for text in strings(each))


def everything(folder: Path) -> Iterator[tuple[str, str]]:
    """The texts of every file of a folder, with its name."""
    for path in sorted(folder.iterdir()):
        yield path.name, path.name
        if path.suffix == ".parquet":
            with duckdb.connect(":memory:") as connection:
                yield from ((path.name, text) for text in strings(connection.read_parquet(str(path)).fetchall()))
        elif path.suffix == ".spacy":
            for doc in DocBin().from_disk(path).get_docs(spacy.blank("zh").vocab):
                yield from ((path.name, text) for text in (doc.text, *strings(doc.user_data)))
        else:
            yield path.name, path.read_text(encoding="utf-8-sig")


@pytest.mark.parametrize("form", FORMS)
def test_nothing_personal_survives_in_any_file(written: dict[str, Path], form: str) -> None:
    held = list(everything(written[form]))
    assert [(secret, name) for name, text in held for secret in SECRETS if secret in text] == []
    whole = "\n".join(text for _, text in held)
    assert [word for word in KEPT if word not in whole] == []
    assert "masked.csv" in {name for name, _ in held}


def test_the_corpus_holds_all_of_it(corpus: Corpus) -> None:
    whole = "".join(corpus.texts.values())
    assert [secret for secret in SECRETS if secret not in whole] == []
    assert {name for name in ("陈晓红", "邵一帆") if any(name in file for file in corpus.texts)} == {"陈晓红", "邵一帆"}
    assert "陈晓红" in set(corpus.plans["author"]) and len(corpus.families)


@pytest.mark.parametrize("name", OFFERED)
def test_a_table_keeps_its_shape_and_every_quotation_its_place(corpus: Corpus, masking: Masking, name: str) -> None:
    plain: pd.DataFrame = getattr(corpus, name)
    told = masking.table(plain)
    assert told.dtypes.equals(plain.dtypes) and len(told) == len(plain)
    for before, after in zip(plain.to_dict("records"), told.to_dict("records"), strict=True):
        for column, value in before.items():
            if not isinstance(value, str):
                assert after[column] == value or pd.isna(value)
            elif column in ("text", "sentence", "filler") and {"file", "start"} <= set(before):
                start, end = ("sentence_start", "sentence_end") if column == "sentence" and "sentence_start" in before else ("start", "end")
                if corpus.texts[before["file"]][before[start] : before[end]] == value:
                    assert masking.masked_texts[after["file"]][after[start] : after[end]] == after[column]
            if isinstance(value, str) and str(column) not in ("file", "earliest", "school", "owner", "other"):
                assert len(after[column]) == len(value) or column == "edits"
        if "edits" in before:
            assert [(e["start"], e["end"]) for e in json.loads(before["edits"])] == [(e["start"], e["end"]) for e in json.loads(after["edits"])]


def test_texts_keep_their_length_and_files_stay_apart(corpus: Corpus, masking: Masking) -> None:
    assert len(masking.masked_texts) == len(corpus.texts) == len(set(masking.files.values()))
    assert masking.files["示例县/示例县第一小学/陈晓红-2023年英语教研组计划.txt"] == "示例县/示例县第一小学/某某某-2023年英语教研组计划 (2).txt"
    for file, text in corpus.texts.items():
        told = masking.masked_texts[masking.files[file]]
        assert len(told) == len(text)
        changed = {i for i, (a, b) in enumerate(zip(text, told, strict=True)) if a != b}
        assert changed == {i for span in masking.masked_spans[file] for i in range(span.start, span.end)}
    assert all(masking.masked_texts[file] == text for file, text in PLANS.items()), "where nothing is personal nothing is changed"


def test_what_was_masked_is_told_without_the_words(corpus: Corpus, written: dict[str, Path], masking: Masking) -> None:
    report = pd.read_csv(written["csv"] / "masked.csv")
    shown = {new: old for old, new in masking.files.items()}
    words = [
        (shown[row.file] if row.place == "file" else corpus.texts[shown[row.file]])[row.start : row.end] for row in report.itertuples()
    ]  # fmt: skip
    assert set(SECRETS) <= set(words)
    assert (report["length"] == report["end"] - report["start"]).all() and (report["replacement"].str.len() == report["length"]).all()
    numbers = pd.Series(report["number"].tolist(), [word.replace("陳曉紅", "陈晓红") for word in words]).groupby(level=0).nunique()
    assert (numbers[["陈晓红", "邵一帆", "李娜"]] == 1).all(), "the same person is the same number"
    assert set(report["kind"]) == {"name", "phone", "identity", "mail", "account", "card", "plate"}
    assert report[report["place"] == "text"]["plan"].min() == 1
    assert "## masked (" in (written["csv"] / "datasheet.md").read_text(encoding="utf-8")


def test_a_name_that_is_a_word_is_masked_only_where_it_is_a_name() -> None:
    text = "数学组计划\n一、主要工作\n组长：文静，文静负责听课。\n课堂上文静而有序，听课2节。\n"
    masking = Masking({"a.txt": text})
    assert masking.masked_texts["a.txt"].count("文静") >= 1 and "组长：某某" in masking.masked_texts["a.txt"]


def test_of_nothing_nothing_is_masked(tmp_path: Path) -> None:
    for form in FORMS:
        write_export(Corpus(()), tmp_path / form, form, redact=True)
        assert len(pd.read_csv(tmp_path / form / "masked.csv")) == 0
