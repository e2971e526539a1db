"""Lists for Disdukcapil and Dinsos: who is on them, how they are made, what leaves."""

from __future__ import annotations

import csv
import io
from datetime import timedelta

import pytest
from django.utils import timezone

from ksbb.audit.models import Event
from ksbb.authority.actors import Actor
from ksbb.common import sealing
from ksbb.common.refusals import Forbidden, Refused
from ksbb.common.spreadsheet_out import csv_bytes
from ksbb.notifications.models import Message
from recipients import lists
from recipients.actions import fill_check_list
from recipients.actions.cancel_check_list import cancel_check_list
from recipients.actions.download_check_list import download_check_list
from recipients.actions.export_check_list import export_check_list
from recipients.actions.receive_answer import receive_answer
from recipients.exchange import head_count
from recipients.models import CheckBatch, Recipient
from recipients.states import CheckState
from schools.models import School
from tests.factories.recipients import RecipientFactory
from tests.factories.schools import SchoolFactory
from tests.recipients.check_desk import DAY, GROUND, made, reference_of

# --- who is on a list ---------------------------------------------------------------------------------------------------


def test_without_consent_nobody_leaves_the_school(school: School, people: list[Recipient], sudin: Actor) -> None:
    silent = RecipientFactory.create(school=school)
    nameless = RecipientFactory.create(school=school, ready=True)
    Recipient.objects.filter(pk=nameless.pk).update(nik_sealed=b"")
    count = head_count(GROUND)
    batch = made(source="dinsos", region=GROUND, actor=sudin)
    assert (count.listed, count.unagreed, count.without_nik) == (3, 1, 1)
    listed = set(batch.lines.values_list("recipient_id", flat=True))
    assert listed == {person.pk for person in people}
    assert silent.pk not in listed


def test_only_the_chosen_ground_is_on_it(people: list[Recipient], sudin: Actor) -> None:
    elsewhere = SchoolFactory.create(accepted=True, code="31.73.01.1001")
    RecipientFactory.create(school=elsewhere, ready=True)
    batch = made(source="dukcapil", region="31.73.06", actor=sudin)
    assert batch.people == 3


def test_nobody_makes_a_list_of_another_ground(people: list[Recipient], sudin: Actor, school: School) -> None:
    SchoolFactory.create(code="31.74.01.1001")
    with pytest.raises(Forbidden):
        export_check_list(source="dukcapil", region="31.74", actor=sudin)


def test_a_school_makes_no_list(people: list[Recipient], principal: Actor) -> None:
    with pytest.raises(Forbidden):
        export_check_list(source="dukcapil", region=GROUND, actor=principal)


def test_the_same_list_waits_once(batch: CheckBatch, sudin: Actor) -> None:
    with pytest.raises(Refused):
        export_check_list(source="dukcapil", region=GROUND, actor=sudin)
    cancel_check_list(batch=batch, actor=sudin)
    again = made(source="dukcapil", region=GROUND, actor=sudin)
    assert again.people == 3


def test_references_are_letters_no_spreadsheet_takes_for_a_number(batch: CheckBatch) -> None:
    references = list(batch.lines.values_list("reference", flat=True))
    assert len(set(references)) == 3
    assert all(len(reference) == 12 and reference.isalpha() for reference in references)


def test_a_list_of_many_is_made_in_a_fixed_number_of_queries(
    school: School, people: list[Recipient], sudin: Actor, django_assert_max_num_queries
) -> None:
    with django_assert_max_num_queries(12):
        batch = export_check_list(source="dukcapil", region=GROUND, actor=sudin)
    with django_assert_max_num_queries(24):
        lists.make(batch.public_id)


# --- being made ---------------------------------------------------------------------------------------------------------


@pytest.fixture
def asked(people: list[Recipient], sudin: Actor) -> CheckBatch:
    return export_check_list(source="dukcapil", region=GROUND, actor=sudin)


