"""Exports give back what was analysed: tables value by value, texts character by character, and say what everything means."""

from __future__ import annotations

import csv
import io
import unicodedata
import warnings
from pathlib import Path
from typing import Any

import conllu as reader
import pandas as pd
import pytest
from support_export import PLANS, corpus_of

from jiaoyan_nlp.engine.corpus import Corpus
from jiaoyan_nlp.errors import ExportError
from jiaoyan_nlp.language.conllu import conllu
from jiaoyan_nlp.language.segmented import pieces, upos
from jiaoyan_nlp.report.datasheet import meaning
from jiaoyan_nlp.report.export import FORMS, OFFERED, write_export
from jiaoyan_nlp.resources import lexicon
from jiaoyan_nlp.tables import ASKED_FOR, TABLES, frame
from jiaoyan_nlp.text.words import segmenter

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # invalid escapes in jieba's own source, told when it is compiled
    import spacy
    from spacy.tokens import DocBin


@pytest.fixture(scope="module")
def corpus() -> Corpus:
    return corpus_of(PLANS)


@pytest.fixture(scope="module")
def written(corpus: Corpus, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """A folder a form."""
    root = tmp_path_factory.mktemp("exports")
    for form in FORMS:
        write_export(corpus, root / form, form, options=f"--to {form}")
    return {form: root / form for form in FORMS}


# --- tables -------------------------------------------------------------------------------------------------------------------------


def cell(value: Any) -> str:
    """A value as CSV has it."""
    return "" if pd.isna(value) else str(value)


@pytest.mark.parametrize("name", OFFERED)
def test_csv_holds_every_value(written: dict[str, Path], corpus: Corpus, name: str) -> None:
    data = (written["csv"] / f"{name}.csv").read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")
    head, *rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))
    table: pd.DataFrame = getattr(corpus, name)
    assert head == list(table.columns)
    # a ' was put before what a spreadsheet takes for a formula
    assert [[value[1:] if value.startswith(("'=", "'-", "'+", "'@")) else value for value in row] for row in rows] == [
        [cell(value) for value in row] for row in table.itertuples(index=False)
    ]


def test_no_cell_is_a_formula(written: dict[str, Path], corpus: Corpus) -> None:
    with (written["csv"] / "sentences.csv").open(encoding="utf-8-sig", newline="") as file:
        texts = [row["text"] for row in csv.DictReader(file)]
    assert "=HYPERLINK(1)" in corpus.sentences["text"].tolist(), "the plan holds one"
    assert "'=HYPERLINK(1)" in texts and not [text for text in texts if text.startswith(("=", "+", "-", "@", "\t"))]


@pytest.mark.parametrize("name", OFFERED)
def test_parquet_holds_the_very_values(written: dict[str, Path], corpus: Corpus, name: str) -> None:
    import duckdb

    with duckdb.connect(":memory:") as connection:
        held = connection.read_parquet(str(written["parquet"] / f"{name}.parquet")).fetchall()
    table: pd.DataFrame = getattr(corpus, name)
    assert [[None if pd.isna(v) else v for v in row] for row in held] == [[None if pd.isna(v) else v for v in row] for row in table.itertuples(index=False)]


def test_only_the_tables_asked_for(corpus: Corpus, tmp_path: Path) -> None:
    write_export(corpus, tmp_path, "csv", names=["plans", "sentences"])
    assert sorted(path.name for path in tmp_path.iterdir()) == ["datasheet.csv", "datasheet.md", "plans.csv", "sentences.csv"]


def test_nothing_is_written_beside_what_is_there(corpus: Corpus, tmp_path: Path) -> None:
    (tmp_path / "plans.csv").write_text("alt", encoding="utf-8")
    with pytest.raises(ExportError):
        write_export(corpus, tmp_path, "csv")
    assert [path.name for path in tmp_path.iterdir()] == ["plans.csv"]


@pytest.mark.parametrize("form", FORMS)
def test_the_same_corpus_gives_the_same_bytes_and_an_empty_one_gives_files_too(written: dict[str, Path], form: str, tmp_path: Path) -> None:
    write_export(corpus_of(PLANS), tmp_path / "again", form, options=f"--to {form}")
    for path in written[form].iterdir():
        if path.suffix != ".spacy":  # spaCy's own order of strings is not ours
            assert (tmp_path / "again" / path.name).read_bytes() == path.read_bytes()
    write_export(Corpus(()), tmp_path / "empty", form)
    assert {path.name for path in (tmp_path / "empty").iterdir()} == {path.name for path in written[form].iterdir()}


