"""Builds: only what is new or changed is read; whatever happens to files and builds, the store gives what a fresh reading gives."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support_store import A, B, fresh, plain, plan, put

from jiaoyan_nlp.engine import building, local, segments
from jiaoyan_nlp.engine.analysis import Analysis, problem
from jiaoyan_nlp.engine.building import Built, build
from jiaoyan_nlp.engine.store import Manifest, Store, is_store

pytestmark = [
    pytest.mark.usefixtures("one_database"),
    pytest.mark.filterwarnings("ignore:This process .* is multi-threaded:DeprecationWarning"),  # fork, Python 3.12 and 3.13
]

# --- only what is new or changed is read ---------------------------------------------------------------------------------------------


def same_size_and_time(folder: Path) -> None:
    before = (folder / A).stat()
    (folder / A).write_bytes(plan(29))
    os.utime(folder / A, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert (folder / A).stat().st_size == before.st_size


CHANGES: list[tuple[str, Callable[[Path], Any], list[str], int]] = [
    ("nothing", lambda f: None, [], 0),
    ("only touched", lambda f: os.utime(f / A, (1, 1)), [], 0),
    ("changed", lambda f: (f / A).write_bytes(plan(99)), [A], 0),
    ("changed in size and time unseen", same_size_and_time, [A], 0),
    ("new", lambda f: put(f, {"新.txt": plan(7)}), ["新.txt"], 0),
    ("gone", lambda f: (f / A).unlink(), [], 1),
    ("renamed", lambda f: (f / A).rename(f / "改名.txt"), ["改名.txt"], 1),
    ("exchanged", lambda f: put(f, {A: (f / B).read_bytes(), B: (f / A).read_bytes()}), [A, B], 0),
    ("all gone", lambda f: [p.unlink() for p in f.rglob("*.txt")], [], 6),
    ("a manifest says more of one folder", lambda f: put(f, {"manifest.csv": "文件,学校\n示例县第一小学,示例县实验小学\n".encode()}),
     ["manifest.csv", A, A.replace("2022", "2023")], 0),
]  # fmt: skip


@pytest.mark.parametrize(("change", "wanted", "gone"), [c[1:] for c in CHANGES], ids=[c[0] for c in CHANGES])
def test_a_second_run_reads_only_what_is_new_or_changed(
    folder: Path, target: Path, read: list[str], small: None, change: Callable[[Path], Any], wanted: list[str], gone: int
) -> None:
    assert build(folder, target, workers=1) == Built(6, 0, 0)
    read.clear()
    change(folder)
    built = build(folder, target, workers=1)
    assert (sorted(read), built.read, built.gone) == (sorted(wanted), len(wanted), gone)
    assert plain(Store.open(target)) == fresh(folder)
    read.clear()
    before = (target / "store.json").read_bytes()
    build(folder, target, workers=1)
    assert (read, before) == ([], (target / "store.json").read_bytes())


def test_tick_is_called_once_for_each_file(folder: Path, target: Path) -> None:
    for _ in range(2):
        ticks: list[int] = []
        build(folder, target, workers=1, tick=lambda held=ticks: held.append(1))
        assert len(ticks) == 6
        (folder / A).write_bytes(plan(55))


def test_a_change_while_a_file_is_read_is_seen_by_the_next_run(folder: Path, target: Path, read: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    watched = building.analyse_all

    def changing(*arguments: Any) -> Iterator[Analysis]:
        (folder / A).write_bytes(plan(77))
        return watched(*arguments)

    monkeypatch.setattr(building, "analyse_all", changing)
    build(folder, target, workers=1)
    monkeypatch.setattr(building, "analyse_all", watched)
    read.clear()
    build(folder, target, workers=1)
    assert read == [A]
    assert plain(Store.open(target)) == fresh(folder)


@pytest.mark.parametrize("reason", sorted(building.PASSING))
def test_a_problem_that_lies_in_the_machine_is_tried_again(folder: Path, target: Path, read: list[str], monkeypatch: pytest.MonkeyPatch, reason: str) -> None:
    watched = building.analyse_all

    def failing(*arguments: Any) -> Iterator[Analysis]:
        for a in watched(*arguments):
            yield Analysis(A, problems=[problem(A, "analyse", reason)]) if a.file == A else a

    monkeypatch.setattr(building, "analyse_all", failing)
    build(folder, target, workers=1)
    assert Store.open(target).table("problems")["file"].tolist() == [A]
    monkeypatch.setattr(building, "analyse_all", watched)
    read.clear()
    build(folder, target, workers=1)
    assert read == [A] and plain(Store.open(target)) == fresh(folder)


def test_another_folder_by_the_same_names_is_the_same_to_the_store(folder: Path, target: Path, read: list[str]) -> None:
    build(folder, target, workers=1)
    moved = folder.rename(folder.with_name("材料2"))
    read.clear()
    build(moved, target, workers=1)
    assert read == [] and Manifest.load(target).name == "材料2"


# --- killed -----------------------------------------------------------------------------------------------------------------------------


class Killed(BaseException):
    """What no code of ours catches."""


def steps(monkeypatch: pytest.MonkeyPatch, last: int) -> list[int]:
    """Make the begin and the end of every writing of a build a step; the one numbered `last` kills."""
    done = [0]

    def step() -> None:
        done[0] += 1
        if done[0] == last:
            raise Killed

    def around(module: Any, name: str) -> None:
        whole = getattr(module, name)

        def cut(*arguments: Any, **named: Any) -> Any:
            step()
            out = whole(*arguments, **named)
            step()
            return out

        monkeypatch.setattr(module, name, cut)

    around(segments, "write_parquet")
    around(building.shutil, "rmtree")
    around(Path, "replace")
    return done


def edited(folder: Path) -> None:
    (folder / A).write_bytes(plan(60))
    (folder / B).unlink()
    put(folder, {"新1.txt": plan(61), "新2.txt": plan(62)})


def test_a_build_killed_at_any_step_leaves_a_good_state_and_goes_on(folder: Path, tmp_path: Path, small: None) -> None:
    """First build and update, killed at each step in turn; what is committed then is not read again."""
    build(folder, tmp_path / "旧", workers=1)
    before = {a.file: plain([a]) for a in Store.open(tmp_path / "旧")}
    new = tmp_path / "新"
    shutil.copytree(folder, new)
    edited(new)
    wanted = fresh(new)
    after = {a.file: plain([a]) for a in local.analyse_all(local.folder_jobs(new), 1)}
    for last in range(1, 100):
        target = tmp_path / f"库{last}"
        if last % 2:
            shutil.copytree(tmp_path / "旧", target)
        with pytest.MonkeyPatch.context() as patch:
            done = steps(patch, (last + 1) // 2)
            try:
                build(new, target, workers=1)
            except Killed:
                pass
            else:
                assert done[0] < (last + 1) // 2, "the step was there"
                if last % 2 == 0:
                    break
        if is_store(target):
            for a in Store.open(target):
                assert plain([a]) in (before.get(a.file), after.get(a.file)), last
        build(new, target, workers=1)
        assert plain(Store.open(target)) == wanted, last
        assert {p.name for p in (target / "segments").iterdir()} == {f"{n:06}" for n in Manifest.load(target).segments}
        shutil.rmtree(target)
    else:
        pytest.fail("a build has no so many steps")


SUICIDAL = """
import os, signal, sys
from jiaoyan_nlp.engine import building
building.SEGMENT = 1
whole = building.write_segment
def dying(store, number, batch):
    if number == 4:
        os.kill(os.getpid(), signal.SIGKILL)
    whole(store, number, batch)
