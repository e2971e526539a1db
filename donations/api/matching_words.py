"""The matching as JSON. Of people only bands are told, of givers nothing."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from rest_framework import serializers

from donations.matching_words import explain
from donations.models import DeviceType, MatchingLine, MatchingRun
from donations.states import LineState, MatchingState
from recipients.models import NeedClass
from schools.models import School

_AREA = r"^[0-9]{2}(\.[0-9]{2}(\.[0-9]{2}(\.[0-9]{4})?)?)?$"
SOURCES = ("wishes", "stock")
# Name in the answer → name in the figures.
PLANS = {"before": "before", "proposed": "after", "simple_order": "greedy", "without_floors": "unfloored"}


class MatchingRunIn(serializers.Serializer[Any]):
    """`sources`: promises without a school (`wishes`), aggregators' free stock (`stock`). `block`: how many devices travel
    together, instead of what the weights say."""

    area = serializers.RegexField(_AREA, help_text="official code, on the ground of the key")
    sources = serializers.MultipleChoiceField(choices=SOURCES, allow_empty=False)
    block = serializers.IntegerField(min_value=1, max_value=10, allow_null=True, default=None)


class MatchingLinesAsked(serializers.Serializer[Any]):
    """How the lines are narrowed."""

    area = serializers.RegexField(_AREA, required=False)
    need_class = serializers.ChoiceField(choices=NeedClass.choices, required=False)
    state = serializers.ChoiceField(choices=LineState.choices, required=False)


class MatchingRunRowOut(serializers.Serializer[Any]):
    """One calculation in a list. `devices`: proposed by its lines; `applied`: promised by them."""

    id = serializers.UUIDField()
    state = serializers.ChoiceField(choices=MatchingState.choices)
    area = serializers.CharField(allow_blank=True)
    weights_version = serializers.IntegerField()
    asked_at = serializers.DateTimeField()
    proposed_at = serializers.DateTimeField(allow_null=True)
    confirmed_at = serializers.DateTimeField(allow_null=True)
    dropped_at = serializers.DateTimeField(allow_null=True)
    devices = serializers.IntegerField()
    applied = serializers.IntegerField()
    links = serializers.DictField(child=serializers.CharField())


class MatchingPlanOut(serializers.Serializer[Any]):
    """`first`: devices that are the first of their home. `points`: priority met. `short`: devices missing to the fair shares.
    `evenness` and `least_filled` from 0 to 1. `deliveries`: pairs of giver and school."""

    devices = serializers.IntegerField()
    first = serializers.IntegerField()
    points = serializers.IntegerField()
    short = serializers.IntegerField()
    evenness = serializers.FloatField()
    least_filled = serializers.FloatField()
    deliveries = serializers.IntegerField()


class MatchingDistrictOut(serializers.Serializer[Any]):
    """Needs of a kecamatan, how many are served today, and how many with this plan."""

    area = serializers.CharField()
    needs = serializers.IntegerField()
    before = serializers.IntegerField()
    proposed = serializers.IntegerField()


class MatchingRunOut(serializers.Serializer[Any]):
    """One calculation. `plans` and `districts` are empty while it is `asked` and when it `failed`. The same `seed` and weights over
    the same needs give the same proposal."""

    id = serializers.UUIDField()
    state = serializers.ChoiceField(choices=MatchingState.choices)
    area = serializers.CharField(allow_blank=True)
    sources = serializers.ListField(child=serializers.ChoiceField(choices=SOURCES))
    weights_version = serializers.IntegerField()
    seed = serializers.CharField()
    asked_at = serializers.DateTimeField()
    proposed_at = serializers.DateTimeField(allow_null=True)
    confirmed_at = serializers.DateTimeField(allow_null=True)
    dropped_at = serializers.DateTimeField(allow_null=True)
    plans = serializers.DictField(child=MatchingPlanOut())
    districts = MatchingDistrictOut(many=True)
    links = serializers.DictField(child=serializers.CharField())


class MatchingSchoolOut(serializers.Serializer[Any]):
    npsn = serializers.CharField()
    name = serializers.CharField()
    district = serializers.CharField(help_text="code of the kecamatan")


class MatchingLineOut(serializers.Serializer[Any]):
    """So many devices for one school; `supply` is what they come from. `why` in sentences, in the language of the request."""

    id = serializers.UUIDField()
    supply = serializers.ChoiceField(choices=SOURCES)
    school = MatchingSchoolOut()
    need_class = serializers.ChoiceField(choices=NeedClass.choices)
    device_type = serializers.ChoiceField(choices=DeviceType.choices)
    quantity = serializers.IntegerField()
    applied = serializers.IntegerField()
    state = serializers.ChoiceField(choices=LineState.choices)
    is_pinned = serializers.BooleanField()
    is_forbidden = serializers.BooleanField()
    pledge = serializers.UUIDField(allow_null=True)
    why = serializers.ListField(child=serializers.CharField())


def told_run_row(run: MatchingRun) -> dict[str, object]:
    """As MatchingRunRowOut; `devices` and `applied` are annotated."""
    sums = {name: getattr(run, name) or 0 for name in ("devices", "applied")}
    return _head(run) | sums


def told_run(run: MatchingRun) -> dict[str, object]:
    """As MatchingRunOut."""
    figures = run.figures or {}
    plans = {name: _plan(figures[there]) for name, there in PLANS.items() if figures.get(there)}
    districts = [
        {"area": code, "needs": needs, "before": before, "proposed": after}
        for code, needs, before, after in figures.get("districts", [])
    ]
    told = {"sources": [name for name in SOURCES if run.options.get(name)], "seed": run.seed}
    return _head(run) | told | {"plans": plans, "districts": districts}


def told_line(line: MatchingLine, schools: Mapping[int, School]) -> dict[str, object]:
    """As MatchingLineOut; `schools` are those that the reasons name."""
    return {
        "id": str(line.public_id),
        "supply": "wishes" if line.wish_id else "stock",
        "school": {"npsn": line.school.npsn, "name": line.school.name, "district": line.school.district_id},
        "need_class": line.need_class,
        "device_type": line.device_type,
        "quantity": line.quantity,
        "applied": line.applied_quantity,
        "state": line.state,
        "is_pinned": line.is_pinned,
        "is_forbidden": line.is_forbidden,
        "pledge": str(line.pledge.public_id) if line.pledge else None,
        "why": explain(line, schools),
    }


def _head(run: MatchingRun) -> dict[str, object]:
    here = [run.public_id]
    stamps = ("asked_at", "proposed_at", "confirmed_at", "dropped_at")
    return {
        "id": str(run.public_id),
        "state": run.state,
        "area": run.region,
        "weights_version": run.weights.version,
        **{name: _at(getattr(run, name)) for name in stamps},
        "links": {
            "self": reverse("api:matching_detail", args=here),
            "lines": reverse("api:matching_lines", args=here),
            "page": f"{settings.PUBLIC_URL}{reverse('donations:matching_detail', args=here)}",
        },
    }


def _plan(figures: Mapping[str, Any]) -> dict[str, object]:
    return {
        "devices": figures["devices"],
        "first": figures["by_turn"][0],
        "points": figures["points"],
        "short": figures["short"],
        "evenness": figures["jain"],
        "least_filled": figures["min_fill"],
        "deliveries": figures["destinations"],
    }


def _at(moment: datetime | None) -> str | None:
    """In Jakarta's time, with its offset."""
    return timezone.localtime(moment).isoformat(timespec="seconds") if moment else None
