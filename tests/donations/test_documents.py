"""A certificate says what was handed over, the same for the same data, and nothing that does not belong there."""

import io
from dataclasses import replace
from datetime import date
from typing import Any

import pypdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from donations.documents import (
    CertificateData,
    CertificateKind,
    DeviceLine,
    Party,
    bast_pdf,
    date_in_words,
    pupil_line,
)
from ksbb.common.papers import qr_svg

DONOR = Party("Ratna Dewi", "Direktur Kemitraan", "NIK", "3173061234567890", "PT Cahaya Ilmu", "Jalan Contoh No. 12")
PRINCIPAL = Party(
    "Bambang Suryanto", "Kepala Sekolah", "NIP", "196805121994031004", "SMP Negeri 999", "Jalan Peta No. 5"
)
GUARDIAN = Party("Sumiyati", "Orang tua dari peserta didik", address="Tegal Alur, Kalideres")
TEACHER = Party("Rahmat Hidayat", "Guru Matematika", "NUPTK", "1234567890123456")
WITNESS = Party("Siti Maryam", "Kepala Satlak Kecamatan Kalideres", "NIP", "197201012000122001")


def device(number: int = 1, **changes: Any) -> DeviceLine:
    line = DeviceLine(
        number, "Tablet", "Samsung", "Galaxy Tab A9", "Bekas", "B", "IMEI", "356938035643809", "pengisi daya"
    )
    return replace(line, **changes)


def certificate(**changes: Any) -> CertificateData:
    data = CertificateData(
        kind=CertificateKind.DONOR_TO_SCHOOL,
        number="BAST/2027/03/7K4M-92QX",
        issued_on=date(2027, 3, 3),
        place="SMP Negeri 999, Kalideres",
        first_party=DONOR,
        second_party=PRINCIPAL,
        witness=WITNESS,
        devices=[device()],
        verify_url="https://ksbb.example/periksa/7K4M92QXPT5W/",
        verify_code="7K4M-92QX-PT5W",
        complaint_url="https://ksbb.example/lapor/",
    )
    return replace(data, **changes)


def to_guardian(**changes: Any) -> CertificateData:
    line = pupil_line("Aisyah Putri", "VIII-B", "0109321234")
    data = certificate(kind=CertificateKind.SCHOOL_TO_GUARDIAN, first_party=PRINCIPAL, second_party=GUARDIAN)
    return replace(data, recipient_line=line, **changes)


def to_teacher(**changes: Any) -> CertificateData:
    data = certificate(kind=CertificateKind.LOAN_TO_TEACHER, first_party=PRINCIPAL, second_party=TEACHER)
    return replace(data, **{"return_on": date(2028, 6, 30), **changes})


def opened(data: CertificateData) -> pypdf.PdfReader:
    return pypdf.PdfReader(io.BytesIO(bast_pdf(data)))


def pages_of(data: CertificateData) -> list[str]:
    """The words of each page, with every run of white space as one space."""
    return [" ".join(page.extract_text().split()) for page in opened(data).pages]


def text_of(data: CertificateData) -> str:
    return " ".join(pages_of(data))


@pytest.mark.parametrize(
    "words",
    [
        "BERITA ACARA SERAH TERIMA GAWAI",
        "Nomor: BAST/2027/03/7K4M-92QX",
        "Rabu, tanggal tiga, bulan Maret, tahun dua ribu dua puluh tujuh",
        "bertempat di SMP Negeri 999, Kalideres",
        "Ratna Dewi",
        "Direktur Kemitraan",
        "PT Cahaya Ilmu",
        "Jalan Contoh No. 12",
        "Bambang Suryanto",
        "Kepala Sekolah",
        "NIP : 196805121994031004",
        "Siti Maryam",
        "1 (satu) unit",
        "Samsung Galaxy Tab A9",
        "Bekas mutu B",
        "IMEI 356938035643809",
        "pengisi daya",
        "Gawai adalah hibah",
        "tidak boleh dijual, digadaikan",
        "GRATIS, tidak ada biaya apa pun.",
        "https://ksbb.example/lapor/",
        "https://ksbb.example/periksa/7K4M92QXPT5W/",
        "7K4M-92QX-PT5W",
        "PIHAK PERTAMA yang menyerahkan",
        "SAKSI",
        "Dokumen ini dibuat otomatis",
        "Halaman 1 dari 1",
    ],
)
def test_a_gift_to_a_school_says(words: str, gift_text: str) -> None:
    assert words in gift_text


@pytest.fixture(scope="module")
def gift_text() -> str:
    return text_of(certificate())


def test_a_pupil_owns_the_device_and_is_named_with_four_digits_only() -> None:
    text = text_of(to_guardian())
    assert "Gawai menjadi milik peserta didik" in text
    assert "Aisyah Putri, kelas VIII-B, NISN •••• 1234" in text
    assert "0109321234" not in text


def test_a_teacher_borrows_until_a_day() -> None:
    text = text_of(to_teacher())
    assert "BERITA ACARA PINJAM PAKAI GAWAI" in text
    assert "tetap milik sekolah dan dipinjamkan" in text
    assert "paling lambat Jumat, 30 Juni 2028" in text


def test_a_nik_is_never_printed_whole() -> None:
    pages = text_of(certificate())
    assert "3173061234567890" not in pages
    assert "•••• 7890" in pages


def test_values_are_added_and_written_in_words() -> None:
    text = text_of(certificate(devices=[device(1, value=2_500_000), device(2, value=1_000_001), device(3)]))
    assert "Rp3.500.001 (tiga juta lima ratus ribu satu rupiah), untuk 2 dari 3 unit yang nilainya dicatat" in text


