"""A need knows the draw that gave its lot, so that one ticket is looked up without hashing all the others."""

from __future__ import annotations

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("recipients", "0015_check_lists_take_time")]

    operations = [
        migrations.AddField(
            model_name="need",
            name="draw",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="recipients.draw",
            ),
        ),
        migrations.AddIndex(
            model_name="need",
            index=models.Index(condition=models.Q(("draw__isnull", False)), fields=["draw", "lot"], name="need_drawn"),
        ),
    ]
