from django.db import migrations


class Migration(migrations.Migration):
    initial = True
    dependencies = [("recipients", "0001_initial")]
    operations = [migrations.RunSQL("CREATE TABLE planted (id bigint)", "DROP TABLE planted")]
