import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("recipients", "0009_households_of_one_device")]

    operations = [
        migrations.CreateModel(
            name="CriteriaReturn",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("reason", models.TextField(max_length=500, verbose_name="alasan")),
                ("returned_at", models.DateTimeField()),
                ("returned_by_id", models.BigIntegerField(null=True)),
                (
                    "criteria",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="returns",
                        to="recipients.criteriaset",
                    ),
                ),
            ],
            options={"verbose_name": "pengembalian kriteria", "verbose_name_plural": "pengembalian kriteria"},
        ),
    ]