def test_a_list_is_not_for_use_before_it_is_made(asked: CheckBatch, sudin: Actor) -> None:
    assert (asked.state, asked.people) == (CheckState.MAKING, 0)
    with pytest.raises(Refused, match="masih dibuat"):
        download_check_list(batch=asked, purpose="send", actor=sudin)
    with pytest.raises(Refused, match="masih dibuat"):
        receive_answer(batch=asked, data=b"Kode,Status NIK", file_name="x.csv", as_of=DAY, actor=sudin)
    with pytest.raises(Refused, match="sedang dibuat"):
        export_check_list(source="dukcapil", region=GROUND, actor=sudin)


def test_it_grows_part_by_part_and_nobody_is_on_it_twice(
    asked: CheckBatch, people: list[Recipient], sudin: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fill_check_list, "AT_ONCE", 2)
    fill_check_list.fill_check_list(batch=asked, actor=sudin)
    asked.refresh_from_db()
    assert (asked.state, asked.people, asked.counts["expected"]) == (CheckState.MAKING, 2, 3)
    assert lists.make(asked.public_id)
    asked.refresh_from_db()
    assert (asked.state, asked.people) == (CheckState.EXPORTED, 3)
    assert sorted(asked.lines.values_list("recipient_id", flat=True)) == sorted(person.pk for person in people)


def test_who_asked_is_told_once_when_it_is_ready(asked: CheckBatch, sudin: Actor) -> None:
    assert not Message.objects.filter(kind="recipients/check_ready").exists()
    assert lists.make(asked.public_id)
    assert not lists.make(asked.public_id)
    assert Message.objects.get(kind="recipients/check_ready").to_user_id == sudin.user_id
    assert Event.objects.about(asked).filter(action="check.exported", user_id=sudin.user_id).count() == 1


def test_a_list_that_a_killed_worker_left_is_gone_on_with(asked: CheckBatch) -> None:
    assert lists.resume() == 0
    CheckBatch.objects.update(updated_at=timezone.now() - timedelta(minutes=2))
    assert lists.resume() == 1
    asked.refresh_from_db()
    assert asked.state == CheckState.EXPORTED


def test_a_list_that_is_called_off_gets_no_further_part(asked: CheckBatch, sudin: Actor) -> None:
    cancel_check_list(batch=asked, actor=sudin)
    assert not lists.make(asked.public_id)
    assert not asked.lines.exists()


# --- what leaves --------------------------------------------------------------------------------------------------------


def test_the_file_holds_the_numbers_and_every_download_is_recorded(
    batch: CheckBatch, people: list[Recipient], sudin: Actor
) -> None:
    rows = list(download_check_list(batch=batch, purpose="send", actor=sudin))
    download_check_list(batch=batch, purpose="resend", actor=sudin)
    assert rows[0] == ("Kode", "NIK", "Nama", "Tanggal lahir", "Status NIK", "Per tanggal")
    niks = {sealing.unseal(person.nik_sealed) for person in people}
    assert {row[1] for row in rows[1:]} == niks
    events = Event.objects.filter(action="check.downloaded").order_by("pk")
    assert [event.facts["purpose"] for event in events] == ["send", "resend"]
    assert not any(nik in str(event.facts) for nik in niks for event in Event.objects.all())


def test_a_consent_taken_back_takes_the_person_off_the_file(
    batch: CheckBatch, people: list[Recipient], sudin: Actor
) -> None:
    people[0].circumstances.consent_given = False
    people[0].circumstances.save()
    rows = list(download_check_list(batch=batch, purpose="send", actor=sudin))
    assert len(rows) == 3
    assert reference_of(batch, people[0]) not in {row[0] for row in rows}


def test_a_list_for_dinsos_says_no_more_than_it_must(people: list[Recipient], sudin: Actor) -> None:
    batch = made(source="dinsos", region=GROUND, actor=sudin)
    header = next(download_check_list(batch=batch, purpose="send", actor=sudin))
    assert header == ("Kode", "NIK", "Nama", "Desil", "Per tanggal")


def test_the_csv_reads_as_csv(batch: CheckBatch, sudin: Actor) -> None:
    data = csv_bytes(download_check_list(batch=batch, purpose="send", actor=sudin)).decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(data)))
    assert {len(row["NIK"]) for row in rows} == {16}
