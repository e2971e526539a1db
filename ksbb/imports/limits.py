"""How much of a file is read at all, and how a file is refused."""

from __future__ import annotations

from dataclasses import dataclass

from ksbb.common.refusals import Refused

MEBIBYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """Upper bounds of one uploaded sheet. The reader holds about 1.6 KB a row, so a bound on size is one on memory.

    Bytes are of the file as uploaded (`file_bytes`) and unpacked (`unpacked_bytes`, `other_part_bytes` for what is
    neither a sheet nor its texts). `ratio` is unpacked to packed, judged only above `ratio_from_bytes`.
    """

    file_bytes: int = 10 * MEBIBYTE
    unpacked_bytes: int = 64 * MEBIBYTE
    other_part_bytes: int = 8 * MEBIBYTE
    ratio: int = 150
    ratio_from_bytes: int = 4 * MEBIBYTE
    entries: int = 1000
    rows: int = 20_000
    columns: int = 128
    cells: int = 1_500_000
    characters: int = 64 * MEBIBYTE


class SheetRefused(Refused):
    """The file cannot be read as a whole; nothing of it was kept. `code` is for programs, `reason` for people."""

    def __init__(self, code: str, reason: str) -> None:
        super().__init__(reason)
        self.code = code
