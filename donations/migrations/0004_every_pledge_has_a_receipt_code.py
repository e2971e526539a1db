"""A random code of its own for every pledge made before there were receipts."""

from django.db import migrations

from donations.models.codes import new_code


def give_codes(apps, schema_editor):
    Pledge = apps.get_model("donations", "Pledge")
    while found := list(Pledge.objects.filter(receipt_code=None).only("pk")[:1000]):
        for one in found:
            one.receipt_code = new_code()
        Pledge.objects.bulk_update(found, ["receipt_code"])


class Migration(migrations.Migration):
    dependencies = [("donations", "0003_baskets_wishes_books_and_matching")]

    operations = [migrations.RunPython(give_codes, migrations.RunPython.noop, elidable=True)]
