"""The container of an old binary workbook (OLE, "compound file"): one stream taken out of it, every step bounded.

A container is a small file system: sectors, a table that chains them (FAT), a directory. A hostile one chains sectors in a
circle or claims a size that it has not; so no chain is followed further than the file has sectors. Source: [MS-CFB].
"""

from __future__ import annotations

import struct
import sys
from array import array
from dataclasses import dataclass

from ksbb.imports.refusals import TooFarError

MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

_LAST_SECTOR = 0xFFFFFFF9  # beyond stand the marks for "end", "free" and the tables' own sectors
_SMALL_STREAM = 4096
_MACROS = ("_VBA_PROJECT_CUR", "_VBA_PROJECT", "VBA", "Macros")
_LOCKED = ("EncryptedPackage", "EncryptionInfo")
_LINKED = ("MBD", "LNK")  # storages of embedded and linked objects


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the directory: kind 2 is a stream, 5 the root, which holds the small streams."""

    name: str
    kind: int
    first: int
    size: int


class Container:
    """The streams of one file. Raises TooFarError("broken") where the file contradicts itself."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        try:
            self._open()
        except struct.error as error:
            raise TooFarError("broken") from error

    def _open(self) -> None:
        shift, small_shift = struct.unpack_from("<HH", self._data, 30)
        if shift not in (9, 12) or small_shift != 6:
            raise TooFarError("broken")
        self._size = 1 << shift
        self._count = -(-len(self._data) // self._size)
        directory, _, _, small_table, _, chain, _ = struct.unpack_from("<7I", self._data, 48)
        self._table = self._sector_table(chain)
        self.entries = [entry for entry in self._directory(directory) if entry.name]
        self._small_table = _numbers(self._read(small_table))
        root = next((entry for entry in self.entries if entry.kind == 5), None)
        self._small = self._read(root.first, root.size) if root else b""

    def stream(self, *names: str) -> bytes:
        """The first stream of one of these names. Raises TooFarError("other") where there is none."""
        by_name = {entry.name: entry for entry in reversed(self.entries) if entry.kind == 2}
        entry = next((by_name[name] for name in names if name in by_name), None)
        if entry is None:
            raise TooFarError("other")
        if entry.size > len(self._data):
            raise TooFarError("broken")
        small = entry.size < _SMALL_STREAM
        content = self._read_small(entry) if small else self._read(entry.first, entry.size)
        if len(content) < entry.size:
            raise TooFarError("broken")
        return content

    def refuse_what_is_not_opened(self) -> None:
        """Raise TooFarError for macros, a password, embedded or linked objects, told by the names in the directory."""
        names = [entry.name for entry in self.entries]
        for what, found in (("encrypted", _LOCKED), ("macros", _MACROS)):
            if any(name in found for name in names):
                raise TooFarError(what)
        if any(entry.name.startswith(_LINKED) and entry.kind == 1 for entry in self.entries):
            raise TooFarError("links")

    def _sector(self, number: int) -> bytes:
        start = (number + 1) * self._size
        if number > _LAST_SECTOR or start >= len(self._data):
            raise TooFarError("broken")
        return self._data[start : start + self._size]

    def _read(self, first: int, size: int | None = None) -> bytes:
        """The content of a chain of sectors, or its first `size` bytes."""
        most = self._count if size is None else -(-size // self._size)
        return b"".join(self._sector(number) for number in _chain(self._table, first, most))[:size]

    def _read_small(self, entry: Entry) -> bytes:
        numbers = _chain(self._small_table, entry.first, -(-entry.size // 64))
        return b"".join(self._small[number * 64 : number * 64 + 64] for number in numbers)[: entry.size]

    def _sector_table(self, chain: int) -> array[int]:
        """The FAT: 109 of its sectors are named in the header, the others in a chain of their own."""
        needed = -(-self._count * 4 // self._size)
        named = array("I", struct.unpack_from("<109I", self._data, 76))
        while chain <= _LAST_SECTOR and len(named) < needed + 109:
            numbers = _numbers(self._sector(chain))
            named += numbers[:-1]
            chain = numbers[-1]
        sectors = [number for number in named if number <= _LAST_SECTOR][:needed]
        return _numbers(b"".join(map(self._sector, sectors)))[: self._count]

    def _directory(self, first: int) -> list[Entry]:
        lines = self._read(first)
        entries = []
        for at in range(0, len(lines) - 127, 128):
            length, kind = struct.unpack_from("<HB", lines, at + 64)
            start, size = struct.unpack_from("<II", lines, at + 116)
            name = lines[at : at + max(0, min(length, 64) - 2)].decode("utf-16-le", "replace")
            entries.append(Entry(name if kind else "", kind, start, size))
        return entries


def _chain(table: array[int], first: int, most: int) -> list[int]:
    """The sectors from `first` on, no more than are needed. Raises TooFarError for a chain that leads out of the table."""
    numbers: list[int] = []
    while first <= _LAST_SECTOR and len(numbers) < most:
        if first >= len(table):
            raise TooFarError("broken")
        numbers.append(first)
        first = table[first]
    return numbers


def _numbers(sectors: bytes) -> array[int]:
    numbers = array("I", sectors[: len(sectors) // 4 * 4])
    if sys.byteorder == "big":
        numbers.byteswap()
    return numbers
