"""A list for an office is written by a worker: it begins as one that is being made."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("recipients", "0014_criteria_from_a_later_day")]

    operations = [
        migrations.RemoveConstraint(model_name="checkbatch", name="checkbatch_state_known"),
        migrations.AlterField(
            model_name="checkbatch",
            name="state",
            field=models.CharField(
                choices=[
                    ("making", "sedang dibuat"),
                    ("exported", "menunggu jawaban"),
                    ("answered", "sudah dijawab"),
                    ("cancelled", "dibatalkan"),
                ],
                default="making",
                max_length=10,
            ),
        ),
        migrations.AddConstraint(
            model_name="checkbatch",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["answered", "cancelled", "exported", "making"])),
                name="checkbatch_state_known",
            ),
        ),
        migrations.AddIndex(
            model_name="checkbatch",
            index=models.Index(condition=models.Q(("state", "making")), fields=["id"], name="checkbatch_unfinished"),
        ),
    ]
