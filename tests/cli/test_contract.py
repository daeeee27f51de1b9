"""The contract with other programs: commands, keys, offsets, forms, exit codes, languages. Everything through the real program."""

from __future__ import annotations

import csv
import importlib
import io
import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import click
import pytest
from click.testing import CliRunner

from jiaoyan_nlp.cli.main import COMMANDS, group
from jiaoyan_nlp.sections.labels import LABELS

SHARED_TEXT = (
    "为了让研讨有准备、有深度、有收获,各备课组在每次活动之前要确定一个小而实的话题,由主备人提前三天把材料发给大家,活动中围绕话题逐一发言,"
    "活动之后把达成的意见整理成文,贴在办公室的公示栏里,供全体教师随时查阅和补充。"
)
PLAN = f"语文教研组工作计划\n一、工作目标\n优秀率达到40%以上。\n二、主要工作\n{SHARED_TEXT}\n每位教师每学期听课不少于２０节。\n组内现有教师12人。\n"
OTHER = f"数学教研组工作计划\r\n一、主要工作\r\n{SHARED_TEXT.replace('各备课组', '本教研组')}\r\n组织研讨X次。\r\n"

# DESIGN.md, "Command line"; `plans` has the metadata behind what is named there
SECTIONS = ["file", "plan", "start", "end", "kind", "heading", "label", "label_zh", "confidence", "heading_path", "text"]
COMMITMENTS = [
    "file", "plan", "start", "end", "text", "class", "actor", "each", "item", "comparator", "min", "max", "unit", "change", "per",
    "placeholder", "label", "sentence_start", "sentence_end", "strength", "indicator", "rate", "rate_factor", "baseline", "part_of",
]  # fmt: skip
PLANS = ["file", "plan", "start", "end", "title", "kind"]
PAIR = ["a", "b", "kind", "scope", "similarity", "family"]
SIDE = ["file", "start", "end", "text"]
PER_FILE = ("plans", "sections", "commitments")


def jiaoyan(*arguments: str | Path, stdin: bytes = b"", **environment: str) -> subprocess.CompletedProcess[bytes]:
    kept = {k: v for k, v in os.environ.items() if k not in ("LC_ALL", "LC_MESSAGES", "LANG", "LANGUAGE", "COLUMNS")}
    return subprocess.run([sys.executable, "-m", "jiaoyan_nlp", *arguments], input=stdin, capture_output=True, env=kept | {"LANG": "C"} | environment)


def ok(*arguments: str | Path, stdin: bytes = b"", **environment: str) -> bytes:
    run = jiaoyan(*arguments, stdin=stdin, **environment)
    assert run.returncode == 0, run.stderr.decode()
    return run.stdout


def here(*arguments: str | Path, stdin: bytes = b"") -> bytes:
    """What the command prints, run in this process: as `ok`, but quick; for records, not for messages."""
    run = CliRunner().invoke(group(), [*map(str, arguments), *(["--jobs", "1"] if arguments[0] != "text" else [])], input=stdin)
    assert run.exit_code == 0, run.output
    return run.stdout_bytes


def records(output: bytes) -> list[dict[str, Any]]:
    return [json.loads(line) for line in output.decode("utf-8").splitlines()]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("cli") / "材料"
    for name, text in (("清河县第一小学/2023年计划.txt", PLAN), ("清河县第二小学/2023年计划.txt", OTHER)):
        (root / name).parent.mkdir(parents=True)
        (root / name).write_bytes(text.encode("utf-8"))
    return root


@pytest.fixture(scope="module")
def plan(folder: Path) -> Path:
    return folder / "清河县第一小学" / "2023年计划.txt"


@pytest.fixture(scope="module")
def bad(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("bad") / "空.txt"
    path.write_bytes(b"")
    return path


# --- records ------------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "keys"), [(["plans"], PLANS), (["sections"], SECTIONS), (["commitments"], COMMITMENTS), (["commitments", "--all-classes"], COMMITMENTS)]
)
def test_keys_of_records_and_their_order(folder: Path, arguments: list[str], keys: list[str]) -> None:
    got = records(here(*arguments, folder, "--format", "jsonl"))
    assert got
    for record in got:
        assert list(record)[: len(keys)] == keys
        assert arguments == ["plans"] or len(record) == len(keys)


def test_jsonl_is_the_form_when_the_output_is_no_terminal(plan: Path) -> None:
    assert here("sections", plan) == here("sections", plan, "--format", "jsonl")


