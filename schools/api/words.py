"""A school as JSON, and how the directory is asked. Everything here stands on public pages too."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from rest_framework import serializers

from ksbb.territories.models import Territory
from schools.models import School


class AreaOut(serializers.Serializer[Any]):
    """An official code (Kepmendagri) and its name."""

    code = serializers.CharField()
    name = serializers.CharField()


class SchoolOut(serializers.Serializer[Any]):
    """A school of the official register; `in_programme` once the office has accepted it."""

    npsn = serializers.CharField()
    name = serializers.CharField()
    form = serializers.ChoiceField(choices=School.Form.choices)
    status = serializers.ChoiceField(choices=School.Status.choices)
    address = serializers.CharField(allow_blank=True)
    city = AreaOut(allow_null=True)
    district = AreaOut()
    village = AreaOut(allow_null=True)
    latitude = serializers.FloatField(allow_null=True)
    longitude = serializers.FloatField(allow_null=True)
    in_programme = serializers.BooleanField()
    is_closed = serializers.BooleanField()
    page = serializers.URLField()


class SchoolsAsked(serializers.Serializer[Any]):
    """How the directory is narrowed: `area` is the code of a kota or a kecamatan."""

    area = serializers.RegexField(r"^[0-9]{2}\.[0-9]{2}(\.[0-9]{2})?$", required=False)
    form = serializers.ChoiceField(choices=School.Form.choices, required=False)
    status = serializers.ChoiceField(choices=School.Status.choices, required=False)
    in_programme = serializers.BooleanField(required=False, allow_null=True, default=None)
    search = serializers.CharField(required=False, max_length=80)


def told_school(school: School) -> dict[str, object]:
    """As SchoolOut. Of the school are read: its district with the city around, its village."""
    return {
        "npsn": school.npsn,
        "name": school.name,
        "form": school.form,
        "status": school.status,
        "address": school.address,
        "city": told_area(school.district.parent),
        "district": told_area(school.district),
        "village": told_area(school.village),
        "latitude": school.latitude,
        "longitude": school.longitude,
        "in_programme": school.accepted_at is not None,
        "is_closed": school.is_closed,
        "page": f"{settings.PUBLIC_URL}{school.get_absolute_url()}",
    }


def told_area(area: Territory | None) -> dict[str, str] | None:
    """As AreaOut."""
    return {"code": area.code, "name": area.short_name} if area else None
