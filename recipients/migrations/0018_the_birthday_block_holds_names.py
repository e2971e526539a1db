"""Names in the index of the block in which likeness is looked for, so that those of another name are not read."""

from __future__ import annotations

from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("recipients", "0017_drawn_tickets_name_their_draw")]

    operations = [
        migrations.RemoveIndex(model_name="recipient", name="recipient_birth_block"),
        migrations.AddIndex(
            model_name="recipient",
            index=models.Index(
                fields=["birth_date", "sex"],
                include=["id", "name_key"],
                condition=Q(state="registered"),
                name="recipient_birth_block",
            ),
        ),
    ]
