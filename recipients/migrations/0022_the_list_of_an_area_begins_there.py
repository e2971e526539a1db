"""An office's list is read from its own area on, under every collation."""

from __future__ import annotations

from django.db import migrations, models
from django.db.models.functions import Collate


class Migration(migrations.Migration):
    dependencies = [("recipients", "0021_the_largest_need_of_each_class")]

    operations = [
        migrations.RemoveIndex(model_name="recipient", name="recipient_region"),
        migrations.AddIndex(
            model_name="recipient",
            index=models.Index(Collate("region", "C"), "id", name="recipient_region"),
        ),
    ]
