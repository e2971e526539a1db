"""Why a photo cannot be used, in words: the worker keeps a code, the page tells it."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

INFECTED, LOST = "infected", "lost"

_WORDS: dict[str, str | Promise] = {
    "empty": _("Berkasnya kosong. Pilih fotonya sekali lagi."),
    "too_large": _("Berkasnya terlalu besar. Kecilkan, lalu kirim lagi."),
    "heic": _("Formatnya HEIC. Di iPhone pilih Pengaturan, Kamera, Format, Paling Kompatibel; lalu foto lagi."),
    "wrong_type": _("Berkas ini bukan foto. Kirim foto JPEG, PNG, atau WebP."),
    "too_many_pixels": _("Ukurannya lebih dari 50 megapiksel. Kecilkan, lalu kirim lagi."),
    "too_small": _("Fotonya terlalu kecil untuk dilihat. Kirim foto aslinya."),
    "foreign_content": _("Berkasnya berisi hal lain selain foto. Ambil foto baru, lalu kirim lagi."),
    "broken": _("Fotonya rusak atau tidak lengkap. Ambil atau pilih foto lain."),
    INFECTED: _("Pemindai menemukan virus dalam berkasnya. Jangan kirim lagi; ambil foto baru dengan kamera."),
    LOST: _("Berkasnya tidak sampai utuh. Kirim fotonya sekali lagi."),
}


def why_unusable(code: str) -> str:
    """A code that is not listed reads as the general one."""
    return str(_WORDS.get(code, _WORDS["broken"]))
