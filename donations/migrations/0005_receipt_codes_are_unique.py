from django.db import migrations, models

import donations.models.codes


class Migration(migrations.Migration):
    dependencies = [("donations", "0004_every_pledge_has_a_receipt_code")]

    operations = [
        migrations.AlterField(
            model_name="pledge",
            name="receipt_code",
            field=models.CharField(default=donations.models.codes.new_code, max_length=20, unique=True),
        )
    ]
