"""A whole Dapodik workbook: which list it is, whose it is, and its rows, with doubles inside the file told apart."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from django.utils.translation import gettext as _

from ksbb.imports.cells import CellValue, lost_digits
from ksbb.imports.reading import Limits, Sheet, SheetRow, read_sheet
from recipients.dapodik.facts import Kind, ParsedRow, Problem
from recipients.dapodik.layout import READ_COLUMNS, Columns, Layout, find_columns, recognise
from recipients.dapodik.rows import RowReader
from recipients.dapodik.title import Title, read_title
from recipients.identity import digits, mask

# A number that means one person; two rows with it are one person twice.
_UNIQUE = {"nik": 16, "nisn": 10}


@dataclass(frozen=True, slots=True)
class DapodikFile:
    """One recognised file. `missing_columns` are official columns that it lacks and that are read as empty."""

    layout: Layout
    title: Title
    missing_columns: tuple[str, ...]
    _sheet: Sheet
    _columns: Columns
    _today: date

    @property
    def kind(self) -> Kind:
        """Whom the file lists."""
        return self.layout.kind

    @property
    def is_left(self) -> bool:
        """Whether the file lists pupils who have left: its rows are to be withdrawn, not registered."""
        return self.layout.is_left

    @property
    def is_ours(self) -> bool:
        """Whether it is our own template and no Dapodik file."""
        return self.layout.is_ours

    @property
    def school_name_in_file(self) -> str:
        """The school as the file names it, `""` where it does not; compare with `same_school()`."""
        return self.title.school_name

    @property
    def head(self) -> tuple[tuple[str, ...], ...]:
        """Every row above the data, as uploaded: titles and header, each cell in its place."""
        return self._sheet.head

    @property
    def most_rows(self) -> int:
        """`rows()` gives so many, or fewer."""
        return self._sheet.most_rows

    @property
    def columns(self) -> dict[str, int]:
        """The column that a problem names → its place, counted from 0; columns that the file lacks are not in it."""
        places = {column.key: column.index for column in reversed(self._sheet.columns)}
        return {self._columns.labels[field]: places[key] for field, key in self._columns.keys.items()}

    def rows(self) -> Iterator[ParsedRow]:
        """Every row that holds anything, in the file's order, parsed as one goes; may be called again."""
        reader = RowReader(self._columns, self.layout, self._today)
        seen: dict[str, dict[str, int]] = {field: {} for field in _UNIQUE}
        for row in self._sheet.rows:
            parsed = reader.read(row)
            if parsed.kind is not Kind.STAFF and (doubles := self._doubles(row, seen)):
                parsed = replace(parsed, facts=None, problems=(*parsed.problems, *doubles))
            yield parsed

    def _doubles(self, row: SheetRow, seen: dict[str, dict[str, int]]) -> list[Problem]:
        found = []
        for field, length in _UNIQUE.items():
            number = _whole(row.values.get(self._columns.keys.get(field, "")), length)
            if not number:
                continue
            earlier = seen[field].setdefault(number, row.number)
            if earlier != row.number:
                label = self._columns.labels[field]
                text = _("%(column)s %(number)s sudah ada di baris %(row)s. Hapus salah satu barisnya atau perbaiki.")
                words = {"column": label, "number": mask(number), "row": earlier}
                found.append(Problem(label, f"{field}_repeated", text % words))
        return found


def read_dapodik(
    data: bytes, *, today: date, file_name: str = "", limits: Limits | None = None, raw: bool = False
) -> DapodikFile:
    """The file, recognised by its content. Raises SheetRefused where it cannot be read or is another list.

    `today` judges whether birth dates are plausible. Rows are parsed only when `rows()` is gone over; with `raw` they
    carry every cell as uploaded, so that a school can be given its own rows back for repair.
    """
    sheet = read_sheet(data, file_name=file_name, known=READ_COLUMNS, keep=READ_COLUMNS, limits=limits, raw=raw)
    layout = recognise(sheet)
    columns = find_columns(sheet, layout)
    return DapodikFile(layout, read_title(sheet.title), columns.missing, sheet, columns, today)


def _whole(value: CellValue, length: int) -> str:
    if isinstance(value, str) and len(value) == length and value.isdecimal():  # as nearly every cell is
        return value if value.strip("0") else ""
    if value is None or lost_digits(value):
        return ""
    number = digits(value)
    if length == 10 and len(number) == 9:  # a NISN without its zero is the same NISN
        number = f"0{number}"
    return number if len(number) == length and number.strip("0") else ""
