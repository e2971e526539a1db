"""Retention: when a person is erased, what was written freely about the person's device goes too, and where it was photographed."""

from __future__ import annotations

from django.db import transaction
from django.db.models import Q

from ksbb.authority.actors import SYSTEM, Actor
from ksbb.common.refusals import Forbidden
from verification.models import DeviceCase, UseAnswer, UsePhoto
from verification.states import DeviceCaseState

_ERASED = {"device__allocation__need__recipient__erased_at__isnull": False}


@transaction.atomic
def forget_notes(*, actor: Actor = SYSTEM) -> int:
    """Answers about the use, closed cases and the places of photos, three statements; returns how many rows. Raises Forbidden.

    What was ticked, decided and counted stays, so every figure stays as it is.
    """
    if not actor.is_system:
        raise Forbidden("retention is the portal's own work")
    answers = UseAnswer.objects.filter(~Q(note="") | ~Q(more={}), **_ERASED).update(note="", more={})
    cases = DeviceCase.objects.filter(state=DeviceCaseState.CLOSED, **_ERASED)
    told = cases.filter(~Q(text="") | ~Q(police_number="") | ~Q(finding="")).update(
        text="", police_number="", finding=""
    )
    theirs = UsePhoto.objects.filter(answer__device__allocation__need__recipient__erased_at__isnull=False)
    return answers + told + theirs.filter(latitude__isnull=False).update(latitude=None, longitude=None)
