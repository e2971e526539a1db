"""The vocabularies of Dapodik in the portal's words. Every function takes a cell as the sheet gave it.

Sources: the value lists of Dapodik's own forms; income bands carry the codes 99 and 11 to 16 there.
"""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache

from lokal.phone import normalize_phone

from ksbb.imports.cells import CellValue, filled, mended, text_of
from recipients.dapodik.facts import Employment, IncomeBand

_SEXES = {
    **dict.fromkeys(("l", "lk", "laki", "lakilaki", "pria", "m"), "L"),
    **dict.fromkeys(("p", "pr", "perempuan", "wanita", "f"), "P"),
}

_PLACES = {band: place for place, band in enumerate(IncomeBand)}
_BANDS = tuple(IncomeBand)[1:]
_CODES = {"99": IncomeBand.NONE} | {str(10 + place): band for place, band in enumerate(_BANDS) if place}
_FLOORS = (
    (20_000_001, IncomeBand.GT_20M),
    (5_000_000, IncomeBand.FROM_5M),
    (2_000_000, IncomeBand.FROM_2M),
    (1_000_000, IncomeBand.FROM_1M),
    (500_000, IncomeBand.FROM_500K),
    (1_000, IncomeBand.LT_500K),
)
_AMOUNT = re.compile(r"\d[\d.,]*")

_EMPLOYMENT = (
    ("non", Employment.HONORER),
    ("cpns", Employment.CPNS),
    ("pns", Employment.PNS),
    ("pppk", Employment.PPPK),
    ("p3k", Employment.PPPK),
    ("gty", Employment.FOUNDATION),
    ("pty", Employment.FOUNDATION),
    ("yayasan", Employment.FOUNDATION),
    ("gtt", Employment.HONORER),
    ("ptt", Employment.HONORER),
    ("guru bantu", Employment.HONORER),
    ("honor", Employment.HONORER),
)

PIP_REASONS = (
    "Pemegang PKH/KPS/KIP",
    "Penerima BSM 2014",
    "Yatim Piatu/Panti Asuhan/Panti Sosial",
    "Dampak Bencana Alam",
    "Pernah Drop OUT",
    "Siswa Miskin/Rentan Miskin",
    "Daerah Konflik",
    "Keluarga Terpidana",
    "Kelainan Fisik",
)
_PHONES = re.compile(r"[/;,]| atau ")
_PIP_KEYS = {re.sub(r"[^a-z0-9]", "", reason.lower()): reason for reason in PIP_REASONS}
_NO_NEEDS = frozenset({"", "tidak ada", "tidak", "tdk ada", "normal", "n/a"})
_STAFF_TYPES = re.compile(
    r"tenaga|administrasi|laboran|pustaka|penjaga|kebersihan|keamanan|satpam|operator|tukang", re.I
)

_LEVELS = re.compile(
    r"^(?:(?:kelas|kls|kl|tingkat|rombel|kejar|paket(?: [abc])?|sdlb|smplb|smalb|slb|sd|smp|sma|smk|mi|mts|ma)"
    r"(?![a-z])[\s.:-]*)+",
    re.I,
)
_ROMAN = re.compile(r"(XIII|XII|XI|X|IX|VIII|VII|VI|V|IV|III|II|I)(?=$|[^A-Z]|[A-Z](?:$|[^A-Z]))")
_GRADE = re.compile(r"(\d{1,2})(?!\d)")
_ROMAN_NAMES = "I II III IV V VI VII VIII IX X XI XII XIII"
_ROMAN_GRADES = {name: grade for grade, name in enumerate(_ROMAN_NAMES.split(), 1)}
_LAST_GRADE = 13  # a vocational school of four years


def age_on(today: date, birth_date: date) -> int:
    """Whole years."""
    return today.year - birth_date.year - ((today.month, today.day) < (birth_date.month, birth_date.day))


@lru_cache(maxsize=64, typed=True)
def sex_of(value: CellValue) -> str:
    """`L`, `P`, or `""` when the cell says neither."""
    return _SEXES.get(re.sub(r"[^a-z]", "", text_of(value).lower()), "")