def test_offsets_count_the_characters_of_what_text_prints(folder: Path) -> None:
    for path in sorted(folder.rglob("*.txt")):
        text = here("text", path).decode("utf-8")
        assert text == path.read_bytes().decode("utf-8"), "the text is printed exactly"
        for record in records(here("sections", path)):
            assert text[record["start"] : record["end"]] == record["text"]
        found = records(here("commitments", path, "--all-classes"))
        assert found
        for record in found:
            assert text[record["start"] : record["end"]] == record["text"]
            assert record["sentence_start"] <= record["start"] < record["end"] <= record["sentence_end"] <= len(text)


def test_every_character_lies_in_exactly_one_section_record(plan: Path) -> None:
    text = here("text", plan).decode("utf-8")
    covered = [0] * len(text)
    for record in records(here("sections", plan)):
        for i in range(record["start"], record["end"]):
            covered[i] += 1
    assert all(n == 1 for n, letter in zip(covered, text, strict=True) if not letter.isspace())


def test_types_of_a_commitment(plan: Path) -> None:
    [record] = [r for r in records(here("commitments", plan)) if r["text"] == "不少于２０节"]
    assert record == {
        **record, "file": plan.as_posix(), "plan": 1, "class": "commitment", "actor": "每位教师", "each": True, "comparator": "ge", "min": 20,
        "max": None, "unit": "节", "change": "none", "per": "semester", "placeholder": False, "label": "tasks",
    }  # fmt: skip


def test_only_commitments_unless_all_classes_are_asked_for(plan: Path) -> None:
    assert {r["class"] for r in records(here("commitments", plan))} == {"commitment"}
    everything = records(here("commitments", plan, "--all-classes"))
    assert {"12人": "fact"}.items() <= {r["text"]: r["class"] for r in everything}.items()


def test_duplicates(folder: Path) -> None:
    [record] = records(here("duplicates", folder))
    assert list(record) == PAIR and list(record["a"]) == list(record["b"]) == SIDE
    assert {record[side]["file"] for side in ("a", "b")} == {"清河县第一小学/2023年计划.txt", "清河县第二小学/2023年计划.txt"}
    for side in (record["a"], record["b"]):
        assert (folder / side["file"]).read_bytes().decode("utf-8")[side["start"] : side["end"]] == side["text"]
        assert "小而实的话题" in side["text"] and "查阅和补充" in side["text"]
    assert (record["kind"], record["scope"]) == ("edited", "across")
    assert 0.8 <= record["similarity"] < 1


def test_duplicates_by_scope_and_as_families(folder: Path) -> None:
    assert here("duplicates", folder, "--scope", "school", "--scope", "file") == b""
    assert here("duplicates", folder, "--scope", "across") == here("duplicates", folder)
    [family] = records(here("duplicates", folder, "--families"))
    assert family["members"] == family["schools"] == len(family["copies"]) == 2
    [pair] = records(here("duplicates", folder))
    assert family["family_id"] == pair["family"]


def test_duplicates_with_a_reference(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "通知.txt").write_text(f"关于加强教研的通知\n{SHARED_TEXT}\n", encoding="utf-8")
    [record] = records(here("duplicates", folder, "--reference", f"policy={tmp_path}"))
    assert record["reference"] == {"kind": "policy", "file": "通知.txt"}
    for wrong in ("policy", f"={tmp_path}", f"policy={tmp_path / '没有'}"):
        assert jiaoyan("duplicates", folder, "--reference", wrong).returncode == 2


def test_audit_writes_the_report(folder: Path, tmp_path: Path) -> None:
    run = jiaoyan("audit", folder, "-o", tmp_path / "out", LANG="zh_CN.UTF-8")
    assert run.returncode == 0 and run.stdout == b""
    assert (tmp_path / "out" / "report.html").exists() and (tmp_path / "out" / "report.xlsx").exists()
    assert list((tmp_path / "out" / "tables").glob("*.parquet"))
    assert "report.html" in run.stderr.decode("utf-8")
    assert jiaoyan("audit", folder, "-o", tmp_path / "out", "--quiet").stderr == b""


def test_evaluate_prints_all_figures(tmp_path: Path, plan: Path) -> None:
    (tmp_path / "2023年计划.plans.jsonl").write_text('{"start": 0, "kind": "plan"}\n', encoding="utf-8")
    figures = {(r["measure"], r["figure"]): r["value"] for r in records(here("evaluate", tmp_path, plan.parent))}
    assert figures["plans", "plan_f1"] == figures["plans", "kind_accuracy"] == 1.0


