"""`jiaoyan sections`: some sections, their text, the outline, what is lacking."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from support_cli import ok, records, refused, run, written

from jiaoyan_nlp.cli import language
from jiaoyan_nlp.sections.labels import LABELS

# The plan's lines by the section that they stand in; a page's number stands in the middle of a sentence, and of one outside the goals
LINES = [
    ("title", "清河县第一小学语文教研组工作计划"),
    ("guiding", "一、指导思想"),
    ("guiding", "以课堂为根,以学生为本。"),
    ("goals", "二、工作目标"),
    ("goals", "1、力争让每位教师在本学期里都能上一节\n- 2 -\n像样的研讨课,并且写下反思。"),
    ("goals", "2、优秀率达到40%以上。"),
    ("safeguards", "三、组织领导"),
    ("safeguards", "校长任组长,教导主任任副组长,各年级\n- 3 -\n的组长都是组员。"),
]
PLAN = "\n".join(line for _, line in LINES) + "\n"
TWO_LEVELS = """清河县第二小学教研工作计划
为把教研做实,特制定本计划。
一、工作目标
每位教师上一节研讨课。
二、工作措施
(一)加强理论学习
每周读书一小时。
(二)工作安排
九月:制订计划。
"""
BARE = """清河县第三小学教研工作计划
到学期末,力争使优秀率提高三个百分点,每位教师都能拿出一节像样的研究课。
九月:制订计划,整理教材。
"""
ANTHOLOGY = "教研组工作计划(通用2篇)\n新学期到了,这里有几份计划,可以拿来参考。\n" + "".join(
    f"教研组工作计划 篇{n}\n为把教研做实,特制定本计划。\n一、工作目标\n让每节课都有收获。\n{rest}"
    for n, rest in ((1, "二、组织领导\n校长任组长。\n"), (2, "二、具体措施\n每周集体备课。\n"))
)


def of(*labels: str) -> str:
    """What `--text` is to print of PLAN: the lines of these sections as they are, without the pages' numbers."""
    return "".join(re.sub(r"\n- \d -\n", "", line) + "\n" for label, line in LINES if label in labels)


@pytest.fixture(autouse=True)
def _english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LANGUAGE", "en")


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    return written(tmp_path, {"计划.txt": PLAN}) / "计划.txt"


# --- which sections, and their text -------------------------------------------------------------------------------------------------

NAMED = [
    (["goals"], ["goals"]),
    (["工作目标"], ["goals"]),
    (["组织领导"], ["safeguards"]),
    (["保障措施"], ["safeguards"]),
    (["safeguards", "goals"], ["goals", "safeguards"]),  # the order is the text's
    (["goals", "工作目标", "教研工作目标"], ["goals"]),
    ([], ["title", "guiding", "goals", "safeguards"]),
]


@pytest.mark.parametrize(("names", "labels"), NAMED, ids=lambda value: " ".join(value))
def test_text_is_that_of_the_sections_named(plan: Path, names: list[str], labels: list[str]) -> None:
    options = [word for name in names for word in ("--section", name)]
    assert ok("sections", plan, *options, "--text") == of(*labels)
    assert [r["label"] for r in records(ok("sections", plan, *options)) if r["label"] != "noise"] == [
        label for label, line in LINES for _ in line.split("\n- ") if label in labels
    ]


@pytest.mark.parametrize(("name", "label"), [("下一步打算", "outlook"), ("今后打算", "outlook"), ("存在的问题", "problems"), ("工作回顾", "work_done")])
def test_usual_headings_name_the_sections_of_a_summary(tmp_path: Path, name: str, label: str) -> None:
    parts = {
        "work_done": "一、工作回顾\n全组开展了十次集体备课。\n",
        "problems": "二、存在的问题\n青年教师上课机会偏少。\n",
        "outlook": "三、下一步打算\n多给青年教师机会。\n",
    }
    folder = written(tmp_path, {"总结.txt": "清河县第一小学教研工作总结\n" + "".join(parts.values())})
    assert ok("sections", folder, "--section", name, "--text") == parts[label]


def test_of_a_folder_records_and_texts_come_file_by_file(tmp_path: Path) -> None:
    folder = written(tmp_path, {"甲小学/计划.txt": PLAN, "乙小学/计划.txt": TWO_LEVELS})
    found = records(ok("sections", folder, "--section", "goals", "--jobs", "1"))
    first, second = sorted(folder.rglob("*.txt"))
    assert [r["file"] for r in found] == sorted(r["file"] for r in found)
    assert {r["file"] for r in found} == {first.as_posix(), second.as_posix()}
    for path in (first, second):
        text = path.read_text(encoding="utf-8")
        assert all(text[r["start"] : r["end"]] == r["text"] and r["label"] == "goals" for r in found if r["file"] == path.as_posix())
    texts = {path: ok("sections", path, "--section", "goals", "--text") for path in (first, second)}
    assert ok("sections", folder, "--section", "goals", "--text", "--jobs", "1") == f"{texts[first]}\n{texts[second]}", "an empty line between files"


