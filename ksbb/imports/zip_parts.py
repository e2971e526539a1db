"""The parts of a ZIP container (.xlsx, .ods), measured before they are unpacked and never believed."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Iterable

from ksbb.imports.limits import Limits
from ksbb.imports.refusals import TooFarError

# What reading a damaged container raises below.
DAMAGE = (zipfile.BadZipFile, zlib.error, struct.error, ValueError, NotImplementedError)

_DIRECTORY_BYTES = 1024 * 1024


def parts_of(data: bytes, limits: Limits) -> dict[str, zipfile.ZipInfo]:
    """The directory by plain name. Raises TooFarError for one that no workbook has; DAMAGE where it cannot be read."""
    _check_directory(data)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        entries = archive.infolist()
    if any(entry.flag_bits & 1 for entry in entries):
        raise TooFarError("encrypted")
    if len(entries) > limits.entries or sum(entry.file_size for entry in entries) > limits.unpacked_bytes * 2:
        raise TooFarError("bomb")
    parts = {plain_name(entry): entry for entry in entries}
    if len(parts) != len(entries):
        raise TooFarError("broken")
    return parts


def check_ratio(entries: Iterable[zipfile.ZipInfo], limits: Limits) -> None:
    """Raise TooFarError for a part that grows beyond reason, by what the directory says."""
    for entry in entries:
        unpacked = entry.file_size
        if unpacked > limits.ratio_from_bytes and unpacked > limits.ratio * max(entry.compress_size, 1):
            raise TooFarError("bomb")


def _check_directory(data: bytes) -> None:
    """The directory is read whole by the ZIP reader: refuse one that no workbook of this size has."""
    end = data.rfind(b"PK\x05\x06", max(0, len(data) - 66_000))
    if end < 0:
        raise TooFarError("broken")
    size = struct.unpack_from("<I", data, end + 12)[0]
    if size > _DIRECTORY_BYTES:
        raise TooFarError("text")


def plain_name(entry: zipfile.ZipInfo) -> str:
    """The name to compare by."""
    return entry.filename.replace("\\", "/").lower()


def unpacked(data: bytes, entry: zipfile.ZipInfo, budget: int) -> bytes:
    """The part's real bytes, never more than `budget`; what the directory says about its size is only checked."""
    names, extra = struct.unpack_from("<HH", data, entry.header_offset + 26)
    start = entry.header_offset + 30 + names + extra
    packed = memoryview(data)[start : start + entry.compress_size]
    if entry.compress_type == zipfile.ZIP_STORED:
        content = bytes(packed)
    elif entry.compress_type == zipfile.ZIP_DEFLATED:
        stream = zlib.decompressobj(-zlib.MAX_WBITS)
        content = stream.decompress(packed, budget + 1)
    else:
        raise TooFarError("broken")
    if len(content) > budget:
        raise TooFarError("bomb")
    if len(content) != entry.file_size or zlib.crc32(content) != entry.CRC:
        raise TooFarError("broken")
    return content
