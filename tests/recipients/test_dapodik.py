"""A Dapodik workbook becomes facts or problems, row by row; what the programme does not need is never read."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ksbb.imports.reading import SheetRefused, SheetRow
from recipients import models
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
from recipients.dapodik.layout import OUR_STUDENTS, OUR_TEACHERS, STUDENTS, STUDENTS_LEFT, TEACHERS, Columns, Layout
from recipients.dapodik.rows import RowReader
from recipients.dapodik.values import PIP_REASONS, employment_of, grade_of, highest, income_band, phone_of, place_name
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


# Faults, one at a time: row, column, reason; the rows around them are untouched.


@pytest.mark.parametrize(
    ("fault", "expected"),
    [
        ("nik_as_number", [("NIK", "nik_digits_lost")]),
        ("nik_short", [("NIK", "nik_shape")]),
        ("nik_empty", [("NIK", "nik_empty")]),
        ("nik_is_kk", [("NIK", "nik_equals_kk")]),
        ("nik_repeated", [("NIK", "nik_repeated")]),
        ("nisn_repeated", [("NISN", "nisn_repeated")]),
        ("nisn_zeros_lost", [("NISN", "nisn_zero_lost")]),
        ("kk_as_number", [("No KK", "family_card_digits_lost")]),
        ("name_empty", [("Nama", "name_empty")]),
        ("name_picture", [("Nama", "name_odd")]),
        ("name_formula", [("Nama", "name_odd")]),
        ("date_absurd", [("Tanggal Lahir", "birth_date")]),
        ("sex_odd", [("JK", "sex")]),
        ("text_of_a_megabyte", [("Nama", "too_long")]),
    ],
)
def test_a_fault_fails_its_own_row_with_column_and_reason(fault: str, expected: list[tuple[str, str]]):
    rows = parsed(pupil_workbook(6, faults={3: fault}))
    assert [problems(row) for row in rows] == [[], [], [], expected, [], []]
    assert [row.facts is None for row in rows] == [False, False, False, True, False, False]


def test_the_second_of_two_equal_rows_names_the_first():
    first, second = parsed(pupil_workbook(2, changes={1: workbooks.pupil(0)}))
    assert first.facts is not None
    assert problems(second) == [("NIK", "nik_repeated"), ("NISN", "nisn_repeated")]
    assert f"baris {first.number}" in second.problems[0].message


def test_doubles_are_told_anew_at_every_reading():
    file = opened(pupil_workbook(3))
    assert list(file.rows()) == list(file.rows())


@pytest.mark.parametrize("born", ["2025-06-01", "2027-01-01", "1900-01-01"])
def test_an_implausible_birth_date_is_a_problem(born: str):
    assert ("Tanggal Lahir", "birth_date_implausible") in problems(the_pupil(**{"Tanggal Lahir": born}))


@pytest.mark.parametrize("name", ["<b>Ayu</b>", "=1+1", "@ayu", "12345", "A" * 151, "A\u0000{}"])
def test_what_is_no_name_is_a_problem(name: str):
    columns = Columns({"name": "nama"}, {field: names[0] for field, names in STUDENTS.fields.items()}, ())
    row = RowReader(columns, STUDENTS, TODAY).read(SheetRow(7, {"nama": name}))
    assert problems(row)[0][0] == "Nama"


@pytest.mark.parametrize("name", ["Siti  Nur'aini", "M. Al-Fatih", "Muh. Syafi`i, S.Pd.", "Nyoman\xa0Ayu", "José"])
def test_names_as_people_write_them_are_accepted(name: str):
    assert the_facts(Nama=name).full_name == " ".join(name.split())


def test_a_comma_too_many_in_a_text_file_is_told_before_the_row_is_believed():
    data = workbooks.pupil_csv(2).replace(b"Bimo", b"x") + b"1,Ayu" + b",0" * 80
    assert ("Nama", "too_many_values") in problems(parsed(data)[-1])


cells = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=30), st.dates(), st.datetimes()
)
LAYOUTS = st.sampled_from([STUDENTS, STUDENTS_LEFT, OUR_STUDENTS, TEACHERS, OUR_TEACHERS])


@given(LAYOUTS, st.data())
@settings(max_examples=200, deadline=None)
def test_no_cell_is_too_odd(layout: Layout, data: st.DataObject):
    fields = layout.fields
    columns = Columns({field: field for field in fields}, {field: names[0] for field, names in fields.items()}, ())
    values = {field: data.draw(cells, field) for field in fields}
    row = RowReader(columns, layout, TODAY).read(SheetRow(9, values))
    assert (row.facts is None) == bool(row.problems or row.note)
    assert [problem for problem in (*row.problems, *row.warnings) if not problem.message.endswith((".", "…"))] == []


# What cells mean


@pytest.mark.parametrize(
    ("group", "grade"),
    [
        *(("Kelas 6A", 6), ("VI-A", 6), ("VIIA", 7), ("XII IPA 1", 12), ("X TKJ", 10), ("6A", 6), ("7.1", 7)),
        *(
            ("VII.3", 7),
            ("Kls 6", 6),
            ("Kelas1A", 1),
            ("X1", 10),
            ("XIII TKJ 2", 13),
            ("Paket C XI", 11),
            ("xi-mipa-2", 11),
        ),
        *(("SDLB 3", 3), ("2024-6A", 6), ("Kelas X.1", 10), ("10 MIPA 2", 10), ("Kelas IV Melati", 4), ("IX B", 9)),
        *(("TK B", None), ("Kelompok A", None), ("", None), ("IPA 1", None), ("Kelas 14", None), ("2024", None)),
    ],
)
def test_the_grade_is_read_out_of_a_rombel(group: str, grade: int | None):
    assert grade_of(group) == grade


@pytest.mark.parametrize(
    ("text", "band"),
    [
        ("Tidak Berpenghasilan", "none"),
        ("Kurang dari Rp. 500,000", "lt_500k"),
        ("Rp. 500,000 - Rp. 999,999", "500k_1m"),
        ("Rp. 1,000,000 – Rp. 1,999,999", "1m_2m"),
        ("Rp. 2,000,000 \u00e2\u20ac\u201c Rp. 4,999,999", "2m_5m"),
        ("Rp. 5.000.000 - Rp. 20.000.000", "5m_20m"),
        ("Lebih dari Rp. 20,000,000", "gt_20m"),
        ("99", "none"),
        (11, "lt_500k"),
        ("16", "gt_20m"),
        (1500000, "1m_2m"),
        ("", "unknown"),
        ("0", "unknown"),
        ("cukup", "unknown"),
        ("9" * 60, "unknown"),
    ],
)
def test_an_income_is_read_into_its_band(text: object, band: str):
    assert income_band(text) == band  # type: ignore[arg-type]


def test_the_household_counts_by_its_main_earner():
    facts = the_facts(
        **{"Data Ayah › Penghasilan": "Tidak Berpenghasilan", "Data Ibu › Penghasilan": "Rp. 1,000,000 - Rp. 1,999,999"}
    )
    assert facts.income_band == IncomeBand.FROM_1M
    assert highest((IncomeBand.UNKNOWN, IncomeBand.NONE, IncomeBand.UNKNOWN)) == IncomeBand.NONE


@pytest.mark.parametrize(
    ("text", "group"),
    [
        *(("PNS", "pns"), ("PNS Diperbantukan", "pns"), ("PNS Depag", "pns"), ("CPNS", "cpns"), ("PPPK", "pppk")),
        *(("GTY/PTY", "foundation"), ("GTT/PTT Provinsi", "honorer"), ("Guru Bantu Pusat", "honorer")),
        *(
            ("Guru Honor Sekolah", "honorer"),
            ("Tenaga Honor Sekolah", "honorer"),
            ("Honor Daerah TK.I Provinsi", "honorer"),
        ),
        *(("Non PNS", "honorer"), ("Lainnya", "other"), ("Relawan", "other"), ("-", "unknown")),
    ],
)
def test_an_employment_status_is_read_into_its_group(text: str, group: str):
    assert employment_of(text) == group


@pytest.mark.parametrize(
    ("cells", "orphan"),
    [
        ({"Layak PIP (usulan dari sekolah)": "Ya", "Alasan Layak PIP": "Yatim Piatu/Panti Asuhan/Panti Sosial"}, True),
        (
            {"Layak PIP (usulan dari sekolah)": "Tidak", "Alasan Layak PIP": "Yatim Piatu/Panti Asuhan/Panti Sosial"},
            False,
        ),
        ({"Jenis Tinggal": "Panti asuhan"}, True),
        ({"Jenis Tinggal": "Wali"}, False),
    ],
)
def test_an_orphan_is_told_by_the_pip_reason_or_the_home(cells: dict[str, str], orphan: bool):
    assert the_facts(**cells).orphan is orphan


@pytest.mark.parametrize(("text", "disability"), [("Tidak ada", False), ("-", False), ("A - Tuna netra", True)])
def test_special_needs_are_a_yes_or_no(text: str, disability: bool):
    assert the_facts(**{"Kebutuhan Khusus": text}).disability is disability


def test_a_pip_reason_takes_dapodiks_spelling():
    cells = {"Layak PIP (usulan dari sekolah)": "Ya", "Alasan Layak PIP": "siswa miskin / rentan miskin"}
    assert the_facts(**cells).pip_reason in PIP_REASONS


@pytest.mark.parametrize(
    ("cells", "phone"),
    [
        (("0812-3456-7890", ""), "+6281234567890"),
        ((81234567890, None), "+6281234567890"),
        (("62 812 3456 7890", "021-5550001"), "+6281234567890"),
        (("", "(021) 555-0001"), "+62215550001"),
        (("08123 / 081234567890", ""), "+6281234567890"),
        (("0", "-"), ""),
        (("tidak punya", ""), ""),
    ],
)
def test_a_phone_is_normalised_and_the_mobile_comes_first(cells: tuple[object, ...], phone: str):
    assert phone_of(*cells)[0] == phone  # type: ignore[arg-type]


def test_doubtful_side_facts_warn_but_keep_nobody_out():
    cells = {"HP": "12", "Rombel Saat Ini": "Mawar", "Penerima KIP": "mungkin", "Data Ayah › Penghasilan": "cukup"}
    row = the_pupil(**cells)
    assert row.facts is not None
    assert warnings(row) == [
        ("HP", "phone"),
        ("Rombel Saat Ini", "grade"),
        ("Penerima KIP", "yes_no"),
        ("Data Ayah › Penghasilan", "income"),
    ]


def test_a_teacher_without_status_or_with_an_odd_start_is_warned_about():
    row = the_teacher(**{"Status Kepegawaian": "", "TMT Pengangkatan": "sudah lama"})
    assert row.facts is not None
    assert warnings(row) == [("TMT Pengangkatan", "service_start"), ("Status Kepegawaian", "employment")]


@pytest.mark.parametrize(
    ("text", "name"), [("Kec. Kali Deres", "Kali Deres"), ("Kel Semanan", "Semanan"), ("Kelapa Dua", "Kelapa Dua")]
)
def test_a_place_loses_the_word_for_its_level(text: str, name: str):
    assert place_name(text) == name


def test_the_words_of_a_file_are_the_words_of_the_register():
    assert set(IncomeBand) == set(models.IncomeBand.values)
    assert set(Employment) == set(models.Employment.values)


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
