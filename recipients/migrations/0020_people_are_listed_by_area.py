"""The list of people goes from area to area, and is narrowed to one by the beginning of its code: an index for each."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("recipients", "0019_areas_are_found_by_their_code")]

    operations = [
        migrations.RemoveIndex(model_name="recipient", name="recipient_region"),
        migrations.AddIndex(
            model_name="recipient",
            index=models.Index(fields=["region", "id"], name="recipient_region"),
        ),
        migrations.AddIndex(
            model_name="recipient",
            index=models.Index(fields=["region"], opclasses=["varchar_pattern_ops"], name="recipient_area"),
        ),
    ]
