"""The questions with which the programme began. Later versions are made on the pages, by two coordinators."""

from __future__ import annotations

from typing import Any


def _ask(key: str, text: str, kind: str, *, required: bool = True, choices: str = "", help: str = "") -> dict[str, Any]:
    """`choices` as "value=label|value=label"."""
    pairs = [one.split("=", 1) for one in choices.split("|") if one]
    return {
        "key": key,
        "text": text,
        "kind": kind,
        "required": required,
        "help": help,
        "choices": [{"value": value, "label": label} for value, label in pairs],
    }


_CONDITION = "good=baik|some=ada yang kurang|bad=tidak baik"

# Purpose → (title, questions).
FIRST: dict[str, tuple[str, list[dict[str, Any]]]] = {
    "device_use": (
        "Pemakaian gawai",
        [
            _ask(
                "often",
                "Seberapa sering dipakai untuk belajar?",
                "choice",
                required=False,
                choices="daily=hampir setiap hari|weekly=beberapa kali seminggu|rarely=jarang",
            ),
            _ask("obstacle", "Apa yang menghambat pemakaiannya?", "text", required=False),
        ],
    ),
    "school_readiness": (
        "Kesiapan sekolah menerima gawai",
        [
            _ask("keeper", "Ada orang yang ditunjuk untuk mengurus gawai?", "yes_no"),
            _ask("room", "Ada tempat terkunci untuk gawai milik sekolah?", "yes_no"),
            _ask("book", "Buku pinjam-pakai dan inventaris terisi?", "choice", choices=_CONDITION),
            _ask("power", "Listrik dan stopkontak cukup untuk mengisi daya?", "choice", choices=_CONDITION),
            _ask("network", "Jaringan internet di sekolah?", "choice", choices=_CONDITION),
            _ask("trained", "Berapa guru yang sudah dilatih memakai gawai untuk mengajar?", "number"),
            _ask("note", "Apa yang paling dibutuhkan sekolah?", "text", required=False),
        ],
    ),
    "field_visit": (
        "Kunjungan lapangan",
        [
            _ask("seen", "Berapa gawai yang dilihat sendiri?", "number"),
            _ask("numbers", "Nomor pada gawai sama dengan nomor di BAST?", "yes_no"),
            _ask("in_use", "Gawai dipakai untuk belajar?", "choice", choices="all=semua|some=sebagian|none=tidak ada"),
            _ask("fee", "Ada yang diminta membayar?", "yes_no", help="Tanyakan kepada murid atau orang tuanya."),
            _ask("label", "Stiker bantuan masih terpasang?", "choice", choices="all=semua|some=sebagian|none=tidak ada"),
            _ask("note", "Catatan", "text", required=False, help="Tanpa nama murid."),
        ],
    ),
}  # fmt: skip
