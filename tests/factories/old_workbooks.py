"""Binary workbooks made record by record, since no library would write what hurts."""

from __future__ import annotations

import struct

BOF, EOF = 0x0809, 0x0A
_FREE, _END, _TABLE = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
_SECTOR = 4096


def record(kind: int, content: bytes = b"") -> bytes:
    """One record: its id, its length, its content."""
    return struct.pack("<HH", kind, len(content)) + content


def bof(kind: int) -> bytes:
    """The beginning of a part: 5 is the workbook, 16 a worksheet."""
    return record(BOF, struct.pack("<HH", 0x0600, kind) + b"\0" * 12)


def number(row: int, column: int, value: float = 1.0) -> bytes:
    """One number in one cell, both counted from 0."""
    return record(0x0203, struct.pack("<HHHd", row, column, 0, value))


def label(row: int, column: int, text: str) -> bytes:
    """One text in one cell."""
    return record(0x0204, struct.pack("<HHHHB", row, column, 0, len(text), 0) + text.encode("latin-1"))


def bound_sheet(place: int, kind: int = 0) -> bytes:
    """The line of the workbook that says where a sheet begins; kind 1 is a macro sheet."""
    return record(0x85, struct.pack("<IBB", place, 0, kind) + b"\x01\0A")


def old_book(sheet: bytes, globals_: bytes = b"", *, kind: int = 0, storage: str = "") -> bytes:
    """A .xls with one worksheet of these records, behind the header Nama, NIK, NISN."""
    head = bof(5) + globals_
    place = len(head) + len(bound_sheet(0)) + len(record(EOF))
    header = b"".join(label(0, column, name) for column, name in enumerate(("Nama", "NIK", "NISN")))
    return container(head + bound_sheet(place, kind) + record(EOF) + bof(16) + header + sheet + record(EOF), storage)


def container(stream: bytes, storage: str = "", *, name: str = "Workbook", circle: bool = False) -> bytes:
    """The stream in an OLE container; `storage` adds a folder of this name, `circle` lets the chain lead back to its start."""
    stream = stream.ljust(_SECTOR, b"\0")
    sectors = -(-len(stream) // _SECTOR)
    tables = 1 + (sectors + 2) // 1024
    first = 1 + tables
    following = [*range(first + 1, first + sectors), first if circle else _END]
    table = [_END, *[_TABLE] * tables, *following]
    table += [_FREE] * (tables * 1024 - len(table))
    lines = _entry("Root Entry", 5, _END, 0) + _entry(name, 2, first, len(stream) * (1000 if circle else 1))
    lines += _entry(storage, 1, 0, 0) if storage else b""
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 16 + struct.pack("<5H", 0x3E, 4, 0xFFFE, 12, 6) + b"\0" * 6
    head += struct.pack("<9I", 1, tables, 0, 0, 4096, _END, 0, _END, 0)
    head += struct.pack("<109I", *[*range(1, first), *[_FREE] * (109 - tables)])
    body = stream.ljust(sectors * _SECTOR, b"\0")
    return head.ljust(_SECTOR, b"\0") + lines.ljust(_SECTOR, b"\0") + struct.pack(f"<{len(table)}I", *table) + body


def _entry(name: str, kind: int, first: int, size: int) -> bytes:
    text = name.encode("utf-16-le") + b"\0\0"
    places = struct.pack("<III", _FREE, _FREE, _FREE) + b"\0" * 36
    return (
        text.ljust(64, b"\0")
        + struct.pack("<HBB", len(text), kind, 1)
        + places
        + struct.pack("<II", first, size)
        + b"\0" * 4
    )