def test_without_a_witness_a_place_stays_open() -> None:
    assert "nama jelas dan NIP" in text_of(certificate(witness=None))


def test_a_long_list_becomes_an_annex_with_its_header_on_every_page() -> None:
    first, *annex = pages_of(certificate(devices=[device(n, identity=f"SERI-{n:04}") for n in range(1, 121)]))
    assert "120 (seratus dua puluh) unit gawai yang dirinci dalam Lampiran" in first
    assert "PIHAK KEDUA yang menerima" in first
    assert len(annex) > 2
    assert all("Nomor identitas" in page for page in annex)
    assert all(f"SERI-{n:04}" in " ".join(annex) for n in range(1, 121))
    assert f"Halaman {len(annex) + 1} dari {len(annex) + 1}" in annex[-1]


@pytest.mark.parametrize("make", [to_guardian, to_teacher])
def test_one_device_fits_on_one_sheet(make: Any) -> None:
    assert len(pages_of(make())) == 1


@pytest.mark.parametrize(
    "name",
    [
        '#panic() #eval("1")',
        "$x^2$ *b* _c_ ~",
        "@ref <label> // /* x */",
        "a\\b `c` \"d\" 'e'",
        "= judul - + #{",
        "Đặng Ýñigo Жуков",
    ],
)
def test_a_name_is_only_ever_a_name(name: str) -> None:
    text = text_of(certificate(first_party=replace(DONOR, name=name), devices=[device(brand=name)]))
    assert text.count(name) >= 2


@given(st.text(max_size=40))
@settings(max_examples=15, deadline=None)
def test_any_text_makes_a_certificate(anything: str) -> None:
    party = Party(anything, anything, anything, anything, anything, anything)
    data = certificate(first_party=party, witness=party, place=anything, devices=[device(model=anything)])
    assert bast_pdf(data).startswith(b"%PDF-")


def test_letters_without_a_font_are_marked_and_explained() -> None:
    text = text_of(certificate(first_party=replace(DONOR, organisation="Yayasan 慈善 😀 Ж")))
    assert "Yayasan □□ □ Ж" in text
    assert "Tanda □ menggantikan huruf yang tidak dapat dicetak" in text


def test_a_direction_mark_cannot_turn_a_number_round() -> None:
    assert "196805121994031004" in text_of(
        certificate(second_party=replace(PRINCIPAL, identity="\u202e196805121994031004"))
    )


def test_names_and_serials_without_spaces_stay_on_the_paper() -> None:
    party = replace(DONOR, name="X" * 300, address="y" * 300)
    pages = pages_of(certificate(first_party=party, devices=[device(identity="Z" * 60, accessories="kabel " * 150)]))
    joined = "".join(pages).replace("\u200b", "").replace(" ", "")
    assert "X" * 300 in joined
    assert joined.count("kabel") == 150


def test_the_same_data_gives_the_same_bytes() -> None:
    assert bast_pdf(certificate()) == bast_pdf(certificate())
    assert bast_pdf(certificate()) != bast_pdf(certificate(verify_code="7K4M-92QX-PT5X"))


def test_the_file_introduces_itself_and_is_accessible() -> None:
    root: Any = opened(certificate()).root_object
    metadata: Any = opened(certificate()).metadata
    assert metadata.title == "Berita Acara Serah Terima Gawai Nomor BAST/2027/03/7K4M-92QX"
    assert root["/Lang"].startswith("id")
    assert root["/MarkInfo"]["/Marked"]
    assert b"pdfuaid:part" in root["/Metadata"].get_data()


def test_the_file_carries_the_day_of_the_handover_not_of_the_printing() -> None:
    metadata: Any = opened(certificate()).metadata
    assert metadata.creation_date.date() == metadata.modification_date.date() == date(2027, 3, 3)


def test_the_check_address_can_be_clicked_and_scanned() -> None:
    page: Any = opened(certificate()).pages[0]
    links = {str(note.get_object()["/A"]["/URI"]) for note in page["/Annots"]}
    assert links == {"https://ksbb.example/periksa/7K4M92QXPT5W/", "https://ksbb.example/lapor/"}
    assert qr_svg("https://ksbb.example/periksa/a/") != qr_svg("https://ksbb.example/periksa/b/")


@pytest.mark.parametrize(
    "data",
    [
        certificate(devices=[]),
        to_teacher(return_on=None),
        to_teacher(return_on=date(2027, 3, 2)),
        replace(to_guardian(), recipient_line=""),
        replace(to_guardian(), recipient_line="Aisyah, NISN 0109321234"),
        replace(to_guardian(), recipient_line="Aisyah, NIK 3173 0612 3456 7890"),
    ],
    ids=["no device", "no return date", "returned before lent", "no pupil", "whole NISN", "whole NIK"],
)
def test_an_impossible_certificate_is_refused(data: CertificateData) -> None:
    with pytest.raises(ValueError):
        bast_pdf(data)


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(2026, 1, 1), "Kamis, tanggal satu, bulan Januari, tahun dua ribu dua puluh enam"),
        (date(2027, 2, 11), "Kamis, tanggal sebelas, bulan Februari, tahun dua ribu dua puluh tujuh"),
        (date(2028, 12, 31), "Minggu, tanggal tiga puluh satu, bulan Desember, tahun dua ribu dua puluh delapan"),
    ],
)
def test_a_date_is_read_aloud(day: date, words: str) -> None:
    assert date_in_words(day) == words


def test_a_pupil_without_nisn_or_class_is_only_a_name() -> None:
    assert pupil_line("Aisyah Putri", "") == "Aisyah Putri"
