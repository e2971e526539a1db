"""Areas are asked for by the beginning of their code, which only an index of that kind serves under every collation."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("recipients", "0018_the_birthday_block_holds_names")]

    operations = [
        migrations.RemoveIndex(model_name="needday", name="needday_region"),
        migrations.AddIndex(
            model_name="needday",
            index=models.Index(fields=["region", "day"], opclasses=["varchar_pattern_ops", "date_ops"], name="needday_region"),
        ),
        migrations.RemoveIndex(model_name="needtally", name="needtally_region"),
        migrations.AddIndex(
            model_name="needtally",
            index=models.Index(fields=["region"], opclasses=["varchar_pattern_ops"], name="needtally_region"),
        ),
        migrations.RemoveIndex(model_name="recipient", name="recipient_region"),
        migrations.AddIndex(
            model_name="recipient",
            index=models.Index(fields=["region", "id"], opclasses=["varchar_pattern_ops", "int8_ops"], name="recipient_region"),
        ),
    ]
