"""Old Excel, Dapodik's XML, LibreOffice and text, made to hurt: refused in words, in under 2 s and 200 MB."""

from __future__ import annotations

import struct
import time
import tracemalloc
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ksbb.imports.limits import SheetRefused
from ksbb.imports.reading import read_sheet
from tests.factories import hostile_files as hostile
from tests.factories import old_workbooks as old
from tests.factories.sheets import FORMS, ODS_TYPE, ods_file, spreadsheetml_file, written
from tests.factories.workbooks import pupil_workbook

KNOWN = {"Nama", "NIK", "NISN"}
HEADER = ["Nama", "NIK", "NISN"]


def ods(rows: str, extra: dict[str, str] | None = None) -> bytes:
    cells = "".join(ods_cell(name) for name in HEADER)
    return ods_file(f"<table:table><table:table-row>{cells}</table:table-row>{rows}</table:table>", extra)


def ods_cell(text: str, times: int = 1) -> str:
    repeated = f'table:number-columns-repeated="{times}"'
    return f'<table:table-cell {repeated} office:value-type="string"><text:p>{text}</text:p></table:table-cell>'


def ods_row(cells: str, times: int = 1) -> str:
    return f'<table:table-row table:number-rows-repeated="{times}">{cells}</table:table-row>'


def many_ods_rows() -> bytes:
    """Two million rows written out, not so regular that packing them would give them away."""
    rows = "".join(f'<table:table-row x="{n * 7919 % 99991}"/>' for n in range(2_000_000))
    return ods(rows)


def xml(rows: str, prologue: str = "", more: str = "") -> bytes:
    cells = "".join(f"<Cell><Data>{name}</Data></Cell>" for name in HEADER)
    table = f'<Worksheet ss:Name="A"><Table><Row>{cells}</Row>{rows}</Table></Worksheet>'
    return spreadsheetml_file(f"{more}{table}", prologue)


def xml_cell(attributes: str) -> str:
    return f"<Cell {attributes}><Data>x</Data></Cell>"


DOCTYPE = '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'
ENDLESS_LINE = b"Nama,NIK,NISN\n" + b"a" * (9 * 1024 * 1024)
MANY_ATTRIBUTES = " ".join(f'a{n * 7919 % 99991}=""' for n in range(60_000))
LAST_COLUMN = 'ss:Index="16384"'
OPEN_TEXTS = old.record(0xFC, struct.pack("<II", 9, 0xFFFFFFFF))

