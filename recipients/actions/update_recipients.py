"""Bring what is known of people up to what their school's file says of them now, and back again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from django.db import transaction
from django.db.models import Model
from django.utils import timezone

from ksbb.audit import trail
from ksbb.authority.actors import Actor
from ksbb.authority.permissions import Permission
from recipients.actions.assess import assess
from recipients.actions.register import write_consents, write_identities
from recipients.corrections import CIRCUMSTANCES, CONSENT, PERSON, Correction, corrections, put
from recipients.models import Circumstances, Identity, Recipient
from recipients.registration import Registration
from schools.models import School


@transaction.atomic
def update_recipients(
    *, school: School, people: Mapping[int, Registration], actor: Actor
) -> dict[int, list[Correction]]:
    """`people`: recipient id → what the file says; what it leaves empty stays. Numbers are only ever added, never changed.

    Only registered people of `school` are touched; they are assessed anew. Returns what was changed of whom, for undoing it;
    raises AlreadyRegistered when an added number belongs to somebody else.
    """
    actor.must(Permission.RECIPIENT_REGISTER)
    if not people:
        return {}
    recipients = held(school, people)
    made = {recipient.pk: list(corrections(recipient, people[recipient.pk])) for recipient in recipients}
    write_corrections(recipients, made)
    _add_numbers(recipients, people)
    agreed = [pk for pk, changes in made.items() if any(one.column == CONSENT for one in changes)]
    write_consents(agreed, [(school, people[pk]) for pk in agreed], actor, timezone.now())
    trail.record_many("recipient.updated", recipients, actor=actor)
    assess(recipient_ids=list(made))
    return made


def held(school: School, ids: Iterable[int]) -> list[Recipient]:
    """Locked in order of id, with their circumstances.

    Not against a case that another school opens about them at this moment: two files whose people are each other's would wait
    for each other for ever.
    """
    theirs = Recipient.objects.registered().filter(school=school, pk__in=list(ids))
    recipients = list(theirs.select_for_update(of=("self",), no_key=True).order_by("pk"))
    facts = (
        Circumstances.objects.select_for_update().filter(recipient__in=[one.pk for one in recipients]).order_by("pk")
    )
    found = {one.recipient_id: one for one in facts}
    for recipient in recipients:
        recipient.circumstances = found[recipient.pk]
    return recipients


def write_corrections(
    recipients: Sequence[Recipient], made: Mapping[int, Sequence[Correction]], *, back: bool = False
) -> None:
    """Only the columns in which anybody differs: a new school year changes the class of all and little else."""
    touched = {f"{PERSON}.updated_at"}
    for recipient in recipients:
        recipient.updated_at = timezone.now()
        touched |= put(recipient, recipient.circumstances, made[recipient.pk], back=back)
    _update(Recipient, recipients, PERSON, touched)
    _update(Circumstances, [recipient.circumstances for recipient in recipients], CIRCUMSTANCES, touched)


def _update(model: type[Model], rows: Sequence[Model], table: str, touched: Iterable[str]) -> None:
    if wanted := sorted(name.partition(".")[2] for name in touched if name.startswith(f"{table}.")):
        model._default_manager.bulk_update(rows, wanted, batch_size=500)


def _add_numbers(recipients: Sequence[Recipient], people: Mapping[int, Registration]) -> None:
    ids = [recipient.pk for recipient in recipients]
    known = set(Identity.objects.filter(recipient__in=ids).values_list("recipient_id", "purpose"))
    write_identities(
        (recipient.pk, recipient.region, _only(people[recipient.pk], recipient.pk, known)) for recipient in recipients
    )


def _only(person: Registration, pk: int, known: set[tuple[int, str]]) -> Registration:
    """The person with just the numbers that are not in the registry yet."""
    fresh = {name: number for name, number in person.numbers.items() if (pk, name) not in known}
    return Registration(person.kind, person.full_name, person.sex, person.birth_date, **fresh)  # type: ignore[arg-type]
