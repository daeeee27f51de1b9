"""Every file below a folder through a general extractor: a line of JSON a file, [name, text, seconds]. Run by `reading.py`, in an environment of its own.

python benchmarks/extractors.py kreuzberg|markitdown FOLDER OUT
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from pathlib import Path


def kreuzberg() -> Callable[[Path], str]:
    from kreuzberg import extract_file_sync

    return lambda path: str(extract_file_sync(str(path)).content)


def markitdown() -> Callable[[Path], str]:
    from markitdown import MarkItDown

    converter = MarkItDown(enable_plugins=False)
    return lambda path: str(converter.convert(path).text_content)


def main() -> None:
    name, folder, out = sys.argv[1:]
    text_of = {"kreuzberg": kreuzberg, "markitdown": markitdown}[name]()
    with Path(out).open("w", encoding="utf-8") as file:
        for path in sorted(p for p in Path(folder).rglob("*") if p.is_file()):
            start = time.perf_counter()
            try:
                text = text_of(path)
            except Exception:  # noqa: BLE001 - what it cannot read counts as nothing read
                text = ""
            file.write(json.dumps([path.relative_to(folder).as_posix(), text, time.perf_counter() - start]) + "\n")


if __name__ == "__main__":
    main()
