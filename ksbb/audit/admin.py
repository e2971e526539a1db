"""The trail on the technical site, to read; the database refuses everything else anyway."""

from __future__ import annotations

from django.contrib import admin

from ksbb.audit.models import Event
from ksbb.common.admin import ReadOnlyAdmin


@admin.register(Event)
class EventAdmin(ReadOnlyAdmin):
    list_display = ("id", "at", "action", "thing", "thing_id", "user_id", "role", "region")
    search_fields = ("=action", "=thing_id", "=user_id")
    ordering = ("-id",)
