"""What a store costs and saves, on copies of the demonstration corpus: seconds and memory of the whole command, its workers included.

    python benchmarks/store.py [copies of the corpus …]        # 20 where none is named: 720 files

Memory is the largest sum, over the processes of the command, of the memory of each and its share of what they have in common (Pss),
asked for ten times a second; Linux only.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

DEMO = Path(__file__).parents[1] / "corpus" / "demo"


def copies(folder: Path, count: int) -> int:
    """Copies of the corpus; how many files there are then."""
    for number in range(count):
        for path in sorted(DEMO.rglob("*.*")):
            if path.suffix in (".txt", ".docx"):
                target = folder / f"{number:03}" / path.relative_to(DEMO)
                target.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(path, target)
    return sum(path.is_file() for path in folder.rglob("*"))


def megabytes(group: int) -> float:
    """Memory of all processes of a group at this moment."""
    total = 0
    for process in Path("/proc").glob("[0-9]*"):
        try:
            if int((process / "stat").read_text().rpartition(")")[2].split()[2]) == group:
                total += sum(int(line.split()[1]) for line in (process / "smaps_rollup").read_text().splitlines() if line.startswith("Pss:"))
        except (OSError, IndexError):  # it has ended
            continue
    return total / 1024


def measured(*arguments: str | Path) -> tuple[float, float]:
    """Run `jiaoyan` with these arguments: seconds, and the most megabytes."""
    start, most = time.perf_counter(), 0.0
    run = subprocess.Popen([sys.executable, "-m", "jiaoyan_nlp", *arguments], start_new_session=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    while run.poll() is None:
        most = max(most, megabytes(run.pid))
        time.sleep(0.1)
    if run.returncode not in (0, 3):
        raise SystemExit(f"{arguments} failed")
    return time.perf_counter() - start, most


def main() -> None:
    for count in map(int, sys.argv[1:] or ["20"]):
        with tempfile.TemporaryDirectory() as root:
            folder, store = Path(root) / "材料", Path(root) / "库"
            print(f"{copies(folder, count)} files, {sum(p.stat().st_size for p in folder.rglob('*') if p.is_file()) / 1e6:.1f} MB")
            show("plans FOLDER", *measured("plans", folder, "-q"))
            show("build", *measured("corpus", "build", folder, "-o", store, "-q"))
            show("build again", *measured("corpus", "build", folder, "-o", store, "-q"))
            changed = next(folder.rglob("*.txt"))
            changed.write_bytes(changed.read_bytes() + "\n改动\n".encode())
            show("build, one file changed", *measured("corpus", "build", folder, "-o", store, "-q"))
            show("plans STORE", *measured("plans", store, "-q"))
            print(
                f"  store {sum(p.stat().st_size for p in store.rglob('*') if p.is_file()) / 1e6:.1f} MB, {len(list((store / 'segments').iterdir()))} segments"
            )
            shutil.rmtree(store)


def show(what: str, seconds: float, memory: float) -> None:
    print(f"  {what:24} {seconds:7.1f} s {memory:7.0f} MB")


if __name__ == "__main__":
    main()
