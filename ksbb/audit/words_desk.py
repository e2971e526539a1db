"""What the acts at the validator's desk read like."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

DESK: dict[str, str | Promise] = {
    "user.person_told": _("Mencatat jati diri"),
    "user.person_corrected": _("Memperbaiki jati diri, dibaca dua orang dari KTP"),
    "user.linked": _("Mencatat bahwa %(accounts)s akun milik satu orang"),
    "verdict.appealed": _("Mengajukan keberatan atas penolakan"),
    "appeal.granted": _("Mengabulkan keberatan: laporan diperiksa ulang"),
    "appeal.denied": _("Tidak mengabulkan keberatan"),
}
