from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("accounts", "0007_school_keys_import_recipients")]

    operations = [
        migrations.AddField(
            model_name="organisation", name="chat_allowed", field=models.BooleanField(default=False)
        ),
    ]
