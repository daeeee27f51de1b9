"""The store gives what a fresh reading of the folder gives, whatever is in it; what is no store, or a damaged one, is told."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support_store import DEMO, A, fresh, plain, plan, put

from jiaoyan_nlp.corpus.readers import DEFAULT, Reading
from jiaoyan_nlp.engine import store
from jiaoyan_nlp.engine.analysis import Analysis
from jiaoyan_nlp.engine.building import Built, build
from jiaoyan_nlp.engine.corpus import Corpus, load_corpus
from jiaoyan_nlp.engine.segments import COLUMNS, PER_FILE, Kept, read_analyses, read_inks, read_table, read_texts, write_segment
from jiaoyan_nlp.engine.store import Manifest, Store, is_store
from jiaoyan_nlp.errors import StoreError
from jiaoyan_nlp.reuse.fingerprints import fingerprints
from jiaoyan_nlp.reuse.ink import Ink
from jiaoyan_nlp.tables import TABLES, Column, frame

pytestmark = [
    pytest.mark.usefixtures("one_database"),
    pytest.mark.filterwarnings("ignore:This process .* is multi-threaded:DeprecationWarning"),  # fork, Python 3.12 and 3.13
]

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
def ink(draw: st.DrawFn, file: str, plan: int, places: list[int]) -> Ink:
    text = draw(st.text(min_size=len(places), max_size=len(places)))
    breaks, aside = draw(st.lists(st.integers(0, 40), max_size=3)), draw(st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40)), max_size=2))
    bounds = np.array(aside, dtype=np.int32).reshape(-1, 2)
    return Ink(file, plan, "示例县第一小学", text, np.array(places, dtype=np.int32), np.array(breaks, dtype=np.int32), bounds, fingerprints(text))


@st.composite
def analyses(draw: st.DrawFn) -> Analysis:
    file = draw(st.text(min_size=1, max_size=4))
    tables = {name: [{c.name: file if c.name == "file" else row[c.name] for c in TABLES[name]} for row in draw(rows_of(TABLES[name]))] for name in PER_FILE}
    places = draw(st.lists(st.lists(st.integers(0, 40), unique=True).map(sorted), max_size=2))
    inks = [draw(ink(file, n, p)) for n, p in enumerate(places, 1)]
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
