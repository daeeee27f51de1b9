"""Files on disk: their content, and which of those below a folder are read. A zip archive is a folder: `计划.zip/数学组.docx`."""

from __future__ import annotations

import io
import os
import re
import stat
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache, partial
from pathlib import Path, PurePath, PurePosixPath

from jiaoyan_nlp.corpus.formats.archive import MOST_MEMBERS, Archive
from jiaoyan_nlp.corpus.formats.sniffing import format_of, is_zip, package_of
from jiaoyan_nlp.errors import ReadError

MOST_BYTES = 256 << 20
"""Bytes of the largest file that is read."""
DEEPEST = 3
"""Archives inside archives that are opened."""
MOST_BYTES_LISTED = 2 << 30
"""Bytes of the archives inside one archive that are unpacked to list what they hold; those beyond it are told, and not opened."""
READ = frozenset({
    ".txt", ".text", ".md", ".docx", ".docm", ".dotx", ".doc", ".dot", ".wps", ".wpt", ".rtf", ".odt", ".fodt", ".pdf",
    ".html", ".htm", ".xhtml", ".mht", ".mhtml", ".xlsx", ".xls", ".et", ".ods", ".csv", ".tsv", ".zip",
})  # fmt: skip
REFUSED = frozenset({".ppt", ".pptx", ".dps", ".odp", ".ofd", ".caj", ".epub", ".rar", ".7z", ".gz", ".tar", ".pages"})
"""Suffixes of documents that are not read, told as problems; whatever else lies in a folder (pictures, films) is passed over."""
SKIPPED = ("~$", ".", "__MACOSX", "Thumbs.db", "desktop.ini", "decisions.csv", "decisions.damaged")
"""What the names of files and folders begin with that are passed over; the last two are a reviewer's, beside a report."""
REPORT = frozenset({"report.html", "report.xlsx", "tables"})
"""What a report consists of, which may well lie in the folder that it is about: where all of these are, they are passed over."""


def content(path: str | os.PathLike[str], name: str | None = None) -> bytes:
    """The bytes of a file, also of one inside an archive; `name` is what errors call it.

    Raises:
        ReadError: it is missing, may not be read, or is too large.
    """
    shown = os.fspath(path) if name is None else name
    try:
        data = _read(Path(path), shown)
    except (FileNotFoundError, NotADirectoryError) as error:
        if Path(path).is_symlink():
            raise ReadError(shown, "missing") from error
        data = _inside(os.fspath(path), shown)
    except PermissionError as error:
        raise ReadError(shown, "no_permission") from error
    except (OSError, ValueError) as error:
        raise ReadError(shown, "unreadable", getattr(error, "strerror", None) or type(error).__name__) from error
    if is_zip(data) and package_of(io.BytesIO(data)) == "zip":
        Archive(data, shown)  # tells why it could not be taken for a folder
    return data


def _read(path: Path, shown: str) -> bytes:
    """The bytes of a file on disk. A pipe or a device is not opened: it may never have anything to read, or never end."""
    found = path.stat()
    if stat.S_ISDIR(found.st_mode):
        os.scandir(path).close()
        raise ReadError(shown, "is_folder")
    if not stat.S_ISREG(found.st_mode):
        raise ReadError(shown, "no_file")
    if found.st_size <= MOST_BYTES:
        with path.open("rb") as file:
            data = file.read(MOST_BYTES + 1)
        if len(data) <= MOST_BYTES:
            return data
    raise ReadError(shown, "too_large", f"{MOST_BYTES >> 20} MB")


def exists(path: str) -> bool:
    """Whether there is such a file, folder, or member of an archive."""
    return bool(_mode(Path(path))) or (_split(path) is not None and any(True for _ in files_under([path])))


def size(path: str) -> int:
    """Bytes of a file; of one inside an archive, what it unpacks to by the archive's directory; 0 where it cannot be told."""
    try:
        return Path(path).stat().st_size
    except (OSError, ValueError):
        pass
    try:
        archive, rest = _archive_of(path)
        return archive.members[rest].file_size
    except (ReadError, KeyError):
        return 0


def _mode(path: Path) -> int:
    """What lies at a path, as `stat` tells it; 0 where nothing does, or nothing that may be looked at."""
    try:
        return path.stat().st_mode
    except (OSError, ValueError):
        return 0


def files_under(paths: Iterable[str | os.PathLike[str]]) -> Iterator[Path]:
    """Every file named, and every file of a known kind below the folders and archives named, each in the order of its names.

    A folder that cannot be listed is given itself: reading it tells why. Links to folders are not followed, for they may lead in circles.
    """
    for each in paths:
        path = Path(each)
        if stat.S_ISDIR(_mode(path)):
            for found in sorted(_below(path), key=lambda p: p.relative_to(path).as_posix()):
                yield from _unpacked(found)
        elif _mode(path) or (held := _split(str(path))) is None:
            yield from _unpacked(path)
        else:
            archive, rest = held
            yield from (p for p in _unpacked(Path(archive)) if p == path or p.is_relative_to(path) or not rest)


