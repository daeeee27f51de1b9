"""The store by the command line: every command prints of a store what it prints of its folder, byte for byte; what is wrong is told in words."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from click.testing import CliRunner, Result
from support import without_privilege

from jiaoyan_nlp.cli import language
from jiaoyan_nlp.cli.main import group
from jiaoyan_nlp.engine import building

DEMO = Path(__file__).parents[2] / "corpus" / "demo"
PLAN = "语文教研组工作计划\n一、工作目标\n优秀率达到40%。\n二、主要工作\n1、每位教师每学期听课不少于20节。\n"


def here(*arguments: str | Path) -> Result:
    """A command, run in this process."""
    return CliRunner().invoke(group(), list(map(str, arguments)))


def jiaoyan(*arguments: str | Path, before: tuple[str, ...] = ()) -> subprocess.CompletedProcess[str]:
    environment = os.environ | {"PYTHONUTF8": "1", "LANG": "zh_CN.UTF-8", "LC_ALL": "zh_CN.UTF-8"}
    return subprocess.run([*before, sys.executable, "-m", "jiaoyan_nlp", *arguments], capture_output=True, encoding="utf-8", env=environment)


def records(output: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in output.splitlines()]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demonstration corpus and two files that are not read, in a folder whose own name tells a year and a school."""
    folder = shutil.copytree(DEMO, tmp_path_factory.mktemp("2019年") / "示例县第九小学2020年材料")
    (folder / "坏.txt").write_bytes(b"")
    (folder / "坏.docx").write_bytes(b"PK\x03\x04" + bytes(90))
    return folder


