"""Use rounds, answers and cases of devices, too, are found by the beginning of their area under every collation."""

from __future__ import annotations

from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("verification", "0010_aid_that_was_sold")]

    operations = [
        migrations.RemoveIndex(model_name="useround", name="useround_region"),
        migrations.AddIndex(
            model_name="useround",
            index=models.Index(
                fields=["region", "state", "id"],
                opclasses=["varchar_pattern_ops", "varchar_ops", "int8_ops"],
                name="useround_region",
            ),
        ),
        migrations.RemoveIndex(model_name="useanswer", name="useanswer_region"),
        migrations.AddIndex(
            model_name="useanswer",
            index=models.Index(
                fields=["region", "says", "id"],
                opclasses=["varchar_pattern_ops", "varchar_ops", "int8_ops"],
                name="useanswer_region",
            ),
        ),
        migrations.RemoveIndex(model_name="devicecase", name="devicecase_open"),
        migrations.AddIndex(
            model_name="devicecase",
            index=models.Index(
                fields=["region", "told_at", "id"],
                opclasses=["varchar_pattern_ops", "timestamptz_ops", "int8_ops"],
                condition=Q(state="open"),
                name="devicecase_open",
            ),
        ),
    ]
