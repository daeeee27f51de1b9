"""What the tests of several commands need: a command run in this process, and files to run it on."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from click.testing import CliRunner, Result

from jiaoyan_nlp.cli.main import group


def run(*arguments: str | Path, stdin: bytes = b"") -> Result:
    """A command, run in this process."""
    return CliRunner().invoke(group(), list(map(str, arguments)), input=stdin)


def ok(*arguments: str | Path, stdin: bytes = b"") -> str:
    """What a command prints that succeeds and has nothing to remark."""
    done = run(*arguments, stdin=stdin)
    assert (done.exit_code, done.stderr) == (0, "")
    return done.stdout


def refused(*arguments: str | Path, code: int) -> str:
    """The sentence with which a command ends that fails; it prints nothing else, and no traceback."""
    done = run(*arguments)
    assert (done.exit_code, done.stdout) == (code, ""), done.output
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    return done.stderr


def records(output: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in output.splitlines()]


def written(folder: Path, files: Mapping[str, str]) -> Path:
    """A folder with these files, their texts by their paths in it."""
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    return folder
