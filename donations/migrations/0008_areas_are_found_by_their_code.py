"""Areas are asked for by the beginning of their code, which only an index of that kind serves under every collation."""

from __future__ import annotations

from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("donations", "0007_stock_may_be_meant_for_a_school")]

    operations = [
        migrations.RemoveIndex(model_name="pledge", name="pledge_region"),
        migrations.AddIndex(
            model_name="pledge",
            index=models.Index(fields=["region", "-id"], opclasses=["varchar_pattern_ops", "int8_ops"], name="pledge_region"),
        ),
        migrations.RemoveIndex(model_name="allocation", name="allocation_region"),
        migrations.AddIndex(
            model_name="allocation",
            index=models.Index(fields=["region", "-id"], opclasses=["varchar_pattern_ops", "int8_ops"], name="allocation_region"),
        ),
        migrations.RemoveIndex(model_name="handover", name="handover_region"),
        migrations.AddIndex(
            model_name="handover",
            index=models.Index(fields=["region", "-id"], opclasses=["varchar_pattern_ops", "int8_ops"], name="handover_region"),
        ),
        migrations.RemoveIndex(model_name="allowance", name="allowance_region"),
        migrations.AddIndex(
            model_name="allowance",
            index=models.Index(fields=["region", "id"], opclasses=["varchar_pattern_ops", "int8_ops"], name="allowance_region"),
        ),
        migrations.RemoveIndex(model_name="gate", name="gate_closed"),
        migrations.AddIndex(
            model_name="gate",
            index=models.Index(fields=["region", "id"], opclasses=["varchar_pattern_ops", "int8_ops"], condition=Q(is_open=False), name="gate_closed"),
        ),
        migrations.RemoveIndex(model_name="allowancechange", name="allowancechange_region"),
        migrations.AddIndex(
            model_name="allowancechange",
            index=models.Index(fields=["region", "-id"], opclasses=["varchar_pattern_ops", "int8_ops"], name="allowancechange_region"),
        ),
        migrations.RemoveIndex(model_name="wish", name="wish_open"),
        migrations.AddIndex(
            model_name="wish",
            index=models.Index(fields=["region", "id"], opclasses=["varchar_pattern_ops", "int8_ops"], condition=Q(state="open"), name="wish_open"),
        ),
    ]
