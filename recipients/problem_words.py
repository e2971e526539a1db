"""What each code of a problem or a question is called where rows are filtered; the row itself says it in full."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

WORDS: dict[str, Promise] = {
    "nik_mismatch": gettext_lazy("NIK tidak cocok"),
    "nik_empty": gettext_lazy("NIK kosong"),
    "nik_shape": gettext_lazy("Panjang NIK salah"),
    "nik_region": gettext_lazy("Kode wilayah NIK salah"),
    "nik_birth": gettext_lazy("Tanggal di dalam NIK salah"),
    "nik_serial": gettext_lazy("NIK dibulatkan Excel"),
    "nik_digits_lost": gettext_lazy("NIK dibulatkan Excel"),
    "nik_equals_kk": gettext_lazy("NIK sama dengan nomor KK"),
    "nik_repeated": gettext_lazy("NIK dua kali di berkas"),
    "nisn_zero": gettext_lazy("NISN kehilangan angka 0"),
    "nisn_zero_lost": gettext_lazy("NISN kehilangan angka 0"),
    "nisn_shape": gettext_lazy("Panjang NISN salah"),
    "nisn_repeated": gettext_lazy("NISN dua kali di berkas"),
    "nuptk_digits_lost": gettext_lazy("NUPTK dibulatkan Excel"),
    "nip_digits_lost": gettext_lazy("NIP dibulatkan Excel"),
    "family_card_digits_lost": gettext_lazy("No KK dibulatkan Excel"),
    "number_repeated": gettext_lazy("Nomor dua kali di berkas"),
    "two_people": gettext_lazy("Nomor milik dua orang"),
    "other_kind": gettext_lazy("Terdaftar sebagai jenis lain"),
    "other_number": gettext_lazy("Nomor berbeda dari yang tercatat"),
    "name_empty": gettext_lazy("Nama kosong"),
    "name_long": gettext_lazy("Nama terlalu panjang"),
    "name_odd": gettext_lazy("Nama bukan huruf"),
    "too_many_values": gettext_lazy("Isian lebih dari kolom"),
    "too_long": gettext_lazy("Isian terlalu panjang"),
    "sex": gettext_lazy("Jenis kelamin tidak terbaca"),
    "birth_date": gettext_lazy("Tanggal lahir tidak terbaca"),
    "birth_date_empty": gettext_lazy("Tanggal lahir kosong"),
    "birth_date_implausible": gettext_lazy("Tanggal lahir tidak wajar"),
    "stayed": gettext_lazy("Tidak jadi ditarik"),
}


def word_of(code: str) -> str:
    """The words of a code; an unknown one is told as "lainnya"."""
    return str(WORDS.get(code, _("lainnya")))
