"""Lists for Disdukcapil and Dinsos: who is on them, what leaves, what comes back and what it changes."""

from __future__ import annotations

import csv
import io
from datetime import date, timedelta

import pytest
from django.utils import timezone

from ksbb.audit.models import Event
from ksbb.authority.actors import Actor
from ksbb.common import sealing
from ksbb.common.refusals import Forbidden, Refused
from ksbb.common.spreadsheet_out import OutSheet, csv_bytes, write_workbook
from ksbb.imports.states import ImportState
from ksbb.notifications.models import Message
from recipients import answers, lists
from recipients.actions import fill_check_list
from recipients.actions.apply_answer import apply_answer
from recipients.actions.assess import assess
from recipients.actions.cancel_check_list import cancel_check_list
from recipients.actions.download_check_list import download_check_list
from recipients.actions.export_check_list import export_check_list
from recipients.actions.receive_answer import receive_answer
from recipients.actions.remind_checks import remind_checks
from recipients.actions.review_facts import review_facts
from recipients.exchange import due_checks, head_count
from recipients.models import CheckAnswer, CheckBatch, CheckLine, OfficialFact, Recipient
from recipients.states import CheckState, RecipientState
from schools.models import School
from tests.conftest import Acting
from tests.factories.recipients import RecipientFactory
from tests.factories.schools import SchoolFactory

GROUND = "31.73"
DAY = date(2026, 10, 1)


@pytest.fixture
def sudin(acting: Acting) -> Actor:
    return acting("city_supervisor", codes=[GROUND])


@pytest.fixture
def people(school: School) -> list[Recipient]:
    """Three who agreed to it, with a NIK."""
    return [RecipientFactory.create(school=school, ready=True) for _ in range(3)]


@pytest.fixture
def batch(people: list[Recipient], sudin: Actor) -> CheckBatch:
    return made(source="dukcapil", region=GROUND, actor=sudin)


def made(*, source: str, region: str, actor: Actor) -> CheckBatch:
    """Asked for, and written by a worker."""
    batch = export_check_list(source=source, region=region, actor=actor)
    assert lists.make(batch.public_id)
    batch.refresh_from_db()
    return batch


def reference_of(batch: CheckBatch, person: Recipient) -> str:
    return CheckLine.objects.get(batch=batch, recipient=person).reference


def sent_back(batch: CheckBatch, told: dict[Recipient, object], actor: Actor, day: str = "") -> CheckAnswer:
    """The office's answer, as a file with the columns of the list, rehearsed."""
    column = {"dukcapil": "Status NIK", "dinsos": "Desil"}[batch.source]
    rows: list[list[object]] = [["Kode", column, "Per tanggal"]]
    rows += [[reference_of(batch, person), word, day] for person, word in told.items()]
    return rehearsed(batch, csv_bytes(rows), actor)


def rehearsed(batch: CheckBatch, data: bytes, actor: Actor) -> CheckAnswer:
    answer = receive_answer(batch=batch, data=data, file_name="jawaban.csv", as_of=DAY, actor=actor)
    assert answers.rehearse(answer.public_id)
    answer.refresh_from_db()
    return answer


def applied(answer: CheckAnswer, actor: Actor) -> CheckBatch:
    apply_answer(answer=answer, actor=actor)
    assert answers.finish(answer.public_id)
    return CheckBatch.objects.get(pk=answer.batch_id)


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


# --- what comes back ----------------------------------------------------------------------------------------------------


def test_the_list_itself_filled_in_is_the_answer(batch: CheckBatch, people: list[Recipient], sudin: Actor) -> None:
    rows = [list(row) for row in download_check_list(batch=batch, purpose="send", actor=sudin)]
    for row in rows[1:]:
        row[4:] = ["Sesuai", "01/10/2026"]
    answer = rehearsed(batch, write_workbook([OutSheet("Jawaban", rows)]), sudin)
    assert answer.counts["matched"] == 3
    assert answer.counts["values"] == {"valid": 3}
    assert answer.troubles == []


