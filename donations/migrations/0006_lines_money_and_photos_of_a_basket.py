import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0003_offices_can_be_reached"),
        ("donations", "0005_receipt_codes_are_unique"),
        ("schools", "0002_names_are_searched"),
    ]

    operations = [
        migrations.RemoveField(
            model_name="basketitem",
            name="pledge",
        ),
        migrations.AddField(
            model_name="basketitem",
            name="amount",
            field=models.BigIntegerField(default=0, verbose_name="jumlah uang (Rp)"),
        ),
        migrations.AddField(
            model_name="basketitem",
            name="line",
            field=models.OneToOneField(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="basket_item",
                to="donations.pledgeline",
            ),
        ),
        migrations.AddField(
            model_name="basketitem",
            name="photo",
            field=models.FileField(blank=True, max_length=200, upload_to="gifts/", verbose_name="foto"),
        ),
        migrations.AddField(
            model_name="consignment",
            name="photo",
            field=models.FileField(blank=True, max_length=200, upload_to="gifts/", verbose_name="foto"),
        ),
        migrations.AddField(
            model_name="pledgeline",
            name="photo",
            field=models.FileField(blank=True, max_length=200, upload_to="gifts/", verbose_name="foto"),
        ),
        migrations.AddField(
            model_name="wish",
            name="photo",
            field=models.FileField(blank=True, max_length=200, upload_to="gifts/", verbose_name="foto"),
        ),
        migrations.AddConstraint(
            model_name="basketitem",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("amount", 0), models.Q(("device_type", ""), _negated=True)),
                    models.Q(("amount__gt", 0), ("device_type", ""), ("quantity", 1), ("target", "aggregator")),
                    _connector="OR",
                ),
                name="basketitem_devices_or_money",
            ),
        ),
    ]
