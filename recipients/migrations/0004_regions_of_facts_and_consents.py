"""Facts and consents take the region of their person."""

from django.db import migrations

FILL = """
UPDATE {table} t SET region = r.region FROM recipients_recipient r WHERE r.id = t.recipient_id AND t.region = ''
"""


class Migration(migrations.Migration):

    dependencies = [
        ("recipients", "0003_cases_checks_appeals_and_draws"),
    ]

    operations = [
        migrations.RunSQL(FILL.format(table=table), migrations.RunSQL.noop, elidable=True)
        for table in ("recipients_circumstances", "recipients_consent")
    ]
