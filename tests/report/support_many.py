"""Tables of made-up plans, as many as are wanted, without reading any file: for what the report does with thousands."""

from __future__ import annotations

from typing import Any

import pandas as pd
from support_tables import row

from jiaoyan_nlp.tables import TABLES, frame

SENTENCE = "各教研组要把研讨的时间排进课表,做到定主题、定主讲、定时段,每次活动之后把达成的意见写成一页纸,贴在办公室里供大家查阅。"


def many(plans: int, copies: int = 5, length: int = 1500) -> tuple[dict[str, pd.DataFrame], dict[str, str]]:
    """Tables and texts of so many plans of a third as many schools: each holds a passage that it shares with `copies` - 1 others."""
    texts: dict[str, str] = {}
    rows: dict[str, list[dict[str, Any]]] = {name: [] for name in TABLES}
    for i in range(plans):
        school, file, family = f"示例县第{i // 3 + 1}小学", f"示例县第{i // 3 + 1}小学/{i % 3 + 2021}年计划.txt", i // copies
        body = f"第{i}份计划,各项工作逐条写明,由教研组长负责。"
        own = (body * (length // len(body) + 1))[:length]
        shared = f"{SENTENCE}第{family}段。"
        texts[file] = text = f"{school}教研工作计划\n{own}\n{shared}\n"
        start = text.index(shared)
        at = {"file": file, "plan": 1}
        place = {**at, "school": school}
        rows["sources"].append({"file": file, "format": "txt", "characters": len(text), "plans": 1})
        rows["plans"].append(
            {**place, "start": 0, "end": len(text), "title": f"{school}教研工作计划", "kind": "plan", "year": i % 3 + 2021, "missing": "goals"}
        )
        rows["passages"] += [
            {**at, "start": 0, "end": text.index("\n"), "kind": "title", "label": "title"},
            {**at, "start": text.index("\n") + 1, "end": start - 1, "kind": "paragraph", "label": "tasks"},
            {**at, "start": start, "end": start + len(shared), "kind": "paragraph", "label": "measures"},
        ]
        rows["reuse"].append({
            **place, "family_id": f"f{family:08}", "start": start, "end": start + len(shared), "kind": "exemplar" if i % copies == 0 else "verbatim",
            "similarity": 1.0, "edits": "[]", "text": shared,
        })  # fmt: skip
        rows["findings"].append({**at, "start": start, "end": start + 4, "kind": "placeholder", "text": text[start : start + 4]})
        rows["sharing"].append({**place, "letters": length, "shared": 50, "own": length - 50, "share": 50 / length})
        if i % copies == 0:
            rows["families"].append({
                "family_id": f"f{family:08}", "length": 50, "members": min(copies, plans - i), "schools": 2, "kind": "verbatim", "scope": "across",
                "exemplar": shared,
            })  # fmt: skip
    for i in range(plans // 3 - 1):
        a, b = f"示例县第{i + 1}小学", f"示例县第{i + 2}小学"
        rows["between"] += [
            {"school": x, "other": y, "letters": 3 * length, "shared": 50 + i % 90, "share": (50 + i % 90) / length} for x, y in ((a, b), (b, a))
        ]
    return {name: frame(name, [row(name, **each) for each in held]) for name, held in rows.items()}, texts
