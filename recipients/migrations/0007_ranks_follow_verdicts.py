"""An open need's place follows from the verdict; only a promised one keeps the place that it had."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("recipients", "0006_verdicts_by_version"),
    ]

    operations = [
        migrations.RemoveIndex(model_name="need", name="need_queue"),
        migrations.RenameField(model_name="need", old_name="rank_key", new_name="promised_rank"),
        migrations.AlterField(
            model_name="need",
            name="promised_rank",
            field=models.SmallIntegerField(blank=True, editable=False, null=True),
        ),
        migrations.AddIndex(
            model_name="need",
            index=models.Index(
                condition=models.Q(("state", "open")), fields=["school", "need_class"], name="need_queue"
            ),
        ),
    ]
