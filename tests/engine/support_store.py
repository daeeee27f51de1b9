"""Helpers of the store's tests: plans made by hand, analyses in a form that compares, the fixtures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from jiaoyan_nlp.engine import local
from jiaoyan_nlp.engine.analysis import Analysis
from jiaoyan_nlp.engine.store import Store
from jiaoyan_nlp.reuse.ink import Ink

DEMO = Path(__file__).parents[2] / "corpus" / "demo"
PLAN = "{school}{subject}教研组工作计划\n一、工作目标\n优秀率达到40%。\n二、主要工作\n1、每位教师每学期听课不少于{n}节，写好听课笔记，认真评课。\n"
A, B = "示例县第一小学/2022年计划.txt", "示例县第二小学/2023年计划.txt"
"""Two of the files of the fixture `folder`."""


def plan(n: int = 20, school: str = "示例县第一小学", subject: str = "语文") -> bytes:
    return PLAN.format(school=school, subject=subject, n=n).encode("utf-8")


def put(folder: Path, files: dict[str, bytes]) -> Path:
    for name, data in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)
    return folder


def plain(analyses: Sequence[Analysis] | Store) -> list[str]:
    """Analyses as text in which 20 and 20.0, None and an empty text differ."""
    return [repr((replace(a, inks=[]), [_plain_ink(i) for i in a.inks])) for a in analyses]


def _plain_ink(ink: Ink) -> tuple[Any, ...]:
    assert ink.fingerprints
    arrays = (ink.offsets, ink.breaks, ink.aside, *ink.fingerprints)
    return ink.file, ink.plan, ink.school, ink.text, [(each.dtype, each.shape, each.tolist()) for each in arrays]


def fresh(folder: Path) -> list[str]:
    return plain(list(local.analyse_all(local.folder_jobs(folder), 1)))
