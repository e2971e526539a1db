"""The register on the technical site, to read, and without people: who looks at a person does it through the portal."""

from __future__ import annotations

from django.contrib import admin

from ksbb.common.admin import ReadOnlyAdmin
from recipients.models import CriteriaSet, Need, NeedTally


@admin.register(CriteriaSet)
class CriteriaSetAdmin(ReadOnlyAdmin):
    list_display = ("kind", "version", "state", "effective_from", "proposed_at", "published_at")
    list_filter = ("kind", "state")


@admin.register(Need)
class NeedAdmin(ReadOnlyAdmin):
    list_display = ("public_id", "school", "need_class", "state", "turn", "region")
    list_filter = ("need_class", "state")
    list_select_related = ("school",)
    search_fields = ("=public_id", "=school__npsn")
    exclude = ("recipient",)


@admin.register(NeedTally)
class NeedTallyAdmin(ReadOnlyAdmin):
    list_display = ("school", "need_class", "open", "reserved", "delivered", "met", "top_rank")
    list_filter = ("need_class",)
    list_select_related = ("school",)
    search_fields = ("=school__npsn",)
