from django.db import migrations

_LET_GO = """
DELETE FROM donations_devicenumber WHERE device_id IN (SELECT id FROM donations_device WHERE state = 'returned')
"""


class Migration(migrations.Migration):
    """What went back to its giver before the trigger knew of it; backwards nothing has to be done."""

    dependencies = [("donations", "0013_numbers_of_returned_devices_are_free")]

    operations = [migrations.RunSQL(_LET_GO, migrations.RunSQL.noop, elidable=True)]
