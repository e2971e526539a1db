"""What people read is plain Indonesian: short sentences, words of home, one form of address, numbers and days as written here."""

from __future__ import annotations

import re
from datetime import date
from functools import cache

import pytest
from django.template import engines
from django.utils import translation
from django.utils.formats import date_format
from lokal import format_rupiah, terbilang

from donations.documents import date_in_words
from donations.policies_books import rupiah
from ksbb.common.papers import long_date
from tests.house.test_words import TEMPLATES, python_files, words_of_python, words_of_template

# Words in one breath. A pause (; :) ends it as a full stop does.
LONGEST = 25

# Word → what it is called here. English that has an Indonesian name, and words of the office that nobody says at home.
ENGLISH = {
    "account": "akun",
    "browser": "peramban",
    "cancel": "batal",
    "click": "pilih",
    "dashboard": "beranda",
    "deadline": "batas waktu",
    "delete": "hapus",
    "device": "gawai",
    "download": "unduh",
    "edit": "ubah",
    "feedback": "masukan",
    "file": "berkas",
    "gadget": "gawai",
    "handphone": "HP",
    "home": "beranda",
    "input": "isi",
    "klik": "pilih",
    "link": "tautan",
    "login": "masuk",
    "logout": "keluar",
    "offline": "tanpa jaringan",
    "online": "lewat internet",
    "password": "kata sandi",
    "print": "cetak",
    "report": "laporan",
    "scan": "pindai",
    "setting": "pengaturan",
    "settings": "pengaturan",
    "submit": "kirim",
    "tracking": "lacak",
    "update": "perbarui",
    "upload": "unggah",
    "user": "pengguna",
    "username": "alamat e-mail",
    "website": "situs",
}
OFFICE = {
    "adapun": "(hapus)",
    "apabila": "bila",
    "bahwasanya": "bahwa",
    "bilamana": "bila",
    "dikarenakan": "karena",
    "diperkenankan": "boleh",
    "dipergunakan": "dipakai",
    "ditindaklanjuti": "ditangani",
    "eskalasi": "diteruskan",
    "guna": "untuk",
    "implementasi": "pelaksanaan",
    "manakala": "ketika",
    "menindaklanjuti": "menangani",
    "menindaklanjutinya": "menanganinya",
    "merupakan": "adalah",
    "optimalisasi": "perbaikan",
    "otentikasi": "masuk",
    "registrasi": "pendaftaran",
    "sehubungan": "karena",
    "selaku": "sebagai",
    "senantiasa": "selalu",
    "verval": "pemeriksaan",
}
REPLACED = ENGLISH | OFFICE
ADDRESS = re.compile(r"\b(?:[Kk]amu|[Kk]alian|[Ee]ngkau|KAMU|anda)\b")

BLANK = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}|<[^>]+>|“[^”]*”|https?://\S+|\w+/[\w./-]+")
PAUSE = re.compile(r"(?<=[.!?:;])\s+|\n")


@cache
def told() -> tuple[str, ...]:
    """Every sentence of the interface as it stands in code and templates, also what is not translated yet."""
    used = {key for path in python_files() for key in words_of_python(path)}
    used |= {key for path in TEMPLATES for key in words_of_template(path)}
    return tuple(sorted(words for _context, words in used if words))


def breaths(text: str) -> list[str]:
    return [piece for piece in PAUSE.split(BLANK.sub(" x ", text)) if piece.strip()]


def long_ones(text: str) -> list[str]:
    return [piece for piece in breaths(text) if len(re.findall(r"\w+", piece)) > LONGEST]


def foreign(text: str) -> list[str]:
    return sorted({word for word in re.findall(r"[a-z]+", BLANK.sub(" ", text).lower()) if word in REPLACED})


def test_nothing_is_said_in_one_long_breath() -> None:
    assert len(told()) > 1000
    assert [(text[:80], long_ones(text)) for text in told() if long_ones(text)] == []


def test_every_word_has_its_plain_name() -> None:
    found = [(text[:120], [f"{word} → {REPLACED[word]}" for word in foreign(text)]) for text in told()]
    assert [one for one in found if one[1]] == []


def test_everybody_is_addressed_in_one_way() -> None:
    """Anda, with a capital; never kamu."""
    assert [text for text in told() if ADDRESS.search(text)] == []


@pytest.mark.parametrize(
    ("text", "faults"),
    [
        ("Silakan Upload berkas guna verval.", ["guna", "upload", "verval"]),
        ("Bagian “file” tidak ada.", []),
        ("Laman %(file)s, https://contoh.example/login dan application/form", []),
        ("Pengguna mengunggah berkas.", []),
    ],
)
def test_the_check_finds_what_it_looks_for(text: str, faults: list[str]) -> None:
    assert foreign(text) == faults


def test_the_check_counts_a_breath() -> None:
    assert long_ones(" ".join(["kata"] * (LONGEST + 1)) + ".") != []
    assert long_ones(" ".join(["kata"] * LONGEST) + ". Lalu " + " ".join(["kata"] * 20)) == []


# --- numbers and days ---


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (0, "nol"),
        (1, "satu"),
        (11, "sebelas"),
        (17, "tujuh belas"),
        (100, "seratus"),
        (101, "seratus satu"),
        (1_000, "seribu"),
        (1_111, "seribu seratus sebelas"),
        (21_000, "dua puluh satu ribu"),
        (1_000_000, "satu juta"),
        (2_500_000_000, "dua miliar lima ratus juta"),
    ],
)
def test_numbers_are_spelled_as_they_are_said(number: int, words: str) -> None:
    assert terbilang(number) == words


def test_money_is_written_as_on_a_receipt() -> None:
    with translation.override("id"):
        assert rupiah(1_250_000) == "Rp 1.250.000"
        assert rupiah(0) == "Rp 0"
    assert format_rupiah(1_250_000).replace(" ", "") == "Rp1.250.000"
    assert terbilang(1_250_000, currency=True) == "satu juta dua ratus lima puluh ribu rupiah"


def test_days_are_written_in_indonesian() -> None:
    day = date(2026, 8, 17)
    with translation.override("id"):
        assert date_format(day, "j F Y") == "17 Agustus 2026"
    assert long_date(day) == "17 Agustus 2026"
    assert date_in_words(day) == "Senin, tanggal tujuh belas, bulan Agustus, tahun dua ribu dua puluh enam"


def test_numbers_on_a_page_have_points_between_thousands() -> None:
    shown = engines["django"].from_string("{{ n|number }}")
    with translation.override("id"):
        assert shown.render({"n": 1_234_567}) == "1.234.567"
    with translation.override("en"):
        assert shown.render({"n": 1_234_567}) == "1,234,567"
