"""A batch with bad files: the good ones stand in the tables, the bad ones in `problems`, and no number of workers changes anything."""

from __future__ import annotations

import json
import os
import random
import re
import subprocess
import sys
import time
import zipfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import docx
import numpy as np
import pandas as pd
import pytest
from support import without_privilege

from jiaoyan_nlp.corpus.readers import DEFAULT
from jiaoyan_nlp.engine import limits, local
from jiaoyan_nlp.engine.analysis import Analysis, analyse_files
from jiaoyan_nlp.engine.corpus import Corpus, load_corpus
from jiaoyan_nlp.engine.local import Job, analyse_all, folder_jobs, guarded, jobs_of, tasks_of
from jiaoyan_nlp.errors import REASONS
from jiaoyan_nlp.tables import TABLES

pytestmark = pytest.mark.filterwarnings("ignore:This process .* is multi-threaded:DeprecationWarning")  # fork, Python 3.12 and 3.13

PLAN = (
    "{school}语文教研组工作计划\n一、指导思想\n以课堂为中心,扎实开展教研活动。\n二、工作目标\n优秀率达到40%。\n"
    "三、主要工作\n1、每位教师每学期听课不少于20节。\n2、教研组每两周组织一次集体备课。\n"
)
CHINESE_SENTENCE = re.compile(r"[一-鿿].{4,}[。]$")


def bad_folder(folder: Path) -> Path:
    """Three good files, in three encodings and formats, and five bad ones."""
    folder.mkdir()
    (folder / "好1.txt").write_text(PLAN.format(school="第一小学"), encoding="utf-8")
    (folder / "好2.txt").write_bytes(PLAN.format(school="第二小学").encode("gb18030"))
    document = docx.Document()
    for line in PLAN.format(school="第三小学").splitlines():
        document.add_paragraph(line)
    document.save(str(folder / "好3.docx"))
    whole = (folder / "好3.docx").read_bytes()
    (folder / "坏1空.txt").write_bytes(b"")
    (folder / "坏2半截.docx").write_bytes(whole[: len(whole) // 2])
    (folder / "坏3二进制.txt").write_bytes(random.Random(7).randbytes(4096))
    (folder / "坏4空白.txt").write_text("\n  \n\u3000\n", encoding="utf-8")
    (folder / "坏5旧格式.doc").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600))
    return folder


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return bad_folder(tmp_path / "材料")


GOOD = ["好1.txt", "好2.txt", "好3.docx"]
BAD = {"坏1空.txt": "empty", "坏2半截.docx": "damaged_docx", "坏3二进制.txt": "binary", "坏4空白.txt": "blank", "坏5旧格式.doc": "damaged_office"}


def test_good_files_are_in_the_tables_and_bad_ones_in_problems(folder: Path) -> None:
    corpus = load_corpus(folder, workers=1)
    assert sorted(corpus.sources["file"]) == GOOD
    assert sorted(corpus.plans["file"]) == GOOD
    for name in ("passages", "commitments"):
        assert set(getattr(corpus, name)["file"]) == set(GOOD)
    assert dict(zip(corpus.problems["file"], corpus.problems["reason"], strict=True)) == BAD
    assert set(corpus.problems["stage"]) == {"read"}
    assert all(CHINESE_SENTENCE.search(message) for message in corpus.problems["message"])


def test_encoding_and_format_are_told(folder: Path) -> None:
    sources = load_corpus(folder, workers=1).sources.set_index("file")
    assert sources["format"].to_dict() == {"好1.txt": "txt", "好2.txt": "txt", "好3.docx": "docx"}
    assert (sources.loc["好1.txt", "encoding"], sources.loc["好2.txt", "encoding"]) == ("utf-8", "gb18030")
    texts = load_corpus(folder, workers=1).texts
    assert texts["好2.txt"] == PLAN.format(school="第二小学")


def test_a_text_with_damaged_characters_is_read_and_told(tmp_path: Path) -> None:
    data = PLAN.format(school="第一小学").encode("gb18030") * 3
    (tmp_path / "计划.txt").write_bytes(data[:60] + b"\xff" + data[60:])
    corpus = load_corpus(tmp_path)
    assert corpus.sources["file"].tolist() == ["计划.txt"]
    assert corpus.problems["reason"].tolist() == ["undecodable"]


