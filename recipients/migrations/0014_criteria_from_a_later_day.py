from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("recipients", "0013_verdicts_by_area"),
    ]

    operations = [
        migrations.RemoveConstraint(model_name="criteriaset", name="criteria_state_known"),
        migrations.RemoveConstraint(model_name="criteriaset", name="criteria_published_stamp"),
        migrations.AlterField(
            model_name="criteriaset",
            name="state",
            field=models.CharField(
                choices=[
                    ("draft", "rancangan"),
                    ("proposed", "diusulkan"),
                    ("scheduled", "disetujui, belum berlaku"),
                    ("published", "berlaku"),
                    ("retired", "tidak berlaku"),
                ],
                default="draft",
                max_length=10,
            ),
        ),
        migrations.AddConstraint(
            model_name="criteriaset",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["draft", "proposed", "published", "retired", "scheduled"])),
                name="criteria_state_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="criteriaset",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "scheduled")), fields=("kind",), name="criteria_one_scheduled"
            ),
        ),
        migrations.AddConstraint(
            model_name="criteriaset",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state__in", ["scheduled", "published", "retired"]), _negated=True),
                    models.Q(("effective_from__isnull", False), ("published_at__isnull", False)),
                    _connector="OR",
                ),
                name="criteria_published_stamp",
            ),
        ),
    ]
