"""What the acts on the day of a handover read like; merged into words.py."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

HANDOVER: dict[str, str | Promise] = {
    "certificate.forgotten": _("Menghapus berkas BAST karena data penerimanya dihapus"),
    "handover.code_opened": _("Membuka kode serah terima untuk sekolah"),
    "handover.code_missed": _("Memasukkan kode serah terima yang salah; tersisa %(left)s percobaan"),
    "handover.fell_short": _("Mencatat %(devices)s gawai tidak sampai; %(left)s gawai tetap dijadwalkan"),
    "handover.officer_chosen": _("Menunjuk petugas pendamping"),
    "handover.officer_left": _("Serah terima tanpa petugas pendamping"),
    "handover.signed_paper_opened": _("Membuka foto BAST bertanda tangan"),
}
