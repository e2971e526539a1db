"""The answer as a file: the source that is in use."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from django.utils.translation import gettext as _

from ksbb.imports.cells import CellValue, clean, date_of, filled, text_of
from ksbb.imports.limits import MEBIBYTE, Limits
from ksbb.imports.reading import SheetRefused, SheetRow, header_key, read_sheet
from recipients.checking.answers import Answer, Subject, Trouble
from recipients.checking.layout import AS_OF, REFERENCE, Layout

# The whole city in one file: seven narrow columns, so that the bound on cells is what counts.
LIMITS = Limits(
    file_bytes=25 * MEBIBYTE, unpacked_bytes=192 * MEBIBYTE, rows=250_000, cells=2_500_000, characters=96 * MEBIBYTE
)
MOST_TROUBLES = 50
_FIRST_DAY = date(2000, 1, 1)


class AnswerFile:
    """One file that an office sent back. After `check` has been gone through, the counts and the first troubles stand."""

    needs_numbers = False

    def __init__(self, data: bytes, layout: Layout, *, today: date, file_name: str = "") -> None:
        self.data, self.layout, self.today, self.file_name = data, layout, today, file_name
        self.rows = self.matched = self.unknown = self.unreadable = self.empty = self.repeated = 0
        self.troubles: list[Trouble] = []

    def check(self, people: Sequence[Subject]) -> Iterator[Answer]:
        """Raises SheetRefused when the file as a whole is none of ours."""
        known = {subject.reference for subject in people}
        seen: set[str] = set()
        reference, told, day = map(header_key, (REFERENCE, self.layout.answer, AS_OF))
        for row in self._sheet_rows():
            self.rows += 1
            code = clean(text_of(row.values.get(reference))).upper()
            answer = self._answer(row, code, known, seen, told, day)
            if answer is not None:
                self.matched += 1
                seen.add(code)
                yield answer

    def _sheet_rows(self) -> Iterator[SheetRow]:
        wanted = {REFERENCE, self.layout.answer}
        try:
            sheet = read_sheet(
                self.data,
                file_name=self.file_name,
                known=wanted,
                required=wanted,
                keep={*wanted, AS_OF},
                limits=LIMITS,
            )
            yield from sheet.rows
        except SheetRefused as refusal:
            if refusal.code not in ("no_header", "missing_columns"):
                raise
            raise SheetRefused(refusal.code, self._no_columns()) from refusal

    def _no_columns(self) -> str:
        text = _(
            "Kolom “%(reference)s” dan “%(answer)s” tidak ditemukan. Pakailah berkas daftar yang diunduh dari sini, "
            "dengan baris judul yang tidak diubah."
        )
        return text % {"reference": REFERENCE, "answer": self.layout.answer}

    def _answer(self, row: SheetRow, code: str, known: set[str], seen: set[str], told: str, day: str) -> Answer | None:
        cell = row.values.get(told)
        if code not in known:
            self.unknown += 1
            self._trouble(row, "unknown_reference", _("Kodenya tidak ada di daftar ini."))
        elif code in seen:
            self.repeated += 1
            self._trouble(row, "repeated", _("Kode ini sudah dijawab di baris sebelumnya; baris ini dilewati."))
        elif not filled(cell):
            self.empty += 1
        else:
            return self._read(row, code, cell, row.values.get(day))
        return None

    def _read(self, row: SheetRow, code: str, cell: CellValue, day: CellValue) -> Answer | None:
        value, as_of = self.layout.value_of(cell), date_of(day)
        if value is None:
            words = ", ".join(self.layout.shown)
            text = _("Isi kolom “%(answer)s” tidak dikenal. Yang dipakai: %(words)s.")
            code_of, text = "unknown_value", text % {"answer": self.layout.answer, "words": words}
        elif as_of is None and day is not None:
            code_of, text = "unknown_date", _("Tanggalnya tidak terbaca. Tulis seperti 31-10-2026.")
        elif as_of is not None and not _FIRST_DAY <= as_of <= self.today:
            code_of, text = "odd_date", _("Tanggalnya belum terjadi atau terlalu lama.")
        else:
            return Answer(code, value, as_of)
        self.unreadable += 1
        self._trouble(row, code_of, text)
        return None

    def _trouble(self, row: SheetRow, code: str, message: str) -> None:
        if len(self.troubles) < MOST_TROUBLES:
            self.troubles.append(Trouble(row.number, code, message))
