"""Register people of a school: one by form or many by file, the same few statements."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any

from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from ksbb.audit import trail
from ksbb.authority.actors import Actor
from ksbb.authority.permissions import Permission
from ksbb.common import sealing
from ksbb.common.copying import copy_rows, take_ids
from ksbb.common.refusals import Forbidden, Refused, refuse_if
from recipients.actions.assess import assess
from recipients.actions.open_likeness_cases import open_likeness_cases
from recipients.likeness import traits_of
from recipients.models import Circumstances, Consent, Identity, Recipient
from recipients.models.circumstances import registration_only
from recipients.policies import already_registered, why_not_register
from recipients.registration import Registration
from recipients.resemblance import Traits
from recipients.states import RecipientState
from schools.models import School

_CIRCUMSTANCES = [field.attname for field in Circumstances._meta.concrete_fields if field.attname != "recipient_id"]
_DEFAULTS = {
    field.attname: field.get_default()
    for field in Circumstances._meta.concrete_fields
    if field.attname != "recipient_id"
}


class AlreadyRegistered(Refused):
    """A NIK, NISN or NUPTK belongs to a registered person. The wording is the same wherever that person is."""

    def __init__(self) -> None:
        super().__init__(already_registered())


@transaction.atomic
def register(
    *, school: School, people: Sequence[Registration], actor: Actor, import_run_id: int | None = None
) -> list[int]:
    """Register `people` at `school`, assess them and declare their needs; returns the recipients' ids in order.

    All or nothing: raises AlreadyRegistered when one of the numbers belongs to a person who is registered anywhere. Numbers
    of people who were withdrawn, moved or graduated pass to the new registration.
    """
    actor.must(Permission.RECIPIENT_REGISTER)
    if not actor.is_system and actor.organisation_id != school.organisation_id:
        raise Forbidden("only the own school")
    refuse_if(why_not_register(school, actor))
    ids, traits = _write([(school, person) for person in people], actor, import_run_id)
    if import_run_id is None:
        trail.record_many("recipient.registered", list(Recipient.objects.filter(pk__in=ids)), actor=actor)
    open_likeness_cases(recipient_ids=ids, actor=actor, known=traits)
    assess(recipient_ids=ids)
    return ids


def write_registrations(
    rows: Sequence[tuple[School, Registration]], *, actor: Actor, import_run_id: int | None = None
) -> list[int]:
    """The rows alone, by COPY, for callers that assess later; raises AlreadyRegistered."""
    ids, _traits = _write(rows, actor, import_run_id)
    return ids


def _write(
    rows: Sequence[tuple[School, Registration]], actor: Actor, import_run_id: int | None
) -> tuple[list[int], list[Traits]]:
    """The ids, and what was written of everybody that tells who is alike."""
    ids = take_ids(Recipient, len(rows))
    traits = [traits_of(person) for _school, person in rows]
    copy_rows(Recipient, _RECIPIENT, _recipients(ids, rows, traits, actor, import_run_id))
    copy_rows(
        Circumstances,
        ["recipient", *_CIRCUMSTANCES],
        ((pk, *_told(school, person).values()) for pk, (school, person) in zip(ids, rows, strict=True)),
    )
    _take_numbers([(pk, school.region, person) for pk, (school, person) in zip(ids, rows, strict=True)])
    write_consents(ids, rows, actor, timezone.now())
    return ids, traits


_RECIPIENT = (
    "id", "public_id", "created_at", "updated_at", "kind", "school", "region", "full_name", "sex", "birth_date",
    "class_group", "grade", "nik_sealed", "nisn_sealed", "nuptk_sealed", "phone_sealed", "state", "registered_by_id",
    "import_run_id", "ended_reason", "name_key", "village", "mother_digest", "household_digest", "is_held",
)  # fmt: skip


def _recipients(
    ids: Sequence[int],
    rows: Sequence[tuple[School, Registration]],
    traits: Sequence[Traits],
    actor: Actor,
    import_run_id: int | None,
) -> Iterator[tuple[object, ...]]:
    now, state = timezone.now(), RecipientState.REGISTERED.value
    sealed = iter(sealing.seal_many(n for _school, p in rows for n in (p.nik, p.nisn, p.nuptk, p.phone)))
    for pk, (school, person), known in zip(ids, rows, traits, strict=True):
        yield (
            pk, uuid.uuid4(), now, now, person.kind, school.pk, school.region, person.full_name, person.sex, person.birth_date,
            person.class_group, person.grade, *islice(sealed, 4), state, actor.user_id, import_run_id, "",
            known.name_key, person.village, known.mother_digest, known.household_digest, False,
        )  # fmt: skip


def _told(school: School, person: Registration) -> dict[str, object]:
    """Every column of the facts in the order of `_CIRCUMSTANCES`: as told, else as usual."""
    agreed = person.consent is not None
    return _DEFAULTS | person.circumstances | {"region": school.region, "consent_given": agreed}


def _take_numbers(rows: Sequence[tuple[int, str, Registration]]) -> None:
    """Raises AlreadyRegistered. Nearly always the numbers are nobody's; only where one is not, it is looked for who has it."""
    try:
        write_identities(rows)
    except AlreadyRegistered:
        _free_numbers_of_the_gone([person for _pk, _region, person in rows])
        write_identities(rows)


def _free_numbers_of_the_gone(people: Iterable[Registration]) -> None:
    """One array parameter: a file of ten thousand rows must not become ten thousand placeholders.

    The people are held before their numbers: who is just coming back (a file that is taken back) is waited for and, registered
    again, keeps the number.
    """
    digests = [digest for person in people for digest in person.digests.values()]
    with connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM recipients_identity WHERE id IN ("
            "  SELECT i.id FROM recipients_identity i JOIN recipients_recipient r ON r.id = i.recipient_id"
            "  WHERE i.digest = ANY(%s) AND r.state <> 'registered' ORDER BY i.digest"
            "  FOR KEY SHARE OF r FOR UPDATE OF i)",
            [digests],
        )


def write_identities(rows: Iterable[tuple[int, str, Registration]]) -> None:
    """The numbers of (recipient, region, person); raises AlreadyRegistered.

    In one order everywhere: two files with the same people wait for each other and never lock each other up.
    """
    identities = sorted(
        (digest, purpose, pk, region) for pk, region, person in rows for purpose, digest in person.digests.items()
    )
    try:
        with transaction.atomic():
            copy_rows(Identity, ["digest", "purpose", "recipient", "region"], identities)
    except IntegrityError as error:
        raise AlreadyRegistered from error


_CONSENT = (
    "public_id", "created_at", "updated_at", "recipient", "region", "relation", "medium", "given_on",
    "recorded_by_id", "giver_sealed", "purposes",
)  # fmt: skip


def write_consents(ids: Sequence[int], rows: Sequence[tuple[School, Registration]], actor: Actor, now: Any) -> None:
    copy_rows(
        Consent,
        _CONSENT,
        (
            (
                uuid.uuid4(),
                now,
                now,
                pk,
                school.region,
                c["relation"],
                c.get("medium", "paper"),
                c["given_on"],
                actor.user_id,
                sealing.seal(c.get("giver", "")),
                json.dumps(c.get("purposes", registration_only())),
            )  # fmt: skip
            for pk, (school, person) in zip(ids, rows, strict=True)
            if (c := person.consent) is not None
        ),
    )
