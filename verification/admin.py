"""For the platform's own staff: to look, never to write. Photos are not shown here, they need a role."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from verification.models import Report, Verdict


class ReadOnlyAdmin(admin.ModelAdmin):
    """Writes go through the actions; the technical site only shows."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Report)
class ReportAdmin(ReadOnlyAdmin):
    list_display = ("public_id", "state", "region", "received_on", "received_count", "submitted_at")
    list_filter = ("state",)
    search_fields = ("public_id",)
    ordering = ("-id",)
    show_full_result_count = False


@admin.register(Verdict)
class VerdictAdmin(ReadOnlyAdmin):
    list_display = ("public_id", "decision", "decided_at", "decided_by_id")
    list_filter = ("decision",)
    ordering = ("-id",)
    show_full_result_count = False