def test_the_rehearsal_counts_and_names_the_rows_it_cannot_use(
    batch: CheckBatch, people: list[Recipient], sudin: Actor
) -> None:
    known = [reference_of(batch, person) for person in people]
    data = csv_bytes(
        [
            ["Status NIK", "Catatan", "Kode", "Per tanggal"],
            ["pindah", "", known[0].lower(), "1 Oktober 2026"],
            ["entah", "", known[1], ""],
            ["", "", known[2], ""],
            ["sesuai", "", "BCDFGHJKLMNP", ""],
            ["sesuai", "", known[0], ""],
            ["sesuai", "", known[1], "31-02-2026"],
        ]
    )
    answer = rehearsed(batch, data, sudin)
    counts = {name: answer.counts[name] for name in ("rows", "matched", "unknown", "repeated", "unreadable", "empty")}
    assert counts == {"rows": 6, "matched": 1, "unknown": 1, "repeated": 1, "unreadable": 2, "empty": 1}
    assert [(t["number"], t["code"]) for t in answer.troubles] == [
        (3, "unknown_value"),
        (5, "unknown_reference"),
        (6, "repeated"),
        (7, "unknown_date"),
    ]
    assert OfficialFact.objects.count() == 0, "nothing is a fact before somebody decides"


def test_a_file_without_our_columns_is_refused_in_words(batch: CheckBatch, sudin: Actor) -> None:
    answer = rehearsed(batch, csv_bytes([["Barang", "Harga"], ["Kapur", 1000]]), sudin)
    assert answer.state == ImportState.REFUSED
    assert "“Kode”" in answer.refusal
    assert bytes(answer.sealed_file) == b""


def test_the_answer_waits_sealed_and_is_deleted_when_it_is_applied(
    batch: CheckBatch, people: list[Recipient], sudin: Actor
) -> None:
    answer = sent_back(batch, {people[0]: "sesuai"}, sudin)
    assert reference_of(batch, people[0]).encode() not in bytes(answer.sealed_file)
    applied(answer, sudin)
    answer.refresh_from_db()
    assert bytes(answer.sealed_file) == b""


def test_what_was_answered_is_a_fact_with_source_day_list_and_person(
    batch: CheckBatch, people: list[Recipient], sudin: Actor
) -> None:
    batch = applied(sent_back(batch, {people[0]: "pindah", people[1]: "sesuai"}, sudin, "2026-09-15"), sudin)
    fact = people[0].official_facts.get()
    assert (fact.source, fact.name, fact.value, fact.as_of) == ("dukcapil", "nik_status", "moved", date(2026, 9, 15))
    assert (fact.batch_id, fact.recorded_by_id, fact.region) == (batch.pk, sudin.user_id, people[0].region)
    assert (batch.state, batch.as_of) == (CheckState.ANSWERED, date(2026, 9, 15))
    assert batch.lines.filter(is_answered=True).count() == 2
    assert "pindah" in fact.sentence


def test_a_death_withdraws_nobody_and_asks_the_school_to_look(
    batch: CheckBatch, people: list[Recipient], sudin: Actor, principal: Actor, outsider: Actor
) -> None:
    applied(sent_back(batch, {people[0]: "meninggal", people[1]: "sesuai"}, sudin), sudin)
    people[0].refresh_from_db()
    assert people[0].state == RecipientState.REGISTERED
    assert [fact.recipient_id for fact in OfficialFact.objects.visible_to(principal).alarming()] == [people[0].pk]
    assert not OfficialFact.objects.visible_to(outsider).exists()
    assert Message.objects.filter(kind="recipients/check_alarm").values_list("to_user_id", flat=True).get() == (
        principal.user_id
    )


def test_the_school_says_the_person_is_still_here(
    batch: CheckBatch, people: list[Recipient], sudin: Actor, principal: Actor, outsider: Actor
) -> None:
    applied(sent_back(batch, {people[0]: "tidak ditemukan"}, sudin), sudin)
    with pytest.raises(Forbidden):
        review_facts(recipient=people[0], actor=outsider)
    assert review_facts(recipient=people[0], actor=principal) == 1
    assert not OfficialFact.objects.alarming().exists()
    assert people[0].official_facts.get().value == "unknown", "the office's word stays as it was said"


def test_a_newer_word_silences_an_older_alarm(batch: CheckBatch, people: list[Recipient], sudin: Actor) -> None:
    applied(sent_back(batch, {people[0]: "pindah"}, sudin, "2026-09-01"), sudin)
    second = made(source="dukcapil", region=GROUND, actor=sudin)
    applied(sent_back(second, {people[0]: "sesuai"}, sudin, "2026-10-01"), sudin)
    assert not OfficialFact.objects.alarming().exists()
    assert people[0].official_facts.count() == 2


