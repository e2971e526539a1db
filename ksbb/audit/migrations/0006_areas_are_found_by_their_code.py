"""Areas are asked for by the beginning of their code; an index serves that only with this class of operators."""

import django.utils.timezone
from django.contrib.postgres.operations import AddIndexConcurrently, RemoveIndexConcurrently
from django.db import migrations, models

BOOKS = ("event", "read", "change")


class Migration(migrations.Migration):
    # The trail is written while this runs.
    atomic = False

    dependencies = [("audit", "0005_fields_have_a_history")]

    operations = [
        *(
            AddIndexConcurrently(
                model_name=book,
                index=models.Index(
                    fields=["region", "-id"], opclasses=["varchar_pattern_ops", "int8_ops"], name=f"{book}_ground"
                ),
            )
            for book in BOOKS
        ),
        *(RemoveIndexConcurrently(model_name=book, name=f"{book}_region") for book in BOOKS),
        # Python's default only: the table stays as it is.
        migrations.AlterField(
            model_name="read",
            name="at",
            field=models.DateTimeField(default=django.utils.timezone.now, editable=False),
        ),
        migrations.AlterField(
            model_name="read",
            name="kind",
            field=models.CharField(
                choices=[
                    ("person", "Halaman seseorang"),
                    ("list", "Daftar orang"),
                    ("export", "Unduhan daftar"),
                    ("identity", "Nomor identitas"),
                    ("paper", "Surat bernama"),
                    ("file", "Baris berkas unggahan"),
                    ("members", "Daftar anggota"),
                ],
                max_length=10,
            ),
        ),
    ]
