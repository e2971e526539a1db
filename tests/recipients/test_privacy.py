"""Identity numbers are nowhere to be read: not in the tables, not in messages, not in the trail."""

from __future__ import annotations

import pytest
from django.db import connection

from ksbb.audit.models import Event
from ksbb.authority.actors import Actor
from recipients.actions.apply_import import apply_import
from recipients.actions.start_import import start_import
from recipients.actions.unmask_identity import unmask_identity
from recipients.imports import finish, rehearse
from recipients.models import Identity, Recipient
from schools.models import School
from tests.factories.recipients import RecipientFactory
from tests.factories.workbooks import FAULTS, pupil, pupil_workbook, teacher, teacher_workbook
from tests.recipients.uploads import rehearsed

TABLES = (
    "recipients_recipient", "recipients_identity", "recipients_circumstances", "recipients_consent",
    "recipients_assessment", "recipients_need", "imports_importrun", "imports_importrow", "audit_event",
    "notifications_message",
)  # fmt: skip


def dump(*tables: str) -> bytes:
    """The tables as a thief of the backup would hold them, binary columns opened."""
    found = []
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f"SELECT * FROM {table}")
            for row in cursor.fetchall():
                found += [bytes(value) if isinstance(value, memoryview) else str(value).encode() for value in row]
    return b"\n".join(found)


def secrets_of(*rows: dict) -> list[bytes]:
    names = ("NIK", "NISN", "NUPTK", "NIP", "No KK", "Data Ayah › NIK", "Data Ibu › NIK", "Nomor Rekening Bank", "HP")
    texts = {str(row[name]).lstrip("0") for row in rows for name in names if len(str(row.get(name) or "")) >= 9}
    return [text.encode() for text in texts]


def test_a_dump_of_the_tables_shows_no_number_at_any_step(school: School, operator: Actor) -> None:
    rows = [pupil(n) for n in range(4)] + [teacher(n) for n in range(3)]
    runs = [
        start_import(school=school, data=data, file_name="a.xlsx", actor=operator)
        for data in (pupil_workbook(4), teacher_workbook(3))
    ]
    steps = [dump(*TABLES)]
    for run in runs:
        rehearse(run.public_id)
    steps.append(dump(*TABLES))
    for run in runs:
        run.refresh_from_db()
        apply_import(run=run, actor=operator)
        finish(run.public_id)
    steps.append(dump(*TABLES))
    assert Recipient.objects.count() == 7
    hidden = secrets_of(*rows)
    assert len(hidden) > 30
    assert [secret for step in steps for secret in hidden if secret in step] == []


def test_names_of_people_who_are_not_registered_yet_are_sealed(school: School, operator: Actor) -> None:
    rehearsed(school, pupil_workbook(3), operator)
    assert pupil(0)["Nama"].encode() not in dump("imports_importrow", "imports_importrun")


def test_what_is_wrong_with_a_row_is_said_without_the_number(school: School, operator: Actor) -> None:
    faults = dict(enumerate(FAULTS, 1))
    run = rehearsed(school, pupil_workbook(len(faults) + 1, faults=faults), operator)
    # Two are asked about, and a family card in the wrong form is only left out.
    assert run.counts["problem"] + run.counts["question"] >= len(faults) - 1
    shown = dump("imports_importrow")
    rows = [pupil(n) for n in range(len(faults) + 1)]
    assert [secret for secret in secrets_of(*rows) if secret in shown] == []


def test_one_number_gives_different_seals_and_one_hash(school: School, operator: Actor) -> None:
    rehearsed(school, pupil_workbook(1), operator)
    run = rehearsed(school, pupil_workbook(1, changes={0: {"HP": "0812-1111-2222"}}), operator)
    apply_import(run=run, actor=operator)
    finish(run.public_id)
    person = Recipient.objects.get()
    assert pupil(0)["NIK"].encode() not in bytes(person.nik_sealed)
    assert len(bytes(Identity.objects.get(purpose="nik").digest)) == 32


def test_opening_the_numbers_is_recorded_with_its_purpose(school: School, principal: Actor, operator: Actor) -> None:
    run = rehearsed(school, pupil_workbook(1), operator)
    apply_import(run=run, actor=operator)
    finish(run.public_id)
    person = Recipient.objects.get()
    numbers = unmask_identity(recipient=person, actor=principal, purpose="check_paper")
    assert numbers == {"NIK": pupil(0)["NIK"], "NISN": pupil(0)["NISN"]}
    event = Event.objects.get(action="identity.unmasked")
    assert (event.thing_id, event.user_id, event.facts) == (person.pk, principal.user_id, {"purpose": "check_paper"})


def test_an_unlisted_purpose_opens_nothing(school: School, principal: Actor) -> None:
    person = RecipientFactory.create(school=school)
    with pytest.raises(ValueError, match="purpose"):
        unmask_identity(recipient=person, actor=principal, purpose="ingin tahu")
    assert not Event.objects.filter(action="identity.unmasked").exists()
