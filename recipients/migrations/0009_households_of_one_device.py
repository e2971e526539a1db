"""What the portal brought to a household is a fact of its members, whatever became of the one who received it."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("recipients", "0008_only_the_promised_keep_a_rank"),
    ]

    operations = [
        migrations.AddField(
            model_name="circumstances",
            name="household_served",
            field=models.BooleanField(default=False, editable=False),
        ),
        migrations.RemoveIndex(model_name="recipient", name="recipient_household"),
        migrations.AddIndex(
            model_name="recipient",
            index=models.Index(
                condition=models.Q(("household_digest", b""), _negated=True),
                fields=["household_digest"],
                name="recipient_household",
            ),
        ),
    ]
