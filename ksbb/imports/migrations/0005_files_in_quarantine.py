"""Files that wait for the virus scanner, and those in which it found something."""

from __future__ import annotations

import uuid

from django.db import migrations, models
from django.db.models import Q

PURPOSES = {
    "complaint": "lampiran pengaduan",
    "proof": "bukti pembukuan atau izin",
    "signed_paper": "BAST yang ditandatangani",
    "gift": "foto gawai yang diberikan",
    "inspection": "foto pemeriksaan gawai",
    "sheet": "berkas impor atau batas",
}
STATES = {"held": "menunggu pemindai virus", "clean": "bersih", "infected": "berisi virus"}


class Migration(migrations.Migration):
    dependencies = [("imports", "0004_files_of_other_purposes")]

    operations = [
        migrations.CreateModel(
            name="HeldFile",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("purpose", models.CharField(choices=list(PURPOSES.items()), max_length=12)),
                ("state", models.CharField(choices=list(STATES.items()), default="held", max_length=8)),
                ("file", models.FileField(blank=True, max_length=200, upload_to="quarantine/")),
                ("sha256", models.CharField(max_length=64)),
                ("region", models.CharField(blank=True, max_length=13)),
                ("sent_by_id", models.BigIntegerField(blank=True, null=True)),
                ("virus", models.CharField(blank=True, max_length=80)),
                ("next_try_at", models.DateTimeField(blank=True, null=True)),
                ("tries", models.PositiveSmallIntegerField(default=0)),
                ("wanted_by", models.BigIntegerField(blank=True, null=True)),
            ],
            options={
                "verbose_name": "berkas tertahan",
                "verbose_name_plural": "berkas tertahan",
                "indexes": [
                    models.Index(fields=["sha256"], name="heldfile_sha256"),
                    models.Index(condition=Q(("state", "held")), fields=["id"], name="heldfile_waiting"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=Q(("state__in", ["clean", "held", "infected"])), name="heldfile_state_known"
                    ),
                    models.CheckConstraint(condition=Q(("purpose__in", sorted(PURPOSES))), name="heldfile_purpose_known"),
                    models.CheckConstraint(
                        condition=Q(~Q(("state", "infected")), ~Q(("virus", "")), _connector="OR"),
                        name="heldfile_infected_by",
                    ),
                ],
            },
        ),
    ]
