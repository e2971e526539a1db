"""The exchange with the offices in the browser: counted, made, downloaded, answered, decided; and what a school sees of it."""

from __future__ import annotations

import io
from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from openpyxl import load_workbook

from ksbb.audit.models import Event
from ksbb.authority.actors import Actor
from ksbb.common import sealing
from ksbb.common.refusals import Refused
from ksbb.common.spreadsheet_out import csv_bytes
from recipients import answers, lists
from recipients.actions.export_check_list import export_check_list
from recipients.models import CheckAnswer, CheckBatch, CheckLine, OfficialFact, Recipient
from schools.models import School
from tests.factories.recipients import RecipientFactory

ClientAs = Callable[[Actor], Client]
URL = "/pemeriksaan/"


@pytest.fixture
def desk(client_as: ClientAs, sudin: Actor) -> Client:
    return client_as(sudin)


@pytest.fixture
def people(school: School) -> list[Recipient]:
    RecipientFactory.create(school=school)
    return [RecipientFactory.create(school=school, ready=True) for _ in range(2)]


def page_of(batch: CheckBatch) -> str:
    return f"{URL}{batch.public_id}/"


def text_of(response) -> str:
    return " ".join(response.content.decode().split())


def answered(desk: Client, batch: CheckBatch, word: str) -> None:
    lines = CheckLine.objects.filter(batch=batch).values_list("reference", flat=True)
    data = csv_bytes([["Kode", "Status NIK"], *[[reference, word] for reference in lines]])
    file = SimpleUploadedFile("jawaban.csv", data)
    assert desk.post(f"{page_of(batch)}jawaban/", {"file": file, "as_of": "2026-10-01"}).status_code == 302
    answers.rehearse(CheckAnswer.objects.get().public_id)


def test_who_stays_out_is_told_before_the_list_is_made(desk: Client, people: list[Recipient]) -> None:
    counted = desk.get(f"{URL}baru/", {"source": "dukcapil", "region": "31.73"})
    count = counted.context["count"]
    assert (count.listed, count.unagreed, count.without_nik) == (2, 1, 0)
    assert "NIK lengkap, nama, dan tanggal lahir" in text_of(counted)
    assert CheckBatch.objects.count() == 0
    made = desk.post(f"{URL}baru/", {"source": "dukcapil", "region": "31.73"})
    assert made["Location"] == page_of(CheckBatch.objects.get())


def test_another_ground_is_not_offered(desk: Client, people: list[Recipient]) -> None:
    response = desk.post(f"{URL}baru/", {"source": "dukcapil", "region": "31.74"})
    assert response.status_code == 200
    assert CheckBatch.objects.count() == 0


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_a_download_is_recorded_and_kept_nowhere(desk: Client, batch: CheckBatch, kind: str) -> None:
    response = desk.post(f"{page_of(batch)}unduh/", {"purpose": "send", "format": kind})
    assert response["Cache-Control"] == "private, no-store"
    assert f".{kind}" in response["Content-Disposition"]
    assert b"".join(response)
    assert Event.objects.filter(action="check.downloaded").count() == 1


def test_a_download_says_what_for(desk: Client, batch: CheckBatch) -> None:
    assert desk.post(f"{page_of(batch)}unduh/", {"format": "xlsx"}).status_code == 200
    assert desk.get(f"{page_of(batch)}unduh/").status_code == 405
    assert not Event.objects.filter(action="check.downloaded").exists()


def test_the_workbook_keeps_every_digit_as_text(desk: Client, batch: CheckBatch, people: list[Recipient]) -> None:
    response = desk.post(f"{page_of(batch)}unduh/", {"purpose": "send", "format": "xlsx"})
    sheet = load_workbook(io.BytesIO(response.content)).active
    cells = {row[1].value: row[1].data_type for row in sheet.iter_rows(min_row=2)}
    assert cells == {sealing.unseal(person.nik_sealed): "s" for person in people}


def test_the_page_of_a_list_that_is_being_made_renews_itself(
    desk: Client, people: list[Recipient], sudin: Actor, client_as: ClientAs, outsider: Actor
) -> None:
    batch = export_check_list(source="dukcapil", region="31.73", actor=sudin)
    page = text_of(desk.get(page_of(batch)))
    assert "Daftar sedang dibuat" in page
    assert 'http-equiv="refresh"' in page
    assert "Unduh daftar" not in page
    assert desk.post(f"{page_of(batch)}unduh/", {"purpose": "send", "format": "csv"}).status_code == 302
    assert client_as(outsider).get(page_of(batch)).status_code == 404
    CheckBatch.objects.update(people=1, counts={"expected": 2, "last": 0})
    assert "1 dari 2 orang" in text_of(desk.get(page_of(batch)))
    CheckBatch.objects.update(people=0, counts={})
    lists.make(batch.public_id)
    page = text_of(desk.get(page_of(batch)))
    assert "Unduh daftar" in page
    assert 'http-equiv="refresh"' not in page


