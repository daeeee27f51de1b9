"""From files to all tables: seconds and the most megabytes at 1, 3 and 10 million characters, and how both grow: `python benchmarks/tables.py [millions …]`.

The plans are those of `reuse/district.py` (4,100 letters, 25 of a school, half with a template), each a text file. Measured is a process of its own that
reads them and makes every table, its workers included.
"""

from __future__ import annotations

import json
import math
import subprocess
import sys
import tempfile
import time
from itertools import pairwise
from pathlib import Path

HERE = Path(__file__).resolve()
sys.path += [str(HERE.parent), str(HERE.parent / "report"), str(HERE.parent / "reuse")]
LETTERS = 4_100
WORK = """
import json, sys, jiaoyan_nlp
corpus = jiaoyan_nlp.load_corpus(sys.argv[1])
tables = corpus.tables()
print(json.dumps({"characters": sum(map(len, corpus.texts.values())), "rows": sum(map(len, tables.values())), "words": len(corpus.tokens())}))
"""


def measured(folder: Path) -> dict[str, float]:
    """Seconds and megabytes of one run, with what it made."""
    from store import megabytes

    most, begun = 0.0, time.monotonic()
    run = subprocess.Popen([sys.executable, "-c", WORK, str(folder)], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, start_new_session=True)
    while run.poll() is None:
        most = max(most, megabytes(run.pid))
        time.sleep(0.2)
    assert run.stdout is not None
    return {"seconds": time.monotonic() - begun, "megabytes": most, **json.loads(run.stdout.read())}


def main() -> None:
    from audit import write_district

    found = []
    for millions in [float(each) for each in sys.argv[1:]] or [1.0, 3.0, 10.0]:
        with tempfile.TemporaryDirectory() as scratch:
            write_district(Path(scratch), round(millions * 1e6 / LETTERS))
            found.append(measured(Path(scratch)))
        print({name: round(value, 1) for name, value in found[-1].items()}, flush=True)
    for a, b in pairwise(found):
        size = math.log(b["characters"] / a["characters"])
        print({name: round(math.log(b[name] / a[name]) / size, 2) for name in ("seconds", "megabytes")}, "exponent")


if __name__ == "__main__":
    main()
