"""Needs, receipts and papers as JSON, and how needs are asked for. No person and no number of a device is among it."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.urls import reverse
from rest_framework import serializers

from donations.models import DeviceType
from donations.need_rows import NeedRow
from donations.searching import LEVELS
from recipients.models import NeedClass
from schools.api.words import AreaOut, told_area
from schools.models import School

ORDERS = {"urgent": "", "least_met": "belum", "most": "banyak", "nearest": "dekat"}


class NeedsAsked(serializers.Serializer[Any]):
    """How the list is narrowed, as on the page. `area` is the code of a kota, kecamatan or kelurahan; `nearest` wants `lat`, `lon`,
    which are rounded to about a kilometre and kept nowhere."""

    area = serializers.RegexField(r"^[0-9]{2}\.[0-9]{2}(\.[0-9]{2}(\.[0-9]{4})?)?$", required=False)
    level = serializers.ChoiceField(choices=list(LEVELS), required=False)
    status = serializers.ChoiceField(choices=School.Status.choices, required=False)
    need_class = serializers.ChoiceField(choices=NeedClass.choices, required=False)
    device = serializers.ChoiceField(choices=DeviceType.choices, required=False)
    search = serializers.CharField(required=False, max_length=80)
    order = serializers.ChoiceField(choices=list(ORDERS), default="urgent")
    lat = serializers.FloatField(min_value=-11, max_value=6, required=False)
    lon = serializers.FloatField(min_value=95, max_value=141, required=False)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if attrs["order"] == "nearest" and not {"lat", "lon"} <= attrs.keys():
            raise serializers.ValidationError({"lat": "order=nearest: lat, lon"}, code="required")
        return attrs


class NeedSchoolOut(serializers.Serializer[Any]):
    npsn = serializers.CharField()
    name = serializers.CharField()
    form = serializers.ChoiceField(choices=School.Form.choices)
    status = serializers.ChoiceField(choices=School.Status.choices)
    district = AreaOut()


class NumbersOut(serializers.Serializer[Any]):
    """The four public numbers, each within the one before; `open` is what nobody has promised yet."""

    needed = serializers.IntegerField()
    pledged = serializers.IntegerField()
    handed_over = serializers.IntegerField()
    verified = serializers.IntegerField()
    open = serializers.IntegerField()


class ClassNeedOut(NumbersOut):
    """What a school needs for one class; each of `devices` would do. `urgency`: 3 is the most urgent, 0 nothing is open."""

    need_class = serializers.ChoiceField(choices=NeedClass.choices)
    devices = serializers.ListField(child=serializers.ChoiceField(choices=DeviceType.choices))
    urgency = serializers.IntegerField(min_value=0, max_value=3)


class NeedOut(ClassNeedOut):
    """One school's open need of one class. `distance_km` when the nearest were asked for and the place is known."""

    school = NeedSchoolOut()
    distance_km = serializers.FloatField(allow_null=True)
    page = serializers.URLField()


class SchoolNeedsOut(serializers.Serializer[Any]):
    """Both classes of one school with the numbers of this moment; `is_open` when a promise can be made."""

    school = NeedSchoolOut()
    total = NumbersOut()
    needs = ClassNeedOut(many=True)
    is_open = serializers.BooleanField()
    page = serializers.URLField()


def told_need(row: NeedRow) -> dict[str, object]:
    """As NeedOut."""
    return told_class(row) | {
        "school": told_place(row.school),
        "distance_km": row.kilometres,
        "page": page_of_school(row.school),
    }


def told_class(row: NeedRow) -> dict[str, object]:
    """As ClassNeedOut."""
    found = row.figures
    return {
        "need_class": row.need_class.value,
        "devices": [value for value, _label in row.devices],
        "urgency": row.band.level,
        "needed": found.needed,
        "pledged": found.pledged,
        "handed_over": found.handed_over,
        "verified": found.verified,
        "open": row.left,
    }


def told_place(school: School) -> dict[str, object]:
    """As NeedSchoolOut."""
    return {
        "npsn": school.npsn,
        "name": school.name,
        "form": school.form,
        "status": school.status,
        "district": told_area(school.district),
    }


def page_of_school(school: School) -> str:
    return f"{settings.PUBLIC_URL}{reverse('donations:need_school', args=[school.npsn])}"