def test_the_decile_moves_the_points(people: list[Recipient], sudin: Actor) -> None:
    assess(recipient_ids=[person.pk for person in people])
    before = people[0].assessments.newest().get().points
    batch = made(source="dinsos", region=GROUND, actor=sudin)
    applied(sent_back(batch, {people[0]: 1, people[1]: "kosong"}, sudin), sudin)
    people[0].circumstances.refresh_from_db()
    assert people[0].circumstances.dtsen_decile == 1
    assert people[0].assessments.newest().get().points > before
    assert CheckBatch.objects.get().counts["judged"] == 1


def test_an_older_answer_that_comes_late_changes_no_decile(people: list[Recipient], sudin: Actor) -> None:
    first = made(source="dinsos", region=GROUND, actor=sudin)
    applied(sent_back(first, {people[0]: 2}, sudin, "2026-10-01"), sudin)
    second = made(source="dinsos", region="31.73.06", actor=sudin)
    applied(sent_back(second, {people[0]: 9}, sudin, "2026-07-01"), sudin)
    people[0].circumstances.refresh_from_db()
    assert people[0].circumstances.dtsen_decile == 2
    assert people[0].official_facts.count() == 2


def test_two_clicks_and_two_workers_apply_once(batch: CheckBatch, people: list[Recipient], sudin: Actor) -> None:
    answer = sent_back(batch, {people[0]: "sesuai"}, sudin)
    applied(answer, sudin)
    with pytest.raises(Refused):
        apply_answer(answer=CheckAnswer.objects.get(), actor=sudin)
    assert not answers.finish(answer.public_id)
    assert OfficialFact.objects.count() == 1


def test_what_nobody_decides_about_is_deleted_after_a_week(
    batch: CheckBatch, people: list[Recipient], sudin: Actor
) -> None:
    answer = sent_back(batch, {people[0]: "sesuai"}, sudin)
    long_ago = timezone.now() - timedelta(days=8)
    CheckAnswer.objects.update(rehearsed_at=long_ago, updated_at=long_ago)
    assert answers.resume() == 1
    answer.refresh_from_db()
    assert (answer.state, bytes(answer.sealed_file)) == (ImportState.REFUSED, b"")


def test_a_killed_worker_is_followed_by_another(batch: CheckBatch, people: list[Recipient], sudin: Actor) -> None:
    data = csv_bytes([["Kode", "Status NIK"], [reference_of(batch, people[0]), "sesuai"]])
    answer = receive_answer(batch=batch, data=data, file_name="a.csv", as_of=DAY, actor=sudin)
    CheckAnswer.objects.update(updated_at=timezone.now() - timedelta(minutes=5))
    assert answers.resume() == 1
    answer.refresh_from_db()
    assert answer.state == ImportState.REHEARSED


# --- the quarter --------------------------------------------------------------------------------------------------------


def test_after_a_quarter_those_who_exchange_lists_hear_of_it_once(
    batch: CheckBatch, people: list[Recipient], sudin: Actor, outsider: Actor
) -> None:
    applied(sent_back(batch, {people[0]: "sesuai"}, sudin, "2026-10-01"), sudin)
    assert [due.source for due in due_checks(sudin.oversees, date(2026, 12, 1))] == ["dinsos"]
    assert [due.source for due in due_checks(sudin.oversees, date(2027, 1, 5))] == ["dukcapil", "dinsos"]
    remind_checks(date(2027, 1, 5))
    remind_checks(date(2027, 1, 6))
    told = Message.objects.filter(kind="recipients/check_due")
    assert sorted(told.values_list("to_user_id", "context__source")) == [
        (sudin.user_id, "dinsos"),
        (sudin.user_id, "dukcapil"),
    ]


def test_a_list_over_a_kecamatan_counts_for_its_kota_and_not_for_the_next(
    batch: CheckBatch, people: list[Recipient], sudin: Actor, acting: Acting
) -> None:
    SchoolFactory.create(code="31.74.01.1001")
    applied(sent_back(batch, {people[0]: "sesuai"}, sudin, "2026-10-01"), sudin)
    coordinator = acting("coordinator", codes=["31"])
    due = {one.source: one.since for one in due_checks(coordinator.oversees, date(2026, 10, 2))}
    assert due == {"dukcapil": None, "dinsos": None}


def test_the_csv_reads_as_csv(batch: CheckBatch, sudin: Actor) -> None:
    data = csv_bytes(download_check_list(batch=batch, purpose="send", actor=sudin)).decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(data)))
    assert {len(row["NIK"]) for row in rows} == {16}
