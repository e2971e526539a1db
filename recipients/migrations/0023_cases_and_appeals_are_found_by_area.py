"""Cases, appeals and the offices' alarms are found by the beginning of their area under every collation."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("recipients", "0022_the_list_of_an_area_begins_there"),
        ("schools", "0003_the_nearest_school_is_found"),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name="appeal",
            name="appeal_open",
        ),
        migrations.RemoveIndex(
            model_name="duplicatecase",
            name="case_region_open",
        ),
        migrations.RemoveIndex(
            model_name="duplicatecase",
            name="case_holder_open",
        ),
        migrations.RemoveIndex(
            model_name="officialfact",
            name="officialfact_alarming",
        ),
        migrations.AddIndex(
            model_name="appeal",
            index=models.Index(
                condition=models.Q(("state", "open")),
                fields=["region", "due_on", "id"],
                name="appeal_open",
                opclasses=["varchar_pattern_ops", "date_ops", "int8_ops"],
            ),
        ),
        migrations.AddIndex(
            model_name="duplicatecase",
            index=models.Index(
                condition=models.Q(("state", "open")),
                fields=["region", "id"],
                name="case_region_open",
                opclasses=["varchar_pattern_ops", "int8_ops"],
            ),
        ),
        migrations.AddIndex(
            model_name="duplicatecase",
            index=models.Index(
                condition=models.Q(("state", "open")),
                fields=["holder_region", "id"],
                name="case_holder_open",
                opclasses=["varchar_pattern_ops", "int8_ops"],
            ),
        ),
        migrations.AddIndex(
            model_name="officialfact",
            index=models.Index(
                condition=models.Q(
                    ("name", "nik_status"), ("reviewed_at__isnull", True), models.Q(("value", "valid"), _negated=True)
                ),
                fields=["region", "id"],
                name="officialfact_alarming",
                opclasses=["varchar_pattern_ops", "int8_ops"],
            ),
        ),
    ]
