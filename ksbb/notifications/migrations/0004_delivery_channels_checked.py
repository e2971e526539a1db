from django.contrib.postgres.operations import ValidateConstraint
from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('notifications', '0003_push_devices'),
    ]

    operations = [
        ValidateConstraint(model_name='delivery', name='delivery_channel_known'),
    ]
