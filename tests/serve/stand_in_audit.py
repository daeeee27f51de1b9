"""Stands in for `jiaoyan audit FOLDER -o OUT --progress jsonl`: tells of its progress and writes a small report.

    python stand_in_audit.py FOLDER OUT [MODE [SECONDS]]

MODE: `good` (exit 0), `partly` (3), `sentence` (1 with two sentences), `crash` (1 with a traceback), `silent` (0, no report), `killed`,
`forever` (starts a child in a session of its own, as LibreOffice is, and never ends). SECONDS are slept between two steps.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path


def tell(**step: object) -> None:
    print(json.dumps(step), file=sys.stderr, flush=True)


def report(folder: Path, out: Path) -> None:
    (out / "tables").mkdir(parents=True)
    names = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
    (out / "report.html").write_text(f"<!doctype html><meta charset=utf-8><title>{folder.name}</title>" + "".join(f"<p>{n}</p>" for n in names), "utf-8")
    (out / "tables" / "plans.parquet").write_bytes(b"PAR1")


def main(folder: Path, out: Path, mode: str = "good", seconds: str = "0") -> int:
    files = [path for path in folder.rglob("*") if path.is_file()]
    Path(tempfile.gettempdir(), "half-way").write_text("for itself", "utf-8")
    for stage, of in (("read", len(files)), ("compare", 4), ("tables", 1), ("write", 1)):
        for done in range(of + 1):
            tell(stage=stage, done=done, of=of)
            time.sleep(float(seconds))
        if mode == "forever":
            report(folder, out)
            child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"], start_new_session=True)
            (out / "child").write_text(str(child.pid), "utf-8")
            child.wait()
        if mode == "killed":
            os.kill(os.getpid(), signal.SIGKILL)
    if mode == "sentence":
        print(f"计划.txt: 文件是空的。\n错误：文件夹里没有可以读取的文件：{folder}\n请换一个文件夹", file=sys.stderr)
        return 1
    if mode == "crash":
        raise RuntimeError("a bug")
    if mode != "silent":
        report(folder, out)
    print("共读取 2 个文件。", file=sys.stderr)
    tell(stage="done", seconds={"read": 0.1})
    return 3 if mode == "partly" else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), Path(sys.argv[2]), *sys.argv[3:]))
