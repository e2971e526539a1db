"""Afterwards in the world: a round that was answered with a photo, one that waits for the principal, cases, instruments.

They stand on a handover of their own, so that nothing of the lines changes.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.utils import timezone

from donations.models import Device, Pledge
from ksbb.authority.actors import Actor
from schools.models import School
from tests.factories.accounts import somebody
from tests.factories.use import asked, proven, say
from verification.actions.draft_instrument import draft_instrument
from verification.actions.lay_use_rounds import lay_use_rounds
from verification.models import DeviceCase, Instrument, UsePhoto, UseRound


@dataclass(frozen=True)
class Use:
    """What the pages of use, of cases and of instruments are asked with."""

    round: UseRound
    photo: UsePhoto
    case: DeviceCase
    device: Device
    instrument: Instrument
    draft: Instrument
    pledge: Pledge


def use_of(school: School, principal: Actor, donor: Actor) -> Use:
    handover = proven(2, school=school, donor=donor)
    lay_use_rounds(handovers=[handover.pk])
    round_ = asked(handover)
    say(school, principal)
    first, second = Device.objects.filter(allocation__handover=handover).order_by("pk")
    case = DeviceCase.objects.create(
        device=first, school=school, region=school.region, kind="found", source="finder",
        happened_on=timezone.localdate(handover.created_at), told_at=handover.created_at,
    )  # fmt: skip
    published = Instrument.objects.get(purpose="school_readiness", state="published")
    return Use(
        round=round_,
        photo=UsePhoto.objects.filter(answer__round=round_)[0],
        case=case,
        device=second,
        instrument=published,
        draft=draft_instrument(source=published, actor=somebody("coordinator")),
        pledge=handover.pledge,
    )
