"""Uploading in the browser: sent, watched, looked at, decided."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client, override_settings

from ksbb.authority.actors import Actor
from ksbb.imports.models import ImportRun
from ksbb.imports.states import ImportState
from recipients import imports
from recipients.models import Recipient
from schools.models import School
from tests.conftest import Acting
from tests.factories.hostile_files import encrypted_workbook
from tests.factories.workbooks import pupil, pupil_workbook
from tests.recipients.uploads import applied, rehearsed

ClientAs = Callable[[Actor], Client]
UPLOAD = "/penerima/unggah/"


@pytest.fixture
def desk(client_as: ClientAs, operator: Actor) -> Client:
    return client_as(operator)


def send(desk: Client, data: bytes, name: str = "daftar_pd.xlsx"):
    return desk.post(UPLOAD, {"file": SimpleUploadedFile(name, data)})


def page_of(run: ImportRun) -> str:
    return f"{UPLOAD}{run.public_id}/"


def test_a_file_is_sent_and_waits_for_the_worker(desk: Client) -> None:
    response = send(desk, pupil_workbook(3))
    run = ImportRun.objects.get()
    assert response["Location"] == page_of(run)
    page = desk.get(page_of(run)).content.decode()
    assert "Berkas sedang diperiksa" in page
    assert 'http-equiv="refresh"' in page
    assert 'hx-trigger="every 1s"' in page


def test_the_fragment_is_the_piece_of_the_page(desk: Client) -> None:
    send(desk, pupil_workbook(3))
    run = ImportRun.objects.get()
    fragment = desk.get(page_of(run), headers={"HX-Request": "true"})
    assert fragment.content.decode().strip() in desk.get(page_of(run)).content.decode()
    assert "HX-Request" in fragment["Vary"]
    imports.rehearse(run.public_id)
    assert desk.get(page_of(run), headers={"HX-Request": "true"})["HX-Refresh"] == "true"


def test_progress_is_told_in_rows(desk: Client) -> None:
    send(desk, pupil_workbook(3))
    ImportRun.objects.update(rows_done=500, rows_total=1200)
    assert "500 dari 1.200 baris" in " ".join(desk.get(page_of(ImportRun.objects.get())).content.decode().split())


def test_the_rehearsal_shows_every_row_with_its_reason(desk: Client, school: School, operator: Actor) -> None:
    run = rehearsed(school, pupil_workbook(4, faults={2: "nik_short"}), operator)
    page = desk.get(page_of(run)).content.decode()
    assert "Terapkan 3 baris yang baik" in " ".join(page.split())
    assert page.count(pupil(0)["Nama"]) == 1
    bad = desk.get(page_of(run), {"baris": "problem"}).context["page"].rows
    assert [row.number for row in bad] == [9]


def test_rows_are_paged_by_number(desk: Client, school: School, operator: Actor) -> None:
    run = rehearsed(school, pupil_workbook(70), operator)
    first = desk.get(page_of(run)).context["page"]
    second = desk.get(page_of(run), {"sesudah": first.after}).context["page"]
    assert [row.number for row in [*first.rows, *second.rows]] == list(range(7, 77))


def test_applying_by_a_click(desk: Client, school: School, operator: Actor) -> None:
    run = rehearsed(school, pupil_workbook(4), operator)
    assert desk.post(page_of(run) + "terapkan/")["Location"] == page_of(run)
    assert "sedang diterapkan" in desk.get(page_of(run)).content.decode()
    imports.finish(run.public_id)
    assert "Lanjut ke isian cepat" in desk.get(page_of(run)).content.decode()
    assert Recipient.objects.count() == 4


def test_a_second_click_is_told_where_things_stand(desk: Client, school: School, operator: Actor) -> None:
    run = rehearsed(school, pupil_workbook(4), operator)
    desk.post(page_of(run) + "terapkan/")
    again = desk.post(page_of(run) + "terapkan/", follow=True)
    assert "Muat ulang" in again.content.decode()


def test_cancelling_by_a_click(desk: Client, school: School, operator: Actor) -> None:
    run = rehearsed(school, pupil_workbook(4), operator)
    assert desk.post(page_of(run) + "tolak/")["Location"] == UPLOAD
    run.refresh_from_db()
    assert run.state == ImportState.REFUSED
    assert "dibatalkan" in desk.get(page_of(run)).content.decode()


def test_a_file_without_news_offers_nothing_to_apply(desk: Client, school: School, operator: Actor) -> None:
    applied(school, pupil_workbook(2), operator)
    run = rehearsed(school, pupil_workbook(2), operator)
    page = desk.get(page_of(run)).content.decode()
    assert "/terapkan/" not in page
    assert "Tidak ada yang berubah" in page


def test_a_refused_file_says_why_and_what_to_do(desk: Client, school: School, operator: Actor) -> None:
    run = rehearsed(school, b"Barang,Harga\nKapur,1000\n", operator, "belanja.csv")
    page = desk.get(page_of(run)).content.decode()
    assert "tidak dapat dipakai" in page
    assert "Unggah berkas lain" in page


@pytest.mark.parametrize("data", [b"", b"%PDF-1.7 ...", encrypted_workbook()])
def test_what_is_no_sheet_is_refused_at_once(desk: Client, data: bytes) -> None:
    response = send(desk, data)
    assert response.status_code == 200
    assert response.context["form"].errors["file"]
    assert not ImportRun.objects.exists()


@override_settings(UPLOAD_MAX_SHEET_BYTES=1000)
def test_a_file_that_is_too_large_is_refused_at_once(desk: Client) -> None:
    assert "MB" in send(desk, pupil_workbook(2)).context["form"].errors["file"][0]


def test_the_outsider_finds_neither_page_nor_row(
    client_as: ClientAs, outsider: Actor, school: School, operator: Actor
) -> None:
    run = rehearsed(school, pupil_workbook(2), operator)
    client = client_as(outsider)
    assert client.get(page_of(run)).status_code == 404
    assert client.post(page_of(run) + "terapkan/").status_code == 404
    assert client.post(page_of(run) + "tolak/").status_code == 404
    run.refresh_from_db()
    assert run.state == ImportState.REHEARSED


def test_a_supervisor_sees_that_it_happened_and_no_name(
    client_as: ClientAs, acting: Acting, school: School, operator: Actor
) -> None:
    run = rehearsed(school, pupil_workbook(2), operator)
    client = client_as(acting("district_supervisor"))
    page = client.get(page_of(run))
    assert page.status_code == 200
    assert pupil(0)["Nama"] not in page.content.decode()
    assert client.post(page_of(run) + "terapkan/").status_code == 403
    assert client.post(page_of(run) + "tolak/").status_code == 403
    assert client.get(UPLOAD).status_code == 403


@pytest.mark.parametrize("role", ["donor", "validator", "coordinator", "auditor"])
def test_others_do_not_find_an_upload(
    client_as: ClientAs, acting: Acting, school: School, operator: Actor, role: str
) -> None:
    run = rehearsed(school, pupil_workbook(1), operator)
    assert client_as(acting(role)).get(page_of(run)).status_code == 404
