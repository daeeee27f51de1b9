"""The table `missing`: a row for each section that a reader expects and a plan has not, by school, year and file."""

from __future__ import annotations

from pathlib import Path

import pytest

from jiaoyan_nlp.engine.corpus import load_corpus

HEADINGS = {
    "guiding": "指导思想", "goals": "工作目标", "tasks": "工作任务", "measures": "具体措施", "schedule": "具体安排", "safeguards": "组织保障",
    "assessment": "考核与评价", "work_done": "主要工作与成效", "problems": "存在的问题", "outlook": "下一步打算",
}  # fmt: skip
FILES: dict[str, list[str]] = {
    "示例县第二小学/2023年语文教研组工作计划.txt": ["guiding", "goals", "tasks", "measures", "schedule", "safeguards", "assessment"],
    "示例县第二小学/2022年语文教研组工作计划.txt": ["goals", "tasks", "measures", "schedule", "safeguards"],
    "示例县第一小学/2023年数学教研组工作总结.txt": ["work_done", "outlook"],
    "示例县第一小学/2024年数学教研组工作计划.txt": ["guiding", "tasks", "measures", "schedule", "safeguards", "assessment"],
}
LACKING = [
    ("示例县第一小学", 2023, "summary", "存在问题"),
    ("示例县第一小学", 2024, "plan", "工作目标"),
    ("示例县第二小学", 2022, "plan", "指导思想"),
    ("示例县第二小学", 2022, "plan", "考核评价"),
]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("missing") / "材料"
    for name, sections in FILES.items():
        lines = [Path(name).stem]
        for mark, label in zip("一二三四五六七", sections, strict=False):
            lines += [f"{mark}、{HEADINGS[label]}", "立足课堂,扎实开展各项活动,不断改进教学。"]
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text("\n".join(lines), encoding="utf-8")
    return root


def test_each_section_that_a_plan_lacks_is_a_row(folder: Path) -> None:
    table = load_corpus(folder, workers=1).missing
    assert list(zip(table["school"], table["year"], table["kind"], table["label_zh"], strict=True)) == LACKING
    assert table["label"].tolist() == ["problems", "goals", "guiding", "assessment"]


def test_rows_lead_back_to_their_plans(folder: Path) -> None:
    corpus = load_corpus(folder, workers=1)
    joined = corpus.missing.merge(corpus.plans, on=["file", "plan"], suffixes=("", "_plan"))
    assert len(joined) == len(corpus.missing)
    assert (joined["title"] == joined["title_plan"]).all() and (joined["school_year"] == joined["school_year_plan"]).all()
    assert all(label in lacking.split() for label, lacking in zip(joined["label"], joined["missing"], strict=True))
