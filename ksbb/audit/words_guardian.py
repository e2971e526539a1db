"""What the acts around the guardian's slip and the form without network read like; merged into words.py."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

GUARDIAN: dict[str, str | Promise] = {
    "slips.printed": _("Mencetak %(slips)s slip untuk orang tua atau wali"),
    "slip.answered": _("Orang tua atau wali menjawab slip terima"),
    "handover.written_offline": _("Mengirim catatan serah terima yang ditulis tanpa jaringan pada %(written)s"),
}
