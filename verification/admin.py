"""For the platform's own staff: to look, never to write. Photos are not shown here, they need a role."""

from __future__ import annotations

from django.contrib import admin

from ksbb.common.admin import ReadOnlyAdmin
from verification.models import Report, Verdict


@admin.register(Report)
class ReportAdmin(ReadOnlyAdmin):
    list_display = ("public_id", "state", "region", "received_on", "received_count", "submitted_at")
    list_filter = ("state",)
    search_fields = ("=public_id",)
    ordering = ("-id",)


@admin.register(Verdict)
class VerdictAdmin(ReadOnlyAdmin):
    list_display = ("public_id", "decision", "decided_at", "decided_by_id")
    list_filter = ("decision",)
    ordering = ("-id",)
