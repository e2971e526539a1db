"""One row → facts or problems. Never raises for a cell: an absurd cell fails its own row."""

from __future__ import annotations

import unicodedata
from datetime import date

from django.utils.translation import gettext as _

from ksbb.imports.cells import date_of, filled, mended, text_of
from ksbb.imports.reading import SheetRow
from recipients import identity
from recipients.dapodik import values
from recipients.dapodik.cells import RowCells
from recipients.dapodik.facts import Kind, ParsedRow, RecipientFacts
from recipients.dapodik.layout import Columns, Layout
from recipients.dapodik.pupils import own_of_student
from recipients.dapodik.teachers import own_of_teacher

NAME_LENGTH = 150
_TEXT_LENGTHS = {"birth_place": 100, "class_group": 60, "village": 100, "district": 100, "ptk_type": 100}
_AGES = {Kind.STUDENT: (2, 80), Kind.TEACHER: (15, 90)}
_FORMULA_STARTS = ("=", "+", "-", "@")
_ODD_SIGNS = frozenset("<>{}[]|\\=#$%^*~")
_ODD_CATEGORIES = frozenset({"So", "Sm", "Cc", "Cf", "Cn", "Co", "Cs"})


class RowReader:
    """Reads the rows of one file, one after the other; `facts` are made only where nothing is wrong."""

    def __init__(self, columns: Columns, layout: Layout, today: date) -> None:
        self.columns = columns
        self.layout = layout
        self.today = today

    def read(self, row: SheetRow) -> ParsedRow:
        """The row, parsed. Staff are not looked at any further: nothing of them is needed."""
        cells = RowCells(self.columns, self.layout, row, self.today)
        name = mended(text_of(cells.get("name")))[:NAME_LENGTH]
        kind = self._kind(cells)
        if kind is Kind.STAFF:
            return ParsedRow(row.number, kind, None, name=name, source=row, note=_not_needed())
        facts = self._facts(cells, row) if cells.are_readable() else None
        return ParsedRow(
            row.number,
            kind,
            None if cells.problems else facts,
            tuple(cells.problems),
            tuple(cells.warnings),
            name,
            row,
            tuple(cells.questions),
        )

    def _kind(self, cells: RowCells) -> Kind:
        if self.layout.kind is not Kind.TEACHER:
            return self.layout.kind
        return Kind.STAFF if values.is_staff(text_of(cells.get("ptk_type"))[:200]) else Kind.TEACHER

    def _facts(self, cells: RowCells, row: SheetRow) -> RecipientFacts | None:
        if row.beyond:
            text = _("Baris ini memuat %(count)s isian lebih banyak daripada kolomnya. Periksa koma di dalam isian.")
            cells.problem("name", "too_many_values", text % {"count": row.beyond})
        full_name = _name(cells)
        sex = _sex(cells)
        birth_date = self._birth_date(cells)
        nik = self._nik(cells, sex, birth_date)
        family_card = cells.number("family_card", identity.check_family_card(cells.get("family_card")))
        texts = {field: mended(cells.text(field, longest)) for field, longest in _TEXT_LENGTHS.items()}
        phone = _phone(cells)
        own = own_of_student if self.layout.kind is Kind.STUDENT else own_of_teacher
        told = own(cells, birth_date, texts)
        if birth_date is None or cells.problems:
            return None
        return RecipientFacts(
            kind=self.layout.kind,
            full_name=full_name,
            sex=sex,
            birth_date=birth_date,
            nik=nik,
            birth_place=texts["birth_place"],
            rt=values.block_number(cells.get("rt")),
            rw=values.block_number(cells.get("rw")),
            village_name=values.place_name(texts["village"]),
            district_name=values.place_name(texts["district"]),
            phone=phone,
            family_card=family_card,
            mother_name=mended(filled(cells.get("mother_name")))[:NAME_LENGTH],
            **told,
        )

    def _nik(self, cells: RowCells, sex: str, birth_date: date | None) -> str:
        card = cells.get("family_card")
        checked = identity.check_nik(cells.get("nik"), sex=sex, birth_date=birth_date, family_card=card)
        if self.layout.is_left and filled(cells.get("nisn")):
            # Who has left is looked up by the NISN as well; a NIK that nobody will repair any more keeps no row.
            checked = identity.Checked(checked.value, (), (*checked.warnings, *checked.problems, *checked.questions))
        return cells.number("nik", checked)

    def _birth_date(self, cells: RowCells) -> date | None:
        value = cells.get("birth_date")
        birth_date = date_of(value)
        if not filled(value):
            cells.problem("birth_date", "birth_date_empty", _("Tanggal lahir kosong. Isi seperti 2014-02-03."))
        elif birth_date is None:
            text = _("Tanggal lahir tidak terbaca. Tulis tahun-bulan-tanggal, seperti 2014-02-03.")
            cells.problem("birth_date", "birth_date", text)
        elif not self._plausible(birth_date):
            text = _("Tanggal lahir tidak wajar untuk orang ini. Cocokkan dengan kartu keluarga.")
            cells.problem("birth_date", "birth_date_implausible", text)
        return birth_date

    def _plausible(self, birth_date: date) -> bool:
        youngest, oldest = _AGES[self.layout.kind]
        return youngest <= values.age_on(self.today, birth_date) <= oldest


def _not_needed() -> str:
    return _(
        "Bukan pendidik: program ini untuk murid dan guru, jadi baris ini dilewati. Tidak ada yang perlu diperbaiki."
    )


def _name(cells: RowCells) -> str:
    written = filled(cells.get("name"))
    name = mended(written)
    if name != written:
        text = _("Huruf pada nama ini rusak di berkas dan sudah dipulihkan. Periksa ejaannya.")
        cells.warning("name", "name_mended", text)
    if not name:
        cells.problem("name", "name_empty", _("Nama kosong. Isi nama lengkap sesuai kartu keluarga."))
    elif len(name) > NAME_LENGTH:
        text = _("Nama lebih dari %(limit)s huruf. Periksa apakah kolomnya bergeser.") % {"limit": NAME_LENGTH}
        cells.problem("name", "name_long", text)
    elif not _is_name(name):
        text = _("Nama memuat tanda yang bukan huruf. Tulis nama lengkap sesuai kartu keluarga.")
        cells.problem("name", "name_odd", text)
    return name


def _sex(cells: RowCells) -> str:
    sex = values.sex_of(cells.get("sex"))
    if not sex:
        cells.problem("sex", "sex", _("Jenis kelamin harus L atau P. Perbaiki isinya."))
    return sex


def _phone(cells: RowCells) -> str:
    phone, unusable = values.phone_of(cells.get("mobile"), cells.get("phone"))
    if unusable:
        cells.warning("mobile", "phone", _("Nomor HP tidak dikenali, jadi tidak dipakai. Isi nomor seperti 0812…"))
    return phone


def _is_name(name: str) -> bool:
    """Letters, with the points, apostrophes and titles that names carry; no formula, no picture."""
    if name.startswith(_FORMULA_STARTS) or not _ODD_SIGNS.isdisjoint(name) or not any(map(str.isalpha, name)):
        return False
    return name.isascii() or not any(unicodedata.category(letter) in _ODD_CATEGORIES for letter in name)
