"""What the acts around samples, visits and cases read like."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

SAMPLES: dict[str, str | Promise] = {
    "sample.committed": _("Mengunci benih undian sampel"),
    "sample.drawn": _("Mengundi sampel: %(visits)s kunjungan dari %(population)s laporan"),
    "sample.widened": _("Memperluas sampel: %(visits)s kunjungan lagi"),
    "visit.planned": _("Merencanakan kunjungan: %(why)s"),
    "visit.taken": _("Mengambil kunjungan"),
    "visit.left": _("Melepas kunjungan"),
    "visit.passed": _("Berkunjung: sesuai, %(seen)s dari %(expected)s gawai dilihat"),
    "visit.failed": _("Berkunjung: tidak sesuai, %(seen)s dari %(expected)s gawai dilihat"),
    "visit.cancelled": _("Membatalkan kunjungan"),
    "integrity.opened": _("Membuka perkara: %(kind)s"),
    "integrity.founded": _("Menutup perkara: terbukti"),
    "integrity.unfounded": _("Menutup perkara: tidak terbukti"),
}

# A test holds these equal to the labels of the models.
SAMPLE_CODES: dict[tuple[str, str], dict[str, str | Promise]] = {
    ("visit.planned", "why"): {
        "new_giver": _("pemberi baru"),
        "new_school": _("sekolah baru"),
        "red_flag": _("tanda bahaya"),
        "random": _("terundi"),
        "widened": _("sampel diperluas"),
    },
    ("integrity.opened", "kind"): {
        "sample_failed": _("kunjungan menemukan ketidaksesuaian"),
        "same_photo": _("foto yang sama di beberapa laporan"),
        "same_device": _("nomor gawai yang sama di beberapa catatan"),
        "two_places": _("gawai ditemukan di dua tempat"),
        "burst": _("banyak laporan dalam waktu singkat"),
        "never_returns": _("validator yang tidak pernah mengembalikan"),
        "no_guardians": _("sekolah tanpa konfirmasi wali"),
        "one_source": _("banyak konfirmasi dari satu perangkat"),
        "charged": _("wali dimintai biaya"),
        "sold": _("gawai bantuan dijual atau digadaikan"),
        "complaint": _("pengaduan masyarakat"),
        "by_hand": _("dibuka oleh auditor"),
    },
}