@pytest.fixture(scope="module")
def store(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    store = tmp_path_factory.mktemp("store") / "语料库"
    assert here("corpus", "build", folder, "-o", store, "--jobs", "1").exit_code == 3
    return store


COMMANDS = [
    ["plans"], ["plans", "--format", "csv"], ["sections"], ["sections", "--section", "goals", "--format", "table"], ["commitments"],
    ["commitments", "--all-classes"], ["duplicates"], ["duplicates", "--families", "--scope", "across"],
    ["sections", "--section", "goals", "--text"], ["sections", "--section", "组织领导"], ["sections", "--outline"], ["missing"], ["missing", "--count"],
]  # fmt: skip


@pytest.mark.parametrize("arguments", COMMANDS, ids=" ".join)
def test_a_command_prints_of_the_store_what_it_prints_of_the_folder(folder: Path, store: Path, arguments: list[str]) -> None:
    of_folder, of_store = (here(*arguments, place, "--jobs", "1") for place in (folder, store))
    assert of_store.stdout_bytes == of_folder.stdout_bytes and of_folder.stdout_bytes
    assert of_store.stderr == of_folder.stderr and "坏.docx" in of_folder.stderr
    assert of_store.exit_code == of_folder.exit_code == 3


def test_the_report_of_the_store_is_that_of_the_folder(folder: Path, store: Path, tmp_path: Path) -> None:
    for place, out in ((folder, "甲"), (store, "乙")):
        assert here("audit", place, "-o", tmp_path / out, "--quiet").exit_code == 3
    one, other = ({p.relative_to(tmp_path / out): p.read_bytes() for p in (tmp_path / out).rglob("*") if p.is_file()} for out in "甲乙")
    assert one == other and len(one) > 5


def test_names_are_shown_as_the_folder_was_named(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder / "示例县")
    for named in (".", "../示例县", str(folder / "示例县") + "/"):
        target = tmp_path / str(len(named))
        here("corpus", "build", named, "-o", target, "--jobs", "1")
        assert here("plans", target).stdout == here("plans", named, "--jobs", "1").stdout != ""


def test_a_store_beside_a_folder_and_standard_input(folder: Path, store: Path, tmp_path: Path) -> None:
    for name in ("0.txt", "示例.txt"):
        (tmp_path / name).write_text(PLAN, encoding="utf-8")
    others = [tmp_path / "0.txt", tmp_path / "示例.txt", "-"]
    runs = [CliRunner().invoke(group(), ["plans", *map(str, [place, *others]), "--jobs", "1"], input=PLAN.encode()) for place in (folder, store)]
    assert runs[0].stdout_bytes == runs[1].stdout_bytes and runs[0].stdout.startswith('{"file": "-"')


def test_a_store_as_a_reference(folder: Path, store: Path, tmp_path: Path) -> None:
    plans = tmp_path / "计划"
    shutil.copytree(folder / "示例县", plans)
    of_folder, of_store = (here("duplicates", plans, "--reference", f"template={place}", "--jobs", "1") for place in (folder, store))
    assert of_store.stdout_bytes == of_folder.stdout_bytes and '"kind": "template"' in of_store.stdout


def test_the_year_of_a_folder_around_says_nothing_of_its_files(folder: Path) -> None:
    """A folder called 2020年材料 holds plans of any year; all commands agree on that."""
    years = {r["year"] for r in records(here("plans", folder, "--jobs", "1").stdout)}
    assert not {2019, 2020} & years


def trained(folder: Path, favourite: str) -> Path:
    """A section model that has one favourite label for whatever no rule decides."""
    from jiaoyan_nlp.sections.model import section_model

    own = section_model()
    bias = np.where(np.array(own.labels) == favourite, 90, 0).astype(np.float32)
    replace(own, bias=bias).save(folder)
    section_model.cache_clear()  # what a process has read it keeps; each command is a process of its own
    return folder


def test_a_store_of_a_model_of_ones_own(tmp_path: Path) -> None:
    """It is read with that model wherever the model lies, refused with another, and made anew where the model was trained again."""
    folder, store, model = tmp_path / "材料", tmp_path / "库", trained(tmp_path / "模型", "goals")
    folder.mkdir()
    (folder / "计划.txt").write_text("教研组工作计划\n每周备课一次。\n九月:读教材。\n", encoding="utf-8")
    assert here("corpus", "build", folder, "-o", store, "--model", model, "--quiet", "--jobs", "1").exit_code == 0
    asked = ["sections", store, "--section", "goals", "--text"]
    assert here(*asked, "--model", model).stdout == "每周备课一次。\n九月:读教材。\n" == here(*asked).stdout
    moved = model.rename(tmp_path / "别处")
    assert here(*asked, "--model", moved).stdout == here(*asked).stdout
    trained(model, "measures")
    refused = here(*asked, "--model", model)
    assert (refused.exit_code, refused.stdout) == (1, "") and "--model" in refused.stderr
    assert here("corpus", "build", folder, "-o", store, "--model", model, "--quiet", "--jobs", "1").exit_code == 0
    assert here("sections", store, "--section", "measures", "--text", "--model", model).stdout == "每周备课一次。\n九月:读教材。\n"


# --- build and info -------------------------------------------------------------------------------------------------------------------


def test_build_says_what_it_did_and_is_quiet_when_asked(tmp_path: Path) -> None:
    folder, store = tmp_path / "材料", tmp_path / "库"
    folder.mkdir()
    for n in range(3):
        (folder / f"{n}.txt").write_text(PLAN, encoding="utf-8")
    first = jiaoyan("corpus", "build", folder, "-o", store, "--jobs", "1")
    assert (first.returncode, first.stdout) == (0, "") and [int(n) for n in re.findall(r"\d+", first.stderr)] == [3, 0, 0, 0]
    (folder / "0.txt").write_bytes(b"")
    (folder / "1.txt").unlink()
    second = jiaoyan("corpus", "build", folder, "-o", store, "--jobs", "1")
    assert second.returncode == 3 and [int(n) for n in re.findall(r"\d+", second.stderr.splitlines()[-1])] == [1, 1, 1, 1]
    assert second.stderr.startswith("0.txt: ")
    (folder / "0.txt").unlink()
    third = jiaoyan("corpus", "build", folder, "-o", store, "--quiet")
    assert (third.returncode, third.stdout, third.stderr) == (0, "", "")


def test_info_tells_what_the_store_holds(folder: Path, store: Path) -> None:
    run = here("corpus", "info", store)
    assert run.exit_code == 0
    facts = {(r["what"], r["which"]): r["value"] for r in records(run.stdout)}
    plans = records(here("plans", folder, "--jobs", "1").stdout)
    assert facts["folder", ""] == folder.as_posix() and facts["current", ""] is True and facts["built", ""].endswith("+00:00")
    assert facts["bytes", ""] == sum(p.stat().st_size for p in store.rglob("*") if p.is_file())
    assert facts["files", ""] == len({r["file"] for r in plans}) + 2
    assert facts["plans", ""] == len(plans) == facts["plans", "plan"] + facts["plans", "summary"]
    assert facts["schools", ""] == len({r["school"] for r in plans} - {""})
    years = [str(r["year"] or "") for r in plans]
    assert {which: n for (what, which), n in facts.items() if what == "years"} == {y: years.count(y) for y in years}
    assert sum(n for (what, _), n in facts.items() if what == "problems") == 2


def test_info_of_a_store_of_another_version(store: Path, tmp_path: Path) -> None:
    other = shutil.copytree(store, tmp_path / "库")
    (other / "store.json").write_text(re.sub('"fingerprint": "', '"fingerprint": "x', (other / "store.json").read_text()))
    facts = {r["what"]: r["value"] for r in records(here("corpus", "info", other).stdout)}
    assert facts["current"] is False and facts["files"] and "plans" not in facts


# --- what is wrong --------------------------------------------------------------------------------------------------------------------


def test_a_store_that_is_not_finished_is_read_and_told(folder: Path, store: Path, tmp_path: Path) -> None:
    half = shutil.copytree(store, tmp_path / "库")
    (half / "store.json").write_text(re.sub('"built": "[^"]+"', '"built": ""', (half / "store.json").read_text()))
    for command in (["plans"], ["audit", "-o", tmp_path / "out"]):
        run = here(*command, half)
        assert run.exit_code == 3 and "corpus build" in run.stderr
    assert records(here("plans", half).stdout) == records(here("plans", store).stdout)


BROKEN = [["plans"], ["sections"], ["commitments"], ["duplicates"], ["audit", "-o", "out"], ["corpus", "info"]]


@pytest.mark.parametrize("arguments", BROKEN, ids=" ".join)
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_damaged_store_fails_with_a_sentence(store: Path, tmp_path: Path, arguments: list[str], lang: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LANGUAGE", lang)
    language.choose(["--lang", lang])
    broken = shutil.copytree(store, tmp_path / "库")
    for path in broken.rglob("*.parquet"):
        path.write_bytes(path.read_bytes()[:-20])
    run = here(*arguments, broken)
    assert (run.exit_code, run.exception.__class__) == (1, SystemExit)
    assert f"{broken}: " in run.stderr and ("语料库已损坏" if lang == "zh" else "damaged") in run.stderr


def test_refusals_by_the_real_program(folder: Path, tmp_path: Path) -> None:
    told = jiaoyan("corpus", "build", DEMO / "示例县", "-o", folder)
    assert (told.returncode, told.stdout) == (1, "") and str(folder) in told.stderr and "Traceback" not in told.stderr
    assert jiaoyan("corpus", "info", tmp_path).returncode == 1
    for arguments in (["corpus"], ["corpus", "build", DEMO], ["corpus", "info"], ["corpus", "info", tmp_path / "没有"], ["corpus", "nonsense"]):
        assert jiaoyan(*arguments).returncode == 2


def test_a_store_that_may_only_be_read(folder: Path, store: Path, tmp_path: Path) -> None:
    before = without_privilege()
    if before is None:
        pytest.skip("runs as root, and setpriv cannot drop the right to write everything")
    closed = shutil.copytree(store, tmp_path / "库")
    for path in (closed, *closed.rglob("*")):
        path.chmod(0o500 if path.is_dir() else 0o400)
    assert jiaoyan("plans", closed, before=before).stdout == here("plans", folder, "--jobs", "1").stdout
    run = jiaoyan("corpus", "build", folder, "-o", closed, before=before)
    assert run.returncode == 1 and "不能写入语料库" in run.stderr and "Traceback" not in run.stderr
    run = jiaoyan("corpus", "build", folder, "-o", closed / "新", before=before)
    assert run.returncode == 1 and "不能写入语料库" in run.stderr and "Traceback" not in run.stderr


def test_a_full_disk_is_told(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: Any) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(building, "write_segment", full)
    run = here("corpus", "build", folder, "-o", tmp_path / "库", "--jobs", "1")
    assert run.exit_code == 1 and "No space left on device" in run.stderr


def test_every_option_of_build_and_info_is_documented_in_both_languages() -> None:
    for lang, chinese in (("zh", True), ("en", False)):
        for name in ("build", "info"):
            told = jiaoyan("corpus", name, "--help", "--lang", lang).stdout
            for row in re.findall(r"^  -.*(?:\n {10,}.*)*", told, re.MULTILINE):
                assert bool(re.search("[一-鿿]", row)) == chinese, row
