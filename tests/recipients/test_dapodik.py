"""A Dapodik workbook becomes facts or problems, row by row; what the programme does not need is never read."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ksbb.imports.reading import SheetRefused
from recipients.dapodik import (
    DapodikFile,
    Employment,
    IncomeBand,
    Kind,
    ParsedRow,
    RecipientFacts,
    read_dapodik,
    same_school,
)
from tests.factories import workbooks
from tests.factories.workbooks import FIRST_PUPIL_ROW, PUPIL_COLUMNS, TEACHER_COLUMNS, pupil_workbook, teacher_workbook
from tests.shared_data import shared_file

TODAY = date(2026, 1, 20)


def opened(data: bytes) -> DapodikFile:
    return read_dapodik(data, today=TODAY)


def parsed(data: bytes) -> list[ParsedRow]:
    return list(opened(data).rows())


def the_pupil(**cells: object) -> ParsedRow:
    return parsed(pupil_workbook(1, changes={0: cells}))[0]


def the_facts(**cells: object) -> RecipientFacts:
    facts = the_pupil(**cells).facts
    assert facts is not None
    return facts


def the_teacher(**cells: object) -> ParsedRow:
    return parsed(teacher_workbook(1, changes={0: cells}))[0]


def problems(row: ParsedRow) -> list[tuple[str, str]]:
    return [(problem.column, problem.code) for problem in row.problems]


def warnings(row: ParsedRow) -> list[tuple[str, str]]:
    return [(problem.column, problem.code) for problem in row.warnings]


def refusal(data: bytes) -> SheetRefused:
    with pytest.raises(SheetRefused) as caught:
        opened(data)
    return caught.value


# The file


def test_a_pupil_file_is_recognised_and_says_whose_it_is():
    file = opened(pupil_workbook(3, school="SDN REKAAN 07"))
    assert (file.kind, file.school_name_in_file, file.missing_columns) == (Kind.STUDENT, "SDN REKAAN 07", ())
    assert (file.title.district_name, file.title.city_name) == ("Kali Deres", "Kota Jakarta Barat")


def test_teacher_and_staff_files_are_told_apart():
    assert opened(teacher_workbook(1)).kind is Kind.TEACHER
    assert opened(teacher_workbook(1, staff=True)).kind is Kind.STAFF


def test_every_row_of_a_clean_file_becomes_a_person():
    rows = parsed(pupil_workbook(60))
    assert [row.number for row in rows] == list(range(FIRST_PUPIL_ROW, FIRST_PUPIL_ROW + 60))
    assert [(row.problems, row.warnings) for row in rows] == [((), ())] * 60
    assert [row.facts.full_name for row in rows if row.facts] == [workbooks.pupil(n)["Nama"] for n in range(60)]


def test_a_pupil_is_read_whole():
    source = workbooks.pupil(0)
    assert parsed(pupil_workbook(1))[0].facts == RecipientFacts(
        kind=Kind.STUDENT,
        full_name="Arka Contohwan",
        sex="L",
        birth_date=date(2018, 1, 1),
        nik=source["NIK"],
        birth_place="JAKARTA",
        nisn=source["NISN"],
        class_group="Kelas 1A",
        grade=1,
        rt="001",
        rw="001",
        village_name="Kalideres",
        district_name="Kali Deres",
        phone="+6281200000000",
        family_card=source["No KK"],
        mother_name=source["Data Ibu › Nama"],
        has_kps=True,
        has_kip=True,
        orphan=False,
        disability=False,
        income_band=IncomeBand.NONE,
    )


def test_a_teacher_is_read_whole():
    source = workbooks.teacher(0)
    assert parsed(teacher_workbook(1))[0].facts == RecipientFacts(
        kind=Kind.TEACHER,
        full_name="Arka Contohwan, S.Pd.",
        sex="L",
        birth_date=date(1975, 1, 1),
        nik=source["NIK"],
        birth_place="JAKARTA",
        nuptk=source["NUPTK"],
        rt="001",
        rw="002",
        village_name="Kalideres",
        district_name="Kali Deres",
        phone="+6281300000000",
        family_card=source["No KK"],
        mother_name="Ibu Rekaan",
        employment=Employment.HONORER,
        ptk_type="Guru Kelas",
        service_started_on=date(2015, 7, 1),
    )


def test_columns_that_are_not_needed_are_dropped_on_reading():
    file = opened(pupil_workbook(5))
    kept = {key for row in file._sheet.rows for key in row.values}
    banned = (
        "ayah › nama",
        "wali › nama",
        "nik ayah",
        "› nik",
        "bank",
        "rekening",
        "akta",
        "berat",
        "lingkar",
        "agama",
        "e-mail",
    )
    assert [key for key in kept for word in banned if word in key] == []


def test_no_result_holds_a_parents_nik_or_bank_account():
    source = workbooks.pupil(3)
    secrets = [source["Data Ayah › NIK"], source["Data Ibu › NIK"], source["Nomor Rekening Bank"]]
    whole = str(
        [
            (row, row.facts and [getattr(row.facts, name) for name in row.facts.__slots__])
            for row in parsed(pupil_workbook(6))
        ]
    )
    assert [secret for secret in secrets if secret in whole] == []


def test_a_row_can_be_given_back_for_repair_with_its_faulty_cell():
    file = read_dapodik(pupil_workbook(2, faults={1: "nik_short"}), today=TODAY, raw=True)
    row = list(file.rows())[1]
    source = workbooks.pupil(1)
    assert row.raw[file.columns[row.problems[0].column]] == source["NIK"][:15]
    assert row.raw[PUPIL_COLUMNS.index("Nomor Rekening Bank")] == source["Nomor Rekening Bank"]
    assert (len(file.head), file.head[4][file.columns["NIK"]]) == (6, "NIK")


def test_a_column_that_the_file_lacks_has_no_place():
    assert "HP" not in opened(pupil_workbook(1, columns=[name for name in PUPIL_COLUMNS if name != "HP"])).columns


def test_the_representation_of_a_row_names_nobody():
    row = parsed(pupil_workbook(1))[0]
    source = workbooks.pupil(0)
    secrets = ("Nama", "NIK", "NISN", "HP", "Tanggal Lahir", "No KK", "Data Ibu › Nama")
    assert [key for key in secrets if source[key] in repr(row)] == []


SINGLE = [*PUPIL_COLUMNS[:24], *PUPIL_COLUMNS[42:]]
MERGED = [PUPIL_COLUMNS[24:30], PUPIL_COLUMNS[30:36], PUPIL_COLUMNS[36:42]]


@given(st.permutations([*([name] for name in SINGLE), *MERGED]))
@settings(max_examples=8, deadline=None)
def test_the_order_of_columns_does_not_matter(groups: list[list[str]]):
    shuffled = [name for group in groups for name in group]
    assert parsed(pupil_workbook(3, columns=shuffled)) == parsed(pupil_workbook(3))


def test_the_same_list_as_text_gives_the_same_people():
    people = parsed(pupil_workbook(20))
    assert parsed(workbooks.pupil_csv(20)) == people
    assert parsed(workbooks.pupil_csv(20, delimiter=";", encoding="cp1252")) == people


def test_a_column_that_is_missing_but_not_needed_is_told_and_read_as_empty():
    file = opened(pupil_workbook(1, columns=[name for name in PUPIL_COLUMNS if name != "Penerima KIP"]))
    assert file.missing_columns == ("Penerima KIP",)
    assert [row.facts.has_kip for row in file.rows() if row.facts] == [None]


def test_a_needed_column_that_is_missing_refuses_the_file():
    error = refusal(pupil_workbook(1, columns=[name for name in PUPIL_COLUMNS if name not in ("NIK", "JK")]))
    assert (error.code, "JK, NIK" in error.reason) == ("missing_columns", True)


def test_a_file_whose_two_header_rows_were_flattened_is_refused_not_guessed():
    flat = [name.rpartition(" › ")[2] for name in PUPIL_COLUMNS]
    assert refusal(pupil_workbook(1, columns=flat)).code == "repeated_columns"


def test_a_file_without_its_title_is_told_by_its_columns():
    pupils = workbooks._workbook("Data", "", PUPIL_COLUMNS, [workbooks.pupil(0)], two_rows=True)
    rows = [workbooks.teacher(0), workbooks.teacher(1) | {"Jenis PTK": "Tenaga Administrasi Sekolah"}]
    teachers = workbooks._workbook("Data", "", TEACHER_COLUMNS, rows, two_rows=False)
    assert opened(pupils).kind is Kind.STUDENT
    assert [row.kind for row in parsed(teachers)] == [Kind.TEACHER, Kind.STAFF]


def test_a_table_of_something_else_is_refused():
    assert refusal(
        workbooks._workbook("Aset", "SD", ["Nama", "RT", "RW"], [{"Nama": "Meja"}], two_rows=False)
    ).code == ("unknown_file")


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("SD NEGERI KALIDERES 01 PG.", "SDN Kalideres 1 Pagi", True),
        ("SMPN 152", "SMP Negeri 152", True),
        ("SMAS TAMAN MADYA I JAKARTA", "SMA Taman Madya I", True),
        ("SD N PELA MAMPANG 14 PG", "SDN PELA MAMPANG 14", True),
        ("SDN KALIDERES 01", "SDN KALIDERES 02", False),
        ("SDN KALIDERES 01", "SDS KALIDERES 01", False),
        ("", "SDN KALIDERES 01", False),
        ("JAKARTA", "DKI", False),
    ],
)
def test_two_spellings_of_one_school_are_recognised(one: str, other: str, same: bool):
    assert (same_school(one, other), same_school(other, one)) == (same, same)


# The files that lie beside the project


@pytest.mark.parametrize(
    ("pattern", "kind", "people"),
    [
        ("dapodik/*_pd-*.xlsx", "student", 12),
        ("dapodik/*guru*.xlsx", "teacher", 5),
        ("dapodik/*tendik*.xlsx", "staff", 2),
    ],
)
def test_the_synthetic_exports_are_read_without_a_problem(pattern: str, kind: str, people: int):
    file = opened(shared_file(pattern).read_bytes())
    rows = list(file.rows())
    assert (file.kind, file.school_name_in_file, file.missing_columns) == (kind, "SD NEGERI CONTOH 01", ())
    assert [(row.kind, row.problems, bool(row.facts or row.note)) for row in rows] == [(kind, (), True)] * people


def test_our_own_workbooks_have_the_columns_of_the_synthetic_ones():
    ours, theirs = opened(pupil_workbook(1)), opened(shared_file("dapodik/*_pd-*.xlsx").read_bytes())
    assert ours._sheet.headers == theirs._sheet.headers
    ours, theirs = opened(teacher_workbook(1)), opened(shared_file("dapodik/*guru*.xlsx").read_bytes())
    assert ours._sheet.headers == theirs._sheet.headers
