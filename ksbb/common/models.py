"""What every domain table has."""

from __future__ import annotations

import uuid

from django.db import models


class Dated(models.Model):
    """A row with a random public name and its two dates. `public_id` is what addresses show; the key stays inside."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    created_at = models.DateTimeField(auto_now_add=True, editable=False)
    updated_at = models.DateTimeField(auto_now=True, editable=False)

    class Meta:
        abstract = True
