"""What only a teacher's row says: numbers, status, service, and what our own template asks for."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from recipients import identity
from recipients.dapodik import answers, values
from recipients.dapodik.cells import RowCells
from recipients.dapodik.facts import Employment
from recipients.dapodik.pupils import chosen, consent_day, income_of


def own_of_teacher(cells: RowCells, birth_date: date | None, texts: dict[str, str]) -> dict[str, Any]:
    """Columns of RecipientFacts, cleaned."""
    told = {
        "service_started_on": cells.day("service_start", "service_start", _no_start),
        "employment": _employment(cells),
        "nuptk": cells.number("nuptk", identity.check_nuptk(cells.get("nuptk"))),
        "nip": cells.number("nip", identity.check_nip(cells.get("nip"), birth_date=birth_date)),
        "ptk_type": texts["ptk_type"],
        "device_access": chosen(cells, "device_access", answers.device_of),
        "income_band": income_of(cells, "own_income"),
        "consent_on": consent_day(cells),
    }
    return told | {"consent_relation": "self" if told["consent_on"] else ""}


def _no_start() -> str:
    return _("TMT Pengangkatan bukan tanggal yang wajar, jadi masa kerja belum dihitung. Tulis seperti 2015-07-01.")


def _employment(cells: RowCells) -> Employment:
    employment = values.employment_of(cells.get("employment"))
    if employment is Employment.UNKNOWN:
        text = _("Status Kepegawaian kosong. Lengkapi di Dapodik; tanpa itu guru ini belum dapat dinilai.")
        cells.warning("employment", "employment", text)
    return employment
