"""How complaints read: categories with their examples, and what happened so far."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from verification.complaints import LEVEL_NAMES
from verification.models import Complaint, ComplaintStep

# As somebody who is in the middle of it would say it.
CATEGORIES: list[tuple[str, str | Promise]] = [
    ("fee", gettext_lazy("Ada yang meminta uang (misalnya “biaya administrasi”, “uang bensin”, “uang terima kasih”)")),
    ("sale", gettext_lazy("Gawai dijual, digadaikan, atau ditukar")),
    ("abuse", gettext_lazy("Ancaman, pelecehan, atau tekanan (misalnya dipaksa menandatangani)")),
    ("not_arrived", gettext_lazy("Gawai tidak sampai (tercatat sudah diserahkan, tetapi anak tidak menerimanya)")),
    ("broken", gettext_lazy("Gawai rusak atau tidak dapat dipakai belajar")),
    ("unfair", gettext_lazy("Penerimanya tidak tepat (misalnya yang sudah punya malah menerima)")),
    (
        "data",
        gettext_lazy("Data pribadi dipakai atau disebarkan tanpa izin, atau permintaan tentang data tidak dijawab"),
    ),
    ("found", gettext_lazy("Saya menemukan gawai bantuan")),
    ("other", gettext_lazy("Lainnya")),
]


@dataclass(frozen=True)
class Happening:
    """One line as `components/timeline.html` shows it."""

    at: datetime
    title: str
    text: str = ""


def timeline_of(complaint: Complaint) -> list[Happening]:
    """For the ticket's holder and the desk alike: offices, never the name of an officer (one query)."""
    return [_happening(step) for step in complaint.steps.order_by("id")]


def _happening(step: ComplaintStep) -> Happening:
    office = {"office": LEVEL_NAMES.get(step.level, "")}
    titles = {
        ComplaintStep.Kind.RECEIVED: (_("Pengaduan diterima"), _("Diteruskan ke %(office)s.") % office),
        ComplaintStep.Kind.ASSIGNED: (_("Sedang ditangani"), _("Oleh petugas %(office)s.") % office),
        ComplaintStep.Kind.ESCALATED: (
            _("Naik ke tingkat berikutnya"),
            _("Sekarang giliran %(office)s.") % office,
        ),
        ComplaintStep.Kind.ANSWERED: (_("Dijawab"), _("Oleh %(office)s.") % office),
        ComplaintStep.Kind.CONTESTED: (_("Pelapor belum puas"), ""),
        ComplaintStep.Kind.CLOSED: (_("Selesai"), ""),
    }
    return Happening(step.at, *titles[ComplaintStep.Kind(step.kind)])
