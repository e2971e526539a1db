"""One row → facts or problems. Never raises for a cell: an absurd cell fails its own row."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from ksbb.imports.cells import CellValue, date_of, filled, text_of, yes_or_no
from ksbb.imports.reading import SheetRow
from recipients import identity
from recipients.dapodik import values
from recipients.dapodik.facts import Employment, IncomeBand, Kind, ParsedRow, Problem, RecipientFacts
from recipients.dapodik.layout import Columns

NAME_LENGTH = 150
_TEXT_LENGTHS = {"birth_place": 100, "class_group": 60, "village": 100, "district": 100, "ptk_type": 100}
# No cell that is read here is longer in earnest; a megabyte of text must not reach the checks behind.
_LONGEST_CELL = 500
_AGES = {Kind.STUDENT: (2, 80), Kind.TEACHER: (15, 90), Kind.STAFF: (15, 90)}
_FORMULA_STARTS = ("=", "+", "-", "@")
_ODD_SIGNS = frozenset("<>{}[]|\\=#$%^*~")
_ODD_CATEGORIES = frozenset({"So", "Sm", "Cc", "Cf", "Cn", "Co", "Cs"})


class RowReader:
    """Reads one row, collecting what is wrong on the way; `facts` are made only where nothing is."""

    def __init__(self, columns: Columns, kind: Kind, today: date) -> None:
        self.columns = columns
        self.kind = kind
        self.today = today
        self.problems: list[Problem] = []
        self.warnings: list[Problem] = []
        self._values: dict[str, CellValue] = {}

    def read(self, row: SheetRow) -> ParsedRow:
        """The row, parsed. One reader may read many rows, one after the other."""
        self.problems, self.warnings = [], []
        self._values = {field: row.values.get(key) for field, key in self.columns.keys.items()}
        facts = None if self._has_overlong_cells() else self._facts(row)
        name = text_of(self._values.get("name"))[:NAME_LENGTH]
        return ParsedRow(
            row.number,
            self._kind(),
            None if self.problems else facts,
            tuple(self.problems),
            tuple(self.warnings),
            name,
            row.raw,
        )

    def _facts(self, row: SheetRow) -> RecipientFacts | None:
        if row.beyond:
            text = _("Baris ini memuat %(count)s isian lebih banyak daripada kolomnya. Periksa koma di dalam isian.")
            self._problem("name", "too_many_values", text % {"count": row.beyond})
        full_name = self._name()
        sex = self._sex()
        birth_date = self._birth_date()
        nik = self._number(
            "nik",
            identity.check_nik(
                self._values.get("nik"), sex=sex, birth_date=birth_date, family_card=self._values.get("family_card")
            ),
        )
        phone, unusable = values.phone_of(self._values.get("mobile"), self._values.get("phone"))
        if unusable:
            self._warning("mobile", "phone", _("Nomor HP tidak dikenali, jadi tidak dipakai. Isi nomor seperti 0812…"))
        texts = {field: self._text(field, longest) for field, longest in _TEXT_LENGTHS.items()}
        own = self._student(birth_date, texts) if self.kind is Kind.STUDENT else self._teacher(birth_date, texts)
        if birth_date is None or self.problems:
            return None
        common = RecipientFacts(
            kind=self._kind(),
            full_name=full_name,
            sex=sex,
            birth_date=birth_date,
            nik=nik,
            birth_place=texts["birth_place"],
            rt=values.block_number(self._values.get("rt")),
            rw=values.block_number(self._values.get("rw")),
            village_name=values.place_name(texts["village"]),
            district_name=values.place_name(texts["district"]),
            phone=phone,
        )
        return replace(common, **own)

    def _student(self, birth_date: date | None, texts: dict[str, str]) -> dict[str, Any]:
        nisn = self._number("nisn", identity.check_nisn(self._values.get("nisn"), birth_date=birth_date))
        grade = values.grade_of(texts["class_group"])
        if grade is None:
            text = _("Tingkat kelas tidak terbaca dari rombel. Peringkat tetap dihitung, tanpa nilai kelas akhir.")
            self._warning("class_group", "grade", text)
        reason = values.pip_reason_of(self._values.get("pip_reason"))
        if self._yes("pip") is False and filled(self._values.get("pip")):
            reason = ""
        return {
            "nisn": nisn,
            "class_group": texts["class_group"],
            "grade": grade,
            "has_kps": self._yes("kps") or False,
            "has_kip": self._yes("kip") or False,
            "pip_reason": reason[:100],
            "parental_income_band": self._income(),
            "orphan": values.is_orphan(reason, self._values.get("residence")),
            "disability": values.has_disability(self._values.get("special_needs")),
        }

    def _teacher(self, birth_date: date | None, texts: dict[str, str]) -> dict[str, Any]:
        start = self._values.get("service_start")
        service_started_on = date_of(start)
        if filled(start) and (service_started_on is None or service_started_on > self.today):
            text = _(
                "TMT Pengangkatan bukan tanggal yang wajar, jadi masa kerja belum dihitung. Tulis seperti 2015-07-01."
            )
            self._warning("service_start", "service_start", text)
            service_started_on = None
        employment = values.employment_of(self._values.get("employment"))
        if employment is Employment.UNKNOWN:
            text = _("Status Kepegawaian kosong. Lengkapi di Dapodik; tanpa itu guru ini belum dapat dinilai.")
            self._warning("employment", "employment", text)
        return {
            "nuptk": self._number("nuptk", identity.check_nuptk(self._values.get("nuptk"))),
            "nip": self._number("nip", identity.check_nip(self._values.get("nip"), birth_date=birth_date)),
            "employment": employment,
            "ptk_type": texts["ptk_type"],
            "service_started_on": service_started_on,
        }

    def _kind(self) -> Kind:
        if self.kind is Kind.STUDENT or self.kind is Kind.STAFF:
            return self.kind
        return Kind.STAFF if values.is_staff(text_of(self._values.get("ptk_type"))) else Kind.TEACHER

    def _name(self) -> str:
        name = filled(self._values.get("name"))
        if not name:
            self._problem("name", "name_empty", _("Nama kosong. Isi nama lengkap sesuai kartu keluarga."))
        elif len(name) > NAME_LENGTH:
            text = _("Nama lebih dari %(limit)s huruf. Periksa apakah kolomnya bergeser.") % {"limit": NAME_LENGTH}
            self._problem("name", "name_long", text)
        elif not _is_name(name):
            text = _("Nama memuat tanda yang bukan huruf. Tulis nama lengkap sesuai kartu keluarga.")
            self._problem("name", "name_odd", text)
        return name

    def _sex(self) -> str:
        sex = values.sex_of(self._values.get("sex"))
        if not sex:
            self._problem("sex", "sex", _("Jenis kelamin harus L atau P. Perbaiki isinya."))
        return sex

    def _birth_date(self) -> date | None:
        value = self._values.get("birth_date")
        birth_date = date_of(value)
        if not filled(value):
            self._problem("birth_date", "birth_date_empty", _("Tanggal lahir kosong. Isi seperti 2014-02-03."))
        elif birth_date is None:
            text = _("Tanggal lahir tidak terbaca. Tulis tahun-bulan-tanggal, seperti 2014-02-03.")
            self._problem("birth_date", "birth_date", text)
        elif not self._plausible(birth_date):
            text = _("Tanggal lahir tidak wajar untuk orang ini. Cocokkan dengan kartu keluarga.")
            self._problem("birth_date", "birth_date_implausible", text)
        return birth_date

    def _plausible(self, birth_date: date) -> bool:
        youngest, oldest = _AGES[self.kind]
        before_birthday = (self.today.month, self.today.day) < (birth_date.month, birth_date.day)
        return youngest <= self.today.year - birth_date.year - before_birthday <= oldest

    def _income(self) -> IncomeBand:
        bands = []
        for field in ("father_income", "mother_income", "guardian_income"):
            value = self._values.get(field)
            bands.append(values.income_band(value))
            if bands[-1] is IncomeBand.UNKNOWN and filled(value):
                text = _("Penghasilan tidak dikenali, jadi tidak dipakai. Pilih salah satu dari daftar di Dapodik.")
                self._warning(field, "income", text)
        return values.highest(tuple(bands))

    def _yes(self, field: str) -> bool | None:
        value = self._values.get(field)
        answer = yes_or_no(value)
        if answer is None:
            self._warning(field, "yes_no", _("Isinya harus Ya atau Tidak; dibaca sebagai Tidak."))
        return answer

    def _text(self, field: str, longest: int) -> str:
        text = filled(self._values.get(field))
        if len(text) > longest:
            words = _("Isinya lebih dari %(limit)s huruf. Pendekkan, atau periksa apakah kolomnya bergeser.")
            self._problem(field, "too_long", words % {"limit": longest})
        return text

    def _number(self, field: str, checked: identity.Checked) -> str:
        label = self.columns.labels[field]
        self.problems += _as_problems(label, checked.problems)
        self.warnings += _as_problems(label, checked.warnings)
        return checked.value

    def _has_overlong_cells(self) -> bool:
        for field, value in self._values.items():
            if isinstance(value, str) and len(value) > _LONGEST_CELL:
                text = _("Isi sel ini terlalu panjang (%(count)s huruf). Kosongkan atau perbaiki sel itu.")
                self._problem(field, "too_long", text % {"count": len(value)})
        return bool(self.problems)

    def _problem(self, field: str, code: str, message: str) -> None:
        self.problems.append(Problem(self.columns.labels[field], code, message))

    def _warning(self, field: str, code: str, message: str) -> None:
        self.warnings.append(Problem(self.columns.labels[field], code, message))


def _as_problems(column: str, findings: Iterable[identity.Finding]) -> list[Problem]:
    return [Problem(column, finding.code, finding.message) for finding in findings]


def _is_name(name: str) -> bool:
    """Letters, with the points, apostrophes and titles that names carry; no formula, no picture."""
    if name.startswith(_FORMULA_STARTS) or not _ODD_SIGNS.isdisjoint(name) or not any(map(str.isalpha, name)):
        return False
    return name.isascii() or not any(unicodedata.category(letter) in _ODD_CATEGORIES for letter in name)
