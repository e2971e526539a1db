"""Bring what is known of people up to what their school's file says of them now."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction

from ksbb.audit import trail
from ksbb.authority.actors import Actor
from ksbb.authority.permissions import Permission
from ksbb.common import sealing
from recipients.actions.assess import assess
from recipients.actions.register import write_identities
from recipients.models import Circumstances, Identity, Recipient
from recipients.recognition import PERSONAL
from recipients.registration import Registration
from schools.models import School

_SEALED = ("nik", "nisn", "nuptk", "phone")
_COLUMNS = [field.attname for field in Circumstances._meta.concrete_fields if field.attname != "recipient_id"]


@transaction.atomic
def update_recipients(*, school: School, people: Mapping[int, Registration], actor: Actor) -> int:
    """`people`: recipient id → what the file says; what it leaves empty stays. Numbers are only ever added, never changed.

    Only registered people of `school` are touched; they are assessed anew. Returns how many; raises AlreadyRegistered when an
    added number belongs to somebody else.
    """
    actor.must(Permission.RECIPIENT_REGISTER)
    theirs = Recipient.objects.registered().filter(school=school, pk__in=list(people))
    recipients = list(theirs.select_for_update(of=("self",)).order_by("pk"))
    for recipient in recipients:
        _correct(recipient, people[recipient.pk])
    columns = [*PERSONAL, *(f"{name}_sealed" for name in _SEALED)]
    Recipient.objects.bulk_update(recipients, columns, batch_size=500)
    _correct_circumstances({recipient.pk: people[recipient.pk] for recipient in recipients})
    _add_numbers(recipients, people)
    trail.record_many("recipient.updated", recipients, actor=actor)
    assess(recipient_ids=[recipient.pk for recipient in recipients])
    return len(recipients)


def _correct(recipient: Recipient, person: Registration) -> None:
    for name in PERSONAL:
        if (told := getattr(person, name)) not in ("", None):
            setattr(recipient, name, told)
    for name in _SEALED:
        if told := getattr(person, name):
            setattr(recipient, f"{name}_sealed", sealing.seal(told))


def _correct_circumstances(people: Mapping[int, Registration]) -> None:
    found = list(Circumstances.objects.select_for_update().filter(recipient__in=list(people)).order_by("pk"))
    for circumstances in found:
        for name, told in people[circumstances.recipient_id].circumstances.items():
            setattr(circumstances, name, told)
    told_of = {name for person in people.values() for name in person.circumstances}
    if told_of:
        Circumstances.objects.bulk_update(found, [name for name in _COLUMNS if name in told_of], batch_size=500)


def _add_numbers(recipients: list[Recipient], people: Mapping[int, Registration]) -> None:
    known = set(Identity.objects.filter(recipient__in=recipients).values_list("recipient_id", "purpose"))
    write_identities(
        (recipient.pk, recipient.region, _only(people[recipient.pk], recipient.pk, known)) for recipient in recipients
    )


def _only(person: Registration, pk: int, known: set[tuple[int, str]]) -> Registration:
    """The person with just the numbers that are not in the registry yet."""
    fresh = {name: number for name, number in person.numbers.items() if (pk, name) not in known}
    return Registration(person.kind, person.full_name, person.sex, person.birth_date, **fresh)  # type: ignore[arg-type]
