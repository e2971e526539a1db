"""The outbox on the technical site, to read."""

from __future__ import annotations

from django.contrib import admin

from ksbb.common.admin import ReadOnlyAdmin
from ksbb.notifications.models import Message


@admin.register(Message)
class MessageAdmin(ReadOnlyAdmin):
    list_display = ("id", "kind", "to_user_id", "state", "attempts", "next_try_at", "sent_at", "error")
    list_filter = ("state",)
    search_fields = ("=to_user_id", "=kind")
