"""Receipts and papers as JSON: the same facts as on their pages, in the words of the asked language."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from rest_framework import serializers

from donations.models import HandoverCertificate
from donations.paper_check import names_the_school, public_number, types_on
from donations.receipts import Receipt
from schools.api.words import AreaOut, told_area
from schools.models import School


class CountOut(serializers.Serializer[Any]):
    """`label` in the language of Accept-Language."""

    label = serializers.CharField()  # type: ignore[assignment]
    count = serializers.IntegerField()


class DayOut(serializers.Serializer[Any]):
    label = serializers.CharField()  # type: ignore[assignment]
    day = serializers.DateField()


class ReceiptOut(serializers.Serializer[Any]):
    """One gift as the public reads it: how far its devices are. `digest` seals all acts upon it so far; `parts` are the codes
    of the receipts it led to."""

    code = serializers.CharField()
    what = serializers.CharField()
    state = serializers.CharField()
    giver = serializers.CharField()
    place = serializers.CharField()
    is_place_coarse = serializers.BooleanField()
    devices = CountOut(many=True)
    counts = CountOut(many=True)
    dates = DayOut(many=True)
    digest = serializers.CharField(allow_blank=True)
    parts = serializers.ListField(child=serializers.CharField())
    page = serializers.URLField()


class PaperOut(serializers.Serializer[Any]):
    """A handover's paper (BAST). A paper that names a person does not name the school: `school` is null then."""

    code = serializers.CharField()
    kind = serializers.ChoiceField(choices=HandoverCertificate.Kind.choices)
    number = serializers.CharField()
    valid = serializers.BooleanField()
    issued_on = serializers.DateField()
    return_on = serializers.DateField(allow_null=True)
    devices = CountOut(many=True)
    school = serializers.CharField(allow_null=True)
    form = serializers.ChoiceField(choices=School.Form.choices)
    district = AreaOut()
    page = serializers.URLField()


def told_receipt(found: Receipt) -> dict[str, object]:
    """As ReceiptOut."""
    return {
        "code": found.code,
        "what": found.what,
        "state": found.state,
        "giver": found.giver,
        "place": found.place,
        "is_place_coarse": found.is_place_coarse,
        "devices": _counted(found.devices),
        "counts": _counted(found.counts),
        "dates": [{"label": words, "day": day.isoformat()} for words, day in found.dates],
        "digest": found.digest,
        "parts": found.parts,
        "page": f"{settings.PUBLIC_URL}{reverse('donations:receipt', args=[found.code])}",
    }


def told_paper(paper: HandoverCertificate) -> dict[str, object]:
    """As PaperOut."""
    school = paper.handover.school
    return {
        "code": paper.code,
        "kind": paper.kind,
        "number": public_number(paper),
        "valid": paper.voided_at is None,
        "issued_on": timezone.localdate(paper.issued_at).isoformat(),
        "return_on": paper.return_on.isoformat() if paper.return_on else None,
        "devices": [] if paper.voided_at else _counted(types_on(paper)),
        "school": school.name if names_the_school(paper) else None,
        "form": school.form,
        "district": told_area(school.district),
        "page": f"{settings.PUBLIC_URL}{reverse('donations:certificate_check', args=[paper.code])}",
    }


def _counted(rows: list[tuple[str, int]]) -> list[dict[str, object]]:
    return [{"label": words, "count": count} for words, count in rows]
