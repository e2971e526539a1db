"""What the cells of a Dapodik file mean in the words of the register."""

from __future__ import annotations

import pytest

from recipients import models
from recipients.dapodik import Employment, IncomeBand
from recipients.dapodik.values import PIP_REASONS, employment_of, grade_of, highest, income_band, phone_of, place_name
from tests.recipients.test_dapodik import the_facts, the_pupil, the_teacher, warnings


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


def test_a_name_whose_letters_were_read_wrongly_is_put_right_and_told():
    broken = "José Muñoz D’Souza".encode().decode("cp1252")
    assert the_facts(Nama=broken, **{"Tempat Lahir": "CuraÃ§ao"}).full_name == "José Muñoz D’Souza"
    assert warnings(the_pupil(Nama=broken)) == [("Nama", "name_mended")]
    assert warnings(the_pupil(Nama="José Muñoz D’Souza")) == []


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
