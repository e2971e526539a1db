"""What only a pupil's row says: class, cards, income, the home; and, in the list of those who left, why and when."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from ksbb.imports.cells import CellValue, filled, text_of
from recipients import identity
from recipients.dapodik import answers, values
from recipients.dapodik.cells import RowCells
from recipients.dapodik.facts import IncomeBand, Leaving

# A pupil begins class 1 with 6 or 7 years; three more or less still happen.
_AGE_IN_CLASS_ZERO = (5, 6)
_YEARS_ASIDE = 3
_REASON_LENGTH = 100


def own_of_student(cells: RowCells, birth_date: date | None, texts: dict[str, str]) -> dict[str, Any]:
    """Columns of RecipientFacts, cleaned."""
    told: dict[str, Any] = {
        "nisn": cells.number("nisn", identity.check_nisn(cells.get("nisn"), birth_date=birth_date)),
        "class_group": texts["class_group"],
    }
    if cells.layout.is_left:
        return told | _leaving(cells)
    told["grade"] = _grade(cells, birth_date, texts["class_group"])
    told.update(_family(cells))
    told.update(_home(cells))
    return told


def _grade(cells: RowCells, birth_date: date | None, class_group: str) -> int | None:
    grade = values.grade_of(class_group)
    if grade is None:
        text = _("Tingkat kelas tidak terbaca dari rombel. Peringkat tetap dihitung, tanpa nilai kelas akhir.")
        cells.warning("class_group", "grade", text)
    elif birth_date is not None:
        _check_age(cells, values.age_on(cells.today, birth_date), grade, class_group)
    return grade


def _check_age(cells: RowCells, age: int, grade: int, class_group: str) -> None:
    youngest, oldest = (grade + years for years in _AGE_IN_CLASS_ZERO)
    too_old = age > oldest + _YEARS_ASIDE and "paket" not in class_group.lower()
    if too_old or age < youngest - _YEARS_ASIDE:
        text = _(
            "Usia %(age)s tahun tidak lazim untuk kelas %(grade)s (biasanya %(youngest)s–%(oldest)s tahun). Periksa "
            "tanggal lahir dan rombelnya; bila memang benar, biarkan."
        )
        words = {"age": age, "grade": grade, "youngest": youngest, "oldest": oldest}
        cells.warning("class_group", "age_for_grade", text % words)


def _family(cells: RowCells) -> dict[str, Any]:
    reason = values.pip_reason_of(cells.get("pip_reason"))
    if cells.yes("pip") is False and filled(cells.get("pip")):
        reason = ""
    return {
        "has_kps": cells.yes("kps"),
        "has_kip": cells.yes("kip"),
        "has_kjp": cells.yes("kjp"),
        "pip_reason": reason[:_REASON_LENGTH],
        "income_band": income_of(cells, "father_income", "mother_income", "guardian_income"),
        "orphan": _orphan(cells, reason),
        "disability": _disability(cells),
    }


def _orphan(cells: RowCells, reason: str) -> bool | None:
    ticked = cells.yes("orphan")
    if ticked is not None or not cells.has("pip_reason", "residence"):
        return ticked
    return values.is_orphan(reason, cells.get("residence"))


def _disability(cells: RowCells) -> bool | None:
    ticked = cells.yes("disability")
    if ticked is not None or not cells.has("special_needs"):
        return ticked
    return values.has_disability(cells.get("special_needs"))


def income_of(cells: RowCells, *fields: str) -> IncomeBand:
    """The household's main earner among these columns."""
    bands = []
    for field in fields:
        value = cells.get(field)
        bands.append(values.income_band(value))
        if bands[-1] is IncomeBand.UNKNOWN and filled(value):
            text = _("Penghasilan tidak dikenali, jadi tidak dipakai. Pilih salah satu dari daftar di Dapodik.")
            cells.warning(field, "income", text)
    return values.highest(tuple(bands))


def _home(cells: RowCells) -> dict[str, Any]:
    """What Dapodik does not know and our own template asks for."""
    access = chosen(cells, "device_access", answers.device_of)
    told = {
        "device_access": access,
        "household_devices": _count(cells, "household_devices", 0),
        "household_learners": _count(cells, "household_learners", 1),
        "internet": chosen(cells, "internet", answers.internet_of),
        "consent_on": consent_day(cells),
        "consent_relation": chosen(cells, "consent_relation", answers.relation_of),
    }
    if access == "shared" and None in (told["household_devices"], told["household_learners"]):
        text = _("Murid ini berbagi gawai: isi juga jumlah gawai dan jumlah pelajar di rumah, agar nilainya tepat.")
        cells.warning("device_access", "household_counts", text)
    return told


def chosen(cells: RowCells, field: str, read: Any) -> str:
    """A word of a drop-down; one that is in no list is left out with a warning."""
    value: CellValue = cells.get(field)
    answer = read(value)
    if answer is None:
        text = _("Isinya tidak ada dalam pilihan, jadi tidak dipakai. Pilih salah satu dari daftar di templat.")
        cells.warning(field, "choice", text)
    return answer or ""


def consent_day(cells: RowCells) -> date | None:
    return cells.day("consent_on", "consent_on", _no_consent)


def _no_consent() -> str:
    return _("Tanggal persetujuan tidak terbaca atau belum tiba, jadi belum dicatat. Tulis seperti 2026-01-31.")


def _count(cells: RowCells, field: str, lowest: int) -> int | None:
    value = cells.get(field)
    number = answers.number_at_home(value, lowest)
    if number is None and text_of(value) not in ("", "-", "--"):
        text = _("Isinya harus angka %(lowest)s sampai 50, jadi tidak dipakai.")
        cells.warning(field, "count", text % {"lowest": lowest})
    return number


def _leaving(cells: RowCells) -> dict[str, Any]:
    reason = filled(cells.get("left_because"))[:_REASON_LENGTH]
    return {
        "leaving": leaving_of(reason),
        "left_on": cells.day("left_on", "left_on", _no_leaving),
        "left_because": reason,
    }


def _no_leaving() -> str:
    return _("Tanggal keluar tidak terbaca atau belum tiba, jadi tidak dipakai. Tulis seperti 2026-01-31.")


def leaving_of(reason: str) -> Leaving:
    """Dapodik's `Keluar Karena`: Lulus, Mutasi, Dikeluarkan, Mengundurkan diri, Putus sekolah, Wafat, Hilang, Lainnya."""
    words = reason.lower()
    if words.startswith(("lulus", "tamat")):
        return Leaving.GRADUATED
    return Leaving.MOVED if words.startswith(("mutasi", "pindah")) else Leaving.LEFT
