from django.contrib.postgres.indexes import GinIndex, OpClass
from django.contrib.postgres.operations import TrigramExtension
from django.db import migrations
from django.db.models.functions import Upper


class Migration(migrations.Migration):
    """Part of a name finds a school by an index. pg_trgm is a trusted extension: the owner of the database may add it."""

    dependencies = [("schools", "0001_initial")]

    operations = [
        TrigramExtension(),
        migrations.AddIndex(
            model_name="school",
            index=GinIndex(OpClass(Upper("name"), name="gin_trgm_ops"), name="school_name_search"),
        ),
    ]
