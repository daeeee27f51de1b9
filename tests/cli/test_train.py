"""`jiaoyan train`: a model from labels of one's own, and every mistake in them told in a sentence."""

from __future__ import annotations

import builtins
import csv
import io
import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from support_cli import ok, records, refused, run, written

from jiaoyan_nlp.cli import language
from jiaoyan_nlp.errors import GoldError, ReadError
from jiaoyan_nlp.sections.labelled import labelled_files

SCHOOLS = ("示例县第一小学", "示例县第二小学", "示例县第三小学", "示例县第四小学")
READING = ("教师读书笔记装订成册。", "读书笔记每人交一册。", "把读书笔记编成一册。", "读书笔记与案例编印成册。")
WALKING = ("每天早晨在操场散步。", "散步之后谈一谈课堂。", "操场散步每周三次。", "早晨散步,师生同行。")


def plan(school: str, *lines: str) -> str:
    return "\n".join([f"{school}教研工作计划", *lines]) + "\n"


FILES = {f"{school}/计划.txt": plan(school, reading, walking) for school, reading, walking in zip(SCHOOLS, READING, WALKING, strict=True)}


@pytest.fixture(autouse=True)
def _english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LANGUAGE", "en")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return written(tmp_path / "材料", FILES)


def table(folder: Path, labels: Mapping[str, str], encoding: str = "utf-8") -> Path:
    """The table of `jiaoyan sections`, corrected: passages with one of these words have its label."""
    rows = list(csv.DictReader(io.StringIO(ok("sections", folder, "--format", "csv", "--jobs", "1"))))
    for row in rows:
        row["label"] = next((label for word, label in labels.items() if word in row["text"]), row["label"])
    path = folder.parent / f"改好的{len(list(folder.parent.iterdir()))}.csv"
    with path.open("w", encoding=encoding, newline="") as file:
        writer = csv.DictWriter(file, rows[0])
        writer.writeheader()
        writer.writerows(rows)
    return path


def labels_by(model: Path) -> dict[str, str]:
    """How a model labels the plan of a school that it has not seen."""
    rows = records(ok("sections", "-", "--model", model, stdin=plan("示例县第五小学", "读书笔记编成册。", "操场散步。").encode()))
    return {row["text"]: row["label"] for row in rows if row["kind"] != "title"}


def test_a_model_of_ones_own_labels_is_used(folder: Path) -> None:
    """Two offices call the same passages by each other's labels; each model speaks as its own office does."""
    for reading, walking, names in (("outcomes", "goals", ("outcomes", "goals")), ("goals", "outcomes", ("工作目标", "预期成果"))):
        labels = table(folder, dict(zip(("读书", "散步"), names, strict=True)))
        model = folder.parent / f"模型 {reading}"
        done = run("train", "--own-only", "--labels", labels, folder, "-o", model)
        assert (done.exit_code, done.stdout) == (0, "")
        told = re.fullmatch(
            "Learned from 4 files of 4 schools, 12 passages.\nJudged by schools that it had not seen, (.*)% of the characters are right.\n", done.stderr
        )
        assert told and 0 <= float(told[1]) <= 100  # twelve: a title and two paragraphs each
        assert labels_by(model) == {"读书笔记编成册。": reading, "操场散步。": walking}


def test_the_same_labels_give_the_same_model_and_quiet_says_nothing(folder: Path) -> None:
    labels = table(folder, {"读书": "outcomes", "散步": "goals"})
    for name in ("甲", "乙"):
        assert ok("train", "--quiet", "--own-only", "--labels", labels, folder, "-o", folder.parent / name) == ""
    one, other = ({path.name: path.read_bytes() for path in (folder.parent / name).iterdir()} for name in "甲乙")
    assert one == other and set(one) == {"model.json", "weights.npz"}


def test_of_one_school_nothing_can_be_judged(folder: Path) -> None:
    for school in SCHOOLS[1:]:
        (folder / school / "计划.txt").unlink()
    labels = table(folder, {"读书": "outcomes", "散步": "goals"})
    done = run("train", "--own-only", "--labels", labels, folder, "-o", folder.parent / "模型")
    assert (done.exit_code, done.stderr) == (0, "Learned from 1 files of 1 schools, 3 passages.\n")


