"""The independent scorer and the command line, run as programs of their own."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

Row = dict[str, Any]

CHECKOUT = Path(__file__).parents[2]
SHARED = CHECKOUT.parent / "shared"
beside = pytest.mark.skipif(not (SHARED / "eval" / "score.py").exists(), reason="the shared folder with the scorer and its seeds is not beside this checkout")


def scored(heap: str, files: list[Path]) -> Row:
    run = subprocess.run([sys.executable, SHARED / "eval" / "score.py", heap, *files], capture_output=True, check=True, encoding="utf-8")
    figures: Row = json.loads(run.stdout.splitlines()[-1])
    return figures


def jiaoyan(*arguments: str | Path) -> bytes:
    return subprocess.run([sys.executable, "-m", "jiaoyan_nlp", *arguments], capture_output=True, check=True).stdout
