"""A switch that is turned by SQL, past its page, is kept all the same."""

from typing import ClassVar

from django.db import migrations

from ksbb.audit.field_history import watch


class Migration(migrations.Migration):
    dependencies: ClassVar = [
        ("audit", "0005_fields_have_a_history"),
        ("operation", "0002_alarms_and_checkups"),
        ("waffle", "0004_update_everyone_nullbooleanfield"),
    ]
    operations: ClassVar = [watch("waffle_switch", "name active", quiet="created modified")]