# --- labels that are read -------------------------------------------------------------------------------------------------------------


def read(labels: Path, folder: Path) -> dict[tuple[str, str], str]:
    """The school and the text of each labelled passage, with its label."""
    return {(each.school, each.source.text[row["start"] : row["end"]]): row["label"] for each in labelled_files(labels, folder) for row in each.rows}


RIGHT = {(school, line): label for lines, label in ((READING, "outcomes"), (WALKING, "goals")) for school, line in zip(SCHOOLS, lines, strict=True)} | {
    (school, f"{school}教研工作计划"): "title" for school in SCHOOLS
}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_a_corrected_table_in_the_encodings_of_spreadsheets(folder: Path, encoding: str) -> None:
    labels = table(folder, {"读书": "预期成果", "散步": "goals"}, encoding)
    assert read(labels, folder) == RIGHT, "every school has its own 计划.txt"
    with labels.open("ab") as file:
        file.write(b",,,,,,,,,,\r\n\r\n")
    assert read(labels, folder) == RIGHT, "empty rows at its end"


@pytest.mark.parametrize("named", ["from the folder", "from above", "as JSON lines"])
def test_files_may_be_named_from_anywhere(folder: Path, named: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder if named == "from the folder" else folder.parent)
    place = Path() if named == "from the folder" else Path("材料")
    rows = records(ok("sections", place, "--format", "jsonl", "--jobs", "1"))
    right = {"读": "outcomes", "散": "goals"}
    rows = [{**row, "label": next((right[letter] for letter in right if letter in row["text"]), "title")} for row in rows]
    labels = folder.parent / "标注.jsonl"
    labels.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    assert read(labels, folder) == RIGHT


def test_gold_of_a_folder(folder: Path) -> None:
    gold = folder.parent / "gold"
    for number, school in enumerate(SCHOOLS):
        (folder / school / "计划.txt").rename(folder / school / f"计划{number}.txt")
        text = FILES[f"{school}/计划.txt"]
        start = text.index("\n") + 1
        written(gold, {f"计划{number}.sections.jsonl": json.dumps({"start": start, "end": start + len(READING[number]), "label": "outcomes", "heading": 0})})
    assert read(gold, folder) == {key: label for key, label in RIGHT.items() if label == "outcomes"}


# --- labels that are wrong ------------------------------------------------------------------------------------------------------------

NAME = "示例县第一小学/计划.txt"
ROW = {"file": NAME, "start": 0, "end": 5, "label": "goals"}
WRONG: dict[str, tuple[list[dict[str, Any]], str, str]] = {
    "a label that there is not": ([ROW, {**ROW, "label": "目标函数"}], "labels_unknown", "3: 目标函数"),
    "no label": ([{**ROW, "label": ""}], "labels_unknown", "2: "),
    "an end behind the text": ([{**ROW, "end": 9999}], "labels_outside", NAME),
    "a start before the text": ([{**ROW, "start": -1}], "labels_outside", NAME),
    "an end before the start": ([{**ROW, "start": 5, "end": 5}], "labels_outside", NAME),
    "no number": ([{**ROW, "start": "头"}], "labels_number", "2"),
    "no file": ([ROW, {**ROW, "file": ""}], "labels_no_file", "3"),
    "a file that is not there": ([{**ROW, "file": "没有/计划.txt"}], "labels_no_source", "没有/计划.txt"),
    "a name that several files have": ([{**ROW, "file": "计划.txt"}], "labels_no_source", "计划.txt"),
    "no rows": ([], "no_labels", ""),
}


@pytest.mark.parametrize("form", ["csv", "jsonl"])
@pytest.mark.parametrize("name", WRONG)
def test_a_mistake_in_a_table_is_told_with_its_place(folder: Path, name: str, form: str) -> None:
    rows, reason, detail = WRONG[name]
    labels = folder.parent / f"标注.{form}"
    lines = [",".join(ROW)] if form == "csv" else [""]  # so that rows stand on the same lines in both
    lines += [",".join(map(str, row.values())) if form == "csv" else json.dumps(row, ensure_ascii=False) for row in rows]
    labels.write_text("\n".join(lines) + "\n", encoding="utf-8")
    with pytest.raises(GoldError) as told:
        list(labelled_files(labels, folder))
    assert (told.value.path, told.value.reason, told.value.detail) == (str(labels), reason, detail)
    sentence = refused("train", "--own-only", "--labels", labels, folder, "-o", folder.parent / "模型", code=1)
    assert sentence.count("\n") == 1 and str(labels) in sentence and detail in sentence
    assert not (folder.parent / "模型").exists()


