"""Files made to hurt whoever opens them, and the few parts that a workbook consists of."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Mapping

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'

PARTS: dict[str, str] = {
    "[Content_Types].xml": f'{_HEAD}<Types xmlns="{_PACKAGE}/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    f'<Override PartName="/xl/workbook.xml" ContentType="{_TYPE}.sheet.main+xml"/>'
    f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{_TYPE}.worksheet+xml"/></Types>',
    "_rels/.rels": f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{_RELATIONS}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    "xl/workbook.xml": f'{_HEAD}<workbook xmlns="{MAIN}" xmlns:r="{_RELATIONS}">'
    '<sheets><sheet name="Daftar" sheetId="1" r:id="rId1"/></sheets></workbook>',
    "xl/_rels/workbook.xml.rels": f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{_RELATIONS}/worksheet" Target="worksheets/sheet1.xml"/>'
    f'<Relationship Id="rId2" Type="{_RELATIONS}/sharedStrings" Target="sharedStrings.xml"/></Relationships>',
}
SHEET = "xl/worksheets/sheet1.xml"


def text_cell(reference: str, text: str) -> str:
    """One cell with its text inside, as XML."""
    return f'<c r="{reference}" t="inlineStr"><is><t>{text}</t></is></c>'


def sheet_xml(rows: str) -> str:
    """A worksheet around rows that are XML already."""
    return f'{_HEAD}<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData></worksheet>'


def header_row(*names: str) -> str:
    """The row of column names, as XML, in row 1."""
    cells = "".join(text_cell(f"{chr(ord('A') + place)}1", name) for place, name in enumerate(names))
    return f'<row r="1">{cells}</row>'


def workbook(sheet: str | bytes, extra: Mapping[str, str | bytes] | None = None) -> bytes:
    """A minimal .xlsx with this worksheet; `extra` replaces or adds parts by name."""
    parts: Mapping[str, str | bytes] = {**PARTS, SHEET: sheet, **(extra or {})}
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def zip_bomb(*, declared: int, mebibytes: int = 10_000) -> bytes:
    """A workbook of about 10 MB whose worksheet unpacks to 10 GB, and says it unpacks to `declared` bytes."""
    stream = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    block = stream.compress(b" " * 1024 * 1024) + stream.flush(zlib.Z_FULL_FLUSH)
    packed = block * mebibytes + stream.flush(zlib.Z_FINISH)
    entries = [
        (
            name,
            zlib.compress(content.encode(), wbits=-zlib.MAX_WBITS),
            len(content.encode()),
            zlib.crc32(content.encode()),
        )
        for name, content in PARTS.items()
    ]
    return _zip([*entries, (SHEET, packed, declared, 0)])


def _zip(entries: list[tuple[str, bytes, int, int]]) -> bytes:
    """A ZIP written by hand, since no library would write what is not true."""
    body, directory = b"", b""
    for name, packed, size, crc in entries:
        fields = struct.pack("<HHHHHIIIHH", 20, 0, 8, 0, 0x21, crc, len(packed), size, len(name), 0)
        directory += b"PK\x01\x02" + struct.pack("<H", 20) + fields + struct.pack("<HHHII", 0, 0, 0, 0, len(body))
        directory += name.encode()
        body += b"PK\x03\x04" + fields + name.encode() + packed
    end = struct.pack("<HHHHIIH", 0, 0, len(entries), len(entries), len(directory), len(body), 0)
    return body + directory + b"PK\x05\x06" + end


def encrypted_workbook() -> bytes:
    """The beginning of a workbook behind a password: an OLE container with the stream that holds the secret part."""
    magic = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
    return magic + b"\x00" * 1016 + "EncryptionInfo".encode("utf-16-le") + "EncryptedPackage".encode("utf-16-le")


def old_workbook() -> bytes:
    """The beginning of a binary .xls."""
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 1016 + "Workbook".encode("utf-16-le")