# --- the datasheet ------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", TABLES | ASKED_FOR)
def test_the_datasheet_says_of_every_column_what_it_means(written: dict[str, Path], name: str) -> None:
    assert [column for column in (TABLES | ASKED_FOR)[name] if not meaning(name, column.name)] == []
    if name in OFFERED:
        page = (written["csv"] / "datasheet.md").read_text(encoding="utf-8")
        assert f"\n## {name} (" in page
        for column in (TABLES | ASKED_FOR)[name]:
            assert f"\n| {column.name} | {column.type} | {meaning(name, column.name)} | {column.meaning} |\n" in page


def test_the_datasheet_for_programs_lists_the_same_with_the_rows(written: dict[str, Path], corpus: Corpus) -> None:
    table = pd.read_csv(written["csv"] / "datasheet.csv")
    for name, rows in table.groupby("table"):
        held: pd.DataFrame = getattr(corpus, str(name))
        assert rows["column"].tolist() == list(held.columns)
        assert set(rows["rows"]) == {len(held)}
    assert set(table["table"]) == set(OFFERED)


def test_the_datasheet_says_how_the_corpus_was_read_and_asks_what_it_cannot_know(corpus: Corpus, tmp_path: Path) -> None:
    from dataclasses import replace

    told = frame("problems", [{"file": "坏.doc", "stage": "read", "reason": "empty", "detail": "", "message": "空的"}])
    damaged = replace(corpus, remarks=tuple(told.to_dict("records")))
    write_export(damaged, tmp_path, "parquet", options="--to parquet --text-column 正文")
    page = (tmp_path / "datasheet.md").read_text(encoding="utf-8")
    for words in ("--text-column 正文", "empty 1", f"files: {len(corpus.sources)}", "Motivation", "动机", "code points"):
        assert words in page


# --- CoNLL-U ------------------------------------------------------------------------------------------------------------------------


def rebuilt(sentence: Any) -> str:
    """A sentence's text from its words and what MISC says of the space behind them."""
    out = ""
    for token in sentence:
        after = (token["misc"] or {}).get("SpacesAfter", "" if (token["misc"] or {}).get("SpaceAfter") == "No" else " ")
        for escaped, space in (("\\s", " "), ("\\t", "\t"), ("\\n", "\n"), ("\\r", "\r")):
            after = after.replace(escaped, space)
        out += token["form"] + after
    return out


def test_conllu_gives_every_sentence_back(written: dict[str, Path], corpus: Corpus) -> None:
    sentences = reader.parse((written["conllu"] / "plans.conllu").read_text(encoding="utf-8"))
    expected = corpus.sentences[corpus.sentences["plan"] > 0]
    assert [s.metadata["text"] for s in sentences] == expected["text"].tolist()
    for sentence, row in zip(sentences, expected.itertuples(), strict=True):
        assert rebuilt(sentence) == row.text
        assert sentence.metadata["sent_id"] == f"{row.file}#{row.plan}:{row.start}"
        assert [token["id"] for token in sentence] == list(range(1, len(sentence) + 1))
        for token in sentence:
            place = slice(int(token["misc"]["start"]), int(token["misc"]["end"]))
            assert corpus.texts[row.file][place] == token["form"]
            assert token["misc"]["Label"] == row.label and token["lemma"] == "_"
    assert [s.metadata["newdoc id"] for s in sentences if "newdoc id" in s.metadata] == [f"{r.file}#{r.plan}" for r in corpus.plans.itertuples()]
    assert len({s.metadata["sent_id"] for s in sentences}) == len(sentences)


def test_white_space_inside_a_sentence_comes_back() -> None:
    text = "第一周\t听课  二节 。\u3000好\u2028了"
    passages = frame("passages", [dict.fromkeys((c.name for c in TABLES["passages"]), "") | {
        "file": "a", "plan": 1, "start": 0, "end": len(text), "heading": 0, "confidence": 1.0, "label": "tasks", "text": text}])  # fmt: skip
    sentences = reader.parse("".join(conllu(passages, {"a": text})))
    assert [rebuilt(s) for s in sentences] == ["第一周\t听课  二节 。", "好 了"]


