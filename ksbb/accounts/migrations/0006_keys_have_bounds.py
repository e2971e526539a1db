"""A key opens what it was given, on the ground and from the networks that were named."""

import django.contrib.postgres.fields
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("accounts", "0005_sessions_and_lost_factors")]

    operations = [
        migrations.AddField(
            model_name="apitoken",
            name="grants",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(max_length=40), default=list, size=None
            ),
        ),
        migrations.AddField(
            model_name="apitoken",
            name="area",
            field=models.CharField(blank=True, default="", max_length=13, verbose_name="wilayah"),
        ),
        migrations.AddField(
            model_name="apitoken",
            name="networks",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(max_length=43), blank=True, default=list, size=None
            ),
        ),
        migrations.AddField(
            model_name="apitoken", name="refused_at", field=models.DateTimeField(blank=True, null=True)
        ),
    ]
