"""A device that was sold or pawned is a matter of integrity."""

from __future__ import annotations

from django.db import migrations, models

KINDS = {
    "sample_failed": "kunjungan menemukan ketidaksesuaian",
    "same_photo": "foto yang sama di beberapa laporan",
    "same_device": "nomor gawai yang sama di beberapa catatan",
    "two_places": "gawai ditemukan di dua tempat",
    "burst": "banyak laporan dalam waktu singkat",
    "never_returns": "validator yang tidak pernah mengembalikan",
    "no_guardians": "sekolah tanpa konfirmasi wali",
    "one_source": "banyak konfirmasi dari satu perangkat",
    "charged": "wali dimintai biaya",
    "sold": "gawai bantuan dijual atau digadaikan",
    "complaint": "pengaduan masyarakat",
    "by_hand": "dibuka oleh auditor",
}


class Migration(migrations.Migration):
    dependencies = [("verification", "0009_prints_lead_to_photos_of_use")]

    operations = [
        migrations.AlterField(
            model_name="integritycase",
            name="kind",
            field=models.CharField(choices=list(KINDS.items()), max_length=14),
        ),
    ]