# --- input and output -----------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("command", PER_FILE)
def test_a_hyphen_is_standard_input(plan: Path, command: str) -> None:
    data = plan.read_bytes()
    from_file, from_pipe = records(here(command, plan)), records(here(command, "-", stdin=data))
    assert {r["file"] for r in from_pipe} == {"-"}
    unlike = {"file", "school", "district", "level", "year", "term", "school_year", "subject", "issuer", "date"}  # the path tells of these
    assert [{k: v for k, v in r.items() if k not in unlike} for r in from_pipe] == [{k: v for k, v in r.items() if k not in unlike} for r in from_file]


def test_text_of_standard_input(plan: Path) -> None:
    data = plan.read_bytes()
    assert here("text", "-", stdin=data) == data
    assert here("text", "-", stdin=PLAN.encode("gb18030")).decode("utf-8") == PLAN


@pytest.mark.parametrize("command", PER_FILE)
def test_output_to_a_file(plan: Path, tmp_path: Path, command: str) -> None:
    target = tmp_path / "out.jsonl"
    assert here(command, plan, "-o", target) == b""
    assert target.read_bytes() == here(command, plan)


def test_text_to_a_file(plan: Path, tmp_path: Path) -> None:
    assert here("text", plan, "-o", tmp_path / "out.txt") == b""
    assert (tmp_path / "out.txt").read_bytes() == plan.read_bytes()


def flat(value: Any) -> str:
    if isinstance(value, dict | list):
        return json.dumps(value, ensure_ascii=False)
    return "" if value is None else str(value)


@pytest.mark.parametrize("command", ["plans", "sections", "commitments", "indicators", "duplicates"])
def test_every_form_reads_back_as_the_same_records(folder: Path, command: str) -> None:
    expected = records(here(command, folder, "--format", "jsonl"))
    assert json.loads(here(command, folder, "--format", "json")) == expected
    for form, mark in (("csv", ","), ("tsv", "\t")):
        output = here(command, folder, "--format", form).decode("utf-8")
        rows = list(csv.DictReader(io.StringIO(output, newline=""), delimiter=mark))
        assert rows == [{k: flat(v) for k, v in r.items()} for r in expected]
    table = here(command, folder, "--format", "table").decode("utf-8").splitlines()
    assert table[0].split() == list(expected[0])
    assert len(table) > len(expected)


def test_csv_in_a_file_opens_in_excel_as_utf8(plan: Path, tmp_path: Path) -> None:
    here("sections", plan, "--format", "csv", "-o", tmp_path / "out.csv")
    assert (tmp_path / "out.csv").read_bytes().startswith(b"\xef\xbb\xbf")
    assert not here("sections", plan, "--format", "csv").startswith(b"\xef\xbb\xbf")


