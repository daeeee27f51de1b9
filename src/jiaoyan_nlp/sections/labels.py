"""The sixteen labels of sections, with their Chinese names."""

from __future__ import annotations

from jiaoyan_nlp.corpus.outline import headings

LABELS: dict[str, str] = {
    "title": "标题",
    "preamble": "引言",
    "guiding": "指导思想",
    "situation": "现状分析",
    "goals": "工作目标",
    "tasks": "主要任务",
    "measures": "具体措施",
    "schedule": "工作安排",
    "safeguards": "保障措施",
    "assessment": "考核评价",
    "outcomes": "预期成果",
    "work_done": "工作与成效",
    "problems": "存在问题",
    "outlook": "今后打算",
    "closing": "结语",
    "noise": "杂质",
}
"""Label → Chinese name, in the order in which sections usually stand."""

EXPECTED: dict[str, tuple[str, ...]] = {
    "plan": ("guiding", "goals", "tasks", "measures", "schedule", "safeguards", "assessment"),
    "summary": ("work_done", "problems", "outlook"),
}
"""The sections that a reader expects of a plan and of a summary."""

INSTEAD: dict[str, dict[str, str]] = {
    "plan": {"problems": "situation", "work_done": "situation", "outlook": "tasks"},
    "summary": {"tasks": "work_done", "measures": "work_done", "schedule": "work_done", "outcomes": "work_done"},
}
"""What a plan and a summary have in the place of the other's labels: a plan's problems are its situation, a summary's tasks were done."""

POSSIBLE: dict[str, tuple[str, ...]] = {kind: tuple(label for label in LABELS if label not in (*instead, "noise")) for kind, instead in INSTEAD.items()}
"""The labels that text of a plan and of a summary may have."""

ENGLISH: dict[str, str] = {chinese: label for label, chinese in LABELS.items()}


def label_named(name: str) -> str | None:
    """The label that a user means by `name`: the label itself, its Chinese name, or a standard heading (下一步打算, 组织领导)."""
    if name in LABELS:
        return name
    named = headings.exact_name(name)
    return ENGLISH.get(name) or (named.label if named else None)
