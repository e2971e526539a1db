"""The nearest schools come first by an index; nothing is reckoned for those further away."""

from __future__ import annotations

from django.contrib.postgres.indexes import GistIndex
from django.db import migrations, models
from django.db.models import F, Value
from django.db.models.functions import Coalesce


class Migration(migrations.Migration):
    dependencies = [("schools", "0002_names_are_searched")]

    operations = [
        migrations.AddIndex(
            model_name="school",
            index=GistIndex(
                models.Func(
                    Coalesce(F("longitude") * Value(0.9942), Value(1000.0)),
                    Coalesce(F("latitude"), Value(1000.0)),
                    function="point",
                    output_field=models.FloatField(),
                ),
                name="school_place",
            ),
        ),
    ]