@pytest.mark.parametrize(
    "line", ["no json", "[1, 2]", "5", '"goals"', '{"file": "a.txt", "start": [1], "end": 2, "label": "goals"}', '{"file": "a.txt", "start": 1e999}']
)
def test_lines_that_are_no_labels(folder: Path, line: str) -> None:
    labels = written(folder.parent, {"标注.jsonl": f"{line}\n"}) / "标注.jsonl"
    with pytest.raises(GoldError):
        list(labelled_files(labels, folder))


def test_labels_that_are_no_text(folder: Path) -> None:
    labels = folder.parent / "改好的.csv"
    labels.write_bytes(b"PK\x03\x04" + bytes(range(256)) * 4)
    with pytest.raises((GoldError, ReadError)):
        list(labelled_files(labels, folder))
    labels.write_bytes(b"")
    with pytest.raises(ReadError):
        list(labelled_files(labels, folder))
    assert refused("train", "--own-only", "--labels", labels, folder, "-o", folder.parent / "模型", code=1).count("\n") == 1


def test_a_source_that_cannot_be_read(folder: Path) -> None:
    labels = table(folder, {"读书": "outcomes"})
    (folder / NAME).write_bytes(b"")
    told = refused("train", "--own-only", "--labels", labels, folder, "-o", folder.parent / "模型", code=1)
    assert told.count("\n") == 1 and NAME in told


def test_a_folder_without_gold_and_labels_of_one_kind(folder: Path) -> None:
    told = refused("train", "--own-only", "--labels", folder, folder, "-o", folder.parent / "模型", code=1)
    assert "There are no labels here" in told
    labels = folder.parent / "标注.csv"
    labels.write_text(f"file,start,end,label\n{NAME},0,{len(FILES[NAME])},goals\n", encoding="utf-8")
    told = refused("train", "--own-only", "--labels", labels, folder, "-o", folder.parent / "模型", code=1)
    assert told == "Error: There are too few labels to learn from: name files of two labels at least, better of three schools or more.\n"


# --- what training needs --------------------------------------------------------------------------------------------------------------


def test_wrong_usage(folder: Path) -> None:
    labels = table(folder, {})
    out = folder.parent / "模型"
    assert "--own-only" in refused("train", "--own-only", "-o", out, code=2)
    refused("train", "--own-only", "--labels", labels, folder, code=2)
    refused("train", "--own-only", "--labels", labels, labels, "-o", out, code=2)
    refused("train", "--own-only", "--labels", labels, folder / "没有", "-o", out, code=2)
    refused("train", "--own-only", "--labels", folder.parent / "没有.csv", folder, "-o", out, code=2)
    refused("train", "--own-only", "--labels", labels, folder, "-o", labels, code=2)
    assert not out.exists()


@pytest.mark.parametrize(("lang", "words"), [("en", "Training needs scikit-learn"), ("zh", "训练模型需要 scikit-learn")])
def test_without_scikit_learn_it_says_what_to_install(folder: Path, monkeypatch: pytest.MonkeyPatch, lang: str, words: str) -> None:
    labels = table(folder, {})
    genuine = builtins.__import__

    def without_sklearn(name: str, *rest: Any, **named: Any) -> Any:
        if name.split(".")[0] == "sklearn":
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)
        return genuine(name, *rest, **named)

    monkeypatch.setattr(builtins, "__import__", without_sklearn)
    language.choose(["--lang", lang])
    told = refused("train", "--own-only", "--labels", labels, folder, "-o", folder.parent / "模型", code=1)
    assert words in told and "pip install 'jiaoyan-nlp[train]'" in told


def test_a_model_that_cannot_be_written(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    labels = table(folder, {"读书": "outcomes", "散步": "goals"})
    blocked = written(folder.parent, {"文件": ""}) / "文件" / "模型"
    told = refused("train", "--own-only", "--labels", labels, folder, "-o", blocked, code=1)
    assert told.count("\n") == 1 and str(blocked) in told
