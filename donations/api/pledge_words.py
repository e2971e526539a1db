"""Promises as JSON, and how one is made. Nobody's name is among it but the giver's, as the giver wishes to be shown."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from rest_framework import serializers

from donations.line_progress import UNIT_WORDS, LineProgress
from donations.models import Condition, DeviceType, Donor, Handover, HandoverCertificate, Pledge, PledgeLine
from donations.offers import Offer, classes_for, fits
from donations.receipts import giver_words
from donations.states import HandoverState, PledgeState
from recipients.models import NeedClass

SHOWN = [(state.value, state.label) for state in PledgeState if state != PledgeState.DRAFT]
UNIT_STATES = list(UNIT_WORDS.items())
# Kinds of device that one promise may mix.
MOST_LINES = 10


class PledgesAsked(serializers.Serializer[Any]):
    """How the list is narrowed."""

    state = serializers.ChoiceField(choices=SHOWN, required=False)
    school = serializers.RegexField(r"^[0-9A-Za-z]{8}$", required=False, help_text="NPSN")


class PledgeDeviceIn(serializers.Serializer[Any]):
    """So many equal devices. `need_class` may be left out where only one class takes such a device: a laptop serves both."""

    device_type = serializers.ChoiceField(choices=DeviceType.choices)
    condition = serializers.ChoiceField(choices=Condition.choices)
    quantity = serializers.IntegerField(min_value=1, max_value=1000)
    need_class = serializers.ChoiceField(choices=NeedClass.choices, required=False)
    specification = serializers.CharField(max_length=300, required=False, allow_blank=True, default="")

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        classes = classes_for(attrs["device_type"])
        need_class = attrs.get("need_class") or (classes[0] if len(classes) == 1 else "")
        if not need_class:
            text = _("Sebut untuk siapa: %(classes)s.") % {"classes": ", ".join(classes)}
            raise serializers.ValidationError({"need_class": text}, code="required")
        if not fits(need_class, attrs["device_type"]):
            text = _("Jenis gawai ini tidak sesuai dengan kebutuhannya. Pilih jenis lain.")
            raise serializers.ValidationError({"device_type": text}, code="does_not_fit")
        return attrs | {"need_class": need_class}


class PledgeIn(serializers.Serializer[Any]):
    """A promise to one school. `agreed`: the four statements on the portal's page are true; `signed_name`: who says so."""

    school = serializers.RegexField(r"^[0-9A-Za-z]{8}$", help_text="NPSN")
    devices = PledgeDeviceIn(many=True, allow_empty=False, max_length=MOST_LINES)  # type: ignore[call-arg]
    proposed_on = serializers.DateField(help_text="from today to 180 days on")
    signed_name = serializers.CharField(min_length=3, max_length=150)
    agreed = serializers.BooleanField()
    note = serializers.CharField(max_length=500, required=False, allow_blank=True, default="")

    def validate_agreed(self, told: bool) -> bool:
        if not told:
            raise serializers.ValidationError(_("Tanpa pernyataan itu komitmen tidak dapat dibuat."), code="required")
        return told

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """`offers`: as the action takes them."""
        offers = [
            Offer(
                need_class=one["need_class"],
                device_type=one["device_type"],
                condition=one["condition"],
                quantity=one["quantity"],
                specification=" ".join(one["specification"].split()),
            )
            for one in attrs["devices"]
        ]
        return attrs | {"offers": offers}


class WithdrawIn(serializers.Serializer[Any]):
    """Why, for the school."""

    reason = serializers.CharField(min_length=5, max_length=300)


class PledgeSchoolOut(serializers.Serializer[Any]):
    npsn = serializers.CharField()
    name = serializers.CharField()
    district = serializers.CharField(help_text="code of the kecamatan")


class PledgeGiverOut(serializers.Serializer[Any]):
    """`shown_as`: what the public reads of who gives."""

    kind = serializers.ChoiceField(choices=Donor.Kind.choices)
    shown_as = serializers.CharField()


class PledgeLineOut(serializers.Serializer[Any]):
    need_class = serializers.ChoiceField(choices=NeedClass.choices)
    device_type = serializers.ChoiceField(choices=DeviceType.choices)
    condition = serializers.ChoiceField(choices=Condition.choices)
    quantity = serializers.IntegerField()
    brand = serializers.CharField()
    model = serializers.CharField()
    specification = serializers.CharField()


class PledgeUnitsOut(serializers.Serializer[Any]):
    """So many of the line's devices stand here."""

    state = serializers.ChoiceField(choices=UNIT_STATES)
    count = serializers.IntegerField()


