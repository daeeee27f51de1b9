"""The store: whatever happens to the files and to the builds, it gives what a fresh reading of the folder gives."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jiaoyan_nlp.corpus.readers import DEFAULT, Reading
from jiaoyan_nlp.engine import building, local, segments, store
from jiaoyan_nlp.engine.analysis import Analysis, problem
from jiaoyan_nlp.engine.building import Built, build
from jiaoyan_nlp.engine.corpus import Corpus, load_corpus
from jiaoyan_nlp.engine.segments import COLUMNS, PER_FILE, Kept, read_analyses, read_inks, read_table, read_texts, write_segment
from jiaoyan_nlp.engine.store import Manifest, Store, is_store
from jiaoyan_nlp.errors import StoreError
from jiaoyan_nlp.reuse.ink import Ink
from jiaoyan_nlp.tables import TABLES, Column, frame

pytestmark = pytest.mark.filterwarnings("ignore:This process .* is multi-threaded:DeprecationWarning")  # fork, Python 3.12 and 3.13

DEMO = Path(__file__).parents[2] / "corpus" / "demo"
PLAN = "{school}{subject}教研组工作计划\n一、工作目标\n优秀率达到40%。\n二、主要工作\n1、每位教师每学期听课不少于{n}节，写好听课笔记，认真评课。\n"


def plan(n: int = 20, school: str = "示例县第一小学", subject: str = "语文") -> bytes:
    return PLAN.format(school=school, subject=subject, n=n).encode("utf-8")


def put(folder: Path, files: dict[str, bytes]) -> Path:
    for name, data in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)
    return folder


def plain(analyses: Sequence[Analysis] | Store) -> list[str]:
    """Analyses as text in which 20 and 20.0, None and an empty text differ."""
    return [repr((replace(a, inks=[]), [(i.file, i.plan, i.school, i.text, i.offsets.dtype, i.offsets.tolist()) for i in a.inks])) for a in analyses]


def fresh(folder: Path) -> list[str]:
    return plain(list(local.analyse_all(local.folder_jobs(folder), 1)))


@pytest.fixture(scope="module", autouse=True)
def one_database() -> Iterator[None]:
    """Starting DuckDB anew takes longer than all that these tests ask of it."""
    with duckdb.connect(":memory:", config={"threads": "1"}) as database, pytest.MonkeyPatch.context() as patch:
        patch.setattr(duckdb, "connect", lambda *_, **__: database.cursor())
        yield


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return put(tmp_path / "材料", {f"示例县第{s}小学/{y}年计划.txt": plan(n) for n, s in enumerate("一二三", 20) for y in (2022, 2023)})


@pytest.fixture
def target(tmp_path: Path) -> Path:
    return tmp_path / "库"


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """A segment is full with three small files."""
    monkeypatch.setattr(building, "SEGMENT", 3 * building.FILE)


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the files that are analysed from now on."""
    names: list[str] = []
    whole = building.analyse_all

    def watched(jobs: Sequence[local.Job], *rest: Any) -> Iterator[Analysis]:
        names.extend(job.name for job in jobs)
        return whole(jobs, *rest)

    monkeypatch.setattr(building, "analyse_all", watched)
    return names


# --- the same as without a store ---------------------------------------------------------------------------------------------------


def test_analyses_and_tables_are_those_of_the_folder(tmp_path: Path) -> None:
    folder = shutil.copytree(DEMO, tmp_path / "材料")
    put(folder, {"坏1.txt": b"", "坏2.docx": b"PK\x03\x04" + bytes(90), "半坏.txt": plan().decode().encode("gb18030") * 3 + b"\xff\xff\xff"})
    build(folder, tmp_path / "库", workers=1)
    kept, held = load_corpus(tmp_path / "库"), load_corpus(folder, workers=1)
    assert isinstance(kept.analyses, Store) and isinstance(held.analyses, tuple)
    assert plain(kept.analyses) == plain(held.analyses)
    assert len(kept.problems) >= 2 and len(kept.analyses) == len(held.analyses)
    for name in TABLES:
        pd.testing.assert_frame_equal(getattr(kept, name), getattr(held, name))
    assert list(kept.texts.items()) == list(held.texts.items())
    assert list(kept.pairs()) == list(held.pairs())


VALUES: dict[str, st.SearchStrategy[Any]] = {
    "str": st.none() | st.text(max_size=5),
    "int": st.integers(-(2**63), 2**63 - 1),
    "float": st.floats(allow_nan=False),
    "bool": st.booleans(),
    "Int64": st.none() | st.integers(-(2**63), 2**63 - 1),
    "Float64": st.none() | st.integers(-(10**30), 10**30) | st.floats(allow_nan=False, allow_infinity=False),
}


