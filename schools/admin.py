"""Schools on the technical site, to read. The list is loaded by `import_schools`, accepted by the coordinator's page."""

from __future__ import annotations

from django.contrib import admin

from ksbb.common.admin import ReadOnlyAdmin
from schools.models import School


@admin.register(School)
class SchoolAdmin(ReadOnlyAdmin):
    list_display = ("npsn", "name", "form", "status", "district", "accepted_at", "is_closed")
    list_filter = ("form", "status", "is_closed")
    list_select_related = ("district",)
    search_fields = ("=npsn", "name")