def same(a: Corpus, b: Corpus) -> None:
    for name in TABLES:
        pd.testing.assert_frame_equal(getattr(a, name), getattr(b, name))


def test_number_of_workers_changes_nothing(folder: Path) -> None:
    same(load_corpus(folder, workers=1), load_corpus(folder, workers=2))


def test_order_of_the_files_changes_only_the_order_of_results(folder: Path) -> None:
    jobs = folder_jobs(folder)
    turned = list(reversed(jobs))
    by_name = {a.file: a for a in analyse_all(turned, 2)}
    assert list(by_name) == [name for _, name in turned]
    again = tuple(by_name[name] for _, name in jobs)
    same(Corpus(again), load_corpus(folder, workers=1))


def test_results_come_in_the_order_of_the_names_however_the_folder_was_filled(tmp_path: Path) -> None:
    names = ["乙/2.txt", "甲/1.txt", "乙/1.txt", "丙.txt"]
    for name in names:
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(PLAN.format(school="第一小学"), encoding="utf-8")
    assert [name for _, name in folder_jobs(tmp_path)] == sorted(names)
    assert load_corpus(tmp_path, workers=2).sources["file"].tolist() == sorted(names)


def test_a_file_that_is_named_twice_is_read_once(folder: Path) -> None:
    path = folder / "好1.txt"
    assert jobs_of([path, path, folder]) == jobs_of([folder])


def test_tick_is_called_for_each_file(folder: Path) -> None:
    ticks: list[int] = []
    held = list(analyse_all(folder_jobs(folder), 1, lambda: ticks.append(1)))
    assert len(ticks) == len(held) == len(GOOD) + len(BAD)


def test_no_files() -> None:
    assert list(analyse_all([], 2)) == []