def test_text_of_a_pipe_and_into_a_file(plan: Path, tmp_path: Path) -> None:
    assert ok("sections", "-", "--section", "goals", "--text", stdin=PLAN.encode()) == of("goals")
    for option, expected in (("--text", of("goals")), ("--outline", ok("sections", plan, "--outline", "--section", "goals"))):
        assert ok("sections", plan, "--section", "goals", option, "-o", tmp_path / "目标.out") == ""
        assert (tmp_path / "目标.out").read_bytes() == expected.encode()


@pytest.mark.skipif(os.name != "posix", reason="a pipe of the shell")
@pytest.mark.parametrize("option", ["--text", "--outline"])
def test_a_reader_that_stops_early_is_told_nothing(plan: Path, option: str) -> None:
    """`jiaoyan sections … | head`: nobody reads any more what is written."""
    command = [sys.executable, "-m", "jiaoyan_nlp", "sections", str(plan), option]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as jiaoyan:
        assert jiaoyan.stdout is not None and jiaoyan.stderr is not None
        jiaoyan.stdout.close()
        told = jiaoyan.stderr.read()
    assert (told, jiaoyan.returncode) == (b"", 0)


# --- what is lacking ------------------------------------------------------------------------------------------------------------------

LACKING = [
    ([], 0, True),
    (["--require"], 4, True),
    (["--quiet"], 0, False),
    (["--quiet", "--require"], 4, False),
    (["--outline", "--require"], 4, True),
    (["--format", "csv", "--require"], 4, True),
]


@pytest.mark.parametrize(("options", "code", "told"), LACKING, ids=lambda value: " ".join(value) if isinstance(value, list) else None)
def test_a_plan_without_the_section(plan: Path, options: list[str], code: int, told: bool) -> None:
    done = run("sections", plan, "--section", "assessment", "--section", "goals", *options)
    assert done.exit_code == code
    assert done.stderr == (f"{plan}: has no section assessment.\n" if told else "")


def test_nothing_is_printed_where_the_section_is_not_there(plan: Path) -> None:
    done = run("sections", plan, "--section", "assessment", "--text")
    assert (done.stdout, done.exit_code) == ("", 0)
    assert "assessment" in done.stderr and plan.name in done.stderr


def test_all_that_is_there_ends_with_0(plan: Path) -> None:
    assert ok("sections", plan, "--section", "goals", "--section", "组织领导", "--text", "--require") == of("goals", "safeguards")


def test_each_plan_of_an_anthology_is_told_with_its_number(tmp_path: Path) -> None:
    folder = written(tmp_path, {"两篇.txt": ANTHOLOGY})
    for name, told in (("safeguards", ["plan 2"]), ("measures", ["plan 1"]), ("assessment", ["plan 1", "plan 2"]), ("goals", [])):
        done = run("sections", folder, "--section", name, "--text", "--require")
        assert re.findall(r"两篇\.txt, (plan \d): has no section (\w+)", done.stderr) == [(plan, name) for plan in told]
        assert done.exit_code == (4 if told else 0)


