"""Areas are asked for by the beginning of their code, which only an index of that kind serves under every collation."""

from __future__ import annotations

from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("verification", "0006_complaints_are_filed_once_and_forgotten")]

    operations = [
        migrations.RemoveIndex(model_name="complaint", name="complaint_region"),
        migrations.AddIndex(
            model_name="complaint",
            index=models.Index(
                fields=["region", "-id"], opclasses=["varchar_pattern_ops", "int8_ops"], name="complaint_region"
            ),
        ),
        migrations.RemoveIndex(model_name="instrumentreply", name="instrumentreply_region"),
        migrations.AddIndex(
            model_name="instrumentreply",
            index=models.Index(
                fields=["region", "-id"], opclasses=["varchar_pattern_ops", "int8_ops"], name="instrumentreply_region"
            ),
        ),
        migrations.RemoveIndex(model_name="report", name="report_region"),
        migrations.AddIndex(
            model_name="report",
            index=models.Index(
                fields=["region", "-id"], opclasses=["varchar_pattern_ops", "int8_ops"], name="report_region"
            ),
        ),
        migrations.RemoveIndex(model_name="verdictappeal", name="verdictappeal_region"),
        migrations.AddIndex(
            model_name="verdictappeal",
            index=models.Index(
                fields=["region", "-id"], opclasses=["varchar_pattern_ops", "int8_ops"], name="verdictappeal_region"
            ),
        ),
        migrations.RemoveIndex(model_name="visit", name="visit_due"),
        migrations.AddIndex(
            model_name="visit",
            index=models.Index(
                fields=["region", "due_on", "id"],
                opclasses=["varchar_pattern_ops", "date_ops", "int8_ops"],
                condition=Q(state="planned"),
                name="visit_due",
            ),
        ),
        migrations.RemoveIndex(model_name="visit", name="visit_region"),
        migrations.AddIndex(
            model_name="visit",
            index=models.Index(
                fields=["region", "-id"], opclasses=["varchar_pattern_ops", "int8_ops"], name="visit_region"
            ),
        ),
        migrations.RemoveIndex(model_name="integritycase", name="integritycase_region"),
        migrations.AddIndex(
            model_name="integritycase",
            index=models.Index(
                fields=["region", "-id"], opclasses=["varchar_pattern_ops", "int8_ops"], name="integritycase_region"
            ),
        ),
    ]