UPOS = {"ADJ", "ADP", "ADV", "AUX", "CCONJ", "DET", "INTJ", "NOUN", "NUM", "PART", "PRON", "PROPN", "PUNCT", "SCONJ", "SYM", "VERB", "X"}


@pytest.mark.parametrize(("tag", "entry"), lexicon("upos")["upos"].items())
def test_a_tag_has_its_universal_one_and_an_example_that_bears_it(tag: str, entry: dict[str, str]) -> None:
    assert entry["upos"] in UPOS
    assert segmenter().tagged(entry["example"]) == [(entry["example"], tag)]
    [piece] = pieces(entry["example"], 0, len(entry["example"]))
    assert upos(piece) == entry["upos"]


@pytest.mark.parametrize(("text", "expected"), [("，", "PUNCT"), ("《", "PUNCT"), ("—", "PUNCT"), ("％", "SYM"), ("+", "SYM"), ("20", "NUM"), ("𠮷", "X")])
def test_marks_are_told_from_words(text: str, expected: str) -> None:
    assert [upos(piece) for piece in pieces(text, 0, len(text))] == [expected]


def test_pieces_leave_out_nothing_but_white_space(corpus: Corpus) -> None:
    for text in corpus.texts.values():
        found = list(pieces(text, 3, len(text), cuts=range(0, len(text), 7)))
        assert "".join(piece.text for piece in found) == "".join(text[3:].split())
        assert all(text[piece.start : piece.end] == piece.text for piece in found)
        assert not [piece for piece in found if piece.start // 7 != (piece.end - 1) // 7], "cut at every seventh"


# --- DocBin -------------------------------------------------------------------------------------------------------------------------


def test_documents_load_and_every_span_leads_to_its_characters(written: dict[str, Path], corpus: Corpus) -> None:
    docs = list(DocBin().from_disk(written["docbin"] / "plans.spacy").get_docs(spacy.blank("zh").vocab))
    amounts = corpus.commitments[corpus.commitments["class"] == "commitment"]
    assert len(docs) == len(corpus.plans) and len(amounts) > 4
    for doc, plan in zip(docs, corpus.plans.itertuples(), strict=True):
        assert doc.text == corpus.texts[plan.file][plan.start : plan.end]
        known = doc.user_data
        assert (known["file"], known["plan"], known["school"], known["year"], known["start"]) == (
            plan.file,
            plan.plan,
            plan.school,
            None if pd.isna(plan.year) else plan.year,
            plan.start,
        )
        own = amounts[(amounts["file"] == plan.file) & (amounts["plan"] == plan.plan)]
        assert [(span.text, span.start_char + plan.start, span.label_) for span in doc.spans["commitments"]] == [
            (row.text, row.start, "commitment") for row in own.itertuples()
        ]
        for span in doc.spans["commitments"]:
            frame = known["jiaoyan_commitments"][span.id_]
            assert doc.text[frame["sentence_start"] : frame["sentence_end"]] == frame["sentence"] and frame["text"] == span.text
        held = corpus.passages[(corpus.passages["file"] == plan.file) & (corpus.passages["plan"] == plan.plan)]
        for row in held.itertuples():
            assert [s for s in doc.spans["sections"] if s.label_ == row.label and s.start_char + plan.start <= row.start and row.end <= s.end_char + plan.start]
        ends = {(span.start_char + plan.start, span.end_char + plan.start) for span in doc.spans["sections"]}
        assert {start for start, _ in ends} <= set(held["start"]) and {end for _, end in ends} <= set(held["end"])


def test_sentences_of_a_document_are_ours(written: dict[str, Path], corpus: Corpus) -> None:
    docs = DocBin().from_disk(written["docbin"] / "plans.spacy").get_docs(spacy.blank("zh").vocab)
    for doc in docs:
        assert doc.has_annotation("SENT_START")
        told = corpus.sentences[(corpus.sentences["file"] == doc.user_data["file"]) & (corpus.sentences["plan"] == doc.user_data["plan"])]
        assert set(told["start"] - doc.user_data["start"]) <= {sentence.start_char for sentence in doc.sents}


def test_the_plans_hold_what_is_hard() -> None:
    text = "".join(PLANS.values())
    assert any(ord(c) > 0xFFFF for c in text) and "\t" in text and "\r\n" in text and "\u3000" in text and "計" in text
    assert any(unicodedata.east_asian_width(c) == "F" for c in text)