def test_lacking_sections_are_told_in_chinese(tmp_path: Path, plan: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    language.choose(["--lang", "zh"])  # the variable is put back with the fixture's
    assert run("sections", plan, "--section", "assessment", "--section", "tasks").stderr == f"{plan}：没有“考核评价、主要任务”部分。\n"
    folder = written(tmp_path / "选", {"两篇.txt": ANTHOLOGY})
    assert run("sections", folder, "--section", "组织领导").stderr == f"{folder}/两篇.txt（第 2 篇）：没有“保障措施”部分。\n"


@pytest.mark.parametrize("bad", ["0.txt", "中.txt", "龟.txt"])  # before, between and behind the plans
@pytest.mark.parametrize("options", [["--text"], ["--outline"], []], ids=" ".join)
def test_problems_keep_3_and_the_others_are_printed(tmp_path: Path, bad: str, options: list[str]) -> None:
    folder = written(tmp_path, {"一.txt": PLAN, "计划.txt": TWO_LEVELS})
    arguments = ["sections", folder, "--section", "guiding", "--jobs", "1", *options]
    before = run(*arguments, "--require")
    assert before.exit_code == 4
    (folder / bad).write_bytes(b"")
    done = run(*arguments, "--require")
    assert (done.exit_code, done.stdout) == (3, before.stdout)
    assert f"{bad}: The file is empty." in done.stderr and "计划.txt: has no section guiding." in done.stderr


# --- the outline ----------------------------------------------------------------------------------------------------------------------


def test_outline_of_two_levels(tmp_path: Path) -> None:
    folder = written(tmp_path, {"计划.txt": TWO_LEVELS})
    assert ok("sections", folder, "--outline").splitlines() == [
        "清河县第二小学教研工作计划",
        "  为把教研做实,特制定本计划。  [preamble 引言]",
        "  一、工作目标  [goals 工作目标]",
        "  二、工作措施  [measures 具体措施]",
        "    (一)加强理论学习  [measures 具体措施]",
        "    (二)工作安排  [schedule 工作安排]",
    ]
    kept = ok("sections", folder, "--outline", "--section", "工作安排", "--section", "goals").splitlines()
    assert kept == ["清河县第二小学教研工作计划", "  一、工作目标  [goals 工作目标]", "    (二)工作安排  [schedule 工作安排]"]


def test_outline_without_headings_shows_how_each_section_begins(tmp_path: Path) -> None:
    folder = written(tmp_path, {"计划.txt": BARE})
    labels = [f"[{r['label']} {r['label_zh']}]" for r in records(ok("sections", folder))]
    assert len(set(labels)) == 3
    assert ok("sections", folder, "--outline").splitlines() == [
        "清河县第三小学教研工作计划",
        f"  到学期末,力争使优秀率提高三个百分点,每…  {labels[1]}",
        f"  九月:制订计划,整理教材。  {labels[2]}",
    ]


def test_outline_of_an_anthology_has_the_title_of_each_plan(tmp_path: Path) -> None:
    lines = ok("sections", written(tmp_path, {"两篇.txt": ANTHOLOGY}), "--outline").splitlines()
    assert [line for line in lines if not line.startswith(" ")] == ["教研组工作计划 篇1", "教研组工作计划 篇2"]
    assert [line for line in lines if "safeguards" in line] == ["  二、组织领导  [safeguards 保障措施]"]


# --- wrong usage ----------------------------------------------------------------------------------------------------------------------

EXCLUDED = [
    ["--text", "--outline"], ["--text", "--format", "csv"], ["--outline", "--format", "jsonl"], ["--text", "--outline", "--format", "table"], ["--require"],
]  # fmt: skip


@pytest.mark.parametrize("options", EXCLUDED, ids=" ".join)
def test_options_that_do_not_go_together(plan: Path, options: list[str]) -> None:
    assert options[0] in refused("sections", plan, *options, code=2)


def test_an_unknown_section_is_refused_with_those_that_are_known(plan: Path) -> None:
    told = refused("sections", plan, "--section", "goals", "--section", "目标函数", "--text", code=2)
    assert "目标函数" in told and all(name in told for pair in LABELS.items() for name in pair)


# --- a model of one's own -------------------------------------------------------------------------------------------------------------


@pytest.fixture
def model(tmp_path: Path) -> Path:
    return shutil.copytree(Path(__file__).parents[2] / "models" / "sections", tmp_path / "模型")


def empty(model: Path) -> None:
    for path in model.iterdir():
        path.unlink()


def cut_short(model: Path) -> None:
    data = (model / "weights.npz").read_bytes()
    (model / "weights.npz").write_bytes(data[: len(data) // 2])


def of_no_bytes(model: Path) -> None:
    (model / "weights.npz").write_bytes(b"")


def damaged_inside(model: Path) -> None:
    data = bytearray((model / "weights.npz").read_bytes())
    data[200:1200] = bytes(1000)
    (model / "weights.npz").write_bytes(data)


def no_archive(model: Path) -> None:
    import numpy as np

    np.save(model / "weights.npy", np.zeros(3))
    (model / "weights.npy").replace(model / "weights.npz")


def of_other_labels(model: Path) -> None:
    card = (model / "model.json").read_text(encoding="utf-8")
    (model / "model.json").write_text(card.replace('"goals"', '"aims"'), encoding="utf-8")


def no_card(model: Path) -> None:
    (model / "model.json").write_text("[1, 2", encoding="utf-8")


def a_list(model: Path) -> None:
    (model / "model.json").write_text("[1, 2]", encoding="utf-8")


@pytest.mark.parametrize("damage", [empty, cut_short, of_no_bytes, damaged_inside, no_archive, of_other_labels, no_card, a_list])
def test_a_model_that_cannot_be_used_is_told_once(tmp_path: Path, model: Path, damage: object) -> None:
    assert callable(damage)
    damage(model)
    folder = written(tmp_path / "材料", {"一.txt": BARE, "二.txt": BARE})
    for command in ("sections", "missing"):
        told = refused(command, folder, "--model", model, "--jobs", "1", code=1)
        assert told.count("\n") == 1 and str(model) in told and "jiaoyan train" in told


class Trap:
    """Whoever unpickles this makes a file."""

    def __init__(self, path: str) -> None:
        self.path = path

    def __reduce__(self) -> tuple[object, tuple[str, str]]:
        return open, (self.path, "w")


def test_a_pickle_inside_a_model_is_refused_and_not_run(tmp_path: Path, plan: Path, model: Path) -> None:
    import numpy as np

    with np.load(model / "weights.npz") as held:
        arrays = dict(held)
    arrays["bias"] = np.array([Trap(str(tmp_path / "ran"))] * len(arrays["bias"]), dtype=object)
    np.savez(model / "weights.npz", allow_pickle=True, **arrays)
    assert refused("sections", plan, "--model", model, code=1).count("\n") == 1
    assert not (tmp_path / "ran").exists()


def test_a_model_that_is_not_there_is_wrong_usage(tmp_path: Path, plan: Path) -> None:
    refused("sections", plan, "--model", tmp_path / "没有", code=2)
    refused("sections", plan, "--model", plan, code=2)
