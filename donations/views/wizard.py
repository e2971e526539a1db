"""The steps of giving, as every page of a basket shows them; each can be left and taken up again."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from donations.views.progress import Step

STEPS: dict[str, str | Promise] = {
    "isi": _("Tujuan dan gawai"),
    "jadwal": _("Jadwal dan pengantaran"),
    "pemberi": _("Siapa yang memberi"),
    "ringkasan": _("Ringkasan dan tanda tangan"),
}
NEXT = {"isi": "jadwal", "jadwal": "pemberi", "pemberi": "ringkasan"}


def steps_of_basket(here: str) -> list[Step]:
    names = list(STEPS)
    at = names.index(here)
    return [
        Step(str(STEPS[name]), "done" if number < at else "now" if number == at else "todo")
        for number, name in enumerate(names)
    ]
