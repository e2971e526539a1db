"""What the offices answer: rehearsed, made facts with their source and day, and asked again after a quarter."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.utils import timezone

from ksbb.authority.actors import Actor
from ksbb.common.refusals import Forbidden, Refused
from ksbb.common.spreadsheet_out import OutSheet, csv_bytes, write_workbook
from ksbb.imports.states import ImportState
from ksbb.notifications.models import Message
from recipients import answers
from recipients.actions.apply_answer import apply_answer
from recipients.actions.assess import assess
from recipients.actions.download_check_list import download_check_list
from recipients.actions.receive_answer import receive_answer
from recipients.actions.remind_checks import remind_checks
from recipients.actions.review_facts import review_facts
from recipients.exchange import due_checks
from recipients.models import CheckAnswer, CheckBatch, OfficialFact, Recipient
from recipients.states import CheckState, RecipientState
from tests.conftest import Acting
from tests.factories.schools import SchoolFactory
from tests.recipients.check_desk import DAY, GROUND, applied, made, reference_of, rehearsed, sent_back

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
