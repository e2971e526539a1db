"""The cells of one row under this program's names, and what is found wrong or doubtful in them on the way."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from django.utils.translation import gettext as _

from ksbb.imports.cells import CellValue, date_of, filled, yes_or_no
from ksbb.imports.reading import SheetRow
from recipients import identity
from recipients.dapodik.facts import Problem, Question
from recipients.dapodik.layout import Columns, Layout

# No cell that is read here is longer in earnest; a megabyte of text must not reach the checks behind.
_LONGEST_CELL = 500


class RowCells:
    """One row. A finding names the column as the file writes it."""

    def __init__(self, columns: Columns, layout: Layout, row: SheetRow, today: date) -> None:
        self.columns = columns
        self.layout = layout
        self.today = today
        self.problems: list[Problem] = []
        self.warnings: list[Problem] = []
        self.questions: list[Question] = []
        self._values: dict[str, CellValue] = dict(
            zip(columns.keys, map(row.values.get, columns.keys.values()), strict=True)
        )
        # The cell as the sheet gave it; None where it is empty or the file has no such column. Asked for forty times a row.
        self.get: Callable[[str], CellValue] = self._values.get

    def has(self, *fields: str) -> bool:
        """Whether the file has one of these columns, so that it can speak of the matter."""
        return any(field in self._values for field in fields)

    def problem(self, field: str, code: str, message: str) -> None:
        self.problems.append(Problem(self.columns.labels[field], code, message))

    def warning(self, field: str, code: str, message: str) -> None:
        self.warnings.append(Problem(self.columns.labels[field], code, message))

    def yes(self, field: str) -> bool | None:
        """Yes or no; None where the file does not say. In Dapodik an empty cell is a no, in our template it says nothing."""
        value = self.get(field)
        if field not in self._values or (self.layout.is_ours and value is None):
            return None
        answer = yes_or_no(value)
        if answer is None:
            self.warning(field, "yes_no", _("Isinya harus Ya atau Tidak; dibaca sebagai Tidak."))
        return answer or False

    def text(self, field: str, longest: int) -> str:
        text = filled(self.get(field))
        if len(text) > longest:
            words = _("Isinya lebih dari %(limit)s huruf. Pendekkan, atau periksa apakah kolomnya bergeser.")
            self.problem(field, "too_long", words % {"limit": longest})
        return text

    def day(self, field: str, code: str, message: Callable[[], str]) -> date | None:
        """A day that has come; anything else is left out, with this message."""
        value = self._values.get(field)
        if value is None:
            return None
        day = date_of(value)
        if day is not None and day <= self.today:
            return day
        if filled(value):
            self.warning(field, code, message())
        return None

    def number(self, field: str, checked: identity.Checked) -> str:
        """An identity number, with what was found when it was checked."""
        if not (checked.problems or checked.warnings or checked.questions):
            return checked.value
        label = self.columns.labels[field]
        self.problems += [Problem(label, found.code, found.message) for found in checked.problems]
        self.warnings += [Problem(label, found.code, found.message) for found in checked.warnings]
        self.questions += [
            Question(label, found.code, found.message, field, checked.value) for found in checked.questions
        ]
        return checked.value

    def are_readable(self) -> bool:
        """False, with a problem for each, when a cell is longer than any cell in earnest."""
        for field, value in self._values.items():
            if isinstance(value, str) and len(value) > _LONGEST_CELL:
                text = _("Isi sel ini terlalu panjang (%(count)s huruf). Kosongkan atau perbaiki sel itu.")
                self.problem(field, "too_long", text % {"count": len(value)})
        return not self.problems
