"""`jiaoyan export`: files, exit codes, and what stands in its way."""

from __future__ import annotations

import builtins
from pathlib import Path
from typing import Any

import pytest
from support_cli import refused, run, written

PLAN = "语文教研组工作计划\n一、工作目标\n每位教师每学期听课不少于20节。\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return written(tmp_path / "材料", {"示例县第一小学/2023年计划.txt": PLAN})


@pytest.mark.parametrize(("form", "file"), [("csv", "plans.csv"), ("parquet", "plans.parquet"), ("conllu", "plans.conllu"), ("docbin", "plans.spacy")])
def test_every_form_is_written_with_a_datasheet(folder: Path, tmp_path: Path, form: str, file: str) -> None:
    done = run("export", folder, "-o", tmp_path / "out", "--to", form, "--jobs", "1")
    assert (done.exit_code, done.stdout) == (0, "") and "datasheet.md" in done.stderr
    assert (tmp_path / "out" / file).stat().st_size > 100
    assert f"jiaoyan export --to {form}`" in (tmp_path / "out" / "datasheet.md").read_text(encoding="utf-8")


def test_what_is_personal_is_masked_where_it_is_asked_for(folder: Path, tmp_path: Path) -> None:
    written(folder, {"示例县第二小学/陈晓红计划.txt": f"{PLAN}执笔人：陈晓红，电话13812345678\n"})
    for name, options in (("plain", []), ("masked", ["--redact"])):
        assert run("export", folder, "-o", tmp_path / name, "-q", "--jobs", "1", *options).exit_code == 0
    plain, told = ("".join(path.read_text(encoding="utf-8-sig") for path in sorted((tmp_path / name).iterdir())) for name in ("plain", "masked"))
    assert "陈晓红" in plain and "13812345678" in plain and "masked.csv" not in plain
    assert "陈晓红" not in told and "13812345678" not in told and "jiaoyan export --to csv --redact`" in told


def test_a_file_that_cannot_be_read_is_told_and_the_rest_exported(folder: Path, tmp_path: Path) -> None:
    (folder / "空.txt").write_bytes(b"")
    done = run("export", folder, "-o", tmp_path / "out", "-q", "--jobs", "1")
    assert done.exit_code == 3 and "空.txt" in done.stderr
    assert "empty 1" in (tmp_path / "out" / "datasheet.md").read_text(encoding="utf-8")
    assert "空.txt" in (tmp_path / "out" / "problems.csv").read_text(encoding="utf-8-sig")


def test_files_are_named_from_the_folder_on(folder: Path, tmp_path: Path) -> None:
    assert run("export", folder, "-o", tmp_path / "out", "-q", "--jobs", "1").exit_code == 0
    held = "".join(path.read_text(encoding="utf-8-sig") for path in (tmp_path / "out").iterdir())
    assert "示例县第一小学/2023年计划.txt" in held and str(tmp_path) not in held


def test_a_folder_that_holds_something_is_left_alone(folder: Path, tmp_path: Path) -> None:
    assert str(folder) in refused("export", folder, "-o", folder, "--jobs", "1", code=1)
    assert [path.name for path in folder.iterdir()] == ["示例县第一小学"]


def test_wrong_usage(folder: Path, tmp_path: Path) -> None:
    for arguments in ([folder], [folder, "-o", tmp_path / "o", "--to", "xls"], [folder, "-o", tmp_path / "o", "--table", "masks"],
                      [folder, "-o", tmp_path / "o", "--to", "conllu", "--table", "plans"]):  # fmt: skip
        refused("export", *arguments, code=2)
    assert not (tmp_path / "o").exists()


def test_what_to_install_is_said(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = builtins.__import__

    def without_spacy(name: str, *rest: Any, **named: Any) -> Any:
        if name.split(".")[0] == "spacy":
            raise ImportError(name)
        return real(name, *rest, **named)

    monkeypatch.setattr(builtins, "__import__", without_spacy)
    assert "jiaoyan-nlp[spacy]" in refused("export", folder, "-o", tmp_path / "out", "--to", "docbin", "--jobs", "1", code=1)
    assert not (tmp_path / "out").exists() or list((tmp_path / "out").iterdir()) == []