def test_an_error_that_nobody_foresaw_is_a_problem(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> list[Analysis]:
        raise ZeroDivisionError

    monkeypatch.setattr("jiaoyan_nlp.engine.local.analyse_files", broken)
    [found] = guarded([Job("x.txt", "x.txt")])
    assert found.sources == [] and [(p["file"], p["stage"], p["reason"]) for p in found.problems] == [("x.txt", "analyse", "internal")]
    assert "ZeroDivisionError" in found.problems[0]["message"]


def test_out_of_memory_is_a_problem(monkeypatch: pytest.MonkeyPatch) -> None:
    def hungry(*_: object) -> list[Analysis]:
        raise MemoryError

    monkeypatch.setattr("jiaoyan_nlp.engine.local.analyse_files", hungry)
    assert [p["reason"] for p in guarded([Job("x.txt", "x.txt")])[0].problems] == ["worker_died"]


def test_an_error_in_a_batch_costs_only_the_file_that_makes_it(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(files: Sequence[tuple[str, str]], *rest: Any) -> list[Analysis]:
        if any("好2" in name for _, name in files):
            raise ZeroDivisionError
        return analyse_files(files, *rest)

    monkeypatch.setattr("jiaoyan_nlp.engine.local.analyse_files", broken)
    found = guarded([Job(str(folder / name), name) for name in GOOD])
    assert [[p["reason"] for p in a.problems] for a in found] == [[], ["internal"], []]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no alarm; there only the memory of a worker's machine bounds it")
def test_a_file_that_takes_too_long_is_a_problem(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def slow(files: Sequence[tuple[str, str]], *rest: Any) -> list[Analysis]:
        if any("好2" in name for _, name in files):
            time.sleep(30)
        return analyse_files(files, *rest)

    monkeypatch.setattr("jiaoyan_nlp.engine.local.analyse_files", slow)
    monkeypatch.setattr(limits, "_SECONDS", 1)
    found = local._bounded([Job(str(folder / name), name) for name in GOOD], DEFAULT)
    assert [[p["reason"] for p in a.problems] for a in found] == [[], ["too_slow"], []]


def test_the_time_a_file_may_take_grows_with_its_size(tmp_path: Path) -> None:
    for name, size in (("小.txt", 10), ("大.txt", 3 << 20)):
        (tmp_path / name).write_bytes(bytes(size))
    small, large, both = (limits.seconds_for(str(tmp_path / n) for n in names) for names in (["小.txt"], ["大.txt"], ["小.txt", "大.txt"]))
    assert 0 < small < large
    assert both == small + large
    with zipfile.ZipFile(tmp_path / "包.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.write(tmp_path / "大.txt", "大.txt")
        archive.write(tmp_path / "小.txt", "小.txt")
    assert [limits.seconds_for([str(tmp_path / "包.zip" / name)]) for name in ("小.txt", "大.txt", "无.txt")] == [small, large, small]


def test_old_word_files_go_in_batches_and_results_stay_in_order(tmp_path: Path) -> None:
    ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
    for i in range(40):
        (tmp_path / f"{i:02}.doc").write_bytes(ole if i % 2 else PLAN.format(school="第一小学").encode())
    jobs = folder_jobs(tmp_path)
    tasks = list(tasks_of(jobs))
    assert sorted(i for task in tasks for i in task) == list(range(40))
    assert [len(task) for task in tasks if len(task) > 1] == [local.BATCH, 20 - local.BATCH]
    assert [a.file for a in analyse_all(jobs, 2)] == [job.name for job in jobs]


DYING = """
import os, sys
import jiaoyan_nlp.engine.local as local

whole = local.analyse_files

def dying(files, reading):
    if any(name.startswith("坏") for _, name in files):
        os._exit(9)
    return whole(files, reading)

local.analyse_files = dying
if __name__ == "__main__":
    import multiprocessing
    if "fork" not in multiprocessing.get_all_start_methods():
        sys.exit(77)
    multiprocessing.set_start_method("fork")
    for a in local.analyse_all(local.folder_jobs(sys.argv[1]), 2):
        print(a.file, len(a.plans), [p["reason"] for p in a.problems])
"""


def test_a_worker_that_dies_takes_no_other_file_with_it(tmp_path: Path) -> None:
    """The workers are forks of a process in which reading a 坏 file ends the process on the spot."""
    folder = tmp_path / "材料"
    folder.mkdir()
    for name in ("好1", "坏1", "好2", "坏2", "好3"):
        (folder / f"{name}.txt").write_text(PLAN.format(school="第一小学"), encoding="utf-8")
    (tmp_path / "dying.py").write_text(DYING, encoding="utf-8")
    run = subprocess.run([sys.executable, tmp_path / "dying.py", folder], capture_output=True, encoding="utf-8", env=os.environ | {"PYTHONUTF8": "1"})
    if run.returncode == 77:
        pytest.skip("this system cannot fork")
    assert "Traceback" not in run.stderr and run.returncode == 0
    died = "0 ['worker_died']"
    assert sorted(run.stdout.splitlines()) == sorted(
        ["好1.txt 1 []", "好2.txt 1 []", "好3.txt 1 []", f"坏1.txt {died}", f"坏2.txt {died}"]
    )  # fmt: skip


def test_a_file_that_is_missing_is_a_problem(tmp_path: Path) -> None:
    [found] = analyse_files([(str(tmp_path / "没有.txt"), "没有.txt")])
    assert [p["reason"] for p in found.problems] == ["missing"]


# --- by the command line -----------------------------------------------------------------------------------------------------------


def jiaoyan(*arguments: str | Path, before: tuple[str, ...] = ()) -> subprocess.CompletedProcess[str]:
    environment = os.environ | {"PYTHONUTF8": "1", "LANG": "zh_CN.UTF-8", "LC_ALL": "zh_CN.UTF-8"}
    return subprocess.run([*before, sys.executable, "-m", "jiaoyan_nlp", *arguments], capture_output=True, encoding="utf-8", env=environment)


@pytest.mark.parametrize("workers", ["1", "2"])
def test_command_line_says_which_files_were_bad_and_exits_with_3(folder: Path, workers: str) -> None:
    run = jiaoyan("plans", folder, "--format", "jsonl", "--jobs", workers)
    assert run.returncode == 3
    assert [Path(json.loads(line)["file"]).name for line in run.stdout.splitlines()] == GOOD
    told = run.stderr.splitlines()
    assert len(told) == len(BAD)
    for line, (name, reason) in zip(told, BAD.items(), strict=True):
        assert name in line
        assert line.endswith(REASONS[reason].zh.format(detail="doc"))
    assert "Traceback" not in run.stderr


def test_a_report_in_the_folder_that_it_is_about_is_not_read(folder: Path) -> None:
    before = folder_jobs(folder)
    for target in (folder, folder / "报告"):
        assert jiaoyan("audit", folder, "-o", target, "-q").returncode == 3
        assert (target / "report.html").is_file() and folder_jobs(folder) == before
    (folder / "报告" / "report.xlsx").unlink()
    assert [job.name for job in folder_jobs(folder) if job not in before] == ["报告/report.html"], "a page of that name alone is a page"


def test_command_line_without_bad_files_exits_with_0_and_says_nothing(folder: Path) -> None:
    for name in BAD:
        (folder / name).unlink()
    run = jiaoyan("plans", folder, "--format", "jsonl")
    assert (run.returncode, run.stderr) == (0, "")


def test_a_file_without_permission_is_a_problem(folder: Path) -> None:
    before = without_privilege()
    if before is None:
        pytest.skip("runs as root, and setpriv cannot drop the right to read everything")
    closed = folder / "无权限.txt"
    closed.write_text(PLAN.format(school="第四小学"), encoding="utf-8")
    closed.chmod(0)
    run = jiaoyan("plans", folder, "--format", "jsonl", before=before)
    assert run.returncode == 3
    assert [Path(json.loads(line)["file"]).name for line in run.stdout.splitlines()] == GOOD
    assert f"无权限.txt: {REASONS['no_permission'].zh}" in run.stderr
    assert "Traceback" not in run.stderr


# --- tables ------------------------------------------------------------------------------------------------------------------------

PANDAS_KINDS = {"int": "int64", "float": "float64", "bool": "bool", "Int64": "Int64", "Float64": "Float64"}


@pytest.mark.parametrize("empty", [True, False])
def test_every_table_has_its_columns_and_types_whatever_rows_there_are(folder: Path, empty: bool) -> None:
    corpus = Corpus(()) if empty else load_corpus(folder, workers=1)
    tables = corpus.tables()
    assert list(tables) == list(TABLES)
    for name, table in tables.items():
        assert list(table.columns) == [c.name for c in TABLES[name]]
        for column in TABLES[name]:
            if column.type == "str":
                assert pd.api.types.is_string_dtype(table[column.name]) and not table[column.name].isna().any()
            else:
                assert str(table[column.name].dtype) == PANDAS_KINDS[column.type]


def test_spans_of_all_tables_quote_the_source(folder: Path) -> None:
    corpus = load_corpus(folder, workers=1)
    for name in ("passages", "commitments", "findings", "reuse"):
        for row in getattr(corpus, name).itertuples():
            assert corpus.texts[row.file][row.start : row.end] == row.text


def test_every_character_that_is_no_space_lies_in_exactly_one_passage(folder: Path) -> None:
    corpus = load_corpus(folder, workers=1)
    for file, text in corpus.texts.items():
        covered = np.zeros(len(text), dtype=int)
        for row in corpus.passages[corpus.passages["file"] == file].itertuples():
            covered[row.start : row.end] += 1
        assert [n for n, letter in zip(covered.tolist(), text, strict=True) if not letter.isspace()] == [1] * sum(not c.isspace() for c in text)


def test_an_analysis_is_a_function_of_the_file_alone(folder: Path) -> None:
    path = str(folder / "好1.txt")
    first, second = (analyse_files([(path, "好1.txt")])[0] for _ in range(2))
    assert replace(first, inks=[]) == replace(second, inks=[])
    assert [i.text for i in first.inks] == [i.text for i in second.inks]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows knows no such bound")
def test_the_bound_on_memory_ends_with_its_task() -> None:
    import resource

    before = resource.getrlimit(resource.RLIMIT_AS)
    with limits.memory_limit():
        assert resource.getrlimit(resource.RLIMIT_AS)[0] <= limits.MOST_MEMORY
    assert resource.getrlimit(resource.RLIMIT_AS) == before
