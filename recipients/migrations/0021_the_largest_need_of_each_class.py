"""The largest needs of teachers are found without reading those of all pupils first."""

from __future__ import annotations

from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("recipients", "0020_people_are_listed_by_area")]

    operations = [
        migrations.AddIndex(
            model_name="needtally",
            index=models.Index(
                fields=["need_class", "minus_open", "id"], condition=Q(open__gt=0), name="needtally_largest_of_class"
            ),
        ),
    ]
