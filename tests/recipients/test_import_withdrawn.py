"""A whole applied file is taken back, as long as nothing was built on it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.utils import timezone

from ksbb.audit.models import Event
from ksbb.authority.actors import Actor
from ksbb.common import sealing
from ksbb.common.refusals import Forbidden, Refused
from ksbb.imports.models import ImportRun
from ksbb.imports.states import ImportState
from ksbb.notifications.models import Message
from recipients import imports
from recipients.actions.apply_import import apply_import
from recipients.actions.choose_departures import choose_departures
from recipients.actions.withdraw_import import withdraw_import
from recipients.models import Circumstances, DuplicateCase, Identity, Need, Recipient
from schools.models import School
from tests.factories.recipients import RecipientFactory
from tests.factories.workbooks import pupil, pupil_workbook
from tests.recipients.uploads import applied, counted, rehearsed

ClientAs = Callable[[Actor], Client]
NEWER = {1: {"Nama": "Nama Baru", "HP": "0812-9999-0000", "Penerima KIP": "Ya", "Kelurahan": "Semanan"}}


def snapshot() -> list[object]:
    """Everything about everybody registered, numbers in clear."""
    people = Recipient.objects.registered().order_by("pk").select_related("circumstances")
    columns = [field.attname for field in Circumstances._meta.concrete_fields]
    return [
        (
            *(getattr(one, name) for name in ("pk", "full_name", "name_key", "class_group", "grade", "village", "sex")),
            *(sealing.unseal(getattr(one, f"{name}_sealed")) for name in ("nik", "nisn", "phone")),
            bytes(one.household_digest),
            *(getattr(one.circumstances, name) for name in columns),
            sorted(one.identities.values_list("purpose", flat=True)),
        )
        for one in people
    ]


def known_five(school: School, principal: Actor) -> None:
    applied(school, pupil_workbook(5, changes={2: {"NISN": ""}}), principal)


def mixed(school: School, principal: Actor) -> ImportRun:
    """A file over the known five: two changed (one by a new number), one unreadable, one ticked as gone, two new."""
    gone = {4: {"Nama": "", "NIK": "", "NISN": ""}}
    run = rehearsed(school, pupil_workbook(7, changes=NEWER | gone), principal)
    choose_departures(run=run, choices=None, reason="moved", actor=principal)
    apply_import(run=run, actor=principal)
    imports.finish(run.public_id)
    run.refresh_from_db()
    return run


def test_everything_is_as_before(school: School, principal: Actor) -> None:
    known_five(school, principal)
    before = snapshot()
    run = mixed(school, principal)
    assert counted(run) == {"new": 2, "changed": 2, "unchanged": 2, "problem": 1, "missing": 1}
    assert snapshot() != before
    withdraw_import(run=run, school=school, actor=principal)
    assert snapshot() == before
    gone = Recipient.objects.get(full_name=pupil(6)["Nama"])
    assert (gone.state, gone.ended_reason) == ("withdrawn", "mistake")


def test_the_same_file_can_be_applied_again(school: School, principal: Actor) -> None:
    run = applied(school, pupil_workbook(3), principal)
    withdraw_import(run=run, school=school, actor=principal)
    assert not Recipient.objects.registered().exists()
    assert counted(applied(school, pupil_workbook(3), principal)) == {"new": 3}
    assert Identity.objects.filter(purpose="nik").count() == 3


def test_a_promised_device_forbids_it(school: School, principal: Actor) -> None:
    run = applied(school, pupil_workbook(3), principal)
    person = Recipient.objects.get(full_name=pupil(1)["Nama"])
    Need.objects.create(
        recipient=person, school=school, region=school.region, need_class="student_device", state="reserved",
        reserved_at=timezone.now(),
    )  # fmt: skip
    with pytest.raises(Refused, match="1 orang"):
        withdraw_import(run=run, school=school, actor=principal)
    assert Recipient.objects.registered().count() == 3


def test_a_later_change_forbids_it(school: School, principal: Actor) -> None:
    known_five(school, principal)
    run = mixed(school, principal)
    applied(school, pupil_workbook(3, changes={1: {"Nama": "Nama Ketiga"}}), principal)
    with pytest.raises(Refused, match="sudah diubah lagi"):
        withdraw_import(run=run, school=school, actor=principal)


def test_a_change_of_something_else_does_not(school: School, principal: Actor) -> None:
    known_five(school, principal)
    run = mixed(school, principal)
    Circumstances.objects.update(device_access="shared")
    withdraw_import(run=run, school=school, actor=principal)
    assert set(Circumstances.objects.values_list("device_access", flat=True)) == {"shared"}


def test_somebody_registered_at_another_school_meanwhile_forbids_it(school: School, principal: Actor) -> None:
    applied(school, pupil_workbook(2), principal)
    run = rehearsed(school, pupil_workbook(1), principal)
    choose_departures(run=run, choices=None, reason="moved", actor=principal)
    apply_import(run=run, actor=principal)
    imports.finish(run.public_id)
    RecipientFactory.create(nik=pupil(1)["NIK"], nisn=pupil(1)["NISN"])
    with pytest.raises(Refused, match="didaftarkan lagi"):
        withdraw_import(run=ImportRun.objects.get(pk=run.pk), school=school, actor=principal)


def test_the_cases_of_the_file_fall_and_older_ones_stay(school: School, principal: Actor) -> None:
    RecipientFactory.create(nik=pupil(0)["NIK"])
    older = applied(school, pupil_workbook(1), principal)
    RecipientFactory.create(nik=pupil(1)["NIK"])
    run = applied(school, pupil_workbook(3), principal)
    withdraw_import(run=run, school=school, actor=principal)
    states = {case.pk: case.state for case in DuplicateCase.objects.all()}
    assert states[older.rows.get().case_number or 0] == "open"
    assert sorted(states.values()) == ["dropped", "open"]
    assert Event.objects.filter(action="case.dropped").count() == 1


def test_only_the_principal_and_only_once(school: School, operator: Actor, principal: Actor, outsider: Actor) -> None:
    run = applied(school, pupil_workbook(2), operator)
    for stranger in (operator, outsider):
        with pytest.raises(Forbidden):
            withdraw_import(run=run, school=school, actor=stranger)
    withdraw_import(run=run, school=school, actor=principal)
    with pytest.raises(Refused):
        withdraw_import(run=run, school=school, actor=principal)
    assert set(Message.objects.filter(kind="recipients/import_withdrawn").values_list("to_user_id", flat=True)) == {
        operator.user_id,
        principal.user_id,
    }


def test_in_the_browser(school: School, principal: Actor, client_as: ClientAs) -> None:
    run = applied(school, pupil_workbook(2), principal)
    path = f"/penerima/unggah/{run.public_id}/batalkan/"
    desk = client_as(principal)
    assert "Batalkan seluruh berkas" in desk.get(path).content.decode()
    desk.post(path)
    run.refresh_from_db()
    assert run.state == ImportState.WITHDRAWN
    assert {bytes(row.label_sealed) for row in run.rows.all()} == {b""}
    assert "sudah dibatalkan" in desk.get(f"/penerima/unggah/{run.public_id}/").content.decode()
