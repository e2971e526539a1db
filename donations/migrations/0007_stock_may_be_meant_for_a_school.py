import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("donations", "0006_lines_money_and_photos_of_a_basket"),
        ("schools", "0002_names_are_searched"),
    ]

    operations = [
        migrations.AddField(
            model_name="device",
            name="meant_for",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="schools.school",
            ),
        ),
    ]
