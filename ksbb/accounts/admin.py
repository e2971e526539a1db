"""People and organisations on the technical site, to read; the ground of the offices can be brought in as a table."""

from __future__ import annotations

from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount, SocialApp, SocialToken
from django.contrib import admin
from django.contrib.auth.models import Group
from django.db.models import QuerySet
from django.http import HttpRequest

from ksbb.accounts.ground_import import GroundImport
from ksbb.accounts.models import Membership, Organisation, User
from ksbb.common.admin import ReadOnlyAdmin

# Registered by others, writable: ways around our actions.
for model in (Group, EmailAddress, Authenticator, SocialAccount, SocialApp, SocialToken):
    if admin.site.is_registered(model):
        admin.site.unregister(model)

admin.site.site_header = "KSBB Pendidikan · teknis"
admin.site.site_title = "KSBB"


@admin.register(User)
class UserAdmin(ReadOnlyAdmin):
    list_display = ("id", "full_name", "email", "is_active", "is_staff", "last_login")
    list_filter = ("is_active", "is_staff")
    search_fields = ("=email", "full_name")
    fields = ("full_name", "email", "is_active", "is_staff", "date_joined", "last_login")


@admin.register(Organisation)
class OrganisationAdmin(GroundImport, ReadOnlyAdmin):
    """To read; what changes is the ground of the offices, by a table that goes through the action."""

    list_display = ("id", "name", "kind", "region")
    list_filter = ("kind",)
    search_fields = ("name",)
    fields = ("name", "kind", "region", "public_id", "created_at", "updated_at")


@admin.register(Membership)
class MembershipAdmin(ReadOnlyAdmin):
    list_display = ("id", "user", "role", "organisation", "accepted_at", "ends_on")
    list_filter = ("role",)
    search_fields = ("=user__email", "organisation__name")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).select_related("user", "organisation")
