"""A person goes on at another school: the old registration ends as moved, the new one continues it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.db import transaction
from django.utils import timezone

from ksbb.audit import trail
from ksbb.authority.actors import Actor
from ksbb.authority.permissions import Permission
from ksbb.common import sealing
from ksbb.common.refusals import Refused, refuse_if
from ksbb.common.states import move
from recipients.actions.assess import assess
from recipients.actions.declare_needs import declare_needs
from recipients.actions.drop_cases import drop_cases
from recipients.actions.pass_on_requests import pass_on_requests
from recipients.actions.register import AlreadyRegistered, write_registrations
from recipients.case_policies import third_person, why_not_move
from recipients.models import Circumstances, DeviceAccess, Identity, Recipient, RecipientKind
from recipients.registration import Registration
from recipients.states import RECIPIENT_MOVES, EndReason, NeedState, RecipientState
from schools.models import School

_NUMBERS = ("nik", "nisn", "nuptk")


@transaction.atomic
def move_recipient(*, holder: Recipient, to: School, newcomer: Recipient | Registration, actor: Actor) -> Recipient:
    """The registration at `to`: `newcomer`, when `to` has registered the person already, or a new one from what it told.

    Numbers and facts that the new school did not tell pass over; a consent does not, the new school records its own. Raises
    Refused when a device is promised to the person or on its way, or when another number belongs to a third person.
    """
    actor.must(Permission.CASE_DECIDE)
    list(holder.needs.select_for_update().order_by("pk").values_list("pk", flat=True))
    refuse_if(why_not_move(holder, to))
    carried = _carried(holder)
    ended = {"ended_at": timezone.now(), "ended_by_id": actor.user_id, "ended_reason": EndReason.MOVED.value}
    move(holder, RecipientState.MOVED, RECIPIENT_MOVES, **ended)
    trail.record("recipient.moved", holder, actor=actor)
    continued = (
        _joined(holder, newcomer) if isinstance(newcomer, Recipient) else _written(holder, to, newcomer, carried, actor)
    )
    trail.record("recipient.continued", continued, actor=actor)
    declare_needs(recipient_ids=[holder.pk])
    drop_cases(recipient_ids=[holder.pk], actor=actor)
    pass_on_requests(holder=holder, continued=continued, actor=actor)
    assess(recipient_ids=[continued.pk])
    return continued


def _carried(holder: Recipient) -> dict[str, Any]:
    """Columns of Circumstances as the new school starts with them. A pupil takes the device along, a school's laptop stays."""
    told = holder.circumstances
    facts = {f.attname: getattr(told, f.attname) for f in told._meta.concrete_fields if f.attname != "recipient_id"}
    if holder.kind == RecipientKind.STUDENT and holder.needs.filter(state=NeedState.MET).exists():
        facts["device_access"] = DeviceAccess.OWN
    return facts


def _written(holder: Recipient, to: School, told: Registration, carried: dict[str, Any], actor: Actor) -> Recipient:
    """A new registration; the numbers of the old one are free since it ended."""
    known: dict[str, Any] = {
        name: getattr(told, name) or sealing.unseal(getattr(holder, f"{name}_sealed")) for name in _NUMBERS
    }
    facts = {name: value for name, value in carried.items() if name not in ("region", "consent_given")}
    device = {"device_access": carried["device_access"]} if carried["device_access"] == DeviceAccess.OWN else {}
    person = replace(told, **known, circumstances=facts | told.circumstances | device)
    try:
        [pk] = write_registrations([(to, person)], actor=actor)
    except AlreadyRegistered as error:
        raise Refused(third_person()) from error
    continued = Recipient.objects.get(pk=pk)
    return _continuing(holder, continued)


def _joined(holder: Recipient, newcomer: Recipient) -> Recipient:
    """A registration that stands already; it takes the numbers that it lacks."""
    theirs = set(newcomer.identities.values_list("purpose", flat=True))
    Identity.objects.filter(recipient=holder).exclude(purpose__in=theirs).update(
        recipient=newcomer, region=newcomer.region
    )
    for name in _NUMBERS:
        column = f"{name}_sealed"
        if not bytes(getattr(newcomer, column)):
            setattr(newcomer, column, getattr(holder, column))
    if _carried(holder)["device_access"] == DeviceAccess.OWN:
        Circumstances.objects.filter(recipient=newcomer).update(device_access=DeviceAccess.OWN)
    return _continuing(holder, newcomer)


def _continuing(holder: Recipient, continued: Recipient) -> Recipient:
    """What nobody told anew comes along: home, mother, household."""
    continued.origin = holder
    continued.village = continued.village or holder.village
    continued.mother_digest = bytes(continued.mother_digest) or holder.mother_digest
    continued.household_digest = bytes(continued.household_digest) or holder.household_digest
    continued.save()
    return continued