def _below(folder: Path) -> Iterator[Path]:
    """The files below a folder that are read, and the folders that cannot be listed; without recursion, for folders nested without end."""
    waiting = [folder]
    while waiting:
        at = waiting.pop()
        try:
            with os.scandir(at) as listed:
                entries = list(listed)
            own = REPORT if {entry.name for entry in entries} >= REPORT else ()
            for entry in (e for e in entries if e.name not in own):
                path = Path(entry.path)
                if entry.is_dir(follow_symlinks=False):
                    waiting += [path] if not entry.name.startswith(SKIPPED) else []
                elif _is_wanted(PurePath(entry.name), partial(head, path)) and not stat.S_ISDIR(_mode(path)):
                    yield path
        except OSError:
            yield at


def only_file(path: str) -> str:
    """The path itself, or that of the one file in an archive.

    Raises:
        ReadError: the archive holds several files.
    """
    found = [str(p) for p in files_under([path])]
    if len(found) > 1:
        raise ReadError(path, "many_members", found[0])
    return found[0] if found else path


def _unpacked(path: Path) -> Iterator[Path]:
    """The members of an archive, or the file itself; also an archive that cannot be opened, for reading it tells why."""
    is_archive = is_zip(head(path, 4)) and package_of(str(path)) == "zip"
    try:
        found = list(_members(_opened(str(path)), 1, _Budget())) if is_archive else []
    except ReadError:
        found = []
    yield from [path / name for name in found] or [path]


@dataclass
class _Budget:
    """What the archives inside an archive may still cost: bytes of theirs that are unpacked, and members."""

    size: int = MOST_BYTES_LISTED
    members: int = 4 * MOST_MEMBERS


def _members(archive: Archive, depth: int, left: _Budget) -> Iterator[str]:
    """Names of the files in an archive that are read, those of inner archives below them; an archive too deep is named itself."""
    left.members -= len(archive.members)
    for name, info in sorted(archive.members.items()):
        if not _is_wanted(PurePosixPath(name), partial(archive.head, name)):
            continue
        inner = []
        if name.lower().endswith(".zip") and depth < DEEPEST and left.members > 0:
            left.size -= info.file_size
            inner = _inner_members(archive, name, depth, left) if left.size > 0 else []
        yield from inner or [name]


def _inner_members(archive: Archive, name: str, depth: int, left: _Budget) -> list[str]:
    try:
        return [f"{name}/{each}" for each in _members(archive.inner(name), depth + 1, left)]
    except ReadError:
        return []


def _is_wanted(path: PurePath, first_bytes: Callable[[], bytes]) -> bool:
    """Whether a file is read, or told as a problem: by its suffix, or where that is none by its first bytes."""
    if any(part.startswith(SKIPPED) for part in path.parts):
        return False
    suffix = path.suffix.lower()
    if suffix in READ or suffix in REFUSED:
        return True
    is_suffix = re.fullmatch(r"\.[a-z]\w{0,5}", suffix) is not None
    return not is_suffix and format_of(first_bytes()) in _TELLING


_TELLING = ("ole", "doc", "docx", "odt", "rtf", "pdf", "html", "mhtml", "word_xml")
"""Formats that the first bytes of a file tell from anything else."""


def head(path: str | os.PathLike[str], length: int = 2048) -> bytes:
    """The first bytes of a file, also of one inside an archive; none where it cannot be read."""
    try:
        if not stat.S_ISREG(Path(path).stat().st_mode):
            return b""
        with Path(path).open("rb") as file:
            return file.read(length)
    except (FileNotFoundError, NotADirectoryError):  # the latter for what lies in an archive, but on Windows the former
        try:
            archive, rest = _archive_of(os.fspath(path))
            return archive.head(rest, length)
        except ReadError:
            return b""
    except (OSError, ValueError):
        return b""


def _split(path: str) -> tuple[str, str] | None:
    """The archive on disk that a path leads into, and the rest of the path; None where it leads into none."""
    parent = next((p for p in Path(path).parents if _mode(p)), None)
    if parent is None or not is_zip(head(parent, 4)):
        return None
    return str(parent), Path(path).relative_to(parent).as_posix()


def _inside(path: str, shown: str) -> bytes:
    """The content of a member of an archive, at any depth."""
    try:
        archive, rest = _archive_of(path)
        return archive.read(rest)
    except ReadError as why:
        raise ReadError(shown, why.reason, why.detail) from why


def _archive_of(path: str) -> tuple[Archive, str]:
    """The innermost archive that a path leads into, and the name of its member."""
    held = _split(path)
    if held is None:
        raise ReadError(path, "missing")
    archive, rest = _opened(held[0]), held[1]
    while rest not in archive.members and (outer := next((n for p in PurePosixPath(rest).parents if (n := str(p)) in archive.members), None)):
        archive, rest = archive.inner(outer), rest[len(outer) + 1 :]
    return archive, rest


def _opened(path: str) -> Archive:
    """The archive at a path, opened once a process as long as the file does not change."""
    try:
        found = Path(path).stat()
    except OSError as error:
        raise ReadError(path, "missing") from error
    return _archive(path, found.st_mtime_ns, found.st_size, os.getpid())


@lru_cache(maxsize=4)
def _archive(path: str, _changed: int, _size: int, _process: int) -> Archive:
    """A worker opens its own: processes that share an open file would move each other's place in it."""
    return Archive(path, path)
