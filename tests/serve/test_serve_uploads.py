"""Uploads: no name leads out of the folder or into another file, and no more is taken than may be."""

from __future__ import annotations

import io
import re
import unicodedata
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jiaoyan_nlp.errors import ServeError
from jiaoyan_nlp.serve.uploads import LIMITS, LONGEST_NAME, LONGEST_PATH, Batch, Limits, safe_path

SAFE = {
    "示例县/示例县第一小学/语文组计划.docx": "示例县/示例县第一小学/语文组计划.docx",
    "计划（终稿）　2024.docx": "计划（终稿）　2024.docx",
    "组：计划？.docx": "组：计划？.docx",
    ".计划.docx": ".计划.docx",
    "a..b/c...d.txt": "a..b/c...d.txt",
    "一/计划.": "一/计划",
    "一 . /计划.txt": "一/计划.txt",
    "C:/计划.txt": "C_/计划.txt",
    "C:计划.txt": "C_计划.txt",
    "计划.txt:流": "计划.txt_流",
    "..\\..\\计划.txt": ".._.._计划.txt",
    "\\\\server\\share\\x": "__server_share_x",
    "计\0划\n.txt": "计_划_.txt",
    "\u202e计划.txt": "_计划.txt",
    '<b>"a"|*?.txt': "_b__a____.txt",
    "con/aux.txt": "_con/_aux.txt",
    "COM1": "_COM1",
    "lpt9.计划.docx": "_lpt9.计划.docx",
    "NUL .txt": "_NUL .txt",
    "console.txt": "console.txt",
    "\ud800.txt": "_.txt",
}
REFUSED = {
    "": "upload_path", "/": "upload_path", "/etc/passwd": "upload_path", "一//二": "upload_path", "一/": "upload_path", "..": "upload_path",
    "../计划.txt": "upload_path", "一/../../计划.txt": "upload_path", "一/./计划.txt": "upload_path",
    "一/.../计划.txt": "upload_path", "一/ . /计划.txt": "upload_path",
    "长" * 86 + "/x": "upload_long", "a" * 256: "upload_long", "一/" * 100 + "x": "upload_long",
}  # fmt: skip

# what hostile names are made of, and whatever else
names = st.lists(
    st.one_of(st.sampled_from(["..", ".", "/", "\\", "C:", "con", "NUL", " ", "\0", "计划", ".txt", "A", "a", "é", "e\u0301", "~$"]), st.text(max_size=4)),
    max_size=8,
).map("".join)


@pytest.mark.parametrize("name", SAFE)
def test_a_name_that_can_be_stored(name: str) -> None:
    assert str(safe_path(name)) == SAFE[name]


@pytest.mark.parametrize("name", REFUSED)
def test_a_name_that_is_refused(name: str) -> None:
    with pytest.raises(ServeError) as refused:
        safe_path(name)
    assert refused.value.reason == REFUSED[name]


@given(names)
def test_a_safe_path_stays_below_its_folder_on_every_system(name: str) -> None:
    try:
        path = safe_path(name)
    except ServeError:
        return
    assert not path.is_absolute() and path.parts
    for part in path.parts:
        assert part not in ("", ".", "..") and not re.search(r'[\\/:*?"<>|\x00-\x1f\x7f]', part)
        assert part == part.rstrip(". ") and len(part.encode()) <= LONGEST_NAME
        assert part.split(".")[0].rstrip().upper() not in ("CON", "NUL", "AUX", "PRN", "COM1")
    assert len(str(path)) <= LONGEST_PATH
    assert safe_path(str(path)) == path, "nothing is left to make safe"


@given(st.text("计划总结一二三第小学组语文数年（）-0123456789", min_size=1, max_size=20))
def test_a_chinese_name_stays_as_it_is(name: str) -> None:
    assert safe_path(f"{name}/{name}.docx") == PurePosixPath(name, f"{name}.docx")


@settings(max_examples=60)
@given(st.lists(names, max_size=12))
def test_no_file_takes_the_place_of_another(given_names: list[str]) -> None:
    with TemporaryDirectory() as root:
        batch = Batch(Path(root) / "in", LIMITS)
        stored = {}
        for number, name in enumerate(given_names):
            try:
                stored[batch.add(name, io.BytesIO(str(number).encode()))] = str(number)
            except ServeError:
                continue
        found = {path.relative_to(batch.folder).as_posix(): path.read_text() for path in batch.folder.rglob("*") if path.is_file()}
        assert found == stored and len(batch) == len(stored)
        assert len({unicodedata.normalize("NFC", each).casefold() for each in stored}) == len(stored), "nor on a system that ignores capitals"
        assert [path.name for path in Path(root).iterdir()] == ["in"]


