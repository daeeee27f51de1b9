"""Zip archives as folders: the names of their members, decoded entry by entry, and the content of each, read with a cap.

Nothing is ever unpacked to disk. A name without the UTF-8 flag is read as UTF-8 where it is valid UTF-8 (macOS), else as GBK
(Windows in China), else as the standard's code page 437.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from functools import cached_property
from pathlib import PurePosixPath

from jiaoyan_nlp.errors import ReadError

MOST_MEMBERS = 20_000
MOST_BYTES = 256 << 20
"""Bytes that one member may unpack to; an archive inside an archive is a member too."""
MOST_BYTES_IN_ALL = 8 << 30
_BROKEN = (zipfile.BadZipFile, EOFError, OSError, NotImplementedError, ValueError, zlib.error)


class Archive:
    """A zip archive in memory or on disk; `path` is what errors call it.

    Raises:
        ReadError: it is damaged or holds an absurd number of members.
    """

    def __init__(self, held: str | bytes, path: str) -> None:
        self.path = path
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(held) if isinstance(held, bytes) else held)
        except _BROKEN as error:
            raise ReadError(path, "damaged_zip") from error
        if len(self._zip.filelist) > MOST_MEMBERS:
            raise ReadError(path, "too_many_members", str(MOST_MEMBERS))
        if sum(info.file_size for info in self._zip.filelist) > MOST_BYTES_IN_ALL:
            raise ReadError(path, "too_large_inside", f"{MOST_BYTES_IN_ALL >> 30} GB")
        self._inner: dict[str, Archive] = {}

    @cached_property
    def members(self) -> dict[str, zipfile.ZipInfo]:
        """The files in it by decoded name; folders, absolute starts and `..` are left out of the names, doubles are numbered."""
        out: dict[str, zipfile.ZipInfo] = {}
        for info in self._zip.filelist:
            if info.is_dir():
                continue
            name = _harmless(_decoded(info)) or "-"
            stem, count = name, 1
            while name in out:
                count += 1
                name = str(PurePosixPath(stem).with_name(f"{PurePosixPath(stem).stem} ({count}){PurePosixPath(stem).suffix}"))
            out[name] = info
        return out

    def read(self, name: str, most: int = MOST_BYTES) -> bytes:
        """The content of a member; reading ends with an error where it goes on beyond `most` bytes, whatever the directory says.

        Raises:
            ReadError: the member is missing, damaged, encrypted or too large.
        """
        shown = f"{self.path}/{name}"
        info = self.members.get(name)
        if info is None:
            raise ReadError(shown, "missing")
        if info.flag_bits & 1:
            raise ReadError(shown, "encrypted")
        try:
            with self._zip.open(info) as stream:
                data = stream.read(most + 1)
        except (*_BROKEN, RuntimeError) as error:
            raise ReadError(shown, "damaged_zip") from error
        if len(data) > most:
            raise ReadError(shown, "too_large", f"{most >> 20} MB")
        return data

    def inner(self, name: str) -> Archive:
        """A member that is an archive itself; the last one asked for is kept open."""
        if name not in self._inner:
            self._inner = {name: Archive(self.read(name), f"{self.path}/{name}")}
        return self._inner[name]

    def head(self, name: str, length: int = 512) -> bytes:
        """The first bytes of a member; none where it cannot be read."""
        try:
            with self._zip.open(self.members[name]) as stream:
                return stream.read(length)
        except (*_BROKEN, KeyError, RuntimeError):
            return b""


def _decoded(info: zipfile.ZipInfo) -> str:
    if info.flag_bits & 0x800:
        return info.filename
    raw = info.orig_filename.encode("cp437", "replace")
    for encoding in ("utf-8", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return info.filename


def _harmless(name: str) -> str:
    """The name as a path below the archive: no drive, no root, no step upwards."""
    parts = [p for p in name.replace("\\", "/").split("/") if p not in ("", ".", "..") and not p.endswith(":")]
    return "/".join("".join(c if c.isprintable() else "_" for c in p) for p in parts)
