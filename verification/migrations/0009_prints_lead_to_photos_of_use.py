"""The bands of prints lead to photos of use, too. New indexes first and beside all work: nobody waits, searches stay quick."""

from __future__ import annotations

from django.contrib.postgres.operations import AddIndexConcurrently, RemoveIndexConcurrently
from django.db import migrations, models

BANDS = range(4)


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("verification", "0008_photos_of_use_are_compared")]

    operations = [
        *(
            AddIndexConcurrently(
                model_name="evidenceprint",
                index=models.Index(
                    fields=[f"band_{n}"], include=("print", "evidence", "use_photo"), name=f"evidenceprint_band_{n}"
                ),
            )
            for n in BANDS
        ),
        *(RemoveIndexConcurrently(model_name="evidenceprint", name=f"evidenceprint_{n}") for n in BANDS),
    ]
