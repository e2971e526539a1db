from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("planted", "0001_holds_nobody_up")]
    operations = [
        migrations.RunSQL("ALTER TABLE recipients_recipient ALTER region SET NOT NULL; SELECT pg_sleep(0.5)", "SELECT 1")
    ]
