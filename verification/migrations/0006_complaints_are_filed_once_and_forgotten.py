"""A second click makes no second complaint; a closed one may become a case, and in time forgets who complained."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0004_a_person_beyond_the_account"),
        ("schools", "0003_the_nearest_school_is_found"),
        ("verification", "0005_a_day_is_sampled_once"),
    ]

    operations = [
        migrations.AddField(
            model_name="complaint",
            name="device_case",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="complaints",
                to="verification.devicecase",
            ),
        ),
        migrations.AddField(
            model_name="complaint",
            name="erased_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="complaint",
            name="integrity_case",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="complaints",
                to="verification.integritycase",
            ),
        ),
        migrations.AddField(
            model_name="complaint",
            name="submission",
            field=models.BinaryField(null=True, unique=True),
        ),
        migrations.AlterField(
            model_name="integritycase",
            name="kind",
            field=models.CharField(
                choices=[
                    ("sample_failed", "kunjungan menemukan ketidaksesuaian"),
                    ("same_photo", "foto yang sama di beberapa laporan"),
                    ("same_device", "nomor gawai yang sama di beberapa catatan"),
                    ("two_places", "gawai ditemukan di dua tempat"),
                    ("burst", "banyak laporan dalam waktu singkat"),
                    ("never_returns", "validator yang tidak pernah mengembalikan"),
                    ("no_guardians", "sekolah tanpa konfirmasi wali"),
                    ("one_source", "banyak konfirmasi dari satu perangkat"),
                    ("charged", "wali dimintai biaya"),
                    ("complaint", "pengaduan masyarakat"),
                    ("by_hand", "dibuka oleh auditor"),
                ],
                max_length=14,
            ),
        ),
        migrations.AddIndex(
            model_name="complaint",
            index=models.Index(
                condition=models.Q(("erased_at__isnull", True), ("state", "closed")),
                fields=["closed_at", "id"],
                name="complaint_to_erase",
            ),
        ),
        migrations.AddConstraint(
            model_name="complaint",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("erased_at__isnull", True),
                    models.Q(
                        ("answer_sealed", b""),
                        ("contact_sealed", b""),
                        ("name_sealed", b""),
                        ("state", "closed"),
                        ("text_sealed", b""),
                    ),
                    _connector="OR",
                ),
                name="complaint_erased_whole",
            ),
        ),
    ]
