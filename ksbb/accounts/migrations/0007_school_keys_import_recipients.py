"""All keys so far were made for sending recipients in: they keep that, and open nothing more."""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps


def give(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    apps.get_model("accounts", "ApiToken").objects.filter(grants=[]).update(grants=["recipients.import"])


class Migration(migrations.Migration):
    dependencies = [("accounts", "0006_keys_have_bounds")]

    operations = [migrations.RunPython(give, migrations.RunPython.noop, elidable=True)]
