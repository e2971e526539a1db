"""Photos of devices in use are compared with all others."""

from __future__ import annotations

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("verification", "0007_areas_are_found_by_their_code")]

    operations = [
        migrations.AddIndex(
            model_name="usephoto",
            index=models.Index(
                condition=models.Q(("state__in", ["received", "quarantined"])), fields=["id"], name="usephoto_waiting"
            ),
        ),
        migrations.RemoveConstraint(model_name="evidencelikeness", name="evidencelikeness_once"),
        migrations.AddField(
            model_name="evidencelikeness",
            name="earlier_use",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="like_later",
                to="verification.usephoto",
            ),
        ),
        migrations.AddField(
            model_name="evidencelikeness",
            name="later_use",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="like_earlier",
                to="verification.usephoto",
            ),
        ),
        migrations.AddField(
            model_name="evidenceprint",
            name="use_photo",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="prints",
                to="verification.usephoto",
            ),
        ),
        migrations.AlterField(
            model_name="evidencelikeness",
            name="earlier",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="like_later",
                to="verification.evidence",
            ),
        ),
        migrations.AlterField(
            model_name="evidencelikeness",
            name="later",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="like_earlier",
                to="verification.evidence",
            ),
        ),
        migrations.AlterField(
            model_name="evidenceprint",
            name="evidence",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="prints",
                to="verification.evidence",
            ),
        ),
        migrations.AddConstraint(
            model_name="evidencelikeness",
            constraint=models.UniqueConstraint(
                fields=("later", "earlier", "later_use", "earlier_use"),
                name="evidencelikeness_pair_once",
                nulls_distinct=False,
            ),
        ),
        migrations.AddConstraint(
            model_name="evidenceprint",
            constraint=models.UniqueConstraint(fields=("use_photo", "variant"), name="evidenceprint_use_once"),
        ),
        migrations.AddConstraint(
            model_name="evidencelikeness",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("later__isnull", False), ("later_use__isnull", True)),
                    models.Q(("later__isnull", True), ("later_use__isnull", False)),
                    _connector="OR",
                ),
                name="evidencelikeness_later",
            ),
        ),
        migrations.AddConstraint(
            model_name="evidencelikeness",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("earlier__isnull", False), ("earlier_use__isnull", True)),
                    models.Q(("earlier__isnull", True), ("earlier_use__isnull", False)),
                    _connector="OR",
                ),
                name="evidencelikeness_earlier",
            ),
        ),
        migrations.AddConstraint(
            model_name="evidenceprint",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("evidence__isnull", False), ("use_photo__isnull", True)),
                    models.Q(("evidence__isnull", True), ("use_photo__isnull", False)),
                    _connector="OR",
                ),
                name="evidenceprint_of_one",
            ),
        ),
    ]
