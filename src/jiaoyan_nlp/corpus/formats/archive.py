"""Zip archives as folders: the names of their members, decoded entry by entry, and the content of each, read with a cap.

Nothing is ever unpacked to disk. A name without the UTF-8 flag is read as UTF-8 where it is valid UTF-8 (macOS), else as GBK
(Windows in China), else as the standard's code page 437.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from collections import Counter
from functools import cached_property
from pathlib import PurePosixPath

from jiaoyan_nlp.corpus.formats.sniffing import MOST_DIRECTORY, PACKED, directory_size
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
            file = io.BytesIO(held) if isinstance(held, bytes) else held
            if directory_size(file) > MOST_DIRECTORY:
                raise ReadError(path, "too_many_members", str(MOST_MEMBERS))
            self._zip = zipfile.ZipFile(file)
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
        doubles = Counter[str]()
        for info in self._zip.filelist:
            if info.filename.endswith("/"):
                continue
            name = _harmless(_decoded(info)) or "-"
            first = PurePosixPath(name)
            while name in out:
                doubles[str(first)] += 1
                name = str(first.with_name(f"{first.stem} ({doubles[str(first)] + 1}){first.suffix}"))
            out[name] = info
        return out

    def read(self, name: str) -> bytes:
        """The content of a member. No more is unpacked than the directory says, and a member of which it says less than is there is damaged.

        Raises:
            ReadError: the member is missing, damaged, encrypted, packed in a rare way, or too large.
        """
        shown = f"{self.path}/{name}"
        info = self.members.get(name)
        if info is None:
            raise ReadError(shown, "missing")
        if info.flag_bits & 1:
            raise ReadError(shown, "encrypted")
        if info.compress_type not in PACKED:
            raise ReadError(shown, "packed", "bzip2/LZMA/Deflate64")
        if info.file_size > MOST_BYTES:
            raise ReadError(shown, "too_large", f"{MOST_BYTES >> 20} MB")
        try:
            with self._zip.open(info) as stream:
                return stream.read(info.file_size + 1)
        except (*_BROKEN, RuntimeError) as error:
            raise ReadError(shown, "damaged_zip") from error

    def inner(self, name: str) -> Archive:
        """A member that is an archive itself; the last one asked for is kept open."""
        held = self._inner.get(name) or Archive(self.read(name), f"{self.path}/{name}")
        self._inner = {name: held}
        return held

    def head(self, name: str, length: int = 512) -> bytes:
        """The first bytes of a member; none where it cannot be read."""
        info = self.members.get(name)
        if info is None or info.compress_type not in PACKED:
            return b""
        try:
            with self._zip.open(info) as stream:
                return stream.read(length)
        except (*_BROKEN, RuntimeError):
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
    """The name as a path below the archive: no drive (also not `C:name`), no root, no step upwards, nothing that a terminal obeys."""
    parts = [p for p in name.replace("\\", "/").split("/") if p not in ("", ".", "..") and not p.endswith(":")]
    return "/".join("".join(c if (c.isprintable() or c == "\u3000") and c != ":" else "_" for c in p) for p in parts)
