"""Files below folders and inside archives: which are read, under which names, and what a hostile archive can do."""

from __future__ import annotations

import io
import time
import warnings
import zipfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support_corpus import zip_of

from jiaoyan_nlp.corpus import files
from jiaoyan_nlp.corpus.files import content, exists, files_under, head, only_file
from jiaoyan_nlp.corpus.formats import archive as archives
from jiaoyan_nlp.corpus.formats.archive import Archive
from jiaoyan_nlp.errors import ReadError

PLAN = "柳河小学教研计划\n一、工作目标\n每人上课两节。\n"


def put(folder: Path, tree: dict[str, bytes]) -> Path:
    for name, data in tree.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return folder


def found(*paths: Path, root: Path) -> list[str]:
    return [p.relative_to(root).as_posix() for p in files_under(paths)]


PDF, OLE = b"%PDF-1.7\n", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(18) + b"\x03\x00\xfe\xff" + bytes(600)

# name of a file, its first bytes, whether it is read (or told as a problem)
WANTED: list[tuple[str, bytes, bool]] = [
    ("计划.docx", b"x", True),
    ("计划.TXT", b"x", True),
    ("旧.doc", b"x", True),
    ("旧.wps", b"x", True),
    ("表.xlsx", b"x", True),
    ("演示.pptx", b"x", True),
    ("包.rar", b"x", True),
    ("没有后缀", PDF, True),
    ("2023.9计划", OLE, True),
    ("没有后缀的照片", b"\xff\xd8\xff", False),
    ("照片.jpg", b"\xff\xd8\xff", False),
    ("录像.mp4", b"x", False),
    ("~$计划.docx", b"x", False),
    (".隐藏.txt", b"x", False),
    ("Thumbs.db", b"x", False),
    ("__MACOSX/计划.txt", b"x", False),
]


@pytest.mark.parametrize(("name", "data", "wanted"), WANTED)
def test_which_files_of_a_folder_are_read(tmp_path: Path, name: str, data: bytes, wanted: bool) -> None:
    put(tmp_path, {name: data})
    assert found(tmp_path, root=tmp_path) == ([name] if wanted else [])


@pytest.mark.parametrize(("name", "data", "wanted"), WANTED)
def test_which_files_of_an_archive_are_read(tmp_path: Path, name: str, data: bytes, wanted: bool) -> None:
    put(tmp_path, {"包.zip": zip_of({name: data, "总在.txt": b"x"})})
    assert found(tmp_path, root=tmp_path) == sorted(["包.zip/总在.txt", *([f"包.zip/{name}"] if wanted else [])])


def test_a_folder_in_the_order_of_its_names(tmp_path: Path) -> None:
    tree = {"乙/计划.docx": b"x", "甲/计划.txt": b"x", "甲.zip": zip_of({"b/2.txt": b"x", "a/1.txt": b"x"}), "旧.doc": b"x"}
    put(tmp_path, tree)
    (tmp_path / "像文件的.txt").mkdir()
    assert found(tmp_path, root=tmp_path) == sorted(["乙/计划.docx", "甲/计划.txt", "旧.doc", "甲.zip/a/1.txt", "甲.zip/b/2.txt"])


def test_an_archive_is_a_folder_whatever_it_is_called(tmp_path: Path) -> None:
    put(tmp_path, {"其实是包.docx": zip_of({"某校/计划.txt": PLAN.encode()})})
    assert found(tmp_path, root=tmp_path) == ["其实是包.docx/某校/计划.txt"]
    assert content(tmp_path / "其实是包.docx/某校/计划.txt").decode() == PLAN


def test_archives_in_archives(tmp_path: Path) -> None:
    held = zip_of({"计划.txt": PLAN.encode()})
    for depth in range(files.DEEPEST):
        held = zip_of({f"{depth}.zip": held}) if depth else held
    put(tmp_path, {"顶.zip": held})
    name = found(tmp_path, root=tmp_path)
    assert name == ["顶.zip/2.zip/1.zip/计划.txt"]
    assert content(tmp_path / name[0]).decode() == PLAN


