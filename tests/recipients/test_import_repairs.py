"""The workbook of rows to repair (Q26): given back as uploaded, repaired, uploaded again: nobody twice, nobody lost."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from openpyxl import Workbook, load_workbook

from ksbb.authority.actors import Actor
from ksbb.common.refusals import Forbidden, Refused
from ksbb.imports.models import ImportRun
from ksbb.imports.states import ImportState
from recipients.actions.apply_import import apply_import
from recipients.actions.download_repairs import download_repairs
from recipients.actions.refuse_import import refuse_import
from recipients.actions.wipe_rows import wipe_rows
from recipients.models import Identity, Recipient
from schools.models import School
from tests.factories.workbooks import PUPIL_COLUMNS, pupil, pupil_csv, pupil_workbook
from tests.recipients.uploads import applied, counted, rehearsed

ClientAs = Callable[[Actor], Client]
ROWS, EVERY = 400, 20
KINDS = ("nik_short", "nik_as_number", "nisn_zero_lost", "date_absurd", "sex_odd", "name_empty", "name_formula")
FAULTS = {n: KINDS[n // EVERY % len(KINDS)] for n in range(7, ROWS, EVERY)}
NIK, NISN, NAME = (PUPIL_COLUMNS.index(name) for name in ("NIK", "NISN", "Nama"))


def opened(data: bytes) -> Workbook:
    return load_workbook(io.BytesIO(data))


def repaired(data: bytes, *, first: int = 7, every: int = EVERY) -> bytes:
    """The workbook after a person has put every row right, by Dapodik; Status and Alasan stay where they are."""
    book = opened(data)
    sheet = book.worksheets[0]
    for at, row in enumerate(sheet.iter_rows(min_row=7, max_col=len(PUPIL_COLUMNS))):
        right = pupil(first + at * every)
        for cell, column in zip(row, PUPIL_COLUMNS, strict=True):
            cell.value = right.get(column, "") or None
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_repairing_loses_nobody_and_doubles_nobody(school: School, operator: Actor) -> None:
    run = applied(school, pupil_workbook(ROWS, faults=FAULTS), operator)
    assert counted(run)["new"] == ROWS - len(FAULTS)
    again = applied(school, repaired(download_repairs(run=run, actor=operator)), operator)
    assert counted(again) == {"new": len(FAULTS)}
    assert Recipient.objects.registered().count() == ROWS
    assert Identity.objects.filter(purpose="nik").count() == Identity.objects.filter(purpose="nisn").count() == ROWS
    assert counted(rehearsed(school, pupil_workbook(ROWS), operator)) == {"unchanged": ROWS}


def test_those_outside_the_repair_are_not_called_missing(school: School, operator: Actor) -> None:
    run = applied(school, pupil_workbook(4, faults={1: "nik_short"}), operator)
    again = rehearsed(school, repaired(download_repairs(run=run, actor=operator), first=1), operator)
    assert counted(again) == {"new": 1}
    assert "tetap terdaftar" in again.remarks[0]


def test_rows_come_back_as_they_were_uploaded(school: School, operator: Actor) -> None:
    planted = {0: {"NIK": 3173061234567890, "RT": 7}}
    run = rehearsed(school, pupil_workbook(2, changes=planted), operator)
    sheet = opened(download_repairs(run=run, actor=operator)).worksheets[0]
    [row] = sheet.iter_rows(min_row=7)
    assert sheet["A2"].value == "SD NEGERI CONTOH 01"
    assert (row[NIK].value, row[PUPIL_COLUMNS.index("RT")].value) == (3173061234567890, 7)
    assert (row[NISN].value, row[NISN].data_type) == (pupil(0)["NISN"], "s")


def test_the_right_number_can_be_typed_over_a_rounded_one(school: School, operator: Actor) -> None:
    run = rehearsed(school, pupil_workbook(2, faults={1: "nik_as_number"}), operator)
    cell = opened(download_repairs(run=run, actor=operator)).worksheets[0].cell(7, NIK + 1)
    assert (cell.data_type, cell.number_format) == ("n", "@"), "Excel keeps sixteen digits that are typed into text"


def test_what_looks_like_a_formula_comes_back_as_text(school: School, operator: Actor) -> None:
    planted = {0: {"Nama": "=cmd|'/c calc'!A1", "Alamat": "=1+1"}}
    run = rehearsed(school, pupil_csv(2, changes=planted), operator)
    [row] = opened(download_repairs(run=run, actor=operator)).worksheets[0].iter_rows(min_row=7)
    assert (row[NAME].value, row[NAME].data_type) == ("=cmd|'/c calc'!A1", "s")
    assert row[PUPIL_COLUMNS.index("Alamat")].data_type == "s"


def test_status_and_reason_stand_behind_and_faults_are_coloured(school: School, operator: Actor) -> None:
    faults = {0: "nik_short", 1: "nisn_zero_lost"}
    run = rehearsed(school, pupil_workbook(3, faults=faults), operator)
    sheet = opened(download_repairs(run=run, actor=operator)).worksheets[0]
    rows = list(sheet.iter_rows(min_row=5))
    assert [cell.value for cell in rows[0][-2:]] == ["Status", "Alasan"]
    assert rows[2][-2].value == "Perlu diperbaiki"
    assert "NIK harus 16 angka" in rows[2][-1].value
    assert rows[2][NIK].fill.fgColor.rgb.endswith("FFC7CE")
    assert rows[3][-2].value == "Perlu jawaban"
    assert rows[3][NISN].fill.fgColor.rgb.endswith("FFEB9C")
    assert rows[2][NISN].fill.fill_type is None


def test_what_is_only_doubtful_stands_among_the_reasons_too(school: School, operator: Actor) -> None:
    run = rehearsed(school, pupil_workbook(1, faults={0: "nik_short"}, changes={0: {"HP": "12"}}), operator)
    [row] = opened(download_repairs(run=run, actor=operator)).worksheets[0].iter_rows(min_row=7)
    assert "Periksa juga: HP: Nomor HP tidak dikenali" in row[-1].value
    assert row[PUPIL_COLUMNS.index("HP")].fill.fgColor.rgb.endswith("FFEB9C")


def test_a_repair_that_is_still_wrong_comes_back_with_one_pair_of_marks(school: School, operator: Actor) -> None:
    run = rehearsed(school, pupil_workbook(2, faults={0: "nik_short"}), operator)
    again = rehearsed(school, download_repairs(run=run, actor=operator), operator)
    assert counted(again) == {"problem": 1}
    header = list(opened(download_repairs(run=again, actor=operator)).worksheets[0].iter_rows(min_row=5, max_row=5))[0]
    assert [cell.value for cell in header].count("Status") == 1


def test_only_the_school_takes_its_rows_out(
    school: School, operator: Actor, outsider: Actor, client_as: ClientAs
) -> None:
    run = rehearsed(school, pupil_workbook(2, faults={0: "nik_short"}), operator)
    with pytest.raises(Forbidden):
        download_repairs(run=run, actor=outsider)
    answer = client_as(operator).get(f"/penerima/unggah/{run.public_id}/perbaikan.xlsx")
    assert "attachment" in answer["Content-Disposition"]
    assert pupil(0)["Nama"] not in answer["Content-Disposition"]


def test_good_rows_keep_no_cells_and_the_rest_is_sealed(school: School, operator: Actor) -> None:
    run = applied(school, pupil_workbook(3, faults={0: "nik_short"}), operator)
    cells = {row.number: bytes(row.cells_sealed) for row in run.rows.all()}
    assert (cells[8], cells[9]) == (b"", b"")
    assert pupil(0)["Nama"].encode() not in cells[7]


def test_after_thirty_days_nothing_is_left_to_download(school: School, operator: Actor) -> None:
    run = applied(school, pupil_workbook(3, faults={0: "nik_short"}), operator)
    assert wipe_rows() == 0
    a_month_ago(run)
    assert wipe_rows() == 1
    run.refresh_from_db()
    assert {bytes(row.cells_sealed) + bytes(row.label_sealed) for row in run.rows.all()} == {b""}
    with pytest.raises(Refused, match="dihapus"):
        download_repairs(run=run, actor=operator)


def test_after_thirty_days_the_names_of_file_and_title_are_gone_too(school: School, operator: Actor) -> None:
    old = rehearsed(school, pupil_workbook(1, school="Les Bu Rekaan"), operator, name="anak Bu Rekaan.xlsx")
    young = rehearsed(school, pupil_workbook(2), operator, name="kemarin.xlsx")
    a_month_ago(old)
    wipe_rows()
    old.refresh_from_db()
    young.refresh_from_db()
    assert "Rekaan" not in f"{old.file_name} {old.remarks}"
    assert young.file_name == "kemarin.xlsx"


def test_a_file_that_nobody_decides_about_is_refused_after_thirty_days(school: School, operator: Actor) -> None:
    run = rehearsed(school, pupil_workbook(3), operator)
    a_month_ago(run)
    wipe_rows()
    run.refresh_from_db()
    assert run.state == ImportState.REFUSED
    assert not run.rows.exists()
    with pytest.raises(Refused):
        apply_import(run=run, actor=operator)


def test_a_refused_file_leaves_no_head(school: School, operator: Actor) -> None:
    run = rehearsed(school, pupil_workbook(3), operator)
    assert refuse_import(run=run, actor=operator).head_sealed == b""


def a_month_ago(run: ImportRun) -> None:
    then = timezone.now() - timedelta(days=31)
    ImportRun.objects.filter(pk=run.pk).update(read_at=then, rehearsed_at=then)
