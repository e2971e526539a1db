from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("imports", "0002_runs_can_be_withdrawn_and_repaired")]

    operations = [
        migrations.AddField(model_name="importrow", name="reason", field=models.CharField(blank=True, max_length=10)),
    ]
