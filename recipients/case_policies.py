"""What a school is told about people who are registered already, and why a case cannot be decided so."""

from __future__ import annotations

from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _

from ksbb.common.workdays import working_days_after

# The Sudin's time to decide; a held person waits for it.
WORKING_DAYS = 10


def due_on() -> date:
    """The last day to decide a case that is opened today."""
    return working_days_after(timezone.localdate(), WORKING_DAYS)


def registered_elsewhere(case_id: int) -> str:
    """One wording for every number and every place: all that a school learns about another school's people."""
    return _(
        "Sudah terdaftar di tempat lain, kasus D-%(case)s. Periksa dulu angkanya; bila sudah benar, Suku Dinas Pendidikan "
        "memutuskannya. Sebutkan nomor kasus ini bila bertanya."
    ) % {"case": case_id}


def registered_here() -> str:
    """The own people are no secret to a school."""
    return _("Orang dengan NIK, NISN, atau NUPTK ini sudah terdaftar di sekolah Anda. Cari namanya di daftar penerima.")
