"""Erasure: asked for by the guardian, or after the time is over; what tells who it was is gone from every table."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from ksbb.audit.models import Event
from ksbb.authority.actors import Actor
from ksbb.common.refusals import Forbidden, Refused
from ksbb.imports.models import ImportRow
from recipients.actions.assess import assess
from recipients.actions.erase_expired import erase_expired
from recipients.actions.erase_recipient import erase_recipient
from recipients.actions.return_recipients import return_recipients
from recipients.actions.settle import deliver, meet, promise
from recipients.models import Appeal, CriteriaSet, DuplicateCase, Identity, Need, Recipient
from schools.models import School
from tests.conftest import Acting
from tests.factories.recipients import RecipientFactory
from tests.factories.workbooks import pupil as row_of
from tests.factories.workbooks import pupil_workbook
from tests.recipients.test_privacy import dump
from tests.recipients.uploads import applied

ClientAs = Callable[[Actor], Client]
TABLES = (
    "recipients_recipient", "recipients_identity", "recipients_circumstances", "recipients_consent", "recipients_assessment",
    "recipients_need", "recipients_appeal", "recipients_duplicatecase", "imports_importrow", "audit_event",
    "notifications_message",
)  # fmt: skip


@pytest.fixture
def pupil(school: School) -> Recipient:
    consent = {"relation": "mother", "given_on": date(2026, 7, 1), "giver": "Ibu Rekaan"}
    person = RecipientFactory.create(
        school=school, full_name="Bunga Rekaan", birth_date=date(2014, 2, 3), phone="+628120000111", mother_name="Melati",
        family_card="3173010101010001", village="31.73.06.1001", consent=consent,
        circumstances={"device_access": "none", "has_disability": True, "dtsen_decile": 1},
    )  # fmt: skip
    assess(recipient_ids=[person.pk])
    return person


def address(person: Recipient) -> str:
    return f"/penerima/{person.public_id}/hapus/"


def left(person: Recipient, days: int) -> None:
    Recipient.objects.filter(pk=person.pk).update(
        state="graduated", ended_at=timezone.now() - timedelta(days=days), ended_reason="graduated"
    )


def met(person: Recipient) -> None:
    needs = promise(school_id=person.school_id, need_class="student_device", quantity=1)
    deliver(needs)
    meet(needs)


def test_nothing_that_tells_who_it_was_is_left(pupil: Recipient, principal: Actor) -> None:
    erase_recipient(recipient=pupil, actor=principal)
    gone = Recipient.objects.get(pk=pupil.pk)
    assert (gone.full_name, gone.name_key, gone.village, gone.class_group, gone.grade) == ("", "", "", "", None)
    assert gone.birth_date == date(2014, 1, 1)
    assert not any(bytes(getattr(gone, name)) for name in (
        "nik_sealed", "nisn_sealed", "nuptk_sealed", "phone_sealed", "mother_digest", "household_digest",
    ))  # fmt: skip
    assert not Identity.objects.filter(recipient=gone).exists()
    assert not hasattr(gone, "consent")
    told = gone.circumstances
    assert (told.has_disability, told.dtsen_decile, told.consent_given) == (False, None, False)
    assert told.device_access == "none"  # for the census
    assert (gone.state, gone.ended_reason, gone.erased_by_id) == ("withdrawn", "asked", principal.user_id)
    assert b"Rekaan" not in dump(*TABLES)


def test_the_trail_tells_that_it_was_done_and_to_nobody_by_name(pupil: Recipient, principal: Actor) -> None:
    erase_recipient(recipient=pupil, actor=principal)
    events = Event.objects.about(pupil).order_by("id")
    assert [event.action for event in events] == ["recipient.withdrawn", "recipient.erased"]
    assert all(event.facts == {} for event in events)


def test_the_row_of_the_uploaded_file_goes_too(school: School, operator: Actor, principal: Actor) -> None:
    applied(school, pupil_workbook(2), operator)
    applied(school, pupil_workbook(2, changes={0: {"Rombel Saat Ini": "Kelas 6B"}}), operator)
    person = Recipient.objects.get(full_name=row_of(0)["Nama"])
    erase_recipient(recipient=person, actor=principal)
    theirs = ImportRow.objects.filter(recipient_id=person.pk)
    sealed = ("label_sealed", "facts_sealed", "changes_sealed", "before_sealed", "cells_sealed")
    assert not [name for row in theirs for name in sealed if bytes(getattr(row, name))]
    assert Recipient.objects.exclude(pk=person.pk).get().full_name == row_of(1)["Nama"]


def test_the_row_with_which_the_person_came_goes_too(school: School, operator: Actor, principal: Actor) -> None:
    run = applied(school, pupil_workbook(2), operator)
    erase_recipient(recipient=Recipient.objects.get(full_name=row_of(0)["Nama"]), actor=principal)
    assert [row.label for row in run.rows.order_by("number")] == ["", row_of(1)["Nama"]]


def test_the_same_person_can_be_registered_anew(pupil: Recipient, school: School, principal: Actor) -> None:
    known = Recipient.objects.get(pk=pupil.pk)
    digests = [bytes(digest) for digest in Identity.objects.filter(recipient=known).values_list("digest", flat=True)]
    erase_recipient(recipient=pupil, actor=principal)
    assert not Identity.objects.of(digests).exists()


def test_the_numbers_of_the_public_do_not_change(pupil: Recipient, school: School, principal: Actor) -> None:
    met(pupil)
    before = Need.objects.filter(school=school, state="met").count()
    erase_recipient(recipient=pupil, actor=principal)
    assert Need.objects.filter(school=school, state="met").count() == before == 1


@pytest.mark.parametrize("steps", [1, 2])
def test_not_while_a_device_is_on_its_way(pupil: Recipient, principal: Actor, steps: int) -> None:
    needs = promise(school_id=pupil.school_id, need_class="student_device", quantity=1)
    [lambda: None, lambda: deliver(needs)][steps - 1]()
    with pytest.raises(Refused, match="dijanjikan"):
        erase_recipient(recipient=pupil, actor=principal)
    assert Recipient.objects.get(pk=pupil.pk).full_name == "Bunga Rekaan"


def test_not_while_an_appeal_is_open(pupil: Recipient, principal: Actor) -> None:
    Appeal.objects.create(
        recipient=pupil, criteria=CriteriaSet.objects.in_force("student"), region=pupil.region, is_eligible=True, points=1,
        filed_as="school", filed_at=timezone.now(), ground="device", due_on=date(2026, 12, 1),
    )  # fmt: skip
    with pytest.raises(Refused, match="Sanggahan"):
        erase_recipient(recipient=pupil, actor=principal)


def test_not_while_the_sudin_looks_into_it(pupil: Recipient, principal: Actor) -> None:
    DuplicateCase.objects.create(
        kind="number", holder=pupil, holder_region=pupil.region, claimant_school=pupil.school, region=pupil.region,
        due_on=date(2026, 12, 1),
    )  # fmt: skip
    with pytest.raises(Refused, match="Suku Dinas"):
        erase_recipient(recipient=pupil, actor=principal)


def test_the_page_tells_what_goes_and_looking_erases_nothing(
    client_as: ClientAs, principal: Actor, pupil: Recipient
) -> None:
    page = client_as(principal).get(address(pupil)).content.decode()
    assert all(words in page for words in ("Yang dihapus", "Tidak dapat dibatalkan", "masih terdaftar"))
    assert Recipient.objects.get(pk=pupil.pk).full_name == "Bunga Rekaan"


def test_a_slip_of_the_hand_erases_nothing(client_as: ClientAs, principal: Actor, pupil: Recipient) -> None:
    assert client_as(principal).post(address(pupil)).status_code == 200
    assert Recipient.objects.get(pk=pupil.pk).erased_at is None


def test_afterwards_no_rank_is_told(client_as: ClientAs, principal: Actor, pupil: Recipient) -> None:
    """What is left of the verdict says neither which rule held nor which gave points."""
    page = f"/penerima/{pupil.public_id}/penilaian/"
    assert "Layak, dengan" in client_as(principal).get(page).content.decode()
    erase_recipient(recipient=pupil, actor=principal)
    told = client_as(principal).get(page).content.decode()
    assert "pendaftarannya sudah berakhir" in told
    assert "Layak, dengan" not in told


def test_afterwards_the_page_and_the_lists_say_so(client_as: ClientAs, principal: Actor, pupil: Recipient) -> None:
    client = client_as(principal)
    there = client.post(address(pupil), {"asked": "on"})
    page = client.get(there["Location"]).content.decode()
    assert "Data pribadi sudah dihapus" in page
    assert "Lihat nomor lengkap" not in page
    assert "data pribadi sudah dihapus" in client.get("/penerima/?keadaan=semua").content.decode()
    assert client.get(address(pupil)).status_code == 200
    assert client.get(f"/penerima/{pupil.public_id}/tarik/").status_code == 200


def test_only_the_own_principal_erases(
    client_as: ClientAs, acting: Acting, outsider: Actor, operator: Actor, pupil: Recipient
) -> None:
    asked = {"asked": "on"}
    assert client_as(outsider).post(address(pupil), asked).status_code == 404
    assert client_as(operator).post(address(pupil), asked).status_code == 403
    assert client_as(acting("city_supervisor")).post(address(pupil), asked).status_code == 403
    with pytest.raises(Forbidden):
        erase_recipient(recipient=pupil, actor=outsider)
    assert Recipient.objects.get(pk=pupil.pk).erased_at is None


# --- retention -----------------------------------------------------------------------------------------


def test_who_left_long_ago_is_erased_and_who_left_yesterday_is_not(pupil: Recipient, school: School, settings) -> None:
    settings.RETENTION_DAYS = 365
    recent = RecipientFactory.create(school=school)
    left(pupil, 366)
    left(recent, 364)
    assert erase_expired() == 1
    assert Recipient.objects.get(pk=pupil.pk).full_name == ""
    assert Recipient.objects.get(pk=recent.pk).full_name != ""
    assert erase_expired() == 0


def test_who_is_registered_is_never_erased(pupil: Recipient) -> None:
    Recipient.objects.filter(pk=pupil.pk).update(created_at=timezone.now() - timedelta(days=4000))
    assert erase_expired() == 0


def test_who_waits_for_a_device_is_passed_over(pupil: Recipient) -> None:
    promise(school_id=pupil.school_id, need_class="student_device", quantity=1)
    left(pupil, 4000)
    assert erase_expired() == 0


def test_several_thousand_take_as_many_statements_as_three(school: School, django_assert_max_num_queries) -> None:
    for person in [RecipientFactory.create(school=school) for _ in range(30)]:
        left(person, 4000)
    with django_assert_max_num_queries(22):
        assert erase_expired() == 30


def test_the_command_goes_on_until_nobody_is_left(pupil: Recipient, school: School, capsys) -> None:
    left(pupil, 4000)
    call_command("erase_expired")
    assert capsys.readouterr().out.startswith("1 orang")


def test_a_file_taken_back_brings_nobody_back_who_was_erased(
    pupil: Recipient, school: School, principal: Actor
) -> None:
    left(pupil, 4000)
    erase_expired()
    assert return_recipients(school=school, recipient_ids=[pupil.pk], actor=principal) == 0
    assert Recipient.objects.get(pk=pupil.pk).state == "graduated"


def test_who_moved_here_is_erased_at_the_earlier_school_too(pupil: Recipient, principal: Actor) -> None:
    earlier = RecipientFactory.create(ended=True, full_name="Bunga Rekaan")
    Recipient.objects.filter(pk=pupil.pk).update(origin=earlier)
    erase_recipient(recipient=pupil, actor=principal)
    earlier.refresh_from_db()
    assert (earlier.full_name, bytes(earlier.nik_sealed), earlier.erased_at is None) == ("", b"", False)
