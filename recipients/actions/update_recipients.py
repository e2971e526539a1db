"""Bring what is known of people up to what their school's file says of them now."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from django.db import transaction
from django.db.models import Model
from django.utils import timezone

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


@transaction.atomic
def update_recipients(*, school: School, people: Mapping[int, Registration], actor: Actor) -> int:
    """`people`: recipient id → what the file says; what it leaves empty stays. Numbers are only ever added, never changed.

    Only registered people of `school` are touched; they are assessed anew. Returns how many; raises AlreadyRegistered when an
    added number belongs to somebody else.
    """
    actor.must(Permission.RECIPIENT_REGISTER)
    theirs = Recipient.objects.registered().filter(school=school, pk__in=list(people))
    recipients = list(theirs.select_for_update(of=("self",)).order_by("pk"))
    changed = {name for recipient in recipients for name in _correct(recipient, people[recipient.pk])}
    _write(Recipient, recipients, changed | {"updated_at"})
    _correct_circumstances({recipient.pk: people[recipient.pk] for recipient in recipients})
    _add_numbers(recipients, people)
    trail.record_many("recipient.updated", recipients, actor=actor)
    assess(recipient_ids=[recipient.pk for recipient in recipients])
    return len(recipients)


def _correct(recipient: Recipient, person: Registration) -> Iterator[str]:
    """Sets what the file tells otherwise; gives the names of those columns."""
    recipient.updated_at = timezone.now()
    for name in PERSONAL:
        told = getattr(person, name)
        if told not in ("", None) and told != getattr(recipient, name):
            setattr(recipient, name, told)
            yield name
    for name in _SEALED:
        told, column = getattr(person, name), f"{name}_sealed"
        if told and told != sealing.unseal(getattr(recipient, column)):
            setattr(recipient, column, sealing.seal(told))
            yield column


def _correct_circumstances(people: Mapping[int, Registration]) -> None:
    found = list(Circumstances.objects.select_for_update().filter(recipient__in=list(people)).order_by("pk"))
    changed = set()
    for circumstances in found:
        for name, told in people[circumstances.recipient_id].circumstances.items():
            if getattr(circumstances, name) != told:
                setattr(circumstances, name, told)
                changed.add(name)
    _write(Circumstances, found, changed)


def _write(model: type[Model], rows: Sequence[Model], columns: Iterable[str]) -> None:
    """Only the columns in which anybody differs: a new school year changes the class of all and little else."""
    if wanted := sorted(columns):
        model._default_manager.bulk_update(rows, wanted, batch_size=500)


def _add_numbers(recipients: list[Recipient], people: Mapping[int, Registration]) -> None:
    known = set(Identity.objects.filter(recipient__in=recipients).values_list("recipient_id", "purpose"))
    write_identities(
        (recipient.pk, recipient.region, _only(people[recipient.pk], recipient.pk, known)) for recipient in recipients
    )


def _only(person: Registration, pk: int, known: set[tuple[int, str]]) -> Registration:
    """The person with just the numbers that are not in the registry yet."""
    fresh = {name: number for name, number in person.numbers.items() if (pk, name) not in known}
    return Registration(person.kind, person.full_name, person.sex, person.birth_date, **fresh)  # type: ignore[arg-type]