def test_a_list_that_is_being_made_can_be_called_off(desk: Client, people: list[Recipient], sudin: Actor) -> None:
    batch = export_check_list(source="dukcapil", region="31.73", actor=sudin)
    desk.post(f"{page_of(batch)}batal/")
    lists.make(batch.public_id)
    batch.refresh_from_db()
    assert batch.state == "cancelled"


def test_an_answer_is_looked_at_then_applied(desk: Client, batch: CheckBatch, people: list[Recipient]) -> None:
    answered(desk, batch, "pindah")
    page = text_of(desk.get(page_of(batch)))
    assert "tercatat pindah" in page
    assert "2 orang" in page
    assert OfficialFact.objects.count() == 0
    desk.post(f"{page_of(batch)}jawaban/terapkan/")
    answers.finish(CheckAnswer.objects.get().public_id)
    assert OfficialFact.objects.count() == 2
    assert "sudah dijawab" in text_of(desk.get(page_of(batch)))


def test_a_refused_answer_makes_room_for_another(desk: Client, batch: CheckBatch) -> None:
    answered(desk, batch, "sesuai")
    desk.post(f"{page_of(batch)}jawaban/tolak/")
    assert bytes(CheckAnswer.objects.get().sealed_file) == b""
    assert desk.get(page_of(batch)).context["upload"] is not None


def test_the_list_cannot_be_cancelled_under_an_answer(desk: Client, batch: CheckBatch) -> None:
    answered(desk, batch, "sesuai")
    desk.post(f"{page_of(batch)}batal/")
    batch.refresh_from_db()
    assert batch.state == "exported"


def test_tomorrow_is_no_day_of_an_answer(desk: Client, batch: CheckBatch) -> None:
    file = SimpleUploadedFile("jawaban.csv", b"Kode,Status NIK\n")
    day = timezone.localdate().replace(year=timezone.localdate().year + 1)
    response = desk.post(f"{page_of(batch)}jawaban/", {"file": file, "as_of": day.isoformat()})
    assert response.status_code == 200
    assert CheckAnswer.objects.count() == 0


def test_the_school_sees_who_said_it_and_answers(
    desk: Client, batch: CheckBatch, people: list[Recipient], client_as: ClientAs, principal: Actor, outsider: Actor
) -> None:
    answered(desk, batch, "meninggal")
    desk.post(f"{page_of(batch)}jawaban/terapkan/")
    answers.finish(CheckAnswer.objects.get().public_id)
    school, stranger = client_as(principal), client_as(outsider)
    person = f"/penerima/{people[0].public_id}/"
    told = text_of(school.get(person))
    assert "Disdukcapil (NIK): tercatat meninggal (per 1 Oktober 2026)" in told
    assert len(school.get(f"{URL}keterangan/").context["facts"]) == 2
    assert len(stranger.get(f"{URL}keterangan/").context["facts"]) == 0
    assert stranger.post(f"{person}keterangan/").status_code == 404
    school.post(f"{person}keterangan/")
    assert "Diperiksa sekolah" in text_of(school.get(person))
    assert len(school.get(f"{URL}keterangan/").context["facts"]) == 1


def test_the_person_page_says_on_whose_list_the_person_stands(
    batch: CheckBatch, people: list[Recipient], client_as: ClientAs, principal: Actor
) -> None:
    told = text_of(client_as(principal).get(f"/penerima/{people[0].public_id}/"))
    assert "Disdukcapil (NIK): ada di daftar pemeriksaan" in told


def test_a_live_connection_waits_for_the_same_decision(
    batch: CheckBatch, people: list[Recipient], desk: Client, sudin: Actor, settings
) -> None:
    settings.LIVE_CHECKS = {"dukcapil": "tests.recipients.live_offices.EverybodyMoved"}
    assert "Tanyakan langsung" in text_of(desk.get(page_of(batch)))
    answer = answers.ask_live(batch.public_id, sudin.user_id or 0)
    assert answer is not None
    answers.rehearse(answer.public_id)
    answer.refresh_from_db()
    assert answer.counts["values"] == {"moved": 2}
    assert OfficialFact.objects.count() == 0


def test_a_list_that_was_called_off_is_not_told_to_a_live_connection(
    batch: CheckBatch, desk: Client, sudin: Actor, settings
) -> None:
    settings.LIVE_CHECKS = {"dukcapil": "tests.recipients.live_offices.Unasked"}
    desk.post(f"{page_of(batch)}batal/")
    with pytest.raises(Refused):
        answers.ask_live(batch.public_id, sudin.user_id or 0)


def test_the_page_costs_the_same_however_many_lists_there_are(
    desk: Client, batch: CheckBatch, django_assert_max_num_queries
) -> None:
    copies = [
        CheckBatch(
            source="dinsos", state="exported", region="31.73", people=1, exported_at=batch.exported_at, exported_by_id=1
        )
        for _ in range(20)
    ]
    CheckBatch.objects.bulk_create(copies)
    with django_assert_max_num_queries(14):
        assert desk.get(URL).status_code == 200
