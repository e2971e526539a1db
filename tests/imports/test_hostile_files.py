"""Files made to hurt are refused, in words, before anything is built from them (in under 2 s and 200 MB)."""

from __future__ import annotations

import io
import time
import tracemalloc
from collections.abc import Callable

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from ksbb.imports.limits import Limits, SheetRefused
from ksbb.imports.reading import read_sheet
from ksbb.imports.refusals import TooFarError
from ksbb.imports.xlsx_bounds import measure
from tests.factories import hostile_files as hostile
from tests.factories.workbooks import pupil_workbook

KNOWN = {"Nama", "NIK", "NISN"}
HEADER = hostile.header_row("Nama", "NIK", "NISN")
GIBIBYTE = 1024**3
PART = hostile.SHEET


def far_cells(reference: str) -> bytes:
    row = "".join(filter(str.isdigit, reference))
    return hostile.workbook(hostile.sheet_xml(f'{HEADER}<row r="{row}">{hostile.text_cell(reference, "jauh")}</row>'))


def empty_rows(count: int) -> bytes:
    return hostile.workbook(hostile.sheet_xml(HEADER + "".join(f'<row r="{n}"/>' for n in range(2, count))))


def nameless_cells(count: int) -> bytes:
    """Cells without a reference stand one beside the other."""
    return hostile.workbook(hostile.sheet_xml(f"{HEADER}<row>{'<c><v>1</v></c>' * count}</row>"))


def with_doctype(part: str, encoding: str = "utf-8") -> bytes:
    text = {**hostile.PARTS, PART: hostile.sheet_xml(HEADER)}[part].partition("?>\n")[2]
    attack = (
        f'<?xml version="1.0" encoding="{encoding}"?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>{text}'
    ).encode(encoding)
    return hostile.workbook(hostile.sheet_xml(HEADER), {part: attack})


def with_part(name: str) -> bytes:
    return hostile.workbook(hostile.sheet_xml(HEADER), {name: b"x"})


def macro_workbook_by_type() -> bytes:
    types = hostile.PARTS["[Content_Types].xml"].replace(".sheet.main", ".sheet.macroEnabled.main")
    return hostile.workbook(hostile.sheet_xml(HEADER), {"[Content_Types].xml": types})


def fetching_workbook() -> bytes:
    relation = '<Relationship Id="rId9" Type="x" Target="http://contoh.invalid/a.xlsx" TargetMode="External"/>'
    text = hostile.PARTS["xl/_rels/workbook.xml.rels"].replace("</Relationships>", relation + "</Relationships>")
    return hostile.workbook(hostile.sheet_xml(HEADER), {"xl/_rels/workbook.xml.rels": text})


def shared_text_bomb() -> bytes:
    """A text of a megabyte, small in the file, behind each of 100,000 cells."""
    cells = "".join(f'<row r="{n}"><c r="A{n}" t="s"><v>0</v></c></row>' for n in range(2, 19_000))
    texts = f"<sst><si><t>{'a' * 1024 * 1024}</t></si></sst>"
    return hostile.workbook(hostile.sheet_xml(HEADER + cells), {"xl/sharedStrings.xml": texts})


def far_sheet_under_another_name() -> bytes:
    """The relation points at a worksheet outside the folder where worksheets lie."""
    relations = hostile.PARTS["xl/_rels/workbook.xml.rels"].replace("worksheets/sheet1.xml", "styles2.xml")
    far = hostile.sheet_xml(f'{HEADER}<row r="1048576">{hostile.text_cell("XFD1048576", "x")}</row>')
    return hostile.workbook(hostile.sheet_xml(HEADER), {"xl/_rels/workbook.xml.rels": relations, "xl/styles2.xml": far})


def two_parts_of_one_name() -> bytes:
    return hostile.workbook(hostile.sheet_xml(HEADER), {PART.upper(): hostile.sheet_xml(HEADER)})