@pytest.fixture
def small(tmp_path: Path) -> Batch:
    return Batch(tmp_path / "材料", Limits(file=100, batch=250, files=4))


def test_files_of_one_name_are_numbered(small: Batch) -> None:
    taken = [small.add(name, io.BytesIO(b"x")) for name in ("一/计划.docx", "一/计划.docx", "一/计划.DOCX", "二/计划.docx")]
    assert taken == ["一/计划.docx", "一/计划 (2).docx", "一/计划 (3).DOCX", "二/计划.docx"]


@pytest.mark.parametrize(
    ("sizes", "reason"),
    [([100, 100, 50], None), ([101], "upload_large"), ([100, 100, 51], "upload_full"), ([1, 1, 1, 1], None), ([0, 0, 0, 0, 0], "upload_many")],
)
def test_limits(small: Batch, sizes: list[int], reason: str | None) -> None:
    for number, size in enumerate(sizes[:-1]):
        small.add(f"{number}.txt", io.BytesIO(b"x" * size))
    if reason is None:
        small.add("last.txt", io.BytesIO(b"x" * sizes[-1]))
        return
    with pytest.raises(ServeError) as refused:
        small.add("last.txt", io.BytesIO(b"x" * sizes[-1]))
    assert refused.value.reason == reason
    assert not (small.folder / "last.txt").exists()


def test_what_was_refused_leaves_its_room_to_others(small: Batch) -> None:
    small.add("1.txt", io.BytesIO(b"x" * 100))
    for _ in range(5):
        with pytest.raises(ServeError):
            small.add("2.txt", io.BytesIO(b"x" * 1_000))
    assert small.add("2.txt", io.BytesIO(b"x" * 100)) == "2.txt"
    assert len(small) == 2


def test_an_upload_that_breaks_off_leaves_nothing(small: Batch) -> None:
    class Cut(io.BytesIO):
        def read(self, size: int | None = -1) -> bytes:
            if self.tell():
                raise ConnectionResetError
            return super().read(10)

    with pytest.raises(ConnectionResetError):
        small.add("一/1.txt", Cut(b"x" * 50))
    assert not [path for path in small.folder.rglob("*") if path.is_file()] and len(small) == 0


@pytest.mark.parametrize("order", [("计划", "计划/一.txt"), ("计划/一.txt", "计划")])
def test_a_file_is_no_folder(small: Batch, order: tuple[str, str]) -> None:
    small.add(order[0], io.BytesIO(b"first"))
    with pytest.raises(ServeError) as refused:
        small.add(order[1], io.BytesIO(b"second"))
    assert refused.value.reason == "upload_path"
    assert (small.folder / order[0]).read_bytes() == b"first"


def test_many_at_once(tmp_path: Path) -> None:
    batch = Batch(tmp_path / "材料", Limits(file=1_000, batch=50_000, files=40))

    def send(number: int) -> str:
        try:
            return batch.add("计划.txt", io.BytesIO(bytes([number]) * 1_000))
        except ServeError as refused:
            return refused.reason

    with ThreadPoolExecutor(8) as pool:
        told = list(pool.map(send, range(60)))
    assert told.count("upload_many") == 20
    held = [path.read_bytes() for path in batch.folder.iterdir()]
    assert sorted(held) == sorted(bytes([n]) * 1_000 for n, name in enumerate(told) if name != "upload_many")


@pytest.mark.parametrize(
    ("names", "folder", "files"),
    [
        (["2024年秋季/一小/计划.docx", "2024年秋季/二小/计划.docx"], "2024年秋季", ["一小/计划.docx", "二小/计划.docx"]),
        (["一小/计划.docx", "二小/计划.docx"], "材料", ["一小/计划.docx", "二小/计划.docx"]),
        (["2024年秋季.zip"], "2024年秋季", ["2024年秋季.zip"]),
        (["一小.zip", "二小.zip"], "材料", ["一小.zip", "二小.zip"]),
        (["计划.docx"], "计划", ["计划.docx"]),
    ],
)
def test_what_is_audited(tmp_path: Path, names: list[str], folder: str, files: list[str]) -> None:
    batch = Batch(tmp_path / "1" / "材料", LIMITS)
    for name in names:
        batch.add(name, io.BytesIO(b"x"))
    audited = batch.audited()
    assert audited.name == folder
    assert sorted(path.relative_to(audited).as_posix() for path in audited.rglob("*") if path.is_file()) == files


def test_nothing_is_not_audited(small: Batch) -> None:
    with pytest.raises(ServeError) as refused:
        small.audited()
    assert refused.value.reason == "audit_nothing"