@lru_cache(maxsize=256, typed=True)
def income_band(value: CellValue) -> IncomeBand:
    """One parent's band; the dash may be mojibake, the value a code of Dapodik or a plain amount."""
    text = mended(filled(value)).lower()
    if not text:
        return IncomeBand.UNKNOWN
    if "tidak" in text or "tdk" in text:
        return IncomeBand.NONE
    if text in _CODES:
        return _CODES[text]
    amounts = [int(re.sub(r"\D", "", amount)) for amount in _AMOUNT.findall(text)]
    if not amounts or amounts[0] > 10**12:
        return IncomeBand.UNKNOWN
    if "kurang" in text or "<" in text:
        amounts[0] -= 1
    if "lebih" in text or ">" in text:
        amounts[0] += 1
    return next((band for floor, band in _FLOORS if amounts[0] >= floor), IncomeBand.UNKNOWN)


def highest(bands: tuple[IncomeBand, ...]) -> IncomeBand:
    """The household's main earner: the highest band that is known. A parent without income does not make it poorer."""
    return max(bands, key=_PLACES.__getitem__)


@lru_cache(maxsize=256, typed=True)
def employment_of(value: CellValue) -> Employment:
    """The group of a Status Kepegawaian; UNKNOWN for an empty cell, OTHER for a word that is in no list."""
    text = filled(value).lower()
    if not text:
        return Employment.UNKNOWN
    return next((group for mark, group in _EMPLOYMENT if mark in text), Employment.OTHER)


@lru_cache(maxsize=256, typed=True)
def pip_reason_of(value: CellValue) -> str:
    """The reason in Dapodik's spelling; a reason in no list as it was written."""
    text = filled(value)
    return _PIP_KEYS.get(re.sub(r"[^a-z0-9]", "", text.lower()), text)


def is_orphan(pip_reason: str, residence: CellValue) -> bool:
    """Yatim, piatu or in a home, as far as Dapodik says so: by the PIP reason or by living in a panti."""
    return "yatim" in pip_reason.lower() or text_of(residence).lower().startswith("panti")


def has_disability(value: CellValue) -> bool:
    """Any Kebutuhan Khusus other than "Tidak ada"."""
    return filled(value).lower() not in _NO_NEEDS


def is_staff(ptk_type: str) -> bool:
    """Whether a Jenis PTK is staff rather than teacher, where the file does not say which list it is."""
    return _STAFF_TYPES.search(ptk_type) is not None


@lru_cache(maxsize=1024)
def grade_of(class_group: str) -> int | None:
    """Class 1 to 13 out of a rombel: `Kelas 6A`, `VI-A`, `VIIA`, `XII IPA 1`, `X TKJ`, `Paket C XI`; else None."""
    text = re.sub(r"^(?:19|20)\d\d\D*", "", class_group.strip())
    text = _LEVELS.sub("", text).upper()
    if found := _ROMAN.match(text):
        return _ROMAN_GRADES[found[1]]
    found = _GRADE.match(text)
    grade = int(found[1]) if found else 0
    return grade if 1 <= grade <= _LAST_GRADE else None


def phone_of(*values: CellValue) -> tuple[str, bool]:
    """The first usable number as `+62…` (or `""`), and whether some cell held a number that is none."""
    unusable = False
    for value in values:
        text = filled(value)
        for part in _PHONES.split(text) if text else ():
            if found := normalize_phone(part):
                return found, False
            unusable = True
    return "", unusable


def block_number(value: CellValue) -> str:
    """An RT or RW in three digits, `""` when the cell is empty or no such number."""
    text = filled(value).lstrip("0")
    return text.zfill(3) if text.isascii() and text.isdecimal() and len(text) <= 3 else ""


@lru_cache(maxsize=1024, typed=True)
def place_name(value: CellValue) -> str:
    """The name of a kelurahan or kecamatan without the word for its level."""
    return re.sub(r"^(?:kecamatan|kec|kelurahan|kel|desa|ds)\b[. ]*", "", filled(value), flags=re.IGNORECASE)
