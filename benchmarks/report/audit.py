"""What a report costs: time by stage, memory, sizes, the time of each file that is written, and how soon the page shows something.

    python benchmarks/report/audit.py [plans …]           # corpus/demo, then planted plans of these numbers (1000 where none is named)
    python benchmarks/report/audit.py --district 5000     # plans of 4,100 letters, 25 of a school (`benchmarks/reuse/district.py`)

Memory is measured as `benchmarks/store.py` does; the page is opened with Playwright in the system's Chromium, where both are installed.
"""

from __future__ import annotations

import importlib.util
import json
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve()
DEMO = HERE.parents[2] / "corpus" / "demo"
sys.path += [str(HERE.parents[1]), str(HERE.parents[1] / "reuse")]


def audited(folder: Path, out: Path) -> tuple[dict[str, float], float]:
    """Audit a folder: seconds by stage, and the most megabytes."""
    from store import megabytes

    most = 0.0
    with (out.parent / "progress.jsonl").open("w+b") as lines:
        command = [sys.executable, "-m", "jiaoyan_nlp", "audit", str(folder), "-o", str(out), "-q", "--progress", "jsonl"]
        run = subprocess.Popen(command, start_new_session=True, stdout=subprocess.DEVNULL, stderr=lines)
        while run.poll() is None:
            most = max(most, megabytes(run.pid))
            time.sleep(0.2)
        lines.seek(0)
        last = json.loads(lines.read().splitlines()[-1])
    if last["stage"] != "done":
        raise SystemExit(f"the audit of {folder} failed")
    return last["seconds"], most


def written(folder: Path, out: Path) -> dict[str, float]:
    """Processor seconds of each file of the report, written once more from the same tables."""
    from jiaoyan_nlp.engine.corpus import load_corpus
    from jiaoyan_nlp.report.audit import write_page
    from jiaoyan_nlp.report.html import render
    from jiaoyan_nlp.report.workbook.excel import write_excel
    from jiaoyan_nlp.tables import write_parquet

    corpus = load_corpus(folder)
    tables = corpus.tables()
    print("  cells", f"{sum(table.notna().sum().sum() for table in tables.values()):,}", "letters", f"{int(tables['sharing']['letters'].sum()):,}")
    parts: dict[str, Callable[[], object]] = {
        "tables/*.parquet": lambda: write_parquet(tables, str(out / "tables")),
        "report.xlsx": lambda: write_excel(tables, out / "report.xlsx"),
        "report.html": lambda: write_page(render(tables, corpus.texts, "材料"), out),
    }
    return {name: _seconds(write) for name, write in parts.items()}


def _seconds(work: Callable[[], object]) -> float:
    start = time.process_time()
    work()
    return time.process_time() - start


def sizes(out: Path) -> dict[str, float]:
    """Megabytes of what was written."""
    held = {
        "report.html": [out / "report.html"],
        "evidence": list(out.glob("evidence/*")),
        "report.xlsx": [out / "report.xlsx"],
        "tables": list(out.glob("tables/*")),
    }
    return {name: sum(path.stat().st_size for path in paths) / 1e6 for name, paths in held.items()}


def seen(page: Path) -> dict[str, float] | None:
    """Milliseconds until the browser has read the page, and until it shows something; None where there is no browser."""
    chromium = shutil.which("chromium")
    if chromium is None or importlib.util.find_spec("playwright") is None:
        return None
    from playwright.sync_api import sync_playwright

    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        tab = browser.new_page()
        tab.goto(page.as_uri())
        tab.wait_for_timeout(500)
        found: dict[str, Any] = tab.evaluate(
            "() => ({DOMContentLoaded: performance.getEntriesByType('navigation')[0].domContentLoadedEventEnd,"
            " 'first paint': performance.getEntriesByName('first-contentful-paint')[0].startTime})"
        )
        browser.close()
    return found


def measured(name: str, folder: Path, out: Path, again: bool = True) -> None:
    """Measure an audit and tell it; `again` writes each of its files once more, by itself."""
    print(name)
    seconds, memory = audited(folder, out)
    whole = sum(seconds.values())
    print(f"  {whole:.1f} s, {memory:,.0f} MB;", ", ".join(f"{stage} {part:.1f} s ({part / whole:.0%})" for stage, part in seconds.items()))
    print("  MB:", ", ".join(f"{what} {size:.1f}" for what, size in sizes(out).items()))
    if found := seen(out / "report.html"):
        print("  ms:", ", ".join(f"{what} {part:.0f}" for what, part in found.items()))
    if again:
        print("  processor seconds:", ", ".join(f"{what} {part:.1f}" for what, part in written(folder, out).items()))


def write_district(folder: Path, plans: int) -> None:
    """Write the plans of a large district, a folder a school."""
    from district import district

    for number, passages in enumerate(district(plans).plans):
        school, subject = f"示例县第{number // 25 + 1}小学", ("语文", "数学", "英语", "科学", "体育")[number % 5]
        path = folder / school / f"{2020 + number % 25 // 5}年{subject}教研组工作计划.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"{school}{subject}教研组工作计划\n一、主要工作\n" + "\n".join(passages) + "\n", encoding="utf-8")


def main() -> None:
    from plant import write

    with tempfile.TemporaryDirectory() as root:
        if sys.argv[1:2] == ["--district"]:
            write_district(Path(root, "plans"), int(sys.argv[2]))
            measured(f"{sys.argv[2]} plans of a district", Path(root, "plans"), Path(root, "out"), again=False)
            return
        measured("demo", DEMO, Path(root, "demo"))
        for plans in map(int, sys.argv[1:] or ["1000"]):
            write(Path(root, "planted"), plans, seed=1)
            measured(f"{plans} plans", Path(root, "planted", "plans"), Path(root, str(plans)))


if __name__ == "__main__":
    main()