def test_archives_too_deep_are_told_and_not_opened(tmp_path: Path) -> None:
    held = zip_of({"计划.txt": PLAN.encode()})
    for _ in range(files.DEEPEST):
        held = zip_of({"里.zip": held})
    put(tmp_path, {"顶.zip": held})
    assert found(tmp_path, root=tmp_path) == ["顶.zip" + "/里.zip" * files.DEEPEST]


def named(raw: bytes, flag: int) -> bytes:
    """An archive with one member whose name is these raw bytes, the UTF-8 flag set or not."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        info = zipfile.ZipInfo("x" * len(raw))
        archive.writestr(info, PLAN)
    data = out.getvalue().replace(b"x" * len(raw), raw)
    at = data.index(b"PK\x01\x02")
    data = data[: at + 8] + flag.to_bytes(2, "little") + data[at + 10 :]
    return data[:6] + flag.to_bytes(2, "little") + data[8:]


@pytest.mark.parametrize(
    ("raw", "flag"),
    [
        ("某校/数学组计划.txt".encode("gbk"), 0),
        ("某校/数学组计划.txt".encode(), 0x800),
        ("某校/数学组计划.txt".encode(), 0),
        ("某校\\数学组计划.txt".encode("gbk"), 0),
    ],
)
def test_names_in_any_encoding(raw: bytes, flag: int) -> None:
    archive = Archive(named(raw, flag), "包.zip")
    assert list(archive.members) == ["某校/数学组计划.txt"]
    assert archive.read("某校/数学组计划.txt").decode() == PLAN


@pytest.mark.parametrize(
    "name", ["../../etc/计划.txt", "/etc/计划.txt", "C:\\Windows\\计划.txt", "C:计划.txt", "b/D:计划.txt", "a/../../../etc/计划.txt", "./etc/./计划.txt"]
)
def test_a_name_never_leads_out_of_the_archive(tmp_path: Path, name: str) -> None:
    put(tmp_path, {"inner/包.zip": zip_of({name: PLAN.encode()})})
    before = sorted(tmp_path.rglob("*"))
    paths = list(files_under([tmp_path]))
    assert all(p.is_relative_to(tmp_path / "inner" / "包.zip") and ".." not in p.parts for p in paths)
    assert [content(p).decode() for p in paths] == [PLAN]
    assert sorted(tmp_path.rglob("*")) == before, "nothing is written"


def test_members_of_one_name_are_all_read(tmp_path: Path) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive, pytest.warns(UserWarning, match="Duplicate"):
        archive.writestr("计划.txt", "甲")
        archive.writestr("计划.txt", "乙")
    put(tmp_path, {"包.zip": out.getvalue()})
    assert [content(p).decode() for p in sorted(files_under([tmp_path]), key=str, reverse=True)] == ["甲", "乙"]


def test_thousands_of_members_of_one_name_are_numbered_in_no_time() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for _ in range(5_000):
            archive.writestr("计划.txt", b"")
    start = time.perf_counter()
    assert list(Archive(out.getvalue(), "包.zip").members)[-1] == "计划 (5000).txt"
    assert time.perf_counter() - start < 2


def test_names_keep_what_a_name_may_hold() -> None:
    archive = Archive(zip_of({"语文　组/10\x1b[31m计划\n.txt": b"x"}), "包.zip")
    assert list(archive.members) == ["语文　组/10_[31m计划_.txt"]


def test_an_archive_cut_short_is_one_problem(tmp_path: Path) -> None:
    data = zip_of({"计划.txt": PLAN.encode() * 50})
    put(tmp_path, {"包.zip": data[: len(data) // 2]})
    assert found(tmp_path, root=tmp_path) == ["包.zip"]


def test_a_damaged_member_costs_only_itself(tmp_path: Path) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr("坏.txt", "甲" * 100)
        archive.writestr("好.txt", PLAN)
    put(tmp_path, {"包.zip": out.getvalue().replace("甲".encode() * 100, "乙".encode() * 100)})
    assert content(tmp_path / "包.zip/好.txt").decode() == PLAN
    with pytest.raises(ReadError) as caught:
        content(tmp_path / "包.zip/坏.txt")
    assert caught.value.reason == "damaged_zip"


def test_a_member_with_a_password(tmp_path: Path) -> None:
    data = bytearray(zip_of({"密.txt": PLAN.encode()}))
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(signature) + offset] |= 1
    put(tmp_path, {"包.zip": bytes(data)})
    with pytest.raises(ReadError) as caught:
        content(tmp_path / "包.zip/密.txt")
    assert caught.value.reason == "encrypted"


def test_a_member_that_unpacks_to_too_much(monkeypatch: pytest.MonkeyPatch) -> None:
    archive = Archive(zip_of({"弹.txt": bytes(3_000_000), "好.txt": b"x"}), "包.zip")
    monkeypatch.setattr(archives, "MOST_BYTES", 1_000_000)
    with pytest.raises(ReadError) as caught:
        archive.read("弹.txt")
    assert caught.value.reason == "too_large"
    assert archive.read("好.txt") == b"x"
    monkeypatch.setattr(archives, "MOST_BYTES_IN_ALL", 1_000_000)
    with pytest.raises(ReadError) as caught:
        Archive(zip_of({"弹.txt": bytes(3_000_000)}), "包.zip")
    assert caught.value.reason == "too_large_inside"


def test_a_file_that_is_too_large(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "MOST_BYTES", 1_000)
    put(tmp_path, {"大.txt": bytes(2_000)})
    with pytest.raises(ReadError) as caught:
        content(tmp_path / "大.txt")
    assert caught.value.reason == "too_large"


def test_one_file_of_an_archive_needs_no_name(tmp_path: Path) -> None:
    put(tmp_path, {"一.zip": zip_of({"计划.txt": PLAN.encode()}), "二.zip": zip_of({"甲.txt": b"x", "乙.txt": b"x"}), "三.txt": b"x"})
    assert only_file(str(tmp_path / "一.zip")) == str(tmp_path / "一.zip/计划.txt")
    assert only_file(str(tmp_path / "三.txt")) == str(tmp_path / "三.txt")
    with pytest.raises(ReadError) as caught:
        only_file(str(tmp_path / "二.zip"))
    assert caught.value.reason == "many_members"
    assert "乙.txt" in caught.value.sentence("zh")


# path below the folder → whether it exists
PLACES = {
    "包.zip": True,
    "包.zip/某校": True,
    "包.zip/某校/计划.txt": True,
    "包.zip/无.txt": False,
    "无.zip/计划.txt": False,
    "文.txt/计划.txt": False,
    ".": True,
}


@pytest.mark.parametrize("place", PLACES)
def test_places_in_archives_exist_or_not(tmp_path: Path, place: str) -> None:
    put(tmp_path, {"包.zip": zip_of({"某校/计划.txt": PLAN.encode()}), "文.txt": b"x"})
    assert exists(str(tmp_path / place)) == PLACES[place]
    if not PLACES[place]:
        with pytest.raises(ReadError) as caught:
            content(tmp_path / place)
        assert caught.value.reason == "missing"


def test_a_folder_inside_an_archive(tmp_path: Path) -> None:
    put(tmp_path, {"包.zip": zip_of({"甲校/1.txt": b"x", "乙校/2.txt": b"x"})})
    assert found(tmp_path / "包.zip/甲校", root=tmp_path) == ["包.zip/甲校/1.txt"]


@settings(deadline=None, derandomize=True, database=None)
@given(st.binary(max_size=300))
def test_any_bytes_behind_a_zip_signature(data: bytes) -> None:
    try:
        archive = Archive(b"PK\x03\x04" + data, "包.zip")
    except ReadError:
        return
    for name in archive.members:
        assert isinstance(archive.head(name), bytes)


def test_first_bytes(tmp_path: Path) -> None:
    put(tmp_path, {"a.txt": b"0123456789", "包.zip": zip_of({"b.txt": b"abcdefghij"})})
    assert head(tmp_path / "a.txt", 4) == b"0123"
    assert head(tmp_path / "包.zip/b.txt", 4) == b"abcd"
    assert head(tmp_path / "无.txt") == head(tmp_path / "包.zip/无.txt") == b""
