"""The places in line of a kota are counted from its own verdicts, not from everybody's. On every version's partition."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("recipients", "0012_counts_are_remembered_by_day")]

    operations = [
        migrations.AddIndex(
            model_name="assessment",
            index=models.Index(fields=["region"], name="assessment_region"),
        ),
    ]
