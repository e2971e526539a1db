"""A file of devices as it is read: columns, what each cell may say, and what is wrong with it. No database here.

    for row in rows_of(data, "laptop.xlsx"): row.number, row.facts, row.problems

Numbers are texts: a spreadsheet keeps fifteen digits and writes zeros for the rest, so that a number of sixteen digits that
was stored as a number is not the device's any more.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from donations.imei import imei_digits, is_imei
from donations.known_devices import serial_of
from donations.models import Condition, DeviceType, Grade
from donations.offers import OLDEST
from donations.policies_devices import why_not_second
from donations.wanted import numbers_of
from ksbb.imports.cells import CellValue, is_number, lost_digits, text_of
from ksbb.imports.reading import Limits, Sheet, read_sheet

COLUMNS = (
    "Jenis", "Kondisi", "Merek", "Tipe", "Nomor seri", "IMEI", "IMEI 2", "Mutu", "Tahun", "Spesifikasi", "Kelengkapan", "Nilai",
    "Sekolah (NPSN)",
)  # fmt: skip
# One column for both numbers is read too: fifteen digits with a right check digit are an IMEI.
EITHER = "Nomor seri/IMEI"
REQUIRED = ("Jenis", "Kondisi", "Merek", "Tipe")
MOST_ROWS = 20_000
MOST_VALUE = 1_000_000_000
TYPES = {
    DeviceType.PHONE: ("hp", "ponsel", "handphone", "telepon genggam", "smartphone", "phone"),
    DeviceType.TABLET: ("tablet", "tab", "sabak"),
    DeviceType.LAPTOP: ("laptop", "notebook", "chromebook"),
    DeviceType.PC: ("pc", "komputer", "desktop"),
}
CONDITIONS = {Condition.NEW: ("baru", "new"), Condition.USED: ("bekas", "second", "seken", "used")}


@dataclass(frozen=True, slots=True)
class Remark:
    """One thing wrong in one row."""

    column: str
    code: str
    message: str


@dataclass(frozen=True, slots=True)
class Facts:
    """One device as the file tells of it; "" and None for what it does not say."""

    device_type: str
    condition: str
    brand: str
    model: str
    imei: str
    imei2: str
    serial_number: str
    grade: str
    year: int | None
    specification: str
    accessories: str
    unit_value: int
    npsn: str

    @property
    def keys(self) -> list[tuple[str, str]]:
        """What makes it one and the same device, as the registry of numbers keeps it."""
        return numbers_of(brand=self.brand, imei=self.imei, imei2=self.imei2, serial_number=self.serial_number)


@dataclass(frozen=True, slots=True)
class Row:
    """`cells` are the texts of COLUMNS as uploaded, to be given back for repair."""

    number: int
    facts: Facts
    cells: tuple[str, ...]
    problems: tuple[Remark, ...] = ()

    @property
    def label(self) -> str:
        number = self.facts.serial_number or self.facts.imei
        return " ".join(filter(None, (self.cells[0], self.facts.brand, self.facts.model, number and f"· {number}")))


def open_devices(data: bytes, file_name: str) -> Sheet:
    """Any format that the portal reads. Raises SheetRefused."""
    known = (*COLUMNS, EITHER)
    return read_sheet(data, file_name=file_name, known=known, required=REQUIRED, limits=Limits(rows=MOST_ROWS))


def rows_of(sheet: Sheet) -> Iterator[Row]:
    """Each row judged by itself."""
    for row in sheet.rows:
        yield _read(row.number, row.values)


def _read(number: int, values: Mapping[str, CellValue]) -> Row:
    desk = _Desk(values)
    imei, serial = desk.numbers()
    imei2 = desk.second(imei)
    facts = Facts(
        device_type=desk.choice("Jenis", TYPES),
        condition=desk.choice("Kondisi", CONDITIONS),
        brand=desk.text("Merek", 60, needed=True),
        model=desk.text("Tipe", 80, needed=True),
        imei=imei,
        imei2=imei2,
        serial_number=serial,
        grade=desk.grade(),
        year=desk.year(),
        specification=desk.text("Spesifikasi", 300),
        accessories=desk.text("Kelengkapan", 200),
        unit_value=desk.value(),
        npsn=desk.said("Sekolah (NPSN)").upper()[:20],
    )
    if facts.device_type == DeviceType.PHONE and not imei and not desk.has("IMEI"):
        desk.add("IMEI", "no_imei", _("HP selalu punya IMEI. Tekan *#06# di HP itu, lalu salin 15 angkanya."))
    elif not imei and not serial and not desk.has("IMEI") and not desk.has("Nomor seri"):
        desk.add("Nomor seri", "no_number", _("Isi IMEI atau nomor seri gawai."))
    cells = tuple(desk.said(name)[:300] for name in COLUMNS)
    return Row(number, facts, cells, tuple(desk.problems))


@dataclass
class _Desk:
    """Reads the cells of one row and writes down what is wrong."""

    values: Mapping[str, CellValue]
    problems: list[Remark] = field(default_factory=list)

    def add(self, column: str, code: str, message: str) -> None:
        self.problems.append(Remark(column, code, message))

    def has(self, column: str) -> bool:
        """Whether something is wrong with it already."""
        return any(one.column == column for one in self.problems)

    def cell(self, column: str) -> CellValue:
        return self.values.get(column.lower())

    def said(self, column: str) -> str:
        return text_of(self.cell(column))

    def text(self, column: str, longest: int, *, needed: bool = False) -> str:
        said = self.said(column)
        if needed and not said:
            self.add(column, "empty", _("Isi kolom “%(column)s”.") % {"column": column})
        if len(said) > longest:
            self.add(column, "long", _("Terlalu panjang: paling banyak %(most)s huruf.") % {"most": longest})
        return said[:longest]

    def choice(self, column: str, allowed: Mapping[Any, Iterable[str]]) -> str:
        said = self.said(column).lower()
        for value, words in allowed.items():
            if said in words:
                return str(value)
        words = ", ".join(next(iter(words)) for words in allowed.values())
        told = (
            _("Isi salah satu: %(words)s.") if not said else _("“%(said)s” tidak dikenal. Isi salah satu: %(words)s.")
        )
        self.add(column, "unknown", told % {"said": said[:40], "words": words})
        return ""

    def numbers(self) -> tuple[str, str]:
        """(IMEI, serial number)."""
        imei, serial = self._number("IMEI"), self._number("Nomor seri")
        either = self._number(EITHER)
        if either and not imei and is_imei(imei_digits(either)):
            imei = either
        elif either and not serial:
            serial = either
        imei = imei_digits(imei)
        if imei and not is_imei(imei):
            self.add("IMEI", "imei", _imei_trouble(imei, is_number(self.cell("IMEI"))))
            imei = ""
        return imei, serial_of(serial)[:60]

    def second(self, imei: str) -> str:
        """The second IMEI of a device with two cards; what is wrong with the first is said there."""
        imei2 = imei_digits(self._number("IMEI 2"))
        if imei2 and not is_imei(imei2):
            self.add("IMEI 2", "imei", _imei_trouble(imei2, is_number(self.cell("IMEI 2"))))
        elif not self.has("IMEI") and (reason := why_not_second(imei, imei2)):
            self.add("IMEI 2", "second", reason)
        return "" if self.has("IMEI 2") else imei2

    def _number(self, column: str) -> str:
        value = self.cell(column)
        if lost_digits(value):
            text = _(
                "Angka ini sudah dirusak Excel: yang lebih dari 15 angka diganti nol. Ubah format kolomnya menjadi Teks, ketik "
                "ulang nomornya, lalu unggah lagi."
            )
            self.add("Nomor seri" if column == EITHER else column, "damaged", text)
            return ""
        said = text_of(value)
        if not column.startswith("IMEI") and len(said) > 60:
            self.add("Nomor seri", "long", _("Terlalu panjang: paling banyak %(most)s huruf.") % {"most": 60})
        return said

    def grade(self) -> str:
        said = self.said("Mutu").upper()
        grade = said[:1] if said[1:2] in ("", ":", " ") else said
        if said and grade not in Grade.values:
            self.add("Mutu", "unknown", _("Mutu ditulis A, B, atau C."))
            return ""
        return grade

    def year(self) -> int | None:
        said = self.said("Tahun")
        if not said:
            return None
        if not (said.isascii() and said.isdigit()) or not OLDEST <= int(said[:9]) <= timezone.localdate().year:
            self.add("Tahun", "year", _("Tahun pembelian antara %(oldest)s dan sekarang.") % {"oldest": OLDEST})
            return None
        return int(said)

    def value(self) -> int:
        said = self.said("Nilai").lower().removeprefix("rp").strip(" .")
        for tail in (",00", ",-"):
            said = said.removesuffix(tail)
        digits = said.replace(".", "").replace(" ", "")
        if not digits:
            return 0
        if not (digits.isascii() and digits.isdigit()) or len(digits) > 12 or int(digits) > MOST_VALUE:
            self.add("Nilai", "value", _("Tulis rupiahnya dengan angka saja, misalnya 2500000."))
            return 0
        return int(digits)


def _imei_trouble(digits: str, stored_as_number: bool) -> str:
    if digits.isascii() and digits.isdigit() and len(digits) == 15:
        return _("Angka terakhir IMEI tidak cocok. Mungkin ada angka yang tertukar; periksa lagi dengan *#06#.")
    if stored_as_number and len(digits) < 15:
        return _(
            "IMEI harus 15 angka. Excel menghapus nol di depan: ubah format kolomnya menjadi Teks, lalu ketik ulang."
        )
    return _("IMEI harus 15 angka; yang tertulis %(count)s tanda.") % {"count": len(digits)}
