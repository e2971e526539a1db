"""Gifts on the technical site, to read. No paper can be opened here: reading one belongs into the trail."""

from __future__ import annotations

from django.contrib import admin

from donations.models import Device, Donor, Handover, HandoverCertificate, Pledge
from ksbb.common.admin import ReadOnlyAdmin


@admin.register(Donor)
class DonorAdmin(ReadOnlyAdmin):
    list_display = ("id", "organisation", "kind", "shown_as", "created_at")
    list_filter = ("kind",)
    list_select_related = ("organisation",)
    fields = ("organisation", "kind", "shown_as", "public_id", "created_at")


@admin.register(Pledge)
class PledgeAdmin(ReadOnlyAdmin):
    list_display = ("id", "public_id", "school", "state", "proposed_on", "committed_at")
    list_filter = ("state",)
    list_select_related = ("school",)
    search_fields = ("=public_id", "=school__npsn")


@admin.register(Handover)
class HandoverAdmin(ReadOnlyAdmin):
    list_display = ("id", "public_id", "school", "state", "scheduled_for", "done_at")
    list_filter = ("state",)
    list_select_related = ("school",)
    search_fields = ("=public_id", "=school__npsn")


@admin.register(HandoverCertificate)
class HandoverCertificateAdmin(ReadOnlyAdmin):
    list_display = ("id", "number", "kind", "issued_at", "voided_at")
    list_filter = ("kind",)
    search_fields = ("=number", "=code")
    fields = (
        "number",
        "kind",
        "code",
        "sha256",
        "return_on",
        "issued_at",
        "issued_by_id",
        "voided_at",
        "voided_reason",
    )


@admin.register(Device)
class DeviceAdmin(ReadOnlyAdmin):
    list_display = ("id", "device_type", "brand", "model", "state", "custody")
    list_filter = ("state", "device_type", "custody")
    search_fields = ("=imei", "=serial_number")