building.write_segment = dying
building.build(sys.argv[1], sys.argv[2], workers=1)
"""


@pytest.mark.skipif(os.name != "posix", reason="SIGKILL")
def test_a_killed_process_leaves_what_it_has_committed_and_no_lock(folder: Path, target: Path, read: list[str]) -> None:
    run = subprocess.run([sys.executable, "-c", SUICIDAL, folder, target], capture_output=True)
    assert run.returncode == -signal.SIGKILL
    half = Store.open(target)
    assert plain(half) == fresh(folder)[:3] and half.manifest.built == ""
    assert build(folder, target, workers=1) == Built(3, 3, 0)
    assert plain(Store.open(target)) == fresh(folder) and Store.open(target).manifest.built


BUILD = """
import sys
from jiaoyan_nlp.engine.building import build
from jiaoyan_nlp.errors import StoreError
try:
    build(sys.argv[1], sys.argv[2], workers=1)
except StoreError as error:
    print(error.reason)
"""


def test_two_builders_at_once(folder: Path, target: Path) -> None:
    """The second is told; and it takes nothing from the first."""
    told: list[str] = []

    def other() -> None:
        if not told:
            told.append(subprocess.run([sys.executable, "-c", BUILD, folder, target], capture_output=True, text=True).stdout.strip())

    build(folder, target, workers=1, tick=other)
    assert told == ["store_busy"]
    assert plain(Store.open(target)) == fresh(folder)
    assert subprocess.run([sys.executable, "-c", BUILD, folder, target], capture_output=True, text=True).stdout == ""


# --- any history ------------------------------------------------------------------------------------------------------------------------

CHANGE = st.one_of(
    st.tuples(st.just("write"), st.integers(0, 7), st.integers(1, 4)),
    st.tuples(st.just("delete"), st.integers(0, 7), st.just(0)),
    st.tuples(st.just("rename"), st.integers(0, 7), st.integers(0, 7)),
    st.tuples(st.just("build"), st.just(0), st.just(0)),
    st.tuples(st.just("kill"), st.integers(1, 12), st.just(0)),
)


def apply(folder: Path, change: tuple[str, int, int]) -> None:
    kind, a, b = change
    one, other = (folder / f"{n % 2}/{n}.txt" for n in (a, b))
    if kind == "write":
        put(folder, {f"{a % 2}/{a}.txt": plan(b) * (b * b)})
    elif kind == "delete":
        one.unlink(missing_ok=True)
    elif kind == "rename" and one.exists():
        other.parent.mkdir(exist_ok=True)
        one.replace(other)


@settings(max_examples=30, deadline=None)
@given(history=st.lists(CHANGE, max_size=12))
def test_any_history_gives_what_a_fresh_reading_gives(history: list[tuple[str, int, int]], tmp_path_factory: pytest.TempPathFactory) -> None:
    root = tmp_path_factory.mktemp("history")
    folder, target = root / "材料", root / "库"
    folder.mkdir()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(building, "SEGMENT", 4 * building.FILE)
        for change in [*history, ("build", 0, 0)]:
            apply(folder, change)
            if change[0] in ("build", "kill"):
                with pytest.MonkeyPatch.context() as killing:
                    steps(killing, change[1] if change[0] == "kill" else 0)
                    try:
                        build(folder, target, workers=1)
                    except Killed:
                        continue
        assert plain(Store.open(target)) == fresh(folder)
        tidy(target)


def tidy(target: Path) -> None:
    """What is dead or small does not pile up: all segments but one are at least half alive and half full; no others lie about."""
    manifest = Manifest.load(target)
    live = Counter[int]()
    for entry in manifest.files.values():
        live[entry.segment] += entry.weight
    assert set(live) == set(manifest.segments)
    assert {p.name for p in (target / "segments").glob("*")} == {f"{n:06}" for n in live}
    assert all(live[n] >= weight / 2 for n, weight in manifest.segments.items())
    assert sum(live[n] < building.SEGMENT / 2 for n in live) <= 1
