"""Texts inside the records of an old binary workbook: in one byte or two a letter, and cut wherever a record ends."""

from __future__ import annotations

import struct
from collections.abc import Sequence

from ksbb.imports.limits import Limits
from ksbb.imports.refusals import TooFarError

_WIDE, _EXTENDED, _RICH = 1, 4, 8

Span = tuple[int, int]


def text_at(stream: bytes, at: int, end: int, codepage: str, *, length_bytes: int = 2) -> str:
    """A text that stands in one record; `codepage` is "" from Excel 97 on, where a sign tells how wide the letters are."""
    letters = struct.unpack_from("<H" if length_bytes == 2 else "<B", stream, at)[0]
    at += length_bytes
    if codepage:
        return stream[at : min(at + letters, end)].decode(codepage, "replace")
    if at >= end:
        return ""
    wide = stream[at] & _WIDE
    return _decoded(stream[at + 1 : min(at + 1 + letters * (1 + wide), end)], wide)


def shared_texts(stream: bytes, spans: Sequence[Span], limits: Limits) -> list[str]:
    """The table of texts that cells point into. `spans`: the record and its continuations, as start and end.

    As many as the table claims, but never more than its bytes hold. Raises TooFarError where it is damaged.
    """
    if spans[0][1] - spans[0][0] < 8:
        raise TooFarError("broken")
    count = struct.unpack_from("<I", stream, spans[0][0] + 4)[0]
    if count > limits.cells // 2:
        raise TooFarError("cells")
    reader = _Reader(stream, spans)
    reader.at += 8
    texts: list[str] = []
    while len(texts) < count and reader.has_more():
        texts.append(reader.text())
    return texts


class _Reader:
    """Goes over the record and its continuations as if they were one, minding the sign that each of them may begin with."""

    def __init__(self, stream: bytes, spans: Sequence[Span]) -> None:
        self.stream = stream
        self.later = iter(spans[1:])
        self.at, self.end = spans[0]

    def has_more(self) -> bool:
        while self.at >= self.end:
            following = next(self.later, None)
            if following is None:
                return False
            self.at, self.end = following
        return True

    def text(self) -> str:
        letters, signs = struct.unpack("<HB", self._take(3))
        runs = struct.unpack("<H", self._take(2))[0] if signs & _RICH else 0
        extra = struct.unpack("<I", self._take(4))[0] if signs & _EXTENDED else 0
        wide = signs & _WIDE
        parts = []
        while letters:
            size = min(letters << wide, self.end - self.at)
            parts.append(_decoded(self.stream[self.at : self.at + size], wide))
            self.at += size
            letters -= size >> wide
            if letters:
                self.at = self.end
                if not self.has_more():
                    raise TooFarError("broken")
                wide = self.stream[self.at] & _WIDE
                self.at += 1
        self._skip(runs * 4 + extra)
        return "".join(parts)

    def _take(self, size: int) -> bytes:
        if not self.has_more() or self.at + size > self.end:
            raise TooFarError("broken")
        self.at += size
        return self.stream[self.at - size : self.at]

    def _skip(self, size: int) -> None:
        while size > 0 and self.has_more():
            step = min(size, self.end - self.at)
            self.at += step
            size -= step


def _decoded(raw: bytes, wide: int) -> str:
    return raw.decode("utf-16-le", "replace") if wide else raw.decode("latin-1")