@pytest.mark.skipif(os.name != "posix", reason="a pipe of the shell")
def test_a_reader_that_stops_early_is_no_error() -> None:
    """`jiaoyan sections FOLDER | head -1`: the pipe closes while much is still to be written."""
    demo = Path(__file__).parents[2] / "corpus" / "demo"
    run = subprocess.Popen([sys.executable, "-m", "jiaoyan_nlp", "sections", demo, "--format", "jsonl"], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert run.stdout is not None and run.stderr is not None
    json.loads(run.stdout.readline())
    run.stdout.close()
    told = run.stderr.read()
    run.stderr.close()
    assert run.wait() == 0
    assert told == b""


# --- exit codes -----------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("command", PER_FILE)
def test_some_files_with_problems_is_3_and_the_others_are_printed(plan: Path, bad: Path, command: str) -> None:
    run = jiaoyan(command, plan, bad)
    assert run.returncode == 3
    assert records(run.stdout) == records(here(command, plan))
    assert bad.name in run.stderr.decode("utf-8") and b"Traceback" not in run.stderr


def test_empty_standard_input_is_a_problem() -> None:
    run = jiaoyan("sections", "-")
    assert (run.returncode, run.stdout) == (3, b"")
    assert run.stderr.startswith(b"-: ")


WRONG_USAGE: list[list[str]] = [
    ["nonsense"], ["sections"], ["sections", "没有.txt"], ["sections", "-", "--format", "xml"], ["sections", "-", "--section", "nonsense"],
    ["sections", "-", "--lang", "fr"], ["sections", "-", "--jobs", "0"], ["commitments", "-", "--no-such-option"], ["text"], ["text", "-", "-"],
    ["duplicates", "没有"], ["duplicates", ".", "--scope", "nonsense"], ["audit", "."], ["evaluate", "."],
]  # fmt: skip


@pytest.mark.parametrize("arguments", WRONG_USAGE, ids=" ".join)
def test_wrong_usage_is_2(arguments: list[str], tmp_path: Path) -> None:
    run = jiaoyan(*arguments)
    assert (run.returncode, run.stdout) == (2, b"")
    assert run.stderr and b"Traceback" not in run.stderr


def test_failure_is_1(plan: Path, bad: Path, tmp_path: Path) -> None:
    (tmp_path / "空文件夹").mkdir()
    (tmp_path / "坏.plans.jsonl").write_text("no json\n", encoding="utf-8")
    (tmp_path / "坏.txt").write_text(PLAN, encoding="utf-8")
    for arguments in (
        ["text", bad],
        ["sections", plan, "-o", tmp_path / "没有" / "out.jsonl"],
        ["audit", tmp_path / "空文件夹", "-o", tmp_path / "out"],
        ["audit", plan.parent, "-o", plan / "out"],
        ["evaluate", tmp_path, tmp_path],
    ):
        run = jiaoyan(*arguments)
        assert (run.returncode, run.stdout) == (1, b""), arguments
        assert run.stderr and b"Traceback" not in run.stderr


# --- sections asked for -----------------------------------------------------------------------------------------------------------------


def test_section_by_label_and_by_chinese_name(plan: Path) -> None:
    by_label, by_name = here("sections", plan, "--section", "goals"), here("sections", plan, "--section", "工作目标")
    assert by_label == by_name
    assert [r["text"] for r in records(by_label)] == ["一、工作目标", "优秀率达到40%以上。"]
    both = records(here("sections", plan, "--section", "工作目标", "--section", "tasks"))
    assert {r["label"] for r in both} == {"goals", "tasks"}
    assert both == [r for r in records(here("sections", plan)) if r["label"] in ("goals", "tasks")]


def test_an_unknown_section_is_refused_with_the_names_that_are_known(plan: Path) -> None:
    for lang in ("zh", "en"):
        run = jiaoyan("sections", plan, "--section", "目标函数", "--lang", lang)
        assert (run.returncode, run.stdout) == (2, b"")
        told = run.stderr.decode("utf-8")
        assert "目标函数" in told and all(name in told for pair in LABELS.items() for name in pair)


# --- languages --------------------------------------------------------------------------------------------------------------------------

CHINESE = re.compile(r"[一-鿿]")
LOCALES = [
    ({"LANG": "zh_CN.UTF-8"}, "zh"), ({"LANG": "zh_CN.GBK"}, "zh"), ({"LANG": "C"}, "en"), ({"LANG": "en_US.UTF-8"}, "en"), ({"LANG": "de_DE.UTF-8"}, "en"),
    ({"LANG": "en_US.UTF-8", "LC_ALL": "zh_CN.UTF-8"}, "zh"), ({"LANG": "zh_CN.UTF-8", "LC_MESSAGES": "en_US.UTF-8"}, "en"),
]  # fmt: skip


@pytest.mark.parametrize(("environment", "lang"), LOCALES)
def test_language_of_help_is_that_of_the_locale(environment: dict[str, str], lang: str) -> None:
    told = ok("--help", **environment, PYTHONIOENCODING="utf-8").decode("utf-8")
    assert bool(CHINESE.search(told)) == (lang == "zh")


@pytest.mark.parametrize(("locale", "lang"), [("zh_CN.UTF-8", "en"), ("en_US.UTF-8", "zh"), ("C", "zh")])
@pytest.mark.parametrize("place", ["before", "behind", "joined"])
def test_option_lang_goes_before_the_locale(bad: Path, locale: str, lang: str, place: str) -> None:
    option = [f"--lang={lang}"] if place == "joined" else ["--lang", lang]
    arguments = [*option, "sections", bad] if place == "before" else ["sections", bad, *option]
    run = jiaoyan(*arguments, LANG=locale)
    told = run.stderr.decode("utf-8").replace(str(bad), "")
    assert run.returncode == 3
    assert bool(CHINESE.search(told)) == (lang == "zh")


def test_language_changes_messages_but_no_records(plan: Path, bad: Path) -> None:
    runs = [jiaoyan("sections", plan, bad, LANG=locale) for locale in ("zh_CN.UTF-8", "C", "en_US.UTF-8")]
    assert len({run.stdout for run in runs}) == 1
    assert len({run.stderr for run in runs}) == 2
    assert jiaoyan("commitments", plan, "--lang", "zh").stdout == jiaoyan("commitments", plan, "--lang", "en").stdout


def test_output_is_utf8_whatever_the_locale(plan: Path) -> None:
    plain = {"LANG": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    assert ok("text", plan, **plain) == plan.read_bytes()
    assert ok("sections", "-", stdin=plan.read_bytes(), **plain) == ok("sections", "-", stdin=plan.read_bytes(), LANG="zh_CN.UTF-8")


def test_english_problem_says_which_format_is_not_read(tmp_path: Path) -> None:
    (tmp_path / "a.doc").write_bytes(b"Rar!\x1a\x07" + bytes(600))
    assert ".rar" in jiaoyan("sections", tmp_path / "a.doc", LANG="C").stderr.decode("utf-8").replace(str(tmp_path / "a.doc"), "")


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_command_and_option_is_documented(lang: str) -> None:
    overview = ok("--help", "--lang", lang).decode("utf-8")
    for name in COMMANDS:
        assert re.search(rf"^  {name} +\S.+$", overview, re.MULTILINE), f"{name} stands in the overview without a word"
        told = ok(name, "--help", "--lang", lang).decode("utf-8")
        command: click.Command = importlib.import_module(f"jiaoyan_nlp.cli.{name}").command
        for parameter in command.params:
            if isinstance(parameter, click.Option):
                row = re.search(rf"^  (?:-\w, )?{parameter.opts[-1]}(?=[ ,]).*(?:\n {{10,}}.*)*", told, re.MULTILINE)
                assert row, f"{name} {parameter.opts[-1]}"
                words = re.sub(r"^\s*\S+(?:, --\S+)?(?: \S+)?", "", row[0]).strip()
                assert words and bool(CHINESE.search(words)) == (lang == "zh" or parameter.name == "sections"), f"{name} {parameter.opts[-1]}: {words}"
        first = told.split("\n\n")[1]
        assert bool(CHINESE.search(first)) == (lang == "zh"), f"{name}: {first}"


def test_modules_of_the_commands_are_all_listed() -> None:
    """A module of cli that holds a command is one of the commands."""
    folder = Path(importlib.import_module("jiaoyan_nlp.cli").__file__ or "").parent
    holds = {p.stem for p in folder.glob("*.py") if re.search(r"^@click\.(?:command|group)\(", p.read_text(encoding="utf-8"), re.MULTILINE)}
    assert holds == set(COMMANDS)


# --- speed of the first answer ------------------------------------------------------------------------------------------------------------

HEAVY = ("numpy", "pandas", "duckdb", "jinja2", "docx", "opencc", "rjieba", "rich", "xlsxwriter", "rapidfuzz")


@pytest.mark.parametrize("arguments", [["--help"], ["--version"], ["sections", "--help"], ["audit", "--help"]], ids=" ".join)
def test_help_imports_none_of_the_heavy_packages(arguments: list[str]) -> None:
    script = (
        f"import sys; sys.argv = ['jiaoyan', *{arguments!r}]\n"
        "from jiaoyan_nlp.cli.main import main\n"
        "try:\n    main()\nexcept SystemExit as end:\n    code = end.code\n"
        f"print(code, sorted(m for m in {HEAVY!r} if m in sys.modules))"
    )
    run = subprocess.run([sys.executable, "-c", script], capture_output=True, encoding="utf-8", env=os.environ | {"PYTHONUTF8": "1"})
    assert run.stdout.splitlines()[-1] == "0 []"


def test_the_console_script_is_the_module() -> None:
    assert ok("--version").startswith(b"jiaoyan ")


def test_output_into_the_folder_that_is_read_is_not_read_as_a_plan(tmp_path: Path) -> None:
    (tmp_path / "计划.txt").write_text("柳河小学教研计划\n一、工作目标\n每人听课二十节。\n", encoding="utf-8")
    run = jiaoyan("plans", tmp_path, "-o", tmp_path / "表.csv", "--format", "csv")
    assert (run.returncode, run.stderr) == (0, b"")
    assert sorted(p.name for p in tmp_path.iterdir()) == ["表.csv", "计划.txt"]


def test_a_failed_run_leaves_the_old_output(tmp_path: Path) -> None:
    out = tmp_path / "没有这个文件夹" / "表.csv"
    assert jiaoyan("plans", tmp_path, "-o", out).returncode == 1
    assert not out.exists()
