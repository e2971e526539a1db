"""The figures as JSON, and how they are asked for. Every number is rounded (docs/decisions/0018): null is fewer than five."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from rest_framework import serializers

from donations.models import DeviceType
from donations.models.flow import FLOWS
from recipients.models import NeedClass
from schools.models import School
from verification.figures import ALL, Told


class FiguresAsked(serializers.Serializer[Any]):
    """Of which `area` (none: everywhere), and of which `form` or `need_class` (none: all); `by` parts it further."""

    area = serializers.RegexField(r"^[0-9]{2}\.[0-9]{2}(\.[0-9]{2})?$", required=False)
    form = serializers.ChoiceField(choices=School.Form.choices, required=False)
    need_class = serializers.ChoiceField(choices=NeedClass.choices, required=False)
    by = serializers.ChoiceField(choices=["none", "area", "form", "need_class"], default="none")

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        asked = [name for name in ("form", "need_class") if name in attrs]
        if len(asked) == 2 or (asked and attrs["by"] in ("form", "need_class")):
            raise serializers.ValidationError({"by": "form | need_class"}, code="too_fine")
        return attrs


class MonthsAsked(serializers.Serializer[Any]):
    device = serializers.ChoiceField(choices=DeviceType.choices, required=False)


class FigureOut(serializers.Serializer[Any]):
    """The four numbers of one part, rounded to fives; null is fewer than five, which may be none at all."""

    area = serializers.CharField(allow_blank=True)
    area_name = serializers.CharField(allow_blank=True)
    form = serializers.ChoiceField(choices=School.Form.choices, allow_null=True)
    need_class = serializers.ChoiceField(choices=NeedClass.choices, allow_null=True)
    needed = serializers.IntegerField(allow_null=True)
    pledged = serializers.IntegerField(allow_null=True)
    handed_over = serializers.IntegerField(allow_null=True)
    verified = serializers.IntegerField(allow_null=True)


class FiguresOut(serializers.Serializer[Any]):
    """`fewest`: what is smaller is not told."""

    fewest = serializers.IntegerField()
    items = FigureOut(many=True)


class MonthOut(serializers.Serializer[Any]):
    """What happened in one month (`month` is its first day), of one kind of device or (null) of all."""

    month = serializers.DateField()
    device = serializers.ChoiceField(choices=DeviceType.choices, allow_null=True)
    pledged = serializers.IntegerField(allow_null=True)
    handed_over = serializers.IntegerField(allow_null=True)
    verified = serializers.IntegerField(allow_null=True)


class MonthsOut(serializers.Serializer[Any]):
    fewest = serializers.IntegerField()
    items = MonthOut(many=True)


def told_figure(area: str, name: str, part: str, told: Told) -> dict[str, object]:
    """As FigureOut."""
    kind, _colon, value = part.partition(":")
    return {
        "area": area,
        "area_name": name,
        "form": value if kind == "form" else None,
        "need_class": value if kind == "class" else None,
        "needed": told.needed,
        "pledged": told.pledged,
        "handed_over": told.handed_over,
        "verified": told.verified,
    }


def told_month(month: date, device: str | None, counts: Mapping[str, int | None]) -> dict[str, object]:
    """As MonthOut."""
    return {"month": month.isoformat(), "device": device, **{name: counts.get(name) for name in FLOWS}}


def part_of(asked: dict[str, Any]) -> str:
    """The slice of the figures that was asked for."""
    if "form" in asked:
        return f"form:{asked['form']}"
    return f"class:{asked['need_class']}" if "need_class" in asked else ALL