class PledgeLineUnitsOut(PledgeLineOut):
    units = PledgeUnitsOut(many=True)


class PledgeRowOut(serializers.Serializer[Any]):
    """One promise in a list."""

    id = serializers.UUIDField()
    state = serializers.ChoiceField(choices=SHOWN)
    school = PledgeSchoolOut()
    giver = PledgeGiverOut()
    proposed_on = serializers.DateField()
    committed_at = serializers.DateTimeField()
    devices = PledgeLineOut(many=True)
    links = serializers.DictField(child=serializers.CharField())


class PledgeHandoverOut(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    state = serializers.ChoiceField(choices=HandoverState.choices)
    scheduled_for = serializers.DateTimeField()
    place = serializers.CharField()
    done_at = serializers.DateTimeField(allow_null=True)
    page = serializers.URLField()


class PledgePaperOut(serializers.Serializer[Any]):
    """A berita acara giver → school: anybody checks it under `check` by its code."""

    number = serializers.CharField()
    issued_at = serializers.DateTimeField()
    is_in_force = serializers.BooleanField()
    check = serializers.URLField()


class PledgeOut(PledgeRowOut):
    """One promise with all that follows it."""

    devices = PledgeLineUnitsOut(many=True)  # type: ignore[assignment]
    accepted_at = serializers.DateTimeField(allow_null=True, help_text="the school says it is ready")
    fulfilled_at = serializers.DateTimeField(allow_null=True)
    withdrawn_at = serializers.DateTimeField(allow_null=True)
    expired_at = serializers.DateTimeField(allow_null=True)
    receipt_code = serializers.CharField()
    handovers = PledgeHandoverOut(many=True)
    papers = PledgePaperOut(many=True)


def told_row(pledge: Pledge) -> dict[str, object]:
    """As PledgeRowOut; `lines` are at hand."""
    return _head(pledge) | {
        "devices": [_told_line(line) for line in sorted(pledge.lines.all(), key=lambda one: one.pk)]
    }


def told_pledge(
    pledge: Pledge,
    lines: Sequence[LineProgress],
    handovers: Sequence[Handover],
    papers: Sequence[HandoverCertificate],
) -> dict[str, object]:
    """As PledgeOut."""
    stamps = ("accepted_at", "fulfilled_at", "withdrawn_at", "expired_at")
    return (
        _head(pledge)
        | {name: _at(getattr(pledge, name)) for name in stamps}
        | {
            "devices": [
                _told_line(one.line) | {"units": [{"state": unit.state, "count": unit.count} for unit in one.units]}
                for one in lines
            ],
            "receipt_code": pledge.receipt_code,
            "handovers": [_told_handover(one) for one in handovers],
            "papers": [_told_paper(one) for one in papers],
        }
    )


def _head(pledge: Pledge) -> dict[str, object]:
    here = [pledge.public_id]
    return {
        "id": str(pledge.public_id),
        "state": pledge.state,
        "school": {"npsn": pledge.school.npsn, "name": pledge.school.name, "district": pledge.school.district_id},
        "giver": {"kind": pledge.donor.kind, "shown_as": giver_words(pledge.donor, pledge.shown_as)},
        "proposed_on": pledge.proposed_on.isoformat(),
        "committed_at": _at(pledge.committed_at),
        "links": {
            "self": reverse("api:pledge_detail", args=here),
            "withdraw": reverse("api:pledge_withdraw", args=here),
            "receipt": reverse("api:receipt", args=[pledge.receipt_code]),
            "page": _address("donations:pledge_detail", *here),
        },
    }


def _told_line(line: PledgeLine) -> dict[str, object]:
    names = ("need_class", "device_type", "condition", "quantity", "brand", "model", "specification")
    return {name: getattr(line, name) for name in names}


def _told_handover(handover: Handover) -> dict[str, object]:
    return {
        "id": str(handover.public_id),
        "state": handover.state,
        "scheduled_for": _at(handover.scheduled_for),
        "place": handover.place,
        "done_at": _at(handover.done_at),
        "page": _address("donations:handover_detail", handover.public_id),
    }


def _told_paper(paper: HandoverCertificate) -> dict[str, object]:
    return {
        "number": paper.number,
        "issued_at": _at(paper.issued_at),
        "is_in_force": paper.voided_at is None,
        "check": _address("donations:certificate_check", paper.code),
    }


def _at(moment: datetime | None) -> str | None:
    """In Jakarta's time, with its offset."""
    return timezone.localtime(moment).isoformat(timespec="seconds") if moment else None


def _address(name: str, *args: object) -> str:
    return f"{settings.PUBLIC_URL}{reverse(name, args=args)}"
