"""Guardians who asked about their children's data: one request at every step, one of them late. All of it invented."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from ksbb.accounts.acting import actor_of
from ksbb.accounts.models import Membership
from ksbb.authority.actors import Actor
from recipients.actions.answer_request import answer_request
from recipients.actions.note_copy import note_copy
from recipients.actions.receive_request import receive_request
from recipients.actions.refuse_request import refuse_request
from recipients.actions.take_up_request import take_up_request
from recipients.models import DataRequest, NeedClass, Recipient
from recipients.states import NeedState
from schools.models import School

Kind = DataRequest.Kind


@transaction.atomic
def tell(home: School) -> None:
    """At the school of the demo's sign-ins, about pupils for whom nothing is promised; nothing of them is changed."""
    operator, principal = _at(home, "operator@demo.example"), _at(home, "kepala.sekolah@demo.example")
    waiting = home.recipients.registered().filter(
        needs__state=NeedState.OPEN, needs__need_class=NeedClass.STUDENT_DEVICE, circumstances__consent_given=True
    )
    people = list(waiting.order_by("-pk")[:6])
    told = [
        (Kind.COPY, 50),
        (Kind.ERASURE, 2),
        (Kind.CORRECTION, 80),
        (Kind.COPY, 90),
        (Kind.STOP, 120),
        (Kind.CONSENT, 20),
    ]
    asked = [_ask(person, kind, hours, operator) for person, (kind, hours) in zip(people, told, strict=False)]
    if len(asked) < len(told):
        return
    take_up_request(request=asked[2], actor=principal)
    copied = note_copy(request=asked[3], form="page", actor=principal)
    answer_request(request=copied, actor=principal)
    refuse_request(request=asked[4], ground=DataRequest.Ground.NOT_PROVEN, actor=principal)


def _ask(person: Recipient, kind: str, hours: int, operator: Actor) -> DataRequest:
    about = DataRequest.About.NAME if kind == Kind.CORRECTION else ""
    came = timezone.now() - timedelta(hours=hours)
    return receive_request(
        recipient=person, kind=kind, asked_by="parent", proof="kk", about=about, actor=operator, received_at=came
    )


def _at(home: School, email: str) -> Actor:
    memberships = Membership.objects.select_related("user", "organisation").filter(organisation=home.organisation)
    return actor_of(memberships.get(user__email=email))
