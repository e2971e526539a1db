"""Uploads on the technical site: how they went, never what was in them."""

from __future__ import annotations

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from ksbb.common.admin import ReadOnlyAdmin
from ksbb.imports.models import ImportRun


@admin.register(ImportRun)
class ImportRunAdmin(ReadOnlyAdmin):
    list_display = ("public_id", "kind", "organisation", "state", "rows_done", "rows_total", "read_at", "applied_at")
    list_filter = ("state", "kind")
    list_select_related = ("organisation",)
    exclude = ("sealed_file", "head_sealed", "file_name", "remarks", "idempotency_key")

    def get_queryset(self, request: HttpRequest) -> QuerySet[ImportRun]:
        return super().get_queryset(request).defer("sealed_file")