HOSTILE: dict[str, tuple[Callable[[], bytes], str]] = {
    # LibreOffice
    "ods: bomb": (lambda: ods("<table:table-row/>" * 3_000_000), "zip_bomb"),
    "ods: two million empty rows": (many_ods_rows, "too_many_rows"),
    "ods: a row repeated to the end": (lambda: ods(ods_row(ods_cell("x"), 1_048_576)), "too_many_rows"),
    "ods: a cell repeated to the end": (lambda: ods(ods_row(ods_cell("x", 16_384))), "too_many_columns"),
    "ods: both within the limits": (lambda: ods(ods_row(ods_cell("x", 120), 19_000)), "too_many_cells"),
    "ods: repeated beyond all numbers": (lambda: ods(ods_row(ods_cell("x"), 10**30)), "too_many_rows"),
    "ods: a tag without end": (lambda: ods(f"<x {MANY_ATTRIBUTES}/>"), "too_many_cells"),
    "ods: entity": (lambda: ods("", {"content.xml": f'<?xml version="1.0"?>{DOCTYPE}<x>&e;</x>'}), "xml_entities"),
    "ods: encrypted": (
        lambda: ods("", {"META-INF/manifest.xml": "<m><manifest:encryption-data/></m>"}), "encrypted"),
    "ods: macros": (lambda: ods("", {"Basic/Standard/Module1.xml": "<x/>"}), "macros"),
    "ods: table of another file": (lambda: ods('<table:table-source xlink="x"/>'), "external_links"),
    "ods: cut off": (lambda: ods(ods_row(ods_cell("x")))[:-30], "broken"),
    "ods: no XML": (lambda: ods("", {"content.xml": "<a><b></a>"}), "broken"),
    "ods: a letter": (lambda: ods("", {"mimetype": ODS_TYPE.replace("spreadsheet", "text")}), "not_a_sheet"),
    # Dapodik's XML
    "xml: entity": (lambda: xml("", prologue=DOCTYPE), "xml_entities"),
    "xml: link to another workbook": (lambda: xml("", more="<x:SupBook><x:Path>a.xls</x:Path></x:SupBook>"), "external_links"),
    "xml: too many empty rows": (lambda: xml("<Row/>" * 1_200_000), "too_many_rows"),
    "xml: too many empty cells": (lambda: xml(f"<Row>{'<Cell/>' * 1_000_000}</Row>"), "too_many_columns"),
    "xml: the last column": (lambda: xml(f"<Row>{xml_cell(LAST_COLUMN)}</Row>"), "too_many_columns"),
    "xml: the last row": (lambda: xml(f'<Row ss:Index="1048576">{xml_cell("")}</Row>'), "too_many_rows"),
    "xml: rows never closed": (lambda: xml("<Row>" * 1_000_000), "broken"),
    "xml: cells never closed": (lambda: xml("<Row>" + "<Cell>" * 1_000_000), "broken"),
    "xml: text never closed": (lambda: xml("<Row><Cell><Data>" * 500_000), "broken"),
    "xml: quotes never closed": (lambda: xml('<Cell a="' * 500_000)[:-60], "broken"),
    "xml: comments never closed": (lambda: xml("<!--" * 1_000_000), "broken"),
    "xml: a tag without end": (lambda: xml(f"<Row><Cell {'Index = ' * 500_000}></Cell></Row>"), "broken"),
    "xml: cut off": (lambda: pupil_workbook(5, form="spreadsheetml")[:-200], "broken"),
    "a web page named .xls": (lambda: b"<html><table><tr><td>Nama</td></tr></table></html>", "old_format"),
    # Old Excel
    "xls: password": (lambda: old.old_book(b"", old.record(0x2F, b"\1\0")), "encrypted"),
    "xls: macros": (lambda: old.old_book(b"", storage="_VBA_PROJECT_CUR"), "macros"),
    "xls: macro sheet": (lambda: old.old_book(b"", kind=1), "macros"),
    "xls: link to another workbook": (lambda: old.old_book(b"", old.record(0x01AE, b"\1\0\5\0\0a.xls")), "external_links"),
    "xls: embedded object": (lambda: old.old_book(b"", storage="MBD0001"), "external_links"),
    "xls: the last row": (lambda: old.old_book(old.number(65_535, 0)), "too_many_rows"),
    "xls: the last column": (lambda: old.old_book(old.number(1, 16_383)), "too_many_columns"),
    "xls: more texts than bytes": (lambda: old.old_book(b"", OPEN_TEXTS), "too_many_cells"),
    "xls: endless records": (lambda: old.old_book(old.record(0x1234) * 2_000_000), "too_many_cells"),
    "xls: a chain in a circle": (lambda: old.container(old.bof(5) * 500, circle=True), "broken"),
    "xls: sheets that lie in each other": (
        lambda: old.container(
            old.bof(5) + old.bound_sheet(20) * 9 + old.record(0x0A) + old.bof(16) * 9), "broken"),
    "xls: cut off": (lambda: pupil_workbook(5, form="xls")[:9000], "broken"),
    "xls: Excel 4": (lambda: old.container(old.record(0x0409, b"\0\4\x10\0\0\0")), "old_format"),
    "xls: a letter": (lambda: old.container(b"x", name="WordDocument"), "not_a_sheet"),
    # Text
    "text: ten million commas": (lambda: b"Nama,NIK,NISN\n" + b"," * 9_000_000, "too_many_columns"),
    "text: ten million tabs in UTF-16": (lambda: ("Nama,NIK\n" + "\t" * 4_000_000).encode("utf-16"), "too_many_columns"),
    "text: ten million lines": (lambda: b"Nama,NIK,NISN\n" + b"\n" * 9_000_000, "too_many_rows"),
    "text: a line without end": (lambda: ENDLESS_LINE, "too_much_text"),
    "text: quotes without end": (lambda: b'Nama,NIK,NISN\n"' + b'a\n"b\n' * 30_000, "too_many_rows"),
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_refused_quickly_and_cheaply(name: str):
    make, code = HOSTILE[name]
    data = make()
    started = time.process_time()
    refused = refusal(data)
    seconds = time.process_time() - started
    assert (refused.code, refused.reason[-1]) == (code, ".")
    assert seconds < 2


@pytest.mark.parametrize(
    "name", ["ods: both within the limits", "ods: a tag without end", "xml: text never closed", "xls: a chain in a circle"]
    + ["xls: more texts than bytes", "text: ten million commas", "text: a line without end"]
)  # fmt: skip
def test_a_hostile_file_takes_little_memory(name: str):
    data = HOSTILE[name][0]()
    tracemalloc.start()
    refusal(data)
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 200 * 1024 * 1024


def refusal(data: bytes) -> SheetRefused:
    with pytest.raises(SheetRefused) as caught:
        list(read_sheet(data, known=KNOWN).rows)
    return caught.value


# One absurd cell fails no more than its row.

ABSURD = [
    "9999-99-99",
    "=1+1",
    "a" * 30_000,
    3173060302140001,
    "\u00a0",
    "🎉",
    "3.17306E+15",
    "<!DOCTYPE x>",
    "&e;",
    "]]>",
    "-1",
]


@pytest.mark.parametrize("form", sorted(FORMS.keys() - {"csv_semicolon"}))
@pytest.mark.parametrize("cell", ABSURD, ids=lambda cell: str(cell)[:12])
def test_an_absurd_cell_is_read_as_it_stands_and_the_rows_around_it_too(form: str, cell: object):
    data = written(form, "Daftar", [HEADER, ["Ayu", "1", "2"], ["Bimo", cell, "3"], ["Cinta", "4", "5"]])
    rows = [row.values for row in read_sheet(data, known=KNOWN).rows]
    assert [row["nama"] for row in rows] == ["Ayu", "Bimo", "Cinta"]
    assert [row["nisn"] for row in rows] == ["2", "3", "5"]


@pytest.mark.parametrize("form", ["ods", "spreadsheetml", "csv"])
def test_a_text_of_a_megabyte_is_one_cell(form: str):
    data = written(form, "Daftar", [HEADER, ["Ayu", "1", "2"], ["b" * 2**20, "3", "4"]])
    assert [len(str(row.values["nama"])) for row in read_sheet(data, known=KNOWN).rows] == [3, 2**20]


def outcome(data: bytes) -> str:
    try:
        return f"{len(list(read_sheet(data, known=KNOWN).rows))} rows."
    except SheetRefused as error:
        return error.reason


@given(st.sampled_from(["xls", "ods", "spreadsheetml"]), st.data())
@settings(max_examples=150, deadline=None)
def test_a_file_with_bytes_changed_or_cut_is_read_or_refused_in_words(form: str, data: st.DataObject):
    whole = bytearray(SMALL[form])
    for _ in range(data.draw(st.integers(1, 8))):
        whole[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
    cut = data.draw(st.integers(len(whole) // 2, len(whole)))
    assert outcome(bytes(whole[:cut])).endswith(".")


@given(st.lists(st.tuples(st.integers(0, 0x0600), st.binary(max_size=30)), max_size=30))
@settings(max_examples=100, deadline=None)
def test_any_records_are_read_or_refused_in_words(records: list[tuple[int, bytes]]):
    stream = b"".join(old.record(kind, content) for kind, content in records)
    assert outcome(old.old_book(stream)).endswith(".")
    assert outcome(old.old_book(b"", stream)).endswith(".")


SMALL = {form: pupil_workbook(2, form=form) for form in ("xls", "ods", "spreadsheetml")}


def test_a_hostile_directory_of_an_old_workbook_is_not_gone_through_without_end():
    whole = bytearray(hostile.old_workbook().ljust(200_000, b"\0"))
    whole[30:34] = struct.pack("<HH", 9, 6)
    assert refusal(bytes(whole)).code in ("broken", "not_a_sheet")
