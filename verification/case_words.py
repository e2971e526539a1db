"""What the facts of a case read like. Facts are codes and numbers; people stand in them by their number only."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from verification.models import Complaint, DeviceCase
from verification.visit_questions import FOUND

# In the order in which they are read.
LABELS: dict[str, str | Promise] = {
    "category": gettext_lazy("Tentang"),
    "expected": gettext_lazy("Gawai menurut laporan"),
    "seen": gettext_lazy("Gawai yang dilihat petugas"),
    "failed": gettext_lazy("Yang tidak sesuai"),
    "widened": gettext_lazy("Kunjungan tambahan yang direncanakan"),
    "reports": gettext_lazy("Laporan"),
    "schools": gettext_lazy("Sekolah"),
    "devices": gettext_lazy("Catatan gawai"),
    "number_end": gettext_lazy("Akhir nomor gawai"),
    "wanted": gettext_lazy("Ada di daftar gawai yang dicari"),
    "tries": gettext_lazy("Percobaan mencatat nomor yang dicari"),
    "distance": gettext_lazy("Bagian foto yang berbeda (dari 256)"),
    "minutes": gettext_lazy("Dalam menit"),
    "verdicts": gettext_lazy("Putusan"),
    "returned": gettext_lazy("Dikembalikan atau ditolak"),
    "green": gettext_lazy("Di antaranya tanpa temuan sistem"),
    "asked": gettext_lazy("Wali yang dapat mengonfirmasi"),
    "confirmed": gettext_lazy("Wali yang mengonfirmasi"),
    "slips": gettext_lazy("Konfirmasi dari perangkat ini"),
    "charged": gettext_lazy("Wali yang menyatakan dimintai biaya"),
    "source": gettext_lazy("Diketahui dari"),
    "since": gettext_lazy("Sejak"),
    "until": gettext_lazy("Sampai"),
}
# These lead somewhere and are shown as links, or tell programs only.
UNSPOKEN = frozenset({"visit", "validator", "photo", "handover", "complaint"})


def facts_in_words(facts: Mapping[str, Any]) -> list[tuple[str, str]]:
    """(label, value) of everything that is known; a fact without words of its own stands under its code."""
    order = list(LABELS)
    known = sorted(facts, key=lambda name: order.index(name) if name in LABELS else len(order))
    return [(str(LABELS.get(name, name)), _value(name, facts[name])) for name in known if name not in UNSPOKEN]


def _value(name: str, value: Any) -> str:
    if isinstance(value, bool):
        return _("ya") if value else _("tidak")
    if name == "failed" and isinstance(value, list):
        return " ".join(str(FOUND.get(one, one)) for one in value)
    if name == "category" and value in Complaint.Category.values:
        return str(Complaint.Category(value).label)
    if name == "source" and value in DeviceCase.Source.values:
        return str(DeviceCase.Source(value).label)
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)
