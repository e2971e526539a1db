from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("recipients", "0010_reasons_of_a_return"),
    ]

    operations = [
        migrations.AddField(
            model_name="circumstances",
            name="consent_withdrawn_on",
            field=models.DateField(blank=True, null=True),
        ),
    ]
