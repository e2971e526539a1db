"""What the acts on complaints read like. Nothing of what was said is ever in them.

Those of sensitive complaints have names of their own: only the auditor finds them in the trail (EventQuerySet.visible_to).
"""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

COMPLAINTS: dict[str, str | Promise] = {
    "complaint.filed": _("Menerima pengaduan"),
    "complaint.opened": _("Membaca pengaduan"),
    "complaint.file_opened": _("Mengunduh lampiran pengaduan"),
    "complaint.taken": _("Mulai menangani pengaduan"),
    "complaint.answered": _("Menjawab pengaduan"),
    "complaint.contested": _("Pelapor belum puas"),
    "complaint.escalated": _("Pengaduan naik ke tingkat %(level)s"),
    "complaint.closed": _("Menutup pengaduan"),
    "complaint.case_opened": _("Menghubungkan pengaduan dengan perkara integritas"),
    "complaint.device_case": _("Menghubungkan pengaduan dengan perkara gawai"),
    "complaint.erased": _("Menghapus isi pengaduan lama"),
    "sensitive_complaint.filed": _("Menerima pengaduan rahasia"),
    "sensitive_complaint.opened": _("Membaca pengaduan rahasia"),
    "sensitive_complaint.file_opened": _("Mengunduh lampiran pengaduan rahasia"),
    "sensitive_complaint.taken": _("Mulai menangani pengaduan rahasia"),
    "sensitive_complaint.answered": _("Menjawab pengaduan rahasia"),
    "sensitive_complaint.contested": _("Pelapor pengaduan rahasia belum puas"),
    "sensitive_complaint.escalated": _("Pengaduan rahasia naik ke tingkat %(level)s"),
    "sensitive_complaint.closed": _("Menutup pengaduan rahasia"),
    "sensitive_complaint.case_opened": _("Menghubungkan pengaduan rahasia dengan perkara integritas"),
    "sensitive_complaint.erased": _("Menghapus isi pengaduan rahasia yang lama"),
}
