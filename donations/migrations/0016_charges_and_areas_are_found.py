"""Who was made to pay is found among all answers; areas by the beginning of their code, under every collation."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("donations", "0015_teachers_devices_handed_over_before_are_lent")]

    operations = [
        migrations.RemoveIndex(
            model_name="droppoint",
            name="droppoint_region",
        ),
        migrations.RemoveIndex(
            model_name="loan",
            name="loan_late",
        ),
        migrations.RemoveIndex(
            model_name="receiptslip",
            name="receiptslip_region",
        ),
        migrations.RemoveIndex(
            model_name="shortfall",
            name="shortfall_region",
        ),
        migrations.RemoveIndex(
            model_name="wanteddevice",
            name="wanteddevice_region",
        ),
        migrations.AddIndex(
            model_name="droppoint",
            index=models.Index(
                fields=["region", "id"], name="droppoint_region", opclasses=["varchar_pattern_ops", "int8_ops"]
            ),
        ),
        migrations.AddIndex(
            model_name="loan",
            index=models.Index(
                condition=models.Q(("ended_at__isnull", True)),
                fields=["region", "due_on", "id"],
                name="loan_late",
                opclasses=["varchar_pattern_ops", "date_ops", "int8_ops"],
            ),
        ),
        migrations.AddIndex(
            model_name="receiptslip",
            index=models.Index(
                fields=["region", "-id"], name="receiptslip_region", opclasses=["varchar_pattern_ops", "int8_ops"]
            ),
        ),
        migrations.AddIndex(
            model_name="receiptslip",
            index=models.Index(
                condition=models.Q(("was_charged", True)), fields=["answered_at"], name="receiptslip_charged"
            ),
        ),
        migrations.AddIndex(
            model_name="shortfall",
            index=models.Index(
                fields=["region", "-id"], name="shortfall_region", opclasses=["varchar_pattern_ops", "int8_ops"]
            ),
        ),
        migrations.AddIndex(
            model_name="wanteddevice",
            index=models.Index(
                fields=["region", "-id"], name="wanteddevice_region", opclasses=["varchar_pattern_ops", "int8_ops"]
            ),
        ),
    ]
