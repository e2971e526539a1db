"""What the acts around sign-in, sessions, factors and support read like."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

SIGN_IN: dict[str, str | Promise] = {
    "session.ended": _("Mengakhiri %(sessions)s sesi akunnya sendiri"),
    "factor.reset_opened": _("Meminta pelepasan pengaman yang hilang"),
    "factor.reset_confirmed": _("Menyetujui pelepasan pengaman yang hilang"),
    "google.signed_up": _("Mendaftar dengan akun Google"),
    "google.connected": _("Menyambungkan akun Google"),
    "google.disconnected": _("Melepas akun Google"),
    "token.created": _("Membuat kunci API"),
    "token.revoked": _("Mencabut kunci API"),
    "token.address_refused": _("Kunci API ditolak: dipakai dari jaringan di luar daftarnya (%(network)s)"),
    "support.began": _("Mulai melihat sebagai orang lain"),
    "support.ended": _("Selesai melihat sebagai orang lain"),
}