def rows_of(columns: Sequence[Column]) -> st.SearchStrategy[list[dict[str, Any]]]:
    return st.lists(st.fixed_dictionaries({c.name: VALUES[c.type] for c in columns}), max_size=3)


@st.composite
def analyses(draw: st.DrawFn) -> Analysis:
    file = draw(st.text(min_size=1, max_size=4))
    tables = {name: [{c.name: file if c.name == "file" else row[c.name] for c in TABLES[name]} for row in draw(rows_of(TABLES[name]))] for name in PER_FILE}
    places = draw(st.lists(st.lists(st.integers(0, 40), unique=True).map(sorted), max_size=2))
    inks = [Ink(file, n, "示例县第一小学", draw(st.text(min_size=len(p), max_size=len(p))), np.array(p, dtype=np.int64)) for n, p in enumerate(places, 1)]
    return Analysis(file, draw(st.text(max_size=9)) if tables["sources"] else "", inks=inks, **tables)


@settings(max_examples=25, deadline=None)
@given(held=st.lists(analyses(), max_size=4), order=st.randoms(use_true_random=False))
def test_a_segment_gives_back_what_it_was_given(held: list[Analysis], order: Any, tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("segment")
    write_segment(folder, 7, held)
    wanted = [(place, a) for place, a in enumerate(held)]
    order.shuffle(wanted)
    kept = [Kept(a.file, 7, place) for place, a in wanted]
    chosen = [a for _, a in wanted]
    assert plain(list(read_analyses(folder, kept))) == plain(chosen)
    assert plain([Analysis("", inks=read_inks(folder, kept))]) == plain([Analysis("", inks=[i for a in chosen for i in a.inks])])
    assert read_texts(folder, kept) == {a.file: a.text for a in chosen if a.sources}
    for name in PER_FILE:
        pd.testing.assert_frame_equal(read_table(folder, kept, name), frame(name, [row for a in chosen for row in getattr(a, name)]))


def test_stored_tables_are_described() -> None:
    assert all(c.meaning for columns in COLUMNS.values() for c in columns)


def test_number_of_workers_changes_no_byte(folder: Path, tmp_path: Path) -> None:
    for workers in (1, 2):
        build(folder, tmp_path / str(workers), workers=workers)
    one, two = ({p.relative_to(tmp_path / s): p.read_bytes() for p in (tmp_path / s / "segments").rglob("*.parquet")} for s in "12")
    assert list(one.values()) == list(two.values()) and len(one) == len(COLUMNS)
    assert Manifest.load(tmp_path / "1").files == Manifest.load(tmp_path / "2").files


def test_an_empty_folder(tmp_path: Path, target: Path) -> None:
    (tmp_path / "空").mkdir()
    for _ in range(2):
        assert build(tmp_path / "空", target) == Built(0, 0, 0)
    corpus = load_corpus(target)
    assert {name: len(table) for name, table in corpus.tables().items()} == dict.fromkeys(TABLES, 0)
    pd.testing.assert_frame_equal(corpus.plans, Corpus(()).plans)
    assert not corpus.analyses and not corpus.texts and not corpus.inks


NAMES = ["材料's.txt", '"引号".txt', "a'b/[1]*?.txt", "空 格/　全角.txt", "%00{0}$1;--.txt", "😀.txt"]


@pytest.mark.skipif(os.name != "posix", reason="Windows forbids these names")
def test_odd_names_of_files_folders_and_stores(tmp_path: Path) -> None:
    odd = put(tmp_path / "材'料[1]*?", {name: plan(n) for n, name in enumerate(NAMES)})
    (odd / os.fsdecode(b"\xbc\xc6\xbb\xae.txt")).write_bytes(plan(31))  # named in GB18030: no UTF-8
    (odd / os.fsdecode(b"\xbc\xc6\xbb\xaf.txt")).write_bytes(plan(32))
    for target in (tmp_path / "库's [a-z]*?", tmp_path / "库" / "深"):
        build(odd, target, workers=1)
        assert plain(Store.open(target)) == fresh(odd)
        assert len(load_corpus(target).plans) == len(NAMES) + 2


# --- only what is new or changed is read ---------------------------------------------------------------------------------------------

A, B = "示例县第一小学/2022年计划.txt", "示例县第二小学/2023年计划.txt"


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


# --- built in another way ---------------------------------------------------------------------------------------------------------------


def test_a_store_of_another_version_is_told_and_made_anew(folder: Path, target: Path, read: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    build(folder, target, workers=1)
    monkeypatch.setattr(store, "fingerprint", lambda: "another")
    with pytest.raises(StoreError) as told:
        load_corpus(target)
    assert told.value.reason == "store_other_version"
    read.clear()
    build(folder, target, workers=1)
    assert len(read) == 6 and plain(Store.open(target)) == fresh(folder)
    assert len(list((target / "segments").iterdir())) == len(Manifest.load(target).segments)


def test_the_fingerprint_tells_code_lexicons_and_models(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    home = Path(store.__file__).parents[1]
    shutil.copytree(home, tmp_path / "package", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(DEMO.parent / "lexicons", tmp_path / "corpus" / "lexicons")
    shutil.copytree(DEMO.parents[1] / "models", tmp_path / "models")
    monkeypatch.setattr(store, "_PACKAGE", tmp_path / "package")
    monkeypatch.setattr(store, "resource", lambda name: tmp_path / name)
    seen = [store.fingerprint.__wrapped__()]
    for changed in ("package/text/folding.py", "corpus/lexicons/noise.toml", "models/rules.json"):
        (tmp_path / changed).write_bytes((tmp_path / changed).read_bytes() + b"\n")
        seen.append(store.fingerprint.__wrapped__())
    assert len(set(seen)) == 4
    (tmp_path / "package/cli/main.py").write_bytes(b"")
    assert store.fingerprint.__wrapped__() == seen[-1], "the command line analyses nothing"


def test_another_reading_makes_it_anew_and_is_told_where_only_asked_for(folder: Path, target: Path, read: list[str]) -> None:
    build(folder, target, workers=1, reading=Reading("正文"))
    assert len(Store.open(target)) == len(Store.open(target, Reading("正文"))) == 6
    with pytest.raises(StoreError) as told:
        load_corpus(target, reading=Reading("内容"))
    assert told.value.reason == "store_other_reading"
    read.clear()
    build(folder, target, workers=1, reading=DEFAULT)
    assert len(read) == 6


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


# --- places that are no store, or a bad one ----------------------------------------------------------------------------------------------


def test_a_folder_with_other_things_is_refused_and_left_alone(folder: Path) -> None:
    before = sorted(folder.rglob("*"))
    for place in (folder, folder / "示例县第一小学"):
        with pytest.raises(StoreError) as told:
            build(folder, place, workers=1)
        assert told.value.reason == "not_a_store"
    assert sorted(folder.rglob("*")) == before


def test_a_file_in_the_place_of_the_store(folder: Path) -> None:
    with pytest.raises(StoreError) as told:
        build(folder, folder / A, workers=1)
    assert told.value.reason == "store_unwritable"


def test_an_empty_folder_may_become_a_store_inside_the_folder_too(folder: Path) -> None:
    (folder / "库").mkdir()
    build(folder, folder / "库", workers=1)
    assert build(folder, folder / "库", workers=1) == Built(0, 6, 0)


def test_no_store(tmp_path: Path) -> None:
    with pytest.raises(StoreError) as told:
        Store.open(tmp_path)
    assert told.value.reason == "no_store" and not is_store(tmp_path)


MANIFESTS = [b"", b"{", b"[]", b"{}", b'{"format": 1}', b"\xff\xfe", b"null"]


@pytest.mark.parametrize("data", MANIFESTS)
def test_a_damaged_manifest_is_told(folder: Path, target: Path, data: bytes) -> None:
    build(folder, target, workers=1)
    (target / "store.json").write_bytes(data)
    for use in (lambda: load_corpus(target), lambda: build(folder, target, workers=1)):
        with pytest.raises(StoreError) as told:
            use()
        assert told.value.reason == "store_damaged" and str(target) in str(told.value)


def test_a_manifest_of_a_later_format_is_of_another_version(folder: Path, target: Path) -> None:
    build(folder, target, workers=1)
    (target / "store.json").write_text(re.sub('"format": 1', '"format": 2', (target / "store.json").read_text()))
    with pytest.raises(StoreError) as told:
        Store.open(target)
    assert told.value.reason == "store_other_version"


DAMAGES: dict[str, Callable[[Path], Any]] = {
    "missing": lambda p: p.unlink(),
    "empty": lambda p: p.write_bytes(b""),
    "cut": lambda p: p.write_bytes(p.read_bytes()[:-9]),
    "noise": lambda p: p.write_bytes(b"PAR1" + bytes(range(256)) + b"PAR1"),
    "another table": lambda p: shutil.copy(p.with_name("problems.parquet" if p.stem != "problems" else "inks.parquet"), p),
}


@pytest.mark.parametrize("damage", DAMAGES)
@pytest.mark.parametrize("name", COLUMNS)
def test_a_damaged_table_is_told(folder: Path, target: Path, name: str, damage: str) -> None:
    build(folder, target, workers=1)
    [path] = target.rglob(f"{name}.parquet")
    DAMAGES[damage](path)
    with pytest.raises(StoreError) as told:
        list(Store.open(target))
    assert told.value.reason == "store_damaged" and told.value.detail
    assert "\n" not in told.value.sentence()


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