HOSTILE: dict[str, tuple[Callable[[], bytes], str]] = {
    "bomb that says its size": (lambda: hostile.zip_bomb(declared=3 * GIBIBYTE), "zip_bomb"),
    "bomb that hides its size": (lambda: hostile.zip_bomb(declared=50_000), "zip_bomb"),
    "two million empty rows": (lambda: empty_rows(2_000_000), "too_many_rows"),
    "16,384 columns": (lambda: far_cells("XFD2"), "too_many_columns"),
    "a cell in the last corner": (lambda: far_cells("XFD1048576"), "too_many_rows"),
    "a cell in the last corner, elsewhere": (far_sheet_under_another_name, "too_many_rows"),
    "columns without names": (lambda: nameless_cells(16_384), "too_many_columns"),
    "entity in the sheet": (lambda: with_doctype(PART), "xml_entities"),
    "entity in the workbook": (lambda: with_doctype("xl/workbook.xml"), "xml_entities"),
    "entity in another encoding": (lambda: with_doctype(PART, "utf-16"), "broken"),
    "entity behind an encoding name": (lambda: with_doctype(PART, "utf-7"), "broken"),
    "text repeated without end": (shared_text_bomb, "too_much_text"),
    "encrypted": (hostile.encrypted_workbook, "encrypted"),
    "an old workbook cut off": (hostile.old_workbook, "broken"),
    "macros in a renamed file": (lambda: with_part("xl/vbaProject.bin"), "macros"),
    "macros by type": (macro_workbook_by_type, "macros"),
    "macro sheet": (lambda: with_part("xl/macrosheets/sheet1.xml"), "macros"),
    "link to another workbook": (lambda: with_part("xl/externalLinks/externalLink1.xml"), "external_links"),
    "data connection": (lambda: with_part("xl/connections.xml"), "external_links"),
    "relation to an address": (fetching_workbook, "external_links"),
    "two parts of one name": (two_parts_of_one_name, "broken"),
    "two thousand parts": (lambda: hostile.workbook("", {f"media/{n}": b"" for n in range(2000)}), "zip_bomb"),
    "cut off": (lambda: pupil_workbook(5)[:-40], "broken"),
    "a document": (lambda: b"%PDF-1.7 ...", "not_a_sheet"),
    "another archive": (
        lambda: hostile.workbook("", {"content.xml": ""}).replace(b"xl/workbook", b"xl/worxbook"),
        "not_a_sheet",
    ),
    "markup named .xls": (lambda: b'<?xml version="1.0"?><Workbook/>', "old_format"),
    "nothing": (lambda: b"", "empty_file"),
    "noise": (lambda: bytes(range(256)) * 10, "not_a_sheet"),
    "too large": (lambda: b"a" * (10 * 1024 * 1024 + 1), "too_large"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_refused_quickly_and_cheaply(name: str):
    make, code = HOSTILE[name]
    data = make()
    tracemalloc.start()
    started = time.process_time()
    with pytest.raises(SheetRefused) as caught:
        list(read_sheet(data, known=KNOWN).rows)
    seconds, (_now, peak) = time.process_time() - started, tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert caught.value.code == code
    assert caught.value.reason.endswith(".")
    assert (seconds < 2, peak < 200 * 1024 * 1024) == (True, True)


def test_an_ordinary_hyperlink_and_a_picture_are_no_reason_to_refuse():
    link = '<Relationships><Relationship Id="r" Type="h" Target="mailto:a@b.c" TargetMode="External"/></Relationships>'
    extra: dict[str, str | bytes] = {"xl/worksheets/_rels/sheet1.xml.rels": link, "xl/media/logo.png": b"\x89PNG"}
    sheet = read_sheet(hostile.workbook(hostile.sheet_xml(HEADER), extra), known=KNOWN)
    assert sheet.headers == ["Nama", "NIK", "NISN"]


def test_a_text_of_a_megabyte_fails_no_more_than_its_row():
    rows = "".join(
        f'<row r="{n}">{hostile.text_cell(f"A{n}", text)}</row>' for n, text in ((2, "a" * 2**20), (3, "Ayu"))
    )
    sheet = read_sheet(hostile.workbook(hostile.sheet_xml(HEADER + rows)), known=KNOWN)
    assert [len(str(row.values["nama"])) for row in sheet.rows] == [2**20, 3]


def test_a_shared_text_of_a_megabyte_used_once_is_read():
    texts = f"<sst><si><t>{'a' * 2**20}</t></si><si><t>Ayu</t></si></sst>"
    rows = "".join(f'<row r="{n}"><c r="A{n}" t="s"><v>{min(n - 2, 1)}</v></c></row>' for n in range(2, 500))
    data = hostile.workbook(hostile.sheet_xml(HEADER + rows), {"xl/sharedStrings.xml": texts})
    assert [len(str(row.values["nama"])) for row in read_sheet(data, known=KNOWN).rows][:3] == [2**20, 3, 3]


# How far a sheet reaches: the quick measure lets nothing pass that the thorough one would not.

COLUMNS, ROWS = 28, 120
SMALL = Limits(rows=ROWS, columns=COLUMNS, cells=400)
places = st.tuples(st.integers(1, 40), st.integers(1, 150))


def letters(column: int) -> str:
    return chr(64 + column) if column <= 26 else f"A{chr(64 + column - 26)}"


def sheet_of(cells: list[tuple[int, int]], quote: str) -> bytes:
    rows = [
        f"<row r={quote}{row}{quote}><c r={quote}{letters(column)}{row}{quote}><v>1</v></c></row>"
        for column, row in cells
    ]
    return hostile.sheet_xml("".join(rows)).encode()


def verdict(xml: bytes) -> str:
    try:
        measure(xml, SMALL)
    except TooFarError as error:
        return error.what
    return "fits"


@given(st.lists(places, max_size=12))
@settings(max_examples=150, deadline=None)
def test_the_quick_and_the_thorough_measure_agree(cells: list[tuple[int, int]]):
    fits = all(column <= COLUMNS and row <= ROWS for column, row in cells)
    assert verdict(sheet_of(cells, '"')) == verdict(sheet_of(cells, "'"))
    assert (verdict(sheet_of(cells, '"')) == "fits") == fits


@pytest.mark.parametrize("quote", ['"', "'"])
def test_a_sheet_that_is_full_within_its_corners_may_still_be_too_much(quote: str):
    """The quick measure, and the thorough one."""
    few = Limits(rows=ROWS, columns=COLUMNS, cells=5)
    row = [(column, 1) for column in range(1, 7)]
    assert measure(sheet_of(row[:5], quote), few) == 5
    with pytest.raises(TooFarError, match="cells"):
        measure(sheet_of(row, quote), few)


@given(st.lists(places, min_size=1, max_size=12), st.sampled_from(['"', "'"]))
@settings(max_examples=60, deadline=None)
def test_what_fits_is_laid_out_within_the_limits(cells: list[tuple[int, int]], quote: str):
    xml = sheet_of(sorted(cells, key=lambda place: place[1]), quote)
    assume(verdict(xml) == "fits")
    data = hostile.workbook(xml)
    with CalamineWorkbook.from_filelike(io.BytesIO(data)) as book:
        sheet = book.get_sheet_by_index(0)
    assert sheet.total_height <= ROWS
    assert sheet.total_width <= COLUMNS
