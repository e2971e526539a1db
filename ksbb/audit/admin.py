"""The trail on the technical site, to read; the database refuses everything else anyway."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet

from ksbb.audit.models import SENSITIVE, Event
from ksbb.common.admin import ReadOnlyAdmin


@admin.register(Event)
class EventAdmin(ReadOnlyAdmin):
    list_display = ("id", "at", "action", "thing", "thing_id", "user_id", "role", "region")
    search_fields = ("=action", "=thing_id", "=user_id")
    ordering = ("-id",)

    def get_queryset(self, request: Any) -> QuerySet[Event]:
        """Without the acts on complaints that only the auditor knows of."""
        return super().get_queryset(request).exclude(action__startswith=SENSITIVE)
